"""Answers a folder with two models into a collection, for tests that kill it: FOLDER COLLECTION SECONDS_A_PHOTO."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from batch_tools import CountingDetector

from core.analysis import Analyzer
from core.collection.answering import Answering
from core.collection.batch import question
from core.collection.photos import list_photos
from core.model.bundle import load_bundle
from core.model.classifier import Answer, Classifier
from core.places import shipped
from core.vision.imaging import RGB


class TwoModels:
    """An open collection with the report's network as first model, and as a second that is less sure of itself."""

    def __init__(self, folder: Path, collection: Path, seconds: float) -> None:
        bundle = load_bundle(shipped("models") / "report-cnn")
        other = bundle.with_thresholds(dict.fromkeys(bundle.manifest.heads, 0.99))
        self.detector = CountingDetector()
        self.asked_second = 0
        first = Analyzer(self.detector, Classifier(bundle), detector_name="made faces")
        second = Analyzer(self.detector, Classifier(other), detector_name="made faces")
        second.classifier.classify = self._slowly(second.classifier.classify, seconds)  # type: ignore[method-assign]
        self.answering = Answering(collection, threads=1)
        self.answering.ask(question(bundle.manifest, "made faces"), lambda: first)
        self.answering.ask_second(question(other.manifest, "made faces"), lambda: second, replace=True)
        self.answering.add(list_photos([folder]))
        self.thread = threading.Thread(target=self.answering.run)
        self.thread.start()

    def _slowly(
        self, classify: Callable[[Sequence[RGB]], list[dict[str, Answer]]], seconds: float
    ) -> Callable[[Sequence[RGB]], list[dict[str, Answer]]]:
        def slowly(chips: Sequence[RGB]) -> list[dict[str, Answer]]:
            time.sleep(seconds)
            self.asked_second += 1
            return classify(chips)

        return slowly


if __name__ == "__main__":
    TwoModels(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))

"""What the tests of the batch share."""

from __future__ import annotations

import csv
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from core.analysis import Analyzer
from core.collection.batch import run_batch
from core.collection.progress import BatchEnd, BatchProgress
from core.collection.tables import Outputs
from core.vision.faces import Face
from core.vision.imaging import RGB

Row = dict[str, str]


class CountingDetector:
    """Stands in for the real one where what matters is not the faces: quick, and it counts."""

    def __init__(self) -> None:
        self.seen = 0
        self.together = 0
        self.most_together = 0
        self._lock = threading.Lock()
        self.meanwhile: Callable[[RGB], None] = lambda rgb: None

    def detect(self, rgb: RGB) -> tuple[Face, ...]:
        with self._lock:
            self.seen += 1
            self.together += 1
            self.most_together = max(self.most_together, self.together)
        self.meanwhile(rgb)
        with self._lock:
            self.together -= 1
        points = np.array([[3, 3], [6, 3], [4, 5], [3, 7], [5, 7]], np.float32)
        return (Face(box=(1.0, 1.0, 9.0, 9.0), keypoints=points, score=0.9),)


def make_photos(folder: Path, names: list[str] | range) -> Path:
    folder.mkdir(exist_ok=True)
    for number, name in enumerate(names):
        Image.new("RGB", (12 + number, 12), (number, 90, 120)).save(folder / f"{name}.png")
    return folder


def run(
    folder: Path,
    out: Path,
    analyzer: Analyzer,
    *,
    should_stop: Callable[[], bool] = lambda: False,
    progress: Callable[[BatchProgress], None] = lambda now: None,
) -> BatchEnd:
    outputs = Outputs(csv=out)
    return run_batch([folder], outputs, lambda: analyzer, threads=3, should_stop=should_stop, progress=progress)


def rows_of(out: Path) -> list[Row]:
    lines = out.read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("# ")))


def without_times(out: Path) -> list[Row]:
    return [{key: value for key, value in row.items() if key != "milliseconds"} for row in rows_of(out)]


def names_of(out: Path) -> list[str]:
    return [Path(row["path"]).stem for row in rows_of(out)]


class Until:
    """Says stop once so many photos are done."""

    def __init__(self, done: int) -> None:
        self._until = done
        self._done = 0

    def __call__(self) -> bool:
        return self._done >= self._until

    def progress(self, now: BatchProgress) -> None:
        self._done = now.done

"""Compare a model's accuracy on UTKFace pictures as they are with the same pictures found and aligned again.

    python tools/check_framing.py ../shared/data/utkface.zip [--model models/report-cnn] [--run runs/report-cnn]

It takes the pictures that report-cnn was not trained on, through the detector, the alignment and the classifier that a
photo meets. A face that is not found counts as wrong. It fails where either head loses more than one point on the test
side; the others are printed beside it, because the loss on one side alone is uncertain.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from core.datasets.chips import as_chip, central_chip
from core.datasets.dataset import FaceDataset, Indices
from core.datasets.splits import Side
from core.evaluation.comparison import ALLOWED_LOSS, FramingCheck, compare_framings
from core.model.bundle import load_bundle
from core.model.classifier import CHIP_PX, Classifier
from core.training.events import Control
from core.training.presets import PRESETS
from core.training.run_folder import RunFolder
from core.training.session import load_material
from core.vision.detectors import make_detector

UNTRAINED_SIDES: Final[tuple[Side, ...]] = ("validation", "calibration", "test")
"""The test side is last, and is what the verdict is about."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the accuracies of both heads; 1 where the test side loses more than `ALLOWED_LOSS`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="UTKFace, as a zip archive or a folder")
    parser.add_argument("--model", type=Path, default=Path("models/report-cnn"))
    parser.add_argument(
        "--run", type=Path, default=Path("runs/report-cnn"), help="whose split it is; made where there is none"
    )
    chosen = parser.parse_args(arguments)

    chosen.run.mkdir(parents=True, exist_ok=True)
    material = load_material([chosen.data], PRESETS["report"], RunFolder(chosen.run), Control())
    classifier = Classifier(load_bundle(chosen.model))
    print(classifier.bundle.title)
    for side in UNTRAINED_SIDES:
        check = _check(material.dataset, getattr(material.split, side), classifier)
        print(f"{side}: {check.count} pictures, in {check.not_found} of them no face was found")
        for head in check.lost:
            low, high = (100 * bound for bound in check.lost_interval[head])
            print(
                f"  {head:10s} as they are {check.as_is[head]:.2%}, found and aligned again {check.realigned[head]:.2%}"
            )
            print(f"  {'':10s} lost {100 * check.lost[head]:+.2f} points (95 %: {low:+.2f} to {high:+.2f})", flush=True)
    return int(max(check.lost.values()) > ALLOWED_LOSS)


def _check(dataset: FaceDataset, rows: Indices, classifier: Classifier) -> FramingCheck:
    detector = make_detector()
    pictures = [dataset.image(row) for row in rows.tolist()]
    chips = [central_chip(rgb, detector, CHIP_PX) for rgb in pictures]
    blank = np.zeros((CHIP_PX, CHIP_PX, 3), np.uint8)
    return compare_framings(
        classifier.probabilities(np.stack([as_chip(rgb) for rgb in pictures])),
        classifier.probabilities(np.stack([blank if chip is None else chip for chip in chips])),
        np.array([chip is not None for chip in chips]),
        {name: dataset.values(name)[rows] for name in classifier.bundle.manifest.heads},
    )


if __name__ == "__main__":
    sys.exit(main())

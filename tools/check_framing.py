"""Compare a model's accuracy on UTKFace pictures as they are with the same pictures found and aligned again.

    python tools/check_framing.py ../shared/data/utkface.zip [--model models/report-cnn] [--run runs/report-cnn]

It takes the pictures that report-cnn was not trained on, through the detector, the alignment and the classifier that a
photo meets. A face that is not found counts as wrong. It fails where either head loses more than one point.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from core.blazeface import BlazeFaceDetector
from core.bundle import load_bundle
from core.chips import CHIP_PX
from core.classifier import Classifier
from core.datasets.prepared import as_chip, prepare, realigned_chip
from core.datasets.utkface import read_utkface
from core.evaluation.framing import compare_framings
from core.labels import HEADS
from core.training.report import NAME, RECIPE, clean_split

ALLOWED_LOSS: Final = 0.01


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both accuracies of both heads; 1 where more than `ALLOWED_LOSS` is lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="UTKFace, as a zip archive or a folder")
    parser.add_argument("--model", type=Path, default=Path("models") / NAME)
    parser.add_argument("--run", type=Path, default=Path("runs") / NAME, help="where prepared pictures are kept")
    chosen = parser.parse_args(arguments)

    dataset = read_utkface(chosen.data)
    prepared = prepare(dataset, RECIPE.input, BlazeFaceDetector, cache=chosen.run / "prepared.npz")
    rows = clean_split(dataset, prepared.fingerprints).split.test
    detector = BlazeFaceDetector()
    pictures = [dataset.image(row) for row in rows.tolist()]
    chips = [realigned_chip(rgb, detector) for rgb in pictures]
    found = np.array([chip is not None for chip in chips])
    blank = np.zeros((CHIP_PX, CHIP_PX, 3), np.uint8)
    classifier = Classifier(load_bundle(chosen.model))
    check = compare_framings(
        classifier.probabilities(np.stack([as_chip(rgb) for rgb in pictures])),
        classifier.probabilities(np.stack([blank if chip is None else chip for chip in chips])),
        found,
        {"gender": dataset.gender[rows], "ethnicity": dataset.ethnicity[rows]},
    )
    print(f"{classifier.bundle.title}: {check.count} test pictures, in {check.not_found} of them no face was found")
    for head in HEADS:
        print(
            f"{head:10s} as they are {check.as_is[head]:.2%}, found and aligned again {check.realigned[head]:.2%}, "
            f"lost {100 * check.lost[head]:+.2f} points"
        )
    return int(max(check.lost.values()) > ALLOWED_LOSS)


if __name__ == "__main__":
    sys.exit(main())

"""The time to explain one face on one thread and, given faces, the deletion test of the heat maps.

python -m benchmarks.explain [--model NAME] [DATA [COUNT]]

DATA are held-out pictures; the folder of a training stands for its test side.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

from benchmarks.measure import in_turns, machine, photo, print_table
from core.datasets.chips import central_chip
from core.evaluation.deletion import Fill, deletion_test
from core.evaluation.material import open_material
from core.model.bundle import DEFAULT, load_bundle, resolve_bundle
from core.model.chips import CHIP_PX
from core.model.classifier import Classifier
from core.model.explain import explain
from core.places import models_folders
from core.schema import ATTRIBUTES
from core.vision.detectors import make_detector
from core.vision.faces import FaceDetector, align
from core.vision.imaging import RGB

REPEAT = 5
COUNT = 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default=DEFAULT)
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("count", type=int, nargs="?", default=COUNT)
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    classifier = Classifier(load_bundle(resolve_bundle(chosen.model, models_folders())), threads=1)
    detector = make_detector()
    rgb = np.asarray(photo(640, 480))
    chip = align(rgb, detector.detect(rgb)[0], CHIP_PX)
    seconds = in_turns(
        {"classify": lambda: classifier.classify([chip]), "explain": lambda: explain(classifier, chip, "gender")},
        repeat=REPEAT,
    )
    print_table(
        f"One face, {classifier.bundle.title} ({machine()}, one thread, {explain(classifier, chip, 'gender').how})",
        [
            ("its answer", f"{seconds['classify'] * 1e3:.2f} ms"),
            ("where the model looked", f"{seconds['explain'] * 1e3:.1f} ms"),
        ],
    )
    if chosen.data:
        chips = _chips(chosen.data, chosen.count, detector)
        for fill in ("grey", "blur"):
            _deletion(classifier, chips, fill)


def _chips(data: Path, count: int, detector: FaceDetector) -> list[RGB]:
    material = open_material(data, side=None, labelled=False)
    chosen = np.random.default_rng(1).permutation(material.rows)[:count]
    found = (central_chip(material.dataset.image(row), detector, CHIP_PX) for row in chosen.tolist())
    return [chip for chip in found if chip is not None]


def _deletion(classifier: Classifier, chips: list[RGB], fill: Fill) -> None:
    for head in ATTRIBUTES:
        found = deletion_test(classifier, chips, head, fill=fill)
        print(f"\nDeletion test, perceived {head}, {found.count} faces, taken parts become {fill}\n")
        print("| order | mean of the curve | after 10 % | after 20 % | after 40 % | explained is faster for |")
        print("|---|---|---|---|---|---|")
        for order, curve in found.curves.items():
            values = " | ".join(f"{value:.3f}" for value in (curve.mean(), curve[2], curve[4], curve[8]))
            print(f"| {order} | {values} | {found.faster[order]:.0%} |")


if __name__ == "__main__":
    main()

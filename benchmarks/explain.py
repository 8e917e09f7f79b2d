"""The time to explain one face on one thread and, given faces, the deletion test of the heat maps.

python -m benchmarks.explain [--model NAME ...] [--data DATA] [--count COUNT]

Several models are measured in turns, in processor time, which leaves out the waits for other programs. DATA are
held-out pictures; the folder of a training stands for its test side.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from benchmarks.measure import in_turns, machine, photo, print_table
from core.datasets.chips import central_chip
from core.evaluation.material import open_material
from core.model.bundle import DEFAULT, load_bundle, resolve_bundle
from core.model.classifier import CHIP_PX, Classifier
from core.model.explain import Fill, deletion_test, explain
from core.places import models_folders
from core.schema import ATTRIBUTES
from core.vision.detectors import make_detector
from core.vision.faces import FaceDetector, align
from core.vision.imaging import RGB

REPEAT = 5
COUNT = 300


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", nargs="+", default=[DEFAULT], metavar="NAME")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--count", type=int, default=COUNT, help="number of faces for the deletion test")
    chosen = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    classifiers = [Classifier(load_bundle(resolve_bundle(name, models_folders())), threads=1) for name in chosen.model]
    detector = make_detector()
    rgb = np.asarray(photo(640, 480))
    _time(classifiers, align(rgb, detector.detect(rgb)[0], CHIP_PX))
    if chosen.data:
        chips = _chips(chosen.data, chosen.count, detector)
        for classifier in classifiers:
            for fill in ("grey", "blur"):
                _deletion(classifier, chips, fill)


def _time(classifiers: Sequence[Classifier], chip: RGB) -> None:
    tasks: dict[str, Callable[[], object]] = {}
    for one in classifiers:
        tasks[f"{one.bundle.title}: its answer"] = partial(one.classify, [chip])
        how = explain(one, chip, "gender").how
        tasks[f"{one.bundle.title}: where it looked ({how})"] = partial(explain, one, chip, "gender")
    seconds = in_turns(tasks, repeat=REPEAT, clock=time.process_time)
    rows = [(what, f"{found * 1e3:.2f} ms") for what, found in seconds.items()]
    print_table(f"One face ({machine()}, one thread)", rows)


def _chips(data: Path, count: int, detector: FaceDetector) -> list[RGB]:
    material = open_material(data, side=None, labelled=False)
    chosen = np.random.default_rng(1).permutation(material.rows)[:count]
    found = (central_chip(material.dataset.image(row), detector, CHIP_PX) for row in chosen.tolist())
    return [chip for chip in found if chip is not None]


def _deletion(classifier: Classifier, chips: list[RGB], fill: Fill) -> None:
    for head in ATTRIBUTES:
        found = deletion_test(classifier, chips, head, fill=fill)
        title = f"{classifier.bundle.title}, perceived {head}, {found.count} faces, deleted parts become {fill}"
        print(f"\nDeletion test: {title}\n", flush=True)
        print("| order | mean of the curve | after 10 % | after 20 % | after 40 % | explained is faster for |")
        print("|---|---|---|---|---|---|")
        for order, curve in found.curves.items():
            values = " | ".join(f"{value:.3f}" for value in (curve.mean(), curve[2], curve[4], curve[8]))
            print(f"| {order} | {values} | {found.faster[order]:.0%} |")


if __name__ == "__main__":
    main()

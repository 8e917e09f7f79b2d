"""The time from a slider that moved to the answer and the picture of the changed face, and for the curve.

python -m benchmarks.what_if [--model NAME] [--threads N]
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from itertools import count

import numpy as np

from benchmarks.measure import in_turns, machine, photo, print_table
from core.analysis import Analyzer
from core.evaluation.what_if import CHANGES, Subject, along, what_if
from core.model.bundle import DEFAULT, resolve_bundle
from core.places import models_folders

REPEAT = 5
THREE = {"glasses": 0.5, "light": -0.4, "blur": 0.3}
PLACES = np.linspace(-1.0, 1.0, 25).tolist()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default=DEFAULT)
    parser.add_argument("--threads", type=int, default=min(4, os.cpu_count() or 1), help="as the window has it")
    chosen = parser.parse_args()
    analyzer = Analyzer.load(resolve_bundle(chosen.model, models_folders()), threads=chosen.threads)
    rgb = np.asarray(photo(1280, 960))
    (face,) = analyzer.analyze(rgb).faces
    subject = Subject.in_photo(rgb, face)
    moved = (at / 1000.0 for at in count(1))  # a step is never the same as the one before

    def step(name: str, others: dict[str, float]) -> Callable[[], object]:
        return lambda: what_if(analyzer.classifier, subject, {**others, name: 0.5 + next(moved) % 0.4})

    seconds = in_turns({name: step(name, {}) for name in CHANGES}, repeat=REPEAT)
    more = in_turns(
        {
            "three": step("light", THREE),
            "all": step("glasses", dict.fromkeys(CHANGES, 0.4)),
            "curve": lambda: along(analyzer.classifier, subject, {"blur": next(moved) % 0.4}, "light", PLACES),
            "face": lambda: Subject.in_photo(rgb, face),
        },
        repeat=REPEAT,
    )
    ordered = sorted(seconds, key=lambda name: seconds[name])
    fast, slow = ordered[0], ordered[-1]
    print_table(
        f"One step of a slider, {analyzer.classifier.bundle.title} ({machine()}, {chosen.threads} threads)",
        [
            (f"the fastest change, {fast}", f"{seconds[fast] * 1e3:.1f} ms"),
            ("the median change", f"{seconds[ordered[len(ordered) // 2]] * 1e3:.1f} ms"),
            (f"the slowest change, {slow}", f"{seconds[slow] * 1e3:.1f} ms"),
            ("glasses, darker and out of focus", f"{more['three'] * 1e3:.1f} ms"),
            (f"all {len(CHANGES)} changes at once", f"{more['all'] * 1e3:.1f} ms"),
            (f"a curve of {len(PLACES)} places", f"{more['curve'] * 1e3:.0f} ms"),
            ("another face, once", f"{more['face'] * 1e3:.1f} ms"),
        ],
    )


if __name__ == "__main__":
    main()

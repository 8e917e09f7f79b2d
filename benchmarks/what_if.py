"""The time from a slider that moved to the answer and the picture of the changed face, and for the curve.

python -m benchmarks.what_if [--model NAME] [--threads N]
"""

from __future__ import annotations

import argparse
import os
import time
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

    tasks: dict[str, Callable[[], object]] = {name: step(name, {}) for name in CHANGES}
    tasks["glasses, darker and out of focus"] = step("light", THREE)
    tasks[f"all {len(CHANGES)} changes, the first of them moving"] = step("glasses", dict.fromkeys(CHANGES, 0.4))
    tasks[f"a curve of {len(PLACES)} places"] = lambda: along(
        analyzer.classifier, subject, {"blur": next(moved) % 0.4}, "light", PLACES
    )
    tasks["another face, once"] = lambda: Subject.in_photo(rgb, face)
    wall = in_turns(tasks, repeat=REPEAT)
    processor = in_turns(tasks, repeat=REPEAT, clock=time.process_time)
    print_table(
        f"One step of a slider, {analyzer.classifier.bundle.title} ({machine()}, {chosen.threads} threads)",
        [(name, f"{wall[name] * 1e3:.1f} ms, of the processors {processor[name] * 1e3:.1f} ms") for name in tasks],
    )


if __name__ == "__main__":
    main()

"""How long the audit of a model by group takes, on faces whose chips are cached.

    python -m benchmarks.audit [BUNDLE] [--data DATA] [--faces 20000] [--rounds 3]

Without data, random faces are generated. Each round is a new process; opening the data, imports, the JSON form and the
page are included, making the chips is not.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from benchmarks.measure import machine, print_table
from core.datasets.dataset import FaceDataset
from core.model.bundle import DEFAULT
from core.schema import shipped_columns
from core.vision.faces import Face
from core.vision.imaging import RGB

ROOT: Final = Path(__file__).resolve().parent.parent
LIMIT_S: Final = 60.0
_SIDE_PX: Final = 96


def main() -> None:
    """Measure in fresh processes and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", nargs="?", default=DEFAULT)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--faces", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        print(json.dumps(_audit(chosen.bundle, chosen.data, chosen.faces)))
        return
    with tempfile.TemporaryDirectory() as folder:
        if chosen.data is None:
            os.environ["FACET_HOME"] = folder
            _make_chips(chosen.faces)
        command = [sys.executable, "-m", "benchmarks.audit", *sys.argv[1:], "--child"]
        rounds = []
        for at in range(chosen.rounds + (chosen.data is not None)):
            done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
            if at or chosen.data is None:  # the first round on data makes the chips
                rounds.append(json.loads(done.stdout))
    print(f"{machine()}; {rounds[0]['faces']:,} faces, {chosen.bundle}, median of {len(rounds)} rounds")
    names = ("open", "ask", "measure", "write", "all")
    seconds = {name: statistics.median(one[name] for one in rounds) for name in names}
    print_table("The audit by group", [(name, f"{seconds[name]:.1f} s") for name in names])
    print(f"peak memory {max(one['peak_mb'] for one in rounds)} MB; the limit is {LIMIT_S:.0f} s")
    if seconds["all"] > LIMIT_S:
        raise SystemExit("too slow")


def _audit(bundle: str, data: Path | None, faces: int) -> dict[str, float]:
    start = time.perf_counter()
    from core.datasets.open import open_dataset
    from core.evaluation.asking import ask
    from core.evaluation.figures import measure
    from core.evaluation.report import Report, render_html
    from core.model.bundle import load_bundle, resolve_bundle
    from core.places import models_folders

    dataset = _made(faces) if data is None else open_dataset(data)
    opened = time.perf_counter()
    model = load_bundle(resolve_bundle(bundle, models_folders()))
    asked = ask(model, dataset, rows=np.arange(min(len(dataset), faces)))
    answered = time.perf_counter()
    evaluation = measure(asked)
    measured = time.perf_counter()
    report = Report({}, evaluation)
    json.dumps(report.to_json())
    render_html(report, names=dataset.names, terms=dataset.terms)
    end = time.perf_counter()
    return {
        "open": opened - start,
        "ask": answered - opened,
        "measure": measured - answered,
        "write": end - measured,
        "all": end - start,
        "faces": len(asked),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _made(count: int) -> FaceDataset:
    random = np.random.default_rng(1)
    return FaceDataset(
        title="made faces",
        terms="free",
        names=tuple(map(str, range(count))),
        ages=random.integers(0, 90, count),
        columns=shipped_columns(gender=random.integers(0, 2, count), ethnicity=random.integers(0, 5, count)),
        skipped=(),
        decode=_blobs,
    )


def _blobs(name: str) -> RGB:
    noise = np.random.default_rng(int(name)).integers(0, 256, (6, 6, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(noise, (_SIDE_PX, _SIDE_PX), interpolation=cv2.INTER_CUBIC), np.uint8)


class _EverywhereAFace:
    """Replaces a detector, which would find no face in random pictures."""

    def detect(self, rgb: RGB) -> tuple[Face, ...]:
        """One face, in the middle."""
        points = np.array([(0.29, 0.30), (0.69, 0.30), (0.5, 0.52), (0.35, 0.72), (0.63, 0.72)], np.float32)
        side = float(len(rgb))
        return (Face((0.0, 0.0, side, side), points * side, 1.0),)


def _make_chips(count: int) -> None:
    from core.datasets.chips import make_chips
    from core.vision.detectors import DETECTORS, THOROUGH, Detector

    DETECTORS[THOROUGH] = Detector("everywhere a face", lambda threads: _EverywhereAFace())
    make_chips(_made(count), THOROUGH, size=_SIDE_PX)


if __name__ == "__main__":
    main()

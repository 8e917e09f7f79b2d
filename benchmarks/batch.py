"""How much of the time a batch takes is reading: end to end beside decoding the same files alone, on the same cores."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from itertools import cycle
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from benchmarks.measure import in_turns, machine, photo, print_table
from core.analysis import Analyzer
from core.batch.session import run_batch
from core.batch.tables import Outputs
from core.bundle import DEFAULT, resolve_bundle
from core.imaging import read_image
from core.places import models_folders

SIZES = ((1280, 960), (2000, 1500), (4000, 3000))
"""1.2, 3 and 12 megapixels."""
PHOTOS = 16
ROUNDS = 3
NOISE = 6.0
"""Without a camera's noise a JPEG of the enlarged sample decodes in half the time of a real one."""


def main() -> None:
    threads = os.cpu_count() or 1
    cv2.setNumThreads(1)
    bundle = resolve_bundle(DEFAULT, models_folders())
    analyzers = cycle([Analyzer.load(bundle) for _ in range(threads)])
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        mixed: list[Path] = []
        for width, height in SIZES:
            files = list(_photos(Path(folder), width, height))
            mixed += files[: PHOTOS // 2]
            rows.append((f"{width} x {height}", _measured(files, analyzers, threads)))
        rows.append(("all sizes alike", _measured(mixed, analyzers, threads)))
    print_table(f"A batch beside decoding alone ({machine()}, {threads} threads)", rows)


def _photos(folder: Path, width: int, height: int) -> Iterator[Path]:
    noise = np.random.default_rng(1).normal(0.0, NOISE, (height, width, 3))
    noisy = (np.asarray(photo(width, height)) + noise).clip(0, 255).astype(np.uint8)
    content = BytesIO()
    Image.fromarray(noisy).save(content, "JPEG", quality=90)
    for number in range(PHOTOS):
        path = folder / f"{width}-{number}.jpg"
        path.write_bytes(content.getvalue())
        yield path


def _measured(files: Sequence[Path], analyzers: Iterator[Analyzer], threads: int) -> str:
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(threads) as pool:
        outputs = (Outputs(csv=Path(folder) / f"{number}.csv") for number in range(ROUNDS + 1))
        seconds = in_turns(
            {
                "decode": lambda: list(pool.map(_decode, files)),
                "batch": lambda: run_batch(files, next(outputs), lambda: next(analyzers), threads=threads),
            },
            rounds=ROUNDS,
        )
    ratio = seconds["decode"] / seconds["batch"]
    a_second = {name: len(files) / value for name, value in seconds.items()}
    return f"{ratio:.0%}: {a_second['batch']:.1f} photos a second, decoded alone {a_second['decode']:.1f}"


def _decode(path: Path) -> tuple[int, ...]:
    return read_image(path).shape  # the picture itself is let go of


if __name__ == "__main__":
    main()

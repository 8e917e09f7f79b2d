"""How much of the time a batch takes is reading: end to end beside decoding the same files alone, on the same cores.

They are decoded twice: as anybody would, with Pillow, and with Facet's own reader.
"""

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
from core.collection.batch import run_batch
from core.collection.tables import Outputs
from core.model.bundle import DEFAULT, resolve_bundle
from core.places import models_folders
from core.vision.imaging import read_image

SIZES = ((1280, 960), (2000, 1500), (4000, 3000))
"""1.2, 3 and 12 megapixels."""
PHOTOS = 32
DIFFERENT = 8
"""So many different photos there are of each size; the others are copies of them."""
ROUNDS = 5
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
    print_table(f"A batch, and its speed as a share of decoding alone ({machine()}, {threads} threads)", rows)


def _photos(folder: Path, width: int, height: int) -> Iterator[Path]:
    """Photos of one face each, which differ in where it lies, in their light and in their noise."""
    random = np.random.default_rng(1)
    plain = np.asarray(photo(width, height), np.float32)
    contents = []
    for number in range(DIFFERENT):
        moved = np.roll(plain, random.integers(-width // 16, width // 16), axis=1)[:, :: 1 - number % 2 * 2]
        noisy = moved * random.uniform(0.8, 1.1) + NOISE * random.standard_normal(plain.shape, np.float32)
        content = BytesIO()
        Image.fromarray(noisy.clip(0, 255).astype(np.uint8)).save(content, "JPEG", quality=90)
        contents.append(content.getvalue())
    for number in range(PHOTOS):
        path = folder / f"{width}-{number}.jpg"
        path.write_bytes(contents[number % DIFFERENT])
        yield path


def _measured(files: Sequence[Path], analyzers: Iterator[Analyzer], threads: int) -> str:
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(threads) as pool:
        outputs = (Outputs(csv=Path(folder) / f"{number}.csv") for number in range(ROUNDS + 1))
        seconds = in_turns(
            {
                "Pillow": lambda: list(pool.map(_decoded_by_pillow, files)),
                "Facet": lambda: list(pool.map(_decoded, files)),
                "batch": lambda: run_batch(files, next(outputs), lambda: next(analyzers), threads=threads),
            },
            rounds=ROUNDS,
        )
    a_second = {name: len(files) / value for name, value in seconds.items()}
    beside = " and ".join(
        f"{a_second['batch'] / a_second[name]:.0%} of {name}'s {a_second[name]:.1f}" for name in ("Pillow", "Facet")
    )
    return f"{a_second['batch']:.1f} photos a second, {beside}"


def _decoded_by_pillow(path: Path) -> tuple[int, ...]:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB")).shape


def _decoded(path: Path) -> tuple[int, ...]:
    return read_image(path).shape  # the picture itself is let go of


if __name__ == "__main__":
    main()

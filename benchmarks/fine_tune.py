"""The gain of pretrained features: `fine-tune` and `head` beside `report`, on one split, for another attribute.

    python -m benchmarks.fine_tune UTKFACE [--faces N] [--preset NAME ...]

UTKFACE is its zip archive or folder. N of its faces (3,000) are written to a folder with a CSV file whose column
`age_band` holds 0-17, 18-39, 40-64 or 65+, and each preset is trained on it with `facet-cli train`.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from benchmarks.measure import machine, print_table
from core.datasets.utkface import read_utkface
from core.model.bundle import read_manifest

BANDS: Final = ("0-17", "18-39", "40-64", "65+")
STARTS: Final = (0, 18, 40, 65)
PRESETS: Final = ("fine-tune", "head", "report")
_FILE: Final = "faces.csv"


def main(arguments: Sequence[str] | None = None) -> None:
    """Train each preset and print its accuracy."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("utkface", type=Path)
    parser.add_argument("--faces", type=int, default=3000, help="how many, drawn at random")
    parser.add_argument("--preset", action="append", choices=PRESETS, help="only these")
    chosen = parser.parse_args(arguments)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        write_faces(chosen.utkface, Path(folder), chosen.faces)
        for preset in chosen.preset or PRESETS:
            seconds = train(Path(folder), preset)
            results = read_manifest(Path(folder) / preset / "bundle").results
            figures = (results["age_band_accuracy"], results["age_band_balanced_accuracy"])
            rows.append((preset, " / ".join(f"{100 * value:.1f} %" for value in figures) + f", {seconds:.0f} s"))
    print_table(f"Age bands of {chosen.faces} faces: accuracy / mean over the bands, time ({machine()})", rows)


def write_faces(utkface: Path, folder: Path, count: int) -> None:
    """Write some faces as files, and a CSV file with their age bands."""
    dataset = read_utkface(utkface)
    drawn = np.sort(np.random.default_rng(1).permutation(len(dataset))[:count])
    with (folder / _FILE).open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(("file", "age_band"))
        for row in drawn.tolist():
            name = f"{row}.png"
            Image.fromarray(dataset.image(row)).save(folder / name, compress_level=1)
            table.writerow((name, BANDS[int(np.searchsorted(STARTS, dataset.ages[row], side="right")) - 1]))


def train(folder: Path, preset: str) -> float:
    """Train on the command line and return the seconds it took."""
    command = [sys.executable, "-m", "core.cli", "train", str(folder / _FILE), "--preset", preset]
    started = time.perf_counter()
    subprocess.run([*command, "--answers", "age_band", "--run", str(folder / preset)], check=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()

"""Facet's import of the UTKFace CSV against `pandas.read_csv` and `numpy.array(text.split())` a row.

    python benchmarks/csv_import.py [--data ../shared/data/utkface.zip] [--csv FILE] [--rounds 5]

Each measurement is a fresh process, in turns; what counts is the ratio within a round. Without the data, a CSV file of
the same shape is made of noise.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import numpy as np

ROOT: Final = Path(__file__).resolve().parent.parent
MADE_ROWS: Final = 23_705

_END: Final = """
used = resource.getrusage(resource.RUSAGE_SELF)
cpu, peak_mb = used.ru_utime + used.ru_stime, used.ru_maxrss // 1024
print(json.dumps({"seconds": seconds, "cpu": cpu, "rows": rows, "mean": mean, "peak_mb": peak_mb}))
"""
PANDAS: Final = (
    """
import json, resource, sys, time
start = time.perf_counter()
import numpy as np, pandas as pd
table = pd.read_csv(sys.argv[1])
pictures = np.stack([np.array(text.split(), np.uint8).reshape(48, 48) for text in table["pixels"]])
labels = table[["age", "gender", "ethnicity"]].to_numpy()
seconds, rows = time.perf_counter() - start, len(labels)
mean = float(pictures[::100].mean())
"""
    + _END
)
FACET: Final = (
    """
import json, resource, sys, time
start = time.perf_counter()
from pathlib import Path
from core.datasets.utkface import read_utkface_csv
data = read_utkface_csv(Path(sys.argv[1]), cache=Path(sys.argv[2]))
seconds, rows = time.perf_counter() - start, len(data)
mean = float(data.grey[::100].mean())
"""
    + _END
)


def main() -> None:
    """Measure in turns and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "utkface.zip")
    parser.add_argument("--csv", type=Path, help="a CSV file that is there already")
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.csv or _make(Path(folder) / "faces.csv", chosen.data)
        print(f"{path.name}: {path.stat().st_size / 1e6:.0f} MB")
        rounds = [_round(path, Path(folder) / f"cache{number}") for number in range(chosen.rounds)]
    print(f"{'':24}{'seconds':>9}{'of CPU':>9}{'peak MB':>9}   medians of {chosen.rounds} rounds")
    for name in ("pandas", "Facet", "Facet, from its cache"):
        print(
            f"{name:24}{statistics.median(one[name]['seconds'] for one in rounds):9.2f}"
            f"{statistics.median(one[name]['cpu'] for one in rounds):9.2f}"
            f"{statistics.median(one[name]['peak_mb'] for one in rounds):9.0f}"
        )
    # Where others use the machine, the ratio of CPU time is the steadier of the two.
    for what in ("seconds", "cpu"):
        ratios = [one["pandas"][what] / one["Facet"][what] for one in rounds]
        shown = ", ".join(f"{ratio:.1f}" for ratio in ratios)
        print(f"pandas / Facet, {what}: {statistics.median(ratios):.1f} (rounds: {shown})")


def _round(path: Path, cache: Path) -> dict[str, dict[str, float]]:
    found = {
        "pandas": _measure(PANDAS, path),
        "Facet": _measure(FACET, path, cache),
        "Facet, from its cache": _measure(FACET, path, cache),
    }
    answers = {(one["rows"], one["mean"]) for one in found.values()}
    if len(answers) != 1:
        raise SystemExit(f"the two do not read the same: {answers}")
    return found


def _measure(code: str, *arguments: Path) -> dict[str, float]:
    command = [sys.executable, "-c", code, *(str(argument) for argument in arguments)]
    # The imports count: both start from nothing.
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def _make(path: Path, data: Path) -> Path:
    start = time.perf_counter()
    if data.is_file():
        from core.datasets.utkface import read_utkface, to_csv

        to_csv(read_utkface(data), path)
    else:
        random = np.random.default_rng(0)
        with path.open("w") as file:
            file.write("age,ethnicity,gender,img_name,pixels\n")
            for row in range(MADE_ROWS):
                values = " ".join(map(str, random.integers(0, 256, 2304).tolist()))
                file.write(f"{row % 117},{row % 5},{row % 2},{row}.jpg,{values}\n")
    print(f"made {path.name} in {time.perf_counter() - start:.0f} s")
    return path


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()

"""Commands of this version beside those of another checkout, in turns in one run.

    python -m benchmarks.versions OLDER [--rounds 2] COMMAND ...

Each COMMAND is a line for `facet-cli`, such as "evaluate report-cnn faces.csv --audit" or
"train faces.csv --preset report --epochs 2 --run {run}", where `{run}` becomes a new folder; or a line of Python that
begins with `import`, such as "import core.api". Every round runs each
command once per version in a fresh process. Each version has its own user's folder and makes its own caches there, in a
round that does not count. Processor time changes least while other programs run. Of a training, the images per second
are those of its history, the median over all epochs but the first of each run, in which TensorFlow builds the graph.
"""

from __future__ import annotations

import argparse
import csv
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.measure import machine, print_table

HERE: Final = Path(__file__).resolve().parent.parent
_IMPORT: Final = "import "
_START: Final = "import importlib, sys; sys.exit(getattr(importlib.import_module({!r}), {!r})(sys.argv[1:]))"


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a command took."""

    wall_s: float
    cpu_s: float
    images_per_second: tuple[float, ...]
    """By epoch, without the first; empty if it is no training."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("older", type=Path, help="a checkout of another version")
    parser.add_argument("commands", nargs="+", metavar="COMMAND")
    parser.add_argument("--rounds", type=int, default=2)
    chosen = parser.parse_args()
    versions = {"this version": HERE, "the other": chosen.older.resolve()}
    for command in chosen.commands:
        found: dict[str, list[Run]] = {name: [] for name in versions}
        with tempfile.TemporaryDirectory() as folder:
            for at in range(chosen.rounds + 1):
                for name, root in versions.items():
                    run = _run(root, command, home=Path(folder) / name, run=Path(folder) / f"{name} {at}")
                    if at:
                        found[name].append(run)
        print_table(f"{command} ({machine()}, {chosen.rounds} rounds)", _rows(found))


def _run(root: Path, command: str, *, home: Path, run: Path) -> Run:
    scripts = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    start = command if command.startswith(_IMPORT) else _START.format(*scripts["facet-cli"].split(":"))
    arguments = [part.replace("{run}", str(run)) for part in shlex.split(command)]
    environment = {**os.environ, "PYTHONPATH": str(root), "FACET_HOME": str(home), "TF_CPP_MIN_LOG_LEVEL": "3"}
    before, started = os.times(), time.perf_counter()
    # -P: the code of the folder that this is called from would come before that of `root`.
    command_line = [sys.executable, "-P", "-c", start, *arguments]
    done = subprocess.run(command_line, env=environment, check=False, capture_output=True)
    wall, after = time.perf_counter() - started, os.times()
    if done.returncode:
        raise SystemExit(f"{command} in {root} ended with {done.returncode}: {done.stderr.decode()[-2000:]}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    history = run / "history.csv"
    speeds: list[float] = []
    if history.is_file():
        with history.open(encoding="utf-8", newline="") as file:
            speeds = [float(row["images_per_second"]) for row in csv.DictReader(file)]
    return Run(wall, cpu, tuple(speeds[1:]))


def _rows(found: dict[str, list[Run]]) -> list[tuple[str, str]]:
    rows = []
    for title, figures in (
        ("seconds", {name: [run.wall_s for run in runs] for name, runs in found.items()}),
        ("processor seconds", {name: [run.cpu_s for run in runs] for name, runs in found.items()}),
        (
            "images per second",
            {name: [speed for run in runs for speed in run.images_per_second] for name, runs in found.items()},
        ),
    ):
        if all(figures.values()):
            medians = {name: statistics.median(values) for name, values in figures.items()}
            rows += [
                (f"{title}, {name}", f"{medians[name]:.2f} ({min(values):.2f} to {max(values):.2f})")
                for name, values in figures.items()
            ]
            this, other = medians.values()
            rows.append((f"{title}, this version over the other", f"{this / other:.2f}"))
    return rows


if __name__ == "__main__":
    main()

"""Storms: thousands of damaged files, kills and starts, to see what brings Facet down.

    python -m tools.storm pictures --count 1000 --folder /tmp/storm

Each storm is seeded, notes every case in `FOLDER/NAME.jsonl` and goes on there when called again. It prints its figures
and exits with 1 if there was a fault. `docs/reliability.md` has the counts that were run.
"""

from __future__ import annotations

import argparse
import json
import queue
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from core.work import ordered_map
from tools.storm_child import Case, Child
from tools.storm_runs import Storm, batch, killed_trainings, kills, memory, user
from tools.storm_windows import starts, windows

_CHILDREN: Final = 2
_SAID_EVERY_S: Final = 60.0


def damaged(kind: str, storm: Storm, numbers: Sequence[int]) -> Iterator[Case]:
    """Damaged files of a kind, each made and opened in a child process with limits."""
    children: queue.SimpleQueue[Child] = queue.SimpleQueue()
    for _ in range(_CHILDREN):
        children.put(Child(kind, storm.folder, storm.seed))

    def ask(number: int) -> Case:
        child = children.get()
        try:
            return child.ask(number)
        finally:
            children.put(child)

    try:
        yield from ordered_map(ask, numbers, threads=_CHILDREN)
    finally:
        for _ in range(_CHILDREN):
            children.get().close()


STORMS: Final[dict[str, tuple[Callable[[Storm, Sequence[int]], Iterator[Case]], int]]] = {
    "pictures": (partial(damaged, "picture"), 100_000),
    "bundles": (partial(damaged, "bundle"), 2000),
    "settings": (partial(damaged, "kept"), 11_000),
    "kills": (kills, 20),
    "trainings": (killed_trainings, 10),
    "windows": (windows, 10),
    "starts": (starts, 100),
    "batch": (batch, 10_000),
    "user": (user, 9),
    "memory": (memory, 3),
}
"""What each storm does, and how many cases it has unless another count is asked for."""


def run_storm(name: str, folder: Path, *, count: int | None = None, seed: int = 1, photos: int | None = None) -> int:
    """Run a storm from where its journal ends, print its figures, and return how many faults it has met in all."""
    run, usual = STORMS[name]
    storm = Storm(folder / name, seed, photos)
    storm.folder.mkdir(parents=True, exist_ok=True)
    journal = storm.folder.with_suffix(".jsonl")
    lines = journal.read_text(encoding="utf-8").splitlines() if journal.is_file() else []
    cases = [Case.from_json(held) for line in lines if (held := json.loads(line)).pop("seed") == seed]
    numbers = sorted(set(range(count or usual)) - {case.number for case in cases})
    said = time.monotonic()
    with journal.open("a", encoding="utf-8", buffering=1) as notes:
        for case in run(storm, numbers):
            cases.append(case)
            notes.write(json.dumps(case.to_json() | {"seed": seed}) + "\n")
            if case.fault:
                print(f"fault in case {case.number}: {case.fault} {case.note}", flush=True)
            if time.monotonic() - said > _SAID_EVERY_S:
                said = time.monotonic()
                print(_figures(name, cases, seed), flush=True)
    print(_figures(name, cases, seed), flush=True)
    return sum(case.fault is not None for case in cases)


def _figures(name: str, cases: Sequence[Case], seed: int) -> str:
    faults, killed = sum(case.fault is not None for case in cases), sum(case.kills for case in cases)
    figures = [f"{len(cases)} cases", f"{faults} faults"]
    if killed:
        figures.append(f"{killed} kills")
    figures.append(f"slowest {max((case.seconds for case in cases), default=0):.1f} s")
    figures.append(f"{max((case.peak_mb for case in cases), default=0):.0f} MB at most")
    return f"{name}: {', '.join(figures)}, seed {seed}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("storm", choices=STORMS)
    parser.add_argument("--count", type=int, help="cases in all, those of earlier calls among them")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, required=True, help="scratch files and the journal")
    parser.add_argument("--photos", type=int, help="how many photos `windows` opens; their answers are made then")
    chosen = parser.parse_args()
    folder: Path = chosen.folder.absolute()
    return 1 if run_storm(chosen.storm, folder, count=chosen.count, seed=chosen.seed, photos=chosen.photos) else 0


if __name__ == "__main__":
    sys.exit(main())

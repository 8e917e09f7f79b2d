"""How many faces detectors find in labelled photos, how many of their boxes match no label, and how long they take.

    python -m benchmarks.detection FOLDER [--limit N] [--step N] [--peer NAME=MODULE:CLASS] [--without NAME]
        [--unmatched OUT_FOLDER]

FOLDER holds photos and `labels.json`: file name -> list of {"box": [x0, y0, x1, y1], "kind": "bare", "masked" or "badly
masked", "pose": "front", "profile", "unclear" or null}. Facet's detectors and the peers in `benchmarks.peers` that are
installed take their turns photo by photo, each on one thread; times are of the processor, so that other programs
disturb them little. A peer of your own is a class that is called without
arguments and whose `detect(rgb)` returns objects with `box` and `score`.

Labels are rarely complete: --unmatched writes contact sheets of the boxes that match no label, for a person to count
those that lie on no face.
"""

from __future__ import annotations

import argparse
import pkgutil
import statistics
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from benchmarks.contact_sheet import write_sheets
from benchmarks.matching import COLUMNS, Label, Tally, read_labels
from benchmarks.measure import in_turns, machine, photo, print_table
from benchmarks.peers import OPENCV, OPENCV_640, PEERS, Detector, make_peers
from core.vision.detectors import DETECTORS, make_detector
from core.vision.imaging import RGB, read_image

ONE_FACE: Final = (1280, 960)
REPEAT: Final = 10


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, help="so many photos, the first by name")
    parser.add_argument("--step", type=int, default=1, help="every so many photos by name, 2 for every second")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=MODULE:CLASS", help="one more detector")
    parser.add_argument("--without", action="append", default=[], choices=PEERS, help="leave this peer out")
    parser.add_argument("--unmatched", type=Path, metavar="OUT_FOLDER", help="write boxes that match no label there")
    chosen = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    try:
        labels = dict(list(read_labels(chosen.folder).items())[:: chosen.step][: chosen.limit])
    except (OSError, ValueError) as e:
        parser.error(str(e))
    peers, absent = make_peers([name for name in PEERS if name not in chosen.without])
    detectors: dict[str, Detector] = {name: make_detector(name) for name in DETECTORS}
    detectors |= peers | dict(_made(peer) for peer in chosen.peer)
    tallies, seconds = measure(chosen.folder, labels, detectors)
    print(f"{len(labels)} photos; {machine()}, one thread. Share of labels found in percent, with 95 % intervals.\n")
    print(table(tallies, seconds))
    for line in absent:
        print(f"\n{line}")
    if chosen.unmatched:
        for name, tally in tallies.items():
            write_sheets(chosen.unmatched, name, tally.unmatched, lambda file: read_image(chosen.folder / file))
    _time_one_face()


def measure(
    folder: Path, labels: Mapping[str, Sequence[Label]], detectors: Mapping[str, Detector]
) -> tuple[dict[str, Tally], dict[str, list[float]]]:
    """What each detector found, and the seconds of processor time it took for each photo."""
    tallies = {name: Tally() for name in detectors}
    seconds: dict[str, list[float]] = {name: [] for name in detectors}
    for at, (file, boxes) in enumerate(labels.items()):
        rgb = read_image(folder / file)
        for name, detector in detectors.items():
            if at == 0:
                detector.detect(rgb)  # loads what is loaded late
            start = time.process_time()
            found = detector.detect(rgb)
            seconds[name].append(time.process_time() - start)
            tallies[name].add(file, found, boxes)
    return tallies, seconds


def table(tallies: Mapping[str, Tally], seconds: Mapping[str, Sequence[float]]) -> str:
    """A row for each detector, as Markdown."""
    counts = next(iter(tallies.values())).counts
    columns = [f"{name} ({counts[name]})" for name in COLUMNS]
    lines = [["", *columns, "boxes without a label, per photo", "ms per photo"]]
    lines.append(["---"] * len(lines[0]))
    lines += [
        [name, *tally.cells(), f"{statistics.median(seconds[name]) * 1e3:.0f}"] for name, tally in tallies.items()
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _made(peer: str) -> tuple[str, Detector]:
    name, _, where = peer.partition("=")
    return name, pkgutil.resolve_name(where)()


def _time_one_face() -> None:
    rgb: RGB = np.asarray(photo(*ONE_FACE))
    detectors: dict[str, Detector] = {name: make_detector(name) for name in DETECTORS}
    opencv, absent = make_peers([OPENCV, OPENCV_640])
    detectors |= opencv
    milliseconds = {
        name: seconds * 1e3
        for name, seconds in in_turns(
            {name: lambda detector=detector: detector.detect(rgb) for name, detector in detectors.items()},  # type: ignore[misc]
            repeat=REPEAT,
            clock=time.process_time,
        ).items()
    }
    print_table(
        f"One face in {ONE_FACE[0]} x {ONE_FACE[1]} ({machine()}, one thread)",
        [(name, f"{value:.1f} ms") for name, value in milliseconds.items()],
    )
    for line in absent:
        print(f"\n{line}")


if __name__ == "__main__":
    main()

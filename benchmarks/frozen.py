"""From nothing to an installed program's window, and its size: `python -m benchmarks.frozen dist/viewer/facet`."""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import ROUNDS, machine, print_table
from benchmarks.start import screen, start_window
from installer.sizes import size_mb


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.frozen")
    parser.add_argument("program", type=Path, help="its folder")
    program: Path = parser.parse_args(argv).program.resolve()
    seconds = window_s(program / "facet")
    rows = [
        ("unpacked", f"{size_mb(program):.0f} MB"),
        ("from the start of the process to the painted window", f"{statistics.median(seconds[1:]):.2f} s"),
        ("the first time", f"{seconds[0]:.2f} s"),
    ]
    print_table(f"Installed program ({machine()})", rows)


def window_s(facet: Path) -> list[float]:
    """Seconds to the painted window: of a first start, and of those after it."""
    with tempfile.TemporaryDirectory() as name, screen(Path(name)) as (display, pixels):
        # As on every start but the first, whose page asks for a confirmation.
        Path(name, "window.ini").write_text("[purpose]\nconfirmed=1\n", encoding="utf-8")
        environment = {"HOME": name, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "DISPLAY": display, "FACET_HOME": name}
        return [start_window([str(facet)], environment, pixels)[0] for _ in range(ROUNDS + 1)]


if __name__ == "__main__":
    main()

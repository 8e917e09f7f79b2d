"""From nothing to an answer, and from nothing to a window."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.measure import ROUNDS, SAMPLE, in_turns, machine, print_table, write_photo

FACET_CLI: Final = Path(sys.executable).with_name("facet-cli")
FACET: Final = Path(sys.executable).with_name("facet")
TIMEOUT_S: Final = 30.0
SETTLED_S: Final = 4.0
"""After which the model is read and nothing moves any more."""

_LOADED: Final = """
import sys
from core.cli.main import main
code = main(["classify", "--json", sys.argv[1]])
loaded = sorted({name.partition(".")[0] for name in sys.modules} & {"tensorflow", "keras"})
sys.exit(code or (f"imported: {loaded}" if loaded else 0))
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print_table(f"First answer ({machine()})", first_answer(folder))
        if shutil.which("Xvfb"):
            print_table("Window", window(folder))
        else:
            print("\nThere is no Xvfb here, so the window is not measured.")


def first_answer(folder: Path) -> list[tuple[str, str]]:
    photo = str(write_photo(folder))
    _run([sys.executable, "-c", _LOADED, photo])
    seconds = in_turns(
        {
            "classify": lambda: _run([str(FACET_CLI), "classify", photo]),
            "tensorflow": lambda: _run([sys.executable, "-c", "import tensorflow"]),
        }
    )
    return [
        ("`facet-cli classify`, a JPEG of 12 megapixels, a fresh process", f"{seconds['classify']:.2f} s"),
        ("a fresh process that only runs `import tensorflow`", f"{seconds['tensorflow']:.2f} s"),
        ("ratio", f"{seconds['tensorflow'] / seconds['classify']:.1f}"),
        ("TensorFlow or Keras in `sys.modules` after `classify`", "neither"),
    ]


def window(folder: Path) -> list[tuple[str, str]]:
    # As on every start but the first, whose page asks for a confirmation.
    (folder / "window.ini").write_text("[purpose]\nconfirmed=1\n", encoding="utf-8")
    seconds: list[float] = []
    empty: list[float] = []
    with screen(folder) as (display, pixels):
        environment = os.environ | {"DISPLAY": display, "FACET_HOME": str(folder)}
        for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY"):
            environment.pop(name, None)
        for _ in range(ROUNDS + 1):
            second, megabytes = start_window([str(FACET)], environment, pixels)
            seconds.append(second)
            empty.append(megabytes)
        _, with_photo = start_window([str(FACET), str(SAMPLE)], environment, pixels)
    return [
        ("from the start of the process to the painted window", f"{statistics.median(seconds[1:]):.2f} s"),
        ("idle memory (RSS), model loaded, no photo", f"{statistics.median(empty):.0f} MB"),
        ("idle memory (RSS), the sample picture analysed", f"{with_photo:.0f} MB"),
    ]


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


@contextmanager
def screen(folder: Path) -> Iterator[tuple[str, np.ndarray]]:
    """A screen of its own, and its pixels as they are at any moment."""
    ready, told = os.pipe()
    options = ["-screen", "0", "1440x900x24", "-fbdir", str(folder), "-displayfd", str(told), "-nolisten", "tcp"]
    server = subprocess.Popen(["Xvfb", *options], pass_fds=[told], stderr=subprocess.DEVNULL)
    try:
        os.close(told)
        with os.fdopen(ready) as number:
            display = f":{number.readline().strip()}"
        yield display, np.memmap(folder / "Xvfb_screen0", mode="r")
    finally:
        server.terminate()
        server.wait()


def start_window(command: list[str], environment: dict[str, str], pixels: np.ndarray) -> tuple[float, float]:
    """Seconds until something is painted, and megabytes once it is quiet."""
    some = pixels[::997]
    before = some.copy()
    start = time.perf_counter()
    with subprocess.Popen(command, env=environment) as program:
        try:
            while np.mean(some != before) < 0.1:
                if program.poll() is not None or time.perf_counter() - start > TIMEOUT_S:
                    raise SystemExit(f"no window came from {command}")
                time.sleep(0.005)
            seconds = time.perf_counter() - start
            time.sleep(SETTLED_S)
            return seconds, _resident_mb(program.pid)
        finally:
            program.terminate()
            program.wait()
            _wait_until_clear(some, before)


def _wait_until_clear(some: np.ndarray, before: np.ndarray) -> None:
    end = time.perf_counter() + TIMEOUT_S
    while np.mean(some != before) > 0.01 and time.perf_counter() < end:
        time.sleep(0.05)


def _resident_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise SystemExit("/proc says nothing about memory")


if __name__ == "__main__":
    main()

"""Measuring in turns, and telling it."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PIL import Image

from core.places import resource

ROUNDS: Final = 5
SAMPLE: Final = resource("sample/astronaut.png")


def in_turns(
    tasks: Mapping[str, Callable[[], object]],
    *,
    rounds: int = ROUNDS,
    repeat: int = 1,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, float]:
    """The median seconds of each task: A B A B ..., so that a busy moment of the machine meets them all alike.

    Args:
        tasks: What to measure, by name; each is done once before.
        rounds: How often each has its turn.
        repeat: How often a task is done in one turn, for short ones; the seconds are of one.
        clock: What tells the seconds; `time.process_time` leaves out the waits for other programs.
    """
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    for task in tasks.values():
        task()
    for _ in range(rounds):
        for name, task in tasks.items():
            start = clock()
            for _ in range(repeat):
                task()
            seconds[name].append((clock() - start) / repeat)
    return {name: statistics.median(values) for name, values in seconds.items()}


@contextmanager
def native_silence() -> Iterator[None]:
    """TensorFlow's native code writes to standard error before it reads any setting. Exceptions are not touched."""
    standard_error = os.dup(2)
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(standard_error, 2)
        os.close(standard_error)


def print_table(title: str, rows: Iterable[tuple[str, str]]) -> None:
    print(f"\n{title}\n")
    print("| what | measured |\n|---|---|")
    for what, measured in rows:
        print(f"| {what} | {measured} |")


def machine() -> str:
    """The kind of machine, without its name."""
    return f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}"


def photo(width: int, height: int) -> Image.Image:
    """The sample picture in the middle of a photo of this size, its edges continued."""
    with Image.open(SAMPLE) as sample:
        portrait = sample.convert("RGB")
    side = min(width, height)
    whole = portrait.resize((width, height), Image.Resampling.BICUBIC)
    whole.paste(portrait.resize((side, side), Image.Resampling.BICUBIC), ((width - side) // 2, (height - side) // 2))
    return whole


def write_photo(folder: Path) -> Path:
    """A JPEG of 12 million pixels, as a phone makes them."""
    path = folder / "photo.jpg"
    photo(4000, 3000).save(path, quality=90)
    return path

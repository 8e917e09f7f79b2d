"""Storms of the window: killed while it answers many photos, and started again and again.

Called as a module it is a window whose answers are made, not computed: `python -m tools.storm_windows PHOTO...`
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tools.storm_child import Case
from tools.storm_runs import Storm, copy_photos, facet_command

if TYPE_CHECKING:
    from core.analysis import Analyzer

_PHOTOS: Final = 320
_START_S: Final = 90.0
_WARM_S: Final = 4.0
"""The model of a window is loaded, and its photos are listed, after so much computing."""
_ENDS_S: Final = 1800


def windows(storm: Storm, numbers: Sequence[int]) -> Iterator[Case]:
    """The window killed once per case while it answers many photos, and opened again: each is to be answered once.

    320 photos by default, answered by the default model. If the storm has another number, its photos are links to one
    file, and their answers are made.
    """
    kills, photos = len(numbers), storm.photos or _PHOTOS
    folder = storm.folder / "photos"
    if storm.photos is None:
        copy_photos(folder, photos)
        words = ["desktop", str(folder)]
    else:
        _link_photos(folder, photos)
        words = ["tools.storm_windows", str(folder)]
    home = _home(storm)
    started = _window(storm, home, words)
    session, start = home / "open" / "answers.facet-collection", time.monotonic()
    for number in range(kills + 1):
        process: subprocess.Popen[str] = subprocess.Popen(**started)
        more = photos if number == kills else storm.random(number).randint(1, 2 * photos // (kills + 2))
        wanted = min(photos, _answered(session)[0] + more)
        while process.poll() is None and _answered(session)[0] < wanted and time.monotonic() - start < _ENDS_S:
            time.sleep(0.1)
        time.sleep(storm.random(-number).uniform(0, 0.3))
        process.kill()
        process.communicate()
        print(f"kill {number + 1}: {_answered(session)[0]} photos answered", flush=True)
    answered, rows, ever = _answered(session)
    whole = answered == photos and rows == ever
    fault = None if whole else f"{answered} photos, {rows} rows, {ever} rows ever written"
    for number in numbers:
        yield Case(number, fault if number == numbers[-1] else None, time.monotonic() - start, kills=1)


def _answered(collection: Path) -> tuple[int, int, int]:
    """How many photos and rows a collection has, and how many rows it ever had."""
    try:
        with contextlib.closing(sqlite3.connect(f"{collection.as_uri()}?mode=ro", uri=True, timeout=10)) as db:
            tables = "photo", "row"
            photos, rows = (db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)
            ever = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'row'").fetchone()
        return photos, rows, ever[0] if ever else 0
    except sqlite3.Error:
        return 0, 0, 0


def starts(storm: Storm, numbers: Sequence[int]) -> Iterator[Case]:
    """Starts of the window with 500 photos; an unexpected error in its log is a fault."""
    photos = copy_photos(storm.folder / "photos", 500)
    for number in numbers:
        home = _home(storm)
        start = time.monotonic()
        process: subprocess.Popen[str] = subprocess.Popen(**_window(storm, home, ["desktop", str(photos)]))
        rested = _rests(process)
        process.send_signal(signal.SIGTERM)
        try:
            errors = process.communicate(timeout=_START_S)[1]
        except subprocess.TimeoutExpired:
            process.kill()
            errors = process.communicate()[1] + "it does not end"
        log = home / "facet.log"
        errors += log.read_text(errors="replace") if log.is_file() else ""
        fault = None
        if process.returncode not in (0, -signal.SIGTERM) or not rested:
            fault = f"exit {process.returncode}: {errors[-500:]}"
        elif "Traceback" in errors or "unexpected error" in errors or "does not end" in errors:
            fault = errors[-500:]
        yield Case(number, fault, time.monotonic() - start)


def _rests(process: subprocess.Popen[str]) -> bool:
    """Wait until a process has computed for `_WARM_S`, or rests after some computing; whether it still runs."""
    end, used = time.monotonic() + _START_S, 0.0
    while time.monotonic() < end and process.poll() is None and used < _WARM_S:
        time.sleep(0.5)
        before, used = used, _cpu_s(process)
        if used > 1.0 and used == before:
            break
    return process.poll() is None


def _cpu_s(process: subprocess.Popen[str]) -> float:
    try:
        values = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(values[11]) + int(values[12])) / os.sysconf("SC_CLK_TCK")


def _home(storm: Storm) -> Path:
    """A new home of a user who has confirmed the purpose of Facet."""
    home = storm.folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    (home / "window.ini").write_text("[purpose]\nconfirmed=1\n[settings]\nversion=1\n")
    return home


def _window(storm: Storm, home: Path, words: Sequence[str]) -> dict[str, Any]:
    started = facet_command(storm) | {"args": [sys.executable, "-m", *words]}
    started["env"] |= {"FACET_HOME": str(home), "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    return started


def _link_photos(folder: Path, count: int) -> None:
    """A folder of so many links to one small photo."""
    first = copy_photos(folder, 1) / "photo-00000.jpg"
    for number in range(1, count):
        with contextlib.suppress(FileExistsError):
            os.link(first, folder / f"photo-{number:05}.jpg")


def _load_made(name: str) -> Analyzer:
    """The analyzer called `name`, but with one face in the middle of every picture, whose answers are made."""
    import numpy as np

    from core.analysis import Analyzer
    from core.model.bundle import DEFAULT, resolve_bundle
    from core.model.classifier import Answer
    from core.places import models_folders
    from core.vision.faces import Face

    made = Analyzer.load(resolve_bundle(name or DEFAULT, models_folders()))
    heads, attributes = made.classifier.bundle.manifest.heads, made.classifier.bundle.manifest.attributes
    points = np.array([(60, 70), (100, 70), (80, 90), (65, 110), (95, 110)], np.float32)
    face = Face((40.0, 40.0, 120.0, 130.0), points, 0.9)
    answers = {
        name: Answer(attribute, (1.0, *[0.0] * (len(attribute.labels) - 1)), heads[name].threshold)
        for name, attribute in attributes.items()
    }
    made.detector.detect = lambda rgb: (face,)  # type: ignore[method-assign]
    made.classifier.classify = lambda chips: [answers] * len(chips)  # type: ignore[method-assign]
    return made


if __name__ == "__main__":
    from desktop.app import engine
    from desktop.app.start import main

    engine.load_analyzer = engine.load_small_analyzer = _load_made
    sys.exit(main())

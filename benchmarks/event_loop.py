"""How long the window's event loop makes one wait: while a model is trained, or when a large folder is opened.

    python -m benchmarks.event_loop [--rows 4000] [--epochs 6]
    python -m benchmarks.event_loop --folder 1000 50000

Training: the real window and the training dialog, offscreen, the real training on made pictures, a photo analysed every
second meanwhile. Folder: so many hard links to one small picture, opened as a folder, then restored as after a crash,
then restored with every file missing, each in a process of its own; they are answered in the background meanwhile.
Opened again: all but the added photos are answered, a hundredth each has moved, changed, been replaced with the same
time and been deleted, and a fiftieth is added. A timer should fire every 10 ms; a wait is how much later than that it
fires.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from benchmarks.measure import SAMPLE, machine, print_table

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop.app.main_window import MainWindow

TICK_MS: Final = 10
PHOTO_EVERY_MS: Final = 1000
SHORT_MS: Final = 50.0
LONG_MS: Final = 250.0
WANTED: Final = 0.995
AGAIN: Final = "a folder opened again"
WAYS: Final = ("a folder", "restored", "restored, all missing", AGAIN)
PHASES: Final = ("preparing", "training", "measuring")
_TIMEOUT_S: Final = 900


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the distribution; the exit code says whether the aim was reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=4000, help="pictures in the made data")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--no-photos", action="store_true", help="leave the main window alone meanwhile")
    parser.add_argument("--folder", type=int, nargs="+", metavar="COUNT", help="open folders of so many photos instead")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if chosen.folder:
        return _open_folders(chosen.folder)
    with tempfile.TemporaryDirectory() as home:
        os.environ["FACET_HOME"] = home
        data = Path(home, "made.csv")
        write_made_csv(data, chosen.rows)
        waits, own = measure(data, chosen.epochs, photos=not chosen.no_photos)
    for phase in PHASES:
        print_table(f"{phase}: {len(waits[phase])} waits", _rows(np.array(waits[phase])))
        print_table(f"{phase}: the window's own work between two ticks", _rows(np.array(own[phase])))
    print(f"\n{machine()}")
    training = np.array(waits["training"])
    return 0 if (training < SHORT_MS).mean() >= WANTED and training.max() <= LONG_MS else 1


def _open_folders(counts: Sequence[int]) -> int:
    """Print the waits of each way to open so many photos; the exit code says whether all of them were short."""
    longest = 0.0
    for count in counts:
        for way in WAYS:
            print(f"{count} photos, {way} ...", file=sys.stderr, flush=True)
            # A process each: what one has loaded is neither faster nor in the memory of the next.
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
                opened = processes.submit(open_photos, way, count).result()
            rows = [
                ("the first photo in the list", f"{opened.first_s:.2f} s"),
                ("the first answer shown", f"{opened.answer_s:.2f} s" if opened.answer_s < math.inf else "none"),
                ("all photos in the list", f"{opened.all_s:.2f} s"),
                *_rows(opened.waits),
                ("resident memory before, two seconds after", f"{opened.before_mb:.0f}, {opened.after_mb:.0f} MB"),
            ]
            print_table(f"{count} photos, {way}", rows)
            print_table(f"{count} photos, {way}: the window's own work between two ticks", _rows(opened.own))
            if opened.said:
                print(f"\nThe window says: {opened.said}")
            longest = max(longest, opened.waits.max())
    print(f"\n{machine()}")
    return 0 if longest <= SHORT_MS else 1


def make_folder(folder: Path, count: int) -> list[Path]:
    """So many hard links to one small picture."""
    from PIL import Image

    folder.mkdir()
    first = folder / "0.png"
    Image.new("RGB", (64, 64), (90, 90, 120)).save(first)
    paths = [first, *(folder / f"{number}.png" for number in range(1, count))]
    for path in paths[1:]:
        os.link(first, path)
    return paths


@dataclass(frozen=True, slots=True)
class Opened:
    """How the window took many photos; waits and own work in milliseconds."""

    first_s: float
    answer_s: float
    """Until an answer is shown; infinite where no photo can be read."""
    all_s: float
    waits: np.ndarray
    own: np.ndarray
    before_mb: float
    after_mb: float
    said: str
    """The message of the window, where a folder was opened again."""


def open_photos(way: str, count: int) -> Opened:
    """Open `count` photos in a new window of this process, in one of the `WAYS`."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["FACET_HOME"] = home
        folder = Path(home, "photos")
        paths = make_folder(folder, count)
        if way == "restored, all missing":
            paths = [Path(home, "missing", path.name) for path in paths]
        if way == AGAIN:
            saved = Path(home, "made.facet-collection")
            write_answers(saved, paths)
            return _open([folder], count + count // 50 + count // 100, collection=saved)
        return _open([folder] if way == "a folder" else paths, count)


def write_answers(path: Path, photos: Sequence[Path]) -> None:
    """A collection of photos in which the default model has found no face."""
    from core.analysis import Analyzer
    from core.collection.batch import question
    from core.collection.photos import FileState
    from core.collection.store import CollectionWriter
    from core.model.bundle import DEFAULT, resolve_bundle
    from core.places import models_folders

    analyzer = Analyzer.load(resolve_bundle(DEFAULT, models_folders()))
    asked = question(analyzer.classifier.bundle.manifest, analyzer.detector_name)
    state = FileState.of(photos[0])
    record: dict[str, Any] = {"width": 64, "height": 64, "milliseconds": 1.0, "error": None, "notes": [], "faces": []}
    record["model"] = asked["about"]["model"]
    with CollectionWriter(path, {**asked, "paths": []}, path=path) as store:
        for photo in photos:
            store.add(str(photo), {**record, "path": str(photo)}, code=None, state=state)


def change(folder: Path) -> None:
    """Move, change, replace with the same time, and delete a hundredth of the photos each, and add a fiftieth."""
    from core.vision.imaging import find_images

    paths = find_images(folder)
    part, state = len(paths) // 100, paths[0].stat()
    content = paths[0].read_bytes()
    (folder / "moved").mkdir()
    for at, path in enumerate(paths[-4 * part :]):
        if at < part:
            path.rename(folder / "moved" / path.name)
            continue
        path.unlink()
        if at < 3 * part:
            path.write_bytes(content + b"\0")
        if 2 * part <= at < 3 * part:
            os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    for number in range(2 * part):
        os.link(paths[0], folder / f"added {number}.png")


def _open(paths: Sequence[Path], count: int, *, collection: Path | None = None) -> Opened:
    from PySide6.QtCore import Qt, QTimer

    app = _application()
    window = _window(app)
    answers = window.collection.answers
    if collection is not None:
        window.open_paths([collection])
        _until(app, lambda: answers.state == "done" and window.work.photos.complete)
        change(paths[0])
    answered = answers.answered
    waits: list[float] = []
    own: list[float] = []
    before_mb = _resident_mb()
    start = last = time.perf_counter()
    worked = time.thread_time()
    first_s = answer_s = math.inf

    def tick() -> None:
        nonlocal last, worked, first_s, answer_s
        now, work = time.perf_counter(), time.thread_time()
        waits.append(max(0.0, (now - last) * 1e3 - TICK_MS))
        own.append((work - worked) * 1e3)
        last, worked = now, work
        if first_s == math.inf and window.work.photos.rowCount() > answered:
            first_s = now - start
        if answer_s == math.inf and collection is None and window.work.analysis is not None:
            answer_s = now - start

    ticking = QTimer()
    ticking.setTimerType(Qt.TimerType.PreciseTimer)
    ticking.timeout.connect(tick)
    ticking.start(TICK_MS)
    window.open_paths(paths)
    _until(app, lambda: window.work.photos.rowCount() == count)
    all_s = time.perf_counter() - start
    _until(app, lambda: time.perf_counter() - start > all_s + 2)  # what follows from it
    if collection is not None:
        _until(app, lambda: answers.state == "done" and answers.answered == count)
    ticking.stop()
    after_mb = _resident_mb()
    said = window.messages.text if collection is not None else ""
    _close(window)
    return Opened(first_s, answer_s, all_s, np.array(waits), np.array(own), before_mb, after_mb, said)


def _close(window: MainWindow) -> None:
    """Close the window and forget the answers, which it asks about from `desktop.faces.collection.ASK_FROM` on."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QMessageBox

    def forget() -> None:
        if (question := window.collection.question) is not None:
            roles = {question.buttonRole(button): button for button in question.buttons()}
            roles[QMessageBox.ButtonRole.DestructiveRole].click()

    asking = QTimer()
    asking.timeout.connect(forget)
    asking.start(TICK_MS)
    window.close()
    asking.stop()


def write_made_csv(path: Path, rows: int) -> None:
    """A data set in the form of the UTKFace CSV, of stripes under noise whose width and turn are the labels."""
    rng = np.random.default_rng(1)
    y, x = np.mgrid[:48, :48] / 48
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("age,ethnicity,gender,img_name,pixels\n")
        for row in range(rows):
            gender, ethnicity = row % 2, row // 2 % 5
            turn = np.pi * ethnicity / 5
            wave = np.sin(2 * np.pi * (3 + 4 * gender) * (x * np.cos(turn) + y * np.sin(turn)) + rng.uniform(0, 6))
            picture = np.clip(128 + 60 * wave + rng.normal(0, 40, (48, 48)), 0, 255).astype(np.uint8)
            file.write(f"{20 + row % 50},{ethnicity},{gender},made{row}.jpg,{' '.join(map(str, picture.ravel()))}\n")


def measure(data: Path, epochs: int, *, photos: bool) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Waits, and the work of the window's thread between two ticks, in milliseconds by phase.

    The phases: before the first batch, while it trains, while it is measured afterwards.
    """
    from PySide6.QtCore import Qt, QTimer

    app = _application()
    window = _window(app)
    _begin(app, window, data, epochs)

    session = window.workshop.training.session
    waits: dict[str, list[float]] = {phase: [] for phase in PHASES}
    own: dict[str, list[float]] = {phase: [] for phase in PHASES}
    last, worked = time.perf_counter(), time.thread_time()

    def tick() -> None:
        nonlocal last, worked
        now, work = time.perf_counter(), time.thread_time()
        done = len(session.rows) >= epochs
        phase = "measuring" if done else "training" if session.batch or session.rows else "preparing"
        waits[phase].append(max(0.0, (now - last) * 1e3 - TICK_MS))
        own[phase].append((work - worked) * 1e3)
        last, worked = now, work

    ticking, looking = QTimer(), QTimer()
    ticking.timeout.connect(tick)
    ticking.setTimerType(Qt.TimerType.PreciseTimer)
    ticking.start(TICK_MS)
    if photos:
        looking.timeout.connect(lambda: window.open_paths([SAMPLE]))
        looking.start(PHOTO_EVERY_MS)
    _until(app, lambda: not session.running)
    ticking.stop()
    looking.stop()
    if session.failure:
        raise SystemExit(session.failure.text)
    _close(window)
    return waits, own


def _application() -> QApplication:
    from PySide6.QtWidgets import QApplication

    from desktop.app.translation import install_language
    from desktop.widgets.theme import install_theme
    from desktop.worker import GarbageCollection

    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setStyle("fusion")
    if app.findChild(GarbageCollection) is None:
        GarbageCollection(app)
    install_language(app, "en")
    install_theme(app, "light")
    return app


def _window(app: QApplication) -> MainWindow:
    from desktop.app.engine import Engine, load_analyzer, load_small_analyzer
    from desktop.app.main_window import MainWindow
    from desktop.app.settings import Settings

    settings = Settings()
    settings.confirm_purpose()
    window = MainWindow(Engine(load_analyzer, load_small=load_small_analyzer), settings)
    window.resize(1100, 700)
    window.show()
    _until(app, lambda: window.work.photo is None and bool(window.status.text()))
    return window


def _begin(app: object, window: MainWindow, data: Path, epochs: int) -> None:
    window.commands.train.trigger()
    dialog = window.workshop.training.dialog
    assert dialog is not None
    dialog.data.open(data)
    _until(app, lambda: dialog.data.look is not None)
    dialog.next.click()
    dialog.recipe.form.fields["epochs",].show_value(epochs)
    dialog.recipe.form.changed.emit()
    dialog.next.click()


def _resident_mb() -> float:
    """What the process holds now; Linux alone says it like this."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _rows(waits: np.ndarray) -> list[tuple[str, str]]:
    if not len(waits):
        return []
    shares = [(f"under {limit:.0f} ms", f"{100 * (waits < limit).mean():.2f} %") for limit in (10, 20, SHORT_MS, 100)]
    points = [(f"{point:g} % of them at most", f"{np.percentile(waits, point):.1f} ms") for point in (50, 99, 99.5)]
    return [*shares, *points, ("the longest", f"{waits.max():.1f} ms")]


def _until(app: object, done: Callable[[], bool]) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop, look = QEventLoop(), QTimer()
    end = time.monotonic() + _TIMEOUT_S
    look.timeout.connect(lambda: loop.quit() if done() or time.monotonic() > end else None)
    look.start(20)
    loop.exec()
    if not done():
        raise SystemExit("it took too long")


if __name__ == "__main__":
    raise SystemExit(main())

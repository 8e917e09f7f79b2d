"""Takes the README's pictures of the real window into docs/pictures, with the sample picture alone.

It needs no screen: without one it draws as it would on one. Each scale is a process of its own, as Qt reads it once.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from core.analysis import Analysis
    from desktop.app.main_window import MainWindow
    from desktop.widgets.theme import Theme

PICTURES: Final = Path(__file__).resolve().parent.parent / "docs" / "pictures"
SIZES: Final = {"1.5": (1100, 700), "2": (720, 480)}
"""Of the window by the scale it is drawn at; at 2 it is as small as it may become."""
TIMEOUT_MS: Final = 120_000
_TRIES: Final = 20
_UNDISTURBED_MS: Final = 60.0
_COLORS: Final = 216
"""In a picture, so that it stays under 300 kB."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write welcome.png, light.png, dark.png and, at twice the size, large.png; or those of the one scale given."""
    chosen = sys.argv[1:] if arguments is None else arguments
    if not chosen:
        return max(subprocess.call([sys.executable, "-m", "tools.screenshots", scale]) for scale in SIZES)
    (scale,) = chosen
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = scale
    with tempfile.TemporaryDirectory() as home:
        os.environ["FACET_HOME"] = home
        return _take(scale)


def _take(scale: str) -> int:
    from PySide6.QtWidgets import QApplication

    from desktop.app.engine import Engine, load_analyzer
    from desktop.app.main_window import MainWindow
    from desktop.app.settings import Settings
    from desktop.app.translation import install_language
    from desktop.widgets.theme import install_theme

    app = QApplication([])
    app.setStyle("fusion")
    install_language(app, "en")
    look = install_theme(app, "light")
    PICTURES.mkdir(parents=True, exist_ok=True)
    engine = Engine(load_analyzer)
    answers: list[Analysis] = []
    engine.analyzed.connect(lambda photo, analysis: answers.append(analysis))
    settings = Settings()
    settings.keep_first_steps_shown()  # they would lie above the photo
    window = MainWindow(engine, settings)
    window.resize(*SIZES[scale])
    window.show()
    try:
        return _take_all(window, look, answers, scale)
    finally:
        window.close()


def _take_all(window: MainWindow, look: Theme, answers: Sequence[Analysis], scale: str) -> int:
    from core.places import resource

    if scale != "2":
        _save(window, "welcome")
    window.welcome.check.click()
    window.welcome.start.click()
    photos = window.work.photos
    # Again and again: the first answer is slower than those a user sees all day, and so are those of a busy machine.
    while (count := len(answers)) < _TRIES and not (count > 1 and answers[-1].timings.total_ms < _UNDISTURBED_MS):
        window.open_paths([resource("sample/astronaut.png")])
        if not _wait(partial(_more_than, answers, count)):
            print(window.messages.text or "The sample picture was not answered in time.", file=sys.stderr)
            return 1
    _wait(lambda: photos.thumbnail_made(photos.photos[0]))
    if scale == "2":
        _save(window, "large")
        return 0
    _save(window, "light")
    look.use("dark")
    _save(window, "dark")
    return 0


def _more_than(answers: Sequence[object], count: int) -> bool:
    return len(answers) > count


def _wait(done: Callable[[], bool]) -> bool:
    """Let the window work until `done`, or too long; returns whether it is."""
    from PySide6.QtCore import QDeadlineTimer, QEventLoop, QThread
    from PySide6.QtWidgets import QApplication

    deadline = QDeadlineTimer(TIMEOUT_MS)
    while not done() and not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        QThread.msleep(5)
    return done()


def _save(window: QWidget, name: str) -> None:
    from PIL import Image
    from PySide6.QtWidgets import QApplication

    from desktop.widgets.picture import to_rgb

    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
    QApplication.processEvents()
    path = PICTURES / f"{name}.png"
    beside = path.with_suffix(".new.png")
    Image.fromarray(to_rgb(window.grab().toImage())).quantize(_COLORS).save(beside, optimize=True)
    beside.replace(path)
    print(path)


if __name__ == "__main__":
    raise SystemExit(main())

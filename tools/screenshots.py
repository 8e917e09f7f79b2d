"""Takes the README's pictures of the real window into docs/pictures, with the sample picture alone.

It needs no screen: without one it draws as it would on one.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

PICTURES: Final = Path(__file__).resolve().parent.parent / "docs" / "pictures"
SIZE: Final = (1100, 700)
TIMEOUT_MS: Final = 120_000


def main() -> int:
    """Write light.png, dark.png and welcome.png."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_SCALE_FACTOR", "1.5")
    with tempfile.TemporaryDirectory() as home:
        os.environ["FACET_HOME"] = home
        return _take()


def _take() -> int:
    from PySide6.QtWidgets import QApplication

    from core.places import resource
    from desktop.engine import Engine, load_analyzer
    from desktop.main_window import MainWindow
    from desktop.settings import Settings
    from desktop.theme import install_theme
    from desktop.translation import install_language

    app = QApplication([])
    app.setStyle("fusion")
    install_language(app, "en")
    look = install_theme(app, "light")
    PICTURES.mkdir(parents=True, exist_ok=True)
    engine = Engine(load_analyzer)
    answers: list[object] = []
    engine.analyzed.connect(lambda photo, analysis: answers.append(analysis))
    window = MainWindow(engine, Settings())
    window.resize(*SIZE)
    window.show()
    _save(window, "welcome")
    window.welcome.check.click()
    window.welcome.start.click()
    photos = window.work.photos
    while len(answers) < 2:  # twice, because the first answer is slower than those a user sees all day
        count = len(answers)
        window.open_paths([resource("sample/astronaut.png")])
        if not _wait(partial(_more_than, answers, count)):
            print(window.messages.text or "The sample picture was not answered in time.", file=sys.stderr)
            return 1
    _wait(lambda: photos.thumbnail_made(photos.photos[0]))
    _save(window, "light")
    look.use("dark")
    _save(window, "dark")
    window.close()
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


def _save(window: object, name: str) -> None:
    from PySide6.QtWidgets import QApplication, QWidget

    assert isinstance(window, QWidget)
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
    QApplication.processEvents()
    path = PICTURES / f"{name}.png"
    beside = path.with_suffix(".new.png")
    window.grab().save(str(beside))
    beside.replace(path)
    print(path)


if __name__ == "__main__":
    raise SystemExit(main())

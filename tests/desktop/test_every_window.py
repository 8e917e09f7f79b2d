"""Every window by keyboard, by ear and by eye, in every language.

    python -m pytest tests/desktop/test_every_window.py --pictures FOLDER --screen 2880x1800@2

also saves a picture of each window in each state, light and dark, on a screen of that size, here at 200 %.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from every_window import WINDOWS, Shown, Stage
from fakes import FakeAnalyzer
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from training_fakes import FakeLaunch
from window_checks import cut_off, long_tooltips, read_backwards, silent_buttons, unreached, unseen_focus

from core.training.events import Ended
from desktop.app.engine import Engine
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.app.settings_table import COLLECT
from desktop.app.translation import install_language
from desktop.app.workshop import Workshop
from desktop.widgets.theme import Theme

SMALLEST = QSize(1280, 720)
"""Screen that Facet is made for."""


@pytest.fixture(params=["en", "ru", "kk"])
def language(request: pytest.FixtureRequest, qapp: QApplication) -> str:
    install_language(qapp, request.param)
    return str(request.param)


@pytest.fixture
def stage(
    look: Theme,
    language: str,
    settings: Settings,
    qtbot: QtBot,
    analyzer: FakeAnalyzer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Stage:
    launch = FakeLaunch()
    monkeypatch.setattr(Workshop.__init__, "__kwdefaults__", {"launch_process": launch})
    settings.set_value(COLLECT, True)
    window = MainWindow(Engine(lambda name: analyzer), settings)  # type: ignore[arg-type,return-value]

    def end(_: object) -> None:
        for process in launch.processes:
            process.say(Ended("cancelled", 0, 0))
        qtbot.waitUntil(lambda: not window.workshop.training.session.running)

    qtbot.addWidget(window, before_close_func=end)
    window.resize(window.screen().availableSize())
    window.show()
    qtbot.waitUntil(lambda: window.status.text().startswith("fake 1.0"))
    return Stage(window, qtbot, tmp_path, analyzer, launch)


@pytest.mark.parametrize("visit", WINDOWS)
def test_a_window_is_whole_to_the_hand_the_ear_and_the_eye(
    stage: Stage, look: Theme, language: str, visit: Callable[[Stage], Shown], request: pytest.FixtureRequest
) -> None:
    qtbot, pictures = stage.qtbot, request.config.getoption("--pictures")
    for at, shown in enumerate(visit(stage)):
        shown.activateWindow()
        qtbot.waitUntil(lambda shown=shown: QApplication.activeWindow() is shown)
        QApplication.processEvents()  # the layout must have come to rest
        assert_fits(shown)
        assert cut_off(shown) == []
        assert long_tooltips(shown) == []
        if language == "en":
            assert silent_buttons(shown) == []
            assert read_backwards(shown) == []
            assert unreached(shown) == []
            assert unseen_focus(shown) == []
        if pictures:
            save_pictures(shown, look, Path(pictures), f"{visit.__name__}-{at}-{language}")
    look.use("dark")
    QApplication.processEvents()
    assert_fits(stage.window)
    assert cut_off(stage.window) == []
    stage.window.close()


def assert_fits(shown: QWidget) -> None:
    least = shown.minimumSizeHint().expandedTo(shown.minimumSize())
    assert least.boundedTo(SMALLEST) == least
    assert shown.size().boundedTo(shown.screen().availableSize()) == shown.size()


def save_pictures(shown: QWidget, look: Theme, folder: Path, name: str) -> None:
    """One light and one dark."""
    folder.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        look.use(scheme)
        QApplication.processEvents()
        shown.grab().save(str(folder / f"{name}-{scheme}.png"))
    look.use("light")

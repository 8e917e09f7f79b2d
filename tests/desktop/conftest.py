"""The real window over a stand-in for the model."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from system_libraries import QT_LOADS

if QT_LOADS:
    from fakes import FakeAnalyzer, write_photo
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from desktop.app.engine import Engine
    from desktop.app.main_window import MainWindow
    from desktop.app.settings import Settings
    from desktop.app.translation import install_language
    from desktop.widgets.theme import Theme, install_theme


@pytest.fixture(autouse=True)
def nothing_left(qapp: QApplication) -> Iterator[None]:
    """Delete the widgets that a test leaves: with each of them, every later change of the style sheet takes longer.

    As in the program, only this thread collects garbage: in another, it might free objects of Qt.
    """
    gc.disable()
    yield
    gc.enable()
    gc.collect(1)
    for widget in qapp.topLevelWidgets():
        widget.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> None:
    """Whatever the system speaks."""
    install_language(qapp, "en")


@pytest.fixture
def look(qapp: QApplication) -> Theme:
    return install_theme(qapp, "light")


@pytest.fixture
def analyzer() -> FakeAnalyzer:
    return FakeAnalyzer()


@pytest.fixture
def settings(own_folders: Path) -> Settings:
    """Settings of a user who has confirmed the purpose."""
    made = Settings()
    made.confirm_purpose()
    return made


@pytest.fixture
def window(look: Theme, qtbot: QtBot, analyzer: FakeAnalyzer, settings: Settings) -> Iterator[MainWindow]:
    made = MainWindow(Engine(lambda name: analyzer), settings)  # type: ignore[arg-type,return-value]
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: made.status.text() == "fake 1.0 · CPU")
    yield made
    analyzer.gate.set()
    analyzer.classifier.gate.set()
    made.close()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo with three faces."""
    return write_photo(tmp_path / "three.png", faces=3)

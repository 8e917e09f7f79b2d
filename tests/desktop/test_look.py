"""How the window looks and moves, and what of it can be taken away."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QProgressBar
from pytestqt.qtbot import QtBot

from core.purpose import HEADER
from desktop.busy_line import BusyLine
from desktop.main_window import MainWindow
from desktop.settings import Settings
from desktop.settings_table import MOTION
from desktop.theme import motion_allowed, show_busy


@pytest.fixture
def dropped(monkeypatch: pytest.MonkeyPatch) -> list[QMimeData]:
    """What was let go somewhere else; the machine has no somewhere else."""
    taken: list[QMimeData] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, *_: taken.append(drag.mimeData()))
    return taken


def test_a_card_is_dragged_out_as_a_picture_and_as_a_file(
    window: MainWindow, qtbot: QtBot, photo: Path, dropped: list[QMimeData]
) -> None:
    window.open_paths([photo])
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 3)
    card = window.work.panel.cards[1]
    start = QPoint(40, 30)
    QTest.mousePress(card, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(card, start + QPoint(1, 0))
    assert dropped == []
    QTest.mouseMove(card, start + QPoint(QApplication.startDragDistance(), 5))
    [mime] = dropped
    [url] = mime.urls()
    shown = QImage(mime.imageData())
    kept = QImage(url.toLocalFile())
    assert Path(url.toLocalFile()).name == "face-2.png"
    assert kept.size() == shown.size() == card.size() * 2
    assert kept.text("Description") == HEADER
    assert card.is_chosen


def test_nothing_moves_where_the_user_wants_it_still(window: MainWindow, qtbot: QtBot, settings: Settings) -> None:
    line, bar = BusyLine(), QProgressBar()
    qtbot.addWidget(line)
    qtbot.addWidget(bar)
    show_busy(bar)
    assert motion_allowed() and (bar.minimum(), bar.maximum()) == (0, 0)
    window.workshop.open_settings()
    dialog = window.workshop.settings_dialog
    assert dialog is not None
    dialog.fields[MOTION.key].input.click()  # type: ignore[attr-defined]
    assert not motion_allowed()
    assert settings.value(MOTION) is False
    show_busy(bar)
    assert (bar.value(), bar.maximum()) == (1, 1)
    line.start()
    qtbot.waitUntil(line.isVisible)
    before = line.at
    qtbot.wait(50)
    assert line.at == before


def test_nothing_moves_where_the_system_wants_it_still(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    class Hints:
        def accessibility(self) -> Hints:
            return self

        def motionPreference(self) -> object:  # noqa: N802 - Qt's name, from 6.12 on
            return type("Preference", (), {"name": "ReducedMotion"})

    assert motion_allowed()
    monkeypatch.setattr(QGuiApplication, "styleHints", Hints)
    assert not motion_allowed()

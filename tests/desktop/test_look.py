"""How the window looks and moves, and what of it can be taken away."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pytest
from fakes import write_photo
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QProgressBar, QToolTip
from pytestqt.qtbot import QtBot
from using import click, trigger

from core.purpose import HEADER
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.app.settings_table import MOTION
from desktop.widgets.message_bar import MessageBar
from desktop.widgets.progress import BusyLine
from desktop.widgets.theme import Theme, motion_allowed, show_busy


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
    assert Path(url.toLocalFile()).name == "three-face-2.png"
    assert kept.size() == shown.size() == card.size() * 2
    assert kept.text("Description") == HEADER
    assert card.is_chosen


def _drag_first_card(window: MainWindow) -> None:
    card = window.work.panel.cards[0]
    QTest.mousePress(card, Qt.MouseButton.LeftButton, pos=QPoint(40, 30))
    QTest.mouseMove(card, QPoint(40 + QApplication.startDragDistance(), 35))


@pytest.mark.parametrize("folders", [("a", "a"), ("a", "b")])
def test_the_file_of_one_drag_is_not_that_of_a_later_one(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, dropped: list[QMimeData], folders: tuple[str, str]
) -> None:
    paths: list[Path] = []
    contents: list[bytes] = []
    for faces, folder in enumerate(folders, 1):
        (tmp_path / folder).mkdir(exist_ok=True)
        window.open_paths([write_photo(tmp_path / folder / "group.png", faces=faces)])
        qtbot.waitUntil(lambda faces=faces: len(window.work.panel.cards) == faces)
        _drag_first_card(window)
        paths.append(Path(dropped[-1].urls()[0].toLocalFile()))
        contents.append(paths[-1].read_bytes())
    assert [path.name for path in paths] == ["group-face-1.png"] * 2
    assert [path.read_bytes() for path in paths] == contents
    assert contents[0] != contents[1]


def test_a_card_of_a_picture_that_lies_nowhere_is_named_by_it(
    window: MainWindow, qtbot: QtBot, dropped: list[QMimeData]
) -> None:
    window.intake.take_rgb(np.full((90, 120, 3), 2, np.uint8), "clip 1.5 0:07")
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 2)
    _drag_first_card(window)
    assert Path(dropped[0].urls()[0].toLocalFile()).name == "clip 1.5 0.07-face-1.png"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is Unicode")
def test_a_card_of_a_photo_whose_name_is_no_unicode_goes_along_as_a_file_too(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, dropped: list[QMimeData]
) -> None:
    photo = write_photo(tmp_path / "a.png", faces=1)
    window.open_paths([photo.rename(tmp_path / os.fsdecode(b"a\xff.png"))])
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 1)
    _drag_first_card(window)
    path = Path(dropped[0].urls()[0].toLocalFile())
    assert path.name == "a-face-1.png"
    assert path.is_file()


def test_nothing_moves_where_the_user_wants_it_still(window: MainWindow, qtbot: QtBot, settings: Settings) -> None:
    line, bar = BusyLine(), QProgressBar()
    qtbot.addWidget(line)
    qtbot.addWidget(bar)
    show_busy(bar)
    assert motion_allowed() and (bar.minimum(), bar.maximum()) == (0, 0)
    window.workshop.open_settings()
    dialog = window.workshop.settings_dialog
    assert dialog is not None
    click(dialog.fields[MOTION.key].input)  # type: ignore[attr-defined]
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


_MARKUP = "<img src=x><b>bold<b>.png"


@pytest.mark.skipif(sys.platform == "win32", reason="its file names have no angle brackets")
def test_a_name_like_html_is_plain_text_in_every_window(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.open_paths([write_photo(tmp_path / _MARKUP, faces=2)])
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 2)
    window.work.close_photo()
    assert _MARKUP in window.messages.text
    workshop = window.workshop
    workshop.open_settings()
    trigger(window.commands.show_faces)
    workshop.training.open()
    workshop.audit.open()
    trigger(window.commands.about)
    box = QMessageBox(QMessageBox.Icon.Question, "Facet", _MARKUP, parent=window)
    box.setInformativeText(_MARKUP)
    box.open()
    QToolTip.showText(QPoint(5, 5), _MARKUP, window)
    tip = next(one for one in QApplication.topLevelWidgets() if one.metaObject().className() == "QTipLabel")
    tops = [*QApplication.topLevelWidgets(), window.welcome]
    labels = [one for top in tops for one in (top, *top.findChildren(QLabel)) if isinstance(one, QLabel)]
    for label in labels:
        label.ensurePolished()
    assert tip in labels and len(labels) > 50
    assert not [label.text() for label in labels if label.textFormat() == Qt.TextFormat.AutoText]
    rich = [label.text() for label in labels if label.textFormat() == Qt.TextFormat.RichText]
    assert not [text for text in rich if _MARKUP in text]
    box.close()
    QToolTip.hideText()


def test_a_message_hides_after_a_while_and_a_warning_stays(look: Theme, qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.say("Saved.", kind="done")
    soon = bar._patience.interval()
    bar.say("12 photos opened.", undo=lambda: None, offer="Answer all…")
    assert bar._patience.isActive() and bar._patience.interval() > soon
    bar._patience.timeout.emit()
    assert bar.text == ""
    bar.say("It could not be written.", kind="warning")
    assert not bar._patience.isActive()
    bar.show()
    bar.say("12 photos opened.", undo=lambda: None, offer="Answer all…")
    bar.activateWindow()
    bar.undo.setFocus()
    qtbot.waitUntil(bar.undo.hasFocus)
    bar._patience.timeout.emit()
    assert bar.text == "12 photos opened."


def test_a_message_of_the_main_window_leaves_the_photo_its_room(window: MainWindow, qtbot: QtBot, photo: Path) -> None:
    window.open_paths([photo])
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 3)
    for text in ("Saved.", "A message of several lines, as an error is that says what to do. " * 3):
        window.messages.hide()
        QApplication.processEvents()  # what is laid out after the cards came, and after the window was resized
        before = window.work.viewer.canvas.size(), window.work.viewer.canvas.zoom_percent
        window.messages.say(text, kind="warning")
        qtbot.waitUntil(window.messages.isVisible)
        assert (window.work.viewer.canvas.size(), window.work.viewer.canvas.zoom_percent) == before
        place = window.messages.geometry()
        assert window.pages.geometry().contains(place)
        window.resize(window.width() - 200, window.height() - 50)
        qtbot.waitUntil(lambda place=place: window.messages.geometry() != place)
        assert window.pages.geometry().contains(window.messages.geometry())
        window.resize(window.width() + 200, window.height() + 50)
        qtbot.waitUntil(lambda place=place: window.messages.geometry() == place)
    for button in (window.messages._copy, window.messages._close):
        assert button.isVisible() and window.messages.rect().contains(button.geometry())


def test_charts_follow_another_look_while_they_are_seen(look: Theme, qtbot: QtBot) -> None:
    from desktop.training.charts import TrainingChart

    chart = TrainingChart()
    qtbot.addWidget(chart)
    chart.resize(700, 400)
    chart.show()
    for scheme in ("light", "dark", "light"):
        look.use(scheme)
        QApplication.processEvents()
        shades = {panel.plot.grab().toImage().pixelColor(3, 3).name() for panel in chart.panels.values()}
        assert shades == {look.color("panel").name()}

"""Noting what is right: only when asked to, beside the face, and it can be taken back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from disks import FAULTS, faulty_disk
from fakes import write_photo
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot
from using import click, trigger

from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.app.settings_table import COLLECT, CORRECTIONS_FOLDER


@pytest.fixture
def with_faces(window: MainWindow, qtbot: QtBot, photo: Path) -> MainWindow:
    window.open_paths([photo])
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 3)
    return window


def offered(window: MainWindow) -> dict[str, QAction]:
    """What the card of the first face offers."""
    click(window.work.panel.cards[0].correct)
    menu = window.work.corrector.menu
    assert menu.isVisible()
    actions = {action.text(): action for action in menu.actions()}
    menu.close()
    return actions


def kept(folder: Path) -> list[str]:
    return sorted(file.parent.relative_to(folder).as_posix() for file in folder.rglob("*.png"))


def test_nothing_is_kept_before_it_is_switched_on_and_the_way_there_is_offered(
    with_faces: MainWindow, settings: Settings
) -> None:
    actions = offered(with_faces)
    assert "Female" not in actions
    assert not settings.corrections.exists()
    trigger(actions["Let Facet collect corrections…"])
    dialog = with_faces.workshop.settings_dialog
    assert dialog is not None
    assert dialog.fields[COLLECT.key].isVisible()
    assert not settings.corrections.exists()


def test_going_on_while_it_is_noted_breaks_nothing(
    with_faces: MainWindow, qtbot: QtBot, settings: Settings, tmp_path: Path
) -> None:
    settings.set_value(COLLECT, True)
    settings.set_value(CORRECTIONS_FOLDER, str(tmp_path / "mine"))
    with qtbot.waitSignal(with_faces.work.corrector.noted):
        trigger(offered(with_faces)["Male"])
        with_faces.open_paths([write_photo(tmp_path / "next.png", faces=1)])
    assert kept(tmp_path / "mine") == ["Male"]
    qtbot.waitUntil(lambda: len(with_faces.work.panel.cards) == 1)


def test_all_that_is_noted_is_kept_however_soon_the_program_is_left(
    with_faces: MainWindow, settings: Settings, tmp_path: Path
) -> None:
    settings.set_value(COLLECT, True)
    settings.set_value(CORRECTIONS_FOLDER, str(tmp_path / "mine"))
    for label in ("Male", "Asian", "Female", "White", "Male"):
        trigger(offered(with_faces)[label])
    with_faces.close()
    assert kept(tmp_path / "mine") == ["Male/White"]


def test_what_is_right_is_noted_said_on_the_card_and_undone(
    with_faces: MainWindow, qtbot: QtBot, settings: Settings, tmp_path: Path
) -> None:
    settings.set_value(COLLECT, True)
    settings.set_value(CORRECTIONS_FOLDER, str(tmp_path / "mine"))
    trigger(offered(with_faces)["Male"])
    qtbot.waitUntil(lambda: with_faces.messages.text == "Noted as right: Male")
    assert kept(tmp_path / "mine") == ["Male"]
    trigger(offered(with_faces)["Asian"])
    qtbot.waitUntil(lambda: with_faces.messages.text == "Noted as right: Male, Asian")
    assert kept(tmp_path / "mine") == ["Male/Asian"]
    card = with_faces.work.panel.cards[0]
    assert card.noted == "Noted as right: Male, Asian"
    assert offered(with_faces)["Asian"].isChecked()
    assert settings.recent_data == [tmp_path / "mine"]
    click(with_faces.messages.undo)
    qtbot.waitUntil(lambda: kept(tmp_path / "mine") == ["Male"])
    qtbot.waitUntil(lambda: card.noted == "Noted as right: Male")
    trigger(offered(with_faces)["Forget this correction"])
    qtbot.waitUntil(lambda: with_faces.messages.text == "The correction is forgotten.")
    assert kept(tmp_path / "mine") == []
    assert card.noted == ""


def test_the_keyboard_reaches_it(with_faces: MainWindow, qtbot: QtBot) -> None:
    with_faces.work.choose_face(2)
    trigger(with_faces.commands.correct)
    assert with_faces.work.corrector.menu.isVisible()
    with_faces.work.corrector.menu.close()


def test_the_menu_opens_from_the_card_too(with_faces: MainWindow) -> None:
    card = with_faces.work.panel.cards[1]
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), card.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(card, event)
    assert with_faces.work.corrector.menu.isVisible()
    with_faces.work.corrector.menu.close()


def test_a_folder_that_cannot_be_written_says_so_and_the_card_says_nothing(
    with_faces: MainWindow, qtbot: QtBot, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    settings.set_value(COLLECT, True)
    settings.set_value(CORRECTIONS_FOLDER, str(tmp_path / "file"))
    trigger(offered(with_faces)["Male"])
    qtbot.waitUntil(lambda: "could not be written" in with_faces.messages.text)
    assert with_faces.work.panel.cards[0].noted == ""


@pytest.mark.parametrize("fault", FAULTS)
def test_on_a_disk_that_takes_nothing_what_was_noted_before_stays(
    with_faces: MainWindow, qtbot: QtBot, settings: Settings, tmp_path: Path, fault: int
) -> None:
    settings.set_value(COLLECT, True)
    settings.set_value(CORRECTIONS_FOLDER, str(tmp_path / "mine"))
    trigger(offered(with_faces)["Male"])
    qtbot.waitUntil(lambda: with_faces.work.panel.cards[0].noted == "Noted as right: Male")
    with faulty_disk(fault):
        trigger(offered(with_faces)["Asian"])
        qtbot.waitUntil(lambda: os.strerror(fault) in with_faces.messages.text)
    assert kept(tmp_path / "mine") == ["Male"]
    assert with_faces.work.panel.cards[0].noted == "Noted as right: Male"
    assert not offered(with_faces)["Asian"].isChecked()


def test_it_is_taken_back_where_it_was_noted_whatever_folder_is_chosen_since(
    with_faces: MainWindow, qtbot: QtBot, settings: Settings, tmp_path: Path
) -> None:
    settings.set_value(COLLECT, True)
    settings.set_value(CORRECTIONS_FOLDER, str(tmp_path / "mine"))
    trigger(offered(with_faces)["Male"])
    qtbot.waitUntil(lambda: with_faces.messages.text == "Noted as right: Male")
    settings.set_value(CORRECTIONS_FOLDER, str(tmp_path / "other"))
    click(with_faces.messages.undo)
    qtbot.waitUntil(lambda: with_faces.messages.text == "The correction is forgotten.")
    assert kept(tmp_path / "mine") == []
    click(with_faces.messages.undo)
    qtbot.waitUntil(lambda: kept(tmp_path / "mine") == ["Male"])
    assert kept(tmp_path / "other") == []


def test_the_cards_say_what_is_noted_in_the_folder_chosen_and_only_while_it_is_collected(
    with_faces: MainWindow, qtbot: QtBot, settings: Settings, tmp_path: Path
) -> None:
    trigger(with_faces.commands.settings)
    dialog = with_faces.workshop.settings_dialog
    assert dialog is not None
    collect: QCheckBox = dialog.fields[COLLECT.key].input  # type: ignore[assignment]
    click(collect)
    trigger(offered(with_faces)["Male"])
    card = with_faces.work.panel.cards[0]
    qtbot.waitUntil(lambda: card.noted == "Noted as right: Male")
    click(collect)
    assert card.noted == ""
    click(collect)
    assert card.noted == "Noted as right: Male"
    dialog.fields[CORRECTIONS_FOLDER.key].chosen.emit(str(tmp_path / "other"))
    assert card.noted == ""
    dialog.fields[CORRECTIONS_FOLDER.key].chosen.emit("")
    assert card.noted == "Noted as right: Male"
    click(dialog.reset)
    assert card.noted == ""


def test_what_the_labels_are_of_stands_above_them(with_faces: MainWindow, settings: Settings) -> None:
    settings.set_value(COLLECT, True)
    actions = offered(with_faces)
    for title in ("Perceived gender", "Perceived ethnicity"):
        # A separator's text is not drawn.
        assert not actions[title].isSeparator() and not actions[title].isEnabled()
    shown = list(actions)
    assert shown.index("Perceived gender") < shown.index("Male") < shown.index("Perceived ethnicity")

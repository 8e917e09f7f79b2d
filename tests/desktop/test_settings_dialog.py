from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest
from fakes import FakeAnalyzer
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLineEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot
from using import click, trigger

from core.corrections import HandBoxes, PictureBoxes
from core.schema import ATTRIBUTES
from core.vision.hand_boxes import BoxEdit
from desktop.app.engine import Engine
from desktop.app.main_window import MainWindow
from desktop.app.settings import FolderPurpose, Settings
from desktop.app.settings_dialog import SettingsDialog
from desktop.app.settings_table import (
    COLLECT,
    CORRECTIONS_FOLDER,
    DATA_FOLDER,
    LANGUAGE,
    MODEL,
    PAGES,
    SCHEME,
    THREADS,
    settings_for,
    settings_on,
    show_setting,
    threshold_setting,
)
from desktop.widgets.option import Option
from desktop.widgets.theme import Theme, theme

OpenPhoto = Callable[[MainWindow, Path], None]

SETTINGS = settings_for(ATTRIBUTES.values())


@pytest.fixture
def models(own_folders: Path) -> None:
    for name in ("one", "two"):
        folder = own_folders / "models" / name
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text("{}")


@pytest.fixture
def dialog(look: Theme, qtbot: QtBot, settings: Settings, models: None) -> Iterator[SettingsDialog]:
    made = SettingsDialog(settings, model="two")
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def box(dialog: SettingsDialog, setting: Option) -> QComboBox:
    found = dialog.fields[setting.key].input
    assert isinstance(found, QComboBox)
    return found


def choose(dialog: SettingsDialog, setting: Option, text: str) -> None:
    """Choose in a box as a person would."""
    chooser = box(dialog, setting)
    index = chooser.findText(text)
    assert index >= 0, [chooser.itemText(i) for i in range(chooser.count())]
    chooser.setCurrentIndex(index)
    chooser.activated.emit(index)


def spin(dialog: SettingsDialog, setting: Option) -> QSpinBox:
    found = dialog.fields[setting.key].input
    assert isinstance(found, QSpinBox)
    return found


def switch(dialog: SettingsDialog, setting: Option) -> QCheckBox:
    found = dialog.fields[setting.key].input
    assert isinstance(found, QCheckBox)
    return found


def test_every_setting_of_the_table_has_a_named_field_with_its_help(dialog: SettingsDialog) -> None:
    for setting in SETTINGS:
        field = dialog.fields[setting.key].input
        assert field.accessibleName() == setting.title
        assert " ".join(field.toolTip().split()) == setting.help
        assert all(len(line) <= 72 for line in field.toolTip().split("\n"))


def test_every_page_is_reached_with_the_keyboard(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.list.setFocus()
    for row in range(len(PAGES)):
        dialog.list.setCurrentRow(row)
        inputs = [dialog.fields[s.key].input for s in settings_on(PAGES[row][0], ATTRIBUTES.values())]
        assert inputs
        assert all(field.isVisible() for field in inputs)


def test_what_is_chosen_holds_at_once_and_is_remembered(
    dialog: SettingsDialog, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    changed: list[object] = []
    dialog.changed.connect(changed.append)
    assert box(dialog, MODEL).currentText() == "two"
    choose(dialog, MODEL, "one")
    spin(dialog, THREADS).setValue(1)
    choose(dialog, LANGUAGE, "Қазақша")
    click(switch(dialog, COLLECT))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    button = next(b for b in dialog.findChildren(QPushButton) if b.accessibleName() == "Choose: Data folder")
    click(button)
    folder = dialog.fields[DATA_FOLDER.key].input
    assert isinstance(folder, QLineEdit)
    assert folder.text() == str(tmp_path)
    assert changed == [MODEL, THREADS, LANGUAGE, COLLECT, DATA_FOLDER]
    kept = Settings()
    assert [kept.value(setting) for setting in changed] == ["one", 1, "kk", True, str(tmp_path)]  # type: ignore[arg-type]


def test_the_folder_of_corrections_says_what_the_detector_missed(
    dialog: SettingsDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    assert dialog.boxes.text() == ""
    edits = (BoxEdit(None, (1.0, 2.0, 30.0, 40.0)), BoxEdit((5.0, 5.0, 9.0, 9.0), None))
    HandBoxes(tmp_path / "mine").save(PictureBoxes("0" * 32, edits, 5, "YuNet and CenterFace"))
    dialog.fields[CORRECTIONS_FOLDER.key].chosen.emit(str(tmp_path / "mine"))
    qtbot.waitUntil(lambda: "1 photo with boxes by hand" in dialog.boxes.text())
    assert "Faces found: 4 of 5, 80.0 %" in dialog.boxes.text()
    assert "Boxes that were faces: 4 of 5, 80.0 %" in dialog.boxes.text()
    assert "not counted" in dialog.boxes.text()
    dialog.show_page("data")
    assert dialog.boxes.isVisible()
    (tmp_path / "mine" / "boxes" / "1.json").write_text("{")
    dialog.fields[CORRECTIONS_FOLDER.key].chosen.emit("")
    qtbot.waitUntil(lambda: dialog.boxes.text() == "")
    dialog.fields[CORRECTIONS_FOLDER.key].chosen.emit(str(tmp_path / "mine"))
    qtbot.waitUntil(lambda: "1.json" in dialog.boxes.text())


def test_reset_brings_the_defaults_back_and_can_be_undone(dialog: SettingsDialog, settings: Settings) -> None:
    settings.set_value(THREADS, 1)
    settings.set_value(DATA_FOLDER, "/somewhere")
    settings.set_value(show_setting("ethnicity"), False)
    dialog.refresh()
    before = [settings.value(setting) for setting in SETTINGS]
    click(dialog.reset)
    assert [settings.value(setting) for setting in SETTINGS] == [setting.default for setting in SETTINGS]
    assert spin(dialog, THREADS).text() == "automatic"
    assert switch(dialog, show_setting("ethnicity")).isChecked()
    click(dialog.messages.undo)
    assert [settings.value(setting) for setting in SETTINGS] == before
    assert not switch(dialog, show_setting("ethnicity")).isChecked()


@pytest.mark.parametrize("kept", ["-3", "100000", "many", ""])
def test_a_kept_value_that_cannot_be_is_the_default(settings: Settings, kept: str) -> None:
    for setting in (THREADS, SCHEME, show_setting("ethnicity")):
        settings._store.setValue(setting.key, kept)
        assert settings.value(setting) == setting.default


def test_what_a_later_facet_wrote_is_named_and_kept(look: Theme, qtbot: QtBot, settings: Settings) -> None:
    settings.path.write_text("[settings]\nversion=7\n[engine]\nthreads=1\nwarp=9\n")
    later = Settings()
    dialog = SettingsDialog(later)
    qtbot.addWidget(dialog)
    assert "engine/warp" in dialog.note.text()
    assert "later Facet" in dialog.note.text()
    later.set_value(THREADS, 0)
    assert later.keep()
    assert "warp=9" in settings.path.read_text()
    assert "version=7" in settings.path.read_text()
    dialog.close()


@pytest.mark.parametrize("content", [bytes(range(256)), b"[engine]\nthreads=1\n[window]\nsche"])
def test_a_damaged_file_is_set_aside_and_what_could_be_read_holds(own_folders: Path, content: bytes) -> None:
    file = own_folders / "window.ini"
    file.write_bytes(content)
    settings = Settings()
    assert settings.damaged is not None
    assert settings.damaged.read_bytes() == content
    assert settings.value(THREADS) == (1 if b"threads" in content else 0)
    settings.set_value(THREADS, 1)
    assert settings.keep()
    again = Settings()
    assert again.damaged is None
    assert again.value(THREADS) == 1


def test_settings_that_cannot_be_written_say_so(look: Theme, qtbot: QtBot, own_folders: Path) -> None:
    (own_folders / "file").write_text("in the way")
    dialog = SettingsDialog(Settings(own_folders / "file" / "window.ini"))
    qtbot.addWidget(dialog)
    dialog.show()
    click(switch(dialog, show_setting("ethnicity")))
    assert "could not be written" in dialog.messages.text
    dialog.close()


def test_on_a_full_disk_the_settings_say_so_the_old_file_stays_and_all_is_written_once_there_is_room(
    dialog: SettingsDialog, settings: Settings
) -> None:
    resource = pytest.importorskip("resource", reason="limits a file's size, as a full disk does")
    spin(dialog, THREADS).setValue(1)
    before = settings.path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        click(switch(dialog, show_setting("ethnicity")))
        assert "could not be written" in dialog.messages.text
        dialog.messages.hide()
        click(dialog.reset)
        assert "could not be written" in dialog.messages.text
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert settings.path.read_bytes() == before
    assert [path.name for path in settings.path.parent.glob("window*")] == ["window.ini"]
    assert (spin(dialog, THREADS).value(), switch(dialog, show_setting("ethnicity")).isChecked()) == (0, True)
    dialog.messages.hide()
    click(switch(dialog, COLLECT))
    assert dialog.messages.text == ""
    kept = Settings()
    assert [kept.value(setting) for setting in (THREADS, show_setting("ethnicity"), COLLECT)] == [0, True, True]


def test_the_window_opens_it_applies_the_model_and_leads_to_training(
    look: Theme, qtbot: QtBot, settings: Settings, models: None
) -> None:
    made = {name: FakeAnalyzer(name or "first") for name in ("", "one")}
    window = MainWindow(Engine(lambda name: made[name]), settings)  # type: ignore[arg-type,return-value]
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.status.text().startswith("first 1.0"))
    trigger(window.commands.settings)
    dialog = window.workshop.settings_dialog
    assert dialog is not None
    trigger(window.commands.settings)
    assert window.workshop.settings_dialog is dialog
    choose(dialog, MODEL, "one")
    qtbot.waitUntil(lambda: window.status.text().startswith("one 1.0"))
    click(dialog.model.retrain)
    training = window.workshop.training.dialog
    assert training is not None
    assert training.isVisible()
    dialog.close()
    qtbot.waitUntil(lambda: window.workshop.settings_dialog is None)
    window.close()
    assert Settings().unknown == ()


def test_in_the_viewer_retraining_is_refused_where_it_was_asked_for(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "tensorflow" else find_spec(name))
    trigger(window.commands.settings)
    dialog = window.workshop.settings_dialog
    assert dialog is not None
    click(dialog.model.retrain)
    assert "viewer" in dialog.messages.text and dialog.messages.isVisible()
    assert window.messages.text == "" and window.workshop.training.dialog is None


def test_the_colours_follow_and_the_menu_with_them(window: MainWindow, qtbot: QtBot) -> None:
    trigger(window.commands.settings)
    dialog = window.workshop.settings_dialog
    assert dialog is not None
    choose(dialog, SCHEME, "Dark")
    assert theme().dark
    assert window.commands.schemes["dark"].isChecked()
    trigger(window.commands.schemes["light"])
    assert box(dialog, SCHEME).currentText() == "Light"


def test_what_is_not_to_be_shown_is_on_no_card_and_in_every_export(
    window: MainWindow, qtbot: QtBot, photo: Path
) -> None:
    window.open_paths([photo])
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 3)
    window.work.choose_face(1)
    trigger(window.commands.settings)
    dialog = window.workshop.settings_dialog
    assert dialog is not None
    click(switch(dialog, show_setting("ethnicity")))
    cards = window.work.panel.cards
    assert [len(card.answers) for card in cards] == [1, 1, 1]
    assert "ethnicity" not in cards[0].accessibleName()
    assert cards[1].is_chosen
    assert window.work.analysis is not None
    assert set(window.work.analysis.faces[0].answers) == {"gender", "ethnicity"}
    click(switch(dialog, show_setting("ethnicity")))
    assert [len(card.answers) for card in window.work.panel.cards] == [2, 2, 2]


def test_a_threshold_reaches_the_model_and_zero_is_its_own(settings: Settings) -> None:
    from core.model.bundle import read_manifest
    from core.places import shipped
    from desktop.app.engine import load_analyzer

    own = read_manifest(shipped("models") / "facet-150").heads
    settings.set_value(threshold_setting("gender"), 97)
    assert settings.keep()
    heads = load_analyzer("").classifier.bundle.manifest.heads
    assert heads["gender"].threshold == 0.97
    assert heads["ethnicity"].threshold == own["ethnicity"].threshold


@pytest.mark.parametrize("may_close", [True, False])
def test_another_language_offers_to_start_again(
    window: MainWindow, may_close: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window.workshop, "may_close", lambda: may_close)
    trigger(window.commands.settings)
    dialog = window.workshop.settings_dialog
    assert dialog is not None
    choose(dialog, SCHEME, "Light")
    assert dialog.messages.text == ""
    choose(dialog, LANGUAGE, "Русский")
    assert "starts the next time" in dialog.messages.text
    assert dialog.messages.undo.text() == "Restart now"
    click(dialog.messages.undo)
    assert (window.isHidden(), window.workshop.restart) == (may_close, may_close)
    monkeypatch.setattr(window.workshop, "may_close", lambda: True)


def test_facet_knows_all_that_it_remembers(look: Theme, qtbot: QtBot, settings: Settings, tmp_path: Path) -> None:
    for purpose in get_args(FolderPurpose):
        settings.set_last_folder(purpose, tmp_path)
    for add in (settings.add_recent, settings.add_recent_data, settings.add_recent_network):
        add(tmp_path / "a.onnx")
    settings.keep_first_steps_shown()
    settings.geometry, settings.camera, settings.compared, settings.model = "0", "front", "facet-64", "facet-150"
    assert settings.unknown == ()
    dialog = SettingsDialog(settings)
    qtbot.addWidget(dialog)
    assert dialog.note.text() == ""


def test_another_look_leaves_the_model_that_is_seen(dialog: SettingsDialog, look: Theme) -> None:
    dialog.model.show_value("report-cnn")
    look.use("dark")
    assert dialog.model.model == "report-cnn"

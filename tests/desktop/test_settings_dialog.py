from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import FakeAnalyzer
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from desktop.engine import Engine
from desktop.main_window import MainWindow
from desktop.settings import Settings
from desktop.settings_dialog import SettingsDialog
from desktop.settings_table import DATA_FOLDER, MODEL, SETTINGS, THREADS
from desktop.theme import Theme


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


def test_every_setting_of_the_table_has_a_named_field_with_its_help(dialog: SettingsDialog) -> None:
    for setting in SETTINGS:
        field = dialog.fields[setting.key]
        assert field.accessibleName() == setting.label
        assert field.toolTip() == setting.help


def test_what_is_chosen_holds_at_once_and_is_remembered(
    dialog: SettingsDialog, settings: Settings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    changed: list[object] = []
    dialog.changed.connect(changed.append)
    models, threads = dialog.fields[MODEL.key], dialog.fields[THREADS.key]
    assert isinstance(models, QComboBox)
    assert models.currentText() == "two"
    models.setCurrentIndex(models.findText("one"))
    models.activated.emit(models.currentIndex())
    assert isinstance(threads, QSpinBox)
    threads.setValue(1)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    folder = dialog.fields[DATA_FOLDER.key]
    assert isinstance(folder, QLineEdit)
    choose = next(
        button
        for button in dialog.findChildren(type(dialog.retrain))
        if button.accessibleName() == "Choose: Data folder"
    )
    choose.click()
    assert folder.text() == str(tmp_path)
    assert changed == [MODEL, THREADS, DATA_FOLDER]
    assert [Settings().value(setting) for setting in SETTINGS] == ["one", str(tmp_path), 1]


def test_reset_brings_the_defaults_back(dialog: SettingsDialog, settings: Settings) -> None:
    settings.set_value(THREADS, 1)
    settings.set_value(DATA_FOLDER, "/somewhere")
    dialog.refresh()
    dialog.reset.click()
    assert [settings.value(setting) for setting in SETTINGS] == [setting.default for setting in SETTINGS]
    threads = dialog.fields[THREADS.key]
    assert isinstance(threads, QSpinBox)
    assert threads.text() == "automatic"


@pytest.mark.parametrize("kept", ["-3", "100000", "many", ""])
def test_a_kept_value_that_cannot_be_is_the_default(settings: Settings, kept: str) -> None:
    settings._store.setValue(THREADS.key, kept)
    assert settings.value(THREADS) == THREADS.default


def test_the_window_opens_it_applies_the_model_and_leads_to_training(
    look: Theme, qtbot: QtBot, settings: Settings, models: None
) -> None:
    made = {name: FakeAnalyzer(name or "first") for name in ("", "one")}
    window = MainWindow(Engine(lambda name: made[name]), settings)  # type: ignore[arg-type,return-value]
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.status.text().startswith("first 1.0"))
    window.commands.settings.trigger()
    dialog = window.workshop.settings_dialog
    assert dialog is not None
    window.commands.settings.trigger()
    assert window.workshop.settings_dialog is dialog
    models_field = dialog.fields[MODEL.key]
    assert isinstance(models_field, QComboBox)
    models_field.setCurrentIndex(models_field.findText("one"))
    models_field.activated.emit(models_field.currentIndex())
    qtbot.waitUntil(lambda: window.status.text().startswith("one 1.0"))
    dialog.retrain.click()
    training = window.workshop.training.dialog
    assert training is not None
    assert training.isVisible()
    dialog.close()
    qtbot.waitUntil(lambda: window.workshop.settings_dialog is None)
    window.close()

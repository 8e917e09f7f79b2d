"""Models and the face detector in the settings: the real files, the real dialog."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from disks import FAULTS, faulty_disk
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog
from pytestqt.qtbot import QtBot
from using import click, trigger

from core.model.bundle import find_bundles
from core.model.library import export_model, keep_model
from core.places import own_models, shipped
from desktop.app.about import CardView
from desktop.app.engine import Engine, load_analyzer, load_small_analyzer
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.app.settings_dialog import SettingsDialog
from desktop.app.settings_table import DETECTOR, MODEL, threshold_setting
from desktop.app.translation import install_language
from desktop.widgets.theme import Theme

SHIPPED = shipped("models") / "report-cnn"
SHIPPED_NAMES = list(find_bundles([shipped("models")]))


@pytest.fixture
def dialog(look: Theme, qtbot: QtBot, settings: Settings) -> Iterator[SettingsDialog]:
    made = SettingsDialog(settings, model="report-cnn")
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """A model in a file, other than the one that is shipped."""
    other = Path(shutil.copytree(SHIPPED, tmp_path / "other"))
    raw = json.loads((other / "manifest.json").read_text("utf-8"))
    raw["heads"]["gender"]["threshold"] = 0.9
    (other / "manifest.json").write_text(json.dumps(raw), "utf-8")
    export_model(other, tmp_path / "other.facet")
    return tmp_path / "other.facet"


def choices(dialog: SettingsDialog) -> list[str]:
    box = dialog.model.input
    assert isinstance(box, QComboBox)
    return [box.itemText(index) for index in range(box.count())]


def choose_file(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    for ask in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, ask, lambda *_: (str(file), ""))


def test_the_card_of_the_model_in_use_is_shown_and_what_came_with_facet_cannot_go(dialog: SettingsDialog) -> None:
    assert dialog.model.card.toPlainText().startswith("report-cnn 1.0\n")
    assert not dialog.model.delete.isEnabled()
    assert "71 %" in dialog.fields[threshold_setting("gender").key].input.text()  # type: ignore[attr-defined]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_card_that_is_a_pipe_is_not_waited_for(look: Theme, qtbot: QtBot, settings: Settings) -> None:
    model = Path(shutil.copytree(SHIPPED, own_models() / "mine"))
    (model / "CARD.md").unlink()
    os.mkfifo(model / "CARD.md")
    dialog = SettingsDialog(settings, model="mine")
    qtbot.addWidget(dialog)
    dialog.show()
    assert "pipe" in dialog.model.card.toPlainText()
    dialog.close()


def test_a_model_is_taken_in_and_handed_on(
    dialog: SettingsDialog, qtbot: QtBot, packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_file(monkeypatch, packed)
    click(dialog.model.take_in)
    qtbot.waitUntil(lambda: "report-cnn-2 is here now" in dialog.messages.text)
    assert choices(dialog) == ["report-cnn-2", *SHIPPED_NAMES]
    choose_file(monkeypatch, tmp_path / "mine.facet")
    trigger(dialog.model.forms["facet"])
    qtbot.waitUntil(lambda: "Saved as" in dialog.messages.text)
    assert (tmp_path / "mine.facet").stat().st_size > 1000


def test_a_model_is_exported_for_other_programs(
    dialog: SettingsDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.training.portable import FORMS

    assert set(dialog.model.forms) == {"facet", *FORMS}
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    (tmp_path / "report-cnn-tflite").mkdir()
    trigger(dialog.model.forms["tflite"])
    assert dialog.model.stop.isVisible()
    assert "Exporting report-cnn as LiteRT" in dialog.model.exporting.text()
    assert not dialog.model.hand_on.isEnabled()
    qtbot.waitUntil(lambda: "Saved as" in dialog.messages.text, timeout=240_000)
    made = tmp_path / "report-cnn-tflite-2"
    assert str(made) in dialog.messages.text
    assert {one.name for one in made.iterdir()} == {"model.tflite", "model.json", "README.md", "CARD.md"}
    qtbot.waitUntil(dialog.model.hand_on.isEnabled)
    assert not dialog.model.stop.isVisible()


def test_an_export_is_stopped_and_leaves_nothing(
    dialog: SettingsDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    trigger(dialog.model.forms["onnx"])
    qtbot.waitUntil(lambda: bool(list(tmp_path.iterdir())))
    click(dialog.model.stop)
    qtbot.waitUntil(dialog.model.hand_on.isEnabled)
    qtbot.waitUntil(lambda: not list(tmp_path.iterdir()))
    assert dialog.messages.text == ""


def test_what_is_no_model_is_refused_in_the_dialog(
    dialog: SettingsDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "letter.facet").write_text("Dear model")
    choose_file(monkeypatch, tmp_path / "letter.facet")
    click(dialog.model.take_in)
    qtbot.waitUntil(lambda: "it is not a zip file" in dialog.messages.text)
    qtbot.waitUntil(dialog.model.take_in.isEnabled)
    assert choices(dialog) == SHIPPED_NAMES


@pytest.mark.parametrize("fault", FAULTS)
def test_a_disk_that_takes_nothing_is_said_and_models_and_files_are_as_they_were(
    dialog: SettingsDialog,
    qtbot: QtBot,
    packed: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: int,
) -> None:
    choose_file(monkeypatch, packed)
    with faulty_disk(fault):
        click(dialog.model.take_in)
        qtbot.waitUntil(lambda: os.strerror(fault) in dialog.messages.text)
        qtbot.waitUntil(dialog.model.take_in.isEnabled)
    assert choices(dialog) == SHIPPED_NAMES
    assert not own_models().exists() or list(own_models().iterdir()) == []
    old = tmp_path / "old.facet"
    old.write_text("precious")
    before = sorted(tmp_path.iterdir())
    choose_file(monkeypatch, old)
    with faulty_disk(fault):
        trigger(dialog.model.forms["facet"])
        qtbot.waitUntil(lambda: str(old) in dialog.messages.text)
    assert os.strerror(fault) in dialog.messages.text
    assert old.read_text() == "precious" and sorted(tmp_path.iterdir()) == before


def test_a_model_of_ones_own_is_deleted_undone_and_gone_for_good_with_the_dialog(
    look: Theme, qtbot: QtBot, settings: Settings
) -> None:
    mine = keep_model(SHIPPED, "mine")
    settings.model = "mine"
    dialog = SettingsDialog(settings)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.model.card.toPlainText().startswith("mine 1.0\n")
    click(dialog.model.delete)
    assert settings.value(MODEL) == ""
    assert choices(dialog) == SHIPPED_NAMES
    click(dialog.messages.undo)
    assert settings.value(MODEL) == "mine"
    assert mine.is_dir()
    click(dialog.model.delete)
    dialog.close()
    assert list(own_models().iterdir()) == []


def test_a_model_in_use_whose_folder_is_gone_is_named_beside_those_there_are(
    look: Theme, qtbot: QtBot, settings: Settings, packed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.model = "mine"
    dialog = SettingsDialog(settings)
    qtbot.addWidget(dialog)
    dialog.show()
    model = dialog.model
    box = model.input
    assert isinstance(box, QComboBox)

    def says_it_is_gone() -> bool:
        told = model.card.toPlainText()
        named = model.model == box.placeholderText() == "mine" and box.currentText() == ""
        return named and told.startswith("There is no model named mine. Choose one of: ") and "report-cnn" in told

    assert says_it_is_gone()
    assert not model.delete.isEnabled() and model.delete.toolTip() == ""
    # Another that is taken in does not take its place.
    choose_file(monkeypatch, packed)
    click(model.take_in)
    qtbot.waitUntil(lambda: "report-cnn-2 is here now" in dialog.messages.text)
    qtbot.waitUntil(model.take_in.isEnabled)
    assert says_it_is_gone() and not model.hand_on.isEnabled()
    box.setCurrentIndex(box.findText("report-cnn"))
    box.activated.emit(box.currentIndex())
    assert model.card.toPlainText().startswith("report-cnn 1.0\n") and model.hand_on.isEnabled()
    dialog.close()


def test_a_model_that_is_refused_is_told_there_and_the_one_in_use_stays(
    look: Theme, qtbot: QtBot, settings: Settings
) -> None:
    broken = keep_model(SHIPPED, "broken")
    (broken / "model.tflite").write_bytes(b"no")
    window = MainWindow(Engine(load_analyzer), settings)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.status.text().startswith("facet-150 1.0"))
    trigger(window.commands.settings)
    dialog = window.workshop.settings_dialog
    assert dialog is not None
    box = dialog.model.input
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findText("broken"))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: "damaged or was changed" in dialog.messages.text)
    assert box.currentText() == "facet-150"
    assert settings.model == "facet-150"
    window.close()


def test_how_faces_are_found_is_chosen_and_reaches_the_engine(dialog: SettingsDialog, settings: Settings) -> None:
    box = dialog.fields[DETECTOR.key].input
    assert isinstance(box, QComboBox)
    assert box.currentData() == "thorough"
    for at, title in ((1, "YuNet and CenterFace, fast"), (0, "YuNet and CenterFace")):
        box.setCurrentIndex(at)
        box.activated.emit(at)
        assert load_analyzer("").detector_name == title
        assert load_small_analyzer("").detector_name == title


def test_a_remembered_model_that_is_gone_gives_way_to_the_shipped_one(
    look: Theme, qtbot: QtBot, settings: Settings, portrait_path: Path
) -> None:
    settings.model = "gone"
    window = MainWindow(Engine(load_analyzer), settings)
    qtbot.addWidget(window)
    window.open_paths([portrait_path])
    window.show()
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    qtbot.waitUntil(lambda: "no model named gone" in window.messages.text)
    assert "comes with Facet answers instead" in window.messages.text
    assert settings.model == "facet-150"
    window.close()


def test_in_other_languages_the_card_says_that_it_is_in_english(look: Theme, qtbot: QtBot, qapp: QApplication) -> None:
    for language, first in (("en", "Mine"), ("ru", "Карточки моделей написаны по-английски."), ("en", "Mine")):
        install_language(qapp, language)
        card = CardView()
        qtbot.addWidget(card)
        card.show_card("# Mine\n\nIt knows faces.")
        assert card.toPlainText().split("\n")[0] == first
        assert "It knows faces." in card.toPlainText()


def test_the_menu_of_models_leads_to_the_export(window: MainWindow, qtbot: QtBot) -> None:
    window.model_menu.refresh()
    assert window.commands.export_model in window.model_menu.actions()
    trigger(window.commands.export_model)
    opened = window.workshop.settings_dialog
    assert opened is not None
    opened.show_page("data")
    trigger(window.commands.export_model)
    assert opened.model.isVisible()
    opened.close()

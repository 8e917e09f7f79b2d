from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from disks import FAULTS, faulty_disk
from pytestqt.qtbot import QtBot

from core.errors import BundleError, ExportError
from core.model.bundle import load_bundle, split_card
from core.model.library import keep_model
from core.places import shipped
from desktop.training.names import NameDialog, name_fault
from desktop.widgets.theme import Theme

SHIPPED = shipped("models") / "report-cnn"


def test_a_kept_model_is_whole_and_has_its_new_name(own_folders: Path) -> None:
    path = keep_model(SHIPPED, "mine")
    assert path == own_folders / "models" / "mine"
    assert load_bundle(path).manifest.name == "mine"
    assert split_card(load_bundle(path).card)[1].startswith("# mine 1.0\n")
    assert [entry.name for entry in path.parent.iterdir()] == ["mine"]


def test_a_model_of_that_name_is_not_written_over(own_folders: Path) -> None:
    path = keep_model(SHIPPED, "mine")
    before = (path / "manifest.json").read_bytes()
    with pytest.raises(ExportError):
        keep_model(SHIPPED, "mine")
    assert (path / "manifest.json").read_bytes() == before


def test_a_damaged_model_is_not_kept(tmp_path: Path, own_folders: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(SHIPPED, broken)
    (broken / "model.tflite").write_bytes(b"no")
    with pytest.raises(BundleError):
        keep_model(broken, "mine")
    assert not (own_folders / "models" / "mine").exists()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_disk_that_takes_nothing_is_said_in_its_own_words(fault: int, own_folders: Path) -> None:
    keep_model(SHIPPED, "first")
    with faulty_disk(fault), pytest.raises(ExportError) as raised:
        keep_model(SHIPPED, "mine")
    assert str(own_folders / "models" / "mine") in str(raised.value)
    assert os.strerror(fault) in str(raised.value)
    assert [entry.name for entry in (own_folders / "models").iterdir()] == ["first"]


def test_a_name_is_asked_for_and_validated(look: Theme, qtbot: QtBot) -> None:
    dialog = NameDialog("Use this model", "report", {"report"})
    qtbot.addWidget(dialog)
    ok = dialog.buttons.buttons()[0]
    assert dialog.name.text() == "report-2"
    dialog.name.setText("report")
    assert dialog.fault.text() == "That name is taken."
    dialog.name.setText("Mein Modell")
    assert "Small letters" in dialog.fault.text()
    assert not ok.isEnabled()
    dialog.name.setText("mine")
    assert dialog.fault.text() == ""


@pytest.mark.parametrize("name", ["", "A", "a b", "../a", "-a", "con", "nul.txt", "a.", "x" * 65])
def test_names_that_will_not_do(name: str) -> None:
    assert name_fault(name, taken=())


@pytest.mark.parametrize("name", ["a", "report-2", "0.1_b", "x" * 64])
def test_names_that_will(name: str) -> None:
    assert not name_fault(name, taken=())

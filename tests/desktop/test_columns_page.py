"""What the columns of a table mean, asked in the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeAnalyzer
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from training_fakes import FakeLaunch, write_table
from using import click, trigger

from core.datasets.open import open_dataset
from desktop.app.engine import Engine
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.app.workshop import Workshop
from desktop.training.data_page import DataPage
from desktop.widgets.theme import Theme


@pytest.fixture
def page(
    look: Theme,
    qtbot: QtBot,
    analyzer: FakeAnalyzer,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[DataPage]:
    monkeypatch.setattr("core.datasets.column_choice.user_data", lambda: tmp_path / "user")
    monkeypatch.setattr(Workshop.__init__, "__kwdefaults__", {"launch_process": FakeLaunch()})
    window = MainWindow(Engine(lambda name: analyzer), settings)  # type: ignore[arg-type,return-value]
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.status.text() == "fake 1.0 · CPU")
    trigger(window.commands.train)
    made = window.workshop.training.dialog
    assert made is not None
    yield made.data
    window.close()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write_table(tmp_path)


def asked(page: DataPage, table: Path, qtbot: QtBot) -> None:
    page.open(table)
    qtbot.waitUntil(lambda: page.page is page.columns and "Choose a label" in page.columns.fault.text())


def choose(box: object, data: object) -> None:
    box.setCurrentIndex(box.findData(data))  # type: ignore[attr-defined]


def test_what_is_not_plain_is_asked_shown_and_remembered(page: DataPage, table: Path, qtbot: QtBot) -> None:
    asked(page, table, qtbot)
    form = page.columns
    assert form.none.isVisible()  # in place of faces
    assert len({box.x() for box in form.meanings.values()}) == 1  # a straight column
    assert {title: box.currentData() for title, box in form.meanings.items()} == {
        "photo": "picture",
        "gender": "gender",
        "hair": "own",
        "id": "name",
        "camera": "own",
    }
    assert not form.use.isEnabled()
    choose(form.words["gender"]["1"], "Female")
    choose(form.words["gender"]["2"], "Male")
    choose(form.meanings["camera"], "group")
    qtbot.waitUntil(lambda: form.use.isEnabled() and form.faces.rowCount() == 6)
    row = form.faces.rows[0]
    shown = f"{['Female', 'Male'][row % 2]}\n{['long', 'short'][row // 2 % 2]}"
    assert form.faces.data(form.faces.index(0), Qt.ItemDataRole.DisplayRole) == shown
    click(form.use)
    qtbot.waitUntil(lambda: page.page is page.view)
    assert page.look is not None
    dataset = page.look.dataset
    assert [dataset.columns["gender"].label(row) for row in range(2)] == ["Female", "Male"]
    assert (dataset.group_only, set(dataset.columns)) == (("camera",), {"gender", "hair", "camera"})
    again = open_dataset(table)
    assert again.column_map == form.columns and again.fingerprint == dataset.fingerprint
    assert page.view.meaning.isVisible()
    click(page.view.meaning)
    qtbot.waitUntil(lambda: page.page is page.columns and form.use.isEnabled())
    assert form.words["gender"]["1"].currentData() == "Female"
    assert form.meanings["camera"].currentData() == "group"
    assert page.go_back() and page.page is page.view


def test_a_meaning_is_that_of_one_column(page: DataPage, table: Path, qtbot: QtBot) -> None:
    asked(page, table, qtbot)
    form = page.columns
    choose(form.meanings["camera"], "gender")
    assert form.meanings["gender"].currentData() == "own"
    assert list(form.words) == ["camera"]
    choose(form.words["camera"]["A"], "Male")
    choose(form.words["camera"]["B"], "")
    qtbot.waitUntil(form.use.isEnabled)
    stated = form.columns
    assert stated.attributes == {"gender": "camera", "column_2": "gender", "hair": "hair"}
    assert stated.labels == {"gender": {"A": "Male", "B": ""}}
    choose(form.meanings["photo"], "ignored")
    qtbot.waitUntil(lambda: "column of the pictures" in form.fault.text())
    assert not form.use.isEnabled()
    click(form.back)
    assert page.page is page.empty


def test_data_whose_folders_say_it_have_no_columns_to_state(page: DataPage, tmp_path: Path, qtbot: QtBot) -> None:
    for at in range(60):
        folder = tmp_path / "sorted" / ["Male", "Female"][at % 2]
        folder.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.random.default_rng(at).integers(0, 256, (40, 40, 3), dtype=np.uint8)).save(
            folder / f"{at}.png"
        )
    page.open(tmp_path / "sorted")
    qtbot.waitUntil(lambda: page.page is page.view)
    assert not page.view.meaning.isVisible()

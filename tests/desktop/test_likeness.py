"""Beside every answer: how often the model errs for pictures like this one, and the way to its figures by group."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import FakeAnalyzer, write_photo
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.places import shipped
from desktop.about import About
from desktop.face_card import FaceCard
from desktop.main_window import MainWindow
from desktop.settings import Settings
from desktop.settings_table import show_setting

# The stand-in perceives Female and Black.
TABLE = {
    "like/any/any/any/n": 2000,
    "like/any/any/any/gender_error": 0.1,
    "like/any/any/any/ethnicity_error": 0.3,
    "like/Female/any/clear/n": 900,
    "like/Female/any/clear/gender_error": 0.12,
    "like/Female/any/clear/ethnicity_error": 0.25,
    "like/Female/Black/clear/n": 200,
    "like/Female/Black/clear/gender_error": 0.07,
    "like/Female/Black/clear/ethnicity_error": 0.002,
    "like/Female/Black/poor/n": 70,
    "like/Female/Black/poor/gender_error": 0.31,
    "like/Female/Black/poor/ethnicity_error": 0.2,
}


@pytest.fixture
def analyzer() -> FakeAnalyzer:
    made = FakeAnalyzer()
    made.classifier.bundle.manifest.results = TABLE
    made.classifier.bundle.card = (shipped("models") / "report-cnn" / "CARD.md").read_text("utf-8")
    return made


def card(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> FaceCard:
    window.open_paths([write_photo(tmp_path / "one.png", faces=1)])
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 1)
    return window.work.panel.cards[0]


def errors(shown: FaceCard) -> list[str]:
    return [line.text() for line in shown.errors]


def test_errors_for_pictures_like_this_one(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    shown = card(window, tmp_path, qtbot)
    assert errors(shown) == [
        "For pictures like this one the model errs in 7 of 100.",
        "For pictures like this one the model errs in fewer than 1 of 100.",
    ]
    told = shown.errors[0].toolTip()
    assert told.startswith("Measured on 200 labelled faces in which it perceives Female, Black: 4 to 11 of 100")
    assert "Clear pictures only." in told and "not of this person" in told


def test_a_poor_picture_is_likened_to_poor_ones(
    window: MainWindow, analyzer: FakeAnalyzer, tmp_path: Path, qtbot: QtBot
) -> None:
    analyzer.extra = {"reasons": ("dark", "small")}
    assert errors(card(window, tmp_path, qtbot))[0].endswith("31 of 100.")


def test_an_answer_that_is_not_shown_is_not_hinted_at(
    window: MainWindow, settings: Settings, tmp_path: Path, qtbot: QtBot
) -> None:
    settings.set_value(show_setting("ethnicity"), False)
    shown = card(window, tmp_path, qtbot)
    assert errors(shown) == ["For pictures like this one the model errs in 12 of 100."]
    assert "Black" not in shown.errors[0].toolTip()


def test_where_no_answer_is_shown_nothing_is_said_of_errors(
    window: MainWindow, settings: Settings, tmp_path: Path, qtbot: QtBot
) -> None:
    settings.set_value(show_setting("gender"), False)
    settings.set_value(show_setting("ethnicity"), False)
    shown = card(window, tmp_path, qtbot)
    assert errors(shown) == []
    assert shown.note.isHidden() and shown.note.text() == ""


def test_a_model_whose_maker_did_not_measure_it_says_so(
    window: MainWindow, analyzer: FakeAnalyzer, tmp_path: Path, qtbot: QtBot
) -> None:
    analyzer.classifier.bundle.manifest.results = {"test_faces": 2000.0}
    shown = card(window, tmp_path, qtbot)
    assert errors(shown) == []
    assert shown.note.text() == "How often this model errs for pictures like this one was not measured."


def test_the_figures_by_group_are_one_click_away(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    shown = card(window, tmp_path, qtbot)
    shown.figures.setFocus()
    qtbot.keyClick(shown.figures, Qt.Key.Key_Space)
    about = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, About))
    top = about.card.cursorForPosition(
        about.card.viewport().rect().topLeft() + about.card.viewport().rect().center() / 20
    )
    assert "Perceived gender" in top.block().text()
    about.close()

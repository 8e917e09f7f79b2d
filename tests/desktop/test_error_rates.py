"""Beside every answer: how often the model errs where it answered so, and the way to its figures by group."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import UNSURE, FakeAnalyzer, write_photo
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.places import shipped
from desktop.app.about import About
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.app.settings_table import show_setting
from desktop.photo.face_card import FaceCard

# The stand-in answers Female with 94 % and Black with 90 %; unsure, it answers Asian with 48 %.
TABLE = {
    "similar/gender/Female/90-95/any/n": 900,
    "similar/gender/Female/90-95/any/error": 0.08,
    "similar/gender/Female/90-95/ethnicity=Black/n": 200,
    "similar/gender/Female/90-95/ethnicity=Black/error": 0.07,
    "similar/gender/Female/90-95/picture_quality=poor/n": 70,
    "similar/gender/Female/90-95/picture_quality=poor/error": 0.31,
    "similar/gender/Female/95-100/any/n": 2000,
    "similar/gender/Female/95-100/any/error": 0.01,
    "similar/ethnicity/Black/90-95/any/n": 400,
    "similar/ethnicity/Black/90-95/any/error": 0.002,
    "similar/ethnicity/Asian/40-50/any/n": 120,
    "similar/ethnicity/Asian/40-50/any/error": 0.525,
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


def test_what_it_is_wrong_in_where_it_is_as_sure_as_here(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    shown = card(window, tmp_path, qtbot)
    assert errors(shown) == [
        "Where it answers Female with 90 – 95 % and perceives Black, the model errs in 7 of 100.",
        "Where it answers Black with 90 – 95 %, the model errs in fewer than 1 of 100. "
        "That is less often than these percentages say.",
    ]
    told = " ".join(shown.errors[0].toolTip().split())
    assert told.startswith(shown.errors[0].text()) and "Measured on 200 held-out" in told and "4 to 11 of 100" in told
    assert "not of this person" in told


def test_a_poor_picture_is_likened_to_poor_ones(
    window: MainWindow, analyzer: FakeAnalyzer, tmp_path: Path, qtbot: QtBot
) -> None:
    analyzer.extra = {"reasons": ("dark", "small")}
    shown = card(window, tmp_path, qtbot)
    assert errors(shown)[0] == (
        "Where it answers Female with 90 – 95 % in poor pictures, the model errs in 31 of 100. "
        "That is more often than these percentages say."
    )
    assert "Poor are pictures that are dark" in " ".join(shown.errors[0].toolTip().split())


def test_of_an_uncertain_answer_it_says_what_taking_it_would_cost(
    window: MainWindow, analyzer: FakeAnalyzer, tmp_path: Path, qtbot: QtBot
) -> None:
    analyzer.extra = {"ethnicity": UNSURE}
    assert errors(card(window, tmp_path, qtbot))[1] == (
        "Taken anyway, Asian with 40 – 50 % would be wrong in 52 of 100."
    )


def test_an_answer_that_is_not_shown_is_not_hinted_at(
    window: MainWindow, settings: Settings, tmp_path: Path, qtbot: QtBot
) -> None:
    settings.set_value(show_setting("ethnicity"), False)
    shown = card(window, tmp_path, qtbot)
    assert errors(shown) == ["Where it answers Female with 90 – 95 %, the model errs in 8 of 100."]
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
    analyzer.classifier.bundle.manifest.results = {
        "test_faces": 2000.0,
        # Of a table that did not know how certain an answer was.
        "like/any/any/any/n": 2000,
        "like/any/any/any/gender_error": 0.1,
    }
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

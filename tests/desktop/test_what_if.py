"""What if the picture were another: the window follows the chosen face, the answers follow the sliders."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from disks import FAULTS, faulty_disk
from fakes import FakeAnalyzer, write_photo
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from using import click, trigger

from core.errors import BundleError
from core.evaluation.what_if import CHANGES
from desktop.app.engine import Engine, load_analyzer
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.app.settings_table import show_setting
from desktop.app.translation import install_language
from desktop.photo.what_if_sliders import amount_text
from desktop.photo.what_if_window import WhatIfWindow
from desktop.widgets.picture import to_rgb
from desktop.widgets.theme import Theme


@pytest.fixture
def shown(window: MainWindow, qtbot: QtBot, photo: Path) -> MainWindow:
    """The window with a photo of three faces, the first chosen."""
    window.open_paths([photo])
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    return window


@pytest.fixture
def asked(shown: MainWindow, qtbot: QtBot) -> WhatIfWindow:
    """The what-if window of the first face."""
    trigger(shown.commands.what_if)
    found = shown.what_if.window
    assert found is not None
    qtbot.waitUntil(found.save.isEnabled)
    return found


def sure_of(asked: WhatIfWindow, label: str) -> int:
    """The percentage that the tooltip of the answer says for a label."""
    tip = next(view.toolTip() for view in asked.answers.values() if label in view.toolTip())
    line = next(line for line in tip.splitlines() if line.startswith(label))
    return int(line.removeprefix(label).strip(" <>%"))


def test_without_a_face_it_cannot_be_asked(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    assert not window.commands.what_if.isEnabled()
    window.open_paths([write_photo(tmp_path / "none.png", faces=0)])
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    assert not window.commands.what_if.isEnabled()


def test_it_opens_from_the_card_the_keyboard_and_both_menus(shown: MainWindow, qtbot: QtBot) -> None:
    click(shown.work.panel.cards[1].what_if)
    opened = shown.what_if.window
    assert opened is not None and opened.isVisible()
    assert shown.work.face == 1
    assert opened.title.text() == "Face 2 of 3"
    opened.close()
    QTest.keyClick(shown, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert opened.isVisible()
    opened.close()
    assert shown.commands.what_if in shown.work.viewer.canvas.face_actions
    card = shown.work.panel.cards[2]
    at = QPoint(5, 5)
    QApplication.sendEvent(card, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, card.mapToGlobal(at)))
    menu = shown.work.corrector.menu
    assert menu.isVisible() and shown.commands.what_if in menu.actions()
    menu.close()
    trigger(shown.commands.what_if)
    assert opened.title.text() == "Face 3 of 3"


def test_a_right_click_on_a_face_of_the_photo_chooses_it(shown: MainWindow) -> None:
    canvas = shown.work.viewer.canvas
    at = canvas.mapFromScene(canvas.faces[2].rect.center())
    viewport = canvas.viewport()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, viewport.mapToGlobal(at))
    QApplication.sendEvent(viewport, event)
    assert canvas.menu.isVisible() and shown.commands.what_if in canvas.menu.actions()
    canvas.menu.close()
    assert shown.work.face == 2


def test_the_answers_follow_the_sliders_and_come_back(asked: WhatIfWindow, qtbot: QtBot) -> None:
    before, picture = sure_of(asked, "Female"), asked.picture.image
    asked.sliders.sliders["light"].setValue(-80)
    qtbot.waitUntil(lambda: sure_of(asked, "Female") < before - 10)
    assert asked.picture.image != picture
    assert "-4.0 stops" in asked.sliders.readouts["light"].text()
    assert asked.sliders.amounts == {"light": -0.8}
    click(asked.reset)
    assert asked.curve_title.text() == "Answers as “Light” changes"
    qtbot.waitUntil(lambda: sure_of(asked, "Female") == before)
    qtbot.waitUntil(lambda: to_rgb(asked.picture.image).tobytes() == to_rgb(picture).tobytes())
    assert not asked.reset.isEnabled()


def test_several_sliders_add_up_and_each_is_taken_back_alone(asked: WhatIfWindow, qtbot: QtBot) -> None:
    asked.sliders.sliders["light"].setValue(-40)
    asked.sliders.sliders["mask"].setValue(70)
    assert asked.sliders.amounts == {"light": -0.4, "mask": 0.7}
    click(asked.sliders.resets["light"])
    assert asked.sliders.amounts == {"mask": 0.7}
    asked.sliders.sliders["mask"].setFocus()
    QTest.keyClick(asked.sliders.sliders["mask"], Qt.Key.Key_Delete)
    assert asked.sliders.amounts == {}


def test_the_newest_amounts_win(asked: WhatIfWindow, qtbot: QtBot) -> None:
    seen: list[float] = []
    asked.session.answered.connect(lambda outcome: seen.append(outcome.amounts.get("light", 0.0)))
    for value in range(0, -100, -1):
        asked.sliders.sliders["light"].setValue(value)
    qtbot.waitUntil(lambda: seen[-1:] == [-0.99])
    assert len(seen) < 10


def test_the_curve_is_drawn_along_the_slider_in_hand(asked: WhatIfWindow, qtbot: QtBot) -> None:
    def drawn() -> list[float]:
        line = asked.curves["gender"]._lines[1].getData()[0]
        return [] if line is None else line.tolist()

    qtbot.waitUntil(lambda: len(drawn()) >= 25)
    assert asked.curve_title.text() == "Answers as “Light” changes"
    assert (drawn()[0], drawn()[-1]) == (-1.0, 1.0)
    asked.sliders.sliders["blur"].setFocus()
    assert asked.curve_title.text() == "Answers as “Blur” changes"
    qtbot.waitUntil(lambda: len(drawn()) >= 25 and drawn()[0] == 0.0)
    # Where the slider in hand moves, its curve stays, and what is answered there belongs to it.
    asked.sliders.sliders["blur"].setValue(53)
    assert len(drawn()) >= 25
    qtbot.waitUntil(lambda: 0.53 in drawn())


def test_it_follows_the_chosen_face_with_the_sliders_as_they_stand(
    shown: MainWindow, asked: WhatIfWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    asked.sliders.sliders["light"].setValue(-40)
    QTest.keyClick(asked, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert asked.title.text() == "Face 2 of 3"
    qtbot.waitUntil(asked.save.isEnabled)
    assert asked.sliders.amounts == {"light": -0.4}
    shown.open_paths([write_photo(tmp_path / "none.png", faces=0)])
    qtbot.waitUntil(asked.note.isVisible)
    assert not asked.save.isEnabled()
    shown.open_paths([write_photo(tmp_path / "one.png", faces=1)])
    qtbot.waitUntil(asked.save.isEnabled)
    assert asked.title.text() == "Face 1 of 1"


def test_another_model_is_asked_anew(look: Theme, qtbot: QtBot, settings: Settings, photo: Path) -> None:
    made = {"": FakeAnalyzer("first"), "second": FakeAnalyzer("second")}
    window = MainWindow(Engine(lambda name: made[name]), settings)  # type: ignore[arg-type,return-value]
    qtbot.addWidget(window)
    window.show()
    window.open_paths([photo])
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    trigger(window.commands.what_if)
    models: list[str] = []
    assert window.what_if.window is not None
    window.what_if.window.session.answered.connect(lambda outcome: models.append(outcome.model))
    qtbot.waitUntil(lambda: models[-1:] == ["first 1.0"])
    window.model_menu.chosen.emit("second")
    qtbot.waitUntil(lambda: models[-1:] == ["second 1.0"])
    window.close()


def test_held_down_the_button_shows_it_unchanged(asked: WhatIfWindow, qtbot: QtBot) -> None:
    original = to_rgb(asked.picture.image)
    asked.sliders.sliders["light"].setValue(-100)
    qtbot.waitUntil(lambda: to_rgb(asked.picture.image).mean() < original.mean() / 2)
    asked.compare.pressed.emit()
    assert np.array_equal(to_rgb(asked.picture.image), original)
    asked.compare.released.emit()
    assert to_rgb(asked.picture.image).mean() < original.mean() / 2


def test_what_the_settings_hide_is_hidden_here_too(
    shown: MainWindow, asked: WhatIfWindow, settings: Settings, qtbot: QtBot
) -> None:
    assert list(asked.curves) == ["gender", "ethnicity"]
    settings.set_value(show_setting("ethnicity"), False)
    shown.work.show_again()
    assert list(asked.curves) == list(asked.answers) == ["gender"]
    asked.sliders.sliders["light"].setValue(-20)
    qtbot.waitUntil(lambda: asked.picture.image is not None)


def save_as(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def test_the_changed_face_is_saved_with_what_was_changed(
    asked: WhatIfWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.sliders.sliders["light"].setValue(-40)
    with qtbot.waitSignal(asked.session.answered):
        pass
    save_as(monkeypatch, tmp_path / "dark")
    click(asked.save)
    assert "Saved as" in asked.messages.text
    with Image.open(tmp_path / "dark.png") as image:
        assert image.text["facet-what-if"] == '{"light": -0.4}'  # type: ignore[attr-defined]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_disk_that_takes_nothing_is_said(
    asked: WhatIfWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    save_as(monkeypatch, tmp_path / "a.png")
    with faulty_disk(fault):
        click(asked.save)
    assert "a.png" in asked.messages.text
    assert not (tmp_path / "a.png").exists()


def test_a_model_that_fails_is_said_and_asked_no_more(
    shown: MainWindow, asked: WhatIfWindow, analyzer: FakeAnalyzer, qtbot: QtBot
) -> None:
    analyzer.classifier.error = BundleError("bundle.network", path="models/fake", reason="it broke")
    asked.sliders.sliders["light"].setValue(-40)
    qtbot.waitUntil(lambda: "it broke" in asked.messages.text)
    analyzer.classifier.error = None
    trigger(shown.commands.next_face)
    qtbot.waitUntil(asked.save.isEnabled)


def test_closing_the_main_window_closes_it(shown: MainWindow, asked: WhatIfWindow) -> None:
    shown.close()
    assert not asked.isVisible()


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_nothing_is_cut_off(
    qapp: QApplication, look: Theme, qtbot: QtBot, settings: Settings, portrait_path: Path, language: str
) -> None:
    """The real model, at the least size, in every language."""
    install_language(qapp, language)
    window = MainWindow(Engine(load_analyzer), settings)
    qtbot.addWidget(window)
    window.show()
    window.open_paths([portrait_path])
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    trigger(window.commands.what_if)
    opened = window.what_if.window
    assert opened is not None
    qtbot.waitUntil(opened.save.isEnabled)
    assert opened.minimumSizeHint().width() <= 112 * 8
    assert opened.minimumSizeHint().height() <= 66 * 8
    for name, slider in opened.sliders.sliders.items():
        readout = opened.sliders.readouts[name]
        for amount in (CHANGES[name].lowest, 1.0):
            text = amount_text(name, amount, eyes_px=80)
            assert readout.fontMetrics().horizontalAdvance(text) <= readout.width()
        assert slider.width() >= 60
    window.close()

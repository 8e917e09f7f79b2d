"""Where the model looked, on the chosen face: only there, only when wanted, and never that of an earlier choice."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from fakes import ANSWERS, LOOKED_AT, FakeAnalyzer, write_photo
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from using import trigger

from core.errors import BundleError
from core.model.classifier import CHIP_PX
from core.vision.faces import IN_FRAME, Face
from desktop.app.engine import Engine
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.app.settings_table import show_setting
from desktop.photo.heat_maps import place_in_photo
from desktop.widgets.theme import Theme


@pytest.fixture
def shown(window: MainWindow, qtbot: QtBot, photo: Path) -> MainWindow:
    """The window with a photo of three faces, the first chosen."""
    window.open_paths([photo])
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    return window


def choose(window: MainWindow, head: str | None) -> None:
    trigger(window.commands.heat_maps[head])


def next_choice(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def next_face(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)


def warm(window: MainWindow) -> list[tuple[int, str]]:
    """The faces, and the parts of them, where the photo on the screen has another colour than its own."""
    canvas = window.work.viewer.canvas
    image: QImage = canvas.grab().toImage()
    plain = canvas.picture.levels[0].pixelColor(0, 199) if canvas.picture else None
    assert plain is not None
    places = [
        (index, head, item.rect.topLeft() + QPointF(x * item.rect.width(), y * item.rect.height()))
        for index, item in enumerate(canvas.faces)
        for head, (x, y) in LOOKED_AT.items()
    ]
    found: list[tuple[int, str]] = []
    for index, head, place in places:
        color = image.pixelColor(canvas.mapFromScene(place))
        if abs(color.red() - plain.red()) + abs(color.green() - plain.green()) + abs(color.blue() - plain.blue()) > 60:
            found.append((index, head))  # type: ignore[arg-type]
    return found


def legends(window: MainWindow) -> list[str]:
    return [card.legend.text for card in window.work.panel.cards]


def test_at_first_there_is_none(shown: MainWindow) -> None:
    assert shown.commands.heat_maps[None].isChecked()
    assert warm(shown) == []
    assert legends(shown) == ["", "", ""]


@pytest.mark.parametrize("head", ["gender", "ethnicity"])
def test_what_the_answer_hung_on_lights_up_in_the_chosen_face_alone(shown: MainWindow, qtbot: QtBot, head: str) -> None:
    choose(shown, head)
    qtbot.waitUntil(lambda: warm(shown) == [(0, head)])
    told, *others = legends(shown)
    assert f"“{ANSWERS[head]}”" in told
    assert "not a proof" in told
    assert others == ["", ""]


def test_it_follows_the_choice_of_face_and_answer_and_goes_when_off(shown: MainWindow, qtbot: QtBot) -> None:
    choose(shown, "gender")
    qtbot.waitUntil(lambda: warm(shown) == [(0, "gender")])
    next_face(shown, qtbot)
    qtbot.waitUntil(lambda: warm(shown) == [(1, "gender")])
    choose(shown, "ethnicity")
    qtbot.waitUntil(lambda: warm(shown) == [(1, "ethnicity")])
    assert "“Black”" in legends(shown)[1]
    choose(shown, None)
    assert warm(shown) == []
    assert legends(shown) == ["", "", ""]


def test_the_legend_stands_under_its_answer_and_tells_the_method(shown: MainWindow, qtbot: QtBot) -> None:
    card = shown.work.panel.cards[0]
    for head, above, below in (("gender", 0, 1), ("ethnicity", 1, None)):
        choose(shown, head)  # type: ignore[arg-type]
        qtbot.waitUntil(lambda head=head: ANSWERS[head] in card.legend.text)
        QApplication.processEvents()
        assert card.answers[above].geometry().bottom() < card.legend.geometry().top()
        assert below is None or card.legend.geometry().bottom() < card.answers[below].geometry().top()
    assert "blurred away" in card.legend.toolTip()
    assert card.legend.accessibleName() == card.legend.text


def test_another_photo_is_looked_at_anew(
    shown: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The chips of the fake analyzer are not cut from its pictures: cut again for a stored answer, they would be plain.
    monkeypatch.setattr(shown._engine, "recall", lambda photo, rgb, manifest: None)
    choose(shown, "gender")
    qtbot.waitUntil(lambda: warm(shown) == [(0, "gender")])
    shown.open_paths([write_photo(tmp_path / "two.png", faces=2)])
    qtbot.waitUntil(lambda: len(shown.work.panel.cards) == 2)
    qtbot.waitUntil(lambda: warm(shown) == [(0, "gender")])
    # Back to one whose faces were let go of in the meantime.
    trigger(shown.commands.previous_photo)
    assert warm(shown) == []
    assert not shown.commands.save_picture.isEnabled()  # the other photo is still on the canvas
    qtbot.waitUntil(lambda: len(shown.work.panel.cards) == 3)
    qtbot.waitUntil(lambda: warm(shown) == [(0, "gender")])


def test_another_model_is_asked_anew(look: Theme, qtbot: QtBot, settings: Settings, photo: Path) -> None:
    made = {"": FakeAnalyzer("first"), "second": FakeAnalyzer("second")}
    window = MainWindow(Engine(lambda name: made[name]), settings)  # type: ignore[arg-type,return-value]
    qtbot.addWidget(window)
    window.show()
    window.open_paths([photo])
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    choose(window, "gender")
    qtbot.waitUntil(lambda: warm(window) == [(0, "gender")])
    window.model_menu.chosen.emit("second")
    qtbot.waitUntil(made["second"].classifier.began.is_set)
    qtbot.waitUntil(lambda: warm(window) == [(0, "gender")])
    window.close()


def test_a_map_that_comes_late_is_dropped(shown: MainWindow, qtbot: QtBot, analyzer: FakeAnalyzer) -> None:
    classifier = analyzer.classifier
    classifier.gate.clear()
    choose(shown, "gender")
    qtbot.waitUntil(classifier.began.is_set)
    first, classifier.gate = classifier.gate, threading.Event()
    classifier.began.clear()
    choose(shown, "ethnicity")
    next_face(shown, qtbot)
    first.set()
    qtbot.waitUntil(classifier.began.is_set)  # the next is at work, so the first has come to its end
    QApplication.processEvents()
    assert warm(shown) == []
    assert legends(shown) == ["", "", ""]
    classifier.gate.set()
    qtbot.waitUntil(lambda: warm(shown) == [(1, "ethnicity")])


def test_one_that_fails_is_said_and_all_stays_as_it_was(
    shown: MainWindow, qtbot: QtBot, analyzer: FakeAnalyzer
) -> None:
    analyzer.classifier.error = BundleError("bundle.network", path="models/fake", reason="it takes one face at a time")
    choose(shown, "gender")
    qtbot.waitUntil(lambda: "it takes one face at a time" in shown.messages.text)
    assert shown.commands.heat_maps[None].isChecked()
    assert warm(shown) == []
    assert len(shown.work.panel.cards) == 3
    assert shown.work.analysis is not None
    analyzer.classifier.error = None
    choose(shown, "gender")
    qtbot.waitUntil(lambda: warm(shown) == [(0, "gender")])


def test_a_face_no_part_of_which_counts_is_said_so(shown: MainWindow, qtbot: QtBot, analyzer: FakeAnalyzer) -> None:
    assert shown.work.analysis is not None
    shown.work.analysis.faces[0].chip[:] = 40
    choose(shown, "gender")
    qtbot.waitUntil(lambda: "depends on no single part" in legends(shown)[0])
    assert warm(shown) == []


def test_with_the_keyboard_alone(shown: MainWindow, qtbot: QtBot) -> None:
    for head in ("gender", "ethnicity"):
        next_choice(shown, qtbot)
        qtbot.waitUntil(lambda head=head: warm(shown) == [(0, head)])
        assert shown.commands.heat_maps[head].isChecked()  # type: ignore[index]
    next_choice(shown, qtbot)
    assert warm(shown) == []
    assert shown.commands.heat_maps[None].isChecked()


def test_it_stays_when_what_is_shown_is_drawn_anew(shown: MainWindow, qtbot: QtBot) -> None:
    choose(shown, "gender")
    qtbot.waitUntil(lambda: warm(shown) == [(0, "gender")])
    shown.work.show_again()
    assert warm(shown) == [(0, "gender")]
    assert "“Female”" in legends(shown)[0]


def test_an_answer_that_is_not_shown_is_not_explained(shown: MainWindow, qtbot: QtBot, settings: Settings) -> None:
    choose(shown, "ethnicity")
    qtbot.waitUntil(lambda: warm(shown) == [(0, "ethnicity")])
    settings.set_value(show_setting("ethnicity"), False)
    shown.work.show_again()
    assert warm(shown) == []
    assert not shown.commands.heat_maps["ethnicity"].isEnabled()
    next_choice(shown, qtbot)
    next_choice(shown, qtbot)
    qtbot.waitUntil(lambda: warm(shown) == [(0, "gender")])


def test_without_a_face_there_is_nothing_to_choose(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    actions = [*window.commands.heat_maps.values(), window.commands.next_heat_map]
    assert not any(action.isEnabled() for action in actions)
    window.open_paths([write_photo(tmp_path / "none.png", faces=0)])
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    assert not any(action.isEnabled() for action in actions)


def test_it_lies_where_the_face_is_however_it_is_turned() -> None:
    turned = np.array(IN_FRAME) @ np.array([[30.0, 12.0], [-12.0, 30.0]]) + (70.0, 40.0)
    right, left, mouth = np.array(turned, np.float32)
    keypoints = np.stack([right, left, mouth, mouth, mouth])
    place = place_in_photo(Face(box=(60.0, 40.0, 110.0, 90.0), keypoints=keypoints, score=0.9), CHIP_PX)
    mapped = [place.map(QPointF(x * CHIP_PX, y * CHIP_PX)) for x, y in IN_FRAME]
    assert [(point.x(), point.y()) for point in mapped] == [pytest.approx(at, abs=1e-3) for at in turned.tolist()]


def test_the_saved_picture_has_none(shown: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    def saved(name: str) -> bytes:
        photo, picture, analysis = shown.work.photo, shown.work.viewer.canvas.picture, shown.work.analysis
        assert photo and picture and analysis
        with qtbot.waitSignal(shown.saving.saved):
            shown.saving.save_picture(tmp_path / name, picture.levels[0], analysis)
        return (tmp_path / name).read_bytes()

    before = saved("before.png")
    choose(shown, "gender")
    qtbot.waitUntil(lambda: warm(shown) == [(0, "gender")])
    assert saved("after.png") == before

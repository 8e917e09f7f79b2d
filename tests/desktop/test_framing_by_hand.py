"""Framing faces by hand in the real window: with the mouse, with the keyboard, undone, remembered and kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from disks import FAULTS, faulty_disk
from fakes import FakeAnalyzer, write_photo
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from using import click, trigger

from core.analysis import PhotoResult
from core.collection.rows import Filter
from core.collection.view import Collection
from core.corrections import BOXES, HandBoxes, PictureBoxes, picture_key, read_boxes
from core.export import record
from core.vision.hand_boxes import BoxEdit
from core.vision.imaging import read_image
from desktop.app.engine import Engine
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.app.settings_table import COLLECT, CORRECTIONS_FOLDER
from desktop.photo.canvas import Canvas

Boxes = list[tuple[float, ...]]


@pytest.fixture
def with_faces(window: MainWindow, qtbot: QtBot, photo: Path) -> MainWindow:
    """A photo of 400 x 200 pixels with faces at 10, 60 and 110, each 40 pixels wide, from 20 to 60 down."""
    window.open_paths([photo])
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 3)
    return window


@pytest.fixture
def collecting(settings: Settings, tmp_path: Path) -> Path:
    settings.set_value(COLLECT, True)
    settings.set_value(CORRECTIONS_FOLDER, str(tmp_path / "mine"))
    return tmp_path / "mine"


def canvas_of(window: MainWindow) -> Canvas:
    return window.work.viewer.canvas


def shown(window: MainWindow) -> Boxes:
    """The boxes of the faces that were answered."""
    analysis = window.work.analysis
    return [tuple(round(value) for value in face.face.box) for face in analysis.faces] if analysis else []


def by_hand(window: MainWindow) -> Boxes:
    analysis = window.work.analysis
    assert analysis is not None
    hand = (face.face.box for face in analysis.faces if face.face.found_by == "hand")
    return [tuple(round(value) for value in box) for box in hand]


def drag(
    window: MainWindow,
    qtbot: QtBot,
    start: tuple[float, float],
    end: tuple[float, float],
    *,
    shift: bool = False,
    release: bool = True,
) -> None:
    """Drag from one point of the photo to another."""
    canvas, view = canvas_of(window), canvas_of(window).viewport()
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    first, last = canvas.mapFromScene(QPointF(*start)), canvas.mapFromScene(QPointF(*end))
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, modifier, first)
    for share in (0.4, 0.8, 1.0):
        qtbot.mouseMove(view, first + (last - first) * share)
    if release:
        qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, modifier, last)


def near(boxes: Boxes, *expected: tuple[float, ...]) -> bool:
    """Whether boxes are as expected within a pixel or two of the photo: the screen's pixels are coarser."""
    return len(boxes) == len(expected) and all(
        abs(a - b) <= 2 for one, other in zip(boxes, expected, strict=True) for a, b in zip(one, other, strict=True)
    )


def test_a_missed_face_is_drawn_answered_and_chosen(with_faces: MainWindow, qtbot: QtBot) -> None:
    trigger(with_faces.commands.edit_boxes)
    assert canvas_of(with_faces).boxes.hint.isVisible()
    drag(with_faces, qtbot, (220, 90), (270, 150))
    qtbot.waitUntil(lambda: len(with_faces.work.panel.cards) == 4)
    assert near(by_hand(with_faces), (220, 90, 270, 150))
    assert with_faces.work.face == 3
    assert "by hand" in with_faces.work.panel.cards[3].accessibleName()
    assert "eyes and mouth not found" in with_faces.work.panel.cards[3].accessibleName()
    assert "by hand" not in with_faces.work.panel.cards[0].accessibleName()
    assert canvas_of(with_faces).boxes.active


def test_a_drag_draws_in_any_direction_and_stays_within_the_photo(with_faces: MainWindow, qtbot: QtBot) -> None:
    trigger(with_faces.commands.edit_boxes)
    drag(with_faces, qtbot, (380, 180), (430, 230))
    qtbot.waitUntil(lambda: near(by_hand(with_faces), (380, 180, 400, 200)))
    drag(with_faces, qtbot, (260, 150), (210, 90))
    qtbot.waitUntil(lambda: near(by_hand(with_faces), (210, 90, 260, 150), (380, 180, 400, 200)))


def test_shift_and_drag_draws_without_the_mode_also_over_a_face(with_faces: MainWindow, qtbot: QtBot) -> None:
    drag(with_faces, qtbot, (20, 40), (90, 150), shift=True)
    qtbot.waitUntil(lambda: near(by_hand(with_faces), (20, 40, 90, 150)))
    assert not with_faces.commands.edit_boxes.isChecked()


def test_drawn_over_a_box_it_takes_its_place_and_no_face_was_missed(with_faces: MainWindow, qtbot: QtBot) -> None:
    drag(with_faces, qtbot, (55, 18), (104, 64), shift=True)
    qtbot.waitUntil(lambda: near(by_hand(with_faces), (55, 18, 104, 64)))
    assert len(with_faces.work.panel.cards) == 3
    boxes = with_faces.work.photo.boxes  # type: ignore[union-attr]
    assert boxes is not None
    assert boxes.edits[0].found is not None


def test_a_box_moved_with_a_key_is_taken_as_it_is_when_the_focus_goes(with_faces: MainWindow, qtbot: QtBot) -> None:
    trigger(with_faces.commands.edit_boxes)
    canvas = canvas_of(with_faces)
    qtbot.keyPress(canvas, Qt.Key.Key_Down)
    with_faces.work.panel.cards[0].setFocus()
    qtbot.waitUntil(lambda: near(by_hand(with_faces), (10, 21, 50, 61)))
    assert not canvas.boxes.busy


def test_outside_the_mode_a_drag_changes_nothing(with_faces: MainWindow, qtbot: QtBot) -> None:
    drag(with_faces, qtbot, (25, 40), (90, 150))
    qtbot.keyClick(canvas_of(with_faces), Qt.Key.Key_Right)
    assert not with_faces.work.undo_stack.canUndo()


def test_a_click_chooses_and_a_tiny_drag_draws_nothing(with_faces: MainWindow, qtbot: QtBot) -> None:
    trigger(with_faces.commands.edit_boxes)
    canvas = canvas_of(with_faces)
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas.mapFromScene(QPointF(130, 40)))
    assert with_faces.work.face == 2
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas.mapFromScene(QPointF(300, 150)))
    drag(with_faces, qtbot, (300, 150), (301, 151))
    assert not with_faces.work.undo_stack.canUndo()
    assert len(canvas.faces) == 3


def test_a_box_is_moved_and_resized_by_its_handles(with_faces: MainWindow, qtbot: QtBot) -> None:
    trigger(with_faces.commands.edit_boxes)
    drag(with_faces, qtbot, (130, 40), (180, 80))
    qtbot.waitUntil(lambda: near(by_hand(with_faces), (160, 60, 200, 100)))
    drag(with_faces, qtbot, (200, 100), (230, 120))
    qtbot.waitUntil(lambda: near(by_hand(with_faces), (160, 60, 230, 120)))
    drag(with_faces, qtbot, (195, 60), (195, 30))
    qtbot.waitUntil(lambda: near(by_hand(with_faces), (160, 30, 230, 120)))
    assert len(with_faces.work.panel.cards) == 3
    for _ in range(3):
        trigger(with_faces.commands.undo)
    qtbot.waitUntil(lambda: near(shown(with_faces), (10, 20, 50, 60), (60, 20, 100, 60), (110, 20, 150, 60)))


def test_handles_have_one_size_on_screen_and_those_of_tiny_boxes_leave_room_to_move_it(
    with_faces: MainWindow, qtbot: QtBot
) -> None:
    trigger(with_faces.commands.edit_boxes)
    canvas = canvas_of(with_faces)
    item = canvas.faces[0]
    for zoom in (canvas.zoom_to_full, canvas.zoom_in, canvas.zoom_out):
        zoom()
        corner = item.rect.topLeft()
        assert item.handle_at(corner + QPointF(-7, -7) / canvas.zoom) == (-1, -1)
        assert item.handle_at(corner + QPointF(-30, -30) / canvas.zoom) is None
    canvas.show_faces(with_faces.work.analysis)  # type: ignore[arg-type]
    item = canvas.faces[0]
    item.show_handles(True)
    for scale in (0.1, 0.3):
        item.set_scale(scale)
        assert item.handle_at(item.rect.center()) is None
        assert item.handle_at(item.rect.center() + QPointF(18, 18) / scale) == (1, 1)


def test_escape_drops_what_is_drawn_then_leaves_the_mode(with_faces: MainWindow, qtbot: QtBot) -> None:
    trigger(with_faces.commands.edit_boxes)
    canvas = canvas_of(with_faces)
    drag(with_faces, qtbot, (220, 90), (270, 150), release=False)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton)
    drag(with_faces, qtbot, (30, 40), (80, 90), release=False)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton)
    assert canvas.faces[0].rect.left() == 10
    assert canvas.boxes.active
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert not canvas.boxes.active
    assert not with_faces.commands.edit_boxes.isChecked()
    assert not canvas.boxes.hint.isVisible()
    assert not with_faces.work.undo_stack.canUndo()


def test_with_the_keyboard_alone_a_face_is_framed_moved_resized_removed_and_all_is_undone(
    with_faces: MainWindow, qtbot: QtBot
) -> None:
    canvas = canvas_of(with_faces)
    qtbot.keyClick(with_faces, Qt.Key.Key_B)
    assert QApplication.focusWidget() is canvas
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert not with_faces.work.undo_stack.canUndo()
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(with_faces.work.panel.cards) == 4)
    (drawn,) = by_hand(with_faces)
    assert drawn[3] - drawn[1] > drawn[2] - drawn[0]
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: by_hand(with_faces)[0][0] == drawn[0] - 1)
    qtbot.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: by_hand(with_faces)[0] == (drawn[0] - 1, drawn[1], drawn[2], drawn[3]))
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(with_faces.work.panel.cards) == 3)
    for _ in range(4):
        qtbot.keyClick(with_faces, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: by_hand(with_faces) == [] and len(with_faces.work.panel.cards) == 3)
    assert not with_faces.commands.undo.isEnabled()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(with_faces, Qt.Key.Key_Z, both)
    qtbot.waitUntil(lambda: len(with_faces.work.panel.cards) == 4)


def test_not_a_face_removes_one_says_so_and_the_message_takes_it_back(with_faces: MainWindow, qtbot: QtBot) -> None:
    with_faces.work.choose_face(1)
    canvas_of(with_faces).setFocus()
    qtbot.keyClick(canvas_of(with_faces), Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(with_faces.work.panel.cards) == 2)
    assert near(shown(with_faces), (10, 20, 50, 60), (110, 20, 150, 60))
    assert with_faces.commands.undo.text() == "&Undo: not a face"
    click(with_faces.messages.undo)
    qtbot.waitUntil(lambda: len(with_faces.work.panel.cards) == 3)
    assert with_faces.work.face == 1
    assert with_faces.commands.redo.text() == "&Redo: not a face"


def test_a_message_s_undo_is_gone_when_something_else_was_done_since(with_faces: MainWindow, qtbot: QtBot) -> None:
    trigger(with_faces.commands.not_a_face)
    qtbot.waitUntil(lambda: len(with_faces.work.panel.cards) == 2)
    trigger(with_faces.commands.undo)
    assert with_faces.messages.text == ""


def test_several_edits_in_a_row_do_not_wait_for_their_answers(
    with_faces: MainWindow, qtbot: QtBot, analyzer: FakeAnalyzer
) -> None:
    trigger(with_faces.commands.edit_boxes)
    analyzer.gate.clear()
    drag(with_faces, qtbot, (220, 90), (270, 150))
    drag(with_faces, qtbot, (300, 90), (350, 150))
    drag(with_faces, qtbot, (30, 40), (30, 70))
    drag(with_faces, qtbot, (30, 80), (30, 110))
    analyzer.gate.set()
    qtbot.waitUntil(lambda: near(by_hand(with_faces), (10, 80, 50, 120), (220, 90, 270, 150), (300, 90, 350, 150)))
    assert len(with_faces.work.panel.cards) == 5


def test_an_answer_that_comes_during_a_drag_does_not_disturb_it(
    with_faces: MainWindow, qtbot: QtBot, analyzer: FakeAnalyzer
) -> None:
    trigger(with_faces.commands.edit_boxes)
    analyzer.gate.clear()
    drag(with_faces, qtbot, (220, 90), (270, 150))
    drag(with_faces, qtbot, (30, 40), (30, 100), release=False)
    analyzer.gate.set()
    qtbot.waitUntil(lambda: len(with_faces.work.panel.cards) == 4)
    qtbot.mouseRelease(
        canvas_of(with_faces).viewport(),
        Qt.MouseButton.LeftButton,
        pos=canvas_of(with_faces).mapFromScene(QPointF(30, 100)),
    )
    qtbot.waitUntil(lambda: near(by_hand(with_faces), (10, 80, 50, 120), (220, 90, 270, 150)))


def test_boxes_survive_turning_another_model_closing_and_reopening(
    with_faces: MainWindow, qtbot: QtBot, photo: Path
) -> None:
    drag(with_faces, qtbot, (220, 90), (270, 150), shift=True)
    qtbot.waitUntil(lambda: near(by_hand(with_faces), (220, 90, 270, 150)))
    trigger(with_faces.commands.turn_right)
    qtbot.waitUntil(lambda: bool(with_faces.work.analysis) and near(by_hand(with_faces), (50, 220, 110, 270)))
    trigger(with_faces.commands.turn_left)
    qtbot.waitUntil(lambda: bool(with_faces.work.analysis) and near(by_hand(with_faces), (220, 90, 270, 150)))
    with_faces._engine.load_model("other", anew=True)
    with_faces.work._photo.analysis = None  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: bool(with_faces.work.analysis) and near(by_hand(with_faces), (220, 90, 270, 150)))
    trigger(with_faces.commands.close_photo)
    with_faces.open_paths([photo])
    qtbot.waitUntil(lambda: bool(with_faces.work.analysis) and near(by_hand(with_faces), (220, 90, 270, 150)))


def test_drawn_on_a_turned_photo_a_box_lies_there_on_the_upright_one(with_faces: MainWindow, qtbot: QtBot) -> None:
    trigger(with_faces.commands.turn_right)
    qtbot.waitUntil(lambda: with_faces.work.analysis is not None and with_faces.work.analysis.width == 200)
    drag(with_faces, qtbot, (120, 220), (180, 270), shift=True)
    qtbot.waitUntil(lambda: near(by_hand(with_faces), (120, 220, 180, 270)))
    boxes = with_faces.work.photo.boxes  # type: ignore[union-attr]
    assert boxes is not None
    assert boxes.edits[0].up == 1
    trigger(with_faces.commands.turn_left)
    qtbot.waitUntil(lambda: bool(with_faces.work.analysis) and near(by_hand(with_faces), (220, 20, 270, 80)))


def test_closing_is_undone_with_the_keyboard_too(with_faces: MainWindow, qtbot: QtBot) -> None:
    trigger(with_faces.commands.close_photo)
    assert with_faces.messages.text == "three.png was closed."
    qtbot.keyClick(with_faces, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(with_faces.work.panel.cards) == 3)
    assert with_faces.messages.text == ""
    trigger(with_faces.commands.redo)
    assert with_faces.work.photo is None


def test_undo_of_another_photo_s_box_shows_that_photo(with_faces: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    drag(with_faces, qtbot, (220, 90), (270, 150), shift=True)
    qtbot.waitUntil(lambda: len(with_faces.work.panel.cards) == 4)
    with_faces.open_paths([write_photo(tmp_path / "one.png", faces=1)])
    qtbot.waitUntil(lambda: len(with_faces.work.panel.cards) == 1)
    trigger(with_faces.commands.undo)
    qtbot.waitUntil(lambda: len(with_faces.work.panel.cards) == 3)
    assert with_faces.work.photo.name == "three.png"  # type: ignore[union-attr]


def test_nothing_is_kept_unless_it_is_allowed_and_that_is_said_once(
    with_faces: MainWindow, qtbot: QtBot, settings: Settings
) -> None:
    trigger(with_faces.commands.edit_boxes)
    drag(with_faces, qtbot, (220, 90), (270, 150))
    qtbot.waitUntil(lambda: len(with_faces.work.panel.cards) == 4)
    assert "until Facet is closed" in with_faces.messages.text
    with_faces.messages.hide()
    drag(with_faces, qtbot, (300, 90), (350, 150))
    qtbot.waitUntil(lambda: len(with_faces.work.panel.cards) == 5)
    assert with_faces.messages.text == ""
    with_faces.work.viewer.messages.hide()
    with_faces.close()
    assert not settings.corrections.exists()


def test_boxes_are_kept_by_the_picture_and_there_again_the_next_time(
    settings: Settings, collecting: Path, window: MainWindow, qtbot: QtBot, photo: Path, analyzer: FakeAnalyzer
) -> None:
    window.workshop.boxes.follow_settings()
    window.open_paths([photo])
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 3)
    drag(window, qtbot, (220, 90), (270, 150), shift=True)
    trigger(window.commands.not_a_face)
    window.close()
    (file,) = (collecting / BOXES).iterdir()
    boxes = read_boxes(file)
    assert (len(boxes.edits), boxes.found, boxes.detector) == (2, 3, "made faces")
    assert HandBoxes(collecting).of(read_image(photo)) == boxes

    other = MainWindow(Engine(lambda name: analyzer), settings)  # type: ignore[arg-type,return-value]
    qtbot.addWidget(other)
    other.show()
    copied = photo.with_name("copy.png")
    copied.write_bytes(photo.read_bytes())
    other.open_paths([copied])
    qtbot.waitUntil(lambda: bool(other.work.analysis) and near(by_hand(other), (220, 90, 270, 150)))
    assert len(other.work.panel.cards) == 3
    trigger(other.commands.detected_boxes)
    qtbot.waitUntil(lambda: by_hand(other) == [])
    qtbot.waitUntil(lambda: not file.exists())
    other.close()


@pytest.mark.parametrize("fault", FAULTS)
def test_on_a_disk_that_takes_nothing_the_box_lasts_for_the_session(
    collecting: Path, with_faces: MainWindow, qtbot: QtBot, fault: int
) -> None:
    with_faces.workshop.boxes.follow_settings()
    with faulty_disk(fault):
        drag(with_faces, qtbot, (220, 90), (270, 150), shift=True)
        qtbot.waitUntil(lambda: "could not be written" in with_faces.messages.text)
    qtbot.waitUntil(lambda: len(with_faces.work.panel.cards) == 4)


def test_a_damaged_file_is_told_and_the_detector_s_faces_are_shown(
    collecting: Path, window: MainWindow, qtbot: QtBot, photo: Path
) -> None:
    from core.corrections import picture_key

    window.workshop.boxes.follow_settings()
    file = collecting / BOXES / f"{picture_key(read_image(photo))}.json"
    file.parent.mkdir(parents=True)
    file.write_text("{")
    window.open_paths([photo])
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 3)
    qtbot.waitUntil(lambda: str(file) in window.messages.text)


def menu_at(canvas: Canvas, place: QPointF, reason: QContextMenuEvent.Reason) -> list[str]:
    at = canvas.mapFromScene(place)
    event = QContextMenuEvent(reason, at, canvas.viewport().mapToGlobal(at))
    QApplication.sendEvent(canvas.viewport(), event)
    assert canvas.menu.isVisible()
    texts = [action.text() for action in canvas.menu.actions() if not action.isSeparator()]
    canvas.menu.close()
    return texts


def test_the_menu_of_the_photo_offers_what_can_be_done_with_the_face_at_the_pointer(with_faces: MainWindow) -> None:
    canvas = canvas_of(with_faces)
    texts = menu_at(canvas, QPointF(130, 40), QContextMenuEvent.Reason.Mouse)
    assert with_faces.work.face == 2
    assert texts[:2] == ["&Note what is right…", "Not &a face"]
    assert texts[-1] == "&Copy result"
    texts = menu_at(canvas, QPointF(300, 150), QContextMenuEvent.Reason.Mouse)
    assert texts[:3] == ["&Open photos…", "&Copy result", "Frame faces by &hand"]
    texts = menu_at(canvas, QPointF(300, 150), QContextMenuEvent.Reason.Keyboard)
    assert texts[1] == "Not &a face"
    assert with_faces.work.face == 2


def test_what_is_possible_is_enabled(window: MainWindow, qtbot: QtBot, photo: Path, analyzer: FakeAnalyzer) -> None:
    commands = window.commands
    boxes = (commands.edit_boxes, commands.not_a_face, commands.detected_boxes)
    assert not any(action.isEnabled() for action in (*boxes, commands.undo, commands.redo))
    window.open_paths([photo])
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 3)
    assert [action.isEnabled() for action in boxes] == [True, True, False]
    drag(window, qtbot, (220, 90), (270, 150), shift=True)
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 4)
    assert all(action.isEnabled() for action in boxes)
    analysis = window.work.analysis
    assert analysis is not None
    faces = record(PhotoResult("", analysis, None, 0.0), "fake 1.0")["faces"]
    assert [one["found_by"] for one in faces] == ["detector", "detector", "detector", "hand"]
    assert json.dumps(faces)


def test_the_pointer_says_what_a_press_would_do(with_faces: MainWindow, qtbot: QtBot) -> None:
    trigger(with_faces.commands.edit_boxes)
    canvas = canvas_of(with_faces)
    cursor: Callable[[float, float], Qt.CursorShape | None] = lambda x, y: canvas.boxes.cursor_at(  # noqa: E731
        QPointF(x, y), draw=False
    )
    assert cursor(300, 150) == Qt.CursorShape.CrossCursor
    assert cursor(30, 40) == Qt.CursorShape.SizeAllCursor
    assert cursor(10, 20) == Qt.CursorShape.SizeFDiagCursor
    assert cursor(50, 20) == Qt.CursorShape.SizeBDiagCursor
    qtbot.mouseMove(canvas.viewport(), canvas.mapFromScene(QPointF(300, 150)))
    assert canvas.viewport().cursor().shape() == Qt.CursorShape.CrossCursor
    trigger(with_faces.commands.edit_boxes)
    assert cursor(300, 150) is None


def test_the_middle_button_pans_in_the_mode_too(with_faces: MainWindow, qtbot: QtBot) -> None:
    trigger(with_faces.commands.edit_boxes)
    canvas = canvas_of(with_faces)
    for _ in range(8):
        canvas.zoom_in()
    before = canvas.mapToScene(QPoint(100, 100))
    qtbot.mousePress(canvas.viewport(), Qt.MouseButton.MiddleButton, pos=QPoint(150, 150))
    qtbot.mouseMove(canvas.viewport(), QPoint(120, 140))
    qtbot.mouseMove(canvas.viewport(), QPoint(90, 120))
    qtbot.mouseRelease(canvas.viewport(), Qt.MouseButton.MiddleButton, pos=QPoint(90, 120))
    assert canvas.mapToScene(QPoint(100, 100)) != before
    assert not with_faces.work.undo_stack.canUndo()


def stored_boxes(window: MainWindow) -> Boxes:
    """The boxes in the collection, of all photos."""
    path = window.collection.answers.path
    if path is None:
        return []
    with Collection(path) as collection:
        rows = collection.rows(collection.find(Filter(kind="faces"))).values()
        return [tuple(round(value) for value in row.box) for row in rows]


def test_the_background_answers_with_the_boxes_that_are_kept(
    collecting: Path, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    first, other = write_photo(tmp_path / "1.png", faces=1), write_photo(tmp_path / "2.png", faces=2)
    key = picture_key(read_image(other))
    edits = BoxEdit(None, (200.0, 100.0, 260.0, 160.0)), BoxEdit((10.0, 20.0, 50.0, 60.0), None)
    HandBoxes(collecting).save(PictureBoxes(key, edits, 2, "made faces"))
    window.open_paths([first, other])
    qtbot.waitUntil(lambda: window.collection.answers.state == "done")
    assert stored_boxes(window) == [(10, 20, 50, 60), (60, 20, 100, 60), (200, 100, 260, 160)]
    assert window.work.photo is not None and window.work.photo.name == "1.png"  # the other was never looked at


def test_an_edited_box_is_in_the_collection_at_once_also_where_the_answer_was_stored(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.open_paths([write_photo(tmp_path / f"{count}.png", faces=count) for count in (1, 2)])
    qtbot.waitUntil(lambda: len(stored_boxes(window)) == 3)
    window.work.step_photo(1)
    qtbot.waitUntil(lambda: len(window.work.panel.cards) == 2)
    assert window.work.photo is not None and window.work.photo.recalled
    trigger(window.commands.not_a_face)
    qtbot.waitUntil(lambda: stored_boxes(window) == [(10, 20, 50, 60), (60, 20, 100, 60)])
    trigger(window.commands.undo)
    qtbot.waitUntil(lambda: len(stored_boxes(window)) == 3)

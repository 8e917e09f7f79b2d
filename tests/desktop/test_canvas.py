from __future__ import annotations

import numpy as np
import pytest
from fakes import face
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.analysis import Analysis, Timings
from desktop.photo.canvas import Canvas
from desktop.widgets.picture import Picture, to_image, to_png, to_rgb
from desktop.widgets.theme import Theme


@pytest.fixture
def canvas(look: Theme, qtbot: QtBot) -> Canvas:
    made = Canvas()
    qtbot.addWidget(made)
    made.resize(600, 400)
    with qtbot.waitExposed(made):
        made.show()
    made.show_picture(Picture.from_rgb(np.zeros((1000, 2000, 3), np.uint8)))
    return made


def wheel(canvas: Canvas, at: QPoint, steps: int) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(canvas.viewport().mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), event)


def test_a_picture_fits_and_goes_on_fitting_when_the_window_grows(canvas: Canvas) -> None:
    assert 2000 * canvas.zoom <= 600
    before = canvas.zoom
    canvas.resize(1200, 800)
    QApplication.processEvents()
    assert canvas.zoom > before


def test_the_wheel_zooms_around_the_cursor(canvas: Canvas) -> None:
    at = QPoint(200, 180)
    wheel(canvas, at, 4)  # until the picture is larger than the view in both directions
    before, zoom = canvas.mapToScene(at), canvas.zoom
    wheel(canvas, at, 3)
    after = canvas.mapToScene(at)
    assert canvas.zoom > zoom
    assert abs(after.x() - before.x()) * canvas.zoom <= 2
    assert abs(after.y() - before.y()) * canvas.zoom <= 2


def test_it_never_zooms_out_beyond_the_whole_picture(canvas: Canvas) -> None:
    fitted = canvas.zoom
    wheel(canvas, QPoint(100, 100), -20)
    assert canvas.zoom == pytest.approx(fitted)


def test_a_drag_pans_and_chooses_no_face(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.zoom_to_full()
    clicked: list[int] = []
    canvas.face_clicked.connect(clicked.append)
    canvas.show_faces(Analysis((face(980.0),), 2000, 1000, "fake", Timings(1, 1, 1)))
    before = canvas.mapToScene(300, 200)
    qtbot.mousePress(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    qtbot.mouseMove(canvas.viewport(), QPoint(250, 200))
    qtbot.mouseMove(canvas.viewport(), QPoint(200, 180))
    qtbot.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 180))
    after = canvas.mapToScene(300, 200)
    assert after.x() - before.x() == pytest.approx(100, abs=2)
    assert after.y() - before.y() == pytest.approx(20, abs=2)
    assert clicked == []


def test_of_two_faces_one_over_the_other_a_click_finds_the_smaller(canvas: Canvas) -> None:
    canvas.show_faces(Analysis((face(100.0), face(110.0)), 2000, 1000, "fake", Timings(1, 1, 1)))
    canvas.faces[0].rect.adjust(-50, -50, 50, 50)
    assert canvas.face_at(QPointF(120, 40)) == 1
    assert canvas.face_at(QPointF(60, 40)) == 0
    assert canvas.face_at(QPointF(900, 900)) is None


def test_pictures_go_to_qt_and_back_unchanged() -> None:
    rgb = np.random.default_rng(3).integers(0, 256, (7, 5, 3), dtype=np.uint8)  # rows not a multiple of 4 bytes
    assert np.array_equal(to_rgb(to_image(rgb)), rgb)
    assert to_png(to_image(rgb)).startswith(b"\x89PNG")


def test_a_large_picture_has_smaller_copies(look: Theme) -> None:
    picture = Picture.from_rgb(np.zeros((3000, 4001, 3), np.uint8))
    assert [level.width() for level in picture.levels] == [4001, 2000, 1000]

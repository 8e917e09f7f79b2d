"""The camera dialog, fed frames through a real video sink."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.abc import MetaPathFinder

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame
from pytestqt.qtbot import QtBot

from desktop import camera_dialog
from desktop.camera_dialog import CameraDialog
from desktop.camera_qt import NewestFrame, SystemCameras
from desktop.camera_source import Camera, CameraError, broken, open_cameras, refused
from desktop.picture import to_image, to_rgb

RED, BLUE = (200, 10, 10), (10, 10, 200)


class TestCameras(QObject):
    """Cameras that see what the test shows them."""

    __test__ = False
    cameras_changed = Signal()
    frame_arrived = Signal(QImage)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None, *, names: tuple[str, ...] = ("Front", "Desk")) -> None:
        super().__init__(parent)
        self.names = names
        self.on: str | None = None
        self.frames = NewestFrame(self)
        self.frames.frame_arrived.connect(self.frame_arrived)

    def cameras(self) -> list[Camera]:
        return [Camera(id=f"id-{name}", name=name) for name in self.names]

    def start(self, camera_id: str) -> None:
        self.on = camera_id

    def stop(self) -> None:
        self.on = None
        self.frames.forget()

    def see(self, left: tuple[int, int, int], right: tuple[int, int, int]) -> None:
        rgb = np.empty((48, 64, 3), np.uint8)
        rgb[:, :32], rgb[:, 32:] = left, right
        self.frames.sink.setVideoFrame(QVideoFrame(to_image(rgb)))


@pytest.fixture
def cameras(qtbot: QtBot) -> TestCameras:
    return TestCameras()


@pytest.fixture
def dialog(qtbot: QtBot, cameras: TestCameras) -> Iterator[CameraDialog]:
    dialog = CameraDialog(open_source=lambda parent: cameras)
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog
    dialog.reject()


def _preview(qtbot: QtBot, dialog: CameraDialog, cameras: TestCameras) -> None:
    qtbot.waitUntil(lambda: cameras.on is not None)
    cameras.see(RED, BLUE)
    qtbot.waitUntil(dialog.capture.isEnabled)


def _sides(rgb: np.ndarray) -> tuple[tuple[int, ...], tuple[int, ...]]:
    row = rgb[len(rgb) // 2]
    return tuple(int(v) for v in row[len(row) // 4]), tuple(int(v) for v in row[3 * len(row) // 4])


def _near(actual: tuple[int, ...], expected: tuple[int, ...]) -> bool:
    return all(abs(a - b) <= 8 for a, b in zip(actual, expected, strict=True))


def test_the_preview_is_a_mirror_and_the_still_is_not(qtbot: QtBot, dialog: CameraDialog, cameras: TestCameras) -> None:
    _preview(qtbot, dialog, cameras)
    left, right = _sides(to_rgb(dialog.view.grab().toImage()))
    assert _near(left, BLUE) and _near(right, RED)

    qtbot.mouseClick(dialog.capture, Qt.MouseButton.LeftButton)
    left, right = _sides(to_rgb(dialog.view.grab().toImage()))
    assert _near(left, RED) and _near(right, BLUE)

    with qtbot.waitSignal(dialog.accepted):
        qtbot.mouseClick(dialog.use, Qt.MouseButton.LeftButton)
    rgb = dialog.picture()
    assert rgb is not None and rgb.shape == (48, 64, 3) and rgb.dtype == np.uint8
    left, right = _sides(rgb)
    assert _near(left, RED) and _near(right, BLUE)


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_the_keyboard_takes_and_uses_a_picture(
    qtbot: QtBot, dialog: CameraDialog, cameras: TestCameras, key: Qt.Key
) -> None:
    _preview(qtbot, dialog, cameras)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.capture.hasFocus)
    qtbot.keyClick(dialog.capture, key)
    assert dialog.use.isVisible() and dialog.use.hasFocus()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.use, key)


def test_the_camera_is_on_only_while_the_light_says_so(
    qtbot: QtBot, dialog: CameraDialog, cameras: TestCameras
) -> None:
    _preview(qtbot, dialog, cameras)
    assert dialog.light.on and cameras.on == "id-Front"

    dialog.capture.click()
    assert not dialog.light.on and cameras.on is None

    dialog.again.click()
    qtbot.waitUntil(lambda: cameras.on == "id-Front")
    assert dialog.light.on and dialog.picture() is None

    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible() and not dialog.light.on and cameras.on is None


def test_a_frame_that_comes_late_does_not_replace_the_still(
    qtbot: QtBot, dialog: CameraDialog, cameras: TestCameras
) -> None:
    _preview(qtbot, dialog, cameras)
    dialog.capture.click()
    cameras.frame_arrived.emit(QImage(8, 8, QImage.Format.Format_RGB32))
    rgb = dialog.picture()
    assert rgb is not None and rgb.shape == (48, 64, 3)
    assert _near(_sides(to_rgb(dialog.view.grab().toImage()))[0], RED)


def test_the_newest_frame_wins(qtbot: QtBot, cameras: TestCameras) -> None:
    seen: list[QImage] = []
    cameras.frame_arrived.connect(seen.append)
    for grey in (20, 90, 220):
        cameras.see((grey, grey, grey), (grey, grey, grey))
    qtbot.waitUntil(lambda: bool(seen))
    assert len(seen) == 1 and _near(_sides(to_rgb(seen[0]))[0], (220, 220, 220))


def test_the_chosen_camera_is_remembered(qtbot: QtBot, dialog: CameraDialog, cameras: TestCameras) -> None:
    qtbot.waitUntil(lambda: cameras.on == "id-Front")
    assert [dialog.chooser.itemText(row) for row in range(dialog.chooser.count())] == ["Front", "Desk"]
    dialog.chooser.setCurrentIndex(1)
    dialog.chooser.activated.emit(1)
    assert cameras.on == "id-Desk"
    dialog.reject()

    others = TestCameras()
    again = CameraDialog(open_source=lambda parent: others)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: others.on == "id-Desk")
    again.reject()


def test_a_camera_plugged_in_later_appears_and_starts(qtbot: QtBot) -> None:
    cameras = TestCameras(names=())
    dialog = CameraDialog(open_source=lambda parent: cameras)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: "No camera" in dialog.view.text)
    assert dialog.retry.isVisible() and not dialog.light.on

    cameras.names = ("New",)
    cameras.cameras_changed.emit()
    _preview(qtbot, dialog, cameras)
    assert dialog.chooser.currentText() == "New" and dialog.view.text == ""


def test_the_camera_in_use_being_pulled_out_moves_on_to_the_other(
    qtbot: QtBot, dialog: CameraDialog, cameras: TestCameras
) -> None:
    _preview(qtbot, dialog, cameras)
    cameras.names = ("Desk",)
    cameras.cameras_changed.emit()
    assert cameras.on == "id-Desk"

    cameras.names = ()
    cameras.cameras_changed.emit()
    assert cameras.on is None and "No camera" in dialog.view.text


def test_a_busy_camera_is_said_plainly_and_can_be_tried_again(
    qtbot: QtBot, dialog: CameraDialog, cameras: TestCameras
) -> None:
    qtbot.waitUntil(lambda: cameras.on is not None)
    cameras.failed.emit("Device or resource busy")
    assert "Another program" in dialog.view.text and "Device or resource busy" in dialog.view.text
    assert not dialog.light.on and cameras.on is None

    dialog.retry.click()
    _preview(qtbot, dialog, cameras)
    assert dialog.view.text == ""


def test_a_camera_that_sends_nothing_is_given_up(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_dialog, "PATIENCE_MS", 1)
    cameras = TestCameras()
    dialog = CameraDialog(open_source=lambda parent: cameras)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: "sends no picture" in dialog.view.text)
    assert cameras.on is None and not dialog.light.on


def test_a_refused_permission_is_said_plainly(
    qtbot: QtBot, cameras: TestCameras, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera_dialog, "ask_permission", lambda context, answered: answered(False))
    dialog = CameraDialog(open_source=lambda parent: cameras)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: refused().title in dialog.view.text)
    assert cameras.on is None


class _NoPulse(MetaPathFinder):
    def find_spec(self, name: str, path: object, target: object = None) -> None:
        if name == "PySide6.QtMultimedia":
            raise ImportError("libpulse.so.0: cannot open shared object file: No such file or directory")


def test_a_missing_system_library_is_named_with_the_way_to_get_it(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.delitem(sys.modules, "PySide6.QtMultimedia")
        without.delitem(sys.modules, "desktop.camera_qt")
        without.setattr(sys, "meta_path", [_NoPulse(), *sys.meta_path])
        dialog = CameraDialog()
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: "libpulse.so.0" in dialog.view.text)
        assert "apt install libpulse0" in dialog.view.text and "Traceback" not in dialog.view.text
        with pytest.raises(CameraError):
            open_cameras(dialog)
    dialog.reject()


def test_the_machines_own_cameras_can_be_asked_for(qtbot: QtBot) -> None:
    parent = QObject()
    source = open_cameras(parent)
    assert isinstance(source, SystemCameras)
    with qtbot.waitSignal(source.failed):
        source.start("a camera that is not there")
    source.stop()


def test_ask_returns_nothing_where_the_user_cancels(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[CameraDialog] = []

    def cancel(dialog: CameraDialog) -> int:
        shown.append(dialog)
        dialog.reject()
        return int(dialog.result())

    monkeypatch.setattr(CameraDialog, "exec", cancel)
    assert CameraDialog.ask(None) is None and len(shown) == 1


def test_the_system_s_reason_stands_below_the_advice() -> None:
    assert broken("EBUSY").advice.endswith("EBUSY")
    assert "EBUSY" not in broken("").advice

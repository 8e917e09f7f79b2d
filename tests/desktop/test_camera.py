"""The camera's window, fed frames through a real video sink."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from importlib.abc import MetaPathFinder
from pathlib import Path

import numpy as np
import pytest
from fakes import UNSURE
from live_tools import CountingAnalyzer, SeenCameras, assert_nothing_overlaps, frame, write_video
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QMediaPlayer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from using import click

from core.errors import BundleError
from core.schema import ATTRIBUTES
from desktop.app.settings import Settings
from desktop.app.settings_table import DETECTOR, show_setting, threshold_setting
from desktop.app.translation import LANGUAGES, install_language
from desktop.live import camera_dialog
from desktop.live.analysis import LiveAnalysis
from desktop.live.camera_dialog import CameraDialog
from desktop.live.qt_sources import SystemCameras
from desktop.live.sources import SourceError, broken, open_cameras, refused
from desktop.widgets.picture import to_image, to_rgb
from desktop.widgets.theme import Theme
from desktop.worker import Job

RED, BLUE = (200, 10, 10), (10, 10, 200)


@pytest.fixture
def counting() -> Iterator[CountingAnalyzer]:
    made = CountingAnalyzer()
    yield made
    made.gate.set()


@pytest.fixture
def cameras(qtbot: QtBot) -> SeenCameras:
    return SeenCameras("Front", "Desk")


class Ask:
    """Opens the dialog over made cameras."""

    def __init__(self, qtbot: QtBot, settings: Settings, counting: CountingAnalyzer) -> None:
        self._qtbot = qtbot
        self._settings = settings
        self._counting = counting

    def __call__(self, cameras: SeenCameras) -> CameraDialog:
        dialog = CameraDialog(
            self._settings,
            analysis=LiveAnalysis(
                self._settings,
                attributes=ATTRIBUTES,
                load_analyzer=lambda name: self._counting,  # type: ignore[arg-type,return-value]
            ),
            open_source=lambda parent: cameras,
        )
        self._qtbot.addWidget(dialog)
        dialog.show()
        return dialog


@pytest.fixture
def ask(look: Theme, qtbot: QtBot, settings: Settings, counting: CountingAnalyzer) -> Ask:
    return Ask(qtbot, settings, counting)


@pytest.fixture
def dialog(ask: Ask, cameras: SeenCameras, counting: CountingAnalyzer) -> Iterator[CameraDialog]:
    dialog = ask(cameras)
    yield dialog
    counting.gate.set()
    dialog.reject()


def _halves() -> np.ndarray:
    rgb = np.empty((48, 64, 3), np.uint8)
    rgb[:, :32], rgb[:, 32:] = RED, BLUE
    rgb[:6, :6] = 0  # no face
    return rgb


def _preview(qtbot: QtBot, dialog: CameraDialog, cameras: SeenCameras) -> None:
    qtbot.waitUntil(lambda: cameras.on is not None)
    cameras.see(_halves())
    qtbot.waitUntil(dialog.capture.isEnabled)


def _sides(rgb: np.ndarray) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The colours on both sides of the middle: the picture may not fill the view."""
    row = rgb[len(rgb) // 2]
    return tuple(int(v) for v in row[2 * len(row) // 5]), tuple(int(v) for v in row[3 * len(row) // 5])


def _count(dialog: CameraDialog) -> int | None:
    return None if dialog.view.analysis is None else len(dialog.view.analysis.faces)


def _heads(dialog: CameraDialog) -> list[str]:
    analysis = dialog.view.analysis
    return [] if analysis is None else list(analysis.faces[0].answers)


def _jobs() -> int:
    """How many pieces of work, each with its frame, are held."""
    gc.collect()
    return sum(isinstance(held, Job) for held in gc.get_objects())


def _near(actual: tuple[int, ...], expected: tuple[int, ...]) -> bool:
    return all(abs(a - b) <= 8 for a, b in zip(actual, expected, strict=True))


def test_the_preview_is_a_mirror_and_the_still_is_not(qtbot: QtBot, dialog: CameraDialog, cameras: SeenCameras) -> None:
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


def test_a_double_click_takes_a_picture_and_does_not_use_it_unseen(
    qtbot: QtBot, dialog: CameraDialog, cameras: SeenCameras
) -> None:
    _preview(qtbot, dialog, cameras)
    place = dialog.capture.mapTo(dialog, dialog.capture.rect().center())
    QTest.mouseDClick(dialog.windowHandle(), Qt.MouseButton.LeftButton, pos=place)
    assert dialog.childAt(place) is dialog.use
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.mouseClick(dialog.use, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_a_small_window_nothing_overlaps(
    qtbot: QtBot, qapp: QApplication, ask: Ask, cameras: SeenCameras, language: str
) -> None:
    install_language(qapp, language)
    dialog = ask(cameras)
    _preview(qtbot, dialog, cameras)
    assert_nothing_overlaps(dialog)
    dialog.reject()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_the_keyboard_takes_and_uses_a_picture(
    qtbot: QtBot, dialog: CameraDialog, cameras: SeenCameras, key: Qt.Key
) -> None:
    _preview(qtbot, dialog, cameras)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.capture.hasFocus)
    qtbot.keyClick(dialog.capture, key)
    assert dialog.use.isVisible() and dialog.use.hasFocus()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.use, key)


def test_the_camera_is_on_only_while_the_light_says_so(
    qtbot: QtBot, dialog: CameraDialog, cameras: SeenCameras
) -> None:
    _preview(qtbot, dialog, cameras)
    assert dialog.light.on and cameras.on == "id-Front"

    click(dialog.capture)
    assert not dialog.light.on and cameras.on is None

    click(dialog.again)
    qtbot.waitUntil(lambda: cameras.on == "id-Front")
    assert dialog.light.on and dialog.picture() is None

    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible() and not dialog.light.on and cameras.on is None


def test_a_frame_that_comes_late_does_not_replace_the_still(
    qtbot: QtBot, dialog: CameraDialog, cameras: SeenCameras
) -> None:
    _preview(qtbot, dialog, cameras)
    click(dialog.capture)
    cameras.frame_arrived.emit(QImage(8, 8, QImage.Format.Format_RGB32))
    rgb = dialog.picture()
    assert rgb is not None and rgb.shape == (48, 64, 3)
    assert _near(_sides(to_rgb(dialog.view.grab().toImage()))[0], RED)


def test_the_chosen_camera_is_remembered(qtbot: QtBot, ask: Ask, dialog: CameraDialog, cameras: SeenCameras) -> None:
    qtbot.waitUntil(lambda: cameras.on == "id-Front")
    assert [dialog.chooser.itemText(row) for row in range(dialog.chooser.count())] == ["Front", "Desk"]
    dialog.chooser.setFocus()
    qtbot.keyClick(dialog.chooser, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: cameras.on == "id-Desk")
    dialog.reject()

    others = SeenCameras("Front", "Desk")
    again = ask(others)
    qtbot.waitUntil(lambda: others.on == "id-Desk")
    again.reject()


def test_a_camera_plugged_in_later_appears_and_starts(qtbot: QtBot, ask: Ask) -> None:
    cameras = SeenCameras()
    dialog = ask(cameras)
    qtbot.waitUntil(lambda: "No camera" in dialog.view.text)
    assert dialog.retry.isVisible() and not dialog.light.on

    cameras.plug("New")
    _preview(qtbot, dialog, cameras)
    assert dialog.chooser.currentText() == "New" and dialog.view.text == ""
    dialog.reject()


def test_pulling_out_the_camera_is_said_and_no_other_is_switched_on_unasked(
    qtbot: QtBot, dialog: CameraDialog, cameras: SeenCameras
) -> None:
    _preview(qtbot, dialog, cameras)
    cameras.plug("Desk")
    assert cameras.on is None and not dialog.light.on
    assert "Front was unplugged" in dialog.view.text
    assert dialog.chooser.currentIndex() == -1 and dialog.chooser.count() == 1
    click(dialog.retry)
    assert cameras.on is None and "Front was unplugged" in dialog.view.text

    cameras.plug("Desk", "Front")
    assert cameras.on == "id-Front" and dialog.light.on and dialog.chooser.currentText() == "Front"


def test_another_camera_can_be_chosen_in_place_of_the_one_pulled_out(
    qtbot: QtBot, dialog: CameraDialog, cameras: SeenCameras
) -> None:
    _preview(qtbot, dialog, cameras)
    cameras.plug("Desk")
    dialog.chooser.setFocus()
    qtbot.keyClick(dialog.chooser, Qt.Key.Key_Down)
    assert cameras.on == "id-Desk" and dialog.light.on


def test_a_still_outlives_its_camera(qtbot: QtBot, dialog: CameraDialog, cameras: SeenCameras) -> None:
    _preview(qtbot, dialog, cameras)
    click(dialog.capture)
    cameras.plug()
    assert dialog.use.isVisible() and dialog.picture() is not None
    assert _near(_sides(to_rgb(dialog.view.grab().toImage()))[0], RED)


def test_a_camera_plugged_in_beside_the_one_in_use_changes_nothing_but_the_list(
    qtbot: QtBot, dialog: CameraDialog, cameras: SeenCameras
) -> None:
    _preview(qtbot, dialog, cameras)
    shown = dialog.view.image.cacheKey()
    cameras.plug("New", "Front", "Desk")
    assert cameras.on == "id-Front" and dialog.chooser.currentText() == "Front" and dialog.chooser.count() == 3
    assert dialog.view.image.cacheKey() == shown


def test_a_busy_camera_is_said_plainly_and_can_be_tried_again(
    qtbot: QtBot, dialog: CameraDialog, cameras: SeenCameras
) -> None:
    qtbot.waitUntil(lambda: cameras.on is not None)
    cameras.failed.emit(broken("Device or resource busy"))
    assert "Another program" in dialog.view.text
    assert "busy" not in dialog.view.text and dialog.view.toolTip() == "Device or resource busy"
    assert not dialog.light.on and cameras.on is None

    click(dialog.retry)
    _preview(qtbot, dialog, cameras)
    assert dialog.view.text == dialog.view.toolTip() == ""


def test_a_camera_that_sends_nothing_is_given_up(
    qtbot: QtBot, ask: Ask, cameras: SeenCameras, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera_dialog, "PATIENCE_MS", 1)
    dialog = ask(cameras)
    qtbot.waitUntil(lambda: "sends no picture" in dialog.view.text)
    assert cameras.on is None and not dialog.light.on


def test_a_refused_permission_is_said_plainly(
    qtbot: QtBot, ask: Ask, cameras: SeenCameras, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera_dialog, "ask_permission", lambda context, answered: answered(False))
    dialog = ask(cameras)
    qtbot.waitUntil(lambda: refused().title in dialog.view.text)
    assert cameras.on is None and dialog.retry.isVisible()
    cameras.plug("Front", "Desk", "New")
    assert cameras.on is None and refused().title in dialog.view.text and not dialog.chooser.isEnabled()


class _NoPulse(MetaPathFinder):
    def find_spec(self, name: str, path: object, target: object = None) -> None:
        if name == "PySide6.QtMultimedia":
            raise ImportError("libpulse.so.0: cannot open shared object file: No such file or directory")


def test_a_missing_system_library_is_named_with_the_way_to_get_it(
    look: Theme, qtbot: QtBot, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.delitem(sys.modules, "PySide6.QtMultimedia")
        without.delitem(sys.modules, "desktop.live.qt_sources")
        without.setattr(sys, "meta_path", [_NoPulse(), *sys.meta_path])
        dialog = CameraDialog(settings)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: "libpulse.so.0" in dialog.view.text)
        assert "apt install libpulse0" in dialog.view.text and "Traceback" not in dialog.view.text
        with pytest.raises(SourceError):
            open_cameras(dialog)
    dialog.reject()


def test_where_qt_can_do_nothing_with_cameras_none_is_missed(
    look: Theme, qtbot: QtBot, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMediaPlayer, "isAvailable", lambda player: False)
    dialog = CameraDialog(settings)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: "do not work on this machine yet" in dialog.view.text)
    assert "Qt found no multimedia backend" in dialog.view.text
    dialog.reject()


def test_the_machines_own_cameras_can_be_asked_for(qtbot: QtBot) -> None:
    parent = QObject()
    source = open_cameras(parent)
    assert isinstance(source, SystemCameras)
    with qtbot.waitSignal(source.failed):
        source.start("a camera that is not there")
    source.stop()


def test_ask_returns_nothing_where_the_user_cancels(
    look: Theme, qtbot: QtBot, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[CameraDialog] = []

    def cancel(dialog: CameraDialog) -> int:
        shown.append(dialog)
        dialog.reject()
        return int(dialog.result())

    monkeypatch.setattr(CameraDialog, "exec", cancel)
    assert CameraDialog.ask(settings, None) is None and len(shown) == 1


def test_a_video_before_the_camera_is_answered_to_its_last_frame(
    qtbot: QtBot, dialog: CameraDialog, cameras: SeenCameras, tmp_path: Path
) -> None:
    qtbot.waitUntil(lambda: cameras.on is not None)
    cameras.see_video(write_video(tmp_path / "people.mp4", [frame(1)] * 5 + [frame(3)] * 5))
    qtbot.waitUntil(lambda: _count(dialog) == 1)
    qtbot.waitUntil(lambda: _count(dialog) == 3)
    assert dialog.view.image.width() == 320


def test_of_the_frames_that_come_during_an_analysis_the_newest_alone_is_looked_at(
    qtbot: QtBot, dialog: CameraDialog, cameras: SeenCameras, counting: CountingAnalyzer
) -> None:
    qtbot.waitUntil(lambda: cameras.on is not None)
    counting.gate.clear()
    for faces in (1, 2, 4, 3):
        with qtbot.waitSignal(cameras.frame_arrived):
            cameras.see(frame(faces))
    qtbot.waitUntil(counting.began.is_set)
    assert _count(dialog) is None  # the picture does not wait for its answer
    counting.gate.set()
    qtbot.waitUntil(lambda: _count(dialog) == 3)
    assert counting.seen == [1, 3]


def test_ethnicity_is_off_until_it_is_switched_on_and_off_again_the_next_time(
    qtbot: QtBot, ask: Ask, dialog: CameraDialog, cameras: SeenCameras
) -> None:
    qtbot.waitUntil(lambda: cameras.on is not None)
    cameras.see(frame(1))
    qtbot.waitUntil(lambda: _count(dialog) == 1)
    assert not dialog.panel.switches["ethnicity"].isChecked()
    assert _heads(dialog) == ["gender"] and "Asian" not in dialog.view.accessibleDescription()
    assert "Off until you switch it on" in dialog.panel.switches["ethnicity"].accessibleDescription()

    dialog.panel.switches["ethnicity"].setFocus()
    qtbot.keyClick(dialog.panel.switches["ethnicity"], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: _heads(dialog) == ["gender", "ethnicity"])
    assert "perceived: Black 90 %" in dialog.view.accessibleDescription()

    qtbot.keyClick(dialog.panel.switches["ethnicity"], Qt.Key.Key_Space)
    assert dialog.view.analysis is None  # at once, not with the next frame
    qtbot.waitUntil(lambda: _heads(dialog) == ["gender"])
    dialog.reject()
    again = ask(SeenCameras("Front"))
    assert not again.panel.switches["ethnicity"].isChecked()
    again.reject()


def test_the_boxes_are_mirrored_as_the_picture_is(qtbot: QtBot, dialog: CameraDialog, cameras: SeenCameras) -> None:
    qtbot.waitUntil(lambda: cameras.on is not None)
    cameras.see(frame(1, size=(400, 300)))
    qtbot.waitUntil(lambda: _count(dialog) == 1)
    rgb = to_rgb(dialog.view.grab().toImage().scaled(dialog.view.size())).astype(int)
    scale = min(dialog.view.width() / 400, dialog.view.height() / 300)
    left = (dialog.view.width() - 400 * scale) / 2
    line = rgb[round((dialog.view.height() - 300 * scale) / 2 + 40 * scale)]  # through the middle of the face
    bright = np.flatnonzero(line[round(left) + 1 : round(left + 400 * scale) - 1].min(axis=1) > 180) / scale
    # The face lies 10 to 50 pixels from the left edge: at 350 to 390 in the mirror.
    assert bright.min() == pytest.approx(350, abs=4) and bright.max() == pytest.approx(390, abs=4)


def test_an_uncertain_answer_is_called_so(
    qtbot: QtBot, dialog: CameraDialog, cameras: SeenCameras, counting: CountingAnalyzer
) -> None:
    counting.extra["ethnicity"] = UNSURE
    qtbot.waitUntil(lambda: cameras.on is not None)
    click(dialog.panel.switches["ethnicity"])
    cameras.see(frame(1))
    qtbot.waitUntil(lambda: _count(dialog) == 1)
    assert dialog.view.accessibleDescription().splitlines() == [
        "perceived: Female 94 %",
        "perceived ethnicity: uncertain",
    ]


def test_the_still_has_no_boxes_and_a_late_answer_brings_none(
    qtbot: QtBot, dialog: CameraDialog, cameras: SeenCameras, counting: CountingAnalyzer
) -> None:
    qtbot.waitUntil(lambda: cameras.on is not None)
    counting.gate.clear()
    cameras.see(frame(2))
    qtbot.waitUntil(counting.began.is_set)
    click(dialog.capture)
    counting.gate.set()
    qtbot.waitUntil(lambda: counting.seen == [2])
    click(dialog.again)
    cameras.see(frame(1))
    qtbot.waitUntil(lambda: dialog.view.analysis is not None)
    assert _count(dialog) == 1


def test_without_a_model_there_is_still_a_picture_and_the_reason_is_said_once(
    look: Theme, qtbot: QtBot, settings: Settings, cameras: SeenCameras
) -> None:
    asked: list[str] = []

    def refuse(name: str) -> None:
        asked.append(name)
        raise BundleError("bundle.none", path="models")

    analysis = LiveAnalysis(settings, load_analyzer=refuse)  # type: ignore[arg-type]
    dialog = CameraDialog(settings, analysis=analysis, open_source=lambda parent: cameras)
    qtbot.addWidget(dialog)
    dialog.show()
    _preview(qtbot, dialog, cameras)
    qtbot.waitUntil(lambda: "There are no models in models" in dialog.panel.note.text())
    with qtbot.waitSignal(cameras.frame_arrived):
        cameras.see(frame(1))
    assert dialog.panel.note.isVisible() and dialog.view.image.width() == 320
    dialog.reject()
    assert asked == [""]


def test_a_model_chosen_meanwhile_answers_from_the_next_frame_on(qtbot: QtBot, settings: Settings) -> None:
    analysis = LiveAnalysis(settings, load_analyzer=CountingAnalyzer)  # type: ignore[arg-type]
    for name in ("first", "second"):
        settings.model = name
        with qtbot.waitSignal(analysis.answered) as answered:
            analysis.look(to_image(frame(1)))
        assert answered.args[0].model == f"{name} 1.0"
    analysis.close()


def test_a_threshold_changed_meanwhile_holds_from_the_next_frame_on(qtbot: QtBot, settings: Settings) -> None:
    loaded: list[dict[str, float]] = []

    def load(name: str) -> CountingAnalyzer:
        loaded.append(settings.thresholds)
        return CountingAnalyzer(name)

    analysis = LiveAnalysis(settings, load_analyzer=load)  # type: ignore[arg-type]
    for percent in (60, 60, 90):
        settings.set_value(threshold_setting("gender"), percent)
        with qtbot.waitSignal(analysis.answered):
            analysis.look(to_image(frame(1)))
    assert loaded == [{"gender": 0.6}, {"gender": 0.9}]
    analysis.close()


def test_another_detector_chosen_meanwhile_finds_the_faces_from_the_next_frame_on(
    qtbot: QtBot, settings: Settings
) -> None:
    loaded: list[object] = []

    def load(name: str) -> CountingAnalyzer:
        loaded.append(settings.value(DETECTOR))
        return CountingAnalyzer(name)

    analysis = LiveAnalysis(settings, load_analyzer=load)  # type: ignore[arg-type]
    for detector in ("thorough", "fast", "fast"):
        settings.set_value(DETECTOR, detector)
        with qtbot.waitSignal(analysis.answered):
            analysis.look(to_image(frame(1)))
    assert loaded == ["thorough", "fast"]
    analysis.close()


def test_the_gender_is_left_out_where_the_settings_say_so(qtbot: QtBot, settings: Settings) -> None:
    settings.set_value(show_setting("gender"), False)
    analysis = LiveAnalysis(settings, load_analyzer=CountingAnalyzer)  # type: ignore[arg-type]
    with qtbot.waitSignal(analysis.answered) as answered:
        analysis.look(to_image(frame(2)))
    assert [list(face.answers) for face in answered.args[0].faces] == [[], []]
    analysis.close()


def test_frames_are_let_go_of(qtbot: QtBot, settings: Settings) -> None:
    analysis = LiveAnalysis(settings, load_analyzer=CountingAnalyzer)  # type: ignore[arg-type]
    before = _jobs()
    for _ in range(10):
        with qtbot.waitSignal(analysis.answered):
            analysis.look(to_image(frame(1)))
    analysis.close()
    assert _jobs() - before <= 1


def test_nothing_is_recorded(
    qtbot: QtBot, dialog: CameraDialog, cameras: SeenCameras, own_folders: Path, tmp_path: Path
) -> None:
    _preview(qtbot, dialog, cameras)
    qtbot.waitUntil(lambda: dialog.view.analysis is not None)
    click(dialog.capture)
    dialog.accept()
    kept = {path.name for folder in (own_folders, tmp_path) for path in folder.rglob("*") if path.is_file()}
    assert kept <= {"window.ini"}

"""A video's window over real files, and the way a frame takes to the photos."""

from __future__ import annotations

import shutil
import struct
import threading
import wave
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pytest
from fakes import FakeAnalyzer
from live_tools import FPS, CountingAnalyzer, assert_nothing_overlaps, faces_in, frame, write_video
from PySide6.QtCore import QPoint, Qt
from PySide6.QtMultimedia import QMediaPlayer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from test_window import drop, files
from using import click, trigger

from core.schema import ATTRIBUTES
from core.vision.imaging import read_image
from desktop.app.main_window import MainWindow
from desktop.app.settings import Settings
from desktop.app.settings_table import show_setting
from desktop.app.translation import LANGUAGES, install_language
from desktop.live.analysis import LiveAnalysis
from desktop.live.live import Live
from desktop.live.video_dialog import Timeline, VideoDialog, clock
from desktop.widgets.theme import Theme


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """Three seconds: one face, then two, then three."""
    return write_video(tmp_path / "Той 1.mp4", [frame(1 + i // FPS) for i in range(3 * FPS)])


@pytest.fixture
def dialog(look: Theme, qtbot: QtBot, settings: Settings, video: Path) -> Iterator[VideoDialog]:
    made = _dialog(qtbot, settings, video)
    yield made
    made.close()


def _dialog(qtbot: QtBot, settings: Settings, path: Path) -> VideoDialog:
    analysis = LiveAnalysis(settings, attributes=ATTRIBUTES, load_analyzer=CountingAnalyzer)  # type: ignore[arg-type]
    made = VideoDialog(path, analysis)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def _shows(dialog: VideoDialog, faces: int) -> bool:
    """Whether a frame with so many faces is shown, and answered."""
    analysis = dialog.view.analysis
    return not dialog.view.image.isNull() and faces_in(dialog.view.image) == faces == len(
        analysis.faces if analysis else ()
    )


def test_it_opens_at_its_first_frame_and_waits(qtbot: QtBot, dialog: VideoDialog) -> None:
    qtbot.waitUntil(lambda: _shows(dialog, 1))
    assert dialog.timeline.time.text() == "0:00 / 0:03"
    assert dialog.timeline.play.text() == "&Play" and dialog.capture.isEnabled()
    assert dialog.windowTitle() == "Той 1.mp4"


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_a_small_window_nothing_overlaps(
    look: Theme, qtbot: QtBot, qapp: QApplication, settings: Settings, video: Path, language: str
) -> None:
    install_language(qapp, language)
    dialog = _dialog(qtbot, settings, video)
    qtbot.waitUntil(lambda: _shows(dialog, 1))
    assert_nothing_overlaps(dialog)
    dialog.close()


def test_it_plays_to_its_end_and_again_from_the_start(qtbot: QtBot, dialog: VideoDialog) -> None:
    qtbot.waitUntil(lambda: _shows(dialog, 1))
    qtbot.keyClick(dialog.timeline.play, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.timeline.play.text() == "&Pause")
    qtbot.waitUntil(lambda: dialog.timeline.play.text() == "&Play")
    qtbot.waitUntil(lambda: _shows(dialog, 3))  # the last frame stays
    assert dialog.timeline.time.text() == "0:03 / 0:03"
    click(dialog.timeline.play)
    qtbot.waitUntil(lambda: _shows(dialog, 1))


def test_the_slider_goes_to_the_frame_at_its_place(qtbot: QtBot, dialog: VideoDialog) -> None:
    qtbot.waitUntil(lambda: _shows(dialog, 1))
    for second, faces in ((2.5, 3), (1.5, 2), (0.5, 1)):
        dialog.timeline.slider.setValue(round(second * 1000))
        qtbot.waitUntil(lambda faces=faces: _shows(dialog, faces))
    assert dialog.timeline.play.text() == "&Play"


def test_the_arrow_keys_go_frame_by_frame_also_from_the_end_back(qtbot: QtBot, dialog: VideoDialog) -> None:
    qtbot.waitUntil(lambda: _shows(dialog, 1))
    slider = dialog.timeline.slider
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert slider.value() == 1000 // FPS
    qtbot.keyClick(slider, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: dialog.timeline.time.text().startswith("0:03"))
    for _ in range(15):
        qtbot.keyClick(slider, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: _shows(dialog, 2))


def test_after_a_jump_to_the_end_the_first_press_plays_from_the_start(qtbot: QtBot, dialog: VideoDialog) -> None:
    qtbot.waitUntil(lambda: _shows(dialog, 1))
    qtbot.keyClick(dialog.timeline.slider, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: dialog.timeline.time.text().startswith("0:03"))
    qtbot.waitUntil(lambda: _shows(dialog, 3))
    click(dialog.timeline.play)
    qtbot.waitUntil(lambda: dialog.timeline.playing and _shows(dialog, 1))


def test_ethnicity_can_be_switched_on_for_a_frame_that_stands_still(qtbot: QtBot, dialog: VideoDialog) -> None:
    qtbot.waitUntil(lambda: _shows(dialog, 1))
    assert "Black" not in dialog.view.accessibleDescription()
    click(dialog.panel.switches["ethnicity"])
    qtbot.waitUntil(lambda: "perceived: Black 90 %" in dialog.view.accessibleDescription())


def test_a_captured_frame_is_the_one_shown_and_named_by_its_place(qtbot: QtBot, dialog: VideoDialog) -> None:
    qtbot.waitUntil(lambda: _shows(dialog, 1))
    dialog.timeline.slider.setValue(1500)
    qtbot.waitUntil(lambda: _shows(dialog, 2))
    with qtbot.waitSignal(dialog.captured) as captured:
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    rgb, name = captured.args
    assert name == "Той 1 0:01" and rgb.shape == (240, 320, 3)
    assert np.abs(rgb.astype(int) - frame(2)).max() < 12
    assert "0:01" in dialog.done_note.text()


def test_a_double_click_captures_one_frame(qtbot: QtBot, dialog: VideoDialog) -> None:
    qtbot.waitUntil(lambda: _shows(dialog, 1))
    names: list[str] = []
    dialog.captured.connect(lambda rgb, name: names.append(name))
    place = dialog.capture.mapTo(dialog, dialog.capture.rect().center())
    QTest.mouseDClick(dialog.windowHandle(), Qt.MouseButton.LeftButton, pos=place)
    assert names == ["Той 1 0:00"]


def test_a_frame_captured_at_once_after_a_jump_is_the_old_one_and_named_so(qtbot: QtBot, dialog: VideoDialog) -> None:
    qtbot.waitUntil(lambda: _shows(dialog, 1))
    dialog.timeline.slider.setValue(2500)
    with qtbot.waitSignal(dialog.captured) as captured:
        click(dialog.capture)
    rgb, name = captured.args
    assert name == "Той 1 0:00"
    assert np.abs(rgb.astype(int) - frame(1)).max() < 12
    assert "0:00" in dialog.done_note.text()


def test_a_frame_that_begins_before_the_place_shown_is_named_by_the_place(qtbot: QtBot, dialog: VideoDialog) -> None:
    qtbot.waitUntil(lambda: _shows(dialog, 1))
    qtbot.keyClick(dialog.timeline.slider, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: _shows(dialog, 3))
    with qtbot.waitSignal(dialog.captured) as captured:
        click(dialog.capture)
    assert dialog.timeline.time.text() == "0:03 / 0:03"
    assert captured.args[1] == "Той 1 0:03"


@pytest.fixture(params=[None, 9e9])
def broken_off(video: Path, request: pytest.FixtureRequest) -> Path:
    """The same three seconds, as a recording that says nothing of its length, or that it is a hundred days."""
    path = write_video(video.with_suffix(".mkv"), [frame(1 + i // FPS) for i in range(3 * FPS)])
    content = bytearray(path.read_bytes().replace(b"DURATION", b"_URATION"))
    at = content.index(b"\x44\x89\x88")  # Matroska's Duration, of eight bytes
    unknown = b"\xec\x89" + bytes(9)  # the same space, void
    content[at : at + 11] = unknown if request.param is None else b"\x44\x89\x88" + struct.pack(">d", request.param)
    path.write_bytes(content)
    return path


def test_a_video_of_unknown_length_shows_its_place_alone_and_goes_on_where_it_was(
    look: Theme, qtbot: QtBot, settings: Settings, broken_off: Path
) -> None:
    dialog = _dialog(qtbot, settings, broken_off)
    qtbot.waitUntil(lambda: _shows(dialog, 1))
    timeline, seen = dialog.timeline, set[int]()
    assert timeline.time.text() == "0:00"
    assert timeline.isEnabled() and not timeline.slider.isEnabled()
    click(timeline.play)
    qtbot.waitUntil(lambda: faces_in(dialog.view.image) == 2)
    click(timeline.play)
    qtbot.waitUntil(lambda: not timeline.playing)
    with qtbot.waitSignal(dialog.captured) as captured:
        click(dialog.capture)
    assert captured.args[1] == f"Той 1 {timeline.time.text()}" == "Той 1 0:01"
    assert dialog._source is not None
    dialog._source.frame_arrived.connect(lambda image: seen.add(faces_in(image)))
    click(timeline.play)
    qtbot.waitUntil(lambda: 3 in seen)
    assert 1 not in seen
    qtbot.waitUntil(lambda: not timeline.playing)
    assert timeline.time.text() == "0:02"  # at its last frame
    dialog.close()


def test_where_qt_can_play_nothing_it_is_said_at_once(
    look: Theme, qtbot: QtBot, settings: Settings, video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMediaPlayer, "isAvailable", lambda player: False)
    dialog = _dialog(qtbot, settings, video)
    qtbot.waitUntil(lambda: "do not work on this machine yet" in dialog.view.text)
    assert "Qt found no multimedia backend" in dialog.view.text
    assert dialog.retry.isVisible() and not dialog.timeline.isEnabled()
    dialog.close()


def _sound() -> bytes:
    content = BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(8000))
    return content.getvalue()


@pytest.mark.parametrize("content", [b"", b"not a video at all", b"\x00\x00\x00\x18ftypmp42" + bytes(400)])
def test_a_damaged_file_is_said_plainly_and_can_be_tried_again(
    look: Theme, qtbot: QtBot, settings: Settings, tmp_path: Path, video: Path, content: bytes
) -> None:
    path = tmp_path / "damaged.mp4"
    path.write_bytes(content)
    dialog = _dialog(qtbot, settings, path)
    said = "This video cannot be shown\nIts file is damaged, or of a kind this machine cannot play."
    qtbot.waitUntil(lambda: dialog.view.text.startswith(said))
    assert dialog.view.text.endswith("Most play MP4, MOV, MKV, WebM and AVI.")  # and no word of the system's
    assert dialog.view.toolTip()
    assert not dialog.capture.isEnabled() and not dialog.timeline.isEnabled()
    path.write_bytes(video.read_bytes())
    click(dialog.retry)
    qtbot.waitUntil(lambda: _shows(dialog, 1))
    assert dialog.timeline.isEnabled() and dialog.retry.isHidden()
    assert dialog.view.toolTip() == ""
    dialog.close()


def test_sound_without_a_picture_is_said(look: Theme, qtbot: QtBot, settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "song.mp4"
    path.write_bytes(_sound())
    dialog = _dialog(qtbot, settings, path)
    qtbot.waitUntil(lambda: "There is sound in it, but no picture." in dialog.view.text)
    dialog.close()


def test_a_file_that_is_gone_is_named(look: Theme, qtbot: QtBot, settings: Settings, tmp_path: Path) -> None:
    dialog = _dialog(qtbot, settings, tmp_path / "gone.mp4")
    qtbot.waitUntil(lambda: "gone.mp4" in dialog.view.text)
    assert "no longer there" in dialog.view.text and dialog.retry.isVisible()
    dialog.close()


def test_times_are_told_as_players_tell_them() -> None:
    assert [clock(ms) for ms in (0, 999, 65_000, 3_725_000)] == ["0:00", "0:00", "1:05", "1:02:05"]


def _portrait_video(folder: Path, portrait_path: Path) -> Path:
    portrait = cv2.resize(read_image(portrait_path), (480, 480))
    return write_video(folder / "portrait.mp4", [portrait] * 5)


def test_a_dropped_video_is_answered_by_the_real_model_and_its_frame_goes_the_way_of_any_photo(
    window: MainWindow, qtbot: QtBot, settings: Settings, tmp_path: Path, portrait_path: Path
) -> None:
    settings.model = ""  # live, the shipped one; the window's own is the test's
    drop(window, files(_portrait_video(tmp_path, portrait_path)))
    assert window.work.photos.rowCount() == 0
    qtbot.waitUntil(lambda: len(window.live.videos) == 1)
    (dialog,) = window.live.videos
    qtbot.waitUntil(lambda: "perceived: Female" in dialog.view.accessibleDescription())
    qtbot.mouseClick(dialog.capture, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.work.analysis is not None)
    assert [photo.name for photo in window.work.photos.photos] == ["portrait 0:00"]


def test_closing_the_window_closes_its_videos_and_their_threads(window: MainWindow, qtbot: QtBot, video: Path) -> None:
    window.open_paths([video, Path(shutil.copy(video, video.with_name("another.mp4")))])
    qtbot.waitUntil(lambda: isinstance(window.live, Live) and len(window.live.videos) == 2)
    qtbot.waitUntil(lambda: all(dialog.capture.isEnabled() for dialog in window.live.videos))
    click(window.live.videos[0].timeline.play)
    window.close()
    assert window.live.videos == []
    assert "live" not in [thread.name for thread in threading.enumerate()]


def test_a_video_that_is_open_comes_to_the_front(window: MainWindow, qtbot: QtBot, video: Path) -> None:
    window.open_paths([video])
    qtbot.waitUntil(lambda: len(window.live.videos) == 1)
    (dialog,) = window.live.videos
    qtbot.waitUntil(dialog.isActiveWindow)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.open_paths([video.parent / "." / video.name, video.parent / ".." / video.parent.name / video.name])
    qtbot.waitUntil(dialog.isActiveWindow)
    assert window.live.videos == [dialog]
    dialog.close()
    window.open_paths([video])
    qtbot.waitUntil(lambda: len(window.live.videos) == 1 and window.live.videos != [dialog])


def test_a_frame_that_stands_still_is_answered_by_the_model_chosen_meanwhile(
    window: MainWindow, analyzer: FakeAnalyzer, qtbot: QtBot, video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LiveAnalysis.__init__, "__kwdefaults__", {"load_analyzer": CountingAnalyzer, "parent": None})
    window.open_paths([video])
    qtbot.waitUntil(lambda: len(window.live.videos) == 1)
    (dialog,) = window.live.videos
    qtbot.waitUntil(lambda: _shows(dialog, 1))
    analyzer.classifier.bundle = FakeAnalyzer("other").classifier.bundle
    window.model_menu.chosen.emit("other")
    qtbot.waitUntil(lambda: dialog.view.analysis is not None and dialog.view.analysis.model == "other 1.0")


def test_what_is_not_to_be_shown_goes_from_a_frame_that_stands_still(
    window: MainWindow, qtbot: QtBot, video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LiveAnalysis.__init__, "__kwdefaults__", {"load_analyzer": CountingAnalyzer, "parent": None})
    window.open_paths([video])
    qtbot.waitUntil(lambda: len(window.live.videos) == 1)
    (dialog,) = window.live.videos
    qtbot.waitUntil(lambda: "perceived: Female" in dialog.view.accessibleDescription())
    trigger(window.commands.settings)
    settings_dialog = window.workshop.settings_dialog
    assert settings_dialog is not None
    click(settings_dialog.fields[show_setting("gender").key].input)  # type: ignore[attr-defined]
    assert "Female" not in dialog.view.accessibleDescription()
    qtbot.waitUntil(lambda: _shows(dialog, 1))
    assert "Female" not in dialog.view.accessibleDescription()


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5, 0.75, 0.97])
def test_a_click_on_the_timeline_goes_to_its_place(look: Theme, qtbot: QtBot, share: float) -> None:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(600, 40)
    timeline.show_length(600_000, frame_ms=40)
    timeline.show()
    slider = timeline.slider
    sought: list[int] = []
    timeline.sought.connect(sought.append)
    place = QPoint(round(share * slider.width()), slider.height() // 2)
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=place)
    assert abs(sought[-1] - share * 600_000) < 20_000
    assert timeline.position_ms == sought[-1]

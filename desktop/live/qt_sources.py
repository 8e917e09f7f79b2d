"""Cameras and videos through QtMultimedia.

Importing this module needs libpulse on Linux and takes about half a second, so `sources` imports it late.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import (  # noqa: TID253 - itself imported late
    QCamera,
    QMediaCaptureSession,
    QMediaDevices,
    QMediaMetaData,
    QMediaPlayer,
    QVideoFrame,
    QVideoSink,
)

from desktop.live.sources import Camera, Trouble, broken, only_sound, unplayable

_LONGEST_MS: Final = 2**31 - 1
"""The largest int of a signal and of a slider."""


def has_backend() -> bool:
    """Whether Qt has a multimedia backend. The module loads without one too, but then reports no error later."""
    return QMediaPlayer().isAvailable()


class NewestFrame(QObject):
    """Converts the frames of a video sink to images, and skips frames while the window is busy."""

    frame_arrived = Signal(QImage, float, float)
    """The image, and the start and end of its frame in milliseconds; below 0 if unknown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sink = QVideoSink(self)
        self._newest = QVideoFrame()
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._on_turn)
        self.sink.videoFrameChanged.connect(self._on_frame)

    def forget(self) -> None:
        """Drop a frame that was not shown yet."""
        self._turn.stop()
        self._newest = QVideoFrame()

    def _on_frame(self, frame: QVideoFrame) -> None:
        if frame.isValid():
            self._newest = frame
            self._turn.start(0)

    def _on_turn(self) -> None:
        frame, self._newest = self._newest, QVideoFrame()
        image = frame.toImage()
        if not image.isNull():
            self.frame_arrived.emit(image, frame.startTime() / 1000, frame.endTime() / 1000)


class SystemCameras(QObject):
    """The system's cameras as a `CameraSource`."""

    cameras_changed = Signal()
    frame_arrived = Signal(QImage)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._devices = QMediaDevices(self)
        self._devices.videoInputsChanged.connect(self.cameras_changed)
        self._frames = NewestFrame(self)
        self._frames.frame_arrived.connect(self.frame_arrived)
        self._session = QMediaCaptureSession(self)
        self._session.setVideoSink(self._frames.sink)
        self._camera: QCamera | None = None

    def cameras(self) -> list[Camera]:
        devices = sorted(QMediaDevices.videoInputs(), key=lambda device: not device.isDefault())
        return [Camera(_text(device.id()), device.description()) for device in devices]

    def start(self, camera_id: str) -> None:
        self.stop()
        for device in QMediaDevices.videoInputs():
            if _text(device.id()) == camera_id:
                self._camera = QCamera(device, self)
                self._camera.errorOccurred.connect(self._on_error)
                self._session.setCamera(self._camera)
                self._camera.start()
                return
        self.failed.emit(broken(""))

    def stop(self) -> None:
        camera, self._camera = self._camera, None
        self._frames.forget()
        if camera is not None:
            camera.errorOccurred.disconnect(self._on_error)
            camera.stop()
            self._session.setCamera(None)  # type: ignore[arg-type]
            camera.deleteLater()

    def _on_error(self, error: QCamera.Error, reason: str) -> None:
        if error != QCamera.Error.NoError:
            # Deferred: the camera's own start() is still on the stack.
            QTimer.singleShot(0, self, lambda: self._fail(broken(reason)))

    def _fail(self, trouble: Trouble) -> None:
        self.stop()
        self.failed.emit(trouble)


class VideoFile(QObject):
    """A video file as a `VideoSource`. It has no audio output, so it makes no sound."""

    frame_arrived = Signal(QImage, int, int)
    failed = Signal(object)
    moved = Signal(int)
    length_changed = Signal(int)
    playing_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._frames = NewestFrame(self)
        self._frames.frame_arrived.connect(self._on_frame)
        self._player = QMediaPlayer(self)
        self._player.setVideoSink(self._frames.sink)
        self._player.positionChanged.connect(self._on_moved)
        self._player.durationChanged.connect(lambda: self.length_changed.emit(self._length_ms))
        self._player.playingChanged.connect(self.playing_changed)
        self._player.mediaStatusChanged.connect(self._on_status)
        self._player.errorOccurred.connect(self._on_error)

    @property
    def frame_ms(self) -> float:
        rate = self._player.metaData().value(QMediaMetaData.Key.VideoFrameRate)
        return 1000 / rate if isinstance(rate, int | float) and rate > 0 else 40.0

    def open(self, path: Path) -> None:
        self._player.setSource(QUrl.fromLocalFile(str(path)))
        self._player.pause()

    def play(self) -> None:
        if 0 < self._length_ms <= self._player.position() + self.frame_ms:
            self._player.setPosition(0)  # at its end, play from the start
        self._player.play()

    def pause(self) -> None:
        self._player.pause()

    def seek(self, position_ms: int) -> None:
        if self._player.playbackState() == QMediaPlayer.PlaybackState.StoppedState:
            self._player.pause()  # a stopped player shows no frames
        self._player.setPosition(position_ms)

    def stop(self) -> None:
        self._player.setSource(QUrl())
        self._frames.forget()

    @property
    def _length_ms(self) -> int:
        """0 if unknown: interrupted recordings have no length, damaged ones any length."""
        length = self._player.duration()
        return length if 0 < length <= _LONGEST_MS else 0

    def _on_frame(self, image: QImage, begin_ms: float, end_ms: float) -> None:
        if begin_ms < 0:
            begin_ms = self._player.position()
        begin, end = (round(min(ms, _LONGEST_MS)) for ms in (begin_ms, max(begin_ms, end_ms)))
        self.frame_arrived.emit(image, begin, end)
        if not self._length_ms:
            self.moved.emit(begin)

    def _on_moved(self, position_ms: int) -> None:
        if self._length_ms:  # without a known length the last position reported is wrong
            self.moved.emit(min(position_ms, _LONGEST_MS))

    def _on_status(self, status: QMediaPlayer.MediaStatus) -> None:
        if status == QMediaPlayer.MediaStatus.LoadedMedia and not self._player.hasVideo():
            self._fail_later(only_sound())

    def _on_error(self, error: QMediaPlayer.Error, reason: str) -> None:
        if error != QMediaPlayer.Error.NoError:
            self._fail_later(unplayable(reason))

    def _fail_later(self, trouble: Trouble) -> None:
        # Deferred: a call of the player is still on the stack.
        QTimer.singleShot(0, self, lambda: self._fail(trouble))

    def _fail(self, trouble: Trouble) -> None:
        self.stop()
        self.failed.emit(trouble)


def _text(camera_id: object) -> str:
    return bytes(camera_id.data()).decode("utf-8", "replace")  # type: ignore[attr-defined]

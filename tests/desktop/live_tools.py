"""Videos that a test makes, cameras that see them, and a model that counts by their colour."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from fakes import FakeAnalyzer
from PySide6.QtCore import QObject, QSize, QUrl, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from system_libraries import MISSING, REASON

if MISSING:  # without some of them QtMultimedia loads, but plays nothing
    pytest.skip(REASON, allow_module_level=True)

from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame

from core.analysis import Analysis
from desktop.live.camera_dialog import CameraDialog
from desktop.live.qt_sources import NewestFrame
from desktop.live.sources import Camera
from desktop.live.video_dialog import VideoDialog
from desktop.widgets.picture import to_image

FPS = 10
STEP = 40
"""The red of a frame with one face; a codec changes colours a little."""


def frame(faces: int, *, size: tuple[int, int] = (320, 240)) -> np.ndarray:
    """A picture, RGB, in which `CountingAnalyzer` finds so many faces."""
    width, height = size
    return np.full((height, width, 3), (faces * STEP, 90, 120), np.uint8)


def write_video(path: Path, frames: Sequence[np.ndarray]) -> Path:
    """A video of these RGB frames, ten a second."""
    height, width, _ = frames[0].shape
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), FPS, (width, height))
    assert writer.isOpened()
    for rgb in frames:
        writer.write(rgb[:, :, ::-1])
    writer.release()
    return path


def faces_in(image: QImage) -> int:
    """How many faces `CountingAnalyzer` finds in it."""
    return round(image.pixelColor(2, 2).red() / STEP)


class CountingAnalyzer(FakeAnalyzer):
    """Finds as many faces as the red of a frame says."""

    def analyze(self, rgb: np.ndarray) -> Analysis:
        exact = rgb.copy()
        exact[0, 0, 0] = round(int(rgb[2, 2, 0]) / STEP)
        return super().analyze(exact)


def assert_nothing_overlaps(dialog: CameraDialog | VideoDialog) -> None:
    """In a small window, and in one as small as it may become, one part stands below the other."""
    parts = [part for part in dialog.panel.children() if isinstance(part, QWidget) and part.isVisible()]
    assert len(parts) == 3
    for size in (QSize(640, 400), QSize(1, 1)):
        dialog.resize(size)
        QApplication.processEvents()
        assert dialog.height() <= 400
        parts.sort(key=lambda part: part.y())
        for upper, lower in pairwise([*parts, None]):
            bottom = dialog.panel.height() if lower is None else lower.y()
            assert upper.y() + max(upper.height(), upper.heightForWidth(upper.width())) <= bottom


class SeenCameras(QObject):
    """Cameras that see what the test shows them."""

    cameras_changed = Signal()
    frame_arrived = Signal(QImage)
    failed = Signal(object)

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.names: tuple[str, ...] = names
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

    def plug(self, *names: str) -> None:
        """From now on these are plugged in."""
        self.names = names
        self.cameras_changed.emit()

    def see(self, rgb: np.ndarray) -> None:
        self.frames.sink.setVideoFrame(QVideoFrame(to_image(rgb)))

    def see_video(self, path: Path) -> QMediaPlayer:
        """Let a real video run before the camera."""
        player = QMediaPlayer(self)
        player.setVideoSink(self.frames.sink)
        player.setSource(QUrl.fromLocalFile(str(path)))
        player.play()
        return player

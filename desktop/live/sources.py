"""Where the frames of a live picture come from: cameras and videos, behind one small protocol."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QCameraPermission, QCoreApplication, QLoggingCategory, QObject, Qt, SignalInstance

from desktop.live.trouble import SourceError, missing_library, no_backend

VIDEO_SUFFIXES: Final = frozenset(".mp4 .m4v .mov .mkv .webm .avi .mpg .mpeg .wmv .ogv .3gp".split())

# Which optional libraries and decoders Qt's multimedia module did not find is no message to a user; it says so while it
# is imported and when it opens a file.
QLoggingCategory.setFilterRules(
    "qt.multimedia.symbolsresolver=false\nqt.multimedia.ffmpeg*=false\nqt.multimedia.playbackengine*=false"
)


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera: the system's stable name for it and the one people read."""

    id: str
    name: str


class FrameSource(Protocol):
    """Whatever sends one picture after another. All of it in the window's thread."""

    frame_arrived: SignalInstance
    """Carries a QImage, upright and not mirrored."""
    failed: SignalInstance
    """Carries a `Trouble`; nothing is sent any more then."""

    def stop(self) -> None:
        """Send nothing more, and let go of the camera or the file."""


class CameraSource(FrameSource, Protocol):
    """Cameras and the frames of the one that is on."""

    cameras_changed: SignalInstance

    def cameras(self) -> list[Camera]:
        """Those plugged in now, the system's own choice first."""

    def start(self, camera_id: str) -> None:
        """Switch this camera on, after the one that was."""


class VideoSource(FrameSource, Protocol):
    """The frames of a video file, at the speed it was taken or one by one. Never its sound."""

    frame_arrived: SignalInstance
    """Carries a QImage, upright, and where in the video its frame begins and ends, in milliseconds."""
    moved: SignalInstance
    """Carries the position in milliseconds."""
    length_changed: SignalInstance
    """Carries the length in milliseconds; 0 where it is unknown."""
    playing_changed: SignalInstance
    """Carries whether it plays."""

    @property
    def frame_ms(self) -> float:
        """How long a frame is shown."""

    def open(self, path: Path) -> None:
        """Show the first frame of the video in `path`."""

    def play(self) -> None:
        """Go on; from the start where it is at its end."""

    def pause(self) -> None:
        """Stay at the present frame."""

    def seek(self, position_ms: int) -> None:
        """Go to the frame at this position, playing or not."""


def is_video(path: Path) -> bool:
    """Whether `path` is a file that by its name is a video."""
    return path.suffix.lower() in VIDEO_SUFFIXES and not path.is_dir()


def open_cameras(parent: QObject) -> CameraSource:
    """The cameras of this machine.

    Raises:
        SourceError: Qt's multimedia module, or a library or a backend it needs, is not there.
    """
    try:
        from desktop.live.qt_sources import SystemCameras, has_backend
    except ImportError as e:
        raise SourceError(missing_library(str(e))) from e
    if not has_backend():
        raise SourceError(missing_library(no_backend()))
    return SystemCameras(parent)


def open_videos(parent: QObject) -> VideoSource:
    """What plays a video file on this machine.

    Raises:
        SourceError: Qt's multimedia module, or a library or a backend it needs, is not there.
    """
    try:
        from desktop.live.qt_sources import VideoFile, has_backend
    except ImportError as e:
        raise SourceError(missing_library(str(e))) from e
    if not has_backend():
        raise SourceError(missing_library(no_backend()))
    return VideoFile(parent)


def ask_permission(context: QObject, answered: Callable[[bool], None]) -> None:
    """Ask the system whether this program may use the camera; macOS and Windows may ask the user."""
    app = QCoreApplication.instance()
    permission = QCameraPermission()
    status = Qt.PermissionStatus.Granted if app is None else app.checkPermission(permission)
    if app is not None and status == Qt.PermissionStatus.Undetermined:
        app.requestPermission(
            permission, context, lambda asked: answered(asked.status() == Qt.PermissionStatus.Granted)
        )
    else:
        answered(status == Qt.PermissionStatus.Granted)

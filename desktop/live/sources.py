"""Where live frames come from: cameras and videos behind one protocol, and why there may be none."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QCameraPermission, QCoreApplication, QLoggingCategory, QObject, Qt, SignalInstance

from desktop.app.translation import texts


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is no picture, and what to do about it."""

    title: str
    advice: str
    reason: str = ""
    """The system's own message in its own language; empty if there is none."""


class SourceError(Exception):
    """No source could be opened; `trouble` is the text for the user."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.title)
        self.trouble: Final = trouble


def no_camera() -> Trouble:
    return Trouble(
        texts.tr("No camera was found"),
        texts.tr("Plug one in, or switch on the one in this machine: it will appear here by itself."),
    )


def unplugged(camera: str) -> Trouble:
    return Trouble(
        texts.tr("{camera} was unplugged").format(camera=camera),
        texts.tr("Plug it in again and it goes on by itself, or choose another camera. Pictures you took are kept."),
    )


def refused() -> Trouble:
    if sys.platform == "darwin":
        way = texts.tr("Allow it in System Settings, Privacy & Security, Camera, then try again.")
    elif sys.platform == "win32":
        way = texts.tr("Allow it in Settings, Privacy & security, Camera, then try again.")
    else:
        way = texts.tr("Allow it in the system's privacy settings, then try again.")
    return Trouble(texts.tr("Facet may not use the camera"), way)


def broken(reason: str) -> Trouble:
    advice = texts.tr("Another program may be using it: close that program, or choose another camera, and try again.")
    return Trouble(texts.tr("The camera could not be used"), advice, reason)


def silent() -> Trouble:
    return Trouble(
        texts.tr("The camera sends no picture"),
        texts.tr(
            "Another program may be using it, or its shutter is closed. Free it, or choose another, and try again."
        ),
    )


def missing_video(path: Path) -> Trouble:
    return Trouble(
        texts.tr("The video is no longer there"),
        texts.tr(
            "There is no file {path}. Check that the disk or network drive is still there, then try again."
        ).format(path=path),
    )


def unplayable(reason: str) -> Trouble:
    advice = texts.tr(
        "Its file is damaged, or of a kind this machine cannot play. Most play MP4, MOV, MKV, WebM and AVI."
    )
    return Trouble(texts.tr("This video cannot be shown"), advice, reason)


def only_sound() -> Trouble:
    return Trouble(texts.tr("This video cannot be shown"), texts.tr("There is sound in it, but no picture."))


def no_backend() -> str:
    """The reason text for a multimedia module without a backend."""
    return texts.tr("Qt found no multimedia backend")


def missing_library(message: str) -> Trouble:
    """Qt's multimedia module could not be loaded; `message` is the loader's."""
    title = texts.tr("Camera and videos do not work on this machine yet")
    library = re.search(r"lib[\w+.-]+?\.so[.\d]*", message)
    if library is None:
        return Trouble(title, texts.tr("Qt's multimedia module could not be loaded: {reason}").format(reason=message))
    if library[0].startswith("libpulse"):
        advice = texts.tr(
            "The system library {library} is missing. Install it (Debian and Ubuntu: sudo apt install libpulse0; "
            "Fedora: sudo dnf install pulseaudio-libs). Then try again."
        )
    else:
        advice = texts.tr(
            "The system library {library} is missing. Install the package of your system that holds it. Then try again."
        )
    return Trouble(title, advice.format(library=library[0]))


VIDEO_SUFFIXES: Final = frozenset(".mp4 .m4v .mov .mkv .webm .avi .mpg .mpeg .wmv .ogv .3gp".split())

# Qt's multimedia module logs missing optional libraries and decoders on import and when it opens a file. They are not
# of interest to users.
QLoggingCategory.setFilterRules(
    "qt.multimedia.symbolsresolver=false\nqt.multimedia.ffmpeg*=false\nqt.multimedia.playbackengine*=false"
)


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera: the system's stable identifier and its display name."""

    id: str
    name: str


class FrameSource(Protocol):
    """Anything that sends frames. All calls and signals are in the window's thread."""

    frame_arrived: SignalInstance
    """Carries a QImage, upright and not mirrored."""
    failed: SignalInstance
    """Carries a `Trouble`; nothing is sent after it."""

    def stop(self) -> None:
        """Stop sending frames and release the camera or file."""


class CameraSource(FrameSource, Protocol):
    """The cameras, and the frames of the one that is on."""

    cameras_changed: SignalInstance

    def cameras(self) -> list[Camera]:
        """The cameras plugged in, the system's default first."""

    def start(self, camera_id: str) -> None:
        """Switch on this camera in place of another."""


class VideoSource(FrameSource, Protocol):
    """The frames of a video file, played or one by one. Never its sound."""

    frame_arrived: SignalInstance
    """Carries a QImage, upright, and the start and end of its frame in milliseconds."""
    moved: SignalInstance
    """Carries the position in milliseconds."""
    length_changed: SignalInstance
    """Carries the length in milliseconds; 0 if unknown."""
    playing_changed: SignalInstance
    """Carries whether it plays."""

    @property
    def frame_ms(self) -> float:
        """How long a frame is shown."""

    def open(self, path: Path) -> None:
        """Show the first frame of the video in `path`."""

    def play(self) -> None:
        """Play; at the end, from the start."""

    def pause(self) -> None:
        """Stop at the current frame."""

    def seek(self, position_ms: int) -> None:
        """Go to this position, playing or paused."""


def is_video(path: Path) -> bool:
    """Whether `path` has the suffix of a video file."""
    return path.suffix.lower() in VIDEO_SUFFIXES and not path.is_dir()


def open_cameras(parent: QObject) -> CameraSource:
    """The cameras of this machine.

    Raises:
        SourceError: Qt's multimedia module, a library or a backend is missing.
    """
    try:
        from desktop.live.qt_sources import SystemCameras, has_backend
    except ImportError as e:
        raise SourceError(missing_library(str(e))) from e
    if not has_backend():
        raise SourceError(missing_library(no_backend()))
    return SystemCameras(parent)


def open_videos(parent: QObject) -> VideoSource:
    """A player of video files.

    Raises:
        SourceError: Qt's multimedia module, a library or a backend is missing.
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

"""Where the camera dialog's frames come from, and what to say when none come."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from PySide6.QtCore import QCameraPermission, QCoreApplication, QLoggingCategory, QObject, Qt, SignalInstance

# Which optional libraries Qt's multimedia module did not find is no message to a user; it says so while it is imported.
QLoggingCategory.setFilterRules("qt.multimedia.symbolsresolver=false\nqt.multimedia.ffmpeg*=false")


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera: the system's stable name for it and the one people read."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is no picture, and the way out."""

    title: str
    advice: str


class CameraError(Exception):
    """There is nothing to take a picture with; `trouble` says so to the user."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.title)
        self.trouble: Final = trouble


class CameraSource(Protocol):
    """Cameras and the frames of the one that is on. All of it in the window's thread."""

    cameras_changed: SignalInstance
    frame_arrived: SignalInstance
    """Carries a QImage, upright and not mirrored."""
    failed: SignalInstance
    """Carries the system's reason as text; the camera is off then."""

    def cameras(self) -> list[Camera]:
        """Those plugged in now, the system's own choice first."""

    def start(self, camera_id: str) -> None:
        """Switch this camera on, after the one that was."""

    def stop(self) -> None:
        """Switch the camera off."""


def open_cameras(parent: QObject) -> CameraSource:
    """The cameras of this machine.

    Raises:
        CameraError: Qt's multimedia module, or a library it needs, is not there.
    """
    try:
        from desktop.camera_qt import SystemCameras
    except ImportError as e:
        raise CameraError(_missing_library(str(e))) from e
    return SystemCameras(parent)


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


def no_camera() -> Trouble:
    return Trouble(
        _say("No camera was found"),
        _say("Plug one in, or switch on the one in this machine: it will appear here by itself."),
    )


def refused() -> Trouble:
    if sys.platform == "darwin":
        way = _say("Allow it in System Settings, Privacy & Security, Camera, then try again.")
    elif sys.platform == "win32":
        way = _say("Allow it in Settings, Privacy & security, Camera, then try again.")
    else:
        way = _say("Allow it in the system's privacy settings, then try again.")
    return Trouble(_say("Facet may not use the camera"), way)


def broken(reason: str) -> Trouble:
    advice = _say("Another program may be using it: close that program, or choose another camera, and try again.")
    return Trouble(_say("The camera could not be used"), f"{advice}\n\n{reason}" if reason else advice)


def silent() -> Trouble:
    return Trouble(
        _say("The camera sends no picture"),
        _say("Another program may be using it, or its shutter is closed. Free it, or choose another, and try again."),
    )


def _missing_library(message: str) -> Trouble:
    title = _say("Taking pictures does not work on this machine yet")
    library = re.search(r"lib[\w+.-]+?\.so[.\d]*", message)
    if library is None:
        return Trouble(title, _say("Qt's multimedia module could not be loaded: {reason}").format(reason=message))
    if library[0].startswith("libpulse"):
        way = _say(
            "Install it (Debian and Ubuntu: sudo apt install libpulse0; Fedora: sudo dnf install pulseaudio-libs)."
        )
    else:
        way = _say("Install the package of your system that holds it.")
    missing = _say("The system library {library} is missing.").format(library=library[0])
    return Trouble(title, f"{missing} {way} " + _say("Then try again."))


def _say(text: str) -> str:
    return QCoreApplication.translate("camera", text)

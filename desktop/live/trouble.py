"""Why there is no live picture, and the way out, in words."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.app.translation import texts


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is no picture, and the way out."""

    title: str
    advice: str
    reason: str = ""
    """The system's own words for it, in whatever language it speaks; empty where it gives none."""


class SourceError(Exception):
    """There is nothing that could send pictures; `trouble` says so to the user."""

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
    """A reason: Qt's multimedia module is there, but nothing that plays or films for it."""
    return texts.tr("Qt found no multimedia backend")


def missing_library(message: str) -> Trouble:
    """Qt's multimedia module does not load; `message` is the loader's own."""
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

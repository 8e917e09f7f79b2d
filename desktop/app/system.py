"""Checks on Linux, without Qt, of what a window needs: a display and system libraries."""

from __future__ import annotations

import ctypes
import os
import socket
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

ALWAYS_NEEDED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "libGL.so.1": "libgl1",
        "libEGL.so.1": "libegl1",
        "libxkbcommon.so.0": "libxkbcommon0",
        "libfontconfig.so.1": "libfontconfig1",
        "libdbus-1.so.3": "libdbus-1-3",
        "libglib-2.0.so.0": "libglib2.0-0",
    }
)
"""Libraries that Qt loads in any case, and the Debian packages that hold them."""
X11_NEEDED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
        "libxcb-cursor.so.0": "libxcb-cursor0",
        "libxcb-icccm.so.4": "libxcb-icccm4",
        "libxcb-image.so.0": "libxcb-image0",
        "libxcb-keysyms.so.1": "libxcb-keysyms1",
        "libxcb-render-util.so.0": "libxcb-render-util0",
        "libxcb-shape.so.0": "libxcb-shape0",
    }
)
"""Libraries of Qt's X11 plugin, without which Qt ends the program with no word Python could catch."""
CAMERA_NEEDED: Final[Mapping[str, str]] = MappingProxyType(
    {"libpulse.so.0": "libpulse0", "libXrandr.so.2": "libxrandr2"}
)
"""Libraries of QtMultimedia and its FFmpeg plugin. The window opens without them; camera and videos do not."""


def has_display() -> bool:
    """Whether a window can be shown at all.

    Where a Wayland compositor is named that is not there, but an X server is, Qt is told to take that one.
    """
    if not sys.platform.startswith("linux"):
        return True
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if chosen and not chosen.startswith(("xcb", "wayland")):
        return chosen.startswith(("offscreen", "minimal")) or _qt_starts()
    if (chosen or "wayland").startswith("wayland") and _wayland_answers():
        return True
    if chosen.startswith("wayland") or not os.environ.get("DISPLAY") or not _x11_answers():
        return False
    if os.environ.get("WAYLAND_DISPLAY"):
        os.environ["QT_QPA_PLATFORM"] = "xcb"
    return True


def missing_packages(loads: Callable[[str], object] = ctypes.CDLL) -> list[str]:
    """Debian packages that Qt needs here and that are not installed."""
    needed = dict(ALWAYS_NEEDED)
    if _uses_x11():
        needed |= X11_NEEDED
    return list(missing_libraries(needed, loads).values())


def missing_libraries(needed: Mapping[str, str], loads: Callable[[str], object] = ctypes.CDLL) -> dict[str, str]:
    """Those of `needed` that do not load here, each with its Debian package."""
    if not sys.platform.startswith("linux"):
        return {}
    return {library: package for library, package in needed.items() if not _there(library, loads)}


def _wayland_answers() -> bool:
    """Whether the compositor that WAYLAND_DISPLAY names is there; Qt would end the program if it is not."""
    name = os.environ.get("WAYLAND_DISPLAY", "")
    if not name and not os.environ.get("QT_QPA_PLATFORM", "").startswith("wayland"):
        return False
    # Where it lies unless the name is a path: wayland's own rule, as is its first name.
    path = os.path.join(os.environ.get("XDG_RUNTIME_DIR", ""), name or "wayland-0")  # noqa: PTH118 - may be absolute
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(path)
        except OSError:
            return False
    return True


def _qt_starts() -> bool:
    """Whether Qt starts on the platform that QT_QPA_PLATFORM names, tried in a process that Qt may end."""
    child = os.fork()
    if child == 0:
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            from PySide6.QtGui import QGuiApplication

            os._exit(QGuiApplication([]).primaryScreen() is None)
        except BaseException:  # noqa: BLE001 - the parent is told in any case
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def _x11_answers() -> bool:
    """Whether the X server that DISPLAY names is there; Qt would end the program if it is not."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # a missing library is told elsewhere
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed


def _uses_x11() -> bool:
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    return chosen.startswith("xcb") if chosen else not os.environ.get("WAYLAND_DISPLAY")


def _there(library: str, loads: Callable[[str], object]) -> bool:
    try:
        loads(library)
    except OSError:
        return False
    return True

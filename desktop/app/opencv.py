"""OpenCV beside Qt."""

from __future__ import annotations

import os
from typing import Final

QT_VARIABLES: Final = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")


def import_opencv() -> None:
    """Import OpenCV and undo what its Linux wheel does to the environment.

    On import it points Qt at plugins and fonts of its own Qt 5, at which every program started from here, and every
    later part of Qt 6, would stumble.
    """
    before = {name: os.environ.get(name) for name in QT_VARIABLES}
    import cv2  # noqa: F401 - imported for its effect

    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value

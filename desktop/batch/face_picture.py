"""The small picture of a face in the table of results, cut out of its photo."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

FACE_PX: Final = 48
_MADE_PX: Final = 2 * FACE_PX
"""Twice what is shown, for dense screens."""
_AROUND: Final = 1.4
"""How much of the photo is shown, in sides of the face's box."""


@dataclass(frozen=True, slots=True)
class FacePicture:
    """Which picture: a face of a photo of some size or, without a box, the middle of the photo."""

    path: Path
    size: tuple[int, int]
    """Width and height of the upright photo."""
    box: tuple[float, float, float, float] | None


def face_picture(wanted: FacePicture) -> QImage:
    """The picture, decoding no more of the photo than it needs.

    Raises:
        ImageError: The photo cannot be read.
    """
    from core.vision.imaging import read_thumbnail
    from desktop.widgets.picture import to_image

    width, height = wanted.size
    x0, y0, x1, y1 = wanted.box or (0.0, 0.0, width, height)
    side = _AROUND * max(x1 - x0, y1 - y0, 1.0) if wanted.box else min(width, height)
    longest = max(width, height)
    rgb = read_thumbnail(wanted.path, min(longest, math.ceil(longest * _MADE_PX / side)))
    scale = max(rgb.shape[:2]) / longest
    left, top = (x0 + x1 - side) / 2 * scale, (y0 + y1 - side) / 2 * scale
    across = max(1, round(side * scale))
    # Where the square reaches beyond the photo it is empty: the face keeps its place in the middle.
    photo = to_image(rgb).convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    cut = photo.copy(round(left), round(top), across, across)
    ways = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    made = cut.scaled(_MADE_PX, _MADE_PX, *ways)
    made.setDevicePixelRatio(_MADE_PX / FACE_PX)
    return made

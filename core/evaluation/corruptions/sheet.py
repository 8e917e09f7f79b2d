"""A contact sheet of every corruption, to look at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from core.evaluation.corruptions import CORRUPTIONS, STRENGTHS, corrupt
from core.vision.faces import Face
from core.vision.imaging import RGB

_GAP_PX: Final = 6
_TITLE_PX: Final = 16
_INK: Final = (60, 60, 60)


def contact_sheet(
    picture_rgb: RGB, face: Face, *, tile_px: int = 120, columns: int = 1, strengths: Sequence[int] = STRENGTHS
) -> RGB:
    """The face under every corruption, a row of growing strengths each, with `columns` rows side by side.

    Tiles show the head with some air around it, upright as in the picture.
    """
    rows = [_row(picture_rgb, face, name, tile_px, strengths) for name in CORRUPTIONS]
    height, width = rows[0].shape[:2]
    down = -(-len(rows) // columns)
    sheet = np.full((down * height + _GAP_PX, columns * (width + _GAP_PX), 3), 255, np.uint8)
    for number, row in enumerate(rows):
        x, y = (number // down) * (width + _GAP_PX), (number % down) * height
        sheet[y : y + height, x : x + width] = row
    return sheet


def _row(picture_rgb: RGB, face: Face, name: str, tile_px: int, strengths: Sequence[int]) -> RGB:
    x0, y0, x1, y1 = face.box
    side = 1.9 * max(x1 - x0, y1 - y0)
    left, top = (x0 + x1 - side) / 2.0, (y0 + y1 - side) / 2.0 - 0.06 * side
    scale = tile_px / side
    to_tile = np.array([[scale, 0.0, -left * scale], [0.0, scale, -top * scale]])
    row = np.full((_TITLE_PX + tile_px + _GAP_PX, len(strengths) * (tile_px + _GAP_PX), 3), 255, np.uint8)
    title = f"{CORRUPTIONS[name].title}"
    cv2.putText(row, title, (_GAP_PX, _TITLE_PX - 4), cv2.FONT_HERSHEY_SIMPLEX, 0.42, _INK, 1, cv2.LINE_AA)
    for at, strength in enumerate(strengths):
        picture = corrupt(picture_rgb, face, name, strength, seed=at)
        x = _GAP_PX + at * (tile_px + _GAP_PX)
        tile = cv2.warpAffine(
            picture, to_tile, (tile_px, tile_px), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        row[_TITLE_PX : _TITLE_PX + tile_px, x : x + tile_px] = tile
    return row

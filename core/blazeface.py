"""BlazeFace, short and full range, as Facet's face detector.

Bazarevsky et al. 2019, BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cached_property
from typing import Final

import cv2
import numpy as np

from core.blazeface_networks import (
    FULL_RANGE_PX,
    BlazeFace,
    WideBlazeFace,
    Window,
    averaged,
    full_range,
    short_range,
)
from core.boxes import Floats, merge, same_face, stacked
from core.faces import Face
from core.imaging import RGB

_PROPOSED: Final = 0.4
_CONFIRMED: Final = 0.55
_SURE: Final = 0.8
"""Scores from which a face is proposed, is confirmed by the full range network from close by, needs no confirming.
Chosen on photographs with and without faces: of 50 proposals on galaxies, coins, machines and fur none is confirmed,
while faces half cut off by the picture's edge, of which either network alone is less sure than of some coins, are."""
_BORDER: Final = 0.25
"""By how much of itself a window reaches over the picture's edges, for faces that they cut off."""
_TILES_FROM_PX: Final = 500
_TILE_SCALE: Final = 2
"""How much smaller than the picture a tile is."""
_TILE_OVERLAP: Final = 0.25
_WIDE_FROM_PX: Final = 1000
_WIDE_PX: Final = 768
_WIDE_PROPOSED: Final = 0.15
"""From this longer side on, a picture is looked at whole, its longer side brought to the second, in place of tiles.
A small face then has one look, not several; that it is proposed by less makes up for it, and it has to be confirmed."""
_CROP_PX: Final = 256
_CROP_BORDERS: Final = (1.0, 0.25)
_CROP_CONFIRMED: Final = 0.45
_CROP_SMALLEST: Final = 0.5
"""A face that fills its picture, often in profile, is looked for once more in the picture brought to this side, with
black around it, so many sides wide; it is confirmed by less, but has to be this share of the side. Of FairFace's
2,500 validation pictures 19 are left without a face, without this look 136 (`benchmarks/crops.py`)."""
_CONFIRM_WINDOW: Final = 3.0
_SHARPEN_WINDOW: Final = 2.0
"""Sides of the windows in which a face is looked at once more, in sides of its box."""
_WIDE_CONFIRM_PX: Final = FULL_RANGE_PX * 2 // 3
_WIDE_CONFIRM_WINDOW: Final = 2.0
"""A whole picture has many things to look at once more that are no faces: each in a narrower window, in which a face is
as large, for less than half the time. As many faces are found and fewer other things (`benchmarks/detection.py`)."""


class BlazeFaceDetector:
    """Short range for close faces and full range for the rest, which for small faces looks at large pictures enlarged.

    Every face found is looked at once more from close by, which sharpens its key points and drops what is no face.

    Args:
        threads: How many windows of a picture may be looked at side by side.
        small_faces: Whether to look for them: at parts of the picture enlarged or, from 1000 pixels on, at the whole.

    Raises:
        DetectorError: A network's file is missing or damaged.
    """

    def __init__(self, *, threads: int = 1, small_faces: bool = True) -> None:
        self._short = short_range(threads=threads)
        self._full = full_range(threads=threads)
        self._wide = WideBlazeFace(_WIDE_PX, threads=threads)
        self._small_faces = small_faces

    @cached_property
    def _close(self) -> BlazeFace:
        # Made when the first large photo comes: it takes 8 MB, and time that a start has not.
        return full_range(threads=1, side_px=_WIDE_CONFIRM_PX)

    def detect(self, rgb: RGB) -> tuple[Face, ...]:
        """Faces in an RGB picture of shape (height, width, 3), left to right.

        Where nothing is found, the picture may be a crop that a face fills, and is looked at as one.
        """
        height, width = rgb.shape[:2]
        rows = self._search(rgb, small_faces=self._small_faces)
        if not len(rows):
            rows = self._search_crop(rgb)
        faces = (_to_face(row, width, height) for row in rows)
        return tuple(sorted((face for face in faces if face is not None), key=lambda face: face.box[0]))

    def _search(self, rgb: RGB, *, small_faces: bool, limit: float = _CONFIRMED) -> Floats:
        wide = small_faces and max(rgb.shape[:2]) >= _WIDE_FROM_PX
        proposed = merge(self._propose(rgb, small_faces=small_faces, wide=wide))
        looks = (self._look_closely(rgb, row, limit, wide=wide) for row in proposed)
        return merge(stacked([row for row in looks if row is not None]))

    def _search_crop(self, rgb: RGB) -> Floats:
        scale = _CROP_PX / max(rgb.shape[:2])
        method = cv2.INTER_AREA if scale < 1.0 else cv2.INTER_CUBIC
        size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
        crop = cv2.resize(rgb, size, interpolation=method)
        rows = stacked([])
        for share in _CROP_BORDERS:
            border = round(share * _CROP_PX)
            framed = cv2.copyMakeBorder(crop, border, border, border, border, cv2.BORDER_CONSTANT)
            rows = self._search(np.asarray(framed, np.uint8), small_faces=False, limit=_CROP_CONFIRMED)
            rows[:, :16] -= border
            inside = rows[:, :4].clip(0.0, _CROP_PX)
            sides = np.maximum(inside[:, 2] - inside[:, 0], inside[:, 3] - inside[:, 1])
            rows = rows[sides >= _CROP_SMALLEST * _CROP_PX]
            if len(rows):
                break
        rows[:, :16] /= scale
        return rows

    def _propose(self, rgb: RGB, *, small_faces: bool, wide: bool) -> Floats:
        # No window needs more pixels than its network is shown: averaged down once, the windows cost next to nothing.
        small, shrink = averaged(rgb, max(rgb.shape[:2]) / (_WIDE_PX if small_faces else FULL_RANGE_PX))
        height, width = small.shape[:2]
        side = max(width, height)
        whole = Window.square((width - side) / 2, (height - side) / 2, side)
        bordered = whole.scaled(1.0 + 2.0 * _BORDER)
        found = [self._short.find(small, whole, _PROPOSED)]
        if wide:
            found += [self._full.find(small, bordered, _PROPOSED), self._wide.find(small, _WIDE_PROPOSED)]
        elif small_faces:
            found += self._full.find_all(small, [whole, bordered, *_tile_windows(width, height)], _PROPOSED)
        else:
            found += [self._full.find(small, whole, _PROPOSED)]
        rows = np.concatenate(found)
        rows[:, :16] *= shrink
        return rows

    def _look_closely(self, rgb: RGB, row: Floats, limit: float, *, wide: bool) -> Floats | None:
        """The face of `row` with its key points sharpened, or nothing where it is not confirmed."""
        if row[16] < _SURE:
            network, window = (self._close, _WIDE_CONFIRM_WINDOW) if wide else (self._full, _CONFIRM_WINDOW)
            confirmed = same_face(row, network.find(rgb, _around(row, window), limit))
            if confirmed is None:
                return None
            row = confirmed
        sharpened = same_face(row, self._short.find(rgb, _around(row, _SHARPEN_WINDOW), limit))
        return row if sharpened is None else sharpened


def _around(row: Floats, factor: float) -> Window:
    side = max(row[2] - row[0], row[3] - row[1])
    return Window.square((row[0] + row[2] - side) / 2, (row[1] + row[3] - side) / 2, side).scaled(factor)


def _tile_windows(width: int, height: int) -> Iterator[Window]:
    """Overlapping windows, where the picture leaves them a useful size; they reach over its edges."""
    side = max(width, height) / _TILE_SCALE
    if max(width, height) >= _TILES_FROM_PX:
        for y in _starts(height, side):
            for x in _starts(width, side):
                yield Window.square(x, y, side)


def _starts(length: int, side: float) -> list[float]:
    first, last = -_BORDER * side, length - (1.0 - _BORDER) * side
    if last <= first:
        return [(length - side) / 2.0]
    count = math.ceil((last - first) / (side * (1.0 - _TILE_OVERLAP))) + 1
    return [first + i * (last - first) / (count - 1) for i in range(count)]


def _to_face(row: Floats, width: int, height: int) -> Face | None:
    x0, y0, x1, y1 = (float(value) for value in row[:4])
    box = (max(x0, 0.0), max(y0, 0.0), min(x1, float(width)), min(y1, float(height)))
    if box[2] - box[0] < 1.0 or box[3] - box[1] < 1.0:
        return None
    return Face(box=box, keypoints=row[4:16].reshape(6, 2).copy(), score=float(row[16]))

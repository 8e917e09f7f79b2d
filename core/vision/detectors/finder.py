"""Facet's own face detector: YuNet proposes faces, CenterFace looks at each from close by."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from threading import local
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from core.vision.detectors.boxes import SCORE, Floats, distinct, longer_sides, moved, no_rows, overlap, suppressed
from core.vision.detectors.networks import CenterFaceLook, CloseLook, YuNet, YuNetLook, averaged
from core.vision.faces import Face, reading_order
from core.vision.imaging import RGB

_THOROUGH_PX: Final = 512
_FAST_PX: Final = 256
_SMALL_FACES_PX: Final = 1280
"""Longer sides to which a picture is brought; to the last one only where small faces seem to be in it."""
_SHAPES_KEPT: Final = 3
"""Photos of a folder are mostly of one camera, upright or not."""
_SMALL_PX: Final = 64
_SMALL_SCORE: Final = 0.15
"""Proposals of that size and score, at the first of these sides, call for another look at the last."""
_ENLARGED: Final = 1.5
"""No picture is enlarged by more: YuNet learned from faces up to half of what it is shown."""
_PROPOSED: Final = 0.3
_CONFIRMED: Final = 0.505
_YUNET_SHARE: Final = 0.3
"""Scores from which a face is proposed, and is one. The second is a mean of both networks' scores with this share of
YuNet's, which is sure of many a hand. Chosen on photos of crowds, with the boxes that lie on no face looked at one by
one (docs/detection.md)."""
_SURE: Final = 0.85
"""A proposal this sure is looked at by YuNet itself where speed matters most: CenterFace takes five times as long."""
_CROP_CONFIRMED: Final = 0.18
_CROP_SIDE: Final = 0.35
"""A picture in which nothing else is found may be a crop that a face fills: from this score on, if it has this share of
the picture's shorter side and lies over its middle."""
_SMOOTHED_PX: Final = 1.5
_LEVELS: Final = (2.0, 98.0)
_LEVELS_STEP: Final = 4
"""How a picture without a face is cleared: the standard deviation of the smoothing, and the percentiles of the levels
that become black and white, taken of every fourth pixel each way."""
_WINDOW: Final = 2.0
"""Side of the window in which CenterFace looks at a proposal, in longer sides of its box."""
_LOOKED_AT: Final = 0.05
_SAME_FACE: Final = 0.3
_ONE_FACE: Final = 0.4
"""Overlaps (intersection over union) from which what CenterFace found is the face that YuNet proposed, and from which
two faces are one."""
_POINTS_APART: Final = 0.2
"""They are one too where their key points lie closer than this share of the box."""
_TILTED: Final = math.radians(8)
_TILTED_LOOKS: Final = 2
"""A face tilted by more is looked at again in a window that stands as it does, so often at most."""
_TURNED_CLEARLY: Final = 0.15
"""By how much surer a turned picture's faces have to be than those of the picture as it is."""
_UPRIGHT_SURE: Final = 0.75
"""A picture with a face this sure is not turned."""


class FaceFinder:
    """Finds faces from about 16 pixels in a picture, and brings key points for aligning them.

    A picture in which no sure face is found is also looked at on its side and on its head: its faces are found as they
    lie, with key points in the pixels of the picture as it is.

    Args:
        threads: How many the networks may use.
        thorough: Look for small faces and turned pictures too; otherwise once at a coarser picture, for a camera.

    Raises:
        DetectorError: A network's file is missing or damaged.
    """

    def __init__(self, *, threads: int = 1, thorough: bool = True) -> None:
        self._threads = threads
        self._yunet = YuNet(threads=threads, shapes_kept=_SHAPES_KEPT)
        self._centerface = _EachThread(CenterFaceLook)
        self._second_yunet = None if thorough else _EachThread(YuNetLook)
        self._pool = ThreadPoolExecutor(threads, "faces") if threads > 1 else None
        self._thorough = thorough
        self._longer_px = _THOROUGH_PX if thorough else _FAST_PX

    @cached_property
    def _for_small(self) -> YuNet:
        # Made when small faces are first looked for: it takes memory.
        return YuNet(threads=self._threads, shapes_kept=1)

    def detect(self, rgb: RGB) -> tuple[Face, ...]:
        """Faces in an RGB picture of shape (height, width, 3), in reading order."""
        # Neither network is shown more pixels than these; chips are cut from the whole picture.
        small, shrink = averaged(rgb, max(rgb.shape[:2]) / _SMALL_FACES_PX)
        rows = self._found(small, small_faces=self._thorough)
        if not len(rows):
            # In the dark, in fog and under noise both networks see less, and least of dark faces.
            rows = self._found(_cleared(small), small_faces=False)
        if self._thorough and rows[:, SCORE].max(initial=0.0) < _UPRIGHT_SURE:
            rows = self._turned(small, rows)
        height, width = rgb.shape[:2]
        faces = (_to_face(row, width, height) for row in moved(rows, shrink, 0.0, 0.0))
        return reading_order(face for face in faces if face is not None)

    def _found(self, rgb: RGB, *, small_faces: bool) -> Floats:
        looked_at = self._looked_at(rgb, self._proposed(rgb, small_faces=small_faces))
        confirmed = looked_at[looked_at[:, SCORE] >= _CONFIRMED]
        if not len(confirmed):
            filling = looked_at[_fills(looked_at, rgb) & (looked_at[:, SCORE] >= _CROP_CONFIRMED)]
            confirmed = filling[filling[:, SCORE] == filling[:, SCORE].max(initial=0.0)]
        return distinct(confirmed, _ONE_FACE, _POINTS_APART)

    def _proposed(self, rgb: RGB, *, small_faces: bool) -> Floats:
        longer = max(rgb.shape[:2])
        first_px = round(min(self._longer_px, _ENLARGED * longer))
        rows = self._yunet.find(rgb, first_px, _SMALL_SCORE)
        second_px = round(min(_SMALL_FACES_PX, _ENLARGED * longer))
        if small_faces and second_px > first_px and (longer_sides(rows) < _SMALL_PX * longer / first_px).any():
            rows = suppressed(np.concatenate([rows, self._for_small.find(rgb, second_px, _PROPOSED)]), _ONE_FACE)
        return np.asarray(rows[rows[:, SCORE] >= _PROPOSED])

    def _looked_at(self, rgb: RGB, proposed: Floats) -> Floats:
        """Each proposal as the mean of what both networks say of it: their errors differ, and it moves less."""

        def look(row: Floats) -> Floats:
            network = self._centerface
            if self._second_yunet is not None and row[SCORE] >= _SURE:
                network = self._second_yunet
            found = _from_close_by(network, rgb, row, 0.0)
            if found is None:
                return np.append(row[:SCORE], _YUNET_SHARE * row[SCORE]).astype(np.float32)
            mean = np.asarray((found + row) / 2.0)
            mean[SCORE] = _YUNET_SHARE * row[SCORE] + (1.0 - _YUNET_SHARE) * found[SCORE]
            shown = 0.0
            for _ in range(_TILTED_LOOKS):
                roll = _roll(mean)
                if abs(_angle(roll - shown)) < _TILTED:
                    break
                # Both networks learned from upright faces and draw the key points of others too upright.
                again, shown = _from_close_by(network, rgb, mean, roll), roll
                if again is None:
                    break
                mean[4:SCORE] = again[4:SCORE]
            return mean

        rows: Iterable[Floats] = self._pool.map(look, proposed) if self._pool else map(look, proposed)
        return np.concatenate([no_rows(), *(row[None] for row in rows)])

    def _turned(self, rgb: RGB, upright: Floats) -> Floats:
        """What is found on the picture turned by the quarter at which its faces are surest, in its own pixels."""
        surest, turned = float(upright[:, SCORE].max(initial=0.0)) + _TURNED_CLEARLY, 0
        for quarters in (1, 2, 3):
            rows = self._found(np.ascontiguousarray(np.rot90(rgb, quarters)), small_faces=False)
            score = float(rows[:, SCORE].max(initial=0.0))
            if score > surest:
                surest, turned = score, quarters
        if not turned:
            return upright
        rows = self._found(np.ascontiguousarray(np.rot90(rgb, turned)), small_faces=True)
        return _turned_back(rows, turned, rgb.shape[:2])


class _EachThread:
    """A network for each thread: its calls would wait for one another."""

    def __init__(self, make: Callable[[], CloseLook]) -> None:
        self._make = make
        self._local = local()
        self._local.network = make()

    def find(self, rgb: RGB, centre: tuple[float, float], side: float, roll: float, min_score: float) -> Floats:
        if not hasattr(self._local, "network"):
            self._local.network = self._make()
        network: CloseLook = self._local.network
        return network.find(rgb, centre, side, roll, min_score)


def _from_close_by(network: _EachThread, rgb: RGB, row: Floats, roll: float) -> Floats | None:
    """What a network finds where `row` is, in a window turned by `roll`; nothing where it finds no such face."""
    centre = float(row[0] + row[2]) / 2.0, float(row[1] + row[3]) / 2.0
    side = _WINDOW * float(max(row[2] - row[0], row[3] - row[1]))
    found = network.find(rgb, centre, side, roll, _LOOKED_AT)
    found = found[overlap(row, found) >= _SAME_FACE]
    return found[found[:, SCORE].argmax()] if len(found) else None


def _angle(radians: float) -> float:
    """The same angle between -pi and pi."""
    return (radians + math.pi) % (2.0 * math.pi) - math.pi


def _roll(row: Floats) -> float:
    """How the face is turned in the picture, in radians, clockwise: across the eyes and down to the mouth alike."""
    points = row[4:SCORE:2] + 1j * row[5:SCORE:2]
    across, down = points[1] - points[0], points[3:].mean() - points[:2].mean()
    return float(np.angle(across - 1j * down))


def _fills(rows: Floats, rgb: RGB) -> NDArray[np.bool_]:
    """Which boxes are large in the picture and lie over its middle."""
    height, width = rgb.shape[:2]
    over_middle = ((rows[:, :2] < (width / 2, height / 2)) & (rows[:, 2:4] > (width / 2, height / 2))).all(axis=1)
    return np.asarray(over_middle & (longer_sides(rows) >= _CROP_SIDE * min(height, width)))


def _cleared(rgb: RGB) -> RGB:
    """The picture smoothed, and its levels, all but the darkest and brightest few, spread over the whole range."""
    smooth = cv2.GaussianBlur(rgb, (0, 0), _SMOOTHED_PX)
    low, high = np.percentile(smooth[::_LEVELS_STEP, ::_LEVELS_STEP], _LEVELS)
    levels = (np.arange(256) - low) * (255.0 / max(high - low, 1.0))
    return np.asarray(cv2.LUT(smooth, levels.clip(0.0, 255.0).astype(np.uint8)), np.uint8)


def _turned_back(rows: Floats, quarters: int, shape: tuple[int, ...]) -> Floats:
    """Rows found in `np.rot90(picture, quarters)`, in pixels of the picture of this shape."""
    height, width = shape[:2]
    points = rows[:, :SCORE].reshape(-1, SCORE // 2, 2)
    x, y = points[..., 0], points[..., 1]
    back = {1: (width - y, x), 2: (width - x, height - y), 3: (y, height - x)}[quarters]
    turned = np.stack(back, axis=-1)
    box = turned[:, :2]
    turned[:, 0], turned[:, 1] = box.min(axis=1), box.max(axis=1)
    return np.concatenate([turned.reshape(-1, SCORE), rows[:, SCORE:]], axis=1).astype(np.float32)


def _to_face(row: Floats, width: int, height: int) -> Face | None:
    x0, y0, x1, y1 = (float(value) for value in row[:4])
    box = (max(x0, 0.0), max(y0, 0.0), min(x1, float(width)), min(y1, float(height)))
    if box[2] - box[0] < 1.0 or box[3] - box[1] < 1.0:
        return None
    return Face(box=box, keypoints=row[4:SCORE].reshape(5, 2).copy(), score=float(min(row[SCORE], 1.0)))

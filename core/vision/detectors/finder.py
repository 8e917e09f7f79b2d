"""Facet's own face detector: YuNet proposes faces, CenterFace verifies and refines each in a close-up."""

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

from core.vision.detectors.networks import (
    SCORE,
    CenterFaceLook,
    CloseLook,
    Floats,
    YuNet,
    YuNetLook,
    averaged,
    distinct,
    longer_sides,
    moved,
    no_rows,
    overlap,
    suppressed,
)
from core.vision.faces import Face, reading_order
from core.vision.imaging import RGB

_THOROUGH_PX: Final = 512
_FAST_PX: Final = 256
_SMALL_FACES_PX: Final = 1280
"""Longer sides to which a picture is resized; the last one only if it seems to contain small faces."""
_SHAPES_KEPT: Final = 3
"""Photos of a folder are mostly of one camera, upright or not."""
_SMALL_PX: Final = 64
_SMALL_SCORE: Final = 0.15
"""Proposals of this size and score at the first side cause a second pass at the last one."""
_ENLARGED: Final = 1.5
"""Largest enlargement of a picture: YuNet was trained on faces up to half the size of its input."""
_PROPOSED: Final = 0.3
_CONFIRMED: Final = 0.505
_YUNET_SHARE: Final = 0.3
"""Lowest scores of a proposal and of a face. The second is a mean of both networks' scores, with this weight of
YuNet's, which gives high scores to many hands. Chosen on photos of crowds after inspecting every false detection
(docs/detection.md)."""
_SURE: Final = 0.85
"""In fast mode, YuNet itself verifies a proposal with this score: CenterFace takes five times as long."""
_CROP_CONFIRMED: Final = 0.18
_CROP_SIDE: Final = 0.35
"""If nothing else is found, the picture may be a crop that a face fills: lowest score and smallest share of the shorter
side of a box that covers the middle of the picture."""
_SMOOTHED_PX: Final = 1.5
_LEVELS: Final = (2.0, 98.0)
_LEVELS_STEP: Final = 4
"""How a picture without a face is enhanced: the standard deviation of the smoothing, and the percentiles of the levels
that become black and white, computed from every fourth pixel in each direction."""
_WINDOW: Final = 2.0
"""Side of the window that CenterFace is given of a proposal, in longer sides of its box."""
_LOOKED_AT: Final = 0.05
_SAME_FACE: Final = 0.3
_ONE_FACE: Final = 0.4
"""Lowest overlap (intersection over union) at which CenterFace's face is the one that YuNet proposed, and at which two
faces are the same."""
_POINTS_APART: Final = 0.2
"""Two faces are also the same if their key points are closer than this share of the box."""
_TILTED: Final = math.radians(8)
_TILTED_LOOKS: Final = 2
"""A face tilted by more is evaluated again in a window rotated with it, at most this many times."""
_TURNED_CLEARLY: Final = 0.15
"""By how much the scores in a rotated picture must exceed those in the original one."""
_UPRIGHT_SURE: Final = 0.75
"""A picture with a face of this score is not rotated."""


class FaceFinder:
    """Finds faces of about 16 pixels or more, with key points for aligning them.

    A picture without a confident face is also searched rotated by 90, 180 and 270 degrees. Boxes and key points are
    always in pixels of the original picture.

    Args:
        threads: How many threads the networks may use.
        thorough: Also find small faces and rotated pictures. Otherwise search a coarser picture once, as for a camera.

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
        # Created when small faces are first searched for, because it takes memory.
        return YuNet(threads=self._threads, shapes_kept=1)

    def detect(self, rgb: RGB) -> tuple[Face, ...]:
        """Faces in an RGB picture of shape (height, width, 3), in reading order."""
        # Neither network is shown more pixels than these; chips are cut from the whole picture.
        small, shrink = averaged(rgb, max(rgb.shape[:2]) / _SMALL_FACES_PX)
        rows = self._found(small, small_faces=self._thorough)
        if not len(rows):
            # In darkness, fog and noise both networks miss more faces, most of all dark ones.
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
        """Each proposal as the mean of both networks' results: their errors differ, and the mean is steadier."""

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
                # Both networks were trained on upright faces and place the key points of others too upright.
                again, shown = _from_close_by(network, rgb, mean, roll), roll
                if again is None:
                    break
                mean[4:SCORE] = again[4:SCORE]
            return mean

        rows: Iterable[Floats] = self._pool.map(look, proposed) if self._pool else map(look, proposed)
        return np.concatenate([no_rows(), *(row[None] for row in rows)])

    def _turned(self, rgb: RGB, upright: Floats) -> Floats:
        """Faces found after rotating the picture by the quarter with the highest scores, in original pixels."""
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
    """One network per thread, because calls to a network are serialized."""

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
    """The face a network finds at `row` in a window rotated by `roll`; None if it finds no such face."""
    centre = float(row[0] + row[2]) / 2.0, float(row[1] + row[3]) / 2.0
    side = _WINDOW * float(max(row[2] - row[0], row[3] - row[1]))
    found = network.find(rgb, centre, side, roll, _LOOKED_AT)
    found = found[overlap(row, found) >= _SAME_FACE]
    return found[found[:, SCORE].argmax()] if len(found) else None


def _angle(radians: float) -> float:
    """The same angle between -pi and pi."""
    return (radians + math.pi) % (2.0 * math.pi) - math.pi


def _roll(row: Floats) -> float:
    """The roll of the face in radians, clockwise, from the line of the eyes and the line from eyes to mouth."""
    points = row[4:SCORE:2] + 1j * row[5:SCORE:2]
    across, down = points[1] - points[0], points[3:].mean() - points[:2].mean()
    return float(np.angle(across - 1j * down))


def _fills(rows: Floats, rgb: RGB) -> NDArray[np.bool_]:
    """Which boxes are large and cover the middle of the picture."""
    height, width = rgb.shape[:2]
    over_middle = ((rows[:, :2] < (width / 2, height / 2)) & (rows[:, 2:4] > (width / 2, height / 2))).all(axis=1)
    return np.asarray(over_middle & (longer_sides(rows) >= _CROP_SIDE * min(height, width)))


def _cleared(rgb: RGB) -> RGB:
    """The picture smoothed, with its levels stretched to the full range except for the darkest and brightest few."""
    smooth = cv2.GaussianBlur(rgb, (0, 0), _SMOOTHED_PX)
    low, high = np.percentile(smooth[::_LEVELS_STEP, ::_LEVELS_STEP], _LEVELS)
    levels = (np.arange(256) - low) * (255.0 / max(high - low, 1.0))
    return np.asarray(cv2.LUT(smooth, levels.clip(0.0, 255.0).astype(np.uint8)), np.uint8)


def _turned_back(rows: Floats, quarters: int, shape: tuple[int, ...]) -> Floats:
    """Rows found in `np.rot90(picture, quarters)`, converted to pixels of the picture, which has this shape."""
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

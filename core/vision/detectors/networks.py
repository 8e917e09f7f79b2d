"""YuNet, which proposes faces in a whole picture, CenterFace, which refines one in a close-up, and rows of boxes."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from core.errors import DetectorError
from core.litert import Network
from core.places import resource
from core.vision.imaging import RGB

_STRIDE: Final = 32
"""The sides of both networks' inputs are multiples of it."""
_SAME_PROPOSAL: Final = 0.3
_CENTERFACE_STRIDE: Final = 4
_YUNET_LOOK_PX: Final = 160


class YuNet:
    """Proposes faces in a picture resized to any size.

    Args:
        threads: How many threads the network may use.
        shapes_kept: For how many picture shapes a prepared network is kept. Preparing takes as long as a run; a shape
            takes 20 MB at 512 x 384 and 100 MB at 1280 x 960.

    Raises:
        DetectorError: Its file is missing or damaged.
    """

    def __init__(self, *, threads: int, shapes_kept: int) -> None:
        content = _content("yunet")
        self._of_shape = lru_cache(shapes_kept)(lambda shape: _network("yunet", content, threads, shape))
        self._of_shape((_STRIDE, _STRIDE))  # a damaged file is reported at once

    def find(self, rgb: RGB, longer_px: int, min_score: float) -> Floats:
        """Rows of faces in the picture resized to `longer_px` on its longer side, in pixels of `rgb`."""
        height, width = rgb.shape[:2]
        scale = longer_px / max(height, width)
        columns, rows = max(1, round(width * scale)), max(1, round(height * scale))
        # Averaging by numbers other than powers of two takes half as long as the network itself.
        small, _ = averaged(rgb, 1.0 / scale)
        small = np.asarray(cv2.resize(small, (columns, rows), interpolation=cv2.INTER_LINEAR), np.uint8)
        shape = (_padded(rows), _padded(columns))
        border = (0, shape[0] - rows, 0, shape[1] - columns)
        canvas = np.asarray(cv2.copyMakeBorder(small, *border, cv2.BORDER_CONSTANT), np.uint8)
        maps = self._of_shape(shape).run(canvas[None].astype(np.float32)).values()
        found = np.concatenate([_decoded_yunet(each[0], shape[0], min_score) for each in maps])
        return moved(suppressed(found, _SAME_PROPOSAL), 1.0 / scale, 0.0, 0.0)


class CloseLook(ABC):
    """Finds faces in square windows of a picture.

    Raises:
        DetectorError: Its file is missing or damaged.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._side = network.input_shape[1]

    def find(self, rgb: RGB, centre: tuple[float, float], side: float, roll: float, min_score: float) -> Floats:
        """Rows of faces in a square window, which may extend beyond the picture.

        Args:
            rgb: The picture.
            centre: Of the window, x and y.
            side: Of the window, in pixels of the picture.
            roll: Rotation of the window in radians, clockwise. The boxes of faces stay upright.
            min_score: Lowest score.
        """
        window, to_picture = _sampled(rgb, centre, side, roll, self._side)
        maps = self._network.run(window[None].astype(np.float32)).values()
        found = np.concatenate([self._decoded(each[0], min_score) for each in maps])
        return _placed(suppressed(found, _SAME_PROPOSAL), to_picture)

    @abstractmethod
    def _decoded(self, found: Floats, min_score: float) -> Floats: ...


class CenterFaceLook(CloseLook):
    """CenterFace at 128 x 128 pixels."""

    def __init__(self) -> None:
        super().__init__(_network("centerface", _content("centerface"), 1))

    def _decoded(self, found: Floats, min_score: float) -> Floats:
        return _decoded_centerface(found, min_score)


class YuNetLook(CloseLook):
    """YuNet at 160 x 160 pixels: five times as fast as CenterFace, with slightly less precise key points."""

    def __init__(self) -> None:
        super().__init__(_network("yunet", _content("yunet"), 1, (_YUNET_LOOK_PX, _YUNET_LOOK_PX)))

    def _decoded(self, found: Floats, min_score: float) -> Floats:
        return _decoded_yunet(found, _YUNET_LOOK_PX, min_score)


def _decoded_yunet(found: Floats, height: int, min_score: float) -> Floats:
    """Rows from a map whose channels are class, object, centre, logarithm of size, and key points, in cells."""
    stride = height // found.shape[0]
    scores = found[..., 0] * found[..., 1]
    at = np.nonzero(scores >= min_score**2)
    if not len(at[0]):
        return no_rows()
    values = found[at]
    cells = np.stack(at[::-1], axis=1).astype(np.float32)
    centres, halves = cells + values[:, 2:4], np.exp(values[:, 4:6]) / 2.0
    points = (values[:, 6:].reshape(-1, 5, 2) + cells[:, None]).reshape(-1, 10)
    coordinates = np.concatenate([centres - halves, centres + halves, points], axis=1) * stride
    return np.concatenate([coordinates, np.sqrt(scores[at])[:, None]], axis=1).astype(np.float32)


def _decoded_centerface(found: Floats, min_score: float) -> Floats:
    """Rows from the map: score, logarithm of size, offset of the centre, key points from the corner in sizes; y, x."""
    at = np.nonzero(found[..., 0] >= min_score)
    if not len(at[0]):
        return no_rows()
    values = found[at]
    sizes = np.exp(values[:, 2:0:-1]) * _CENTERFACE_STRIDE
    centres = (np.stack(at[::-1], axis=1) + values[:, 4:2:-1] + 0.5) * _CENTERFACE_STRIDE
    corners = centres - sizes / 2.0
    points = values[:, 5:].reshape(-1, 5, 2)[:, :, ::-1] * sizes[:, None] + corners[:, None]
    rows = [corners, corners + sizes, points.reshape(-1, 10), values[:, :1]]
    return np.concatenate(rows, axis=1).astype(np.float32)


def _sampled(
    rgb: RGB, centre: tuple[float, float], side: float, roll: float, side_px: int
) -> tuple[RGB, NDArray[np.float64]]:
    """The window resized to `side_px`, black outside the picture, and the matrix (2, 3) back to the picture."""
    scale = side / side_px
    turn = scale * np.array([[math.cos(roll), -math.sin(roll)], [math.sin(roll), math.cos(roll)]])
    to_picture = np.column_stack([turn, centre - turn @ (side_px / 2.0, side_px / 2.0)])
    reach = side / 2.0 * (abs(math.cos(roll)) + abs(math.sin(roll)))
    height, width = rgb.shape[:2]
    x0, y0 = max(0, math.floor(centre[0] - reach)), max(0, math.floor(centre[1] - reach))
    x1, y1 = min(width, math.ceil(centre[0] + reach)), min(height, math.ceil(centre[1] + reach))
    if x1 <= x0 or y1 <= y0:
        return np.zeros((side_px, side_px, 3), np.uint8), to_picture
    # So that sampling at the remaining scale skips no pixel.
    part, shrink = averaged(rgb[y0:y1, x0:x1], scale)
    to_part = np.column_stack([turn, to_picture[:, 2] - (x0, y0)]) / shrink
    # A coordinate counts from the edge of the first pixel, warpAffine from its centre.
    to_part[:, 2] += to_part[:, :2] @ (0.5, 0.5) - 0.5
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(part, to_part, (side_px, side_px), flags=flags), np.uint8), to_picture


def _placed(rows: Floats, to_picture: NDArray[np.float64]) -> Floats:
    """The rows in pixels of the picture; boxes keep their size around the rotated centre."""
    points = rows[:, :SCORE].reshape(-1, SCORE // 2, 2)
    centres, halves = (points[:, 0] + points[:, 1]) / 2.0, (points[:, 1] - points[:, 0]) / 2.0
    halves = halves * np.hypot(*to_picture[:, 0])
    placed = points @ to_picture[:, :2].T + to_picture[:, 2]
    centres = centres @ to_picture[:, :2].T + to_picture[:, 2]
    placed[:, 0], placed[:, 1] = centres - halves, centres + halves
    return np.concatenate([placed.reshape(-1, SCORE), rows[:, SCORE:]], axis=1).astype(np.float32)


def averaged(rgb: RGB, shrink: float) -> tuple[RGB, int]:
    """The picture averaged down by the largest power of two within `shrink`, and that power.

    OpenCV halves several times faster than it divides by another number. A remainder at the edge is dropped.
    """
    done = 1
    while done * 2 <= shrink and min(rgb.shape[:2]) > 1:
        columns, rows = rgb.shape[1] // 2, rgb.shape[0] // 2
        rgb = np.asarray(cv2.resize(rgb[: rows * 2, : columns * 2], (columns, rows), interpolation=cv2.INTER_AREA))
        done *= 2
    return rgb, done


def _padded(pixels: int) -> int:
    return -(-pixels // _STRIDE) * _STRIDE


def _content(name: str) -> bytes:
    path = resource(f"detector/{name}.tflite")
    try:
        return path.read_bytes()
    except FileNotFoundError as e:
        raise DetectorError("detector.missing", path=path) from e
    except OSError as e:
        raise DetectorError("detector.damaged", path=path, reason=e.strerror or e) from e


def _network(name: str, content: bytes, threads: int, shape: tuple[int, int] | None = None) -> Network:
    try:
        return Network(content, threads=threads, shape=None if shape is None else (1, *shape, 3))
    except ValueError as e:
        raise DetectorError("detector.damaged", path=resource(f"detector/{name}.tflite"), reason=e) from e


Floats = NDArray[np.float32]

SCORE: Final = 14
"""Column of the score; those before are coordinates, x and y in turn."""
COLUMNS: Final = 15


def no_rows() -> Floats:
    return np.empty((0, COLUMNS), np.float32)


def moved(rows: Floats, scale: float, x: float, y: float) -> Floats:
    """The rows in other pixels: coordinates times `scale`, then shifted by x, y."""
    rows = rows.copy()
    points = rows[:, :SCORE].reshape(-1, SCORE // 2, 2)
    points *= scale
    points += (x, y)
    return rows


def overlap(row: Floats, others: Floats) -> Floats:
    """Intersection over union of a row's box with each of the others', shape (n,)."""
    width = np.minimum(row[2], others[:, 2]) - np.maximum(row[0], others[:, 0])
    height = np.minimum(row[3], others[:, 3]) - np.maximum(row[1], others[:, 1])
    shared = width.clip(0.0) * height.clip(0.0)
    areas = (others[:, 2] - others[:, 0]) * (others[:, 3] - others[:, 1])
    return np.asarray(shared / np.maximum((row[2] - row[0]) * (row[3] - row[1]) + areas - shared, 1e-6))


def suppressed(rows: Floats, limit: float) -> Floats:
    """Non-maximum suppression: of boxes that overlap by more than `limit` the one with the highest score stays."""
    rows = rows[np.argsort(-rows[:, SCORE], kind="stable")]
    kept = []
    while len(rows):
        kept.append(rows[0])
        rows = rows[1:][overlap(rows[0], rows[1:]) <= limit]
    return np.array(kept, np.float32).reshape(-1, COLUMNS)


def distinct(rows: Floats, limit: float, apart: float) -> Floats:
    """The same, where rows are one face too whose key points lie closer than this share of the box's longer side."""
    rows = rows[np.argsort(-rows[:, SCORE], kind="stable")]
    kept = []
    while len(rows):
        kept.append(rows[0])
        points = (rows[:, 4:SCORE] - rows[0, 4:SCORE]).reshape(-1, 5, 2)
        near = np.linalg.norm(points, axis=2).mean(axis=1) < apart * longer_sides(rows[:1])
        rows = rows[~near & (overlap(rows[0], rows) <= limit)]
    return np.array(kept, np.float32).reshape(-1, COLUMNS)


def longer_sides(rows: Floats) -> Floats:
    return np.asarray(np.maximum(rows[:, 2] - rows[:, 0], rows[:, 3] - rows[:, 1]))

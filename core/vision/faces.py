"""A face in a picture, and the canonical framing of aligned faces.

Training and inference see faces through the same `align`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, Protocol, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from core.vision.imaging import RGB

Box: TypeAlias = tuple[float, float, float, float]
"""x0, y0, x1, y1 in pixels."""

RIGHT_EYE, LEFT_EYE, NOSE, MOUTH_RIGHT, MOUTH_LEFT = range(5)

KEYPOINTS_IN_FRAME: Final = ((0.303, 0.295), (0.686, 0.293), (0.487, 0.508), (0.331, 0.684), (0.655, 0.682))
IN_FRAME: Final = (*KEYPOINTS_IN_FRAME[:2], (0.493, 0.683))
"""Where key points, and where eyes and mouth lie in UTKFace's aligned pictures, as shares of a chip's width and height:
medians over 700 of them, as the thorough detector finds them. Aligned so, such a picture comes back almost as it was:
its corners move by 3.9 % of its side on average. By the eyes alone they move by 4.9 %: a head turned aside brings its
eyes closer and would be enlarged. `tools/measure_framing.py` measures it.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A face found in a picture, in pixels of the upright picture."""

    box: Box
    """Clipped to the picture."""
    keypoints: NDArray[np.float32]
    """Shape (5, 2), x and y: right eye, left eye, nose tip, right and left corner of the mouth. Right and left are the
    person's own: the right eye of an upright face is on the left of the picture. They may lie outside the picture."""
    score: float
    """The detector's confidence, 0 to 1; 0 where only the user sees a face."""
    found_by: Literal["detector", "hand"] = "detector"
    """Whether the user drew or moved the box (`core.vision.hand_boxes`)."""
    estimated: bool = False
    """Whether the key points are estimated from a box drawn by hand, because the detector found no face in it."""

    def __post_init__(self) -> None:
        if self.keypoints.shape != (5, 2):
            raise ValueError(f"keypoints: got shape {self.keypoints.shape}, expected (5, 2)")

    @property
    def eyes_and_mouth(self) -> NDArray[np.float64]:
        """Right eye, left eye and the middle of the mouth, shape (3, 2): the points used for alignment."""
        eyes, corners = self.keypoints[:2], self.keypoints[MOUTH_RIGHT:]
        return np.concatenate([eyes, corners.mean(axis=0, keepdims=True)]).astype(np.float64)


def framed_face(width: float, height: float) -> Face:
    """The face of a picture of this size that is already in the canonical framing."""
    points = np.array(KEYPOINTS_IN_FRAME, np.float32) * np.array((width, height), np.float32)
    return Face((0.0, 0.0, float(width), float(height)), points, 1.0)


class FaceDetector(Protocol):
    """Interface of face detectors."""

    def detect(self, rgb: RGB) -> tuple[Face, ...]:
        """Faces in an RGB picture of shape (height, width, 3), in reading order."""


def align(rgb: RGB, face: Face, size: int, *, margin: int = 0) -> RGB:
    """The face in the canonical framing: a chip of shape (size, size, 3), with `margin` more pixels on every side.

    What lies outside the picture repeats its edge.
    """
    matrix = frame_matrix(face, size)
    matrix[:, 2] += margin
    size += 2 * margin
    shrink = max(1, int(1.0 / max(math.hypot(matrix[0, 0], matrix[1, 0]), 1e-6)))
    if shrink > 1:
        # Bilinear sampling of a much larger face would skip pixels, so the region is averaged down first.
        rgb, matrix = _shrunk(rgb, matrix, size, shrink)
    return np.asarray(
        cv2.warpAffine(rgb, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def frame_matrix(face: Face, size: int) -> NDArray[np.float64]:
    """The similarity transform, shape (2, 3), from pixels of the picture to pixels of the aligned chip of `size`.

    Of all turns, scales and shifts the one that brings eyes and mouth nearest to `IN_FRAME` (least squares).
    """
    seen = _complex(face.eyes_and_mouth)
    wanted = _complex(np.array(IN_FRAME)) * size
    seen_spread, wanted_spread = seen - seen.mean(), wanted - wanted.mean()
    turn = np.vdot(seen_spread, wanted_spread) / max(np.vdot(seen_spread, seen_spread).real, 1e-6)
    # A share and a key point count from the edge of the first pixel, warpAffine from its centre.
    half = complex(0.5, 0.5)
    shift = wanted.mean() - half - turn * (seen.mean() - half)
    return np.array([[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]])


def _complex(points: NDArray[np.float64]) -> NDArray[np.complex128]:
    return np.asarray(points[:, 0] + 1j * points[:, 1])


def _shrunk(rgb: RGB, matrix: NDArray[np.float64], size: int, shrink: int) -> tuple[RGB, NDArray[np.float64]]:
    """The region of the picture that the chip shows, averaged down by a whole number, and its matrix."""
    corners = np.array([[0, 0, 1], [size, 0, 1], [0, size, 1], [size, size, 1]]) @ cv2.invertAffineTransform(matrix).T
    height, width = rgb.shape[:2]
    x0, y0 = np.clip(np.floor(corners.min(axis=0)).astype(int) - shrink, 0, (width - 1, height - 1)).tolist()
    x1, y1 = np.clip(np.ceil(corners.max(axis=0)).astype(int) + shrink, (x0 + 1, y0 + 1), (width, height)).tolist()
    shrink = min(shrink, x1 - x0, y1 - y0)
    columns, rows = (x1 - x0) // shrink, (y1 - y0) // shrink
    part = rgb[y0 : y0 + rows * shrink, x0 : x0 + columns * shrink]
    small = cv2.resize(part, (columns, rows), interpolation=cv2.INTER_AREA)
    offset = (shrink - 1) / 2.0
    to_picture = np.array([[shrink, 0.0, x0 + offset], [0.0, shrink, y0 + offset], [0.0, 0.0, 1.0]])
    return np.asarray(small, np.uint8), matrix @ to_picture


def reading_order(faces: Iterable[Face]) -> tuple[Face, ...]:
    """Faces by rows from the top, each row from left to right.

    A face is in a row if its centre is above the lower edge of the row's topmost face.
    """
    rows: list[list[Face]] = []
    for face in sorted(faces, key=lambda face: face.box[1] + face.box[3]):
        if rows and (face.box[1] + face.box[3]) / 2 < rows[-1][0].box[3]:
            rows[-1].append(face)
        else:
            rows.append([face])
    return tuple(face for row in rows for face in sorted(row, key=lambda face: face.box[0]))

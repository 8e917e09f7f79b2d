"""Drawing on a picture in the coordinates of the head, which follow from the detector's key points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from core.vision.faces import IN_FRAME, LEFT_EYE, MOUTH_LEFT, MOUTH_RIGHT, NOSE, RIGHT_EYE, Face, frame_matrix
from core.vision.imaging import RGB

Points = NDArray[np.float64]

_FRAME_PX: Final = 1000
_MIDDLE: Final = np.add(IN_FRAME[0], IN_FRAME[1]) / 2.0
_EYES_APART: Final = IN_FRAME[1][0] - IN_FRAME[0][0]
_OUTLINE_V: Final = (-0.9, -0.4, 0.2, 0.7, 1.05, 1.4, 1.62, 1.75)
_OUTLINE: Final = (0.80, 0.98, 1.0, 0.95, 0.84, 0.62, 0.38, 0.12)
"""Half the width of a face seen from the front at heights v, as a share of its width at the ears."""
_EAR_REACH: Final = (0.55, 1.15)
_EAR_FRONTAL: Final = 1.02
_EAR_TURNED: Final = 0.70
_EAR_HEIGHT: Final = 0.23
"""How far an ear lies from the middle: within bounds, in a face seen from the front, and how much further for each unit
by which the nose points the other way; and its height v. A fit to 500 of UTKFace's pictures with known ears."""


class HeadFrame:
    """Coordinates that follow the head's place, size and roll.

    u runs to the right of the picture, v down to the chin; the origin lies between the eyes, and 1 is the distance
    between the eyes of a face seen from the front, also where the head is turned and its eyes appear closer.
    """

    def __init__(self, face: Face) -> None:
        # Key points count from the edge of the first pixel; drawing and warping count from its middle.
        self._to_picture = cv2.invertAffineTransform(frame_matrix(face, _FRAME_PX))
        self.unit_px = float(np.hypot(*self._to_picture[:, 0])) * _FRAME_PX * _EYES_APART
        inward = frame_matrix(face, _FRAME_PX)
        shares = ((face.keypoints - 0.5) @ inward[:, :2].T + inward[:, 2] + 0.5) / _FRAME_PX
        points = (shares - _MIDDLE) / _EYES_APART
        self.right_eye, self.left_eye = points[RIGHT_EYE], points[LEFT_EYE]
        self.nose, self.mouth = points[NOSE], (points[MOUTH_RIGHT] + points[MOUTH_LEFT]) / 2.0
        self.right_ear = _ear(self.nose, -1.0)
        self.left_ear = _ear(self.nose, 1.0)

    def pixels(self, uv: Points | list[tuple[float, float]]) -> Points:
        """Pixels of the picture, shape (n, 2), for points of shape (n, 2)."""
        shares = np.asarray(uv, np.float64) * _EYES_APART + _MIDDLE
        return np.asarray((shares * _FRAME_PX - 0.5) @ self._to_picture[:, :2].T + self._to_picture[:, 2])

    def across(self, height: int, width: int) -> NDArray[np.float32]:
        """u of every pixel of a picture, shape (height, width)."""
        origin, right = self.pixels([(0.0, 0.0), (1.0, 0.0)])
        axis = (right - origin) / self.unit_px**2
        x = (np.arange(width) - origin[0]) * axis[0]
        y = (np.arange(height) - origin[1]) * axis[1]
        return np.asarray(y[:, np.newaxis] + x[np.newaxis], np.float32)

    def edge(self, v: float, *, left: bool) -> tuple[float, float]:
        """The point of the face's outline at height v on the person's left or right."""
        reach = float(np.interp(v, _OUTLINE_V, _OUTLINE)) * (self.left_ear[0] if left else self.right_ear[0])
        return self.middle(v) + float(reach), v

    def middle(self, v: float) -> float:
        """u of the line from between the eyes through the mouth."""
        return float(self.mouth[0] * np.clip(v, 0.0, 1.8) / max(float(self.mouth[1]), 0.5))


def _ear(nose: Points, side: float) -> Points:
    return np.array([side * np.clip(_EAR_FRONTAL - side * _EAR_TURNED * nose[0], *_EAR_REACH), _EAR_HEIGHT])


Colour = tuple[float, float, float]
"""RGB, 0 to 255."""
Shape = Sequence[tuple[float, float]] | Points

LUMA: Final = np.array([0.299, 0.587, 0.114], np.float32)
_SHIFT: Final = 4
_MID_LUMA: Final = 128.0


class Painter:
    """Draws on a copy of a picture, `rgb`."""

    def __init__(self, rgb: RGB, head: HeadFrame) -> None:
        self.rgb = rgb.copy()
        self.head = head
        self.light = _light(rgb, head)
        """Brightness of the scene, a factor of all colours drawn, so that they fit a dark picture."""

    def fill(
        self,
        shape: Shape,
        colour: Colour,
        *,
        opacity: float = 1.0,
        soft: float = 0.0,
        round_off: float = 0.0,
        stripes: float = 0.0,
        keep_detail: float = 0.0,
        within: Shape | None = None,
    ) -> None:
        """Fill a polygon.

        Args:
            shape: The corners in head coordinates.
            colour: In a scene of medium light.
            opacity: 0 to 1.
            soft: Width of the blurred edge in head coordinates.
            round_off: How much it darkens towards its left and right edges, as a round object does.
            stripes: Distance between dark stripes in head coordinates; 0 for none.
            keep_detail: How much of the underlying lightness shows through, as with make-up.
            within: A polygon to clip to.
        """
        corners = self.head.pixels(np.asarray(shape, np.float64))
        soft_px = soft * self.head.unit_px
        window = _window(corners, 3.0 * soft_px + 2.0, self.rgb.shape)
        if window is None:
            return
        rows, columns = window
        alpha = _coverage(corners, window) * np.float32(opacity)
        if within is not None:
            alpha *= _coverage(self.head.pixels(np.asarray(within, np.float64)), window)
        if soft_px > 0.3:
            alpha = np.asarray(cv2.GaussianBlur(alpha, (0, 0), soft_px), np.float32)
        below = self.rgb[rows, columns].astype(np.float32)
        paint = np.broadcast_to(np.array(colour, np.float32) * np.float32(self.light), below.shape)
        if round_off or stripes:
            paint = paint * self._relief(np.asarray(shape, np.float64), window, round_off, stripes)[..., np.newaxis]
        if keep_detail:
            luma = below @ LUMA
            lightness = luma / max(float(luma.mean()), 1.0)
            paint = paint * (1.0 + keep_detail * (lightness - 1.0))[..., np.newaxis]
        mixed = below + (paint - below) * alpha[..., np.newaxis]
        self.rgb[rows, columns] = np.clip(mixed + 0.5, 0, 255).astype(np.uint8)

    def shade(self, shape: Shape, strength: float, *, soft: float) -> None:
        """Darken a polygon by a share, like a shadow."""
        self.fill(shape, (0.0, 0.0, 0.0), opacity=strength, soft=soft)

    def line(self, points: Shape, width: float, colour: Colour, *, opacity: float = 1.0) -> None:
        """Draw along points, `width` thick in head coordinates."""
        path = np.asarray(points, np.float64)
        direction = np.gradient(path, axis=0)
        across = np.stack([-direction[:, 1], direction[:, 0]], axis=1)
        across *= width / 2.0 / np.maximum(np.hypot(*across.T), 1e-9)[:, np.newaxis]
        self.fill(np.concatenate([path + across, (path - across)[::-1]]), colour, opacity=opacity)

    def outline(self, shape: Shape, width: float, colour: Colour) -> None:
        """Draw around a polygon."""
        closed = np.asarray(shape, np.float64)
        self.line(np.concatenate([closed, closed[:2]]), width, colour)

    def _relief(
        self, shape: Points, window: tuple[slice, slice], round_off: float, stripes: float
    ) -> NDArray[np.float32]:
        rows, columns = window
        xy = np.stack(np.meshgrid(np.arange(columns.start, columns.stop), np.arange(rows.start, rows.stop)), axis=-1)
        origin, right, down = self.head.pixels([(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)])
        offset = (xy - origin) / self.head.unit_px**2
        u, v = offset @ (right - origin), offset @ (down - origin)
        low, high = shape[:, 0].min(), shape[:, 0].max()
        aside = np.clip((2.0 * u - low - high) / max(high - low, 1e-6), -1.0, 1.0)
        relief = 1.0 - round_off * aside**2
        if stripes:
            relief *= 1.0 - 0.22 * (0.5 + 0.5 * np.sin(2.0 * np.pi * (v + 0.25 * aside**2) / stripes)) ** 4
        return np.asarray(relief, np.float32)


def smooth(corners: Shape, *, closed: bool = True, steps: int = 10) -> Points:
    """A curve through points (Catmull and Rom 1974), shape (n, 2)."""
    points = np.asarray(corners, np.float64)
    if closed:
        around = np.concatenate([points[-1:], points, points[:2]])
    else:
        around = np.concatenate([points[:1], points, points[-1:]])
    t = np.linspace(0.0, 1.0, steps, endpoint=False)[:, np.newaxis]
    pieces = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(around, around[1:], around[2:], around[3:], strict=False)
    ]
    return np.concatenate(pieces if closed else [*pieces, points[-1:]])


def ellipse(
    centre: Shape | tuple[float, float], half_width: float, half_height: float, *, power: float = 2.0
) -> Points:
    """A closed curve around a point; a power above 2 gives rounded rectangles (Lamé curves)."""
    angle = np.linspace(0.0, 2.0 * np.pi, 48, endpoint=False)
    unit = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    unit = np.sign(unit) * np.abs(unit) ** (2.0 / power)
    return np.asarray(np.asarray(centre, np.float64) + unit * (half_width, half_height))


def _light(rgb: RGB, head: HeadFrame) -> float:
    window = _window(head.pixels([(-0.7, -0.5), (0.7, -0.5), (0.7, 1.3), (-0.7, 1.3)]), 0.0, rgb.shape)
    if window is None:
        return 1.0
    return math.sqrt(min(1.25, max(0.25, float(rgb[window].mean()) / _MID_LUMA)))


def _window(corners: Points, margin: float, shape: tuple[int, ...]) -> tuple[slice, slice] | None:
    x0, y0 = np.floor(corners.min(axis=0) - margin).astype(int).tolist()
    x1, y1 = np.ceil(corners.max(axis=0) + margin).astype(int).tolist()
    x0, y0, x1, y1 = max(0, x0), max(0, y0), min(shape[1], x1 + 1), min(shape[0], y1 + 1)
    return (slice(y0, y1), slice(x0, x1)) if x1 > x0 and y1 > y0 else None


def _coverage(corners: Points, window: tuple[slice, slice]) -> NDArray[np.float32]:
    rows, columns = window
    mask = np.zeros((rows.stop - rows.start, columns.stop - columns.start), np.uint8)
    fixed = np.round((corners - (columns.start, rows.start)) * (1 << _SHIFT)).astype(np.int32)
    cv2.fillPoly(mask, [fixed], 255, lineType=cv2.LINE_AA, shift=_SHIFT)
    return mask.astype(np.float32) / np.float32(255.0)

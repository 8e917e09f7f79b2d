"""Where a head's parts lie in a picture, from the five points a face detector gives."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from core.vision.faces import IN_FRAME, LEFT_EYE, MOUTH_LEFT, MOUTH_RIGHT, NOSE, RIGHT_EYE, Face, frame_matrix

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

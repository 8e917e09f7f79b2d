"""Parts of a face that cannot be seen, and a head that is tilted."""

from __future__ import annotations

import cv2
import numpy as np

from core.evaluation.corruptions.head import HeadFrame, Points
from core.evaluation.corruptions.paint import Painter, ellipse
from core.vision.imaging import RGB


def eyes_covered(rgb: RGB, head: HeadFrame, level: float, rng: np.random.Generator) -> RGB:
    """A bar of the face's own mean colour over the eyes, in the end from the brows to the middle of the nose."""
    middle = (head.right_eye + head.left_eye) / 2.0
    return _covered(rgb, head, middle + np.array([0.0, 0.02]), 0.85 + 0.25 * level, 0.05 + 0.33 * level)


def mouth_covered(rgb: RGB, head: HeadFrame, level: float, rng: np.random.Generator) -> RGB:
    """A patch of the face's own mean colour over the mouth, in the end from the nose to the chin."""
    return _covered(rgb, head, head.mouth, 0.3 + 0.5 * level, 0.1 + 0.42 * level)


def rotation(rgb: RGB, head: HeadFrame, degrees: float, rng: np.random.Generator) -> RGB:
    """The picture turned about the face, to one side or the other; its edge is continued."""
    centre = head.pixels([(0.0, 0.5)])[0].tolist()
    matrix = cv2.getRotationMatrix2D(centre, degrees * float(rng.choice((-1.0, 1.0))), 1.0)
    size = (rgb.shape[1], rgb.shape[0])
    return np.asarray(cv2.warpAffine(rgb, matrix, size, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _covered(rgb: RGB, head: HeadFrame, centre: Points, half_width: float, half_height: float) -> RGB:
    painter = Painter(rgb, head)
    x, y = np.round(head.pixels([(u, v) for u in (-0.5, 0.0, 0.5) for v in (-0.3, 0.5, 1.2)])).astype(int).T
    inside = (x >= 0) & (y >= 0) & (x < rgb.shape[1]) & (y < rgb.shape[0])
    mean = rgb[y[inside], x[inside]].mean(axis=0) if inside.any() else np.full(3, 128.0)
    red, green, blue = (mean / painter.light).tolist()
    painter.fill(ellipse(centre, half_width, half_height, power=5.0), (red, green, blue))
    return painter.rgb

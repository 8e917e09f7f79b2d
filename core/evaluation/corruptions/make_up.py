"""Coloured lips, eyelids and cheeks: thin paint through which the skin's lightness shows."""

from __future__ import annotations

import numpy as np

from core.evaluation.corruptions.head import HeadFrame
from core.evaluation.corruptions.paint import Colour, Painter, ellipse, smooth
from core.vision.imaging import RGB

_LIPS: tuple[Colour, ...] = ((170.0, 24.0, 44.0), (150.0, 30.0, 90.0), (190.0, 64.0, 50.0), (90.0, 20.0, 40.0))
_LIDS: tuple[Colour, ...] = ((70.0, 90.0, 160.0), (120.0, 60.0, 130.0), (50.0, 110.0, 100.0), (60.0, 48.0, 48.0))
_CHEEKS: tuple[Colour, ...] = ((224.0, 96.0, 110.0), (216.0, 110.0, 84.0), (196.0, 70.0, 110.0))
_UPPER_LIP = (
    (-0.36, -0.015),
    (-0.20, -0.085),
    (-0.06, -0.125),
    (0.0, -0.105),
    (0.06, -0.125),
    (0.20, -0.085),
    (0.36, -0.015),
)
_LOWER_LIP = ((0.22, 0.10), (0.0, 0.155), (-0.22, 0.10))
_LID = (
    (-0.27, 0.00),
    (-0.16, -0.09),
    (0.0, -0.12),
    (0.16, -0.08),
    (0.25, 0.03),
    (0.30, -0.10),
    (0.18, -0.22),
    (0.0, -0.26),
    (-0.18, -0.19),
)
"""Above an eye, with the temple on the right."""


def lips(rgb: RGB, head: HeadFrame, level: float, rng: np.random.Generator) -> RGB:
    """Lipstick, from a tinge to thick."""
    painter = Painter(rgb, head)
    colour = _LIPS[int(rng.integers(len(_LIPS)))]
    shape = smooth(np.array([*_UPPER_LIP, *_LOWER_LIP]) * (1.0, 1.0 + 0.15 * level) + head.mouth)
    painter.fill(shape, colour, opacity=0.15 + 0.75 * level, soft=0.025, keep_detail=0.8)
    return painter.rgb


def eyelids(rgb: RGB, head: HeadFrame, level: float, rng: np.random.Generator) -> RGB:
    """Eye shadow, from a tinge to a stage's, with a dark line below it."""
    painter = Painter(rgb, head)
    colour = _LIDS[int(rng.integers(len(_LIDS)))]
    lid = np.asarray(_LID)
    for eye, side in ((head.right_eye, -1.0), (head.left_eye, 1.0)):
        shape = smooth(lid * (side, 1.0 + 0.2 * level) + eye)
        painter.fill(shape, colour, opacity=0.15 + 0.75 * level, soft=0.04, keep_detail=0.6)
        line = smooth(lid[:5] * (side, 1.0) + eye + (0.0, 0.015), closed=False)
        painter.line(line, 0.02 + 0.03 * level, (24.0, 20.0, 22.0), opacity=0.7 * level)
    return painter.rgb


def cheeks(rgb: RGB, head: HeadFrame, level: float, rng: np.random.Generator) -> RGB:
    """Rouge, from a tinge to a clown's."""
    painter = Painter(rgb, head)
    colour = _CHEEKS[int(rng.integers(len(_CHEEKS)))]
    for ear in (head.right_ear, head.left_ear):
        spot = ellipse((0.62 * ear[0], 0.66), 0.20 * abs(ear[0]), 0.19)
        painter.fill(spot, colour, opacity=0.15 + 0.75 * level, soft=0.10, keep_detail=0.8)
    return painter.rgb

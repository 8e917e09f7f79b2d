"""Sunglasses and clear glasses."""

from __future__ import annotations

import numpy as np

from core.evaluation.corruptions.head import HeadFrame, Points
from core.evaluation.corruptions.paint import Colour, Painter, smooth
from core.vision.imaging import RGB

_LENS = (
    (-0.40, -0.20),
    (-0.05, -0.235),
    (0.33, -0.20),
    (0.395, -0.02),
    (0.30, 0.22),
    (0.0, 0.29),
    (-0.27, 0.235),
    (-0.41, 0.0),
)
"""Around an eye, with the nose on the right."""
_FRAMES: tuple[Colour, ...] = ((28.0, 26.0, 28.0), (92.0, 56.0, 34.0), (150.0, 146.0, 140.0), (40.0, 44.0, 92.0))
_TINTS: tuple[Colour, ...] = ((22.0, 24.0, 26.0), (58.0, 36.0, 22.0), (24.0, 40.0, 36.0))


def sunglasses(rgb: RGB, head: HeadFrame, level: float, rng: np.random.Generator) -> RGB:
    """From lightly tinted to large and black."""
    painter = Painter(rgb, head)
    tint = _TINTS[int(rng.integers(len(_TINTS)))]
    frame = _FRAMES[int(rng.integers(2))]
    lenses = _lenses(head, 0.92 + 0.26 * level)
    for lens in lenses:
        painter.fill(lens, tint, opacity=0.35 + 0.65 * level)
        _gloss(painter, lens, 0.10 + 0.08 * level)
    _frame(painter, lenses, frame, 0.055 + 0.02 * level)
    return painter.rgb


def glasses(rgb: RGB, head: HeadFrame, level: float, rng: np.random.Generator) -> RGB:
    """From thin wire to thick rims whose lenses mirror the light."""
    painter = Painter(rgb, head)
    frame = _FRAMES[int(rng.integers(len(_FRAMES)))]
    lenses = _lenses(head, 0.92 + 0.10 * level)
    for lens in lenses:
        painter.fill(lens, (235.0, 240.0, 245.0), opacity=0.04 + 0.05 * level)
        _gloss(painter, lens, 0.6 * level)
    _frame(painter, lenses, frame, 0.02 + 0.075 * level)
    return painter.rgb


def _lenses(head: HeadFrame, size: float) -> tuple[Points, Points]:
    shape = np.asarray(_LENS)
    # What a turned head brings closer is narrower too.
    width = np.clip((head.left_eye[0] - head.right_eye[0]), 0.6, 1.05)
    right = smooth(shape * (size * width, size) + head.right_eye + (-0.01, 0.05))
    left = smooth(shape * (-size * width, size) + head.left_eye + (0.01, 0.05))
    return right, left


def _frame(painter: Painter, lenses: tuple[Points, Points], colour: Colour, width: float) -> None:
    right, left = lenses
    head = painter.head
    for lens in lenses:
        painter.outline(lens, width, colour)
    inner_right, inner_left = right[right[:, 0].argmax()], left[left[:, 0].argmin()]
    lift = np.array([0.0, -0.09])
    arch = [inner_right + lift, (inner_right + inner_left) / 2.0 + 1.6 * lift, inner_left + lift]
    painter.line(smooth(np.array(arch), closed=False), width * 1.1, colour)
    for lens, ear, outermost in ((right, head.right_ear, np.argmin), (left, head.left_ear, np.argmax)):
        hinge = lens[outermost(lens[:, 0])] + (0.0, -0.10)
        end = np.array([ear[0], min(ear[1], 0.1) - 0.08])
        if abs(end[0]) > abs(hinge[0]):
            painter.line(np.linspace(hinge, end, 4), width * 1.2, colour)


def _gloss(painter: Painter, lens: Points, opacity: float) -> None:
    """Two slanted streaks of mirrored light."""
    low, high = lens.min(axis=0), lens.max(axis=0)
    size = high - low
    for start, width in ((0.15, 0.20), (0.45, 0.08)):
        streak = [(start + 0.25, 0.0), (start + 0.25 + width, 0.0), (start + width - 0.1, 1.0), (start - 0.1, 1.0)]
        painter.fill(low + np.array(streak) * size, (250.0, 252.0, 255.0), opacity=opacity, soft=0.02, within=lens)

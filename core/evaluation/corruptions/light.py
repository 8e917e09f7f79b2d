"""Too little light, too much, from one side, without contrast, of the wrong colour."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from core.evaluation.corruptions.head import HeadFrame
from core.evaluation.corruptions.paint import LUMA
from core.vision.imaging import RGB

_GAMMA: Final = 2.2
_CASTS: Final = ((1.0, 0.72, 0.35), (0.55, 0.75, 1.0), (0.7, 1.0, 0.6), (1.0, 0.6, 0.95))
"""What is left of red, green and blue at full strength under a bulb, in shade, under tubes, under neon."""


def dark(rgb: RGB, head: HeadFrame, stops: float, rng: np.random.Generator) -> RGB:
    """Underexposed by so many stops."""
    return _exposed(rgb, 2.0**-stops)


def bright(rgb: RGB, head: HeadFrame, stops: float, rng: np.random.Generator) -> RGB:
    """Overexposed by so many stops; what is whiter than white is lost."""
    return _exposed(rgb, 2.0**stops)


def side_light(rgb: RGB, head: HeadFrame, level: float, rng: np.random.Generator) -> RGB:
    """A lamp on one side of the face and ever less light on the other."""
    side = float(rng.choice((-1.0, 1.0)))
    lit = 1.0 / (1.0 + np.exp(-4.0 * side * head.across(*rgb.shape[:2])))
    gain = (2.0 ** (-5.0 * level) + (1.0 + 0.6 * level - 2.0 ** (-5.0 * level)) * lit) ** (1.0 / _GAMMA)
    return _rounded(rgb.astype(np.float32) * gain[..., np.newaxis])


def low_contrast(rgb: RGB, head: HeadFrame, kept: float, rng: np.random.Generator) -> RGB:
    """Only a share of the contrast left, as in fog or through a dirty lens."""
    mean = float(rgb.mean())
    return np.asarray(cv2.LUT(rgb, _rounded(mean + kept * (np.arange(256, dtype=np.float32) - mean))), np.uint8)


def colour_cast(rgb: RGB, head: HeadFrame, level: float, rng: np.random.Generator) -> RGB:
    """Light of one colour, of as much of it as there was."""
    gains = 1.0 + level * (np.array(_CASTS[int(rng.integers(len(_CASTS)))], np.float32) - 1.0)
    gains /= float(gains @ LUMA)
    return _rounded(rgb.astype(np.float32) * gains)


def _exposed(rgb: RGB, factor: float) -> RGB:
    values = np.arange(256, dtype=np.float32) * factor ** (1.0 / _GAMMA)
    return np.asarray(cv2.LUT(rgb, _rounded(values)), np.uint8)


def _rounded(values: NDArray[np.floating]) -> RGB:
    return np.asarray(np.clip(values + 0.5, 0, 255), np.uint8)

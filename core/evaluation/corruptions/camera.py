"""What light and camera do to a picture: exposure, colour, noise, blur, compression, tilt."""

from __future__ import annotations

import math
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from core.evaluation.corruptions.drawing import LUMA, HeadFrame
from core.vision.imaging import RGB

_GAMMA: Final = 2.2
Cast = Literal["yellow", "blue", "green", "pink"]
_CASTS: Final[dict[Cast, tuple[float, float, float]]] = {
    "yellow": (1.0, 0.72, 0.35),
    "blue": (0.55, 0.75, 1.0),
    "green": (0.7, 1.0, 0.6),
    "pink": (1.0, 0.6, 0.95),
}
"""Gains of red, green and blue at full strength: incandescent light, shade, fluorescent tubes, neon."""


def dark(rgb: RGB, head: HeadFrame, stops: float, rng: np.random.Generator) -> RGB:
    """Underexposed by a number of stops."""
    return _exposed(rgb, 2.0**-stops)


def bright(rgb: RGB, head: HeadFrame, stops: float, rng: np.random.Generator) -> RGB:
    """Overexposed by a number of stops, with clipping."""
    return _exposed(rgb, 2.0**stops)


def side_light(rgb: RGB, head: HeadFrame, level: float, rng: np.random.Generator, *, side: int = 0) -> RGB:
    """A lamp on one side of the face; the other side gets darker with the level.

    `side` is -1 for the left of the picture, 1 for the right, 0 for one of them by chance.
    """
    side = side or _by_chance(rng)
    lit = 1.0 / (1.0 + np.exp(-4.0 * side * head.across(*rgb.shape[:2])))
    gain = (2.0 ** (-5.0 * level) + (1.0 + 0.6 * level - 2.0 ** (-5.0 * level)) * lit) ** (1.0 / _GAMMA)
    return _rounded(rgb.astype(np.float32) * gain[..., np.newaxis])


def low_contrast(rgb: RGB, head: HeadFrame, kept: float, rng: np.random.Generator) -> RGB:
    """Contrast reduced to a share, as in fog or through a dirty lens."""
    mean = float(rgb.mean())
    return np.asarray(cv2.LUT(rgb, _rounded(mean + kept * (np.arange(256, dtype=np.float32) - mean))), np.uint8)


def colour_cast(rgb: RGB, head: HeadFrame, level: float, rng: np.random.Generator, *, cast: Cast | None = None) -> RGB:
    """Light of one colour, at the same brightness; by chance one of four if `cast` is not given."""
    full = _CASTS[cast] if cast else tuple(_CASTS.values())[int(rng.integers(len(_CASTS)))]
    gains = 1.0 + level * (np.array(full, np.float32) - 1.0)
    gains /= float(gains @ LUMA)
    return _rounded(rgb.astype(np.float32) * gains)


def rotation(rgb: RGB, head: HeadFrame, degrees: float, rng: np.random.Generator, *, side: int = 0) -> RGB:
    """The picture rotated around the face; edge pixels are repeated.

    `side` is 1 to rotate counter-clockwise, -1 clockwise, 0 by chance.
    """
    centre = head.pixels([(0.0, 0.5)])[0].tolist()
    matrix = cv2.getRotationMatrix2D(centre, degrees * (side or _by_chance(rng)), 1.0)
    size = (rgb.shape[1], rgb.shape[0])
    return np.asarray(cv2.warpAffine(rgb, matrix, size, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _by_chance(rng: np.random.Generator) -> int:
    return int(rng.choice((-1, 1)))


def _exposed(rgb: RGB, factor: float) -> RGB:
    values = np.arange(256, dtype=np.float32) * factor ** (1.0 / _GAMMA)
    return np.asarray(cv2.LUT(rgb, _rounded(values)), np.uint8)


def _rounded(values: NDArray[np.floating]) -> RGB:
    return np.asarray(np.clip(values + 0.5, 0, 255), np.uint8)


_CODED_EYES_PX: Final = 40.0
"""Distance between the eyes at which noise and JPEG are applied: a face of about 100 pixels."""


def noise(rgb: RGB, head: HeadFrame, sigma: float, rng: np.random.Generator) -> RGB:
    """Noise with this standard deviation (of 255), half of it in colour, as at a high ISO number."""
    height, width = rgb.shape[:2]
    scale = min(1.0, _CODED_EYES_PX / head.unit_px)
    grid = (max(1, math.ceil(height * scale)), max(1, math.ceil(width * scale)))
    grain = np.float32(math.sqrt(0.5)) * (
        rng.standard_normal((*grid, 1), np.float32) + rng.standard_normal((*grid, 3), np.float32)
    )
    if grid != (height, width):
        grain = np.asarray(cv2.resize(grain, (width, height), interpolation=cv2.INTER_NEAREST), np.float32)
    return np.asarray(np.clip(rgb + np.float32(sigma) * grain + 0.5, 0, 255), np.uint8)


def blur(rgb: RGB, head: HeadFrame, spread: float, rng: np.random.Generator) -> RGB:
    """Out of focus: a Gaussian whose standard deviation is this share of the distance between the eyes."""
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), max(0.1, spread * head.unit_px)), np.uint8)


def motion_blur(rgb: RGB, head: HeadFrame, length: float, rng: np.random.Generator) -> RGB:
    """Motion in a random direction by this share of the distance between the eyes."""
    angle, reach = float(rng.uniform(0.0, math.pi)), length * head.unit_px / 2.0
    half = max(1, math.ceil(reach))
    middle, along = float(half), np.array([math.cos(angle), math.sin(angle)]) * reach
    drawn = np.zeros((2 * half + 1, 2 * half + 1), np.uint8)
    start, end = (np.round((middle + sign * along) * 16.0).astype(int).tolist() for sign in (-1.0, 1.0))
    cv2.line(drawn, start, end, 255, 1, cv2.LINE_AA, 4)
    kernel = drawn.astype(np.float32)
    return np.asarray(cv2.filter2D(rgb, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE), np.uint8)


def jpeg(rgb: RGB, head: HeadFrame, quality: float, rng: np.random.Generator) -> RGB:
    """JPEG of this quality, with the face about 100 pixels wide, enlarged again."""
    small = _shrunk(rgb, head, _CODED_EYES_PX)
    _, coded = cv2.imencode(".jpg", small[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, int(quality)])
    return _enlarged(np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)[..., ::-1], rgb)


def low_resolution(rgb: RGB, head: HeadFrame, eyes_px: float, rng: np.random.Generator) -> RGB:
    """Reduced until the eyes are this many pixels apart, and enlarged again."""
    return _enlarged(_shrunk(rgb, head, eyes_px), rgb)


def _shrunk(rgb: RGB, head: HeadFrame, eyes_px: float) -> RGB:
    scale = min(1.0, eyes_px / head.unit_px)
    size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def _enlarged(small: RGB, like: RGB) -> RGB:
    size = (like.shape[1], like.shape[0])
    return np.asarray(cv2.resize(np.ascontiguousarray(small), size, interpolation=cv2.INTER_LINEAR), np.uint8)

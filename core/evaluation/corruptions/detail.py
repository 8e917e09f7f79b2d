"""Noise and loss of detail, in units of the face, so that they mean the same in a small picture and a large one."""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np

from core.evaluation.corruptions.head import HeadFrame
from core.vision.imaging import RGB

_CODED_EYES_PX: Final = 40.0
"""Distance between the eyes at which noise and JPEG work: a face of about 100 pixels."""


def noise(rgb: RGB, head: HeadFrame, sigma: float, rng: np.random.Generator) -> RGB:
    """Grain of a standard deviation of so many of 255 steps, half of it in colour, as at a high ISO number."""
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
    """Moved in some direction by this share of the distance between the eyes while the shutter was open."""
    angle, reach = float(rng.uniform(0.0, math.pi)), length * head.unit_px / 2.0
    half = max(1, math.ceil(reach))
    middle, along = float(half), np.array([math.cos(angle), math.sin(angle)]) * reach
    drawn = np.zeros((2 * half + 1, 2 * half + 1), np.uint8)
    start, end = (np.round((middle + sign * along) * 16.0).astype(int).tolist() for sign in (-1.0, 1.0))
    cv2.line(drawn, start, end, 255, 1, cv2.LINE_AA, 4)
    kernel = drawn.astype(np.float32)
    return np.asarray(cv2.filter2D(rgb, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE), np.uint8)


def jpeg(rgb: RGB, head: HeadFrame, quality: float, rng: np.random.Generator) -> RGB:
    """Saved as JPEG of this quality at a size at which the face has about 100 pixels, and enlarged again."""
    small = _shrunk(rgb, head, _CODED_EYES_PX)
    _, coded = cv2.imencode(".jpg", small[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, int(quality)])
    return _enlarged(np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)[..., ::-1], rgb)


def low_resolution(rgb: RGB, head: HeadFrame, eyes_px: float, rng: np.random.Generator) -> RGB:
    """Taken from so far away that the eyes lie this many pixels apart, and enlarged again."""
    return _enlarged(_shrunk(rgb, head, eyes_px), rgb)


def _shrunk(rgb: RGB, head: HeadFrame, eyes_px: float) -> RGB:
    scale = min(1.0, eyes_px / head.unit_px)
    size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def _enlarged(small: RGB, like: RGB) -> RGB:
    size = (like.shape[1], like.shape[0])
    return np.asarray(cv2.resize(np.ascontiguousarray(small), size, interpolation=cv2.INTER_LINEAR), np.uint8)

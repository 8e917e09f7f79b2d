"""From aligned faces to the input of a network, in training and in use."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from core.model.bundle import InputSpec

CHIP_PX: Final = 200
"""Side of an aligned face, as of UTKFace's pictures; more than any network takes."""


def to_input(chips_rgb: NDArray[np.uint8], spec: InputSpec) -> NDArray[np.float32]:
    """The input of a network for square chips in the canonical framing.

    Args:
        chips_rgb: Shape (n, side, side, 3), any side.
        spec: What the network expects.

    Returns:
        Shape (n, spec.size, spec.size, spec.channels), values 0 to 255.

    Raises:
        ValueError: The chips have another shape or are not uint8.
    """
    if chips_rgb.ndim != 4 or chips_rgb.shape[1] != chips_rgb.shape[2] or chips_rgb.shape[3] != 3:
        raise ValueError(f"chips of shape {chips_rgb.shape}: expected (n, side, side, 3)")
    if chips_rgb.dtype != np.uint8:
        raise ValueError(f"chips of {chips_rgb.dtype}: expected uint8")
    out = np.empty((len(chips_rgb), spec.size, spec.size, spec.channels), np.float32)
    for chip, row in zip(chips_rgb, out, strict=True):
        row[:] = _prepared(chip, spec)
    return out


def _prepared(chip: NDArray[np.uint8], spec: InputSpec) -> NDArray[np.uint8]:
    side = len(chip)
    left, top, right, bottom = (round(share * side) for share in spec.crop)
    # At least one pixel, however small the chip and the crop.
    top, left = min(top, side - 1), min(left, side - 1)
    part: NDArray[np.uint8] = np.ascontiguousarray(chip[top : max(bottom, top + 1), left : max(right, left + 1)])
    if spec.channels == 1:
        part = np.asarray(cv2.cvtColor(part, cv2.COLOR_RGB2GRAY), np.uint8)
    if part.shape[:2] != (spec.size, spec.size):
        shrinking = min(part.shape[:2]) >= spec.size
        # Plain sampling would add noise when shrinking; area averaging is not defined for enlarging.
        method = cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR
        part = np.asarray(cv2.resize(part, (spec.size, spec.size), interpolation=method), np.uint8)
    return part.reshape(spec.size, spec.size, spec.channels)

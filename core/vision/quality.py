"""Properties of a face's picture that make an answer less reliable, measured on the aligned face."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import cv2
import numpy as np

from core.vision.faces import LEFT_EYE, NOSE, RIGHT_EYE, Face, frame_matrix
from core.vision.imaging import RGB

REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "dark": "too dark to be sure",
        "bright": "too bright to be sure",
        "low_contrast": "too little contrast to be sure",
        "blurred": "too blurred to be sure",
        "small": "too small to be sure",
        "turned": "turned away from the camera",
        "cut_off": "partly outside the picture",
        "sideways": "on its side or on its head in the photo",
        "estimated": "framed by hand, eyes and mouth not found",
    }
)
"""English text by code, in display order: what makes an answer uncertain."""
CAVEATS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **REASONS,
        "dark": "dark picture",
        "bright": "bright picture",
        "low_contrast": "little contrast",
        "blurred": "blurred picture",
        "small": "small face",
    }
)
"""The same where the answer is certain all the same."""

# About one in a hundred of UTKFace's pictures exceeds each of these limits.
_DARK: Final = 0.23
_BRIGHT: Final = 0.78
_LOW_CONTRAST: Final = 0.09
_BLURRED: Final = 0.10
_SMALL_PX: Final = 18.0
_TURNED: Final = 0.60
_CUT_OFF: Final = 0.90
_SIDEWAYS_DEGREES: Final = 60.0
"""Heads are not tilted so far: the photo is rotated, or the person is lying down."""
_MEASURED_AT_PX: Final = 96
_SAMPLES: Final = 20
_SAMPLE_PIXELS: Final = np.stack([*np.indices((_SAMPLES, _SAMPLES)).reshape(2, -1)[::-1], np.ones(_SAMPLES**2)])


@dataclass(frozen=True, slots=True)
class Quality:
    """Quality of the picture of one face."""

    brightness: float
    """Mean luma of the aligned face, 0 to 1."""
    contrast: float
    """Standard deviation of its luma, 0 to 0.5."""
    sharpness: float
    """Standard deviation of the Laplacian of its luma relative to its contrast, at a fixed size: 0 is a flat blur."""
    eye_distance_px: float
    """Distance between the eyes in pixels of the picture."""
    turn: float
    """How far the nose lies from the middle between the eyes, in half eye distances: 0 is frontal, 1 a half profile."""
    visible: float
    """Share of the aligned frame that lies in the picture, 0 to 1."""
    roll_degrees: float
    """Rotation of the face from upright in the picture, 0 to 180 degrees."""
    reasons: tuple[str, ...]
    """Codes of `REASONS` that apply."""


def measure_quality(rgb: RGB, face: Face, chip: RGB) -> Quality:
    """The quality of `face` in the picture `rgb`, whose aligned chip is `chip`."""
    right, left, nose = (face.keypoints[i].astype(float) for i in (RIGHT_EYE, LEFT_EYE, NOSE))
    between = left - right
    eye_distance_px = float(np.hypot(*between))
    turn = 2.0 * abs(float((nose - (left + right) / 2.0) @ between)) / max(eye_distance_px, 1e-3) ** 2
    matrix = frame_matrix(face, _SAMPLES)
    roll_degrees = abs(math.degrees(math.atan2(matrix[1, 0], matrix[0, 0])))
    return _judged(
        chip,
        eye_distance_px=eye_distance_px,
        turn=turn,
        visible=_visible(rgb, face),
        roll_degrees=roll_degrees,
        estimated=face.estimated,
    )


def measure_again(quality: Quality, chip: RGB, *, eye_distance_px: float) -> Quality:
    """The quality of the same face where only its picture was changed to `chip`."""
    return _judged(
        chip,
        eye_distance_px=eye_distance_px,
        turn=quality.turn,
        visible=quality.visible,
        roll_degrees=quality.roll_degrees,
        estimated="estimated" in quality.reasons,
    )


def _judged(
    chip: RGB, *, eye_distance_px: float, turn: float, visible: float, roll_degrees: float, estimated: bool
) -> Quality:
    luma = cv2.cvtColor(cv2.resize(chip, (_MEASURED_AT_PX, _MEASURED_AT_PX)), cv2.COLOR_RGB2GRAY) / np.float32(255.0)
    brightness, contrast = float(luma.mean()), float(luma.std())
    sharpness = float(cv2.Laplacian(luma, cv2.CV_32F).std()) / max(contrast, 1e-3)
    found = {
        "dark": brightness < _DARK,
        "bright": brightness > _BRIGHT,
        "low_contrast": contrast < _LOW_CONTRAST,
        "blurred": sharpness < _BLURRED,
        "small": eye_distance_px < _SMALL_PX,
        "turned": turn > _TURNED,
        "cut_off": visible < _CUT_OFF,
        "sideways": roll_degrees > _SIDEWAYS_DEGREES,
        "estimated": estimated,
    }
    return Quality(
        brightness=brightness,
        contrast=contrast,
        sharpness=sharpness,
        eye_distance_px=eye_distance_px,
        turn=turn,
        visible=visible,
        roll_degrees=roll_degrees,
        reasons=tuple(code for code in REASONS if found[code]),
    )


def _visible(rgb: RGB, face: Face) -> float:
    height, width = rgb.shape[:2]
    x, y = cv2.invertAffineTransform(frame_matrix(face, _SAMPLES)) @ _SAMPLE_PIXELS
    return float(np.mean((x >= -0.5) & (x <= width - 0.5) & (y >= -0.5) & (y <= height - 0.5)))

"""What makes an answer less sure is measured, and told only where it is so."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from core.vision.faces import NOSE, Face, FaceDetector, align
from core.vision.quality import REASONS, Quality, measure_quality

RGB = NDArray[np.uint8]


@pytest.fixture(scope="module")
def face(portrait: RGB, detector: FaceDetector) -> Face:
    (found,) = detector.detect(portrait)
    return found


def measured(rgb: RGB, face: Face) -> Quality:
    return measure_quality(rgb, face, align(rgb, face, 200))


def test_a_good_portrait_has_no_reason(portrait: RGB, face: Face) -> None:
    quality = measured(portrait, face)
    assert quality.reasons == ()
    assert quality.visible == 1.0
    assert quality.eye_distance_px == pytest.approx(43.5, abs=3)
    assert quality.turn < 0.3


def test_darkness(portrait: RGB, face: Face) -> None:
    quality = measured((portrait * 0.15).astype(np.uint8), face)
    assert "dark" in quality.reasons


def test_too_much_light(portrait: RGB, face: Face) -> None:
    assert "bright" in measured((portrait * 0.1 + 229).astype(np.uint8), face).reasons


def test_blur_lowers_sharpness_step_by_step_and_is_told(portrait: RGB, face: Face) -> None:
    found = [measured(cv2.GaussianBlur(portrait, (0, 0), sigma), face) for sigma in (0.5, 1.5, 3.0, 6.0)]
    sharpness = [quality.sharpness for quality in found]
    assert sharpness == sorted(sharpness, reverse=True)
    assert "blurred" not in found[0].reasons
    assert "blurred" in found[-1].reasons


def test_smallness(portrait: RGB, face: Face) -> None:
    small = cv2.resize(portrait, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    quarter = Face(box=tuple(value / 4 for value in face.box), keypoints=face.keypoints / 4, score=1.0)  # type: ignore[arg-type]
    assert "small" in measured(small, quarter).reasons


def test_a_turned_head(portrait: RGB, face: Face) -> None:
    keypoints = face.keypoints.copy()
    keypoints[NOSE, 0] += 20
    assert "turned" in measured(portrait, Face(box=face.box, keypoints=keypoints, score=1.0)).reasons


@pytest.mark.parametrize(("quarters", "sideways"), [(0, False), (1, True), (2, True), (3, True)])
def test_a_photo_that_does_not_stand_upright_is_told(
    portrait: RGB, detector: FaceDetector, quarters: int, sideways: bool
) -> None:
    turned = np.ascontiguousarray(np.rot90(portrait, quarters))
    (found,) = detector.detect(turned)
    quality = measured(turned, found)
    assert ("sideways" in quality.reasons) is sideways
    assert abs(quality.roll_degrees - {0: 0, 1: 90, 2: 180, 3: 90}[quarters]) < 10


def test_a_cut_off_face(portrait: RGB, face: Face) -> None:
    moved = Face(box=face.box, keypoints=face.keypoints - np.float32([200, 0]), score=1.0)
    quality = measured(portrait[:, 200:], moved)
    assert "cut_off" in quality.reasons
    assert 0.5 < quality.visible < 0.9


def test_every_reason_is_told_in_words() -> None:
    assert list(REASONS) == [
        "dark",
        "bright",
        "low_contrast",
        "blurred",
        "small",
        "turned",
        "cut_off",
        "sideways",
        "estimated",
    ]

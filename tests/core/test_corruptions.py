"""Pictures are spoilt as said: more with every strength, the same for the same seed, and where the face is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from core.evaluation.corruptions import CORRUPTIONS, STRENGTHS, corrupt
from core.evaluation.corruptions.drawing import HeadFrame
from core.vision.faces import LEFT_EYE, NOSE, RIGHT_EYE, Face, FaceDetector, align
from core.vision.quality import measure_quality

RGB = NDArray[np.uint8]

LOCAL = ("eyes_covered", "mouth_covered", "sunglasses", "glasses", "mask", "lips", "eyelids", "cheeks")


MOUTH = 5
"""Its middle, behind the key points."""
NOSE_TO_ITS_LEFT = np.float32([(15.0, 0.0) if point == NOSE else (0.0, 0.0) for point in range(5)])


@pytest.fixture(scope="module")
def face(portrait: RGB, detector: FaceDetector) -> Face:
    (found,) = detector.detect(portrait)
    return found


def scaled(face: Face, factor: float) -> Face:
    x0, y0, x1, y1 = face.box
    return Face((x0 * factor, y0 * factor, x1 * factor, y1 * factor), face.keypoints * np.float32(factor), face.score)


def changed(before: RGB, after: RGB) -> float:
    return float(np.abs(after.astype(int) - before).mean())


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_every_corruption_grows_with_its_strength(portrait: RGB, face: Face, name: str) -> None:
    untouched = portrait.copy()
    pictures = [corrupt(portrait, face, name, strength, 7) for strength in STRENGTHS]
    assert all(picture.shape == portrait.shape and picture.dtype == np.uint8 for picture in pictures)
    amounts = [changed(portrait, picture) for picture in pictures]
    assert amounts[0] > 0
    assert amounts[-1] > amounts[2] > amounts[0]
    assert np.array_equal(portrait, untouched)


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_the_same_seed_gives_the_same_picture(portrait: RGB, face: Face, name: str) -> None:
    assert np.array_equal(corrupt(portrait, face, name, 3, 11), corrupt(portrait, face, name, 3, 11))


@pytest.mark.parametrize("name", ["noise", "motion_blur", "colour_cast", "mask", "scarf", "sunglasses", "rotation"])
def test_what_is_left_to_chance_differs_between_seeds(portrait: RGB, face: Face, name: str) -> None:
    assert len({corrupt(portrait, face, name, 3, seed).tobytes() for seed in range(8)}) > 1


@pytest.mark.parametrize("name", LOCAL)
def test_what_is_worn_touches_only_the_face(portrait: RGB, face: Face, name: str) -> None:
    x0, y0, x1, y1 = (round(value) for value in face.box)
    reach = (x1 - x0) // 2
    outside = np.ones(portrait.shape[:2], np.bool_)
    outside[y0 - reach : y1 + reach, x0 - reach : x1 + reach] = False
    assert np.array_equal(corrupt(portrait, face, name, 5, 1)[outside], portrait[outside])


@pytest.mark.parametrize(
    ("name", "covered", "free"),
    [
        ("eyes_covered", (RIGHT_EYE, LEFT_EYE), (MOUTH,)),
        ("sunglasses", (RIGHT_EYE, LEFT_EYE), (MOUTH,)),
        ("mouth_covered", (MOUTH,), (RIGHT_EYE, LEFT_EYE)),
        ("mask", (MOUTH, NOSE), (RIGHT_EYE, LEFT_EYE)),
        ("scarf", (MOUTH,), (RIGHT_EYE, LEFT_EYE)),
        ("lips", (MOUTH,), (RIGHT_EYE, LEFT_EYE, NOSE)),
    ],
)
def test_it_lies_where_it_belongs(
    portrait: RGB, face: Face, name: str, covered: tuple[int, ...], free: tuple[int, ...]
) -> None:
    for roll in (0.0, 30.0):
        matrix = cv2.getRotationMatrix2D((222.0, 124.0), roll, 1.0)
        picture = np.asarray(cv2.warpAffine(portrait, matrix, (512, 512)), np.uint8)
        points = (face.keypoints @ matrix[:, :2].T + matrix[:, 2]).astype(np.float32)
        turned = Face(face.box, points, face.score)
        difference = np.abs(corrupt(picture, turned, name, 5, 2).astype(int) - picture).max(axis=2)
        at = np.round([*points, points[3:].mean(axis=0)]).astype(int)
        assert all(difference[at[point][1], at[point][0]] > 8 for point in covered)
        assert all(difference[at[point][1], at[point][0]] == 0 for point in free)


@pytest.mark.parametrize("name", ["blur", "low_resolution", "motion_blur", "mask"])
def test_a_strength_means_the_same_in_a_larger_picture(portrait: RGB, face: Face, name: str) -> None:
    twice = np.asarray(cv2.resize(portrait, None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST), np.uint8)
    small = corrupt(portrait, face, name, 4, 3)
    large = cv2.resize(corrupt(twice, scaled(face, 2.0), name, 4, 3), (512, 512), interpolation=cv2.INTER_AREA)
    assert changed(small, np.asarray(large, np.uint8)) < 0.25 * changed(portrait, small)


def test_light_is_told_by_the_quality_measures(portrait: RGB, face: Face) -> None:
    def reasons(name: str) -> tuple[str, ...]:
        picture = corrupt(portrait, face, name, 5, 1)
        return measure_quality(picture, face, align(picture, face, 200)).reasons

    assert "dark" in reasons("dark")
    assert "bright" in reasons("bright")
    assert "low_contrast" in reasons("low_contrast")
    assert "blurred" in reasons("blur")


def test_a_tilted_head_is_found_tilted(portrait: RGB, face: Face, detector: FaceDetector) -> None:
    (found,) = detector.detect(corrupt(portrait, face, "rotation", 3, 1))
    across = found.keypoints[LEFT_EYE] - found.keypoints[RIGHT_EYE]
    upright = face.keypoints[LEFT_EYE] - face.keypoints[RIGHT_EYE]
    turn = np.degrees(np.arctan2(across[1], across[0]) - np.arctan2(upright[1], upright[0]))
    assert abs(turn) == pytest.approx(25.0, abs=4.0)


def test_a_face_half_outside_the_picture_is_drawn_on_all_the_same(portrait: RGB, face: Face) -> None:
    moved = Face(face.box, face.keypoints - np.float32([215.0, 60.0]), face.score)
    part = np.ascontiguousarray(portrait[60:, 215:])
    for name in CORRUPTIONS:
        assert corrupt(part, moved, name, 5, 1).shape == part.shape


def test_the_head_frame_follows_the_face(face: Face) -> None:
    head = HeadFrame(face)
    assert head.unit_px == pytest.approx(43.0, abs=3.0)
    for uv, point in zip((head.right_eye, head.left_eye, head.mouth), face.eyes_and_mouth, strict=True):
        assert np.allclose(head.pixels([tuple(uv)])[0] + 0.5, point, atol=0.1)


def test_the_ear_on_the_side_to_which_a_head_turns_comes_closer(face: Face) -> None:
    """That is where the nose points."""
    frontal, turned = HeadFrame(face), HeadFrame(Face(face.box, face.keypoints + NOSE_TO_ITS_LEFT, face.score))
    assert turned.left_ear[0] < frontal.left_ear[0]
    assert turned.right_ear[0] < frontal.right_ear[0]


@pytest.mark.parametrize(("name", "strength"), [("hail", 1), ("dark", 0), ("dark", 6)])
def test_what_there_is_not_is_refused(portrait: RGB, face: Face, name: str, strength: int) -> None:
    with pytest.raises(ValueError, match="expected"):
        corrupt(portrait, face, name, strength, 1)

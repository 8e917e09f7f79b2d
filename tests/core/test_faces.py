"""A face is brought into the one framing."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from core.vision.faces import IN_FRAME, Face, align, frame_matrix

RGB = NDArray[np.uint8]


def face_at(points: object) -> Face:
    """A face with right eye, left eye and mouth at `points`."""
    right, left, mouth = np.array(points, np.float32)
    keypoints = np.stack([right, left, (right + left + mouth) / 3, mouth, mouth])
    return Face(box=(0.0, 0.0, 1.0, 1.0), keypoints=keypoints, score=1.0)


@given(
    st.tuples(st.floats(-50, 900), st.floats(-50, 900)),
    st.floats(20, 900),
    st.floats(-3.1, 3.1),
    st.sampled_from([48, 64, 200]),
)
def test_a_face_in_the_frames_proportions_lands_on_the_frame(
    corner: tuple[float, float], side: float, angle: float, size: int
) -> None:
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    points = np.array(IN_FRAME) * side @ turn.T + corner
    landed = np.c_[points - 0.5, np.ones(3)] @ frame_matrix(face_at(points), size).T + 0.5
    assert np.allclose(landed / size, IN_FRAME, atol=2e-3)


def test_a_turned_head_is_not_enlarged() -> None:
    """Its eyes come closer, its height stays."""
    frontal = np.array(IN_FRAME) * 200
    turned = frontal.copy()
    turned[:2, 0] = 100 + (turned[:2, 0] - 100) * 0.6
    scale = np.hypot(*frame_matrix(face_at(turned), 200)[:, 0])
    assert 0.9 < scale < 1.35


@pytest.mark.parametrize("side", [60, 200, 1000, 3000])
def test_align_shows_the_same_whatever_the_resolution(side: int) -> None:
    """A picture already in the framing comes back as it was, however large it is."""
    y, x = np.mgrid[0:side, 0:side] / side
    picture = np.stack([x * 255, y * 255, (x + y) * 127], axis=-1).astype(np.uint8)
    chip = align(picture, face_at(np.array(IN_FRAME) * side), 100)
    expected = cv2.resize(picture, (100, 100), interpolation=cv2.INTER_AREA if side > 100 else cv2.INTER_LINEAR)
    assert np.abs(chip.astype(int) - expected)[3:-3, 3:-3].max() <= 4


@pytest.mark.parametrize(
    "points",
    [
        [(5, 5)] * 3,
        [(-900, -900), (-800, -900), (-850, -800)],
        [(10, 10), (10.001, 10), (10, 10)],
        [(-1e4, 0), (1e4, 0), (0, 9)],
    ],
)
def test_align_gives_a_chip_for_any_points(points: list[tuple[float, float]]) -> None:
    picture = np.zeros((30, 40, 3), np.uint8)
    assert align(picture, face_at(points), 64).shape == (64, 64, 3)


def test_a_face_is_aligned_by_the_middle_of_its_mouth() -> None:
    face = Face((0, 0, 9, 9), np.array([(1, 1), (5, 1), (3, 3), (2, 6), (4, 8)], np.float32), 1.0)
    assert face.eyes_and_mouth.tolist() == [[1, 1], [5, 1], [3, 7]]


def test_a_face_needs_five_points() -> None:
    with pytest.raises(ValueError, match=r"got shape \(6, 2\), expected \(5, 2\)"):
        Face(box=(0, 0, 1, 1), keypoints=np.zeros((6, 2), np.float32), score=1.0)

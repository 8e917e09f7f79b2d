"""Faces are found where they are, once, whatever their size and however the picture lies."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from core.errors import DetectorError
from core.evaluation.corruptions import corrupt
from core.vision.detectors import DETECTORS, FAST, make_detector, networks
from core.vision.faces import LEFT_EYE, MOUTH_LEFT, MOUTH_RIGHT, RIGHT_EYE, Face, FaceDetector, reading_order

RGB = NDArray[np.uint8]


def centre(face: Face) -> NDArray[np.float64]:
    x0, y0, x1, y1 = face.box
    return np.array([(x0 + x1) / 2, (y0 + y1) / 2])


def placed(portrait: RGB, side: int, corners: list[tuple[int, int]], shape: tuple[int, int]) -> RGB:
    """A grey picture with the portrait, `side` pixels wide, at some corners."""
    picture = np.full((*shape, 3), 120, np.uint8)
    small = cv2.resize(portrait, (side, side), interpolation=cv2.INTER_AREA)
    for x, y in corners:
        picture[y : y + side, x : x + side] = small
    return picture


@pytest.mark.parametrize("name", DETECTORS)
def test_the_portrait_has_one_face_with_eyes_and_mouth_where_they_are(portrait: RGB, name: str) -> None:
    (face,) = make_detector(name).detect(portrait)
    assert 0.8 < face.score <= 1.0
    places = {RIGHT_EYE: (202, 101), LEFT_EYE: (246, 103), MOUTH_RIGHT: (203, 145), MOUTH_LEFT: (241, 146)}
    for point, place in places.items():
        assert np.abs(face.keypoints[point] - place).max() < 4


def test_no_face_is_an_answer(detector: FaceDetector) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (480, 640, 3), np.uint8)
    assert detector.detect(noise) == ()


@pytest.mark.parametrize("name", DETECTORS)
@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (2, 3), (1, 9000), (9000, 2)])
def test_tiny_pictures_have_no_face(shape: tuple[int, int], name: str) -> None:
    assert make_detector(name).detect(np.zeros((*shape, 3), np.uint8)) == ()


@pytest.mark.parametrize("margin", [0, 12])
def test_a_face_that_fills_its_picture_is_found_and_its_box_lies_in_it(
    portrait: RGB, detector: FaceDetector, margin: int
) -> None:
    crop = cv2.resize(portrait[62 - margin : 182 + margin, 165 - margin : 285 + margin], (200, 200))
    (face,) = detector.detect(crop)
    x0, y0, x1, y1 = face.box
    assert 0 <= x0 < x1 <= 200
    assert 0 <= y0 < y1 <= 200


@pytest.mark.parametrize("upright", [False, True])
def test_small_faces_in_a_large_picture_are_found(portrait: RGB, detector: FaceDetector, upright: bool) -> None:
    """Whether it is wider than high or higher than wide; the fast detector leaves them out."""
    corners = [(60, 80), (1100, 620), (2100, 1200)]
    if upright:
        corners = [(y, x) for x, y in corners]
    large = placed(portrait, 220, corners, (2400, 1500) if upright else (1500, 2400))
    found = detector.detect(large)
    (in_portrait,) = detector.detect(portrait)
    assert len(found) == 3
    for face, corner in zip(found, corners, strict=True):
        assert np.abs(centre(face) - corner - centre(in_portrait) * 220 / 512).max() < 6
    assert len(make_detector(FAST).detect(large)) < 3


def test_faces_are_told_in_reading_order(portrait: RGB, detector: FaceDetector) -> None:
    found = detector.detect(placed(portrait, 300, [(580, 0), (20, 20), (300, 310)], (640, 900)))
    assert [round(face.box[0] / 280) for face in found] == [0, 2, 1]


def test_a_panorama_is_searched(portrait: RGB, detector: FaceDetector) -> None:
    panorama = placed(portrait, 512, [(4500, 0)], (512, 5120))
    (face,) = detector.detect(panorama)
    (in_portrait,) = detector.detect(portrait)
    assert np.abs(centre(face) - (4500, 0) - centre(in_portrait)).max() < 8


def test_a_face_cut_off_by_the_edge_is_found_once(portrait: RGB, detector: FaceDetector) -> None:
    (face,) = detector.detect(portrait[:, 205:])
    assert face.box[0] == 0.0


@pytest.mark.parametrize("scale", [0.5, 1.0, 3.0, 7.0])
def test_scale_does_not_move_a_face(portrait: RGB, detector: FaceDetector, scale: float) -> None:
    (expected,) = detector.detect(portrait)
    (face,) = detector.detect(cv2.resize(portrait, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    assert np.abs(centre(face) / scale - centre(expected)).max() < 6


@pytest.mark.parametrize("quarters", [1, 2, 3])
@pytest.mark.parametrize("close", [False, True])
def test_a_picture_on_its_side_or_on_its_head_is_found_as_it_lies(
    portrait: RGB, detector: FaceDetector, quarters: int, close: bool
) -> None:
    """Its key points are those of the upright face, turned along: so its chip is upright."""
    upright = portrait[40:200, 140:300] if close else portrait
    (expected,) = detector.detect(upright)
    (face,) = detector.detect(np.ascontiguousarray(np.rot90(upright, quarters)))
    height, width = upright.shape[:2]
    x, y = expected.keypoints.T
    turned = {1: (y, width - x), 2: (width - x, height - y), 3: (height - y, x)}[quarters]
    assert np.abs(face.keypoints - np.stack(turned, axis=1)).max() < 5
    x0, y0, x1, y1 = face.box
    assert (x0 < face.keypoints[:, 0]).all()
    assert (face.keypoints[:, 0] < x1).all()
    assert (y0 < face.keypoints[:, 1]).all()
    assert (face.keypoints[:, 1] < y1).all()


def test_threads_change_no_answer(portrait: RGB, detector: FaceDetector) -> None:
    """Neither those of a detector nor those that share one."""
    picture = placed(portrait, 300, [(580, 0), (20, 20), (300, 310)], (640, 900))
    expected = [face.box for face in detector.detect(picture)]
    assert [face.box for face in make_detector(threads=3).detect(picture)] == expected
    with ThreadPoolExecutor(3) as pool:
        assert [[face.box for face in faces] for faces in pool.map(detector.detect, [picture] * 3)] == [expected] * 3


def test_a_detector_that_is_not_there_is_told() -> None:
    with pytest.raises(DetectorError, match=r"no face detector named best\. Choose one of: thorough, fast"):
        make_detector("best")


def test_a_missing_detector_file_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(networks, "resource", lambda name: tmp_path / name)
    with pytest.raises(DetectorError, match=r"is missing\. Install Facet again"):
        make_detector()


@pytest.mark.parametrize("name", ["yunet", "centerface"])
def test_a_damaged_detector_file_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    (tmp_path / "detector").mkdir()
    for file in ("yunet", "centerface"):
        content = networks.resource(f"detector/{file}.tflite").read_bytes()
        (tmp_path / "detector" / f"{file}.tflite").write_bytes(b"no network" if file == name else content)
    monkeypatch.setattr(networks, "resource", lambda path: tmp_path / path)
    with pytest.raises(DetectorError, match=rf"{name}.tflite of the face detector could not be loaded"):
        make_detector()


@pytest.mark.parametrize("name", ["dark", "low_contrast", "noise"])
@pytest.mark.parametrize("side", [128, 512])
def test_a_face_in_a_poor_picture_is_found(portrait: RGB, detector: FaceDetector, name: str, side: int) -> None:
    """Where the picture as it is shows none, it is cleared first."""
    part = portrait[20:220, 120:320] if side == 128 else portrait
    picture = np.asarray(cv2.resize(part, (side, side), interpolation=cv2.INTER_AREA), np.uint8)
    (face,) = detector.detect(picture)
    (found,) = detector.detect(corrupt(picture, face, name, 3 if name == "noise" else 5, 1))
    assert np.abs(centre(found) - centre(face)).max() < 0.1 * side


def test_faces_are_ordered_by_rows() -> None:
    boxes = [(300, 12, 340, 52), (10, 0, 50, 40), (200, 100, 240, 140), (20, 110, 60, 150)]
    keypoints = np.zeros((5, 2), np.float32)
    faces = [Face(box=tuple(map(float, box)), keypoints=keypoints, score=0.9) for box in boxes]  # type: ignore[arg-type]
    assert [face.box[0] for face in reading_order(reversed(faces))] == [10, 300, 20, 200]

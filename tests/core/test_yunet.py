"""YuNet behind the same protocol as BlazeFace; any other file is refused in words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from made_yunet import BOX, KEYPOINTS, STRIDE, write_made_yunet
from numpy.typing import NDArray

from core.analysis import Analyzer
from core.errors import DetectorError
from core.yunet import YuNetDetector

RGB = NDArray[np.uint8]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_made_yunet(tmp_path_factory.mktemp("бет") / "yunet.onnx")


@pytest.fixture(scope="module")
def yunet(file: Path) -> YuNetDetector:
    return YuNetDetector(file)


def picture(*corners: tuple[int, int], scale: int = 1, size: tuple[int, int] = (640, 640)) -> RGB:
    """Black, `size` high and wide, with a red square a cell wide at each of `corners`, all `scale` times larger."""
    rgb = np.zeros((*size, 3), np.uint8)
    for x, y in corners:
        rgb[y : y + STRIDE, x : x + STRIDE, 0] = 255
    return rgb.repeat(scale, axis=0).repeat(scale, axis=1)


def test_faces_are_found_left_to_right_with_their_key_points(yunet: YuNetDetector) -> None:
    right, left = yunet.detect(picture((416, 96), (128, 320)))[::-1]
    assert left.box[0] < right.box[0]
    middle = np.array([416, 96]) + STRIDE / 2
    half = np.array(BOX) * STRIDE / 2
    np.testing.assert_allclose(right.box, [*(middle - half), *(middle + half)], atol=0.01)
    np.testing.assert_allclose(right.keypoints[:3], middle + STRIDE * np.array(KEYPOINTS[:3]), atol=0.01)
    np.testing.assert_allclose(right.keypoints[3], middle + STRIDE * np.array([0.1, 1.0]), atol=0.01)
    ears = (right.keypoints[4:] - middle) / STRIDE
    assert ears[0, 0] < KEYPOINTS[0][0] and ears[1, 0] > KEYPOINTS[1][0]
    assert 0.99 < right.score <= 1.0


def test_a_larger_picture_gives_the_same_faces_in_its_own_pixels(yunet: YuNetDetector) -> None:
    small, large = yunet.detect(picture((128, 320)))[0], yunet.detect(picture((128, 320), scale=3))[0]
    np.testing.assert_allclose(np.array(large.box) / 3, small.box, atol=0.1)
    np.testing.assert_allclose(large.keypoints / 3, small.keypoints, atol=0.1)


def test_a_wide_picture_is_not_stretched_and_boxes_end_at_its_edge(yunet: YuNetDetector) -> None:
    # Its 320 rows lie in the middle of YuNet's square, 160 below its edge.
    (face,) = yunet.detect(picture((0, 0), size=(320, 640)))
    assert face.box[:2] == (0.0, 0.0)
    assert face.box[2] == pytest.approx(16 + 64)


@pytest.mark.parametrize("shape", [(1, 1, 3), (2, 900, 3), (640, 640, 3)])
def test_no_face_is_an_answer(yunet: YuNetDetector, shape: tuple[int, int, int]) -> None:
    assert yunet.detect(np.full(shape, 90, np.uint8)) == ()


def test_it_answers_in_an_analysis(file: Path, report_cnn: Path) -> None:
    analysis = Analyzer.load(report_cnn, yunet=file).analyze(picture((128, 320)))
    assert len(analysis.faces) == 1
    assert set(analysis.faces[0].answers) == {"gender", "ethnicity"}


@pytest.mark.parametrize("content", [b"", b"not a network", bytes(range(256)) * 40])
def test_another_file_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "photo.onnx"
    file.write_bytes(content)
    with pytest.raises(DetectorError, match="not a YuNet") as caught:
        YuNetDetector(file)
    assert str(file) in str(caught.value)


def test_another_network_is_refused(tmp_path: Path, file: Path) -> None:
    other = tmp_path / "other.onnx"
    other.write_bytes(file.read_bytes().replace(b"kps_32", b"kpx_32"))
    with pytest.raises(DetectorError, match="not a YuNet"):
        YuNetDetector(other)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.onnx"
    with file.open("wb") as sparse:
        sparse.truncate(65 << 20)
    with pytest.raises(DetectorError, match="too large"):
        YuNetDetector(file)


def test_a_vanished_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(DetectorError, match="could not be read"):
        YuNetDetector(tmp_path / "gone.onnx")

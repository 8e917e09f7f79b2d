"""A labelled picture is called poor where the same face in a photo would be given a reason to doubt."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from core.analysis import Analyzer
from core.datasets.dataset import FaceDataset
from core.evaluation.picture_quality import poor_pictures
from core.schema import shipped_columns
from core.vision.detectors import make_detector
from core.vision.faces import NOSE, RIGHT_EYE, Face
from core.work import Stopped

RGB = NDArray[np.uint8]


class Nobody:
    """Finds no face."""

    def detect(self, rgb: RGB) -> tuple[Face, ...]:
        del rgb
        return ()


class TurnedAway:
    """Sees the nose below one eye."""

    def __init__(self) -> None:
        self._detector = make_detector()

    def detect(self, rgb: RGB) -> tuple[Face, ...]:
        (face,) = self._detector.detect(rgb)
        points = face.keypoints.copy()
        points[NOSE, 0] = points[RIGHT_EYE, 0]
        return (Face(face.box, points, face.score),)


def dataset_of(pictures: Mapping[str, RGB]) -> FaceDataset:
    labels = np.zeros(len(pictures), np.int64)
    return FaceDataset(
        "made", "", tuple(pictures), labels, shipped_columns(gender=labels), (), decode=pictures.__getitem__
    )


@pytest.fixture
def pictures(portrait: RGB) -> dict[str, RGB]:
    return {
        "as it is": portrait,
        "dark": (portrait * 0.25).astype(np.uint8),
        "blurred": np.asarray(cv2.GaussianBlur(portrait, (0, 0), 4.0), np.uint8),
        "flat": (portrait * 0.2 + 100).astype(np.uint8),
    }


def test_a_picture_is_poor_where_a_photo_of_it_would_be(analyzer: Analyzer, pictures: dict[str, RGB]) -> None:
    told: list[tuple[int, int]] = []
    found = poor_pictures(dataset_of(pictures), np.arange(4), progress=lambda done, total: told.append((done, total)))
    assert found.tolist() == [False, True, True, True]
    assert told[-1] == (4, 4)
    for poor, picture in zip(found, pictures.values(), strict=True):
        (face,) = analyzer.analyze(picture).faces
        assert poor == bool(face.quality.reasons)


def test_only_the_rows_asked_for_are_looked_at(pictures: dict[str, RGB]) -> None:
    assert poor_pictures(dataset_of(pictures), np.array([2, 0])).tolist() == [True, False]


def test_a_face_that_is_turned_away_is_a_reason_too(pictures: dict[str, RGB], register: Callable[[type], str]) -> None:
    assert poor_pictures(dataset_of(pictures), np.array([0]), detector=register(TurnedAway)).tolist() == [True]


def test_what_no_face_is_found_in_is_measured_as_it_is(
    pictures: dict[str, RGB], register: Callable[[type], str]
) -> None:
    assert poor_pictures(dataset_of(pictures), np.array([0, 1]), detector=register(Nobody)).tolist() == [False, True]


def test_small_grey_pictures_are_measured_as_they_are() -> None:
    grey = np.random.default_rng(1).integers(60, 200, (2, 48, 48)).astype(np.uint8)
    grey[1] //= 8
    one = np.zeros(2, np.int64)
    assert poor_pictures(
        FaceDataset("csv", "", ("1", "2"), one, shipped_columns(gender=one), (), grey=grey), np.arange(2)
    ).tolist() == [
        False,
        True,
    ]


def test_it_stops_when_asked(pictures: dict[str, RGB]) -> None:
    with pytest.raises(Stopped):
        poor_pictures(dataset_of(pictures), np.arange(4), should_stop=lambda: True)

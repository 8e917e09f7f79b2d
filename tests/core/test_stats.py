"""Figures, on cases small enough to count by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest

from core.evaluation.comparison import compare_framings
from core.evaluation.figures import accuracy, balanced_accuracy
from core.stats import (
    wilson_interval,
)

ACTUAL = np.array([0, 0, 0, 0, 0, 0, 1, 1, 2, 2])
PREDICTED = np.array([0, 0, 0, 0, 0, 0, 1, 0, 0, 1])


def test_accuracy_counts_rows_and_balanced_accuracy_counts_classes() -> None:
    assert accuracy(ACTUAL, PREDICTED) == pytest.approx(0.7)
    assert balanced_accuracy(ACTUAL, PREDICTED) == pytest.approx((1 + 0.5 + 0) / 3)


def test_wilsons_interval_is_the_published_one() -> None:
    # Newcombe 1998, Two-sided confidence intervals for the single proportion, table I: 81 of 263, 0 of 20.
    assert wilson_interval(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson_interval(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)
    for hits, count in ((0, 1), (3, 7), (20, 20), (812, 4576)):
        published = binomtest(hits, count).proportion_ci(method="wilson")
        assert wilson_interval(hits, count) == pytest.approx((published.low, published.high), abs=1e-6)


def test_a_face_not_found_counts_as_wrong() -> None:
    right = {"gender": np.eye(2)[[0, 1, 1, 0]], "ethnicity": np.eye(5)[[0, 1, 2, 3]]}
    labels = {"gender": np.array([0, 1, 1, 1]), "ethnicity": np.array([0, 1, 2, 3])}
    check = compare_framings(right, right, np.array([True, False, True, True]), labels)
    assert check.as_is == {"gender": 0.75, "ethnicity": 1.0}
    assert check.realigned == {"gender": 0.5, "ethnicity": 0.75}
    assert check.lost == {"gender": 0.25, "ethnicity": 0.25}
    assert (check.count, check.not_found) == (4, 1)
    low, high = check.lost_interval["gender"]
    assert low < 0.25 < high
    assert (low + high) / 2 == pytest.approx(0.25)

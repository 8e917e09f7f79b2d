"""Probabilities that mean what they say, and the threshold below which there is no answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from core.evaluation.calibration import expected_calibration_error, fit_temperature, threshold_for_error
from core.evaluation.evaluation import Answers, calibrate, evaluate
from core.labels import Head
from core.probability import tempered

Floats = NDArray[np.float64]


def softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def honest(count: int, classes: int, seed: int) -> tuple[Floats, NDArray[np.int64]]:
    """Logits, and labels drawn from the very probabilities they stand for."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 1.5, (count, classes))
    drawn = (softmax(logits).cumsum(axis=1) > rng.random((count, 1))).argmax(axis=1)
    return logits, drawn


@pytest.mark.parametrize("sharpened", [0.5, 1.0, 3.0])
def test_the_temperature_takes_back_what_made_the_network_too_sure_or_not_sure_enough(sharpened: float) -> None:
    logits, labels = honest(20_000, 5, seed=1)
    raw = softmax(logits * sharpened)
    temperature = fit_temperature(raw, labels)
    assert temperature == pytest.approx(sharpened, rel=0.05)
    calibrated = tempered(raw, temperature)
    assert expected_calibration_error(calibrated.max(axis=1), calibrated.argmax(axis=1) == labels) < 0.015


def test_a_temperature_changes_no_answer_and_keeps_sums() -> None:
    raw = softmax(honest(500, 5, seed=2)[0])
    calibrated = tempered(raw, 2.5)
    assert np.array_equal(raw.argmax(axis=1), calibrated.argmax(axis=1))
    assert calibrated.sum(axis=1) == pytest.approx(np.ones(500))
    assert np.allclose(tempered(raw, 1.0), raw)


def test_certainty_of_0_and_1_stays_finite() -> None:
    assert np.isfinite(tempered(np.array([[1.0, 0.0], [0.0, 1.0]]), 0.05)).all()


def test_calibration_error_of_a_case_counted_by_hand() -> None:
    confidence = np.array([0.95, 0.95, 0.95, 0.95, 0.55, 0.55])
    correct = np.array([True, True, True, False, True, False])
    assert expected_calibration_error(confidence, correct) == pytest.approx((4 * 0.2 + 2 * 0.05) / 6)
    assert expected_calibration_error(np.array([1.0]), np.array([True])) == 0.0


def test_the_threshold_is_the_smallest_that_keeps_the_error() -> None:
    confidence = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4])
    correct = np.array([True, True, True, False, True, False])
    assert threshold_for_error(confidence, correct, 0.0) == 0.7
    assert threshold_for_error(confidence, correct, 0.2) == 0.5
    assert threshold_for_error(confidence, correct, 0.5) == 0.0


def test_where_no_threshold_keeps_the_error_nothing_is_answered() -> None:
    assert threshold_for_error(np.array([0.9, 0.8]), np.array([False, True]), 0.1) == 1.0
    assert threshold_for_error(np.array([]), np.array([], np.bool_), 0.1) == 1.0


@given(
    rows=st.lists(st.tuples(st.sampled_from((0.3, 0.5, 0.7, 0.9, 0.99)), st.booleans()), min_size=1, max_size=60),
    target=st.floats(0, 1),
)
def test_the_error_among_the_answered_never_exceeds_the_target(rows: list[tuple[float, bool]], target: float) -> None:
    confidence, correct = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    threshold = threshold_for_error(confidence, correct, target)
    answered = confidence >= threshold
    assert (~correct[answered]).sum() <= target * answered.sum() + 1e-9
    for lower in np.unique(confidence[confidence < threshold]):
        more = confidence >= lower
        assert (~correct[more]).sum() > target * more.sum()


def test_an_evaluation_fits_on_one_side_and_measures_on_another() -> None:
    def side(seed: int) -> Answers:
        gender, ethnicity = honest(4000, 2, seed), honest(4000, 5, seed + 1)
        return Answers(
            {"gender": softmax(gender[0] * 2), "ethnicity": softmax(ethnicity[0] * 2)},
            {"gender": gender[1], "ethnicity": ethnicity[1]},
        )

    targets: dict[Head, float] = {"gender": 0.05, "ethnicity": 0.2}
    results = evaluate(side(10), calibrate(side(20), targets))
    for head, result in results.items():
        assert result.calibration.temperature == pytest.approx(2.0, rel=0.15)
        assert result.ece_after < result.ece_before
        assert result.error_of_answered == pytest.approx(targets[head], abs=0.03)
        assert 0 < result.coverage < 1
        assert result.accuracy_interval[0] < result.accuracy < result.accuracy_interval[1]
        assert result.confusion.sum() == result.count == 4000
        assert sum(cell.count for cell in result.cells) == 4000

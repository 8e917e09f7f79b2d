"""Probabilities that mean what they say, and the threshold below which there is no answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from core.evaluation.calibration import (
    Answers,
    calibrate,
    expected_calibration_error,
    fit_temperature,
    threshold_for_error,
    uncalibrated_errors,
)
from core.evaluation.figures import measure
from core.evaluation.groups import SMALL
from core.evaluation.predictions import from_answers
from core.model.calibration import apply_calibration, calibrated, tempered
from core.schema import ATTRIBUTES, ETHNICITY, NOT_GIVEN

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
    found = tempered(raw, temperature)
    assert expected_calibration_error(found.max(axis=1), found.argmax(axis=1) == labels) < 0.015


def test_a_temperature_changes_no_answer_and_keeps_sums() -> None:
    raw = softmax(honest(500, 5, seed=2)[0])
    found = tempered(raw, 2.5)
    assert np.array_equal(raw.argmax(axis=1), found.argmax(axis=1))
    assert found.sum(axis=1) == pytest.approx(np.ones(500))
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

    targets = {"gender": 0.05, "ethnicity": 0.2}
    tested, how = side(10), calibrate(side(20), targets)
    rows = np.arange(4000)
    predictions = from_answers(tested, how, attributes=ATTRIBUTES, model="made", data="made", rows=rows, columns={})
    before = uncalibrated_errors(tested)
    for name, found in measure(predictions, draws=100).heads.items():
        assert how[name].temperature == pytest.approx(2.0, rel=0.15)
        figures = found.overall.figures
        assert figures["calibration_error"].value < before[name]
        assert figures["error_of_answered"].value == pytest.approx(targets[name], abs=0.03)
        assert 0 < figures["coverage"].value < 1
        assert figures["accuracy"].low < figures["accuracy"].value < figures["accuracy"].high
        assert np.sum(found.overall.confusion) == found.overall.count == 4000
        assert sum(cell.count for cell in found.cells) == 4000


def test_faces_without_a_label_are_left_out_of_what_is_fitted() -> None:
    whole = sure_of_others(60)
    cut = {name: values.copy() for name, values in whole.labels.items()}
    cut["gender"][::2] = NOT_GIVEN
    kept = Answers(
        {name: found[1::2] for name, found in whole.probabilities.items()},
        {name: values[1::2] for name, values in whole.labels.items()},
    )
    targets = dict.fromkeys(ATTRIBUTES, 0.1)
    assert calibrate(Answers(whole.probabilities, cut), targets)["gender"] == calibrate(kept, targets)["gender"]
    cut["gender"][:] = NOT_GIVEN
    assert calibrate(Answers(whole.probabilities, cut), targets)["gender"].temperature == 1.0


def sure_of_others(seed: int, count: int = 12_000) -> Answers:
    """A network that is too sure where it says "Others", and not sure enough elsewhere."""
    (gender, genders), (ethnicity, ethnicities) = honest(count, 2, seed), honest(count, 5, seed + 1)
    says_others = ethnicity.argmax(axis=1) == ETHNICITY.labels.index("Others")
    sharpened = ethnicity * np.where(says_others, 2.0, 0.7)[:, np.newaxis]
    return Answers(
        {"gender": softmax(gender), "ethnicity": softmax(sharpened)}, {"gender": genders, "ethnicity": ethnicities}
    )


def test_a_label_the_network_is_too_sure_of_is_read_more_carefully_than_the_others() -> None:
    how = calibrate(sure_of_others(30), dict.fromkeys(ATTRIBUTES, 0.1))
    *others, own = how["ethnicity"].label_temperatures
    assert own > how["ethnicity"].temperature > max(others)
    tested = sure_of_others(40)
    raw, labels = tested.probabilities["ethnicity"], tested.labels["ethnicity"]
    apart = apply_calibration(tested.probabilities, how)["ethnicity"].probabilities
    assert np.array_equal(raw.argmax(axis=1), apart.argmax(axis=1))

    def worst_error(probabilities: Floats) -> float:
        says, sure = probabilities.argmax(axis=1), probabilities.max(axis=1)
        told = [says == label for label in range(5)]
        return max(abs(float(sure[which].mean() - (labels == says)[which].mean())) for which in told)

    assert worst_error(apart) < worst_error(tempered(raw, how["ethnicity"].temperature)) / 2


def test_labels_are_weighed_by_their_probabilities() -> None:
    raw = np.array([[0.9, 0.1], [0.5, 0.5]])
    assert calibrated(raw, 1.0, (2.0, 4.0)) == pytest.approx(tempered(raw, np.array([[2.2], [3.0]])))
    assert np.array_equal(calibrated(raw, 1.7), tempered(raw, 1.7))


def test_a_label_that_is_hardly_perceived_is_read_as_all_are() -> None:
    some = sure_of_others(50, count=3 * SMALL)
    found = calibrate(some, dict.fromkeys(ATTRIBUTES, 0.1))["ethnicity"]
    assert found.label_temperatures == (found.temperature,) * 5

"""What a trained network is worth on faces it has not seen: fitted on one split, measured on another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.bundle import CalibrationParams
from core.evaluation.calibration import expected_calibration_error, fit_temperature, threshold_for_error
from core.evaluation.groups import SMALL
from core.evaluation.metrics import (
    Cell,
    accuracy,
    balanced_accuracy,
    bootstrap_interval,
    cells,
    confusion,
    wilson_interval,
)
from core.labels import HEADS, Head
from core.probability import Calibrated, calibrated, read, tempered

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What a network answers for faces, uncalibrated, beside their labels."""

    probabilities: Mapping[Head, Floats]
    """Shape (n, classes) a head."""
    labels: Mapping[Head, Indices]


@dataclass(frozen=True, slots=True)
class Calibration:
    """How a head's probabilities are read."""

    temperature: float
    threshold: float
    target_error: float
    label_temperatures: tuple[float, ...] = ()
    """One a label, as in a manifest."""
    grouped_by: str = ""
    """As in a manifest: another head, by whose labels this one is read."""
    by_group: tuple[CalibrationParams, ...] = ()
    """As in a manifest: one per label of that head."""


@dataclass(frozen=True, slots=True, eq=False)
class HeadResult:
    """Figures of one head; intervals are 95 %."""

    calibration: Calibration
    count: int
    accuracy: float
    accuracy_interval: tuple[float, float]
    balanced_accuracy: float
    balanced_accuracy_interval: tuple[float, float]
    confusion: Indices
    """Label by answer."""
    cells: tuple[Cell, ...]
    """By gender and ethnicity, in that order."""
    ece_before: float
    ece_after: float
    """Expected calibration error in 15 bins, without and with the temperatures."""
    coverage: float
    """Share of faces for which the answer is not "uncertain"."""
    error_of_answered: float
    error_of_answered_interval: tuple[float, float]


def calibrate(answers: Answers, target_errors: Mapping[Head, float]) -> dict[Head, Calibration]:
    """Fit temperatures and threshold of every head.

    A label that is perceived in fewer than `SMALL` faces, the sum of its probabilities, has the common temperature.
    """
    found: dict[Head, Calibration] = {}
    for head in HEADS:
        probabilities, actual = answers.probabilities[head], answers.labels[head]
        temperature = fit_temperature(probabilities, actual)
        by_label = tuple(
            fit_temperature(probabilities, actual, weights) if weights.sum() >= SMALL else temperature
            for weights in tempered(probabilities, temperature).T
        )
        read_so = calibrated(probabilities, temperature, by_label)
        threshold = threshold_for_error(read_so.max(axis=1), read_so.argmax(axis=1) == actual, target_errors[head])
        found[head] = Calibration(temperature, threshold, target_errors[head], by_label)
    return found


def evaluate(answers: Answers, calibrations: Mapping[Head, Calibration]) -> dict[Head, HeadResult]:
    """Measure every head on faces that nothing was chosen or fitted on."""
    found = read(answers.probabilities, calibrations)
    return {head: _head_result(answers, head, calibrations[head], found[head]) for head in HEADS}


def _head_result(answers: Answers, head: Head, calibration: Calibration, calibrated: Calibrated) -> HeadResult:
    raw, actual = answers.probabilities[head], answers.labels[head]
    predicted = calibrated.probabilities.argmax(axis=1)
    correct, confidence = predicted == actual, calibrated.probabilities.max(axis=1)
    answered = confidence >= calibrated.thresholds
    wrong = int((answered & ~correct).sum())
    given = int(answered.sum())
    return HeadResult(
        calibration=calibration,
        count=len(actual),
        accuracy=accuracy(actual, predicted),
        accuracy_interval=wilson_interval(int(correct.sum()), len(actual)),
        balanced_accuracy=balanced_accuracy(actual, predicted),
        balanced_accuracy_interval=bootstrap_interval(balanced_accuracy, actual, predicted),
        confusion=confusion(actual, predicted, len(HEADS[head])),
        cells=cells(correct, answers.labels["gender"], answers.labels["ethnicity"]),
        ece_before=expected_calibration_error(raw.max(axis=1), correct),
        ece_after=expected_calibration_error(confidence, correct),
        coverage=given / len(actual),
        error_of_answered=wrong / given if given else 0.0,
        error_of_answered_interval=wilson_interval(wrong, given) if given else (0.0, 1.0),
    )

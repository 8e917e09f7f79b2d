"""What a network answers before it is calibrated, and how its answers are to be read: fitted on faces kept back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.evaluation.calibration import expected_calibration_error, fit_temperature, threshold_for_error
from core.evaluation.groups import SMALL
from core.model.bundle import CalibrationParams
from core.model.probability import calibrated, tempered

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What a network answers for faces, uncalibrated, beside their labels; both by attribute."""

    probabilities: Mapping[str, Floats]
    """Shape (n, labels)."""
    labels: Mapping[str, Indices]
    """Shape (n,); `NOT_GIVEN` where there is none."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """How the probabilities of an attribute are read."""

    temperature: float
    threshold: float
    target_error: float
    label_temperatures: tuple[float, ...] = ()
    """One per label, as in a manifest."""
    grouped_by: str = ""
    """As in a manifest: another attribute, by whose labels this one is read."""
    by_group: tuple[CalibrationParams, ...] = ()
    """As in a manifest: one per label of that attribute."""


def calibrate(answers: Answers, target_errors: Mapping[str, float]) -> dict[str, Calibration]:
    """Fit temperatures and threshold of every attribute on the faces that have a label of it.

    A label that is perceived in fewer than `SMALL` faces, the sum of its probabilities, has the common temperature.
    """
    found: dict[str, Calibration] = {}
    for name, every in answers.probabilities.items():
        given = answers.labels[name] >= 0
        probabilities, actual = every[given], answers.labels[name][given]
        temperature = fit_temperature(probabilities, actual)
        by_label = tuple(
            fit_temperature(probabilities, actual, weights) if weights.sum() >= SMALL else temperature
            for weights in tempered(probabilities, temperature).T
        )
        read_so = calibrated(probabilities, temperature, by_label)
        threshold = threshold_for_error(read_so.max(axis=1), read_so.argmax(axis=1) == actual, target_errors[name])
        found[name] = Calibration(temperature, threshold, target_errors[name], by_label)
    return found


def uncalibrated_errors(answers: Answers) -> dict[str, float]:
    """The expected calibration error of a network's own probabilities, by attribute; 0 where no face has a label."""
    found: dict[str, float] = {}
    for name, every in answers.probabilities.items():
        given = answers.labels[name] >= 0
        confidence, correct = every.max(axis=1)[given], (every.argmax(axis=1) == answers.labels[name])[given]
        found[name] = expected_calibration_error(confidence, correct) if len(correct) else 0.0
    return found

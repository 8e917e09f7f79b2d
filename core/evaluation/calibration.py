"""Temperature scaling, and the threshold below which an answer is "uncertain": for everybody or by group."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.evaluation.groups import SMALL
from core.model.bundle import CalibrationParams
from core.model.calibration import SMALLEST, calibrated, tempered

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """A network's uncalibrated answers beside the labels; both by attribute."""

    probabilities: Mapping[str, Floats]
    """Shape (n, labels)."""
    labels: Mapping[str, Indices]
    """Shape (n,); `NOT_GIVEN` where there is none."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """How the probabilities of an attribute are calibrated; the fields are those of a manifest."""

    temperature: float
    threshold: float
    target_error: float
    label_temperatures: tuple[float, ...] = ()
    """One per label."""
    grouped_by: str = ""
    """Another attribute, on whose labels this calibration depends."""
    by_group: tuple[CalibrationParams, ...] = ()
    """One per label of that attribute."""


def calibrate(answers: Answers, target_errors: Mapping[str, float]) -> dict[str, Calibration]:
    """Fit temperatures and threshold of every attribute on the faces that have a label of it.

    A label with fewer than `SMALL` expected faces (the sum of its probabilities) gets the common temperature.
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
        final = calibrated(probabilities, temperature, by_label)
        threshold = threshold_for_error(final.max(axis=1), final.argmax(axis=1) == actual, target_errors[name])
        found[name] = Calibration(temperature, threshold, target_errors[name], by_label)
    return found


def calibrate_by_group(
    answers: Answers, common: dict[str, Calibration], *, of: str, groups: str
) -> dict[str, Calibration]:
    """The same calibrations, but that of one attribute depends on the perceived label of another.

    With one threshold for all, the error among the given answers differs between groups. A threshold per group evens
    it out (Hardt et al. 2016, Equality of Opportunity in Supervised Learning); calibration within groups keeps the
    meaning of a probability (Pleiss et al. 2017, On Fairness and Calibration). A photo comes without a label, so groups
    are weighted by the network's own calibrated answer, in fitting as in use. The most likely label never changes.

    A group with fewer than `SMALL` expected faces (the sum of its probabilities) keeps the common calibration.

    Args:
        answers: Those that `common` was fitted on.
        common: The calibrations for everybody.
        of: The attribute whose calibration is to depend on the group.
        groups: The attribute whose labels are the groups.
    """
    how = common[groups]
    perceived = calibrated(answers.probabilities[groups], how.temperature, how.label_temperatures)
    given = answers.labels[of] >= 0
    found = tuple(
        _calibrate_group(answers.probabilities[of][given], answers.labels[of][given], common[of], weights)
        for weights in perceived[given].T
    )
    return {**common, of: replace(common[of], grouped_by=groups, by_group=found)}


def uncalibrated_errors(answers: Answers) -> dict[str, float]:
    """The expected calibration error of the network's own probabilities, for each attribute with a label."""
    found: dict[str, float] = {}
    for name, every in answers.probabilities.items():
        given = answers.labels[name] >= 0
        confidence, correct = every.max(axis=1)[given], (every.argmax(axis=1) == answers.labels[name])[given]
        if len(correct):
            found[name] = expected_calibration_error(confidence, correct)
    return found


def fit_temperature(probabilities: Floats, actual: Indices, weights: Floats | None = None) -> float:
    """The temperature that maximises the likelihood (Guo et al. 2017, On Calibration of Modern Neural Networks).

    It is searched for between 0.05 and 20, where the likelihood has a single maximum.

    Args:
        probabilities: Shape (n, classes).
        actual: The labels. Without any, the temperature is 1.
        weights: The weight of each row; 1 by default.
    """
    from scipy.optimize import minimize_scalar  # a second, and the viewer does not have it

    if not len(actual):
        return 1.0
    rows = np.arange(len(actual))

    def cross_entropy(log_temperature: float) -> float:
        chosen = tempered(probabilities, math.exp(log_temperature))[rows, actual]
        return float(-np.average(np.log(np.maximum(chosen, SMALLEST)), weights=weights))

    bounds = math.log(0.05), math.log(20.0)
    best = minimize_scalar(cross_entropy, bounds=bounds, method="bounded", options={"xatol": 1e-5})
    return math.exp(float(best.x))


def expected_calibration_error(confidence: Floats, correct: Flags, *, bins: int = 15) -> float:
    """Mean distance between confidence and accuracy over bins of equal width, weighted by their size."""
    at = np.minimum((confidence * bins).astype(np.int64), bins - 1)
    counts = np.bincount(at, minlength=bins)
    gaps = np.bincount(at, weights=confidence, minlength=bins) - np.bincount(at, weights=correct, minlength=bins)
    return float(np.abs(gaps).sum() / counts.sum())


def threshold_for_error(
    confidence: Floats, correct: Flags, target_error: float, weights: Floats | None = None
) -> float:
    """The smallest threshold at which at most `target_error` of the answers at or above it are wrong.

    1.0 if no threshold reaches it, which makes almost every answer uncertain.

    Args:
        confidence: Of the answers.
        correct: Whether they are the labels.
        target_error: A share.
        weights: The weight of each answer; 1 by default.
    """
    if not len(confidence):
        return 1.0
    counts = np.ones(len(confidence)) if weights is None else weights
    order = np.argsort(-confidence, kind="stable")
    ranked, given, errors = confidence[order], np.cumsum(counts[order]), np.cumsum((counts * ~correct)[order])
    # Answers of equal confidence are given or withheld together, so only the last of them can be the cut.
    last = np.append(ranked[1:] != ranked[:-1], True)
    reached = last & (errors <= target_error * given)
    if not reached.any():
        return 1.0
    lowest = int(np.flatnonzero(reached)[-1])
    return 0.0 if lowest == len(ranked) - 1 else float(ranked[lowest])


def _calibrate_group(probabilities: Floats, actual: Indices, common: Calibration, weights: Floats) -> CalibrationParams:
    if weights.sum() < SMALL:
        return CalibrationParams(temperature=common.temperature, threshold=common.threshold)
    temperature = fit_temperature(probabilities, actual, weights)
    final = tempered(probabilities, temperature)
    correct = final.argmax(axis=1) == actual
    threshold = threshold_for_error(final.max(axis=1), correct, common.target_error, weights)
    return CalibrationParams(temperature=temperature, threshold=threshold)

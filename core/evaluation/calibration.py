"""Making a probability mean what it says, and knowing when not to answer."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from core.model.probability import SMALLEST, tempered

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]


def fit_temperature(probabilities: Floats, actual: Indices, weights: Floats | None = None) -> float:
    """The temperature at which the labels are likeliest (Guo et al. 2017, On Calibration of Modern Neural Networks).

    Found by golden section over its logarithm, between 0.05 and 20; the likelihood has a single maximum there.

    Args:
        probabilities: Shape (n, classes).
        actual: The labels; of no row, the temperature is 1.
        weights: For how much each row counts; by default for one.
    """
    if not len(actual):
        return 1.0
    rows = np.arange(len(actual))

    def surprise(log_temperature: float) -> float:
        chosen = tempered(probabilities, math.exp(log_temperature))[rows, actual]
        return float(-np.average(np.log(np.maximum(chosen, SMALLEST)), weights=weights))

    return math.exp(_golden_section(surprise, math.log(0.05), math.log(20.0)))


def expected_calibration_error(confidence: Floats, correct: Flags, *, bins: int = 15) -> float:
    """Mean distance between confidence and accuracy over bins of equal width, weighted by their rows."""
    at = np.minimum((confidence * bins).astype(np.int64), bins - 1)
    counts = np.bincount(at, minlength=bins)
    gaps = np.bincount(at, weights=confidence, minlength=bins) - np.bincount(at, weights=correct, minlength=bins)
    return float(np.abs(gaps).sum() / counts.sum())


def threshold_for_error(
    confidence: Floats, correct: Flags, target_error: float, weights: Floats | None = None
) -> float:
    """The smallest threshold at which no more than `target_error` of the answers at or above it are wrong.

    1.0, which leaves almost every answer uncertain, where no threshold reaches it.

    Args:
        confidence: Of the answers.
        correct: Whether they are the labels.
        target_error: A share.
        weights: For how much each answer counts; by default for one.
    """
    if not len(confidence):
        return 1.0
    counts = np.ones(len(confidence)) if weights is None else weights
    order = np.argsort(-confidence, kind="stable")
    ranked, given, errors = confidence[order], np.cumsum(counts[order]), np.cumsum((counts * ~correct)[order])
    # Answers of equal confidence are given or withheld together: only the last of them is a place to stop.
    last = np.append(ranked[1:] != ranked[:-1], True)
    reached = last & (errors <= target_error * given)
    if not reached.any():
        return 1.0
    lowest = int(np.flatnonzero(reached)[-1])
    return 0.0 if lowest == len(ranked) - 1 else float(ranked[lowest])


def _golden_section(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function with a single minimum between `low` and `high` is least, to 1e-5."""
    ratio = (math.sqrt(5) - 1) / 2
    left, right = high - ratio * (high - low), low + ratio * (high - low)
    at_left, at_right = function(left), function(right)
    while high - low > 1e-5:
        if at_left < at_right:
            high, right, at_right = right, left, at_left
            left = high - ratio * (high - low)
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + ratio * (high - low)
            at_right = function(right)
    return (low + high) / 2

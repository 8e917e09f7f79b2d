"""Figures that say how often a network agrees with the labels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]


def accuracy(actual: Indices, predicted: Indices) -> float:
    """Share of rows whose prediction is the label."""
    return float((actual == predicted).mean())


def balanced_accuracy(actual: Indices, predicted: Indices) -> float:
    """Mean over the classes there are of the share of their rows that is found, so that rare classes count alike."""
    return float(np.mean([(predicted[actual == label] == label).mean() for label in np.unique(actual)]))


def wilson_interval(hits: int, count: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927), which holds for few rows and for shares near 0 and 1 too.

    As `scipy.stats.binomtest(hits, count).proportion_ci(method="wilson")`, which the viewer has not.
    """
    z = 1.959964
    middle = (hits + z * z / 2) / (count + z * z)
    reach = z / (count + z * z) * float(np.sqrt(hits * (count - hits) / count + z * z / 4))
    return max(0.0, middle - reach), min(1.0, middle + reach)

"""Figures that say how often a network agrees with the labels, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]


def accuracy(actual: Indices, predicted: Indices) -> float:
    """Share of rows whose prediction is the label."""
    return float((actual == predicted).mean())


def balanced_accuracy(actual: Indices, predicted: Indices) -> float:
    """Mean over the classes there are of the share of their rows that is found, so that rare classes count alike."""
    return float(np.mean([(predicted[actual == label] == label).mean() for label in np.unique(actual)]))


def confusion(actual: Indices, predicted: Indices, classes: int) -> Indices:
    """How many rows of a label (first axis) were given an answer (second axis), shape (classes, classes)."""
    return np.bincount(actual * classes + predicted, minlength=classes * classes).reshape(classes, classes)


@dataclass(frozen=True, slots=True)
class Cell:
    """The accuracy within one combination of groups, with its interval."""

    groups: tuple[int, ...]
    count: int
    accuracy: float
    low: float
    high: float


def cells(correct: Flags, *groups: Indices) -> tuple[Cell, ...]:
    """The accuracy within every combination of `groups` there is, in their order, with 95 % Wilson intervals."""
    columns = np.stack(groups, axis=1)
    found = []
    for combination in np.unique(columns, axis=0):
        members = correct[(columns == combination).all(axis=1)]
        low, high = wilson_interval(int(members.sum()), len(members))
        key = tuple(int(index) for index in combination)
        found.append(Cell(key, len(members), float(members.mean()), low, high))
    return tuple(found)


def worst_cell(found: tuple[Cell, ...]) -> Cell:
    """The cell with the lowest accuracy."""
    return min(found, key=lambda cell: cell.accuracy)


def wilson_interval(hits: int, count: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927), which holds for few rows and for shares near 0 and 1 too."""
    z = 1.959964
    middle = (hits + z * z / 2) / (count + z * z)
    reach = z / (count + z * z) * float(np.sqrt(hits * (count - hits) / count + z * z / 4))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def bootstrap_interval(
    figure: Callable[[Indices, Indices], float],
    actual: Indices,
    predicted: Indices,
    *,
    draws: int = 1000,
    seed: int = 1,
) -> tuple[float, float]:
    """95 % interval of a figure of labels and predictions, by drawing rows anew (Efron 1979, percentiles)."""
    rng = np.random.default_rng(seed)
    figures = []
    for _ in range(draws):
        rows = rng.integers(len(actual), size=len(actual))
        figures.append(figure(actual[rows], predicted[rows]))
    low, high = np.percentile(figures, (2.5, 97.5))
    return float(low), float(high)

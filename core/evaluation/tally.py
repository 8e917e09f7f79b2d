"""Figures and their intervals from counts: rows that no figure tells apart are counted, and the counts drawn anew.

Drawing rows anew (the bootstrap, Efron 1979) gives every kind of row a multinomial number of rows, so the numbers can
be drawn at once, however many rows there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.evaluation.asked import NO_ANSWER, Asked
from core.evaluation.groups import EVERYBODY, Column, Columns, Group, groups_of
from core.labels import HEADS, Head

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]

BINS: Final = 15
"""Of the expected calibration error."""
DRAWS: Final = 2000
_COLUMNS: Final[tuple[Column, ...]] = ("gender", "ethnicity", "age")


def true_positive(label: str) -> str:
    """The name of the share of faces so labelled that are so answered."""
    return f"true positive rate, {label}"


def false_positive(label: str) -> str:
    """The name of the share of faces labelled otherwise that are so answered."""
    return f"false positive rate, {label}"


def figure_names(head: Head) -> tuple[str, ...]:
    """All that is measured of a group."""
    rates = [name for label in HEADS[head] for name in (true_positive(label), false_positive(label))]
    return ("accuracy", "coverage", "error_of_answered", "calibration_error", *rates)


Shares = dict[str, tuple[Floats, Floats]]
"""Figures by name as part and whole."""


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """What was counted of one group."""

    group: Group
    shares: Shares
    drawn: Shares
    """The same of counts drawn anew, one a draw."""
    confusion: Indices
    """Faces by label (first axis) and answer, the last answer being none; shape (labels, labels + 1)."""


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Faces of one head, counted by all that figures depend on: groups, label, answer, whether it is given, its bin."""

    head: Head
    members: Mapping[Column, Indices]
    """By column, a value a kind of face."""
    actual: Indices
    """The label of each kind."""
    answers: Indices
    """The answer each kind is given, `NO_ANSWER` where no face was found."""
    counts: Indices
    """Faces of each kind."""
    weights: Floats
    """Shape (kinds, sums): what one face of a kind adds to each sum the figures are made of."""

    def draw(self, draws: int = DRAWS, *, seed: int = 1) -> Indices:
        """Counts as they might have been, shape (draws, kinds)."""
        total = int(self.counts.sum())
        return np.random.default_rng(seed).multinomial(total, self.counts / total, size=draws)

    def groups(self, columns: Columns, drawn: Indices) -> list[Counted]:
        """The groups of a grouping, counted; of no column, everybody."""
        members = groups_of(self.members, columns) if columns else [(EVERYBODY, np.ones(len(self.counts), np.bool_))]
        return [
            Counted(group, self.shares(self.counts, kinds), self.shares(drawn, kinds), self.confusion(kinds))
            for group, kinds in members
        ]

    def shares(self, counts: Indices, kinds: Flags | None = None) -> Shares:
        """Every figure by name as part and whole, for counts of shape (kinds,) or (draws, kinds).

        Args:
            counts: How many faces of each kind.
            kinds: Which kinds belong to the group; None for everybody.
        """
        chosen = slice(None) if kinds is None else kinds
        sums = counts[..., chosen].astype(np.float64) @ self.weights[chosen]
        total, correct, answered, wrong, found = np.moveaxis(sums[..., :5], -1, 0)
        found_gaps = np.abs(sums[..., 5 : 5 + BINS]).sum(axis=-1)
        parts = {
            "accuracy": (correct, total),
            "coverage": (answered, total),
            "error_of_answered": (wrong, answered),
            "calibration_error": (found_gaps, found),
        }
        for at, label in enumerate(HEADS[self.head]):
            start = 5 + BINS + 4 * at
            positives, hits, negatives, alarms = np.moveaxis(sums[..., start : start + 4], -1, 0)
            parts[true_positive(label)] = (hits, positives)
            parts[false_positive(label)] = (alarms, negatives)
        return parts

    def confusion(self, kinds: Flags | None = None) -> Indices:
        """Faces by label (first axis) and answer, the last answer being none; shape (labels, labels + 1)."""
        classes = len(HEADS[self.head])
        chosen = slice(None) if kinds is None else kinds
        answers = np.where(self.answers[chosen] == NO_ANSWER, classes, self.answers[chosen])
        table = np.zeros((classes, classes + 1), np.int64)
        np.add.at(table, (self.actual[chosen], answers), self.counts[chosen])
        return table

    def balanced_accuracy(self, counts: Indices) -> Floats:
        """Mean over the labels of the share of their faces that is found."""
        found = self.shares(counts)
        rates = np.stack([share(*found[true_positive(label)]) for label in HEADS[self.head]])
        given = ~np.isnan(rates)
        return np.asarray(np.where(given, rates, 0.0).sum(axis=0) / np.maximum(given.sum(axis=0), 1))


def share(part: Floats, whole: Floats) -> Floats:
    """Part by whole; NaN where there is nothing to divide by."""
    nothing = np.full(np.shape(whole), np.nan)
    return np.asarray(np.divide(part, whole, out=nothing, where=np.asarray(whole) > 0))


def tally(asked: Asked, head: Head) -> Tally:
    """Count the faces that have a label of this head; there must be one."""
    asked = asked.taken(asked.labels[head] >= 0)
    actual, predicted, confidence = asked.labels[head], asked.predicted(head), asked.confidence(head)
    bins = np.minimum((confidence * BINS).astype(np.int64), BINS - 1)
    answered, members = asked.answered(head), asked.members
    columns = np.stack([*(members[column] for column in _COLUMNS), actual, predicted, answered, bins], axis=1)
    # One number a row sorts many times faster than the rows themselves.
    lowest = columns.min(axis=0)
    shape = tuple((columns.max(axis=0) - lowest + 1).tolist())
    codes = np.ravel_multi_index(tuple((columns - lowest).T), shape)
    kinds, inverse, counts = np.unique(codes, return_inverse=True, return_counts=True)
    table = np.stack(np.unravel_index(kinds, shape), axis=1) + lowest
    mean_confidence = np.bincount(inverse, weights=confidence) / counts
    return Tally(
        head=head,
        members={column: table[:, at] for at, column in enumerate(_COLUMNS)},
        actual=table[:, 3],
        answers=table[:, 4],
        counts=counts.astype(np.int64),
        weights=_weights(head, table[:, 3:], mean_confidence),
    )


def _weights(head: Head, kinds: Indices, confidence: Floats) -> Floats:
    """Shape (kinds, sums), for columns of label, answer, whether it is given, and bin."""
    actual, predicted, answered, bins = kinds.T
    correct, found = actual == predicted, predicted != NO_ANSWER
    gaps = np.zeros((len(kinds), BINS))
    gaps[np.arange(len(kinds)), bins] = found * (correct - confidence)
    sums = [np.ones(len(kinds)), correct, answered, answered * ~correct, found, *gaps.T]
    for at in range(len(HEADS[head])):
        positive, so_answered = actual == at, predicted == at
        sums += [positive, positive & so_answered, ~positive, ~positive & so_answered]
    return np.stack(sums, axis=1).astype(np.float64)

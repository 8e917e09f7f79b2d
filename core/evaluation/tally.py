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

from core.evaluation.groups import EVERYBODY, Columns, Group, groups_of
from core.evaluation.predictions import NO_ANSWER, LabelledPredictions
from core.schema import Attribute, Column

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]

BINS: Final = 15
"""Of the expected calibration error."""
DRAWS: Final = 2000


def true_positive(label: str) -> str:
    """The name of the share of faces so labelled that are so answered."""
    return f"true positive rate, {label}"


def false_positive(label: str) -> str:
    """The name of the share of faces labelled otherwise that are so answered."""
    return f"false positive rate, {label}"


def figure_names(attribute: Attribute) -> tuple[str, ...]:
    """All that is measured of a group's answers to an attribute."""
    rates = [name for label in attribute.labels for name in (true_positive(label), false_positive(label))]
    return ("accuracy", "coverage", "error_of_answered", "calibration_error", *rates)


Shares = dict[str, tuple[Floats, Floats]]
"""Figures by name as part and whole."""


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """What was counted of one group."""

    group: Group
    shares: Shares
    drawn: Shares
    """The same of counts drawn anew, one per draw."""
    confusion: Indices
    """Faces by label (first axis) and answer, the last answer being none; shape (labels, labels + 1)."""


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Answers to one attribute, counted by all that figures depend on: groups, label, answer, whether given, bin."""

    attribute: Attribute
    columns: Mapping[str, Column]
    """What faces are grouped by; a value per kind of face."""
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
        members = groups_of(self.columns, columns) if columns else [(EVERYBODY, np.ones(len(self.counts), np.bool_))]
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
        for at, label in enumerate(self.attribute.labels):
            start = 5 + BINS + 4 * at
            positives, hits, negatives, alarms = np.moveaxis(sums[..., start : start + 4], -1, 0)
            parts[true_positive(label)] = (hits, positives)
            parts[false_positive(label)] = (alarms, negatives)
        return parts

    def confusion(self, kinds: Flags | None = None) -> Indices:
        """Faces by label (first axis) and answer, the last answer being none; shape (labels, labels + 1)."""
        classes = len(self.attribute.labels)
        chosen = slice(None) if kinds is None else kinds
        answers = np.where(self.answers[chosen] == NO_ANSWER, classes, self.answers[chosen])
        table = np.zeros((classes, classes + 1), np.int64)
        np.add.at(table, (self.actual[chosen], answers), self.counts[chosen])
        return table

    def balanced_accuracy(self, counts: Indices) -> Floats:
        """Mean over the labels of the share of their faces that is found."""
        found = self.shares(counts)
        rates = np.stack([share(*found[true_positive(label)]) for label in self.attribute.labels])
        given = ~np.isnan(rates)
        return np.asarray(np.where(given, rates, 0.0).sum(axis=0) / np.maximum(given.sum(axis=0), 1))


def share(part: Floats, whole: Floats) -> Floats:
    """Part by whole; NaN where there is nothing to divide by."""
    nothing = np.full(np.shape(whole), np.nan)
    return np.asarray(np.divide(part, whole, out=nothing, where=np.asarray(whole) > 0))


def tally(predictions: LabelledPredictions, name: str, groups: Columns) -> Tally:
    """Count the faces that have a label of an answered attribute; there must be one.

    Args:
        predictions: The answers and what is given of the faces.
        name: Of the answered attribute.
        groups: What faces are told apart by; columns that are not given are left out.
    """
    predictions = predictions.taken(predictions.labels(name) >= 0)
    actual, predicted, confidence = predictions.labels(name), predictions.predicted(name), predictions.confidence(name)
    bins = np.minimum((confidence * BINS).astype(np.int64), BINS - 1)
    by = {group: predictions.columns[group] for group in groups if group in predictions.columns}
    told_apart = (*(column.values for column in by.values()), actual, predicted, predictions.answered(name), bins)
    kinds, inverse, counts = kinds_of(np.stack(told_apart, axis=1))
    mean_confidence = np.bincount(inverse, weights=confidence) / counts
    attribute = predictions.attributes[name]
    return Tally(
        attribute=attribute,
        columns={group: Column(column.attribute, kinds[:, at]) for at, (group, column) in enumerate(by.items())},
        actual=kinds[:, -4],
        answers=kinds[:, -3],
        counts=counts,
        weights=_weights(len(attribute.labels), kinds[:, -4:], mean_confidence),
    )


def kinds_of(table: Indices) -> tuple[Indices, Indices, Indices]:
    """The different rows of a table in order, which of them each row is, and how many rows each is."""
    inverse = np.zeros(len(table), np.int64)
    for column in table.T:  # one number per row sorts many times faster than the rows themselves
        ranked = column - column.min()
        inverse = np.unique(inverse * (ranked.max() + 1) + ranked, return_inverse=True)[1]
    _, first, counts = np.unique(inverse, return_index=True, return_counts=True)
    return table[first], inverse, counts


def _weights(labels: int, kinds: Indices, confidence: Floats) -> Floats:
    """Shape (kinds, sums), for columns of label, answer, whether it is given, and bin."""
    actual, predicted, answered, bins = kinds.T
    correct, found = actual == predicted, predicted != NO_ANSWER
    gaps = np.zeros((len(kinds), BINS))
    gaps[np.arange(len(kinds)), bins] = found * (correct - confidence)
    sums = [np.ones(len(kinds)), correct, answered, answered * ~correct, found, *gaps.T]
    for at in range(labels):
        positive, so_answered = actual == at, predicted == at
        sums += [positive, positive & so_answered, ~positive, ~positive & so_answered]
    return np.stack(sums, axis=1).astype(np.float64)

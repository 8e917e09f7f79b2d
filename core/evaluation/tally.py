"""Figures and bootstrap intervals from counts of distinct rows, and gaps between groups beside chance.

The bootstrap (Efron 1979) gives each kind of row a multinomial count, so all counts of a sample are drawn at once,
however many rows there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.evaluation.groups import EVERYBODY, Columns, Group, groups_of
from core.evaluation.predictions import NO_ANSWER, LabelledPredictions
from core.schema import Attribute, Column
from core.stats import SIGNIFICANT, gaps_by_chance, holm

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]

BINS: Final = 15
"""Bins of the expected calibration error."""
DRAWS: Final = 2000


def true_positive(label: str) -> str:
    """The name of the recall of a label."""
    return f"true positive rate, {label}"


def false_positive(label: str) -> str:
    """The name of the share of faces with other labels that get this answer."""
    return f"false positive rate, {label}"


def figure_names(attribute: Attribute) -> tuple[str, ...]:
    """The names of all figures of a group."""
    rates = [name for label in attribute.labels for name in (true_positive(label), false_positive(label))]
    return ("accuracy", "coverage", "error_of_answered", "calibration_error", *rates)


Shares = dict[str, tuple[Floats, Floats]]
"""Figures by name, as numerator and denominator."""


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """The counts of one group."""

    group: Group
    shares: Shares
    drawn: Shares
    """The same for each bootstrap sample."""
    confusion: Indices
    """Faces by label (rows) and answer (columns; the last: not found), shape (labels, labels + 1)."""


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """The answers to one attribute, counted by groups, label, answer, whether it is given, and bin of confidence."""

    attribute: Attribute
    columns: Mapping[str, Column]
    """The columns to group by; one value per kind of row."""
    actual: Indices
    """The label of each kind."""
    answers: Indices
    """The answer of each kind; `NO_ANSWER` where no face was found."""
    counts: Indices
    """Faces of each kind."""
    weights: Floats
    """Shape (kinds, sums): what a face of a kind adds to each sum that figures are computed from."""

    def draw(self, draws: int = DRAWS, *, seed: int = 1) -> Indices:
        """Bootstrap samples of the counts, shape (draws, kinds)."""
        total = int(self.counts.sum())
        return np.random.default_rng(seed).multinomial(total, self.counts / total, size=draws)

    def groups(self, columns: Columns, drawn: Indices) -> list[Counted]:
        """The groups of a grouping; without columns, everybody."""
        members = groups_of(self.columns, columns) if columns else [(EVERYBODY, np.ones(len(self.counts), np.bool_))]
        return [
            Counted(group, self.shares(self.counts, kinds), self.shares(drawn, kinds), self.confusion(kinds))
            for group, kinds in members
        ]

    def shares(self, counts: Indices, kinds: Flags | None = None) -> Shares:
        """Every figure as numerator and denominator, for counts of shape (kinds,) or (draws, kinds).

        Args:
            counts: Faces of each kind.
            kinds: Mask of the kinds in the group; None for everybody.
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
        """Faces by label (rows) and answer (columns; the last: not found), shape (labels, labels + 1)."""
        classes = len(self.attribute.labels)
        chosen = slice(None) if kinds is None else kinds
        answers = np.where(self.answers[chosen] == NO_ANSWER, classes, self.answers[chosen])
        table = np.zeros((classes, classes + 1), np.int64)
        np.add.at(table, (self.actual[chosen], answers), self.counts[chosen])
        return table

    def balanced_accuracy(self, counts: Indices) -> Floats:
        """The mean recall of the labels that occur."""
        found = self.shares(counts)
        rates = np.stack([share(*found[true_positive(label)]) for label in self.attribute.labels])
        given = ~np.isnan(rates)
        return np.asarray(np.where(given, rates, 0.0).sum(axis=0) / np.maximum(given.sum(axis=0), 1))


def share(part: Floats, whole: Floats) -> Floats:
    """Part divided by whole; NaN where the whole is 0."""
    nothing = np.full(np.shape(whole), np.nan)
    return np.asarray(np.divide(part, whole, out=nothing, where=np.asarray(whole) > 0))


def tally(predictions: LabelledPredictions, name: str, groups: Columns) -> Tally:
    """Count the faces that have a label of an answered attribute, of which there must be one.

    Args:
        predictions: The answers and the columns of the data.
        name: The answered attribute.
        groups: The columns to group by; those that the data lack are left out.
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
        weights=_weights(
            len(attribute.labels), kinds[:, -4:], mean_confidence, calibrated=name not in predictions.labels_only
        ),
    )


def kinds_of(table: Indices) -> tuple[Indices, Indices, Indices]:
    """The distinct rows of a table in order, the index of each row among them, and their counts: a fast `np.unique`."""
    inverse = np.zeros(len(table), np.int64)
    for column in table.T:  # sorting one number per row is many times faster than sorting rows
        ranked = column - column.min()
        inverse = np.unique(inverse * (ranked.max() + 1) + ranked, return_inverse=True)[1]
    _, first, counts = np.unique(inverse, return_index=True, return_counts=True)
    return table[first], inverse, counts


def _weights(labels: int, kinds: Indices, confidence: Floats, *, calibrated: bool) -> Floats:
    """Shape (kinds, sums), from columns of label, answer, whether it is given, and bin."""
    actual, predicted, answered, bins = kinds.T
    correct, found = actual == predicted, (predicted != NO_ANSWER) & calibrated
    gaps = np.zeros((len(kinds), BINS))
    gaps[np.arange(len(kinds)), bins] = found * (correct - confidence)
    sums = [np.ones(len(kinds)), correct, answered, answered * ~correct, found, *gaps.T]
    for at in range(labels):
        positive, so_answered = actual == at, predicted == at
        sums += [positive, positive & so_answered, ~positive, ~positive & so_answered]
    return np.stack(sums, axis=1).astype(np.float64)


_CHANCES: Final = 10_000
"""Enough for significance after correction for a hundred comparisons."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The largest difference of one figure between the groups of one grouping."""

    figure: str
    """One of `tally.figure_names`."""
    highest: Group
    lowest: Group
    gap: float
    low: float
    high: float
    """95 % interval of the difference between these two groups."""
    by_chance: float
    """The mean gap that chance produces in groups of these sizes with equal true shares."""
    p: float
    """P-value; in an evaluation, adjusted for multiple comparisons (Holm)."""

    @property
    def columns(self) -> Columns:
        """The grouping."""
        return self.highest.columns

    @property
    def excess(self) -> float:
        """The gap less that of chance."""
        return self.gap - self.by_chance

    @property
    def more_than_chance(self) -> bool:
        """Whether the gap is significant."""
        return self.p < SIGNIFICANT


def compared_figures(attribute: Attribute, columns: Columns) -> tuple[str, ...]:
    """The figures that are compared between these groups."""
    figures = ("accuracy", "coverage", "error_of_answered")
    if attribute.name in columns:
        return figures  # a group has one label, so its rates repeat the accuracy
    rates = tuple(true_positive(label) for label in attribute.labels)
    if len(attribute.labels) > 2:  # with two labels, the false positive rates are the complement of the true ones
        rates += tuple(false_positive(label) for label in attribute.labels)
    return figures + rates


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """One figure of one group, as a share."""

    group: Group
    hits: int
    count: int
    drawn: Floats
    """The share in each bootstrap sample."""


def find_gaps(attribute: Attribute, groups: Sequence[Counted], *, minimum: int, seed: int) -> list[Gap]:
    """The gap of each compared figure for which two groups or more have `minimum` faces.

    Args:
        attribute: The answered attribute.
        groups: The groups of one grouping.
        minimum: Groups with fewer faces are left out.
        seed: Of the simulation.
    """
    columns = groups[0].group.columns if groups else ()
    found = []
    for figure in compared_figures(attribute, columns):
        measured = []
        for one in groups:
            hits, count = (round(float(part)) for part in one.shares[figure])
            measured.append(Measured(one.group, hits, count, share(*one.drawn[figure])))
        gap = gap_between(figure, measured, minimum=minimum, seed=seed)
        if gap is not None:
            found.append(gap)
    return found


def gap_between(figure: str, groups: Sequence[Measured], *, minimum: int, seed: int) -> Gap | None:
    """The gap of one figure between the groups of one grouping; None without two groups that are large enough."""
    ranked = [group for group in groups if group.count >= minimum]
    if len(ranked) < 2:
        return None
    hits, counts = np.array([(group.hits, group.count) for group in ranked], np.int64).T
    values = hits / counts
    top, bottom = ranked[int(values.argmax())], ranked[int(values.argmin())]
    low, high = np.nanpercentile(top.drawn - bottom.drawn, (2.5, 97.5)).tolist()
    gap = float(np.ptp(values))
    chance = gaps_by_chance(hits, counts, draws=_CHANCES, seed=seed)
    # The tolerance makes equal gaps equal whatever the order of summation.
    p = (1 + int((chance >= gap - 1e-12).sum())) / (1 + len(chance))
    return Gap(figure, top.group, bottom.group, gap, low, high, float(chance.mean()), p)


def judged_together(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """The gaps with adjusted p-values (Holm), the furthest beyond chance first."""
    every = list(gaps)
    together = [replace(gap, p=p) for gap, p in zip(every, holm([gap.p for gap in every]), strict=True)]
    return tuple(sorted(together, key=lambda gap: -gap.excess))

"""Paired comparisons: two models on the same faces, and one model on the same pictures in two framings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError
from core.evaluation.groups import EVERYBODY, SMALL, Columns, Group, groupings, groups_of, groups_to_use
from core.evaluation.predictions import LabelledPredictions
from core.evaluation.tally import DRAWS, kinds_of
from core.schema import Attribute, Column
from core.stats import SIGNIFICANT, holm, mean_interval, sign_test

Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Difference:
    """The accuracy of two models on one group."""

    group: Group
    count: int
    small: bool
    first: float
    second: float
    low: float
    high: float
    """95 % interval of the difference, by a paired bootstrap."""
    p: float
    """P-value of the exact McNemar test; of groups, adjusted for multiple comparisons (Holm)."""

    @property
    def difference(self) -> float:
        """Positive if the first is better."""
        return self.first - self.second

    @property
    def more_than_chance(self) -> bool:
        """Whether the difference is significant; never for a small group among others."""
        return (not self.small or self.group == EVERYBODY) and self.p < SIGNIFICANT


@dataclass(frozen=True, slots=True)
class GapChange:
    """The largest gap in accuracy between groups, of two models."""

    attributes: tuple[Attribute, ...]
    """The grouping."""
    first: float
    second: float
    low: float
    high: float

    @property
    def columns(self) -> Columns:
        """The names of the attributes."""
        return tuple(attribute.name for attribute in self.attributes)

    @property
    def difference(self) -> float:
        """Negative if the first is fairer."""
        return self.first - self.second

    @property
    def more_than_chance(self) -> bool:
        """Whether the interval excludes 0."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class HeadComparison:
    """Two models compared on one answered attribute."""

    attribute: Attribute
    overall: Difference
    grouped_by: Columns
    """The columns to group by, each alone and in pairs."""
    groups: tuple[Difference, ...]
    gaps: tuple[GapChange, ...]
    """One per grouping, small groups left out."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two models on the same faces."""

    first: str
    second: str
    count: int
    heads: Mapping[str, HeadComparison]
    """By answered attribute, for those that both answer and the data have two labels or more of."""


def compare(
    first: LabelledPredictions,
    second: LabelledPredictions,
    *,
    groups: Sequence[str] = (),
    minimum: int = SMALL,
    draws: int = DRAWS,
    seed: int = 1,
) -> Comparison:
    """Compare the answers of two models to the same faces; other faces are left out.

    Args:
        first: The answers of one model.
        second: The answers of the other.
        groups: As in `core.evaluation.figures.measure`.
        minimum: Groups with fewer faces are marked as small.
        draws: Number of bootstrap samples.
        seed: Of the bootstrap.

    Raises:
        DataError: The models have no face or no answered attribute in common that can be measured.
    """
    _, at_first, at_second = np.intersect1d(first.rows, second.rows, assume_unique=True, return_indices=True)
    first, second = first.taken(np.asarray(at_first, np.int64)), second.taken(np.asarray(at_second, np.int64))
    alike = [name for name in first.labelled if name in second.labelled]
    if not alike:
        raise DataError("evaluate.nothing_alike", first=first.model, second=second.model)
    alike = [name for name in alike if first.only_label(name) is None]
    names = groups_to_use(first.columns, groups, data=first.data)
    return Comparison(
        first=first.model,
        second=second.model,
        count=len(first),
        heads={name: _compare(first, second, name, names, minimum, draws, seed) for name in alike},
    )


def verdict(comparison: Comparison, name: str) -> str:
    """The result of the comparison for an answered attribute, in a sentence."""
    compared = comparison.heads[name]
    found, title = compared.overall, compared.attribute.title
    better, worse, low, high = comparison.first, comparison.second, found.low, found.high
    if found.difference < 0:
        better, worse, low, high = worse, better, -high, -low
    by = f"{100 * abs(found.difference):.1f} points (95 % interval {100 * low:+.1f} to {100 * high:+.1f})"
    if found.more_than_chance:
        return f"For perceived {title}, {better} is better than {worse} by {by}, more than chance."
    return f"For perceived {title}, {better} and {worse} differ by {by}, which may be no more than chance."


def _compare(
    first: LabelledPredictions,
    second: LabelledPredictions,
    name: str,
    groups: Columns,
    minimum: int,
    draws: int,
    seed: int,
) -> HeadComparison:
    labelled = (first.labels(name) >= 0) & (second.labels(name) >= 0)
    first, second = first.taken(labelled), second.taken(labelled)
    right = [one.predicted(name) == one.labels(name) for one in (first, second)]
    # Faces are counted by group and by which of the two models is right.
    by = {group: first.columns[group] for group in groups}
    kinds, _, counts = kinds_of(np.stack([*(column.values for column in by.values()), *right], axis=1))
    of_kinds = {group: Column(column.attribute, kinds[:, at]) for at, (group, column) in enumerate(by.items())}
    one_right, other_right = kinds[:, -2] == 1, kinds[:, -1] == 1
    sums = np.stack([np.ones(len(kinds)), one_right, other_right], axis=1).astype(np.float64)
    drawn = np.random.default_rng(seed).multinomial(counts.sum(), counts / counts.sum(), size=draws)

    def shares(counted: Indices, which: Flags) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        total, one, other = np.moveaxis(counted[..., which] @ sums[which], -1, 0)
        with np.errstate(invalid="ignore"):
            return one / total, other / total

    def difference(group: Group, which: Flags) -> Difference:
        one, other = shares(counts, which)
        spread = np.subtract(*shares(drawn, which))
        low, high = np.nanpercentile(spread, (2.5, 97.5)).tolist()
        count = int(counts[which].sum())
        only = [int(counts[which & apart].sum()) for apart in (one_right & ~other_right, other_right & ~one_right)]
        return Difference(group, count, count < minimum, float(one), float(other), low, high, sign_test(*only))

    differences: list[Difference] = []
    gaps: list[GapChange] = []
    for columns in groupings(groups):
        found = list(groups_of(of_kinds, columns))
        differences += [difference(group, which) for group, which in found]
        ranked = [which for _, which in found if counts[which].sum() >= minimum]
        if len(ranked) > 1:
            attributes = found[0][0].attributes
            gaps.append(
                _gap_change(attributes, [shares(counts, which) for which in ranked], [shares(drawn, w) for w in ranked])
            )
    judged = [at for at, group in enumerate(differences) if not group.small]
    for at, p in zip(judged, holm([differences[at].p for at in judged]), strict=True):
        differences[at] = replace(differences[at], p=p)
    everybody = difference(EVERYBODY, np.ones(len(kinds), np.bool_))
    return HeadComparison(first.attributes[name], everybody, groups, tuple(differences), tuple(gaps))


def _gap_change(
    attributes: tuple[Attribute, ...],
    points: list[tuple[NDArray[np.float64], NDArray[np.float64]]],
    drawn: list[tuple[NDArray[np.float64], NDArray[np.float64]]],
) -> GapChange:
    one, other = (float(np.ptp([pair[at] for pair in points])) for at in (0, 1))
    spread = np.ptp([pair[0] for pair in drawn], axis=0) - np.ptp([pair[1] for pair in drawn], axis=0)
    low, high = np.nanpercentile(spread, (2.5, 97.5)).tolist()
    return GapChange(attributes, one, other, low, high)


ALLOWED_LOSS: Final = 0.01
"""The accuracy that a model may lose through detection and alignment."""


@dataclass(frozen=True, slots=True)
class FramingCheck:
    """Accuracy on the same pictures in two framings, by answered attribute."""

    count: int
    not_found: int
    as_is: Mapping[str, float]
    """On the original pictures."""
    realigned: Mapping[str, float]
    """After detection and alignment; a face not found counts as wrong."""
    lost_interval: Mapping[str, tuple[float, float]]
    """95 % interval of `lost`, from paired differences."""

    @property
    def lost(self) -> Mapping[str, float]:
        """The loss of accuracy through detection and alignment."""
        return {name: self.as_is[name] - self.realigned[name] for name in self.as_is}


def compare_framings(
    as_is: Mapping[str, Floats],
    realigned: Mapping[str, Floats],
    found: NDArray[np.bool_],
    labels: Mapping[str, Indices],
) -> FramingCheck:
    """Compare the probabilities, shape (n, labels) per attribute, of the same pictures in two framings.

    Pictures without a label of an attribute are left out; so are attributes without labels.
    """
    given = {name: labels[name] >= 0 for name in as_is if name in labels and (labels[name] >= 0).any()}
    before = {name: (as_is[name].argmax(axis=1) == labels[name])[rows] for name, rows in given.items()}
    after = {name: ((realigned[name].argmax(axis=1) == labels[name]) & found)[rows] for name, rows in given.items()}
    return FramingCheck(
        count=len(found),
        not_found=int((~found).sum()),
        as_is={name: float(right.mean()) for name, right in before.items()},
        realigned={name: float(right.mean()) for name, right in after.items()},
        lost_interval={name: mean_interval(before[name].astype(np.float64) - after[name]) for name in given},
    )

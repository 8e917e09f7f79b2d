"""Two models on the same faces, and whether one is better by more than chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.evaluation.asked import Asked
from core.evaluation.chance import SIGNIFICANT, holm, sign_test
from core.evaluation.groups import COLUMNS, EVERYBODY, GROUPINGS, SMALL, Columns, Group, groups_of
from core.evaluation.tally import DRAWS
from core.labels import Head

Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]

_OUTCOMES: Final = 4
"""Neither right, only the second, only the first, both."""


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much the first model is more accurate on one group than the second."""

    group: Group
    count: int
    small: bool
    first: float
    second: float
    low: float
    high: float
    """95 % interval of the difference: the same faces are drawn anew for both."""
    p: float
    """How often two equally good models differ so much. Of groups, as it must be read beside the others of the head."""

    @property
    def difference(self) -> float:
        """Above 0 where the first is better."""
        return self.first - self.second

    @property
    def more_than_chance(self) -> bool:
        """Whether two equally good models hardly ever differ so much; never of a small group."""
        return not self.small and self.p < SIGNIFICANT


@dataclass(frozen=True, slots=True)
class GapChange:
    """By how much the first model's largest gap in accuracy between groups is larger than the second's."""

    columns: Columns
    first: float
    second: float
    low: float
    high: float

    @property
    def difference(self) -> float:
        """Below 0 where the first is fairer."""
        return self.first - self.second

    @property
    def more_than_chance(self) -> bool:
        """Whether the interval leaves 0 out."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class HeadComparison:
    """Two models by one head."""

    head: Head
    overall: Difference
    groups: tuple[Difference, ...]
    gaps: tuple[GapChange, ...]
    """A gap a grouping, between groups that are not small."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two models on the same faces."""

    first: str
    second: str
    count: int
    heads: Mapping[Head, HeadComparison]


def compare(first: Asked, second: Asked, *, minimum: int = SMALL, draws: int = DRAWS, seed: int = 1) -> Comparison:
    """Compare two models' answers, face by face; faces that only one of them was asked about are left out.

    Raises:
        DataError: No face has a label and was shown to both.
    """
    _, at_first, at_second = np.intersect1d(first.rows, second.rows, assume_unique=True, return_indices=True)
    first, second = first.taken(np.asarray(at_first, np.int64)), second.taken(np.asarray(at_second, np.int64))
    return Comparison(
        first=first.model,
        second=second.model,
        count=len(first),
        heads={head: _compare_head(first, second, head, minimum, draws, seed) for head in first.labelled_heads},
    )


def verdict(comparison: Comparison, head: Head) -> str:
    """What the comparison says of a head, in a sentence."""
    found = comparison.heads[head].overall
    better, worse, low, high = comparison.first, comparison.second, found.low, found.high
    if found.difference < 0:
        better, worse, low, high = worse, better, -high, -low
    by = f"{100 * abs(found.difference):.1f} points (95 % interval {100 * low:+.1f} to {100 * high:+.1f})"
    if found.more_than_chance:
        return f"For perceived {head}, {better} is better than {worse} by {by}, more than chance."
    return f"For perceived {head}, {better} and {worse} differ by {by}, which may be no more than chance."


def _compare_head(first: Asked, second: Asked, head: Head, minimum: int, draws: int, seed: int) -> HeadComparison:
    labelled = first.labels[head] >= 0
    first, second = first.taken(labelled), second.taken(labelled)
    right = [asked.predicted(head) == asked.labels[head] for asked in (first, second)]
    members = first.members
    # All that tells faces apart here: their groups, and which of the two models is right.
    bases = (*(len(labels) + 1 for labels in COLUMNS.values()), _OUTCOMES)
    outcomes = 2 * right[0] + right[1]
    codes = np.ravel_multi_index((*(members[column] + 1 for column in COLUMNS), outcomes), bases)
    kinds, counts = np.unique(codes, return_counts=True)
    table = np.unravel_index(kinds, bases)
    of_kinds = {column: values - 1 for column, values in zip(COLUMNS, table, strict=False)}
    sums = np.stack([np.ones(len(kinds)), table[-1] >= 2, table[-1] % 2 == 1], axis=1).astype(np.float64)
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
        only = [int(counts[which & (table[-1] == outcome)].sum()) for outcome in (2, 1)]
        return Difference(group, count, count < minimum, float(one), float(other), low, high, sign_test(*only))

    groups: list[Difference] = []
    gaps: list[GapChange] = []
    for columns in GROUPINGS:
        found = list(groups_of(of_kinds, columns))
        groups += [difference(group, which) for group, which in found]
        ranked = [which for _, which in found if counts[which].sum() >= minimum]
        if len(ranked) > 1:
            gaps.append(
                _gap_change(columns, [shares(counts, which) for which in ranked], [shares(drawn, w) for w in ranked])
            )
    judged = [at for at, group in enumerate(groups) if not group.small]
    for at, p in zip(judged, holm([groups[at].p for at in judged]), strict=True):
        groups[at] = replace(groups[at], p=p)
    everybody = difference(EVERYBODY, np.ones(len(kinds), np.bool_))
    return HeadComparison(head, everybody, tuple(groups), tuple(gaps))


def _gap_change(
    columns: Columns,
    points: list[tuple[NDArray[np.float64], NDArray[np.float64]]],
    drawn: list[tuple[NDArray[np.float64], NDArray[np.float64]]],
) -> GapChange:
    one, other = (float(np.ptp([pair[at] for pair in points])) for at in (0, 1))
    spread = np.ptp([pair[0] for pair in drawn], axis=0) - np.ptp([pair[1] for pair in drawn], axis=0)
    low, high = np.nanpercentile(spread, (2.5, 97.5)).tolist()
    return GapChange(columns, one, other, low, high)

"""Gaps between groups, beside the gaps that chance alone would produce."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.evaluation.groups import Columns, Group
from core.evaluation.tally import Counted, false_positive, share, true_positive
from core.schema import Attribute
from core.stats import SIGNIFICANT, gaps_by_chance, holm

Floats = NDArray[np.float64]

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

"""How far apart groups lie, and how far apart chance alone would put them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.evaluation.chance import SIGNIFICANT, gaps_by_chance, holm
from core.evaluation.groups import Columns, Group
from core.evaluation.tally import Counted, false_positive, share, true_positive
from core.schema import Attribute

Floats = NDArray[np.float64]

_CHANCES: Final = 10_000
"""Enough that a gap can be told from chance beside a hundred others."""


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
    """The mean gap if all these groups had the same share, with as many faces as they have."""
    p: float
    """How often chance gives at least this gap. In an evaluation, as it must be read beside its other gaps."""

    @property
    def columns(self) -> Columns:
        """The grouping."""
        return self.highest.columns

    @property
    def excess(self) -> float:
        """What is left of the gap when that of chance is taken off."""
        return self.gap - self.by_chance

    @property
    def more_than_chance(self) -> bool:
        """Whether chance hardly ever gives such a gap."""
        return self.p < SIGNIFICANT


def compared_figures(attribute: Attribute, columns: Columns) -> tuple[str, ...]:
    """The figures whose gaps say something between these groups."""
    figures = ("accuracy", "coverage", "error_of_answered")
    if attribute.name in columns:
        return figures  # within a group all faces have the same label, so the rates say what accuracy says
    rates = tuple(true_positive(label) for label in attribute.labels)
    if len(attribute.labels) > 2:  # of two labels, each one's false positives are what the other's true ones leave
        rates += tuple(false_positive(label) for label in attribute.labels)
    return figures + rates


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """One figure of one group: a share of its faces."""

    group: Group
    hits: int
    count: int
    drawn: Floats
    """The share in faces drawn anew, one per draw."""


def find_gaps(attribute: Attribute, groups: Sequence[Counted], *, minimum: int, seed: int) -> list[Gap]:
    """The gap of every compared figure; where fewer than two groups have `minimum` faces it is a share of, none.

    Args:
        attribute: Whose answers are measured.
        groups: Those of one grouping.
        minimum: Faces below which a group is not ranked.
        seed: Of chance.
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
    """The gap of one figure between the groups of one grouping; arguments as of `find_gaps`."""
    ranked = [group for group in groups if group.count >= minimum]
    if len(ranked) < 2:
        return None
    hits, counts = np.array([(group.hits, group.count) for group in ranked], np.int64).T
    values = hits / counts
    top, bottom = ranked[int(values.argmax())], ranked[int(values.argmin())]
    low, high = np.nanpercentile(top.drawn - bottom.drawn, (2.5, 97.5)).tolist()
    gap = float(np.ptp(values))
    chance = gaps_by_chance(hits, counts, draws=_CHANCES, seed=seed)
    # A hair's breadth, so that equal gaps are equal whatever the order of the sums.
    p = (1 + int((chance >= gap - 1e-12).sum())) / (1 + len(chance))
    return Gap(figure, top.group, bottom.group, gap, low, high, float(chance.mean()), p)


def judged_together(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """The gaps with their chances as they must be read side by side, the one furthest beyond chance first."""
    every = list(gaps)
    together = [replace(gap, p=p) for gap, p in zip(every, holm([gap.p for gap in every]), strict=True)]
    return tuple(sorted(together, key=lambda gap: -gap.excess))

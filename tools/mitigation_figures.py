"""The effect of a mitigation method on accuracy and gaps, with intervals, compared with the same networks without
it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.evaluation.groups import SMALL
from core.evaluation.tally import kinds_of
from core.stats import gaps_by_chance

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]

DRAWS: Final = 2000
_CHANCES: Final = 2000
_PERCENTILES: Final = (2.5, 97.5)


@dataclass(frozen=True, slots=True, eq=False)
class HeldOutAnswers:
    """The gender answers of a network for held-out faces."""

    rows: Indices
    """Rows of the data set."""
    cells: Indices
    """The combination of gender and ethnicity each face belongs to, as labelled."""
    right: Flags
    """Whether the most probable gender is the label."""
    answered: Flags
    """Whether the answer was not "uncertain"."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure, mean over the seeds, with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a method; `change`: difference from the plain networks."""

    count: int
    smallest: int
    """Faces in the smallest combination that is compared."""
    accuracy: Interval
    worst: Interval
    """The lowest accuracy of a combination."""
    worst_cell: int
    """That combination, over all seeds."""
    gap: Interval
    """Highest minus lowest accuracy of a combination, less what chance alone would give."""
    error_gap: Interval
    """Likewise, of the errors among answers that are not "uncertain"."""
    accuracy_change: Interval
    gap_change: Interval
    gap_left: Interval
    """The gap divided by that of the plain networks."""
    error_gap_change: Interval


def figures(
    method: Sequence[HeldOutAnswers], plain: Sequence[HeldOutAnswers], *, draws: int = DRAWS, seed: int = 1
) -> Figures:
    """Figures of a method's networks beside plain ones, seed by seed.

    Faces are drawn anew, the same for all networks, and so are the seeds, pair by pair: an interval says what other
    faces and other seeds would have given. What chance does is not drawn anew; it hardly depends on it.

    Args:
        method: A network a seed, all asked about the same faces.
        plain: Those of the same seeds without the method.
        draws: How often.
        seed: Of the draws.
    """
    networks, seeds = [*method, *plain], len(method)
    rows = np.unique(np.concatenate([told.rows for told in networks]))
    if any(not np.array_equal(told.rows, rows) for told in networks):
        raise ValueError("the networks were asked about different faces")
    table = _Table(networks, seed)
    rng = np.random.default_rng(seed)
    drawn = table.figures(rng.multinomial(len(rows), table.counts / len(rows), size=draws))
    points = table.figures(table.counts[np.newaxis])
    picked = rng.integers(seeds, size=(draws, seeds))

    def both(name: str) -> tuple[Floats, Floats]:
        """Of method and plain: the drawn means over seeds, and before them the mean itself; shape (2, 1 + draws)."""
        own, others = drawn[name][:, :seeds], drawn[name][:, seeds:]
        means = np.stack([np.take_along_axis(some, picked, axis=1).mean(axis=1) for some in (own, others)])
        here = np.stack([points[name][0, :seeds].mean(), points[name][0, seeds:].mean()])
        return here, means

    def interval(name: str) -> Interval:
        here, means = both(name)
        return _interval(here[0], means[0])

    def change(name: str) -> Interval:
        here, means = both(name)
        return _interval(here[0] - here[1], means[0] - means[1])

    here, means = both("gap")
    return Figures(
        count=len(rows),
        smallest=table.smallest,
        accuracy=interval("accuracy"),
        worst=interval("worst"),
        worst_cell=table.worst_cell(seeds),
        gap=interval("gap"),
        error_gap=interval("error_gap"),
        accuracy_change=change("accuracy"),
        gap_change=change("gap"),
        gap_left=_interval(_ratio(here[0], here[1]), _ratio(means[0], means[1])),
        error_gap_change=change("error_gap"),
    )


class _Table:
    """Faces counted by their combination and by what each network told of them: all that a draw needs to know."""

    def __init__(self, networks: Sequence[HeldOutAnswers], seed: int) -> None:
        columns = [networks[0].cells, *(2 * told.right + told.answered for told in networks)]
        kinds, _, self.counts = kinds_of(np.stack(columns, axis=1))
        cells, outcomes = kinds[:, 0], kinds[:, 1:]
        there = np.unique(cells)
        self._members = np.stack([cells == one for one in there], axis=1).astype(np.float64)
        self._right = (outcomes >= 2).astype(np.float64)
        self._answered = (outcomes % 2 == 1).astype(np.float64)
        sizes = self.counts @ self._members
        enough = sizes >= SMALL if (sizes >= SMALL).any() else sizes > 0
        self._members, self._there = self._members[:, enough], there[enough]
        self.smallest = int((self.counts @ self._members).min())
        self._chance = [self._by_chance(at, seed) for at in range(outcomes.shape[1])]

    def figures(self, counts: Indices) -> dict[str, Floats]:
        """By name, shape (draws, networks), for counts of shape (draws, kinds)."""
        found: dict[str, list[Floats]] = {"accuracy": [], "worst": [], "gap": [], "error_gap": []}
        for at, (chance, error_chance) in enumerate(self._chance):
            accuracies, errors = self._shares(counts, at)
            found["accuracy"].append(counts @ self._right[:, at] / counts.sum(axis=1))
            found["worst"].append(accuracies.min(axis=1))
            found["gap"].append(np.ptp(accuracies, axis=1) - chance)
            found["error_gap"].append(np.ptp(errors, axis=1) - error_chance)
        return {name: np.stack(values, axis=1) for name, values in found.items()}

    def worst_cell(self, networks: int) -> int:
        """The combination that the first so many networks are right about least often, all together."""
        accuracies = [self._shares(self.counts[np.newaxis], at)[0][0] for at in range(networks)]
        return int(self._there[np.mean(accuracies, axis=0).argmin()])

    def _shares(self, counts: Indices, at: int) -> tuple[Floats, Floats]:
        """Accuracy, and share of errors among the answers given, by combination; shape (draws, combinations)."""
        right, answered = self._right[:, at], self._answered[:, at]
        accuracies = (counts * right) @ self._members / np.maximum(counts @ self._members, 1)
        wrong = (counts * answered * (1 - right)) @ self._members
        return accuracies, wrong / np.maximum((counts * answered) @ self._members, 1)

    def _by_chance(self, at: int, seed: int) -> tuple[float, float]:
        right, answered = self.counts * self._right[:, at], self.counts * self._answered[:, at]
        wrong = answered * (1 - self._right[:, at])
        gaps = []
        for part, whole in ((right, self.counts), (wrong, answered)):
            hits, sizes = np.rint(part @ self._members).astype(int), np.rint(whole @ self._members).astype(int)
            some = sizes > 0
            drawn = gaps_by_chance(hits[some], sizes[some], draws=_CHANCES, seed=seed) if some.any() else np.zeros(1)
            gaps.append(float(drawn.mean()))
        return gaps[0], gaps[1]


def _interval(value: float | Floats, drawn: Floats) -> Interval:
    low, high = np.nanpercentile(drawn, _PERCENTILES).tolist()
    return Interval(float(value), low, high)


def _ratio(part: Floats, whole: Floats) -> Floats:
    # Where a plain network has no gap, there is none to lessen.
    return np.asarray(np.divide(part, whole, out=np.full(np.shape(part), np.nan), where=np.asarray(whole) > 0))

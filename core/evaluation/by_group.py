"""For whom a model errs: every figure of every group, with its interval, and how far groups lie apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.evaluation.asked import NO_ANSWER, Asked
from core.evaluation.gaps import Gap, find_gaps, judged_together
from core.evaluation.groups import GROUPINGS, SMALL, Columns, Group, groups_of
from core.evaluation.metrics import wilson_interval
from core.evaluation.points import Points, points_by_group
from core.evaluation.tally import DRAWS, Counted, figure_names, share, tally
from core.labels import HEADS, Head

Floats = NDArray[np.float64]

_WORST: Final = 24
_WORST_OF_A_GROUP: Final = 8
_BELIEF_BINS: Final = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float
    count: int
    """Faces it is a share of; some figures are of fewer faces than the group has."""


@dataclass(frozen=True, slots=True)
class WrongFace:
    """An answer that is not the label."""

    row: int
    """Of the data set."""
    label: str
    answer: str
    probability: float


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """What was measured of one group by one head."""

    group: Group
    count: int
    small: bool
    """Of too few faces to be ranked."""
    figures: Mapping[str, Figure]
    """By the names of `tally.figure_names`; those that have nothing to divide by are not there."""
    confusion: tuple[tuple[int, ...], ...]
    """Faces by label and by answer; the last answer is that no face was found."""
    most_wrong: tuple[WrongFace, ...] = ()
    """Some of its wrong answers, the surest first."""

    @property
    def accuracy(self) -> Figure:
        """The share of faces for which the likeliest answer is the label."""
        return self.figures["accuracy"]


@dataclass(frozen=True, slots=True)
class Belief:
    """Answers of about the same probability, and how often they agree with the labels: a dot of the diagram."""

    from_confidence: float
    to_confidence: float
    confidence: float
    """Their mean."""
    accuracy: Figure


@dataclass(frozen=True, slots=True)
class HeadEvaluation:
    """What was measured of one head."""

    head: Head
    overall: GroupFigures
    balanced_accuracy: Figure
    groups: tuple[GroupFigures, ...]
    """Those of `GROUPINGS`, one grouping after the other; empty where only the whole was asked for."""
    gaps: tuple[Gap, ...]
    """The one furthest beyond chance first; small groups take no part."""
    beliefs: tuple[Belief, ...]
    most_wrong: tuple[WrongFace, ...]
    """The surest first."""

    def of(self, columns: Columns) -> tuple[GroupFigures, ...]:
        """The groups of one grouping."""
        return tuple(found for found in self.groups if found.group.columns == columns)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a model is worth on labelled faces, and for whom."""

    model: str
    data: str
    count: int
    not_found: int
    """Faces among them that were not found; they count as wrong."""
    minimum: int
    """Below so many faces a group is small."""
    may_know: bool
    """Whether the model learned from data of the same name: figures on those flatter it."""
    heads: Mapping[Head, HeadEvaluation]
    """Those whose labels the data give."""


def measure(
    asked: Asked, *, by_group: bool = True, minimum: int = SMALL, draws: int = DRAWS, seed: int = 1
) -> Evaluation:
    """Measure a model's answers.

    Point figures of groups are MetricFrame's; intervals are percentiles of counts drawn anew, but for the calibration
    error and for shares of 0 and 1 (see `_interval`).

    Args:
        asked: The answers and the labels.
        by_group: Whether groups and gaps are measured too.
        minimum: Faces below which a group is marked as small and not ranked.
        draws: How often the counts are drawn.
        seed: Of the draws.

    Raises:
        DataError: No face has a label.
    """
    return Evaluation(
        model=asked.model,
        data=asked.data,
        count=len(asked),
        not_found=int((~asked.found).sum()),
        minimum=minimum,
        may_know=asked.may_know,
        heads={head: _measure_head(asked, head, by_group, minimum, draws, seed) for head in asked.labelled_heads},
    )


def _measure_head(asked: Asked, head: Head, by_group: bool, minimum: int, draws: int, seed: int) -> HeadEvaluation:
    counted = tally(asked, head)
    drawn = counted.draw(draws, seed=seed)
    everybody = counted.groups((), drawn)[0]
    groups: list[GroupFigures] = []
    gaps: list[Gap] = []
    for columns in GROUPINGS if by_group else ():
        points = points_by_group(asked, head, columns)
        members = counted.groups(columns, drawn)
        wrong = {
            group: _most_wrong(asked.taken(which), head, _WORST_OF_A_GROUP)
            for group, which in groups_of(asked.members, columns)
        }
        groups += [
            replace(_figures(head, one, points[one.group], minimum), most_wrong=wrong[one.group]) for one in members
        ]
        gaps += find_gaps(head, members, minimum=minimum, seed=seed)
    points_of_all = {name: float(share(*parts)) for name, parts in everybody.shares.items()}
    low, high = np.percentile(counted.balanced_accuracy(drawn), (2.5, 97.5)).tolist()
    balanced = float(counted.balanced_accuracy(counted.counts))
    return HeadEvaluation(
        head=head,
        overall=_figures(head, everybody, points_of_all, minimum),
        balanced_accuracy=Figure(balanced, low, high, int(counted.counts.sum())),
        groups=tuple(groups),
        gaps=judged_together(gaps),
        beliefs=_beliefs(asked, head),
        most_wrong=_most_wrong(asked, head, _WORST),
    )


def _figures(head: Head, counted: Counted, points: Points, minimum: int) -> GroupFigures:
    figures = {}
    for name in figure_names(head):
        whole = round(float(counted.shares[name][1]))
        if whole:
            low, high = _interval(name, points[name], whole, share(*counted.drawn[name]))
            figures[name] = Figure(points[name], low, high, whole)
    count = figures["accuracy"].count
    confusion = tuple(tuple(row) for row in counted.confusion.tolist())
    return GroupFigures(counted.group, count, count < minimum, figures, confusion)


def _interval(name: str, point: float, whole: int, drawn: Floats) -> tuple[float, float]:
    if name != "calibration_error" and point in (0.0, 1.0):
        # Drawn anew, nothing but ones stays ones: that would be an interval without width.
        return wilson_interval(round(point * whole), whole)
    low, high = np.nanpercentile(drawn, (2.5, 97.5)).tolist()
    if name == "calibration_error":
        # Noise only ever adds to a mean of distances, to the draws as to the figure itself: so its distance from the
        # draws is laid on the other side (the basic bootstrap, Davison and Hinkley 1997, 5.2).
        low, high = max(0.0, 2 * point - high), max(point, 2 * point - low)
    return low, high


def _beliefs(asked: Asked, head: Head) -> tuple[Belief, ...]:
    asked = asked.taken((asked.labels[head] >= 0) & asked.found)
    confidence, correct = asked.confidence(head), asked.predicted(head) == asked.labels[head]
    at = np.minimum((confidence * _BELIEF_BINS).astype(np.int64), _BELIEF_BINS - 1)
    found = []
    for place in np.unique(at).tolist():
        rows = at == place
        count, hits = int(rows.sum()), int(correct[rows].sum())
        accuracy = Figure(hits / count, *wilson_interval(hits, count), count)
        edges = place / _BELIEF_BINS, (place + 1) / _BELIEF_BINS
        found.append(Belief(*edges, float(confidence[rows].mean()), accuracy))
    return tuple(found)


def _most_wrong(asked: Asked, head: Head, most: int) -> tuple[WrongFace, ...]:
    labels, actual = HEADS[head], asked.labels[head]
    predicted, confidence = asked.predicted(head), asked.confidence(head)
    wrong = np.flatnonzero((actual >= 0) & (predicted != NO_ANSWER) & (predicted != actual))
    surest = wrong[np.argsort(-confidence[wrong], kind="stable")][:most].tolist()
    return tuple(
        WrongFace(int(asked.rows[at]), labels[int(actual[at])], labels[int(predicted[at])], float(confidence[at]))
        for at in surest
    )

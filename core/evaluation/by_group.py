"""For whom a model errs: every figure of every group, with its interval, and how far groups lie apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.evaluation.gaps import Gap, find_gaps, judged_together
from core.evaluation.groups import SMALL, Columns, Group, cell_columns, groupings, groups_of, groups_to_use
from core.evaluation.metrics import wilson_interval
from core.evaluation.points import Points, points_by_group
from core.evaluation.predictions import NO_ANSWER, LabelledPredictions
from core.evaluation.tally import DRAWS, Counted, figure_names, share, tally
from core.schema import Attribute

Floats = NDArray[np.float64]

_WORST: Final = 24
_WORST_OF_A_GROUP: Final = 8
_RELIABILITY_BINS: Final = 10


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
    """What was measured of the answers of one attribute to one group."""

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

    @property
    def abstention(self) -> Figure:
        """The share of faces for which there is no answer, or an uncertain one."""
        given = self.figures["coverage"]
        return Figure(1 - given.value, 1 - given.high, 1 - given.low, given.count)


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Answers of about the same probability, and how often they agree with the labels: a dot of the diagram."""

    from_confidence: float
    to_confidence: float
    confidence: float
    """Their mean."""
    accuracy: Figure


@dataclass(frozen=True, slots=True)
class HeadEvaluation:
    """What was measured of the answers of one attribute."""

    attribute: Attribute
    overall: GroupFigures
    balanced_accuracy: Figure
    cell_columns: Columns
    """The grouping in which the worst group is looked for."""
    groups: tuple[GroupFigures, ...]
    """One grouping after the other; empty where only the whole was asked for."""
    gaps: tuple[Gap, ...]
    """The one furthest beyond chance first; small groups take no part."""
    reliability: tuple[ReliabilityBin, ...]
    most_wrong: tuple[WrongFace, ...]
    """The surest first."""

    @property
    def groupings(self) -> tuple[Columns, ...]:
        """Those of `groups`, in their order."""
        return tuple(dict.fromkeys(found.group.columns for found in self.groups))

    @property
    def cells(self) -> tuple[GroupFigures, ...]:
        """The groups of the crossing in which the worst is looked for."""
        return self.of(self.cell_columns)

    @property
    def worst(self) -> GroupFigures | None:
        """The cell of the lowest accuracy among those that are not small, or among all where all are; None of none."""
        ranked = [cell for cell in self.cells if not cell.small] or self.cells
        return min(ranked, key=lambda cell: cell.accuracy.value, default=None)

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
    side: str | None
    """The side of the training's split that the faces lie on, where that is known."""
    shares_training_source: bool
    """Whether the model may have learned from these very faces: then the figures flatter it."""
    heads: Mapping[str, HeadEvaluation]
    """By answered attribute: those whose labels the data give."""
    not_measured: tuple[Attribute, ...]
    """What the model answers besides, of which the data give no labels."""


def measure(
    predictions: LabelledPredictions,
    *,
    by_group: bool = True,
    groups: Sequence[str] = (),
    minimum: int = SMALL,
    draws: int = DRAWS,
    seed: int = 1,
) -> Evaluation:
    """Measure a model's answers.

    Point figures of groups are MetricFrame's. Intervals of shares are Wilson's; those of the calibration error and of
    means over labels are percentiles of counts drawn anew, and so are those of gaps.

    Args:
        predictions: The answers and the labels.
        by_group: Whether groups and gaps are measured too.
        groups: The columns to group by: each alone, then their pairs. By default attributes that ship, and age.
        minimum: Faces below which a group is marked as small and not ranked.
        draws: How often the counts are drawn.
        seed: Of the draws.

    Raises:
        DataError: No face has a label, or a column to group by is not given.
    """
    labelled = predictions.labelled
    names = groups_to_use(predictions.columns, groups, data=predictions.data) if by_group else ()
    return Evaluation(
        model=predictions.model,
        data=predictions.data,
        count=len(predictions),
        not_found=int((~predictions.found).sum()),
        minimum=minimum,
        side=predictions.side,
        shares_training_source=predictions.shares_training_source,
        heads={name: _measured(predictions, name, names, by_group, minimum, draws, seed) for name in labelled},
        not_measured=tuple(one for name, one in predictions.attributes.items() if name not in labelled),
    )


def _measured(
    predictions: LabelledPredictions, name: str, groups: Columns, by_group: bool, minimum: int, draws: int, seed: int
) -> HeadEvaluation:
    attribute, crossed = predictions.attributes[name], cell_columns(name, groups)
    every = dict.fromkeys((*groupings(groups), crossed)) if by_group else {}
    counted = tally(predictions, name, tuple(dict.fromkeys((*groups, *crossed))))
    drawn = counted.draw(draws, seed=seed)
    everybody = counted.groups((), drawn)[0]
    found: list[GroupFigures] = []
    gaps: list[Gap] = []
    for columns in every:
        points = points_by_group(predictions, name, columns)
        members = counted.groups(columns, drawn)
        wrong = {
            group: _most_wrong(predictions.taken(which), name, _WORST_OF_A_GROUP)
            for group, which in groups_of(predictions.columns, columns)
        }
        found += [
            replace(_figures(attribute, one, points[one.group], minimum), most_wrong=wrong[one.group])
            for one in members
        ]
        gaps += find_gaps(attribute, members, minimum=minimum, seed=seed)
    points_of_all = {figure: float(share(*parts)) for figure, parts in everybody.shares.items()}
    low, high = np.percentile(counted.balanced_accuracy(drawn), (2.5, 97.5)).tolist()
    balanced = float(counted.balanced_accuracy(counted.counts))
    return HeadEvaluation(
        attribute=attribute,
        overall=_figures(attribute, everybody, points_of_all, minimum),
        balanced_accuracy=Figure(balanced, low, high, int(counted.counts.sum())),
        cell_columns=crossed,
        groups=tuple(found),
        gaps=judged_together(gaps),
        reliability=_reliability(predictions, name),
        most_wrong=_most_wrong(predictions, name, _WORST),
    )


def share_of(flags: NDArray[np.bool_]) -> Figure:
    """The share of faces for which something is so, with Wilson's interval; of no face, it may be any."""
    hits, count = int(flags.sum()), len(flags)
    return Figure(hits / max(1, count), *(wilson_interval(hits, count) if count else (0.0, 1.0)), count)


def _figures(attribute: Attribute, counted: Counted, points: Points, minimum: int) -> GroupFigures:
    figures = {}
    for name in figure_names(attribute):
        whole = round(float(counted.shares[name][1]))
        if whole:
            low, high = _interval(name, points[name], whole, share(*counted.drawn[name]))
            figures[name] = Figure(points[name], low, high, whole)
    count = figures["accuracy"].count
    confusion = tuple(tuple(row) for row in counted.confusion.tolist())
    return GroupFigures(counted.group, count, count < minimum, figures, confusion)


def _interval(name: str, point: float, whole: int, drawn: Floats) -> tuple[float, float]:
    if name != "calibration_error":
        return wilson_interval(round(point * whole), whole)
    # Noise only ever adds to a mean of distances, to the draws as to the figure itself: so its distance from the draws
    # is laid on the other side (the basic bootstrap, Davison and Hinkley 1997, 5.2).
    low, high = np.nanpercentile(drawn, (2.5, 97.5)).tolist()
    return max(0.0, 2 * point - high), max(point, 2 * point - low)


def _reliability(predictions: LabelledPredictions, name: str) -> tuple[ReliabilityBin, ...]:
    predictions = predictions.taken((predictions.labels(name) >= 0) & predictions.found)
    confidence, correct = predictions.confidence(name), predictions.predicted(name) == predictions.labels(name)
    at = np.minimum((confidence * _RELIABILITY_BINS).astype(np.int64), _RELIABILITY_BINS - 1)
    found = []
    for place in np.unique(at).tolist():
        rows = at == place
        edges = place / _RELIABILITY_BINS, (place + 1) / _RELIABILITY_BINS
        found.append(ReliabilityBin(*edges, float(confidence[rows].mean()), share_of(correct[rows])))
    return tuple(found)


def _most_wrong(predictions: LabelledPredictions, name: str, most: int) -> tuple[WrongFace, ...]:
    labels, actual = predictions.attributes[name].labels, predictions.labels(name)
    predicted, confidence = predictions.predicted(name), predictions.confidence(name)
    wrong = np.flatnonzero((actual >= 0) & (predicted != NO_ANSWER) & (predicted != actual))
    surest = wrong[np.argsort(-confidence[wrong], kind="stable")][:most].tolist()
    return tuple(
        WrongFace(int(predictions.rows[at]), labels[int(actual[at])], labels[int(predicted[at])], float(confidence[at]))
        for at in surest
    )

"""Accuracy, error rates and calibration of a model's answers, overall and by group, with 95 % intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.evaluation.groups import SMALL, Columns, Group, cell_columns, groupings, groups_of, groups_to_use
from core.evaluation.predictions import NO_ANSWER, LabelledPredictions
from core.evaluation.tally import DRAWS, Counted, Gap, figure_names, find_gaps, judged_together, share, tally
from core.schema import Attribute
from core.stats import wilson_interval

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]

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
    """The figures of one answered attribute for one group."""

    group: Group
    count: int
    small: bool
    """Whether the group has too few faces to be ranked."""
    figures: Mapping[str, Figure]
    """By the names of `tally.figure_names`. A figure with an empty denominator is missing."""
    confusion: tuple[tuple[int, ...], ...]
    """Faces by label (rows) and answer (columns); the last column counts faces that were not found."""
    most_wrong: tuple[WrongFace, ...] = ()
    """Some of its wrong answers, most confident first."""

    @property
    def accuracy(self) -> Figure:
        """The share of faces whose most likely answer is the label."""
        return self.figures["accuracy"]

    @property
    def abstention(self) -> Figure:
        """The share of faces with no answer or an uncertain one."""
        given = self.figures["coverage"]
        return Figure(1 - given.value, 1 - given.high, 1 - given.low, given.count)


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """One bin of a reliability diagram: answers of similar confidence and how often they are right."""

    from_confidence: float
    to_confidence: float
    confidence: float
    """The mean confidence in the bin."""
    accuracy: Figure


@dataclass(frozen=True, slots=True)
class HeadEvaluation:
    """The figures of one answered attribute."""

    attribute: Attribute
    overall: GroupFigures
    balanced_accuracy: Figure
    cell_columns: Columns
    """The grouping whose groups are the candidates for the worst group."""
    groups: tuple[GroupFigures, ...]
    """One grouping after another; empty if figures by group were not requested."""
    gaps: tuple[Gap, ...]
    """The furthest beyond chance first; small groups are left out."""
    reliability: tuple[ReliabilityBin, ...]
    most_wrong: tuple[WrongFace, ...]
    """Most confident first."""

    @property
    def groupings(self) -> tuple[Columns, ...]:
        """The groupings of `groups`, in order."""
        return tuple(dict.fromkeys(found.group.columns for found in self.groups))

    @property
    def cells(self) -> tuple[GroupFigures, ...]:
        """The groups among which the worst is chosen."""
        return self.of(self.cell_columns)

    @property
    def worst(self) -> GroupFigures | None:
        """The cell with the lowest accuracy, small cells only if all are small; None without cells."""
        ranked = [cell for cell in self.cells if not cell.small] or self.cells
        return min(ranked, key=lambda cell: cell.accuracy.value, default=None)

    def of(self, columns: Columns) -> tuple[GroupFigures, ...]:
        """The groups of one grouping."""
        return tuple(found for found in self.groups if found.group.columns == columns)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of a model on labelled faces."""

    model: str
    data: str
    count: int
    not_found: int
    """Number of faces that were not found; they count as wrong."""
    minimum: int
    """Groups with fewer faces are marked as small."""
    side: str | None
    """The side of the training's split, if known."""
    shares_training_source: bool | None
    """Whether the model may have been trained on these very faces, which makes the figures optimistic; None if nobody
    knows what it was trained on."""
    heads: Mapping[str, HeadEvaluation]
    """By answered attribute, for those with two labels or more in the data."""
    not_measured: tuple[Attribute, ...]
    """Answered attributes without labels in the data."""
    one_label: tuple[tuple[Attribute, str], ...] = ()
    """Answered attributes with a single label in the data, and that label: a model that always gives it would be
    perfect, so nothing can be measured."""


def measure(
    predictions: LabelledPredictions,
    *,
    by_group: bool = True,
    groups: Sequence[str] = (),
    minimum: int = SMALL,
    draws: int = DRAWS,
    seed: int = 1,
) -> Evaluation:
    """Compute the figures of a model's answers.

    Intervals of shares are Wilson's; those of calibration errors, balanced accuracies and gaps are bootstrap
    percentiles.

    Args:
        predictions: The answers and the labels.
        by_group: Whether to include groups and gaps.
        groups: The columns to group by, each alone and in pairs; by default the attributes that ship, and age.
        minimum: Groups with fewer faces are marked as small and not ranked.
        draws: Number of bootstrap samples.
        seed: Of the bootstrap.

    Raises:
        DataError: No face has a label, or the data lack a column to group by.
    """
    labelled = predictions.labelled
    one_label = {name: label for name in labelled if (label := predictions.only_label(name)) is not None}
    names = groups_to_use(predictions.columns, groups, data=predictions.data) if by_group else ()
    return Evaluation(
        model=predictions.model,
        data=predictions.data,
        count=len(predictions),
        not_found=int((~predictions.found).sum()),
        minimum=minimum,
        side=predictions.side,
        shares_training_source=predictions.shares_training_source,
        heads={
            name: _measured(predictions, name, names, by_group, minimum, draws, seed)
            for name in labelled
            if name not in one_label
        },
        not_measured=tuple(one for name, one in predictions.attributes.items() if name not in labelled),
        one_label=tuple((predictions.attributes[name], label) for name, label in one_label.items()),
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
        members = counted.groups(columns, drawn)
        wrong = {
            group: _most_wrong(predictions.taken(which), name, _WORST_OF_A_GROUP)
            for group, which in groups_of(predictions.columns, columns)
        }
        found += [replace(_figures(attribute, one, minimum), most_wrong=wrong[one.group]) for one in members]
        gaps += find_gaps(attribute, members, minimum=minimum, seed=seed)
    low, high = np.percentile(counted.balanced_accuracy(drawn), (2.5, 97.5)).tolist()
    balanced = float(counted.balanced_accuracy(counted.counts))
    return HeadEvaluation(
        attribute=attribute,
        overall=_figures(attribute, everybody, minimum),
        balanced_accuracy=Figure(balanced, low, high, int(counted.counts.sum())),
        cell_columns=crossed,
        groups=tuple(found),
        gaps=judged_together(gaps),
        reliability=_reliability(predictions, name),
        most_wrong=_most_wrong(predictions, name, _WORST),
    )


def share_of(flags: Flags) -> Figure | None:
    """The share of flags that are set, with Wilson's interval; None without any flag."""
    hits, count = int(flags.sum()), len(flags)
    return Figure(hits / count, *wilson_interval(hits, count), count) if count else None


def _figures(attribute: Attribute, counted: Counted, minimum: int) -> GroupFigures:
    figures = {}
    for name in figure_names(attribute):
        part, whole = counted.shares[name]
        if whole:
            point, count = float(part / whole), round(float(whole))
            figures[name] = Figure(point, *_interval(name, point, count, share(*counted.drawn[name])), count)
    count = figures["accuracy"].count
    confusion = tuple(tuple(row) for row in counted.confusion.tolist())
    return GroupFigures(counted.group, count, count < minimum, figures, confusion)


def _interval(name: str, point: float, whole: int, drawn: Floats) -> tuple[float, float]:
    if name != "calibration_error":
        return wilson_interval(round(point * whole), whole)
    # Noise can only increase a mean of absolute differences, in the bootstrap samples once more than in the figure, so
    # the basic bootstrap interval is used (Davison and Hinkley 1997, 5.2).
    low, high = np.nanpercentile(drawn, (2.5, 97.5)).tolist()
    return max(0.0, 2 * point - high), max(point, 2 * point - low)


def _reliability(predictions: LabelledPredictions, name: str) -> tuple[ReliabilityBin, ...]:
    if name in predictions.labels_only:
        return ()
    predictions = predictions.taken((predictions.labels(name) >= 0) & predictions.found)
    confidence, correct = predictions.confidence(name), predictions.predicted(name) == predictions.labels(name)
    at = np.minimum((confidence * _RELIABILITY_BINS).astype(np.int64), _RELIABILITY_BINS - 1)
    found = []
    for place in np.unique(at).tolist():
        rows = at == place
        edges = place / _RELIABILITY_BINS, (place + 1) / _RELIABILITY_BINS
        accuracy = share_of(correct[rows])
        assert accuracy is not None  # the bin is not empty
        found.append(ReliabilityBin(*edges, float(confidence[rows].mean()), accuracy))
    return tuple(found)


def _most_wrong(predictions: LabelledPredictions, name: str, most: int) -> tuple[WrongFace, ...]:
    labels, actual = predictions.attributes[name].labels, predictions.labels(name)
    predicted, confidence = predictions.predicted(name), predictions.confidence(name)
    wrong = np.flatnonzero((actual >= 0) & (predicted != NO_ANSWER) & (predicted != actual))
    confident = wrong[np.argsort(-confidence[wrong], kind="stable")][:most].tolist()
    return tuple(
        WrongFace(int(predictions.rows[at]), labels[int(actual[at])], labels[int(predicted[at])], float(confidence[at]))
        for at in confident
    )


def accuracy(actual: Indices, predicted: Indices) -> float:
    """The share of rows whose prediction is the label."""
    return float((actual == predicted).mean())


def balanced_accuracy(actual: Indices, predicted: Indices) -> float:
    """The mean recall of the classes that occur."""
    return float(np.mean([(predicted[actual == label] == label).mean() for label in np.unique(actual)]))

"""What a model is worth on each of the data sets it learned from: a figure on one says little about another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.datasets.dataset import FaceDataset
from core.evaluation.by_group import Figure, GroupFigures, measure, share_of
from core.evaluation.predictions import LabelledPredictions
from core.schema import AGE, Attribute

SURE_SHARE: Final = 0.8
"""Of the answers, the surest, whose accuracy tells what abstaining is worth."""


@dataclass(frozen=True, slots=True)
class DataFigures:
    """The figures of one answered attribute on the test side of one data set."""

    data: str
    attribute: Attribute
    accuracy: Figure
    balanced_accuracy: Figure
    worst: GroupFigures
    """The cell for which it errs most."""
    calibration_error: Figure
    of_surest: Figure
    """Accuracy among the `SURE_SHARE` most certain answers."""
    without_infants: Figure
    """Accuracy without the first age band, in whom nobody perceives much."""


def by_data(predictions: LabelledPredictions, dataset: FaceDataset) -> tuple[DataFigures, ...]:
    """Measure the answers for the faces of each data set that `dataset` is made of."""
    found: list[DataFigures] = []
    for source, rows in dataset.sources:
        some = predictions.taken(np.isin(predictions.rows, rows))
        if any((some.labels(name) >= 0).any() for name in some.attributes):
            found += _figures(some, source.title)
    return tuple(found)


def _figures(predictions: LabelledPredictions, data: str) -> list[DataFigures]:
    found = []
    for name, measured in measure(predictions).heads.items():
        labelled = predictions.taken(predictions.labels(name) >= 0)
        correct = labelled.predicted(name) == labelled.labels(name)
        surest = np.argsort(-labelled.confidence(name), kind="stable")[: round(SURE_SHARE * len(labelled))]
        found.append(
            DataFigures(
                data,
                measured.attribute,
                measured.overall.accuracy,
                measured.balanced_accuracy,
                measured.worst or measured.overall,
                measured.overall.figures["calibration_error"],
                share_of(correct[surest]),
                share_of(correct[labelled.labels(AGE.name) != 0]),
            )
        )
    return found


def flat(figures: Sequence[DataFigures]) -> dict[str, float]:
    """The figures for a manifest, by data, attribute and name."""
    return {
        f"{one.data} {one.attribute.name}_{name}": round(value, 4)
        for one in figures
        for name, value in (
            ("accuracy", one.accuracy.value),
            ("balanced_accuracy", one.balanced_accuracy.value),
            ("worst_group_accuracy", one.worst.accuracy.value),
            ("calibration_error", one.calibration_error.value),
            ("accuracy_of_surest", one.of_surest.value),
            ("accuracy_without_infants", one.without_infants.value),
        )
    }

"""What a model is worth on each of the data sets it learned from: a figure on one says little about another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.datasets.dataset import FaceDataset
from core.evaluation.asked import Asked
from core.evaluation.by_group import Figure, measure
from core.evaluation.metrics import Cell, cells, wilson_interval, worst_cell
from core.labels import Head

SURE_SHARE: Final = 0.8
"""Of the answers, the surest, whose accuracy tells what abstaining is worth."""
SMALLEST_CELL: Final = 60
"""The lowest accuracy of fewer faces is mostly chance."""
_INFANTS_END: Final = 4


@dataclass(frozen=True, slots=True)
class DataFigures:
    """The figures of one head on the test side of one data set."""

    data: str
    head: Head
    accuracy: Figure
    balanced_accuracy: Figure
    worst: Cell
    """The combination of gender and ethnicity, of `SMALLEST_CELL` faces or more, for which it errs most."""
    calibration_error: Figure
    of_surest: Figure
    """Accuracy among the `SURE_SHARE` most certain answers."""
    without_infants: Figure
    """Accuracy without ages 0 to 3, in whom nobody tells gender well."""


def by_data(asked: Asked, dataset: FaceDataset) -> tuple[DataFigures, ...]:
    """Measure the answers for the faces of each data set that `dataset` is made of."""
    found: list[DataFigures] = []
    for source, rows in dataset.sources:
        some = asked.taken(np.isin(asked.rows, rows))
        if len(some):
            found += [_figures(some, source.title, head) for head in some.labelled_heads]
    return tuple(found)


def _figures(asked: Asked, data: str, head: Head) -> DataFigures:
    measured = measure(asked, by_group=False).heads[head]
    correct = asked.predicted(head) == asked.labels[head]
    found = cells(correct, asked.labels["gender"], asked.labels["ethnicity"])
    surest = np.argsort(-asked.confidence(head), kind="stable")[: round(SURE_SHARE * len(asked))]
    older = (asked.ages < 0) | (asked.ages >= _INFANTS_END)
    return DataFigures(
        data,
        head,
        measured.overall.accuracy,
        measured.balanced_accuracy,
        worst_cell(tuple(cell for cell in found if cell.count >= SMALLEST_CELL) or found),
        measured.overall.figures["calibration_error"],
        _share(correct[surest]),
        _share(correct[older]),
    )


def _share(correct: np.ndarray) -> Figure:
    hits, count = int(correct.sum()), len(correct)
    return Figure(hits / max(1, count), *(wilson_interval(hits, count) if count else (0.0, 1.0)), count)


def flat(figures: Sequence[DataFigures]) -> dict[str, float]:
    """The figures for a manifest, by data, head and name."""
    return {
        f"{one.data} {one.head}_{name}": round(value, 4)
        for one in figures
        for name, value in (
            ("accuracy", one.accuracy.value),
            ("balanced_accuracy", one.balanced_accuracy.value),
            ("worst_group_accuracy", one.worst.accuracy),
            ("calibration_error", one.calibration_error.value),
            ("accuracy_of_surest", one.of_surest.value),
            ("accuracy_without_infants", one.without_infants.value),
        )
    }

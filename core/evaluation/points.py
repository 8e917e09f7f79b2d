"""Point figures by group, by fairlearn's MetricFrame."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.evaluation.asked import NO_ANSWER, Asked
from core.evaluation.calibration import expected_calibration_error
from core.evaluation.groups import COLUMNS, EVERYBODY, Columns, Group
from core.evaluation.tally import BINS, false_positive, true_positive
from core.labels import HEADS, Head

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]
Points = dict[str, float]


def points_by_group(asked: Asked, head: Head, columns: Columns) -> dict[Group, Points]:
    """Every figure of `tally.figure_names` and `count`, for everybody and for the groups of one grouping that occur.

    NaN where there is nothing to divide by. Faces without a label of the head or of a column are left out.
    """
    from fairlearn.metrics import MetricFrame  # five seconds, so only when it is needed

    members = asked.members
    given = asked.labels[head] >= 0
    for column in columns:
        given = given & (members[column] >= 0)
    asked = asked.taken(given)
    if not len(asked):
        return {}

    actual, predicted = asked.labels[head], asked.predicted(head)
    answered, confidence = asked.answered(head), asked.confidence(head)

    def all_figures(rows: Indices, _: Indices) -> Points:
        return _figures(HEADS[head], actual[rows], predicted[rows], answered[rows], confidence[rows])

    # One function for all figures, and the rows in place of all that is known of them: what the frame hands over it
    # copies value by value, for each function anew.
    rows = np.arange(len(asked))
    features = {column: asked.members[column] for column in columns}
    frame = MetricFrame(metrics=all_figures, y_true=rows, y_pred=rows, sensitive_features=features)
    found: dict[Group, Points] = {EVERYBODY: frame.overall}
    for key, points in frame.by_group.items():
        if isinstance(points, dict):  # a combination that does not occur is NaN
            places = key if isinstance(key, tuple) else (key,)
            labels = tuple(COLUMNS[column][int(at)] for column, at in zip(columns, places, strict=True))
            found[Group(columns, labels)] = points
    return found


def _figures(
    labels: tuple[str, ...], actual: Indices, predicted: Indices, answered: Flags, confidence: Floats
) -> Points:
    found, correct = predicted != NO_ANSWER, actual == predicted
    figures = {
        "count": float(len(actual)),
        "accuracy": _mean(correct),
        "coverage": _mean(answered),
        "error_of_answered": _mean(~correct[answered]),
        "calibration_error": expected_calibration_error(confidence[found], correct[found], bins=BINS)
        if found.any()
        else float("nan"),
    }
    for at, label in enumerate(labels):
        so_answered, positive = predicted == at, actual == at
        figures[true_positive(label)] = _mean(so_answered[positive])
        figures[false_positive(label)] = _mean(so_answered[~positive])
    return figures


def _mean(flags: Flags) -> float:
    return float(flags.mean()) if len(flags) else float("nan")

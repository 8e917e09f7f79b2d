"""Point figures by group, by fairlearn's MetricFrame."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.evaluation.calibration import expected_calibration_error
from core.evaluation.groups import EVERYBODY, Columns, Group
from core.evaluation.predictions import NO_ANSWER, LabelledPredictions
from core.evaluation.tally import BINS, false_positive, true_positive

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]
Points = dict[str, float]


def points_by_group(predictions: LabelledPredictions, name: str, columns: Columns) -> dict[Group, Points]:
    """Every figure of `tally.figure_names` and `count`, for everybody and for the groups of one grouping that occur.

    NaN where there is nothing to divide by. Faces without a label of the answered attribute or of a column are left
    out.
    """
    from fairlearn.metrics import MetricFrame  # five seconds, so only when it is needed

    given = predictions.labels(name) >= 0
    for column in columns:
        given = given & (predictions.labels(column) >= 0)
    predictions = predictions.taken(given)
    if not len(predictions):
        return {}

    labels = predictions.attributes[name].labels
    actual, predicted = predictions.labels(name), predictions.predicted(name)
    answered, confidence = predictions.answered(name), predictions.confidence(name)

    def all_figures(rows: Indices, _: Indices) -> Points:
        return _figures(labels, actual[rows], predicted[rows], answered[rows], confidence[rows])

    # One function for all figures, and the rows in place of all that is known of them: what the frame hands over it
    # copies value by value, for each function anew.
    rows = np.arange(len(predictions))
    attributes = tuple(predictions.columns[column].attribute for column in columns)
    features = {column: predictions.labels(column) for column in columns}
    frame = MetricFrame(metrics=all_figures, y_true=rows, y_pred=rows, sensitive_features=features)
    found: dict[Group, Points] = {EVERYBODY: frame.overall}
    for key, points in frame.by_group.items():
        if isinstance(points, dict):  # a combination that does not occur is NaN
            places = key if isinstance(key, tuple) else (key,)
            group = tuple(attribute.labels[int(at)] for attribute, at in zip(attributes, places, strict=True))
            found[Group(attributes, group)] = points
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

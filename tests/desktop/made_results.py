"""Results of trainings and audits with made figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.datasets.dataset import FaceDataset
from core.evaluation.comparison import compare
from core.evaluation.figures import measure
from core.evaluation.predictions import LabelledPredictions
from core.evaluation.report import Report
from core.model.bundle import load_bundle
from core.places import shipped
from core.schema import ATTRIBUTES, shipped_columns
from desktop.audit.work import Audited, Order
from desktop.training.work import Result

SHIPPED = shipped("models") / "report-cnn"


def result_of(made: LabelledPredictions, other: LabelledPredictions | None = None, *, draws: int = 10) -> Result:
    """What a model answered to made faces, beside the answers of another."""
    names = tuple(f"{row}.png" for row in range(len(made)))
    data = FaceDataset(
        title="made",
        terms="made",
        names=names,
        ages=np.zeros(len(made), np.int64),
        columns=dict(made.columns),
        skipped=(),
        grey=np.zeros((len(made), 8, 8), np.uint8),
    )
    report = Report({}, measure(made, draws=draws), None if other is None else compare(made, other, draws=draws))
    audited = Audited(
        Order(Path("run"), SHIPPED, None, False),
        data,
        made,
        report,
        other,
        None if other is None else measure(other, by_group=False, draws=draws),
    )
    return Result(load_bundle(SHIPPED), audited, "" if other is None else other.model)


def made_answers(labels: dict[str, NDArray[np.int64]], count: int = 10, **more: object) -> LabelledPredictions:
    """The right answers to made faces."""
    made = LabelledPredictions(
        model="report-cnn 1.0",
        data="made",
        rows=np.arange(count),
        found=np.ones(count, np.bool_),
        attributes=ATTRIBUTES,
        probabilities={name: np.eye(len(attribute.labels))[labels[name]] for name, attribute in ATTRIBUTES.items()},
        thresholds={name: np.full(count, 0.5) for name in ATTRIBUTES},
        columns=shipped_columns(**labels),
        side="test",
    )
    return replace(made, **more)  # type: ignore[arg-type]


def made_result() -> Result:
    """The shipped model measured on ten made faces, beside the one the window uses."""
    rows = np.arange(10)
    made = made_answers({name: rows % len(attribute.labels) for name, attribute in ATTRIBUTES.items()})
    return result_of(made, replace(made, model="fake 1.0", shares_training_source=True))

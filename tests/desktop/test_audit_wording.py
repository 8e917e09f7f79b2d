"""What the window says of an audit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.evaluation.figures import measure
from core.evaluation.predictions import LabelledPredictions
from core.schema import ETHNICITY, GENDER, Column
from desktop.audit.wording import summary


def test_an_attribute_with_a_single_label_is_said_to_be_not_measurable() -> None:
    random = np.random.default_rng(1)
    probabilities = {"gender": np.tile((0.1, 0.9), (200, 1)), "ethnicity": random.dirichlet(np.ones(5), 200)}
    made = LabelledPredictions(
        model="made 1.0",
        data="made faces",
        rows=np.arange(200),
        found=np.ones(200, np.bool_),
        attributes={"gender": GENDER, "ethnicity": ETHNICITY},
        probabilities=probabilities,
        thresholds={name: np.zeros(200) for name in probabilities},
        columns={
            "gender": Column(GENDER, np.ones(200, np.int64)),
            "ethnicity": Column(ETHNICITY, random.integers(0, 5, 200)),
        },
    )
    evaluation = measure(made, draws=20)
    said = "cannot be measured: Female is the only label in the data."
    assert said in summary(evaluation, evaluation.heads["ethnicity"])
    assert said not in summary(replace(evaluation, one_label=()), evaluation.heads["ethnicity"])

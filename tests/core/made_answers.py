"""Made answers of a model whose errors by group are known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from core.evaluation.predictions import LabelledPredictions
from core.schema import AGE, ATTRIBUTES, age_column, shipped_columns

Indices = NDArray[np.int64]
Rates = Callable[[Indices, Indices, Indices], NDArray[np.float64]]


def alike(accuracy: float) -> Rates:
    """A model that is right with the same probability for everybody."""
    return lambda gender, ethnicity, ages: np.full(len(gender), accuracy)


def made_asked(
    count: int,
    *,
    gender_rate: Rates,
    ethnicity_rate: Rates | None = None,
    seed: int = 0,
    answers_seed: int = 1,
    threshold: float = 0.0,
    model: str = "made 1.0",
) -> LabelledPredictions:
    """Faces of all groups; each is answered rightly with its group's probability, which is also the confidence."""
    random, chance = np.random.default_rng(seed), np.random.default_rng(answers_seed)
    gender, ethnicity = random.integers(0, 2, count), random.integers(0, 5, count)
    ages = random.integers(0, 100, count)

    def answers(actual: Indices, right: NDArray[np.float64], classes: int) -> NDArray[np.float64]:
        correct = chance.random(count) < right
        other = (actual + 1 + chance.integers(0, classes - 1, count)) % classes
        told = np.repeat(((1.0 - right) / (classes - 1))[:, np.newaxis], classes, axis=1)
        told[np.arange(count), np.where(correct, actual, other)] = right
        return told

    rates = {"gender": gender_rate, "ethnicity": ethnicity_rate or alike(0.8)}
    return LabelledPredictions(
        model=model,
        data="made faces",
        rows=np.arange(count),
        found=np.ones(count, np.bool_),
        probabilities={
            "gender": answers(gender, rates["gender"](gender, ethnicity, ages), 2),
            "ethnicity": answers(ethnicity, rates["ethnicity"](gender, ethnicity, ages), 5),
        },
        attributes=dict(ATTRIBUTES),
        thresholds={name: np.full(count, threshold) for name in ATTRIBUTES},
        columns={**shipped_columns(gender=gender, ethnicity=ethnicity), AGE.name: age_column(ages)},
    )

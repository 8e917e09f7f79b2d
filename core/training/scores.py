"""The metrics of a network on the validation side, and the score by which the best epoch is chosen."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.evaluation.figures import accuracy, balanced_accuracy
from core.training.events import Control
from core.training.mitigation import worst_group_accuracy
from core.training.pictures import Faces
from core.training.recipe import Mitigation
from core.training.task import Task

_BATCH: Final = 128

Probabilities = dict[str, NDArray[np.float64]]
Answer = Callable[[NDArray[np.uint8]], Probabilities]


def answers(answer: Answer, pictures: NDArray[np.uint8], rows: NDArray[np.int64], control: Control) -> Probabilities:
    """Predict probabilities by attribute for rows of pictures, in batches.

    Raises:
        Stopped: The caller asked for it.
    """
    parts = []
    for start in range(0, len(rows), _BATCH):
        control.wait_or_stop()
        parts.append(answer(pictures[rows[start : start + _BATCH]]))
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def validate(
    answer: Answer, validation: Faces, mitigation: Mitigation, task: Task, control: Control
) -> dict[str, float]:
    """Metrics over all framings of the validation side, and the score, as they stand in the history.

    Raises:
        Stopped: The caller asked for it.
    """
    found: dict[str, float] = {}
    parts = [answers(answer, framing, validation.rows, control) for framing in validation.framings]
    labels = {name: np.tile(values, len(parts)) for name, values in validation.labels.items()}
    loss = 0.0
    for name in task.answers:
        probabilities = np.concatenate([part[name] for part in parts])
        predicted, given = probabilities.argmax(axis=1), labels[name] >= 0
        actual = labels[name][given]
        found[f"validation_{name}_accuracy"] = accuracy(actual, predicted[given])
        found[f"validation_{name}_balanced_accuracy"] = balanced_accuracy(actual, predicted[given])
        loss -= float(np.log(np.maximum(probabilities[given, actual], 1e-12)).mean())
        if name == task.mitigation.of.name:
            found[f"validation_{name}_worst_group_accuracy"] = worst_group_accuracy(task.mitigation, labels, predicted)
    found = {"validation_loss": loss, **found}
    return {**found, "score": score(found, mitigation, task)}


def score(row: Mapping[str, float], mitigation: Mitigation, task: Task) -> float:
    """The score of an epoch, from its validation metrics.

    The mean of the balanced accuracies of the answers. If the best epoch is chosen by the worst group, the mitigated
    attribute counts with the accuracy of its worst group instead; if by likelihood, it is the geometric mean of the
    probabilities of the labels.
    """
    if mitigation.best_epoch == "likelihood":
        return math.exp(-row["validation_loss"] / len(task.answers))
    by_worst = {task.mitigation.of.name} if mitigation.best_epoch == "worst-group" else set()
    figures = [
        row[f"validation_{name}_{'worst_group' if name in by_worst else 'balanced'}_accuracy"] for name in task.answers
    ]
    return sum(figures) / len(figures)

"""Fitting a network to labelled faces, epoch by epoch, each kept before the next begins."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError
from core.evaluation.figures import accuracy, balanced_accuracy
from core.training.backend import MakeLearner, TrainingBackend
from core.training.batches import EpochBatches, Faces
from core.training.checkpoint import Arrays, Checkpoint
from core.training.control import TOLD_EVERY_S, Control
from core.training.events import BatchDone, EpochDone, Reason
from core.training.learner import make_learner
from core.training.mitigation.worst_group import worst_accuracy
from core.training.recipe import PRESETS, Augmentation, Mitigation, Recipe
from core.training.run_writer import RunWriter
from core.training.schedule import learning_rate
from core.training.task import Task
from core.work import Stopped

if TYPE_CHECKING:
    import keras

_ANSWERED_AT_ONCE: Final = 128
_OF_HEADS: Final = ("architecture", "parameters", "input", "start", "mitigation", "seed", "split_seed")
"""What of a recipe holds for its last layers alone too."""

Probabilities = dict[str, NDArray[np.float64]]
Answer = Callable[[NDArray[np.uint8]], Probabilities]


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A training that is done, or was cancelled."""

    reason: Reason
    best_epoch: int
    """0 where no epoch was done."""
    epochs_done: int
    model: keras.Model
    """With the weights of the best epoch."""


def fit(
    recipe: Recipe,
    task: Task,
    faces: Faces,
    validation: Faces,
    writer: RunWriter,
    control: Control,
    *,
    make_learner: MakeLearner = make_learner,
) -> Fitted:
    """Train, or go on where the run was left, until the epochs are done, early stopping says so, or the caller does.

    The best epoch has the highest mean over the answers of the balanced accuracy on `validation`, in all its framings;
    where the recipe chooses by the worst group, its accuracy stands for that of the answer whose errors are evened out.
    `make_learner` is called with recipe, task, and whether to calculate in 16 bits where the run has begun.

    Raises:
        DataError: The loss is no number any more, or the run cannot be written; the last checkpoint is whole.
    """
    checkpoint = writer.run.checkpoint()
    learner = make_learner(recipe, task, checkpoint.bf16 if checkpoint else None)
    if checkpoint:
        try:
            learner.restore(checkpoint.network, checkpoint.optimizer, checkpoint.averages)
        except ValueError as e:
            raise DataError("run.checkpoint", path=writer.run.path, reason=e) from e
    history = writer.resume_after(checkpoint.epoch if checkpoint else 0)
    best_epoch, best = (checkpoint.best_epoch, checkpoint.best) if checkpoint else (0, learner.answering())
    reason: Reason = "finished"
    try:
        if recipe.head_epochs and recipe.trained == "all" and not history:
            learner.take_heads(_trained_heads(recipe, task, faces, control))
        while len(history) < recipe.epochs:
            if recipe.early_stopping is not None and len(history) - best_epoch >= recipe.early_stopping:
                reason = "early stopping"
                break
            epoch = len(history) + 1
            row = _epoch(learner, recipe, task, faces, validation, epoch, control)
            history.append(row)
            if not best_epoch or row["score"] > history[best_epoch - 1]["score"]:
                best_epoch, best = epoch, learner.answering()
            writer.record(row, _checkpoint(learner, epoch, best_epoch, best))
            control.progress(EpochDone(row))
    except Stopped:
        reason = "cancelled"
    served = learner.served
    served.set_weights(best)
    return Fitted(reason, best_epoch, len(history), served)


def answers(answer: Answer, pictures: NDArray[np.uint8], rows: NDArray[np.int64], control: Control) -> Probabilities:
    """Probabilities by attribute for rows of pictures, in that order.

    Raises:
        Stopped: The caller asked for it.
    """
    parts = []
    for start in range(0, len(rows), _ANSWERED_AT_ONCE):
        control.go_on()
        parts.append(answer(pictures[rows[start : start + _ANSWERED_AT_ONCE]]))
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def score(row: Mapping[str, float], mitigation: Mitigation, task: Task) -> float:
    """What the best epoch has most of, from the figures of its validation."""
    by_worst = {task.mitigation.of.name} if mitigation.best_epoch == "worst-group" else set()
    figures = [
        row[f"validation_{name}_{'worst_group' if name in by_worst else 'balanced'}_accuracy"] for name in task.answers
    ]
    return sum(figures) / len(figures)


def _trained_heads(recipe: Recipe, task: Task, faces: Faces, control: Control) -> keras.Model:
    """The recipe's network after its last layers were trained alone, on pictures as they are."""
    from core.training.head_learner import HeadLearner

    alone = PRESETS["head"].model_copy(
        update={
            **{name: getattr(recipe, name) for name in _OF_HEADS},
            "epochs": recipe.head_epochs,
            # Nothing is shown twice in another way: the features of each picture are computed once.
            "augmentation": Augmentation(),
        }
    )
    faces, task = replace(faces, framings=faces.framings[:1], auxiliary_labels={}), replace(task, auxiliary={})
    learner = HeadLearner(alone, task)
    tell = control.preparing("training the last layers")
    for epoch in range(1, alone.epochs + 1):
        batches = EpochBatches(faces, alone, task, epoch)
        learner.begin_epoch(epoch)
        for step, batch in enumerate(batches):
            control.go_on()
            learner.learn(batch, learning_rate(alone, epoch - 1 + step / len(batches)))
            tell((epoch - 1) * len(batches) + step + 1, alone.epochs * len(batches))
    learner.answering()
    return learner.served


def _epoch(
    learner: TrainingBackend,
    recipe: Recipe,
    task: Task,
    faces: Faces,
    validation: Faces,
    epoch: int,
    control: Control,
) -> dict[str, float]:
    started = time.perf_counter()
    learned = _learned(learner, recipe, task, faces, epoch, control)
    learner.begin_answers()
    validated = _validated(learner, recipe, task, validation, control)
    return {
        "epoch": epoch,
        **learned,
        **validated,
        "seconds": round(time.perf_counter() - started, 3),
    }


def _learned(
    learner: TrainingBackend, recipe: Recipe, task: Task, faces: Faces, epoch: int, control: Control
) -> dict[str, float]:
    batches = EpochBatches(faces, recipe, task, epoch)
    learner.begin_epoch(epoch)
    loss, seen, told_s = 0.0, 0, 0.0
    started_s, speed = time.perf_counter(), 0.0
    hits, labelled = dict.fromkeys(task.answers, 0), dict.fromkeys(task.answers, 0)
    shares: dict[str, float] = {}
    rate = 0.0
    for step, batch in enumerate(batches, start=1):
        asked_s = time.perf_counter()
        control.go_on()
        # A pause is not counted as slowness.
        started_s += time.perf_counter() - asked_s
        rate = learning_rate(recipe, epoch - 1 + (step - 1) / len(batches))
        result = learner.learn(batch, rate)
        if not math.isfinite(result.loss):
            raise DataError("run.not_a_number", epoch=epoch, step=step, rate=f"{rate:.2g}")
        count = len(batch.pictures)
        loss, seen = loss + result.loss * count, seen + count
        for name, given in zip(task.answers, (batch.labels >= 0).sum(axis=0).tolist(), strict=True):
            hits[name] += result.hits[name]
            labelled[name] += given
        shares = {name: hits[name] / count for name, count in labelled.items() if count}
        now_s = time.perf_counter()
        speed = seen / (now_s - started_s)
        if now_s - told_s >= TOLD_EVERY_S or step == len(batches):
            told_s = now_s
            control.progress(BatchDone(epoch, step, len(batches), loss / seen, shares, speed))
    return {
        "learning_rate": rate,
        "loss": loss / seen,
        **{f"{name}_accuracy": share for name, share in shares.items()},
        "images_per_second": round(speed, 1),
    }


def _validated(
    learner: TrainingBackend, recipe: Recipe, task: Task, validation: Faces, control: Control
) -> dict[str, float]:
    found: dict[str, float] = {}
    parts = [answers(learner.answer, framing, validation.rows, control) for framing in validation.framings]
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
            found[f"validation_{name}_worst_group_accuracy"] = worst_accuracy(task.mitigation, labels, predicted)
    return {"validation_loss": loss, **found, "score": score(found, recipe.mitigation, task)}


def _checkpoint(learner: TrainingBackend, epoch: int, best_epoch: int, best: Arrays) -> Checkpoint:
    return Checkpoint(epoch, learner.bf16, learner.network(), learner.optimizer(), learner.averages(), best_epoch, best)

"""The training loop: fit a network to labelled faces; every epoch is saved before the next begins."""

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
from core.training.batches import EpochBatches, Faces
from core.training.events import REPORT_EVERY_S, BatchDone, Control, EpochDone, Reason
from core.training.learner import MakeLearner, TrainingBackend, check_fit, make_learner
from core.training.mitigation.groups import worst_group_accuracy
from core.training.recipe import PRESETS, Augmentation, Mitigation, Recipe
from core.training.run_folder import CHECKPOINT, Arrays, Checkpoint
from core.training.run_writer import RunWriter
from core.training.task import Task
from core.work import Stopped

if TYPE_CHECKING:
    import keras

_PREDICT_BATCH: Final = 128
_OF_HEADS: Final = ("architecture", "parameters", "input", "start", "start_model", "mitigation", "seed", "split_seed")
"""Fields of a recipe that also apply when only its last layers are trained."""

Probabilities = dict[str, NDArray[np.float64]]
Answer = Callable[[NDArray[np.uint8]], Probabilities]


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """The result of a training that has ended or was cancelled."""

    reason: Reason
    best_epoch: int
    """0 if no epoch was completed."""
    epochs_done: int
    model: keras.Model
    """The network with the weights of the best epoch."""


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
    """Train, or resume the run, until all epochs are done, early stopping ends it, or the caller stops it.

    The best epoch has the highest balanced accuracy on `validation` in all its framings, averaged over the answers. If
    the recipe selects by the worst group, the mitigated attribute counts with the accuracy of its worst group instead.

    Args:
        recipe: What to train.
        task: What the network answers.
        faces: The training side.
        validation: The validation side.
        writer: The run's folder; each epoch is saved there.
        control: Progress, pause and stop.
        make_learner: Called with recipe, task, and the run's precision (None for a new run).

    Raises:
        DataError: The loss became NaN or infinite, the checkpoint is damaged, or the run cannot be written; the last
            checkpoint is complete.
    """
    checkpoint = writer.run.checkpoint()
    learner = make_learner(recipe, task, checkpoint.bf16 if checkpoint else None)
    if checkpoint:
        try:
            learner.restore(checkpoint)
            check_fit(learner.served.weights, checkpoint.best)
        except ValueError as e:
            raise writer.run.damaged(CHECKPOINT, e) from e
    history = writer.resume_after(checkpoint.epoch if checkpoint else 0)
    best_epoch, best = (checkpoint.best_epoch, checkpoint.best) if checkpoint else (0, learner.served_weights())
    reason: Reason = "finished"
    try:
        if recipe.head_epochs and recipe.trained == "all" and not history:
            learner.set_heads(_train_heads(recipe, task, faces, control))
        while len(history) < recipe.epochs:
            if recipe.early_stopping is not None and len(history) - best_epoch >= recipe.early_stopping:
                reason = "early stopping"
                break
            epoch = len(history) + 1
            row = _run_epoch(learner, recipe, task, faces, validation, epoch, control)
            history.append(row)
            if not best_epoch or row["score"] > history[best_epoch - 1]["score"]:
                best_epoch, best = epoch, learner.served_weights()
            writer.record(row, _checkpoint(learner, epoch, best_epoch, best))
            control.progress(EpochDone(row))
    except Stopped:
        reason = "cancelled"
    served = learner.served
    served.set_weights(best)
    return Fitted(reason, best_epoch, len(history), served)


def answers(answer: Answer, pictures: NDArray[np.uint8], rows: NDArray[np.int64], control: Control) -> Probabilities:
    """Predict probabilities by attribute for rows of pictures, in batches.

    Raises:
        Stopped: The caller asked for it.
    """
    parts = []
    for start in range(0, len(rows), _PREDICT_BATCH):
        control.wait_or_stop()
        parts.append(answer(pictures[rows[start : start + _PREDICT_BATCH]]))
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def score(row: Mapping[str, float], mitigation: Mitigation, task: Task) -> float:
    """The score of an epoch, from its validation metrics."""
    by_worst = {task.mitigation.of.name} if mitigation.best_epoch == "worst-group" else set()
    figures = [
        row[f"validation_{name}_{'worst_group' if name in by_worst else 'balanced'}_accuracy"] for name in task.answers
    ]
    return sum(figures) / len(figures)


def _train_heads(recipe: Recipe, task: Task, faces: Faces, control: Control) -> keras.Model:
    """The recipe's network after training only its last layers, without augmentation."""
    from core.training.head_learner import HeadLearner

    alone = PRESETS["head"].model_copy(
        update={
            **{name: getattr(recipe, name) for name in _OF_HEADS},
            "epochs": recipe.head_epochs,
            # Without augmentation the features of each picture are computed only once.
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
            control.wait_or_stop()
            learner.learn(batch, learning_rate(alone, epoch - 1 + step / len(batches)))
            tell((epoch - 1) * len(batches) + step + 1, alone.epochs * len(batches))
    learner.served_weights()
    return learner.served


def _run_epoch(
    learner: TrainingBackend,
    recipe: Recipe,
    task: Task,
    faces: Faces,
    validation: Faces,
    epoch: int,
    control: Control,
) -> dict[str, float]:
    started = time.perf_counter()
    learned = _train_epoch(learner, recipe, task, faces, epoch, control)
    learner.begin_validation()
    validated = _validate(learner, recipe, task, validation, control)
    return {
        "epoch": epoch,
        **learned,
        **validated,
        "seconds": round(time.perf_counter() - started, 3),
    }


def _train_epoch(
    learner: TrainingBackend, recipe: Recipe, task: Task, faces: Faces, epoch: int, control: Control
) -> dict[str, float]:
    batches = EpochBatches(faces, recipe, task, epoch)
    learner.begin_epoch(epoch)
    loss, seen, reported_s = 0.0, 0, 0.0
    started_s, speed = time.perf_counter(), 0.0
    hits, labelled = dict.fromkeys(task.answers, 0), dict.fromkeys(task.answers, 0)
    shares: dict[str, float] = {}
    rate = 0.0
    for step, batch in enumerate(batches, start=1):
        asked_s = time.perf_counter()
        control.wait_or_stop()
        # A pause does not count towards the speed.
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
        if now_s - reported_s >= REPORT_EVERY_S or step == len(batches):
            reported_s = now_s
            control.progress(BatchDone(epoch, step, len(batches), loss / seen, shares, speed))
    return {
        "learning_rate": rate,
        "loss": loss / seen,
        **{f"{name}_accuracy": share for name, share in shares.items()},
        "images_per_second": round(speed, 1),
    }


def _validate(
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
            found[f"validation_{name}_worst_group_accuracy"] = worst_group_accuracy(task.mitigation, labels, predicted)
    return {"validation_loss": loss, **found, "score": score(found, recipe.mitigation, task)}


def _checkpoint(learner: TrainingBackend, epoch: int, best_epoch: int, best: Arrays) -> Checkpoint:
    return Checkpoint(epoch, learner.bf16, learner.network(), learner.optimizer(), learner.averages(), best_epoch, best)


def learning_rate(recipe: Recipe, epochs_done: float) -> float:
    """The learning rate after `epochs_done` epochs, which may be a fraction.

    Cosine: decays to 0 over the recipe's epochs (Loshchilov and Hutter 2017, SGDR, without restarts). Step: divided by
    10 after half of them and by 100 after three quarters (He et al. 2016).
    """
    warm = min(1.0, epochs_done / recipe.warmup_epochs) if recipe.warmup_epochs else 1.0
    if warm < 1.0:
        # Never 0, or the first step would have no effect.
        return recipe.learning_rate * max(warm, 0.01)
    done = (epochs_done - recipe.warmup_epochs) / max(recipe.epochs - recipe.warmup_epochs, 1e-9)
    if recipe.schedule == "cosine":
        return recipe.learning_rate * 0.5 * (1 + math.cos(math.pi * min(1.0, done)))
    if recipe.schedule == "step":
        return recipe.learning_rate * (1.0 if done < 0.5 else 0.1 if done < 0.75 else 0.01)
    return recipe.learning_rate

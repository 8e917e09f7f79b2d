"""The training: Keras' `fit` with callbacks that pace its steps and save every epoch before the next begins."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import keras

from core.errors import DataError
from core.training.events import REPORT_EVERY_S, BatchDone, Control, EpochDone, Reason
from core.training.learner import HeadLearner, Learner, make_learner
from core.training.pictures import Batch, EpochBatches, Faces
from core.training.presets import PRESETS
from core.training.recipe import Augmentation, Recipe
from core.training.run_folder import CHECKPOINT, Arrays, Row
from core.training.run_writer import RunWriter
from core.training.scores import validate
from core.training.task import Task
from core.work import Stopped

_OF_HEADS: Final = (
    "architecture",
    "parameters",
    "input",
    "start",
    "start_model",
    "teacher",
    "teaching",
    "mitigation",
    "seed",
    "split_seed",
)
"""Fields of a recipe that also apply when only its last layers are trained."""


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
    learner: Learner | None = None,
) -> Fitted:
    """Train, or resume the run, until all epochs are done, early stopping ends it, or the caller stops it.

    The best epoch has the highest score (`core.training.scores`) on `validation` in all its framings.

    Args:
        recipe: What to train.
        task: What the network answers.
        faces: The training side.
        validation: The validation side.
        writer: The run's folder; each epoch is saved there.
        control: Progress, pause and stop.
        learner: The network in training; by default one is made.

    Raises:
        DataError: The loss became NaN or infinite, the checkpoint is damaged, or the run cannot be written; the last
            checkpoint is complete.
    """
    checkpoint = writer.run.checkpoint()
    learner = learner or make_learner(recipe, task, checkpoint.bf16 if checkpoint else None)
    if checkpoint:
        try:
            learner.restore(checkpoint)
        except ValueError as e:
            raise writer.run.damaged(CHECKPOINT, e) from e
    history = writer.resume_after(checkpoint.epoch if checkpoint else 0)
    best_epoch, best = (checkpoint.best_epoch, checkpoint.best) if checkpoint else (0, learner.served_weights())
    epochs = _Epochs(recipe, task, faces, validation, writer, control, history, best_epoch, best)
    reason: Reason = "finished"
    try:
        if recipe.head_epochs and recipe.trained == "all" and not history:
            learner.set_heads(_train_heads(recipe, task, faces, control))
        if len(history) < recipe.epochs and not epochs.stop_early:
            run_epochs(learner, recipe, task, faces, epochs, done=len(history))
        if len(history) < recipe.epochs:
            reason = "early stopping"
    except Stopped:
        reason = "cancelled"
    learner.served.set_weights(epochs.best)
    return Fitted(reason, epochs.best_epoch, len(history), learner.served)


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


def run_epochs(
    learner: Learner, recipe: Recipe, task: Task, faces: Faces, *callbacks: keras.callbacks.Callback, done: int = 0
) -> None:
    """Call Keras' `fit` for all epochs after those that are done. An error that a callback raises ends it."""

    def batches() -> Iterator[Batch]:
        for epoch in range(done + 1, recipe.epochs + 1):
            yield from EpochBatches(faces, recipe, task, epoch)

    learner.fit(
        learner.dataset(batches()),
        initial_epoch=done,
        epochs=recipe.epochs,
        steps_per_epoch=_step_count(recipe, faces),
        shuffle=False,
        verbose=0,
        callbacks=list(callbacks),
    )


def _train_heads(recipe: Recipe, task: Task, faces: Faces, control: Control) -> keras.Model:
    """The recipe's network after training only its last layers, without augmentation."""
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
    tell, total = control.preparing("training the last layers"), alone.epochs * _step_count(alone, faces)
    progress = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda batch, logs: tell(int(learner.optimizer.iterations), total)
    )
    run_epochs(learner, alone, task, faces, Pace(alone, faces, control), progress)
    learner.update_served()
    return learner.served


def _step_count(recipe: Recipe, faces: Faces) -> int:
    return math.ceil(len(faces) / recipe.batch)


class Pace(keras.callbacks.Callback):  # type: ignore[misc]
    """Seeds dropout before each epoch; before each step waits while paused, may stop, and sets the learning rate."""

    model: Learner

    def __init__(self, recipe: Recipe, faces: Faces, control: Control) -> None:
        super().__init__()
        self.recipe = recipe
        self.control = control
        self.steps = _step_count(recipe, faces)
        self.epoch = 0
        """From 1."""
        self.rate = 0.0

    def on_epoch_begin(self, epoch: int, logs: object = None) -> None:
        """`epoch` counts from 0, as in Keras."""
        self.epoch = epoch + 1
        self.model.seed_dropout(self.epoch)

    def on_train_batch_begin(self, batch: int, logs: object = None) -> None:
        """Raises `Stopped` if the caller asked for it."""
        self.control.wait_or_stop()
        self.rate = learning_rate(self.recipe, self.epoch - 1 + batch / self.steps)
        self.model.optimizer.learning_rate.assign(self.rate)


class _Epochs(Pace):
    """Reports progress, validates after each epoch, saves it, keeps the best weights and stops early."""

    def __init__(
        self,
        recipe: Recipe,
        task: Task,
        faces: Faces,
        validation: Faces,
        writer: RunWriter,
        control: Control,
        history: list[Row],
        best_epoch: int,
        best: Arrays,
    ) -> None:
        super().__init__(recipe, faces, control)
        self._task = task
        self._count = len(faces)
        self._validation = validation
        self._writer = writer
        self._history = history
        self.best_epoch = best_epoch
        self.best = best
        self._started_s = self._paused_s = self._reported_s = self._speed = 0.0

    @property
    def stop_early(self) -> bool:
        """Whether there has been no improvement for as many epochs as the recipe allows."""
        patience = self.recipe.early_stopping
        return patience is not None and len(self._history) - self.best_epoch >= patience

    def on_epoch_begin(self, epoch: int, logs: object = None) -> None:
        """Begin to measure the speed."""
        super().on_epoch_begin(epoch)
        self._started_s, self._paused_s = time.perf_counter(), 0.0

    def on_train_batch_begin(self, batch: int, logs: object = None) -> None:
        """A pause does not count towards the speed."""
        asked_s = time.perf_counter()
        super().on_train_batch_begin(batch)
        self._paused_s += time.perf_counter() - asked_s

    def on_train_batch_end(self, batch: int, logs: Mapping[str, float]) -> None:
        """Report progress, at most ten times per second."""
        if not math.isfinite(logs["loss"]):
            raise DataError("run.not_a_number", epoch=self.epoch, step=batch + 1, rate=f"{self.rate:.2g}")
        now_s, step = time.perf_counter(), batch + 1
        if now_s - self._reported_s >= REPORT_EVERY_S or step == self.steps:
            self._reported_s = now_s
            self._speed = min(step * self.recipe.batch, self._count) / (now_s - self._started_s - self._paused_s)
            self.control.progress(
                BatchDone(self.epoch, step, self.steps, logs["loss"], self._accuracies(logs), self._speed)
            )

    def on_epoch_end(self, epoch: int, logs: Mapping[str, float]) -> None:
        """Validate and save the epoch."""
        self.model.update_served()
        row: Row = {
            "epoch": self.epoch,
            "learning_rate": self.rate,
            "loss": logs["loss"],
            **{f"{name}_accuracy": share for name, share in self._accuracies(logs).items()},
            "images_per_second": round(self._speed, 1),
            **validate(self.model.answer, self._validation, self.recipe.mitigation, self._task, self.control),
            "seconds": round(time.perf_counter() - self._started_s, 3),
        }
        self._history.append(row)
        if not self.best_epoch or row["score"] > self._history[self.best_epoch - 1]["score"]:
            self.best_epoch, self.best = self.epoch, self.model.served_weights()
        self._writer.record(row, self.model.checkpoint(self.epoch, self.best_epoch, self.best))
        self.control.progress(EpochDone(row))
        self.model.stop_training = self.stop_early

    def _accuracies(self, logs: Mapping[str, Any]) -> dict[str, float]:
        """Those of answers that have had a labelled face."""
        found = {name: float(logs[f"{name}_accuracy"]) for name in self._task.answers}
        return {name: share for name, share in found.items() if math.isfinite(share)}

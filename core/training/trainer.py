"""Fitting a network to labelled faces."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.datasets.dataset import Indices
from core.evaluation.metrics import accuracy, balanced_accuracy
from core.labels import HEADS, Head
from core.training.architectures import build
from core.training.recipe import Recipe
from core.training.run_folder import Arrays, Checkpoint, Row, RunFolder

if TYPE_CHECKING:
    import keras

Inputs = NDArray[np.float32]
Labels = Mapping[Head, Indices]


@dataclass(frozen=True, slots=True)
class Faces:
    """Inputs of a network, shape (n, size, size, channels), with their labels."""

    inputs: Inputs
    labels: Labels

    def __post_init__(self) -> None:
        for head in HEADS:
            if self.labels[head].shape != (len(self.inputs),):
                raise ValueError(f"{head}: {self.labels[head].shape} labels for {len(self.inputs)} inputs")


def fit(
    recipe: Recipe,
    framings: Sequence[Inputs],
    labels: Labels,
    validation: Faces,
    run: Path,
    *,
    progress: Callable[[Row], None] | None = None,
) -> tuple[keras.Model, int]:
    """Train, or go on where a training in the folder `run` was left, and take the best epoch.

    The best epoch has the highest mean over both heads of the balanced accuracy on `validation`.

    Args:
        recipe: What to train, and how.
        framings: The same faces framed in one or more ways; each epoch draws one of them for every face.
        labels: Of the faces.
        validation: Faces of none of them.
        run: The folder for the journal and the checkpoint.
        progress: Called with the journal's row after every epoch.

    Returns:
        The network with the weights of the best epoch, and that epoch, counted from 1.

    Raises:
        DataError: `run` holds a training of another recipe.
    """
    import keras

    folder = RunFolder(run, recipe)
    keras.utils.set_random_seed(recipe.seed)
    model = build(recipe.architecture, recipe.input, recipe.parameters)
    model.compile(
        optimizer=keras.optimizers.Adam(recipe.learning_rate),
        loss=dict.fromkeys(HEADS, "categorical_crossentropy"),
        # Keras turns XLA on by itself, which halves the speed on common CPUs.
        jit_compile=False,
    )
    model.optimizer.build(model.trainable_variables)

    checkpoint = folder.checkpoint()
    if checkpoint:
        _restore(model, checkpoint)
    history = folder.resume_after(checkpoint.epoch if checkpoint else 0)
    best_epoch, best = (checkpoint.best_epoch, checkpoint.best) if checkpoint else (0, [])
    for epoch in range(len(history) + 1, recipe.epochs + 1):
        row = {"epoch": epoch, **_one_epoch(model, recipe, framings, labels, epoch), **_validated(model, validation)}
        history.append(row)
        if not best_epoch or row["score"] > history[best_epoch - 1]["score"]:
            best_epoch, best = epoch, model.get_weights()
        folder.record(row, Checkpoint(epoch, _state(model), _values(model.optimizer.variables), best_epoch, best))
        if progress:
            progress(row)
    model.set_weights(best)
    return model, best_epoch


def probabilities(model: keras.Model, inputs: Inputs) -> dict[Head, NDArray[np.float64]]:
    """What the network answers by head, shape (n, classes)."""
    answers = model.predict(inputs, batch_size=256, verbose=0)
    return {head: np.asarray(answers[head], np.float64) for head in HEADS}


def _one_epoch(
    model: keras.Model, recipe: Recipe, framings: Sequence[Inputs], labels: Labels, epoch: int
) -> dict[str, float]:
    # A generator for every epoch, so that a resumed training sees what an unbroken one would have seen.
    rng = np.random.default_rng((recipe.seed, epoch))
    order = rng.permutation(len(framings[0]))
    drawn = rng.integers(len(framings), size=len(order))
    inputs = np.empty_like(framings[0])
    for at, framing in enumerate(framings):
        inputs[drawn == at] = framing[order[drawn == at]]
    targets = {head: np.eye(len(classes), dtype=np.float32)[labels[head][order]] for head, classes in HEADS.items()}
    started = time.perf_counter()
    logs = model.fit(inputs, targets, batch_size=recipe.batch, epochs=1, shuffle=False, verbose=0).history
    return {"loss": float(logs["loss"][0]), "seconds": round(time.perf_counter() - started, 3)}


def _validated(model: keras.Model, validation: Faces) -> dict[str, float]:
    found: dict[str, float] = {}
    loss = 0.0
    for head, answers in probabilities(model, validation.inputs).items():
        actual, predicted = validation.labels[head], answers.argmax(axis=1)
        found[f"validation_{head}_accuracy"] = accuracy(actual, predicted)
        found[f"validation_{head}_balanced_accuracy"] = balanced_accuracy(actual, predicted)
        loss -= float(np.log(np.maximum(answers[np.arange(len(actual)), actual], 1e-12)).mean())
    score = sum(found[f"validation_{head}_balanced_accuracy"] for head in HEADS) / len(HEADS)
    return {**found, "validation_loss": loss, "score": score}


def _variables(model: keras.Model) -> list[Any]:
    return [*model.trainable_variables, *model.non_trainable_variables]


def _state(model: keras.Model) -> Arrays:
    return _values(_variables(model))


def _values(variables: Sequence[Any]) -> Arrays:
    return [np.asarray(variable) for variable in variables]


def _restore(model: keras.Model, checkpoint: Checkpoint) -> None:
    held = [*checkpoint.state, *checkpoint.optimizer]
    for variable, value in zip([*_variables(model), *model.optimizer.variables], held, strict=True):
        variable.assign(value)

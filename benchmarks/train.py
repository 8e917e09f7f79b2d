"""Speed of Facet's own training loop beside Keras' `fit`, in turns in one run, for a small and a large network.

    python -m benchmarks.train [DATA] [--network report shipped] [--rounds 3] [--images 3840] [--epochs 0]

Three ways to train the same network on the same batches with the same optimizer:

    facet            Facet's own loop (`core.training.learner`)
    fit, train_step  `Model.fit` with `jit_compile=False`, a `train_step` that computes the same loss, the same batches
                     from a generator, and callbacks for the learning rate, for cancelling and for progress
    fit, defaults    `Model.fit` on numpy arrays with everything left at its defaults (`report` only)

docs/adr/0012-own-training-loop.md states the rule: the own loop is kept only if it is at least 1.3 times as fast as
`fit, train_step`. With `--epochs` the network `report` is also trained that long on DATA from three seeds each, and the
accuracy on the validation side is compared.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.measure import in_turns, machine, print_table
from core.schema import ATTRIBUTES, ETHNICITY, GENDER
from core.training.architectures import build
from core.training.augmentation import change, changes, draws
from core.training.batches import EpochBatches, Faces
from core.training.learner import Learner, faster_in_bf16
from core.training.mitigation.groups import Groups
from core.training.recipe import PRESETS, Recipe
from core.training.task import Task
from tools.train_default import RECIPE as SHIPPED

REPORT: Final = PRESETS["report"].model_copy(update={"bf16": False})
IN_16_BITS: Final = PRESETS["report"]
NETWORKS: Final = {"report": IN_16_BITS, "shipped": SHIPPED.model_copy(update={"start": "random", "side_tasks": 0})}
SEEDS: Final = (1, 2, 3)
TASK: Final = Task(answers=ATTRIBUTES, groups=(), mitigation=Groups(GENDER, (ETHNICITY,)))
KEPT_IF: Final = 1.3
Pass = Callable[[], object]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?", help="random pictures if omitted")
    parser.add_argument("--network", nargs="+", choices=tuple(NETWORKS), default=list(NETWORKS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--images", type=int, default=3840, help="pictures per pass; a tenth for the shipped network")
    parser.add_argument("--epochs", type=int, default=0, help="compare the accuracy after this many")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    in_bf16 = faster_in_bf16()
    for name in chosen.network:
        recipe = NETWORKS[name]
        count = chosen.images if name == "report" else max(recipe.batch, chosen.images // 10)
        faces = _faces(chosen.data)[0] if chosen.data and name == "report" else _made(recipe, count)
        _speed(name, recipe, _first(faces, count), chosen.rounds, bf16=recipe.bf16 and in_bf16)
    _augmentation()
    if chosen.epochs:
        learned, validation = _faces(chosen.data) if chosen.data else (_made(REPORT, chosen.images), _made(REPORT, 640))
        _accuracy(learned, validation, chosen.epochs)


def _speed(name: str, recipe: Recipe, faces: Faces, rounds: int, *, bf16: bool) -> None:
    passes = {"facet": _facet_pass(recipe, faces, bf16=bf16), "fit, train_step": _fit_pass(recipe, faces, bf16=bf16)}
    if name == "report":
        passes["fit, defaults"] = _keras_pass(faces)
    seconds = in_turns(passes, rounds=rounds)
    speeds = {kind: len(faces) / found for kind, found in seconds.items()}
    ratio = speeds["facet"] / speeds["fit, train_step"]
    print_table(
        f"{name}: {recipe.architecture}, batch {recipe.batch}, {'bfloat16' if bf16 else 'float32'} ({machine()})",
        [
            *((f"{kind}, images per second", f"{speed:.0f}") for kind, speed in speeds.items()),
            ("facet over fit, train_step", f"{ratio:.2f} (kept if {KEPT_IF} or more)"),
        ],
    )


def _keras_pass(faces: Faces) -> Pass:
    model = _keras_model(1)
    inputs = faces.framings[0][faces.rows].astype(np.float32)
    targets = _one_hot(faces)
    return lambda: model.fit(inputs, targets, batch_size=REPORT.batch, epochs=1, verbose=0)


def _fit_pass(recipe: Recipe, faces: Faces, *, bf16: bool) -> Pass:
    """`Model.fit` with what Facet needs of it: masked labels, weights, a rate per step, a way to cancel."""
    import keras
    import tensorflow as tf

    class Trained(keras.Model):
        def __init__(self, network: Any) -> None:
            super().__init__()
            self.network = network
            self.means = {name: keras.metrics.Mean(name=name) for name in ("loss", *ATTRIBUTES)}

        def call(self, pictures: Any, training: bool = False) -> Any:
            return self.network(tf.cast(pictures, tf.float32), training=training)

        @property
        def metrics(self) -> list[Any]:
            return list(self.means.values())

        def train_step(self, data: Any) -> Any:
            pictures, labels, weights = data
            losses, hits = [], {}
            with tf.GradientTape() as tape:
                answers = self(pictures, training=True)
                for at, (name, one) in enumerate(ATTRIBUTES.items()):
                    count, smoothing = len(one.labels), recipe.label_smoothing
                    wanted = tf.one_hot(labels[:, at], count) * (1 - smoothing) + smoothing / count
                    entropy = keras.losses.categorical_crossentropy(wanted, answers[name])
                    losses.append(tf.reduce_mean(weights * tf.cast(labels[:, at] >= 0, tf.float32) * entropy))
                    hits[name] = tf.argmax(answers[name], axis=1, output_type=tf.int32) == labels[:, at]
                loss = tf.add_n(losses)
            variables = self.network.trainable_variables
            self.optimizer.apply(tape.gradient(loss, variables), variables)
            self.means["loss"].update_state(loss)
            for name, found in hits.items():
                self.means[name].update_state(tf.cast(found, tf.float32))
            return {name: mean.result() for name, mean in self.means.items()}

    class Controlled(keras.callbacks.Callback):
        def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
            self.model.optimizer.learning_rate.assign(recipe.learning_rate)

        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            self.model.stop_training = False

    keras.utils.set_random_seed(1)
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16" if bf16 else "float32")
    try:
        model = Trained(build(recipe.architecture, recipe.input, recipe.network_parameters, ATTRIBUTES))
    finally:
        keras.config.set_dtype_policy(before)
    averaging = {"use_ema": True, "ema_momentum": recipe.averaging} if recipe.averaging else {}
    if recipe.optimizer == "adamw":
        optimizer = keras.optimizers.AdamW(recipe.learning_rate, weight_decay=recipe.weight_decay, **averaging)
        optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    else:
        optimizer = keras.optimizers.Adam(recipe.learning_rate, **averaging)
    model.compile(optimizer=optimizer, jit_compile=False)

    def batches() -> Iterator[tuple[Any, Any, Any]]:
        for batch in EpochBatches(faces, recipe, TASK, 1):
            yield batch.pictures, batch.labels, batch.weights

    steps = len(EpochBatches(faces, recipe, TASK, 1))
    return lambda: model.fit(batches(), steps_per_epoch=steps, epochs=1, verbose=0, callbacks=[Controlled()])


def _facet_pass(recipe: Recipe, faces: Faces, *, bf16: bool) -> Pass:
    learner = Learner(recipe, TASK, bf16=bf16)

    def one() -> None:
        for batch in EpochBatches(faces, recipe, TASK, 1):
            learner.learn(batch, recipe.learning_rate)

    return one


def _augmentation() -> None:
    recipe = PRESETS["better"]
    size = recipe.input.size
    pictures = np.random.default_rng(1).integers(0, 256, (1024, size, size, 3), np.uint8)
    drawn = draws(len(pictures), seed=1, epoch=1)
    started = time.process_time()
    for start in range(0, len(pictures), 64):
        change(pictures[start : start + 64], changes(drawn[start : start + 64], recipe.augmentation, size))
    speed = len(pictures) / (time.process_time() - started)
    print_table(
        "Augmentation of the preset better", [(f"{size} x {size} x 3 images a second of one core", f"{speed:.0f}")]
    )


def _accuracy(learned: Faces, validation: Faces, epochs: int) -> None:
    kinds: dict[str, Callable[[int], Mapping[str, float]]] = {
        "keras": lambda seed: _keras_scores(learned, validation, epochs, seed),
        "facet": lambda seed: _facet_scores(REPORT, learned, validation, epochs, seed),
        "facet, bf16": lambda seed: _facet_scores(IN_16_BITS, learned, validation, epochs, seed),
    }
    rows = []
    for name, scores_of in kinds.items():
        scores = [scores_of(seed) for seed in SEEDS]
        for head in ATTRIBUTES:
            shares = [score[head] for score in scores]
            spread = f"{statistics.mean(shares):.1%} ({min(shares):.1%} to {max(shares):.1%})"
            rows.append((f"{name}: perceived {head}", spread))
    print_table(f"Accuracy on the validation side after {epochs} epochs, seeds {SEEDS}", rows)


def _keras_scores(learned: Faces, validation: Faces, epochs: int, seed: int) -> Mapping[str, float]:
    model = _keras_model(seed)
    inputs = learned.framings[0][learned.rows].astype(np.float32)
    model.fit(inputs, _one_hot(learned), batch_size=REPORT.batch, epochs=epochs, verbose=0)
    answers = model.predict(validation.framings[0][validation.rows].astype(np.float32), batch_size=256, verbose=0)
    return {head: float((answers[head].argmax(axis=1) == validation.labels[head]).mean()) for head in ATTRIBUTES}


def _facet_scores(recipe: Recipe, learned: Faces, validation: Faces, epochs: int, seed: int) -> Mapping[str, float]:
    from core.training.events import Control
    from core.training.run_writer import writing
    from core.training.trainer import fit

    recipe = recipe.model_copy(update={"epochs": epochs, "seed": seed})
    with tempfile.TemporaryDirectory() as folder, writing(Path(folder), recipe, resume=False) as writer:
        fit(recipe, TASK, learned, validation, writer, Control())
        last = writer.run.history()[-1]
    return {head: last[f"validation_{head}_accuracy"] for head in ATTRIBUTES}


def _keras_model(seed: int) -> Any:
    import keras

    keras.utils.set_random_seed(seed)
    model = build(REPORT.architecture, REPORT.input, REPORT.network_parameters, ATTRIBUTES)
    loss = dict.fromkeys(ATTRIBUTES, "categorical_crossentropy")
    model.compile(optimizer="adam", loss=loss, metrics={head: ["accuracy"] for head in ATTRIBUTES})
    return model


def _one_hot(faces: Faces) -> dict[str, np.ndarray]:
    return {name: np.eye(len(one.labels), dtype=np.float32)[faces.labels[name]] for name, one in ATTRIBUTES.items()}


def _faces(data: Path) -> tuple[Faces, Faces]:
    """The training and the validation side in the one framing that both trainers are shown."""
    from core.training.events import Control
    from core.training.run_folder import RunFolder
    from core.training.session import faces, load_material

    alone = REPORT.model_copy(update={"framings": "aligned"})
    with tempfile.TemporaryDirectory() as folder:
        material = load_material((data,), alone, RunFolder(Path(folder)), Control())
    return faces(material, alone, material.split.train), faces(material, alone, material.split.validation)


def _first(faces: Faces, count: int) -> Faces:
    labels = {name: values[:count] for name, values in faces.labels.items()}
    return Faces(faces.framings, faces.rows[:count], labels)


def _made(recipe: Recipe, count: int) -> Faces:
    rng = np.random.default_rng(count)
    size, channels = recipe.input.size, recipe.input.channels
    labels = {name: rng.integers(0, len(one.labels), count) for name, one in ATTRIBUTES.items()}
    return Faces((rng.integers(0, 256, (count, size, size, channels), np.uint8),), np.arange(count), labels)


if __name__ == "__main__":
    main()

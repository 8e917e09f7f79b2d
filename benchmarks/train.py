"""Speed of Facet's training beside a plain Keras script, in turns in one run, for a small and a large network.

    python -m benchmarks.train [DATA] [--network report shipped] [--rounds 3] [--images 3840] [--epochs 0]
    python -m benchmarks.train --older CHECKOUT [--network report shipped] [--rounds 3] [--images 3840]

The same network and optimizer on the same pictures, without augmentation:

    facet            as Facet trains: masked labels, weights, running means, a rate for each step, a way to cancel
    keras            what a user would write: `Model.fit` on a tf.data pipeline, `jit_compile=False`, the same precision
    keras, defaults  `Model.fit` on numpy arrays with everything left at its defaults (`report` only)

With `--epochs` the network `report` is also trained that long on DATA from three seeds each, and the accuracy on the
validation side is compared. With `--older` whole epochs, validation and checkpoint included, are compared with those of
another checkout instead, also in processor time, which changes least while other programs run.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import operator
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.measure import in_turns, machine, print_table
from core.schema import ATTRIBUTES, ETHNICITY, GENDER
from core.training.architectures import build
from core.training.augmentation import change, changes, draws
from core.training.events import Control, EpochDone, Event
from core.training.learner import Learner, faster_in_bf16
from core.training.mitigation import Groups
from core.training.pictures import Faces
from core.training.presets import PRESETS
from core.training.recipe import Augmentation, Recipe
from core.training.run_folder import RunFolder
from core.training.run_writer import writing
from core.training.session import faces, load_material
from core.training.task import Task
from core.training.trainer import fit
from tools.train_default import RECIPE as SHIPPED

REPORT: Final = PRESETS["report"].model_copy(update={"bf16": False})
IN_16_BITS: Final = PRESETS["report"]
_PLAIN: Final = {"start": "random", "side_tasks": 0, "augmentation": Augmentation()}
NETWORKS: Final = {"report": IN_16_BITS, "shipped": SHIPPED.model_copy(update=_PLAIN)}
HERE: Final = Path(__file__).resolve().parent.parent
SEEDS: Final = (1, 2, 3)
TASK: Final = Task(answers=ATTRIBUTES, groups=(), mitigation=Groups(GENDER, (ETHNICITY,)))
Pass = Callable[[], object]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?", help="random pictures if omitted")
    parser.add_argument("--network", nargs="+", choices=tuple(NETWORKS), default=list(NETWORKS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--images", type=int, default=3840, help="pictures per pass; a tenth for the shipped network")
    parser.add_argument("--epochs", type=int, default=0, help="compare the accuracy after this many")
    parser.add_argument("--older", type=Path, help="another checkout, to compare with its training")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if chosen.child:
        (name,) = chosen.network
        _train_in_turns(name, chosen.images)
        return
    if chosen.older:
        for name in chosen.network:
            _versions(name, chosen.older.resolve(), chosen.images, chosen.rounds)
        return
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
    passes = {"facet": _facet_pass(recipe, faces, bf16=bf16), "keras": _keras_pass(recipe, faces, bf16=bf16)}
    if name == "report":
        passes["keras, defaults"] = _defaults_pass(recipe, faces)
    seconds = in_turns(passes, rounds=rounds)
    speeds = {kind: len(faces) / found for kind, found in seconds.items()}
    print_table(
        f"{name}: {recipe.architecture}, batch {recipe.batch}, {'bfloat16' if bf16 else 'float32'} ({machine()})",
        [
            *((f"{kind}, images per second", f"{speed:.0f}") for kind, speed in speeds.items()),
            ("facet over keras", f"{speeds['facet'] / speeds['keras']:.2f}"),
        ],
    )


def _versions(name: str, older: Path, images: int, rounds: int) -> None:
    """Epochs of this version and of another in turns, each in a process of its own."""
    command = [sys.executable, __file__, "--child", "--network", name, "--images", str(images)]
    found: dict[str, list[tuple[float, float]]] = {"this version": [], "the other": []}
    with contextlib.ExitStack() as stack:
        children = {}
        for version, root in zip(found, (HERE, older), strict=True):
            environment = {**os.environ, "PYTHONPATH": str(root)}
            child = subprocess.Popen(command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            children[version] = stack.enter_context(child)
        for at in range(rounds + 1):
            for version, child in children.items():
                assert child.stdin is not None and child.stdout is not None  # pipes were asked for
                child.stdin.write("\n")
                child.stdin.flush()
                seconds = json.loads(child.stdout.readline())
                if at:  # in the first epoch TensorFlow builds the graph
                    found[version].append(seconds)
        for child in children.values():
            child.kill()
    rows = []
    for title, kind in (("seconds", 0), ("processor seconds", 1)):
        medians = {version: statistics.median(one[kind] for one in epochs) for version, epochs in found.items()}
        rows += [(f"{title} per epoch, {version}", f"{median:.2f}") for version, median in medians.items()]
        rows.append((f"{title}, this version over the other", f"{operator.truediv(*medians.values()):.2f}"))
    print_table(f"{name}, {images} pictures, {rounds} epochs each ({machine()})", rows)


def _train_in_turns(name: str, images: int) -> None:
    """Train an epoch after each line of standard input, and print the seconds and processor seconds it took."""
    recipe = NETWORKS[name].model_copy(update={"epochs": 1000, "head_epochs": 0, "early_stopping": None})
    started = (0.0, 0.0)

    def wait(event: Event | None = None) -> None:
        nonlocal started
        if isinstance(event, EpochDone):
            now = (time.perf_counter(), time.process_time())
            print(json.dumps([now[0] - started[0], now[1] - started[1]]), flush=True)
        elif event is not None:
            return
        sys.stdin.readline()
        started = (time.perf_counter(), time.process_time())

    wait()
    with tempfile.TemporaryDirectory() as folder, writing(Path(folder), recipe, resume=False) as writer:
        fit(recipe, TASK, _made(recipe, images), _made(recipe, 64), writer, Control(wait))


def _facet_pass(recipe: Recipe, faces: Faces, *, bf16: bool) -> Pass:
    # Older versions, which run this file too, do not have them.
    from core.training.trainer import Pace, run_epochs

    learner = Learner(recipe, TASK, bf16=bf16)
    alone = recipe.model_copy(update={"epochs": 1})
    return lambda: run_epochs(learner, alone, TASK, faces, Pace(alone, faces, Control()))


def _keras_pass(recipe: Recipe, faces: Faces, *, bf16: bool) -> Pass:
    import tensorflow as tf

    model = _keras_model(recipe, 1, policy="mixed_bfloat16" if bf16 else "float32", jit_compile=False)
    data = tf.data.Dataset.from_tensor_slices((faces.framings[0][faces.rows], _one_hot(faces)))
    data = data.shuffle(len(faces)).batch(recipe.batch).prefetch(tf.data.AUTOTUNE)
    return lambda: model.fit(data, epochs=1, verbose=0)


def _defaults_pass(recipe: Recipe, faces: Faces) -> Pass:
    model = _keras_model(recipe, 1)
    inputs = faces.framings[0][faces.rows].astype(np.float32)
    return lambda: model.fit(inputs, _one_hot(faces), batch_size=recipe.batch, epochs=1, verbose=0)


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
    model = _keras_model(REPORT, seed)
    inputs = learned.framings[0][learned.rows].astype(np.float32)
    model.fit(inputs, _one_hot(learned), batch_size=REPORT.batch, epochs=epochs, verbose=0)
    answers = model.predict(validation.framings[0][validation.rows].astype(np.float32), batch_size=256, verbose=0)
    return {head: float((answers[head].argmax(axis=1) == validation.labels[head]).mean()) for head in ATTRIBUTES}


def _facet_scores(recipe: Recipe, learned: Faces, validation: Faces, epochs: int, seed: int) -> Mapping[str, float]:
    recipe = recipe.model_copy(update={"epochs": epochs, "seed": seed})
    with tempfile.TemporaryDirectory() as folder, writing(Path(folder), recipe, resume=False) as writer:
        fit(recipe, TASK, learned, validation, writer, Control())
        last = writer.run.history()[-1]
    return {head: last[f"validation_{head}_accuracy"] for head in ATTRIBUTES}


def _keras_model(recipe: Recipe, seed: int, *, policy: str = "float32", jit_compile: bool | str = "auto") -> Any:
    import keras

    keras.utils.set_random_seed(seed)
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(policy)
    try:
        model = build(recipe.architecture, recipe.input, recipe.network_parameters, ATTRIBUTES)
    finally:
        keras.config.set_dtype_policy(before)
    loss = dict.fromkeys(ATTRIBUTES, "categorical_crossentropy")
    metrics = {head: ["accuracy"] for head in ATTRIBUTES}
    model.compile(optimizer=recipe.optimizer, loss=loss, metrics=metrics, jit_compile=jit_compile)
    return model


def _one_hot(faces: Faces) -> dict[str, np.ndarray]:
    return {name: np.eye(len(one.labels), dtype=np.float32)[faces.labels[name]] for name, one in ATTRIBUTES.items()}


def _faces(data: Path) -> tuple[Faces, Faces]:
    """The training and the validation side in the one framing that both trainers are shown."""
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

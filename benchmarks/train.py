"""Training the report's network: Facet's trainer beside a plain Keras script, in turns.

    python -m benchmarks.train [DATA] [--rounds 3] [--images 3840] [--epochs 0]

The script is what somebody writes who follows Keras' guide: `model.fit` on numpy arrays, everything left at its
defaults. Same network, batch, optimizer and data. With `--epochs` both are also trained that long on DATA from three
seeds each, and their accuracy on the validation side is compared.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measure import in_turns, machine, print_table
from core.schema import ATTRIBUTES, ETHNICITY, GENDER
from core.training.architectures import build
from core.training.augmentation import change, changes, draws
from core.training.batches import EpochBatches, Faces
from core.training.learner import Learner
from core.training.mitigation.groups import Groups
from core.training.precision import faster_in_bf16
from core.training.recipe import PRESETS, Recipe
from core.training.task import Task

REPORT = PRESETS["report"].model_copy(update={"bf16": False})
IN_16_BITS = PRESETS["report"]
SEEDS = (1, 2, 3)
TASK = Task(answers=ATTRIBUTES, groups=(), mitigation=Groups(GENDER, (ETHNICITY,)))
Pass = Callable[[], object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?", help="made pictures where none are given")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--images", type=int, default=3840, help="a pass of each")
    parser.add_argument("--epochs", type=int, default=0, help="compare accuracy after this many")
    chosen = parser.parse_args()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    learned, validation = _faces(chosen.data) if chosen.data else (_made(chosen.images), _made(640))
    some = Faces(
        learned.framings,
        learned.rows[: chosen.images],
        {name: labels[: chosen.images] for name, labels in learned.labels.items()},
    )
    _speed(some, chosen.rounds)
    _augmentation()
    if chosen.epochs:
        _accuracy(learned, validation, chosen.epochs)


def _speed(faces: Faces, rounds: int) -> None:
    facet, facet_16 = _facet_pass(REPORT, faces), _facet_pass(IN_16_BITS, faces)
    seconds = in_turns({"keras": _keras_pass(faces), "facet": facet, "facet, bf16": facet_16}, rounds=rounds)
    speeds = {name: len(faces) / found for name, found in seconds.items()}
    print_table(
        f"The report's network, batch {REPORT.batch} ({machine()})",
        [
            *((f"{name}, images a second", f"{speed:.0f}") for name, speed in speeds.items()),
            ("facet over keras", f"{speeds['facet'] / speeds['keras']:.2f}"),
            ("facet, bf16 over keras", f"{speeds['facet, bf16'] / speeds['keras']:.2f}"),
            ("this computer is faster in bf16", str(faster_in_bf16())),
        ],
    )


def _keras_pass(faces: Faces) -> Pass:
    model = _keras_model(1)
    inputs = faces.framings[0][faces.rows].astype(np.float32)
    targets = _one_hot(faces)
    return lambda: model.fit(inputs, targets, batch_size=REPORT.batch, epochs=1, verbose=0)


def _facet_pass(recipe: Recipe, faces: Faces) -> Pass:
    learner = Learner(recipe, TASK, bf16=recipe.bf16)

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
    from core.training.control import Control
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
    from core.training.control import Control
    from core.training.run_folder import RunFolder
    from core.training.session import faces, load_material

    alone = REPORT.model_copy(update={"framings": "aligned"})
    with tempfile.TemporaryDirectory() as folder:
        material = load_material((data,), alone, RunFolder(Path(folder)), Control())
    return faces(material, alone, material.split.train), faces(material, alone, material.split.validation)


def _made(count: int) -> Faces:
    rng = np.random.default_rng(count)
    size, channels = REPORT.input.size, REPORT.input.channels
    labels = {name: rng.integers(0, len(one.labels), count) for name, one in ATTRIBUTES.items()}
    return Faces((rng.integers(0, 256, (count, size, size, channels), np.uint8),), np.arange(count), labels)


if __name__ == "__main__":
    main()

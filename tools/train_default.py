"""Train the model that Facet ships as its default on UTKFace and FairFace together, and put it among the models.

    python -m tools.train_default ../shared/data/utkface.zip ../shared/data/fairface.zip [--run runs/facet-64]

In two goes: a network, and another of the same form that learns from other first weights what the first one says as
well as the labels. The second takes the second look at a face. Needs PyTorch beside what Facet needs (`pip install
torch`): it takes the steps, compiled for the processor. Killed, it goes on where it was when it is started again.
"""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from core.bundle import WEIGHTS, InputSpec, load_bundle
from core.classifier import Classifier
from core.labels import HEADS
from core.second_look import SIGNATURE
from core.training.architectures import build
from core.training.control import Control
from core.training.learns import MakeLearner
from core.training.outcome import Material, write_outcome
from core.training.packaging import export_network, load_weights
from core.training.recipe import Augmentation, Recipe
from core.training.run_folder import RECIPE as RECIPE_FILE
from core.training.run_folder import TABLE, RunFolder
from core.training.session import load_material, train
from core.training.trainer import Fitted
from tools.console import print_epoch
from tools.two_networks import join_networks

if TYPE_CHECKING:
    import keras

    from tools.torch_learner import Teaching

NAME: Final = "facet-64"
RECIPE: Final = Recipe(
    architecture="attention",
    parameters={"blocks": "1-2-2-2", "width": 32, "squeeze": 8, "heads": 0, "dropout": 0.3},
    input=InputSpec(size=64, channels=3),
    framings="aligned",
    epochs=30,
    batch=128,
    optimizer="adamw",
    learning_rate=0.002,
    schedule="cosine",
    warmup_epochs=1.5,
    weight_decay=0.03,
    label_smoothing=0.05,
    augmentation=Augmentation(
        rotation_degrees=10,
        flip=True,
        scale=0.1,
        shift=0.05,
        light=0.4,
        contrast=0.4,
        blur=1.2,
        erasing=0.3,
        side_light=0.6,
        colour=0.2,
        noise=20,
        coarse=0.55,
    ),
    averaging=0.999,
    side_tasks=0.3,
    mirrored=True,
    quantised=True,
    bf16=True,
)


SECOND: Final = RECIPE.model_copy(update={"epochs": 14, "warmup_epochs": 1.0, "label_smoothing": 0.0, "seed": 2})
_TAUGHT: Final = 0.5
_SMALL_SIDE: Final = 48
_SMALL_EPOCHS: Final = 8
_REMARK: Final = (
    "A second network, of the same form and trained on the same side from other first weights, takes the second look. "
    "Half of what it learned were the labels, half the answers of the first."
)
_AT_ONCE: Final = 64


def main(arguments: Sequence[str] | None = None) -> None:
    """Train both networks, calibrate and measure them as one model, and copy its bundle."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="+", help="UTKFace and FairFace, as zip archives or folders")
    parser.add_argument("--out", type=Path, default=Path("models") / NAME, help="where the bundle goes")
    parser.add_argument("--run", type=Path, default=Path("runs") / NAME, help="where the trainings keep their state")
    chosen = parser.parse_args(arguments)
    from tools.torch_learner import TorchLearner

    first, second, both = (RunFolder(chosen.run / part) for part in ("first", "second", "."))
    if first.bundle is None:
        _train(chosen.data, RECIPE, first, TorchLearner)
    for run in (second, both):
        # All on the sides of one split: a teacher must not know what its pupil is judged by.
        run.path.mkdir(parents=True, exist_ok=True)
        shutil.copy(first.split_file, run.split_file)
    material = load_material(chosen.data, RECIPE, both, Control())
    if second.bundle is None:
        _train(chosen.data, SECOND, second, partial(TorchLearner, teaching=_teaching(first, material)))
    _write_both(first, second, both, material)
    shutil.copytree(_bundle(both), chosen.out, dirs_exist_ok=True)
    shutil.copy(first.path / TABLE, chosen.out)
    shutil.copy(second.path / TABLE, chosen.out / f"second-{TABLE}")
    print(load_bundle(chosen.out).card)
    print(f"Written to {chosen.out}.")


def _train(data: Sequence[Path], recipe: Recipe, run: RunFolder, make_learner: MakeLearner) -> None:
    resume = (run.path / RECIPE_FILE).exists()
    train(data[0], recipe, run.path, also=data[1:], progress=print_epoch, resume=resume, make_learner=make_learner)


def _teaching(first: RunFolder, material: Material) -> Teaching:
    """What the first network says of all that is learnt from, and how the second is taught."""
    from tools.torch_learner import Teaching

    classifier = Classifier(load_bundle(_bundle(first)), threads=os.cpu_count() or 1)
    pictures, rows = material.shown.served, material.split.train
    answers = {head: np.zeros((len(pictures), len(labels)), np.float32) for head, labels in HEADS.items()}
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        for head, probabilities in classifier.probabilities(pictures[some]).items():
            answers[head][some] = probabilities
    return Teaching(answers, share=_TAUGHT, small_side=_SMALL_SIDE, small_epochs=_SMALL_EPOCHS)


def _write_both(first: RunFolder, second: RunFolder, both: RunFolder, material: Material) -> None:
    ended = first.ended
    model = build(RECIPE.architecture, RECIPE.input, RECIPE.network_parameters)
    model.set_weights(load_weights(_bundle(first) / WEIGHTS))
    fitted = Fitted("finished", ended["best_epoch"], ended["epochs_done"], model)
    other = load_bundle(_bundle(second)).network

    def export(trained: keras.Model, recipe: Recipe) -> bytes:
        return join_networks(export_network(trained, recipe), other, signature=SIGNATURE)

    write_outcome(both, RECIPE, material, fitted, Control(), export=export, remarks=(_REMARK,))


def _bundle(run: RunFolder) -> Path:
    assert run.bundle is not None  # its training has written it
    return run.bundle


if __name__ == "__main__":
    main()

"""Train the model that Facet ships as its default on UTKFace and FairFace together, and put it among the models.

    python -m tools.train_default ../shared/data/utkface.zip ../shared/data/fairface.zip [--run runs/facet-64]

In three goes: a network that is shown 64 x 64 pixels; from its weights and with its answers beside the labels, one that
is shown 80 x 80; and, from the first one's weights, one that learns from worse pictures what both say of good ones.
What ships has the mean of the first one's weights and the last one's. Needs PyTorch beside what Facet needs (`pip
install torch`): it takes the steps. Killed, it goes on where it was when it is started again.
"""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from core.bundle import WEIGHTS, InputSpec, load_bundle
from core.classifier import Classifier
from core.labels import HEADS, Head
from core.training.architectures import build
from core.training.control import Control
from core.training.learns import MakeLearner
from core.training.outcome import write_outcome
from core.training.packaging import load_weights
from core.training.recipe import Augmentation, Recipe
from core.training.run_folder import RECIPE as RECIPE_FILE
from core.training.run_folder import SPLIT, TABLE, RunFolder
from core.training.session import load_material, train
from core.training.trainer import Fitted
from tools.console import print_epoch

if TYPE_CHECKING:
    from tools.torch_learner import Teacher

Pictures = NDArray[np.uint8]
Answers = dict[Head, NDArray[np.float32]]

NAME: Final = "facet-64"
_AT_ONCE: Final = 64


@dataclass(frozen=True, slots=True)
class Go:
    """One of the trainings."""

    recipe: Recipe
    taught_by: tuple[str, ...] = ()
    """Trainings before it: it begins with the weights of the first, and learns the mean of their answers."""
    share: float = 0.0
    """How much of what is learnt those answers are; the rest is the labels."""
    remarks: tuple[str, ...] = ()
    """What its card says of that."""


_FIRST: Final = Recipe(
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

_SECOND: Final = _FIRST.model_copy(
    update={
        "input": InputSpec(size=80, channels=3),
        "epochs": 5,
        "learning_rate": 0.0008,
        "warmup_epochs": 0.25,
        "averaging": 0.998,
    }
)
_LAST: Final = _FIRST.model_copy(
    update={
        "epochs": 6,
        "learning_rate": 0.0006,
        "warmup_epochs": 0.25,
        "averaging": 0.998,
        "augmentation": _FIRST.augmentation.model_copy(update={"motion": 0.2, "covering": 0.35, "noise": 30}),
    }
)
_LAST_REMARK: Final = (
    "It began with the weights of a network of its form, trained on the same side before. What that network and one "
    "that is shown 80 x 80 pixels say of the pictures as they are, the mean of both, was seven tenths of what it "
    "learned from changed ones; the labels were the rest."
)
_MEAN_REMARK: Final = "Its weights are the mean of those it began with and those it ended with."
GOES: Final[Mapping[str, Go]] = MappingProxyType(
    {
        "first": Go(_FIRST),
        "second": Go(
            _SECOND,
            ("first",),
            share=0.5,
            remarks=(
                "It began with the weights of a network that is shown 64 x 64 pixels, trained on the same side before. "
                "That network's answers were half of what it learned, the labels the other half.",
            ),
        ),
        "last": Go(
            _LAST,
            ("first", "second"),
            share=0.7,
            remarks=(_LAST_REMARK,),
        ),
    }
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train one network after the other; calibrate, measure and copy the mean of the first and the last."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="+", help="UTKFace and FairFace, as zip archives or folders")
    parser.add_argument("--out", type=Path, default=Path("models") / NAME, help="where the bundle goes")
    parser.add_argument("--run", type=Path, default=Path("runs") / NAME, help="where the trainings keep their state")
    chosen = parser.parse_args(arguments)
    folders = {name: chosen.run / name for name in GOES}
    for name, go in GOES.items():
        _train(chosen.data, go, folders[name], [folders[teacher] for teacher in go.taught_by])
    _write_mean(chosen.data, folders["first"], folders["last"], chosen.run)
    shutil.copytree(_bundle(chosen.run), chosen.out, dirs_exist_ok=True)
    for name, folder in folders.items():
        shutil.copy(folder / TABLE, chosen.out / f"{name}-{TABLE}")
    shutil.copy(folders["last"] / RECIPE_FILE, chosen.out)
    print(load_bundle(chosen.out).card)
    print(f"Written to {chosen.out}.")


def _train(data: Sequence[Path], go: Go, run: Path, teachers: Sequence[Path]) -> None:
    """Begin a training or take it up again, unless it is done."""
    from tools.torch_learner import TorchLearner

    if RunFolder(run).bundle is not None:
        return
    make_learner: MakeLearner = TorchLearner
    if teachers:
        _split_as(teachers[0], run)
        make_learner = partial(TorchLearner, teacher=_teacher(teachers, data, go, RunFolder(run)))
    train(
        data[0],
        go.recipe,
        run,
        also=data[1:],
        progress=print_epoch,
        resume=(run / RECIPE_FILE).exists(),
        make_learner=make_learner,
        remarks=go.remarks,
    )


def _split_as(before: Path, run: Path) -> None:
    """All trainings on the sides of one split: a teacher must not know what its pupil is judged by."""
    run.mkdir(parents=True, exist_ok=True)
    shutil.copy(before / SPLIT, run)


def _write_mean(data: Sequence[Path], first: Path, last: Path, run: Path) -> None:
    """Calibrate, measure and package the mean of two networks' weights.

    Wortsman et al. 2022, Model soups: averaging weights of multiple fine-tuned models improves accuracy without
    increasing inference time.
    """
    _split_as(last, run)
    recipe, ended = RunFolder(last).recipe, RunFolder(last).ended
    material = load_material(data, recipe, RunFolder(run), Control())
    model = build(recipe.architecture, recipe.input, recipe.network_parameters)
    both = [load_weights(_bundle(one) / WEIGHTS) for one in (first, last)]
    model.set_weights([(before + after) / 2 for before, after in zip(*both, strict=True)])
    fitted = Fitted("finished", ended["best_epoch"], ended["epochs_done"], model)
    write_outcome(RunFolder(run), recipe, material, fitted, Control(), remarks=(_LAST_REMARK, _MEAN_REMARK))


def _bundle(run: Path) -> Path:
    trained = RunFolder(run).bundle
    assert trained is not None  # the training has just written it
    return trained


def _teacher(teachers: Sequence[Path], data: Sequence[Path], go: Go, run: RunFolder) -> Teacher:
    from tools.torch_learner import Teacher

    bundles = [_bundle(teacher) for teacher in teachers]
    largest = max((load_bundle(bundle).manifest.input for bundle in bundles), key=lambda spec: spec.size)
    pictures = load_material(data, go.recipe.model_copy(update={"input": largest}), run, Control()).shown.served
    answers = [_answers(bundle, pictures) for bundle in bundles]
    mean = {head: np.mean([one[head] for one in answers], axis=0) for head in HEADS}
    return Teacher(load_weights(bundles[0] / WEIGHTS), mean, go.share)


def _answers(bundle: Path, pictures: Pictures) -> Answers:
    """What a bundle tells of every picture, shape (n, classes) by head."""
    classifier = Classifier(load_bundle(bundle), threads=os.cpu_count() or 1)
    parts = [classifier.probabilities(pictures[at : at + _AT_ONCE]) for at in range(0, len(pictures), _AT_ONCE)]
    return {head: np.concatenate([part[head] for part in parts]).astype(np.float32) for head in HEADS}


if __name__ == "__main__":
    main()

"""Train the model that Facet ships as its default on UTKFace and FairFace together, and put it among the models.

    python -m tools.train_default ../shared/data/utkface.zip ../shared/data/fairface.zip [--run runs/facet-80]

In two goes: a network that is shown 64 x 64 pixels, then, from its weights and with its answers beside the labels, the
one that ships, which is shown 80 x 80. Needs PyTorch beside what Facet needs (`pip install torch`): it takes the
steps, compiled for the processor. Killed, it goes on where it was when it is started again.
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
from core.training.control import Control
from core.training.learns import MakeLearner
from core.training.packaging import load_weights
from core.training.recipe import Augmentation, Recipe
from core.training.run_folder import RECIPE as RECIPE_FILE
from core.training.run_folder import TABLE, RunFolder
from core.training.session import load_material, train
from tools.console import print_epoch

if TYPE_CHECKING:
    from tools.torch_learner import Teacher

NAME: Final = "facet-80"
FIRST: Final = "first"
REMARKS: Final = (
    "It began with the weights of a network that is shown 64 x 64 pixels, trained on the same side before. That "
    "network's answers were half of what it learned, the labels the other half.",
)
_AT_ONCE: Final = 64
TAUGHT: Final = 0.5
"""How much of what the second network learns the first one's answers are."""
FIRST_RECIPE: Final = Recipe(
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


RECIPE: Final = FIRST_RECIPE.model_copy(
    update={
        "input": InputSpec(size=80, channels=3),
        "epochs": 5,
        "learning_rate": 0.0008,
        "warmup_epochs": 0.25,
        "averaging": 0.998,
    }
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train twice, calibrate, measure, and copy the bundle."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="+", help="UTKFace and FairFace, as zip archives or folders")
    parser.add_argument("--out", type=Path, default=Path("models") / NAME, help="where the bundle goes")
    parser.add_argument("--run", type=Path, default=Path("runs") / NAME, help="where the training keeps its state")
    chosen = parser.parse_args(arguments)
    from tools.torch_learner import TorchLearner

    first = _trained(chosen.data, FIRST_RECIPE, chosen.run / FIRST, TorchLearner)
    teacher = _teacher(first, chosen.data, RunFolder(chosen.run))
    trained = _trained(chosen.data, RECIPE, chosen.run, partial(TorchLearner, teacher=teacher), REMARKS)
    shutil.copytree(trained, chosen.out, dirs_exist_ok=True)
    shutil.copy(chosen.run / TABLE, chosen.out)
    shutil.copy(chosen.run / FIRST / TABLE, chosen.out / f"{FIRST}-{TABLE}")
    shutil.copy(chosen.run / RECIPE_FILE, chosen.out)
    print(load_bundle(chosen.out).card)
    print(f"Written to {chosen.out}.")


def _trained(
    data: Sequence[Path], recipe: Recipe, run: Path, make_learner: MakeLearner, remarks: Sequence[str] = ()
) -> Path:
    """The bundle of a training, which is begun, taken up again or done already."""
    if RunFolder(run).bundle is None:
        resume = (run / RECIPE_FILE).exists()
        train(
            data[0],
            recipe,
            run,
            also=data[1:],
            progress=print_epoch,
            resume=resume,
            make_learner=make_learner,
            remarks=remarks,
        )
    trained = RunFolder(run).bundle
    assert trained is not None  # the training has just written it
    return trained


def _teacher(bundle: Path, data: Sequence[Path], run: RunFolder) -> Teacher:
    from tools.torch_learner import Teacher

    pictures = load_material(data, RECIPE, run, Control()).shown.served
    classifier = Classifier(load_bundle(bundle), threads=os.cpu_count() or 1)
    parts = [classifier.probabilities(pictures[at : at + _AT_ONCE]) for at in range(0, len(pictures), _AT_ONCE)]
    answers = {head: np.concatenate([part[head] for part in parts]).astype(np.float32) for head in HEADS}
    return Teacher(load_weights(bundle / WEIGHTS), answers, TAUGHT)


if __name__ == "__main__":
    main()

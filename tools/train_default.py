"""Train the model that Facet ships as its default on UTKFace and FairFace together, and put it among the models.

    python -m tools.train_default ../shared/data/utkface.zip ../shared/data/fairface.zip [--run runs/facet-64]

Needs PyTorch beside what Facet needs (`pip install torch`): it takes the steps, compiled for the
processor. Killed, it goes on where it was when it is started again.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from core.bundle import InputSpec, load_bundle
from core.training.recipe import Augmentation, Recipe
from core.training.run_folder import RECIPE as RECIPE_FILE
from core.training.run_folder import RunFolder
from core.training.session import train
from tools.console import print_epoch

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


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, calibrate, measure, and copy the bundle."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="+", help="UTKFace and FairFace, as zip archives or folders")
    parser.add_argument("--out", type=Path, default=Path("models") / NAME, help="where the bundle goes")
    parser.add_argument("--run", type=Path, default=Path("runs") / NAME, help="where the training keeps its state")
    chosen = parser.parse_args(arguments)
    from tools.torch_learner import TorchLearner

    first, *also = chosen.data
    resume = (chosen.run / RECIPE_FILE).exists()
    ended = train(first, RECIPE, chosen.run, also=also, progress=print_epoch, resume=resume, make_learner=TorchLearner)
    trained = RunFolder(chosen.run).bundle
    assert trained is not None  # the training has just written it
    shutil.copytree(trained, chosen.out, dirs_exist_ok=True)
    shutil.copy(chosen.run / "history.csv", chosen.out)
    print(load_bundle(chosen.out).card)
    print(f"Written to {chosen.out}; epoch {ended.best_epoch} of {ended.epochs_done} was chosen.")


if __name__ == "__main__":
    main()

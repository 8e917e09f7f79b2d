"""Train the model that Facet ships as its default on UTKFace and FairFace together, and put it among the models.

    python -m tools.train_default ../shared/data/utkface.zip ../shared/data/fairface.zip [--run runs/facet-150]

dlib's face network is fine-tuned twice: the first network teaches the second, which is shipped. Started again after an
interruption, it continues. `facet-cli train` with `models/facet-150/recipe.json` does the second half.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from core.model.bundle import load_bundle
from core.training.events import Ended
from core.training.presets import PRESETS
from core.training.recipe import Augmentation, Mitigation, Recipe
from core.training.run_folder import RECIPE as RECIPE_FILE
from core.training.run_folder import TABLE, RunFolder
from core.training.session import train
from tools.console import print_epoch

NAME: Final = "facet-150"
TEACHER: Final = PRESETS["fine-tune"].model_copy(
    update={
        "head_epochs": 0,
        "framings": "aligned",
        "epochs": 13,
        "mitigation": Mitigation(best_epoch="likelihood"),
        "averaging": 0.999,
        "side_tasks": 0.3,
        "augmentation": Augmentation(
            rotation_degrees=10,
            flip=True,
            scale=0.1,
            shift=0.03,
            light=0.3,
            contrast=0.3,
            blur=1.0,
            erasing=0.1,
            side_light=0.4,
            colour=0.15,
            noise=20,
            coarse=0.5,
            motion=0.15,
            covering=0.15,
        ),
    }
)
TEACHING: Final = 0.7
"""Weight of the first network's answers; the labels have the rest."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Train both networks, calibrate, evaluate, and copy the second one's bundle."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="+", help="UTKFace and FairFace, as zip archives or folders")
    parser.add_argument("--out", type=Path, default=Path("models") / NAME, help="folder of the bundle")
    parser.add_argument("--run", type=Path, default=Path("runs") / NAME, help="folder of the run")
    chosen = parser.parse_args(arguments)
    first = chosen.run.with_name(f"{chosen.run.name}-teacher")
    teacher = RunFolder(first).bundle or _train(TEACHER, first, chosen.data)[0]
    pupil = TEACHER.model_copy(update={"teacher": teacher.as_posix(), "teaching": TEACHING, "seed": 2})
    trained, ended = _train(pupil, chosen.run, chosen.data)
    shutil.copytree(trained, chosen.out, dirs_exist_ok=True)
    for file in (TABLE, RECIPE_FILE):
        shutil.copy(chosen.run / file, chosen.out)
    print(load_bundle(chosen.out).card)
    print(f"Written to {chosen.out}; epoch {ended.best_epoch} of {ended.epochs_done} was chosen.")


def _train(recipe: Recipe, run: Path, data: Sequence[Path]) -> tuple[Path, Ended]:
    """Train, or continue; the bundle's folder."""
    resume = (run / RECIPE_FILE).exists()
    ended = train(data[0], recipe, run, also=data[1:], progress=print_epoch, resume=resume)
    trained = RunFolder(run).bundle
    assert trained is not None  # the training has just written it
    return trained, ended


if __name__ == "__main__":
    main()

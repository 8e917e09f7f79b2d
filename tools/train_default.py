"""Train the model that Facet ships as its default on UTKFace and FairFace together, and put it among the models.

    python -m tools.train_default ../shared/data/utkface.zip ../shared/data/fairface.zip [--run runs/facet-150]

dlib's face network, fine-tuned. Started again after an interruption, it continues. `facet-cli train` with
`models/facet-150/recipe.json` does the same except for the last step.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from core.model.bundle import load_bundle
from core.training.presets import PRESETS
from core.training.recipe import Augmentation, Mitigation
from core.training.run_folder import RECIPE as RECIPE_FILE
from core.training.run_folder import TABLE, RunFolder
from core.training.session import train
from tools.console import print_epoch

NAME: Final = "facet-150"
RECIPE: Final = PRESETS["fine-tune"].model_copy(
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


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, calibrate, evaluate, and copy the bundle."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="+", help="UTKFace and FairFace, as zip archives or folders")
    parser.add_argument("--out", type=Path, default=Path("models") / NAME, help="folder of the bundle")
    parser.add_argument("--run", type=Path, default=Path("runs") / NAME, help="folder of the run")
    chosen = parser.parse_args(arguments)
    ended = train(
        chosen.data[0],
        RECIPE,
        chosen.run,
        also=chosen.data[1:],
        progress=print_epoch,
        resume=(chosen.run / RECIPE_FILE).exists(),
    )
    trained = RunFolder(chosen.run).bundle
    assert trained is not None  # the training has just written it
    shutil.copytree(trained, chosen.out, dirs_exist_ok=True)
    for file in (TABLE, RECIPE_FILE):
        shutil.copy(chosen.run / file, chosen.out)
    print(load_bundle(chosen.out).card)
    print(f"Written to {chosen.out}; epoch {ended.best_epoch} of {ended.epochs_done} was chosen.")


if __name__ == "__main__":
    main()

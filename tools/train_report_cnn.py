"""Train the student report's network on UTKFace and put its bundle among the models shipped with Facet.

    python -m tools.train_report_cnn ../shared/data/utkface.zip [--out models/report-cnn] [--run runs/report-cnn]

Started again after an interruption, it continues. `facet-cli train DATA --preset report` does the same except for the
last step.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from core.model.bundle import load_bundle
from core.training.presets import PRESETS
from core.training.run_folder import RECIPE as RECIPE_FILE
from core.training.run_folder import RunFolder
from core.training.session import train
from tools.console import print_epoch

NAME: Final = "report-cnn"


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, calibrate, evaluate, and copy the bundle."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="UTKFace, as a zip archive or a folder")
    parser.add_argument("--out", type=Path, default=Path("models") / NAME, help="folder of the bundle")
    parser.add_argument("--run", type=Path, default=Path("runs") / NAME, help="folder of the run")
    chosen = parser.parse_args(arguments)
    ended = train(
        chosen.data, PRESETS["report"], chosen.run, progress=print_epoch, resume=(chosen.run / RECIPE_FILE).exists()
    )
    trained = RunFolder(chosen.run).bundle
    assert trained is not None  # the training has just written it
    shutil.copytree(trained, chosen.out, dirs_exist_ok=True)
    print(load_bundle(chosen.out).card)
    print(f"Written to {chosen.out}; epoch {ended.best_epoch} of {ended.epochs_done} was chosen.")


if __name__ == "__main__":
    main()

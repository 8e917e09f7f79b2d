"""Measure every way to lessen gaps between groups, on several data sets and networks, and write docs/mitigation.md.

    python -m tools.measure_mitigation ../shared/data/utkface.zip ../shared/data/fairface.zip [--seeds 3]

A training for each seed, data set, network and way is kept in a folder of its own under --runs. Called again, finished
ones are skipped and a killed one goes on; the table and the plot are written anew after each seed. A quarter of each
data set is held out of all its trainings, and every network is asked about that quarter of every data set.
"""

from __future__ import annotations

import argparse
import io
import itertools
import shutil
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np

from core.bundle import InputSpec, load_bundle
from core.datasets.dataset import FaceDataset, Indices
from core.datasets.open import open_dataset
from core.datasets.split_file import load_split, save_split
from core.datasets.splits import Shares, split
from core.evaluation.asking import ask
from core.files import replace_file
from core.training.control import Control
from core.training.events import Ended
from core.training.mitigation.groups import cells
from core.training.pictures import prepare_pictures
from core.training.process import TrainingProcess
from core.training.recipe import PRESETS, Augmentation, Mitigation, Recipe, write_recipe
from core.training.run_folder import BUNDLE, LOCK, RunFolder
from core.training.run_folder import RECIPE as RECIPE_FILE
from core.training.sides import LEFT_OUT, look_over, rows_to_use
from tools.console import print_epoch
from tools.mitigation_figures import Told
from tools.mitigation_page import Measured, write_page

PAGE: Final = Path("docs/mitigation.md")
_SHARES: Final = Shares(train=0.60, validation=0.08, calibration=0.07, test=0.25)
"""So much is tested that a fair network would show no large gap by chance: over 10,000 faces of FairFace."""
_SPLIT_SEED: Final = 1
_SPLIT: Final = "split.json"

COLOUR: Final = Recipe(
    architecture="residual",
    parameters={"blocks": "1-1-1", "width": 16, "dropout": 0.3},
    input=InputSpec(size=48, channels=3),
    framings="aligned",
    epochs=12,
    batch=64,
    optimizer="adamw",
    learning_rate=0.002,
    schedule="cosine",
    warmup_epochs=1,
    weight_decay=0.02,
    augmentation=Augmentation(flip=True),
    bf16=True,
)
NETWORKS: Final[Mapping[str, Recipe]] = MappingProxyType({"report": PRESETS["report"], "colour": COLOUR})
PLAIN: Final = "none"
WAYS: Final[Mapping[str, Mitigation]] = MappingProxyType(
    {
        PLAIN: Mitigation(),
        "balanced sampling": Mitigation(method="balanced-sampling"),
        "reweighing": Mitigation(method="reweighing"),
        "group DRO": Mitigation(method="group-dro"),
        "domain-independent": Mitigation(method="domain-independent"),
        "adversarial": Mitigation(method="adversarial"),
        "best epoch by worst group": Mitigation(best_epoch="worst-group"),
        "calibration by ethnicity": Mitigation(calibration="by-ethnicity"),
    }
)


@dataclass(frozen=True, slots=True)
class Source:
    """A data set and what of it is held out."""

    name: str
    path: Path
    dataset: FaceDataset
    split_file: Path

    @property
    def held_out(self) -> Indices:
        return load_split(self.split_file, self.dataset).test


@dataclass(frozen=True, slots=True)
class Cell:
    """One training."""

    source: Source
    network: str
    way: str
    seed: int
    recipe: Recipe
    folder: Path

    def answers(self, asked: Source) -> Path:
        """Where the network's answers for the faces held out of some data are kept."""
        return self.folder / f"answers-{asked.name}.npz"


def main(arguments: Sequence[str] | None = None, networks: Mapping[str, Recipe] = NETWORKS) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="+", metavar="DATA")
    parser.add_argument("--runs", type=Path, default=Path("runs/mitigation"), help="where trainings are kept")
    parser.add_argument("--seeds", type=int, default=3, help="trainings of each kind")
    parser.add_argument("--page", type=Path, default=PAGE, help="written anew between its two marks")
    chosen = parser.parse_args(arguments)
    sources = [_source(path, chosen.runs, networks) for path in chosen.data]
    for seed in range(1, chosen.seeds + 1):
        for source, name in itertools.product(sources, networks):
            for way in WAYS:
                cell = _cell(chosen.runs, source, name, networks[name], way, seed)
                _train(cell, _cell(chosen.runs, source, name, networks[name], PLAIN, seed))
                for asked in sources:
                    _ask(cell, asked)
        write_page(chosen.page, _measured(chosen.runs, sources, networks, seeds=range(1, seed + 1)))
        print(f"{chosen.page} holds {seed} of {chosen.seeds} seeds", flush=True)


def _source(path: Path, runs: Path, networks: Mapping[str, Recipe]) -> Source:
    name = path.stem.lower()
    source = Source(name, path, open_dataset(path), runs / name / _SPLIT)
    if not source.split_file.exists():
        print(f"{name}: looking for copies and faces", flush=True)
        dataset, control = source.dataset, Control()
        looks = look_over(dataset, control)
        usable = np.all([prepare_pictures(dataset, one.input, control).usable for one in networks.values()], axis=0)
        rows = rows_to_use(looks, usable, LEFT_OUT)
        rows = rows[(dataset.gender[rows] >= 0) & (dataset.ethnicity[rows] >= 0)]
        strata = (dataset.gender, dataset.ethnicity)
        made = split(strata, looks.groups, rows=rows, seed=_SPLIT_SEED, shares=_SHARES)
        source.split_file.parent.mkdir(parents=True, exist_ok=True)
        save_split(source.split_file, made, dataset, seed=_SPLIT_SEED)
    return source


def _cell(runs: Path, source: Source, network: str, recipe: Recipe, way: str, seed: int) -> Cell:
    chosen = recipe.model_copy(update={"mitigation": WAYS[way], "seed": seed})
    return Cell(source, network, way, seed, chosen, runs / source.name / network / way.replace(" ", "-") / str(seed))


def _train(cell: Cell, plain: Cell) -> None:
    run = RunFolder(cell.folder)
    if run.bundle is not None:
        return
    if not (cell.folder / RECIPE_FILE).exists():
        _begin(cell, plain)
    print(f"{cell.source.name}, {cell.network}, {cell.way}, seed {cell.seed}", flush=True)
    started = time.perf_counter()
    process = TrainingProcess(cell.source.path, cell.recipe, cell.folder, resume=True)
    process.start()
    for event in process.events():
        print_epoch(event)
        last = event
    if not isinstance(last, Ended):
        raise SystemExit(f"{cell.folder}: {last}")
    print(f"  {time.perf_counter() - started:.0f} s", flush=True)


def _begin(cell: Cell, plain: Cell) -> None:
    """Make the folder of a training, with the split in it, before its recipe says that it has begun."""
    cell.folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(cell.folder, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=".", dir=cell.folder.parent) as beside:
        new = Path(beside) / "new"
        if cell.way != PLAIN and cell.recipe.mitigation.model_copy(update={"calibration": "together"}) == Mitigation():
            # It is the plain network, read otherwise: nothing is learnt anew.
            shutil.copytree(plain.folder, new, ignore=shutil.ignore_patterns(BUNDLE, LOCK, "answers-*"))
            write_recipe(new / RECIPE_FILE, cell.recipe)
        else:
            new.mkdir()
            shutil.copy(cell.source.split_file, new / _SPLIT)
        new.rename(cell.folder)


def _ask(cell: Cell, asked: Source) -> None:
    file = cell.answers(asked)
    if file.exists():
        return
    found = ask(load_bundle(cell.folder / BUNDLE), asked.dataset, rows=asked.held_out)
    content = io.BytesIO()
    np.savez_compressed(
        content,
        rows=found.rows,
        cells=cells(found.labels),
        right=found.predicted("gender") == found.labels["gender"],
        answered=found.answered("gender"),
    )
    replace_file(file, content.getvalue())


def _told(file: Path) -> Told:
    with np.load(file, allow_pickle=False) as held:
        return Told(held["rows"], held["cells"], held["right"], held["answered"])


def _measured(
    runs: Path, sources: Sequence[Source], networks: Mapping[str, Recipe], seeds: Sequence[int]
) -> list[Measured]:
    """What was measured: by the data learnt from, the network and the data asked about."""
    found = []
    for source, (name, recipe), asked in itertools.product(sources, networks.items(), sources):
        told = {
            way: [_told(_cell(runs, source, name, recipe, way, seed).answers(asked)) for seed in seeds] for way in WAYS
        }
        seconds = [
            sum(row["seconds"] for row in RunFolder(_cell(runs, source, name, recipe, PLAIN, seed).folder).history())
            for seed in seeds
        ]
        found.append(Measured(source.name, name, asked.name, told, float(np.median(seconds))))
    return found


if __name__ == "__main__":
    main()

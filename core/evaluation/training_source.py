"""Whether a model learned from the pictures it is asked about, and which of them were kept back from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.datasets.dataset import FaceDataset
from core.datasets.fairface import HELD_BACK
from core.datasets.open import open_datasets
from core.datasets.splits import Split, load_split
from core.errors import BundleError, DataError
from core.model.bundle import MANIFEST, NETWORK, Manifest, ModelBundle, read_manifest
from core.places import user_data
from core.work import Progress, ShouldStop

Indices = NDArray[np.int64]

_DATA: Final = "data.json"
_SPLIT: Final = "split.json"
_BUNDLE: Final = "bundle"


def shares_training_source(manifest: Manifest, dataset: FaceDataset) -> bool:
    """Whether the model learned from data of one of these names: it may know these very pictures."""
    learned = {_first_word(source.name) for source in manifest.data}
    return any(_first_word(source.title) in learned for source, _ in dataset.sources)


def held_back_rows(
    bundle: ModelBundle, dataset: FaceDataset, *, run: Path | None = None, should_stop: ShouldStop | None = None
) -> Indices:
    """Rows of data with a training source of the model that are known to be kept back from it; none where none are.

    The folder of the model's training knows them. Without it, they are those that the data themselves hold back, for no
    training learns from these.

    Args:
        bundle: The model.
        dataset: The data.
        run: A training's folder besides those in their usual place; it is only asked if the model came from it.
        should_stop: Asked often.

    Raises:
        Stopped: `should_stop` asked for it.
    """
    own = _run_of(bundle, run)
    if own is not None:
        try:
            return _test_rows(own, dataset, should_stop)
        except DataError:
            pass  # the run's data have changed or gone: it says nothing about these
    return np.flatnonzero(np.array(dataset.own_sides) == HELD_BACK)


def is_run_with_split(path: Path) -> bool:
    """Whether a folder is that of a training whose data were split."""
    return (path / _DATA).is_file() and (path / _SPLIT).is_file()


def open_run_data(
    run: Path, *, progress: Progress | None = None, should_stop: ShouldStop | None = None
) -> tuple[FaceDataset, Split]:
    """The data of a training and their split.

    Raises:
        DataError: They are missing, damaged, or have changed since.
        Stopped: `should_stop` asked for it.
    """
    try:
        held = json.loads((run / _DATA).read_bytes())
        sources = [Path(held["path"]), *map(Path, held.get("also", ()))]
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise DataError("split.damaged", path=run / _DATA, reason=str(e) or type(e).__name__) from e
    dataset = open_datasets(sources, progress=progress, should_stop=should_stop)
    return dataset, load_split(run / _SPLIT, dataset)


def _test_rows(run: Path, dataset: FaceDataset, should_stop: ShouldStop | None) -> Indices:
    try:
        return load_split(run / _SPLIT, dataset).test
    except DataError:
        pass  # these may be but one of the data sets it learned from
    learned, split = open_run_data(run, should_stop=should_stop)
    for source, rows in learned.sources:
        if source.fingerprint == dataset.fingerprint:
            return np.flatnonzero(np.isin(rows, split.test))
    raise DataError("data.missing", path=dataset.title)


def _run_of(bundle: ModelBundle, run: Path | None) -> Path | None:
    """The folder of the training a model came from: the model lies in it still, or one with the same network does."""
    folders = [bundle.path.parent] if run is None else [bundle.path.parent, run]
    folders += [path.parent.parent for path in sorted((user_data() / "runs").glob(f"*/{_BUNDLE}/{MANIFEST}"))]
    for folder in folders:
        try:
            same = read_manifest(folder / _BUNDLE).files[NETWORK] == bundle.manifest.files[NETWORK]
        except BundleError:
            continue
        if same and is_run_with_split(folder):
            return folder
    return None


def _first_word(title: str) -> str:
    """UTKFace as a CSV and as pictures are the same faces."""
    return title.partition(" ")[0]

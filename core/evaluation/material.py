"""What an evaluation is run on: a data set or a side of a split, and whether the model was trained on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.datasets.audit import audit
from core.datasets.dataset import FaceDataset
from core.datasets.declared_sides import declared_rows
from core.datasets.open import open_dataset, open_datasets, unlabelled_dataset
from core.datasets.splits import Side, Split, load_split
from core.errors import BundleError, DataError
from core.files import parse_json, read_ordinary
from core.model.bundle import MANIFEST, NETWORK, Manifest, ModelBundle, read_manifest
from core.places import user_data
from core.vision.detectors import THOROUGH
from core.work import Progress, ShouldStop

Indices = NDArray[np.int64]

_DATA: Final = "data.json"
_SPLIT: Final = "split.json"
_DATA_BYTES: Final = 1 << 20
_BUNDLE: Final = "bundle"


def shares_training_source(manifest: Manifest, dataset: FaceDataset) -> bool:
    """Whether the model was trained on data with the same name as one of the sources of a data set."""
    learned = {_first_word(source.name) for source in manifest.data}
    return any(_first_word(source.title) in learned for source, _ in dataset.sources)


def held_back_rows(
    bundle: ModelBundle, dataset: FaceDataset, *, run: Path | None = None, should_stop: ShouldStop | None = None
) -> Indices:
    """The rows of a data set that are known to have been held out of the model's training.

    The split in the folder of the training tells them. Without that folder they are the rows that the data set itself
    holds out, such as the validation side of FairFace, which no training uses.

    Args:
        bundle: The model.
        dataset: The data.
        run: A training's folder to consider beside those in the usual place, if the model came from it.
        should_stop: Polled for cancellation.

    Raises:
        Stopped: `should_stop` asked for it.
    """
    own = _run_of(bundle, run)
    if own is not None:
        try:
            return _test_rows(own, dataset, should_stop)
        except DataError:
            pass  # the data of the run have changed or are missing
    return declared_rows(dataset.own_sides).get("test", np.zeros(0, np.int64))


def is_run_with_split(path: Path) -> bool:
    """Whether a path is the folder of a training that has split its data."""
    return (path / _DATA).is_file() and (path / _SPLIT).is_file()


def open_run_data(
    run: Path,
    *,
    as_labelled: bool = False,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> tuple[FaceDataset, Split]:
    """The data of a training and their split; `as_labelled` ignores what was decided about the labels by hand, as the
    training may have done itself.

    Raises:
        DataError: They are missing, damaged, or have changed since the training.
        Stopped: `should_stop` asked for it.
    """
    held = _read_data_file(run)
    sources = [Path(held["path"]), *map(Path, held.get("also", ()))]
    dataset = open_datasets(
        sources,
        as_labelled=as_labelled or bool(held.get("as_labelled")),
        progress=progress,
        should_stop=should_stop,
    )
    return dataset, load_split(run / _SPLIT, dataset)


def run_detector(run: Path) -> str:
    """The detector of a training; runs that do not name one used the default.

    Raises:
        DataError: The run's file is missing or damaged.
    """
    return str(_read_data_file(run).get("detector", THOROUGH))


def _read_data_file(run: Path) -> dict[str, Any]:
    path = run / _DATA
    try:
        held = parse_json(read_ordinary(path, limit=_DATA_BYTES))
    except (OSError, ValueError) as e:
        raise DataError("split.damaged", path=path, reason=str(e) or type(e).__name__) from e
    if (
        not isinstance(held, dict)
        or not isinstance(held.get("path"), str)
        or not isinstance(held.get("also", []), list)
    ):
        raise DataError("split.damaged", path=path, reason="it does not name the data of the training")
    return held


def _test_rows(run: Path, dataset: FaceDataset, should_stop: ShouldStop | None) -> Indices:
    try:
        return load_split(run / _SPLIT, dataset).test
    except DataError:
        pass  # these may be one of several data sets of the training
    learned, split = open_run_data(run, should_stop=should_stop)
    for source, rows in learned.sources:
        if source.fingerprint == dataset.fingerprint:
            return np.flatnonzero(np.isin(rows, split.test))
    raise DataError("data.missing", path=dataset.title)


def _run_of(bundle: ModelBundle, run: Path | None) -> Path | None:
    """The folder of the training that made a model: it holds the model or one with the same network."""
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
    """UTKFace as a CSV and as pictures has the same first word."""
    return title.partition(" ")[0]


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """The faces of an evaluation."""

    dataset: FaceDataset
    rows: Indices
    """The rows to use."""
    side: Side | None
    """The side of a training's split; None if the data are used as a whole."""
    run: Path | None = None
    """The folder of the training that stands for the data."""
    detector: str = THOROUGH
    """The detector of that training; otherwise the default."""

    def has_labels(self, names: Iterable[str]) -> bool:
        """Whether any face has a label of one of these attributes."""
        return has_labels(self.dataset, self.rows, names)


def has_labels(dataset: FaceDataset, rows: Indices, names: Iterable[str]) -> bool:
    """Whether any of these rows has a label of one of these attributes."""
    return any(bool((dataset.values(name)[rows] >= 0).any()) for name in names)


def open_material(
    path: Path,
    *,
    side: Side | Literal["all"] | None,
    model: ModelBundle | None = None,
    labelled: bool = True,
    as_labelled: bool = False,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Material:
    """Open a data set, or the folder of a training, which stands for the test side of its data.

    Args:
        path: A CSV file, a zip archive, or a folder.
        side: A side of the training's split, or everything.
        model: The model to evaluate. If it was trained on part of the data, the default is the part that was held out.
        labelled: Whether labels are required; otherwise any pictures will do.
        as_labelled: Ignore what the user decided about the labels.
        progress: Called with bytes read and the size of the file.
        should_stop: Polled for cancellation.

    Raises:
        DataError: The data cannot be read, have changed since the training, or have no such side.
        Stopped: `should_stop` asked for it.
    """
    if is_run_with_split(path):
        dataset, split = open_run_data(path, as_labelled=as_labelled, progress=progress, should_stop=should_stop)
        if side == "all":
            return Material(dataset, dataset.used, None, path, run_detector(path))
        taken: Side = side or "test"
        rows = np.intersect1d(getattr(split, taken), dataset.used)
        return Material(dataset, rows, taken, path, run_detector(path))
    if side not in (None, "all"):
        raise DataError("evaluate.no_run", path=path, side=side)
    dataset = _open(path, labelled, as_labelled, progress, should_stop)
    if side is None and model is not None and shares_training_source(model.manifest, dataset):
        held_back = held_back_rows(model, dataset, should_stop=should_stop)
        if len(held_back):
            return Material(dataset, np.intersect1d(held_back, dataset.used), "test")
    return Material(dataset, dataset.used, None)


def without_copies(material: Material, *, progress: Progress | None, should_stop: ShouldStop | None) -> Material:
    """Keep the first of each group of near copies, and none of a group with contradicting labels."""
    found = audit(material.dataset, progress=progress, should_stop=should_stop)
    dropped = found.rows_to_leave_out("exact_copy", "near_copy", "contradicting")
    return replace(material, rows=np.setdiff1d(material.rows, dropped))


def _open(
    path: Path,
    labelled: bool,
    as_labelled: bool,
    progress: Progress | None,
    should_stop: ShouldStop | None,
) -> FaceDataset:
    try:
        return open_dataset(path, as_labelled=as_labelled, progress=progress, should_stop=should_stop)
    except DataError as e:
        if labelled or e.code not in ("data.unlabelled", "data.format"):
            raise
        return unlabelled_dataset(path)

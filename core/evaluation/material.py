"""The faces an evaluation is of: a data set, or one side of what a training used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.datasets.archive import open_files
from core.datasets.audit import audit
from core.datasets.dataset import OWN_TERMS, FaceDataset
from core.datasets.open import EXPECTED, open_dataset
from core.datasets.splits import Side
from core.errors import DataError
from core.evaluation.training_source import held_back_rows, is_run_with_split, open_run_data, shares_training_source
from core.model.bundle import ModelBundle
from core.work import Progress, ShouldStop

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """Labelled faces to ask a model about."""

    dataset: FaceDataset
    rows: Indices
    """Which of them."""
    side: Side | None
    """Of a training's split; None where the data are taken as a whole."""
    run: Path | None = None
    """The training's folder that was given in place of data."""

    def has_labels(self, names: Iterable[str]) -> bool:
        """Whether any of the faces has a label of one of these attributes, so that there is agreement to measure."""
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
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Material:
    """Open a data set, or a training's folder: that stands for its data, of which the test side is taken.

    Args:
        path: A CSV file, a zip archive, or a folder.
        side: Which side of a training's split, or all there is.
        model: Who will be asked. Of data that it partly learned from, what was kept back from it is taken by default.
        labelled: Whether labels are needed; where they are not, any pictures will do.
        progress: Called with bytes read and the file's size.
        should_stop: Asked often.

    Raises:
        DataError: They are no data, have changed since the training, or there is no side of them.
        Stopped: `should_stop` asked for it.
    """
    if is_run_with_split(path):
        dataset, split = open_run_data(path, progress=progress, should_stop=should_stop)
        if side == "all":
            return Material(dataset, np.arange(len(dataset)), None, path)
        taken: Side = side or "test"
        return Material(dataset, np.asarray(getattr(split, taken), np.int64), taken, path)
    if side not in (None, "all"):
        raise DataError("evaluate.no_run", path=path, side=side)
    dataset = _open(path, labelled, progress, should_stop)
    if side is None and model is not None and shares_training_source(model.manifest, dataset):
        held_back = held_back_rows(model, dataset, should_stop=should_stop)
        if len(held_back):
            return Material(dataset, held_back, "test")
    return Material(dataset, np.arange(len(dataset)), None)


def without_copies(material: Material, *, progress: Progress | None, should_stop: ShouldStop | None) -> Material:
    """Only the first of each group of near copies, and none of a group whose labels contradict each other."""
    found = audit(material.dataset, progress=progress, should_stop=should_stop)
    dropped = found.rows_to_leave_out("exact_copy", "near_copy", "contradicting")
    return replace(material, rows=np.setdiff1d(material.rows, dropped))


def _open(path: Path, labelled: bool, progress: Progress | None, should_stop: ShouldStop | None) -> FaceDataset:
    try:
        return open_dataset(path, progress=progress, should_stop=should_stop)
    except DataError as e:
        if labelled or e.code != "data.format":
            raise
        files = open_files(path, expected=EXPECTED)
        if not files.pictures:
            raise
    nothing = np.full(len(files.pictures), -1, np.int64)
    return FaceDataset(
        title=path.name,
        terms=OWN_TERMS,
        names=files.pictures,
        ages=nothing,
        columns={},
        skipped=(),
        decode=files.picture,
        aligned=False,
        state=files.state,
    )

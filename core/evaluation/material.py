"""What an evaluation is run on: a data set, or one side of a training's split."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.datasets.audit import audit
from core.datasets.dataset import FaceDataset
from core.datasets.open import open_dataset, unlabelled_dataset
from core.datasets.splits import Side
from core.errors import DataError
from core.evaluation.training_source import (
    held_back_rows,
    is_run_with_split,
    open_run_data,
    run_detector,
    shares_training_source,
)
from core.model.bundle import ModelBundle
from core.vision.detectors import THOROUGH
from core.work import Progress, ShouldStop

Indices = NDArray[np.int64]


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

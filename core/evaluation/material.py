"""The faces an evaluation is of: a data set, or one side of what a training used."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.datasets.archive import open_files
from core.datasets.audit import audit
from core.datasets.dataset import FaceDataset
from core.datasets.open import EXPECTED, open_dataset, open_datasets
from core.datasets.split_file import load_split
from core.datasets.splits import Side
from core.datasets.terms import OWN_TERMS
from core.datasets.work import Progress, ShouldStop
from core.errors import DataError

Indices = NDArray[np.int64]

_RUN_DATA: Final = "data.json"
_RUN_SPLIT: Final = "split.json"


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """Labelled faces to ask a model about."""

    dataset: FaceDataset
    rows: Indices
    """Which of them."""
    side: Side | None
    """Of a training's split; None where the data are taken as a whole."""

    @property
    def labelled(self) -> bool:
        """Whether any of the faces has a label, so that there is agreement to measure."""
        return has_labels(self.dataset, self.rows)


def has_labels(dataset: FaceDataset, rows: Indices) -> bool:
    """Whether any of these rows has a label."""
    return bool((dataset.gender[rows] >= 0).any() or (dataset.ethnicity[rows] >= 0).any())


def open_material(
    path: Path,
    *,
    side: Side | None,
    labelled: bool = True,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Material:
    """Open a data set, or a training's folder: that stands for its data, of which the test side is taken.

    Args:
        path: A CSV file, a zip archive, or a folder.
        side: Which side of a training's split.
        labelled: Whether labels are needed; where they are not, any pictures will do.
        progress: Called with bytes read and the file's size.
        should_stop: Asked often.

    Raises:
        DataError: They are no data, have changed since the training, or there is no side of them.
        Stopped: `should_stop` asked for it.
    """
    split = path / _RUN_SPLIT
    if not ((path / _RUN_DATA).is_file() and split.is_file()):
        if side is not None:
            raise DataError("evaluate.no_run", path=path, side=side)
        dataset = _open(path, labelled, progress, should_stop)
        return Material(dataset, np.arange(len(dataset)), None)
    try:
        held = json.loads((path / _RUN_DATA).read_bytes())
        sources = [Path(held["path"]), *map(Path, held.get("also", ()))]
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise DataError("split.damaged", path=path / _RUN_DATA, reason=str(e) or type(e).__name__) from e
    dataset = open_datasets(sources, progress=progress, should_stop=should_stop)
    taken: Side = side or "test"
    return Material(dataset, np.asarray(getattr(load_split(split, dataset), taken), np.int64), taken)


def without_copies(material: Material, *, progress: Progress | None, should_stop: ShouldStop | None) -> Material:
    """Only the first of each group of near copies, and none of a group whose labels contradict each other."""
    found = audit(material.dataset, progress=progress, should_stop=should_stop)
    dropped = found.rows_to_leave_out("exact_copy", "near_copy", "contradicting")
    return Material(material.dataset, np.setdiff1d(material.rows, dropped), material.side)


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

"""The faces an evaluation is of: a data set, or one side of what a training used."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.datasets.audit import audit
from core.datasets.dataset import FaceDataset
from core.datasets.open import open_dataset
from core.datasets.split_file import load_split
from core.datasets.splits import Side
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


def open_material(
    path: Path, *, side: Side | None, progress: Progress | None = None, should_stop: ShouldStop | None = None
) -> Material:
    """Open a data set, or a training's folder: that stands for its data, of which the test side is taken.

    Raises:
        DataError: They are no data, have changed since the training, or there is no side of them.
        Stopped: `should_stop` asked for it.
    """
    split = path / _RUN_SPLIT
    if not ((path / _RUN_DATA).is_file() and split.is_file()):
        if side is not None:
            raise DataError("evaluate.no_run", path=path, side=side)
        dataset = open_dataset(path, progress=progress, should_stop=should_stop)
        return Material(dataset, np.arange(len(dataset)), None)
    try:
        source = Path(json.loads((path / _RUN_DATA).read_bytes())["path"])
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise DataError("split.damaged", path=path / _RUN_DATA, reason=str(e) or type(e).__name__) from e
    dataset = open_dataset(source, progress=progress, should_stop=should_stop)
    taken: Side = side or "test"
    return Material(dataset, np.asarray(getattr(load_split(split, dataset), taken), np.int64), taken)


def without_copies(material: Material, *, progress: Progress | None, should_stop: ShouldStop | None) -> Material:
    """Only the first of each group of near copies, and none of a group whose labels contradict each other."""
    found = audit(material.dataset, progress=progress, should_stop=should_stop)
    dropped = found.rows_to_leave_out("exact_copy", "near_copy", "contradicting")
    return Material(material.dataset, np.setdiff1d(material.rows, dropped), material.side)

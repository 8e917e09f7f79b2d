"""A split kept in a file beside the run that used it, and what it looks like by side."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from core.datasets.dataset import FaceDataset
from core.datasets.groups import Cell, cells, main_columns
from core.datasets.splits import SIDES, Side, Split
from core.errors import DataError
from core.files import replace_file

_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class SideCounts:
    """What lies on one side of a split."""

    side: Side
    count: int
    cells: tuple[Cell, ...]


def describe_split(split: Split, dataset: FaceDataset, names: Sequence[str] = ()) -> tuple[SideCounts, ...]:
    """Rows by side, and within it by crossings of the columns `names`; by default of those splits are stratified by."""
    names = names or main_columns(dataset.columns)
    sides = {side: getattr(split, side) for side in SIDES}
    return tuple(SideCounts(side, len(rows), cells(dataset, names, rows)) for side, rows in sides.items())


def save_split(path: Path, split: Split, dataset: FaceDataset, *, seed: int) -> None:
    """Write a split as JSON, with the fingerprint of the data it belongs to.

    Raises:
        OSError: It cannot be written.
    """
    content: dict[str, Any] = {
        "version": _VERSION,
        "data": dataset.title,
        "fingerprint": dataset.fingerprint,
        "rows": len(dataset),
        "seed": seed,
        "sides": {side: getattr(split, side).tolist() for side in SIDES},
    }
    replace_file(path, json.dumps(content).encode())


def load_split(path: Path, dataset: FaceDataset) -> Split:
    """The split in the file at `path`.

    Raises:
        DataError: It is missing, damaged, or belongs to other data.
    """
    try:
        content = json.loads(path.read_bytes())
        sides = [np.array(content["sides"][side], np.int64) for side in SIDES]
        fingerprint, rows, title = str(content["fingerprint"]), int(content["rows"]), str(content["data"])
    except FileNotFoundError as e:
        raise DataError("data.missing", path=path) from e
    except KeyError as e:
        raise DataError("split.damaged", path=path, reason=f"it does not say {e.args[0]}") from e
    except (OSError, ValueError, TypeError) as e:
        raise DataError("split.damaged", path=path, reason=str(e) or type(e).__name__) from e
    if fingerprint != dataset.fingerprint:
        raise DataError("split.other_data", path=path, split_rows=rows, split_data=title, rows=len(dataset))
    taken = np.concatenate(sides)
    if len(np.unique(taken)) != len(taken) or taken.min(initial=0) < 0 or taken.max(initial=-1) >= len(dataset):
        raise DataError("split.damaged", path=path, reason="a row is on two sides, or there is no such row")
    return Split(*sides)

"""Splits without leaks: copies of a picture are always on the same side. Saved as JSON beside the run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal, get_args

import numpy as np

from core.datasets.dataset import FaceDataset, Indices
from core.datasets.groups import Cell, cells, main_columns
from core.errors import DataError
from core.files import parse_json, read_ordinary, replace_file

Side = Literal["train", "validation", "calibration", "test"]
SIDES: Final[tuple[Side, ...]] = get_args(Side)
_VERSION: Final = 1
_LIMIT: Final = 256 << 20


@dataclass(frozen=True, slots=True)
class Shares:
    """The share of the data on each side; the sum is 1."""

    train: float = 0.76
    validation: float = 0.08
    calibration: float = 0.06
    test: float = 0.10

    def __post_init__(self) -> None:
        if min(self.values) < 0 or abs(sum(self.values) - 1) > 1e-9:
            raise ValueError(f"shares {self.values}: expected no negative share and a sum of 1")

    @property
    def values(self) -> tuple[float, ...]:
        """In the order of `SIDES`."""
        return tuple(getattr(self, side) for side in SIDES)


@dataclass(frozen=True, slots=True)
class Split:
    """Sorted rows of a data set by side."""

    train: Indices
    validation: Indices
    """Used to choose the epoch and the settings."""
    calibration: Indices
    """Used to fit temperatures and thresholds."""
    test: Indices
    """Held-out test set, used once for the figures of the model card."""


@dataclass(frozen=True, slots=True)
class SideCounts:
    """The content of one side of a split."""

    side: Side
    count: int
    cells: tuple[Cell, ...]


def split(
    strata: Sequence[Indices],
    groups: Indices,
    *,
    rows: Indices,
    seed: int,
    shares: Shares | None = None,
    fixed_test: Indices | None = None,
) -> Split:
    """Split `rows` into sides, keeping groups together, with nearly the same shares in every stratum.

    Args:
        strata: Columns whose combinations are the strata, shape (n,) each; may be empty.
        groups: Shape (n,); rows with the same number stay together.
        rows: The rows to use; others are on no side.
        seed: The same seed gives the same split of the same data.
        shares: The share of each side.
        fixed_test: Rows that make up the test side, as published with the data set. Their copies are on no side; the
            other rows go to the remaining sides.
    """
    wanted = np.array((shares or Shares()).values)
    if fixed_test is not None:
        rest = rows[~np.isin(groups[rows], groups[fixed_test])]
        wanted[SIDES.index("test")] = 0.0
        shared = split(strata, groups, rows=rest, seed=seed, shares=Shares(*(wanted / wanted.sum()).tolist()))
        return replace(shared, test=np.sort(np.intersect1d(fixed_test, rows)))
    columns = np.stack([np.zeros_like(groups), *strata], axis=1)
    _, stratum = np.unique(columns, axis=0, return_inverse=True)
    order = np.random.default_rng(seed).permutation(rows)
    members: dict[int, list[int]] = {}
    for row in order.tolist():
        members.setdefault(int(groups[row]), []).append(row)
    sides: list[list[int]] = [[] for _ in SIDES]
    filled = np.zeros((int(stratum.max(initial=0)) + 1, len(SIDES)))
    # Large groups first, so that the many single pictures balance them; each group goes to the side that is furthest
    # below its share (D'Hondt method: the first row of a rare stratum goes to the largest side).
    for group in sorted(members.values(), key=len, reverse=True):
        of = stratum[group[0]]
        with np.errstate(divide="ignore", invalid="ignore"):
            side = int(np.argmin((filled[of] + len(group)) / wanted))
        filled[of, side] += len(group)
        sides[side].extend(group)
    return Split(*(np.array(sorted(side), np.int64) for side in sides))


def describe_split(split: Split, dataset: FaceDataset, names: Sequence[str] = ()) -> tuple[SideCounts, ...]:
    """Counts by side and by combinations of the columns `names`; by default those that splits are stratified by."""
    names = names or main_columns(dataset.columns)
    sides = {side: getattr(split, side) for side in SIDES}
    return tuple(SideCounts(side, len(rows), cells(dataset, names, rows)) for side, rows in sides.items())


def save_split(path: Path, split: Split, dataset: FaceDataset, *, seed: int) -> None:
    """Write a split as JSON, with fingerprints of the data set and of its columns.

    Raises:
        OSError: It cannot be written.
    """
    content: dict[str, Any] = {
        "version": _VERSION,
        "data": dataset.title,
        "fingerprint": dataset.fingerprint,
        "columns": dataset.column_fingerprints,
        "rows": len(dataset),
        "seed": seed,
        "sides": {side: getattr(split, side).tolist() for side in SIDES},
    }
    replace_file(path, json.dumps(content).encode())


def load_split(path: Path, dataset: FaceDataset) -> Split:
    """Read the split at `path`.

    Every column that the data had when the split was saved must still have the same labels; further columns may be
    added. Files of earlier versions name no columns: they are checked by `FaceDataset.fingerprint` alone.

    Raises:
        DataError: It is missing, damaged, or belongs to other data.
    """
    try:
        content = parse_json(read_ordinary(path, limit=_LIMIT))
        sides = [_rows(content["sides"][side]) for side in SIDES]
        fingerprint, rows, title = str(content["fingerprint"]), int(content["rows"]), str(content["data"])
        columns = dict(content.get("columns", {}))
    except FileNotFoundError as e:
        raise DataError("data.missing", path=path) from e
    except KeyError as e:
        raise DataError("split.damaged", path=path, reason=f"it does not say {e.args[0]}") from e
    except (OSError, ValueError, TypeError, OverflowError) as e:
        raise DataError("split.damaged", path=path, reason=str(e) or type(e).__name__) from e
    if fingerprint != dataset.fingerprint or not columns.items() <= dataset.column_fingerprints.items():
        raise DataError("split.other_data", path=path, split_rows=rows, split_data=title, rows=len(dataset))
    taken = np.concatenate(sides)
    if len(np.unique(taken)) != len(taken) or taken.min(initial=0) < 0 or taken.max(initial=-1) >= len(dataset):
        raise DataError("split.damaged", path=path, reason="a row is on two sides, or there is no such row")
    return Split(*sides)


def _rows(values: object) -> Indices:
    if not isinstance(values, list) or not all(type(value) is int for value in values):
        raise ValueError("a side is not a list of row numbers")
    return np.array(values, np.int64)

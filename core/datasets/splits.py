"""Splits without leaks, and the hashes in a bundle that tell which pictures a model was trained with.

The pictures of a training are a table of hashes in its bundle, so that they never count as unseen. Public face data
sets contain each other's pictures in other sizes and encodings, so the table holds difference hashes (as for near
copies), not digests of pixels. A picture cannot be restored from its hash, but someone with a picture can find out
whether it was among the training pictures.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from core.datasets.audit import NEAR, difference_hash
from core.datasets.dataset import FaceDataset, Indices
from core.datasets.groups import Cell, cells, main_columns
from core.errors import BundleError, DataError, FacetError
from core.files import parse_arrays, parse_json, read_ordinary, replace_file
from core.model.bundle import LEARNED, LIMITS, ModelBundle
from core.work import Progress, ShouldStop, ordered_map, stop_if

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
    fixed_validation: Indices | None = None,
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
        fixed_validation: Rows that make up the validation side, likewise; without copies of those of the test side.
    """
    wanted = np.array((shares or Shares()).values)
    if fixed_validation is not None:
        test = fixed_test if fixed_test is not None else rows[:0]
        kept = rows[np.isin(rows, fixed_validation) & ~np.isin(groups[rows], groups[test])]
        rest = rows[np.isin(rows, test) | ~np.isin(groups[rows], groups[fixed_validation])]
        wanted[SIDES.index("validation")] = 0.0
        given = Shares(*(wanted / wanted.sum()).tolist())
        shared = split(strata, groups, rows=rest, seed=seed, shares=given, fixed_test=fixed_test)
        return replace(shared, validation=kept)
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


Hashes = NDArray[np.uint64]
"""Shape (n, 4): 256-bit difference hashes, sorted and unique where they are a table."""

_WORDS: Final = 4
_BLOCK: Final = 128
_TILE: Final = 1024


def picture_hashes(
    dataset: FaceDataset,
    rows: Indices,
    *,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Hashes:
    """Difference hashes of rows, shape (n, 4), in their order; zeros for pictures that cannot be read.

    Raises:
        Stopped: `should_stop` asked for it.
    """

    def hash_row(row: int) -> Hashes:
        try:
            return difference_hash(dataset.image(row))
        except FacetError:
            return np.zeros(_WORDS, np.uint64)

    found = np.zeros((len(rows), _WORDS), np.uint64)
    for at, value in enumerate(ordered_map(hash_row, rows.tolist(), should_stop=should_stop)):
        found[at] = value
        if progress:
            progress(at + 1, len(rows))
    return found


def join_tables(tables: Sequence[Hashes]) -> Hashes:
    """One table of several; all-zero hashes, of blank and unreadable pictures, are left out."""
    joined = np.unique(np.concatenate([np.zeros((0, _WORDS), np.uint64), *tables]), axis=0)
    return joined[joined.any(axis=1)]


def pack_table(table: Hashes) -> bytes:
    """The content of a bundle's `learned.npz`."""
    content = io.BytesIO()
    np.savez(content, allow_pickle=False, hashes=table)
    return content.getvalue()


def read_table(bundle: ModelBundle) -> Hashes | None:
    """The table of a bundle; None for bundles from before there was one.

    Raises:
        BundleError: It is damaged.
    """
    if LEARNED not in bundle.manifest.files:
        return None
    return unpack_table(bundle.path)


def unpack_table(bundle: Path) -> Hashes:
    """The table in the folder of a bundle.

    Raises:
        BundleError: It is missing or damaged.
    """
    limit = LIMITS[LEARNED]
    try:
        table = parse_arrays(read_ordinary(bundle / LEARNED, limit=limit), limit=limit)["hashes"]
        if table.dtype != np.uint64 or table.ndim != 2 or table.shape[1] != _WORDS:
            raise ValueError(f"{table.dtype} of shape {table.shape}, expected uint64 of shape (n, {_WORDS})")
    except (OSError, ValueError, KeyError) as e:
        raise BundleError("bundle.read", path=bundle, reason=f"{LEARNED}: {e}") from e
    return table


def is_learned(hashes: Hashes, table: Hashes, *, should_stop: ShouldStop | None = None) -> NDArray[np.bool_]:
    """Whether each picture is a copy, exact or near, of one in a table; shape (n,).

    Raises:
        Stopped: `should_stop` asked for it.
    """
    found = np.zeros(len(hashes), np.bool_)
    words = np.ascontiguousarray(table.T)
    for start in range(0, len(hashes), _BLOCK):
        block = np.ascontiguousarray(hashes[start : start + _BLOCK].T)
        stop_if(should_stop)
        for across in range(0, len(table), _TILE):
            apart = np.zeros((block.shape[1], min(_TILE, len(table) - across)), np.uint16)
            for mine, theirs in zip(block, words[:, across : across + _TILE], strict=True):
                apart += np.bitwise_count(mine[:, np.newaxis] ^ theirs)
            found[start : start + _BLOCK] |= (apart <= NEAR).any(axis=1)
    return found & hashes.any(axis=1)

"""Audit of labelled faces: copies, contradicting labels, unusable pictures, and counts and quality by group.

Public face data sets are collected from the web, where one picture often occurs many times, cropped or recoloured a
little. With a copy on both sides of a split, a model is tested on what it has memorised.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from core.datasets.dataset import FaceDataset, Indices, SkippedRow
from core.datasets.groups import Cell, DataWarning, GroupLight, cells, data_warnings, light_by_group, occurring
from core.errors import FacetError
from core.schema import AGE, ATTRIBUTES, Column
from core.vision.imaging import RGB
from core.work import Progress, ShouldStop, ordered_map, stop_if

Reason = Literal["unreadable", "blank", "contradicting", "exact_copy", "near_copy"]
REASONS: Final[Mapping[Reason, str]] = {
    "unreadable": "cannot be read",
    "blank": "shows nothing",
    "contradicting": "has a copy with other labels",
    "exact_copy": "is an exact copy of another",
    "near_copy": "is a near copy of another",
}
"""Why a row may be left out, by code; English text."""
NEAR: Final = 20
"""Near copies differ in at most so many of the 256 bits of their hashes."""

_BLANK: Final = 0.01
"""Contrast below which nothing can be seen: the standard deviation of the luma, 0 to 0.5."""
_MEASURED_AT_PX: Final = 96
_HASH_SIDE: Final = 16
_BLOCK: Final = 128
_TILE: Final = 1024
"""Hashes compared at once; the result stays in a core's cache."""


@dataclass(frozen=True, slots=True)
class Copies:
    """Number of copies of one kind."""

    pictures: int
    """Not counting the first of each group."""
    groups: int
    contradicting: int
    """Groups with different labels in any column. Ages do not count: they are estimates, and copies may fall into
    neighbouring bands."""


@dataclass(frozen=True, slots=True, eq=False)
class Audit:
    """Findings about the rows of one data set."""

    title: str
    terms: str
    fingerprint: str
    """`FaceDataset.fingerprint`."""
    names: tuple[str, ...]
    skipped: tuple[SkippedRow, ...]
    """Rows of the source that could not be read."""
    exact: Copies
    near: Copies
    """Including exact copies."""
    exact_groups: Indices
    """Shape (n,): the first row of each row's group."""
    near_groups: Indices
    """Shape (n,): the first row of each row's group."""
    failed: tuple[SkippedRow, ...]
    """Pictures that cannot be decoded."""
    brightness: NDArray[np.float64]
    """Shape (n,): mean luma, 0 to 1; NaN if the picture cannot be decoded."""
    sharpness: NDArray[np.float64]
    """Shape (n,): as in `core.vision.quality`, measured on the whole picture."""
    columns: Mapping[str, Column]
    """The columns of the data set."""
    cells: tuple[Cell, ...]
    """Number of rows by built-in attributes and age band; only combinations that occur."""
    light: tuple[GroupLight, ...]
    leave_out: Mapping[Reason, Indices]
    """Rows that may be left out, by reason; a row may have several reasons."""
    warnings: tuple[DataWarning, ...] = ()

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.names)

    def rows_to_leave_out(self, *reasons: Reason) -> Indices:
        """The rows with any of `reasons`, by default with any reason; sorted."""
        chosen = [self.leave_out[reason] for reason in (reasons or tuple(REASONS))]
        return np.unique(np.concatenate(chosen))

    def summary(self) -> dict[str, object]:
        """The audit as the JSON object of the command line."""
        return {
            "rows": self.rows,
            "exact": _counts(self.exact),
            "near": _counts(self.near),
            "unreadable": len(self.failed) + len(self.skipped),
            "blank": len(self.leave_out["blank"]),
            "counts": occurring(self.columns),
            "cells": [{**cell.labels, "count": cell.count} for cell in self.cells],
            "warnings": [warning.as_json() for warning in self.warnings],
        }


def audit(
    dataset: FaceDataset,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Audit:
    """Examine every picture of a data set.

    Args:
        dataset: The pictures and their labels.
        threads: Number of threads; by default one per core.
        progress: Called with the number of pictures done and their total.
        should_stop: Called after every picture, and between blocks of the search for copies.

    Raises:
        Stopped: `should_stop` returned True.
    """
    measured = list(_measure_all(dataset, threads, progress, should_stop))
    rows = np.arange(len(dataset))
    # Unreadable and blank pictures are not copies of anything.
    seen = np.array([row for row, one in enumerate(measured) if one.contrast >= _BLANK], np.int64)
    prints = _fingerprints([measured[row] for row in seen])
    exact, near = rows.copy(), rows.copy()
    exact[seen] = seen[exact_copies(prints)]
    near[seen] = seen[near_copies(prints, should_stop=should_stop)]
    brightness = np.array([one.brightness for one in measured], np.float64)
    sharpness = np.array([one.sharpness for one in measured], np.float64)
    failed = [row for row, one in enumerate(measured) if one.error is not None]
    return Audit(
        title=dataset.title,
        terms=dataset.terms,
        fingerprint=dataset.fingerprint,
        names=dataset.names,
        skipped=dataset.skipped,
        exact_groups=exact,
        near_groups=near,
        failed=tuple(SkippedRow(dataset.names[row], measured[row].error or "") for row in failed),
        brightness=brightness,
        sharpness=sharpness,
        leave_out={
            "unreadable": np.array(failed, np.int64),
            "blank": np.array([row for row, one in enumerate(measured) if one.contrast < _BLANK], np.int64),
            "contradicting": _contradicting(near, dataset),
            "exact_copy": np.flatnonzero(exact != rows),
            "near_copy": np.flatnonzero((near != rows) & (exact == rows)),
        },
        **_by_label(dataset, exact, near, brightness, sharpness),
    )


def relabelled(found: Audit, dataset: FaceDataset) -> Audit:
    """The audit of the same pictures with other labels; no picture is examined again."""
    return replace(
        found,
        leave_out={**found.leave_out, "contradicting": _contradicting(found.near_groups, dataset)},
        **_by_label(dataset, found.exact_groups, found.near_groups, found.brightness, found.sharpness),
    )


def _by_label(
    dataset: FaceDataset,
    exact: Indices,
    near: Indices,
    brightness: NDArray[np.float64],
    sharpness: NDArray[np.float64],
) -> dict[str, Any]:
    """The parts of an `Audit` that change with the labels."""
    return {
        "exact": _copies(exact, dataset),
        "near": _copies(near, dataset),
        "columns": dataset.columns,
        "cells": cells(dataset, (*ATTRIBUTES, AGE.name)),
        "light": light_by_group(dataset.columns, brightness, sharpness),
        "warnings": data_warnings(dataset),
    }


def _contradicting(groups: Indices, dataset: FaceDataset) -> Indices:
    return np.flatnonzero(contradicting(groups, *_compared(dataset)))


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Hashes of pictures, by row."""

    exact: Indices
    """Rows with the same decoded pixels have the same number."""
    difference: NDArray[np.uint64]
    """Shape (n, 4): the 256 bits of the difference hash."""


@dataclass(frozen=True, slots=True, eq=False)
class _Measured:
    error: str | None
    digest: bytes
    difference: NDArray[np.uint64]
    brightness: float
    contrast: float
    sharpness: float


def _measure_all(
    dataset: FaceDataset, threads: int | None, progress: Progress | None, should_stop: ShouldStop | None
) -> Iterator[_Measured]:
    def measure(row: int) -> _Measured:
        try:
            return _measure(dataset.image(row))
        except FacetError as e:
            nan = float("nan")
            return _Measured(str(e), b"", np.zeros(4, np.uint64), nan, nan, nan)

    found = ordered_map(measure, range(len(dataset)), threads=threads, should_stop=should_stop)
    for row, one in enumerate(found):
        if progress:
            progress(row + 1, len(dataset))
        yield one


def _measure(rgb: RGB) -> _Measured:
    small = cv2.resize(rgb, (_MEASURED_AT_PX, _MEASURED_AT_PX), interpolation=cv2.INTER_LINEAR)
    luma = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32) / np.float32(255.0)
    contrast = float(luma.std())
    return _Measured(
        error=None,
        digest=pixel_digest(rgb),
        difference=difference_hash(rgb),
        brightness=float(luma.mean()),
        contrast=contrast,
        sharpness=float(cv2.Laplacian(luma, cv2.CV_32F).std()) / max(contrast, 1e-3),
    )


def _fingerprints(measured: list[_Measured]) -> Fingerprints:
    numbers: dict[bytes, int] = {}
    return Fingerprints(
        exact=np.array([numbers.setdefault(one.digest, len(numbers)) for one in measured], np.int64),
        difference=np.stack([one.difference for one in measured]) if measured else np.zeros((0, 4), np.uint64),
    )


def _copies(groups: Indices, dataset: FaceDataset) -> Copies:
    beyond_first = groups != np.arange(len(groups))
    return Copies(
        pictures=int(beyond_first.sum()),
        groups=len(np.unique(groups[beyond_first])),
        contradicting=len(np.unique(groups[contradicting(groups, *_compared(dataset))])),
    )


def _compared(dataset: FaceDataset) -> list[Indices]:
    """The labels in which copies may contradict one another."""
    return [column.values for name, column in dataset.columns.items() if name != AGE.name]


def _counts(copies: Copies) -> dict[str, int]:
    return {"pictures": copies.pictures, "groups": copies.groups, "contradicting": copies.contradicting}


def pixel_digest(rgb: RGB) -> bytes:
    """A hash of the decoded pixels."""
    return hashlib.blake2b(np.ascontiguousarray(rgb).tobytes() + repr(rgb.shape).encode(), digest_size=16).digest()


def difference_hash(rgb: RGB) -> NDArray[np.uint64]:
    """Whether each of 16 x 16 fields is darker than its right neighbour: 256 bits, shape (4,)."""
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    fields = np.asarray(cv2.resize(grey, (_HASH_SIDE + 1, _HASH_SIDE), interpolation=cv2.INTER_AREA))
    return np.packbits(fields[:, :-1] < fields[:, 1:]).view(np.uint64)


def exact_copies(prints: Fingerprints) -> Indices:
    """Groups of exact copies, shape (n,): the first row of each row's group."""
    return _first_rows(prints.exact)


def near_copies(prints: Fingerprints, *, distance: int = NEAR, should_stop: ShouldStop | None = None) -> Indices:
    """Groups of exact and near copies, shape (n,): the first row of each row's group.

    A group contains everything connected by a chain of near copies, so two of its pictures may be further apart.

    Raises:
        Stopped: `should_stop` returned True.
    """
    exact_first = _first_rows(prints.exact)
    joined = [(int(first), row) for row, first in enumerate(exact_first) if first != row]
    return _connected(len(prints.exact), [*joined, *_close_pairs(prints.difference, distance, should_stop)])


def contradicting(groups: Indices, *labels: Indices) -> NDArray[np.bool_]:
    """Whether any of `labels` differs within a row's group, shape (n,); missing labels (-1) contradict nothing."""
    found = np.zeros(len(groups), np.bool_)
    for column in labels:
        given = column >= 0
        lowest, highest = np.full(len(groups), np.iinfo(np.int64).max), np.full(len(groups), -1)
        np.minimum.at(lowest, groups[given], column[given])
        np.maximum.at(highest, groups[given], column[given])
        # `groups` holds rows, so it can index arrays of n values.
        found |= (lowest < highest)[groups]
    return found


def _first_rows(numbers: Indices) -> Indices:
    _, first, inverse = np.unique(numbers, return_index=True, return_inverse=True)
    return np.asarray(first[inverse], np.int64)


def _close_pairs(hashes: NDArray[np.uint64], distance: int, should_stop: ShouldStop | None) -> list[tuple[int, int]]:
    """Pairs (i, j), i < j, whose hashes differ in at most `distance` bits. Compares every pair, block by block."""
    words = np.ascontiguousarray(hashes.T)
    pairs: list[tuple[int, int]] = []
    for start in range(0, len(hashes), _BLOCK):
        stop_if(should_stop)
        for across in range(start, len(hashes), _TILE):
            near = _bit_distance(words[:, start : start + _BLOCK], words[:, across : across + _TILE]) <= distance
            if near.any():
                left, right = np.nonzero(near)
                left, right = left + start, right + across
                later = left < right
                pairs.extend(zip(left[later].tolist(), right[later].tolist(), strict=True))
    return pairs


def _bit_distance(words: NDArray[np.uint64], others: NDArray[np.uint64]) -> NDArray[np.uint16]:
    """Number of different bits, shape (n, m), of `words`, shape (4, n), and `others`, shape (4, m)."""
    apart = np.zeros((words.shape[1], others.shape[1]), np.uint16)
    for mine, theirs in zip(words, others, strict=True):
        apart += np.bitwise_count(mine[:, np.newaxis] ^ theirs)
    return apart


def _connected(count: int, pairs: Sequence[tuple[int, int]]) -> Indices:
    """The smallest member of each connected component, by member (union-find with path halving)."""
    parent = list(range(count))

    def root(member: int) -> int:
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    for left, right in pairs:
        a, b = root(left), root(right)
        parent[max(a, b)] = min(a, b)
    return np.array([root(member) for member in range(count)], np.int64)

"""A look over labelled faces before anything is trained on them: copies, contradictions, what cannot be used, who is
in them, and in what light."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from core.datasets.dataset import FaceDataset, Indices, SkippedRow
from core.datasets.duplicates import (
    Fingerprints,
    contradicting,
    difference_hash,
    exact_copies,
    near_copies,
    pixel_digest,
)
from core.datasets.groups import Cell, GroupLight, cells, light_by_group, occurring
from core.errors import FacetError
from core.schema import AGE, ATTRIBUTES, Column
from core.vision.imaging import RGB
from core.work import Progress, ShouldStop, stop_if

Reason = Literal["unreadable", "blank", "contradicting", "exact_copy", "near_copy"]
REASONS: Final[Mapping[Reason, str]] = {
    "unreadable": "cannot be read",
    "blank": "shows nothing",
    "contradicting": "a copy of it is labelled otherwise",
    "exact_copy": "is an exact copy of another",
    "near_copy": "is a near copy of another",
}
"""Why a row may be left out, by code; English text."""

_BLANK: Final = 0.01
"""Contrast, the luma's standard deviation of 0 to 0.5, below which nothing can be seen."""
_MEASURED_AT_PX: Final = 96


@dataclass(frozen=True, slots=True)
class Copies:
    """What there is of copies of one kind."""

    pictures: int
    """Beyond the first of each group."""
    groups: int
    contradicting: int
    """Groups whose labels differ, of whatever column but the age: it is a guess, and copies lie beside a band's end."""


@dataclass(frozen=True, slots=True, eq=False)
class Audit:
    """What was found, over the rows of one data set."""

    title: str
    terms: str
    fingerprint: str
    """Of the data set it is about."""
    names: tuple[str, ...]
    skipped: tuple[SkippedRow, ...]
    """Rows of the source that were not read to begin with."""
    exact: Copies
    near: Copies
    """Exact copies among them."""
    exact_groups: Indices
    """The first row of its group for every row."""
    near_groups: Indices
    failed: tuple[SkippedRow, ...]
    """Pictures that cannot be decoded."""
    brightness: NDArray[np.float64]
    """Mean luma, 0 to 1; NaN where the picture cannot be decoded."""
    sharpness: NDArray[np.float64]
    """As `core.vision.quality` has it, of the picture as it is."""
    columns: Mapping[str, Column]
    """Those of the data set."""
    cells: tuple[Cell, ...]
    """Rows by attributes that ship and age band; only those that occur."""
    light: tuple[GroupLight, ...]
    leave_out: Mapping[Reason, Indices]
    """Rows that may be left out, by reason; a row may have several."""

    @property
    def rows(self) -> int:
        """How many there are."""
        return len(self.names)

    def rows_to_leave_out(self, *reasons: Reason) -> Indices:
        """The rows that have any of `reasons`, or any at all where none is named; sorted."""
        chosen = [self.leave_out[reason] for reason in (reasons or tuple(REASONS))]
        return np.unique(np.concatenate(chosen))

    def summary(self) -> dict[str, object]:
        """The JSON form of the command line."""
        return {
            "rows": self.rows,
            "exact": _counts(self.exact),
            "near": _counts(self.near),
            "unreadable": len(self.failed) + len(self.skipped),
            "blank": len(self.leave_out["blank"]),
            "counts": occurring(self.columns),
            "cells": [{**cell.labels, "count": cell.count} for cell in self.cells],
        }


def audit(
    dataset: FaceDataset,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Audit:
    """Look at every picture of a data set once.

    Args:
        dataset: The pictures and their labels.
        threads: How many pictures to look at at once; by default one a core.
        progress: Called with pictures done and their number.
        should_stop: Asked after every picture, and between blocks of the search for copies.

    Raises:
        Stopped: `should_stop` asked for it.
    """
    looks = list(_looks(dataset, threads or os.cpu_count() or 1, progress, should_stop))
    rows = np.arange(len(dataset))
    # What cannot be decoded or shows nothing is a copy of nothing.
    seen = np.array([row for row, look in enumerate(looks) if look.contrast >= _BLANK], np.int64)
    prints = _fingerprints([looks[row] for row in seen])
    exact, near = rows.copy(), rows.copy()
    exact[seen] = seen[exact_copies(prints)]
    near[seen] = seen[near_copies(prints, should_stop=should_stop)]
    clashing = contradicting(near, *_judged(dataset))
    brightness = np.array([look.brightness for look in looks], np.float64)
    sharpness = np.array([look.sharpness for look in looks], np.float64)
    failed = [row for row, look in enumerate(looks) if look.error is not None]
    return Audit(
        title=dataset.title,
        terms=dataset.terms,
        fingerprint=dataset.fingerprint,
        names=dataset.names,
        skipped=dataset.skipped,
        exact=_copies(exact, dataset),
        near=_copies(near, dataset),
        exact_groups=exact,
        near_groups=near,
        failed=tuple(SkippedRow(dataset.names[row], looks[row].error or "") for row in failed),
        brightness=brightness,
        sharpness=sharpness,
        columns=dataset.columns,
        cells=cells(dataset, (*ATTRIBUTES, AGE.name)),
        light=light_by_group(dataset.columns, brightness, sharpness),
        leave_out={
            "unreadable": np.array(failed, np.int64),
            "blank": np.array([row for row, look in enumerate(looks) if look.contrast < _BLANK], np.int64),
            "contradicting": np.flatnonzero(clashing),
            "exact_copy": np.flatnonzero(exact != rows),
            "near_copy": np.flatnonzero((near != rows) & (exact == rows)),
        },
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    error: str | None
    digest: bytes
    difference: NDArray[np.uint64]
    brightness: float
    contrast: float
    sharpness: float


def _looks(
    dataset: FaceDataset, threads: int, progress: Progress | None, should_stop: ShouldStop | None
) -> Iterator[_Look]:
    def one(row: int) -> _Look:
        try:
            return _look(dataset.image(row))
        except FacetError as e:
            nan = float("nan")
            return _Look(str(e), b"", np.zeros(4, np.uint64), nan, nan, nan)

    remaining, done = iter(range(len(dataset))), 0
    with ThreadPoolExecutor(threads) as pool:
        # A batch at a time, so that a stop does not wait for all that were handed out.
        while batch := list(islice(remaining, 32 * threads)):
            for look in pool.map(one, batch):
                stop_if(should_stop)
                done += 1
                if progress:
                    progress(done, len(dataset))
                yield look


def _look(rgb: RGB) -> _Look:
    small = cv2.resize(rgb, (_MEASURED_AT_PX, _MEASURED_AT_PX), interpolation=cv2.INTER_LINEAR)
    luma = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32) / np.float32(255.0)
    contrast = float(luma.std())
    return _Look(
        error=None,
        digest=pixel_digest(rgb),
        difference=difference_hash(rgb),
        brightness=float(luma.mean()),
        contrast=contrast,
        sharpness=float(cv2.Laplacian(luma, cv2.CV_32F).std()) / max(contrast, 1e-3),
    )


def _fingerprints(looks: list[_Look]) -> Fingerprints:
    numbers: dict[bytes, int] = {}
    return Fingerprints(
        exact=np.array([numbers.setdefault(look.digest, len(numbers)) for look in looks], np.int64),
        difference=np.stack([look.difference for look in looks]) if looks else np.zeros((0, 4), np.uint64),
    )


def _copies(groups: Indices, dataset: FaceDataset) -> Copies:
    beyond_first = groups != np.arange(len(groups))
    return Copies(
        pictures=int(beyond_first.sum()),
        groups=len(np.unique(groups[beyond_first])),
        contradicting=len(np.unique(groups[contradicting(groups, *_judged(dataset))])),
    )


def _judged(dataset: FaceDataset) -> list[Indices]:
    return [column.values for name, column in dataset.columns.items() if name != AGE.name]


def _counts(copies: Copies) -> dict[str, int]:
    return {"pictures": copies.pictures, "groups": copies.groups, "contradicting": copies.contradicting}

"""Counts and light of labelled faces by gender, ethnicity, age band and their crossings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.datasets.dataset import FaceDataset, Indices
from core.labels import ETHNICITIES, GENDERS

AGE_BANDS: Final = ("0-2", "3-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70+")
"""FairFace's own."""

_AGE_STARTS: Final = (0, 3, 10, 20, 30, 40, 50, 60, 70)


@dataclass(frozen=True, slots=True)
class Cell:
    """How many rows one crossing has; None where that label is not given."""

    gender: str | None
    ethnicity: str | None
    age: str | None
    """One of `AGE_BANDS`."""
    count: int


@dataclass(frozen=True, slots=True)
class GroupLight:
    """How bright and sharp the pictures of a group are, as medians."""

    label: str
    """Of `GENDERS`, `ETHNICITIES` or `AGE_BANDS`, or two joined by a comma."""
    count: int
    brightness: float
    sharpness: float


def age_bands(ages: Indices) -> Indices:
    """Index into `AGE_BANDS`; -1 where no age is given."""
    return np.where(ages < 0, -1, np.searchsorted(_AGE_STARTS, ages, side="right") - 1).astype(np.int64)


def cells(dataset: FaceDataset, rows: Indices | None = None) -> tuple[Cell, ...]:
    """The crossings of gender, ethnicity and age band that occur, in the order of their labels."""
    columns = np.stack([dataset.gender, dataset.ethnicity, age_bands(dataset.ages)], axis=1)
    if rows is not None:
        columns = columns[rows]
    found, counts = np.unique(columns, axis=0, return_counts=True)
    return tuple(
        Cell(_label(GENDERS, gender), _label(ETHNICITIES, ethnicity), _label(AGE_BANDS, age), count)
        for (gender, ethnicity, age), count in zip(found.tolist(), counts.tolist(), strict=True)
    )


def counts_by(cells: Sequence[Cell], *columns: str) -> dict[tuple[str | None, ...], int]:
    """Rows by one or more of `gender`, `ethnicity` and `age`."""
    counts: dict[tuple[str | None, ...], int] = {}
    for cell in cells:
        key = tuple(getattr(cell, column) for column in columns)
        counts[key] = counts.get(key, 0) + cell.count
    return counts


def light_by_group(
    dataset: FaceDataset, brightness: NDArray[np.float64], sharpness: NDArray[np.float64]
) -> tuple[GroupLight, ...]:
    """By gender, by ethnicity, by age band and by gender and ethnicity; groups without pictures are left out."""
    bands = age_bands(dataset.ages)
    members = {label: dataset.gender == at for at, label in enumerate(GENDERS)}
    members |= {label: dataset.ethnicity == at for at, label in enumerate(ETHNICITIES)}
    members |= {label: bands == at for at, label in enumerate(AGE_BANDS)}
    members |= {
        f"{gender}, {ethnicity}": members[gender] & members[ethnicity]
        for gender in GENDERS
        for ethnicity in ETHNICITIES
    }
    seen = ~np.isnan(brightness)
    return tuple(
        GroupLight(label, int(rows.sum()), float(np.median(brightness[rows])), float(np.median(sharpness[rows])))
        for label, rows in ((label, member & seen) for label, member in members.items())
        if rows.any()
    )


def _label(labels: Sequence[str], at: int) -> str | None:
    return labels[at] if at >= 0 else None

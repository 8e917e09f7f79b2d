"""Counts, brightness and sharpness of labelled faces by group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.datasets.dataset import FaceDataset, Indices
from core.schema import AGE, ATTRIBUTES, Column

NO_LABEL_TEXT: Final = "not given"


@dataclass(frozen=True, slots=True)
class Cell:
    """Number of rows with a combination of labels."""

    labels: Mapping[str, str | None]
    """By attribute; None if the label is missing."""
    count: int


@dataclass(frozen=True, slots=True)
class GroupLight:
    """Median brightness and sharpness of a group's pictures."""

    labels: Mapping[str, str]
    """The labels that define the group, by attribute."""
    count: int
    brightness: float
    sharpness: float

    @property
    def label(self) -> str:
        """The labels, separated by commas."""
        return ", ".join(self.labels.values())


def main_columns(columns: Iterable[str]) -> tuple[str, ...]:
    """The columns to stratify splits by and to combine in tables: the built-in attributes, or all but the age if there
    are none."""
    names = tuple(columns)
    return tuple(name for name in names if name in ATTRIBUTES) or tuple(name for name in names if name != AGE.name)


def cells(dataset: FaceDataset, names: Sequence[str], rows: Indices | None = None) -> tuple[Cell, ...]:
    """The combinations of labels of some attributes that occur, in the order of the labels."""
    values = np.stack([dataset.values(name) for name in names], axis=1) if names else np.zeros((len(dataset), 0), int)
    if rows is not None:
        values = values[rows]
    found, counts = np.unique(values, axis=0, return_counts=True)
    return tuple(
        Cell({name: _label(dataset.columns, name, at) for name, at in zip(names, cell, strict=True)}, count)
        for cell, count in zip(found.tolist(), counts.tolist(), strict=True)
    )


def counts_of(column: Column) -> dict[str, int]:
    """Number of rows by label, for all labels in order; the last entry counts missing labels, if any."""
    counts = np.bincount(column.values[column.given], minlength=len(column.attribute.labels)).tolist()
    missing = int((~column.given).sum())
    return dict(zip(column.attribute.labels, counts, strict=True)) | ({NO_LABEL_TEXT: missing} if missing else {})


def occurring(columns: Mapping[str, Column]) -> dict[str, dict[str, int]]:
    """Number of rows by attribute and label; only labels that occur."""
    return {
        name: {label: count for label, count in counts_of(column).items() if count} for name, column in columns.items()
    }


def cross_table(down: Column, across: Column) -> Indices:
    """Number of rows by the labels of two columns, shape (labels, labels)."""
    counts = np.zeros((len(down.attribute.labels), len(across.attribute.labels)), np.int64)
    both = down.given & across.given
    np.add.at(counts, (down.values[both], across.values[both]), 1)
    return counts


def light_by_group(
    columns: Mapping[str, Column], brightness: NDArray[np.float64], sharpness: NDArray[np.float64]
) -> tuple[GroupLight, ...]:
    """By the labels of every column, and by pairs of `main_columns`; groups without pictures are left out."""
    seen = ~np.isnan(brightness)
    found: list[GroupLight] = []
    for names in (*((name,) for name in columns), *combinations(main_columns(columns), 2)):
        for labels, member in _groups([columns[name] for name in names]):
            rows = member & seen
            if rows.any():
                light = (float(np.median(values[rows])) for values in (brightness, sharpness))
                found.append(GroupLight(labels, int(rows.sum()), *light))
    return tuple(found)


def _groups(columns: Sequence[Column]) -> list[tuple[dict[str, str], NDArray[np.bool_]]]:
    """Every combination of labels, with a mask of its rows."""
    if not columns:
        return [({}, np.asarray(True))]
    first, *rest = columns
    return [
        ({first.attribute.name: label, **labels}, (first.values == at) & member)
        for at, label in enumerate(first.attribute.labels)
        for labels, member in _groups(rest)
    ]


def _label(columns: Mapping[str, Column], name: str, at: int) -> str | None:
    return columns[name].attribute.labels[at] if at >= 0 else None

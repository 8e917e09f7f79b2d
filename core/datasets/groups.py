"""Counts, brightness and sharpness of labelled faces by group, and warnings about data that follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

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


WarningCode = Literal["few_rows", "small_batch", "one_label", "absent_labels", "rare_labels", "unlikely_ages"]
WARNINGS: Final[Mapping[WarningCode, str]] = {
    "few_rows": "Too few rows: {rows}. Expected at least {needed}, some to learn from and some to measure on.",
    "small_batch": "Fewer rows ({rows}) than one batch ({batch}). Choose a smaller batch.",
    "one_label": (
        "{title}: every labelled row is {labels}. A model cannot learn to tell this from anything else, and agreement "
        "with these labels means nothing."
    ),
    "absent_labels": "{title}: labels without any row: {labels}. A model cannot learn to predict them.",
    "rare_labels": "{title}: labels with fewer than {needed} rows: {labels}. Too few to learn from and to measure on.",
    "unlikely_ages": "Ages above {limit}: {rows} rows. Check that ages are given in years.",
}
"""English text by code."""

MIN_ROWS: Final = 50
"""Fewer rows cannot be split into four sides in a useful way."""
MIN_LABEL_ROWS: Final = 20
"""With fewer rows a label is missing on the smallest side of a split, which gets 6 % of them."""
OLDEST_YEARS: Final = 122
"""Age of the oldest person on record."""


@dataclass(frozen=True, slots=True)
class DataWarning:
    """A warning with a stable code, its values and an English text."""

    code: WarningCode
    values: Mapping[str, object]
    """What the text names. `attribute` is the column it is about, if it is about one."""

    def __str__(self) -> str:
        return WARNINGS[self.code].format(**self.values)

    def as_json(self) -> dict[str, object]:
        """The warning as an object of `--json`."""
        return {"code": self.code, "text": str(self), **self.values}


def data_warnings(
    dataset: FaceDataset, *, columns: Sequence[str] | None = None, batch: int | None = None
) -> tuple[DataWarning, ...]:
    """What is missing in a data set, most general first.

    Args:
        dataset: The labels; no picture is decoded.
        columns: Names of the columns to check; by default all. Absent and rare age bands are no reason for a warning.
        batch: Number of pictures per training step, if it is known.
    """
    return tuple(_warnings(dataset, dataset.columns if columns is None else columns, batch))


def _warnings(
    dataset: FaceDataset, columns: Sequence[str] | Mapping[str, Column], batch: int | None
) -> Iterator[DataWarning]:
    rows = len(dataset)
    if rows < MIN_ROWS:
        yield DataWarning("few_rows", {"rows": rows, "needed": MIN_ROWS})
    if batch is not None and rows < batch:
        yield DataWarning("small_batch", {"rows": rows, "batch": batch})
    too_old = int((dataset.ages > OLDEST_YEARS).sum())
    if too_old:
        yield DataWarning("unlikely_ages", {"rows": too_old, "limit": OLDEST_YEARS})
    for name in columns:
        if name in dataset.columns:
            yield from _label_warnings(dataset.columns[name], with_rare=rows >= MIN_ROWS)


def _label_warnings(column: Column, *, with_rare: bool) -> Iterator[DataWarning]:
    counts = counts_of(column)
    counts.pop(NO_LABEL_TEXT, None)

    def warning(code: WarningCode, labels: Sequence[str], **more: object) -> DataWarning:
        attribute = column.attribute
        title = attribute.title[:1].upper() + attribute.title[1:]
        return DataWarning(code, {"attribute": attribute.name, "title": title, "labels": ", ".join(labels), **more})

    present = [label for label, count in counts.items() if count]
    if len(present) == 1:
        yield warning("one_label", present)
    elif column.attribute is not AGE:
        absent = [label for label, count in counts.items() if not count]
        rare = [label for label, count in counts.items() if 0 < count < MIN_LABEL_ROWS]
        if absent:
            yield warning("absent_labels", absent)
        if rare and with_rare:
            yield warning("rare_labels", rare, needed=MIN_LABEL_ROWS)

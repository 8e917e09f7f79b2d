"""Groups: people who share perceived labels, and what figures are compared between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.labels import ETHNICITIES, GENDERS

Indices = NDArray[np.int64]
Column = Literal["gender", "ethnicity", "age"]
Columns = tuple[Column, ...]

AGE_BANDS: Final = ("0-3", "4-12", "13-19", "20-39", "40-59", "60+")
"""Ages at which faces differ: small children, children, the young, and three ages of adults."""
_AGE_STARTS: Final = (0, 4, 13, 20, 40, 60)

COLUMNS: Final[Mapping[Column, tuple[str, ...]]] = MappingProxyType(
    {"gender": GENDERS, "ethnicity": ETHNICITIES, "age": AGE_BANDS}
)
GROUPINGS: Final[tuple[Columns, ...]] = (
    ("gender",),
    ("ethnicity",),
    ("age",),
    ("gender", "ethnicity"),
    ("gender", "age"),
    ("ethnicity", "age"),
)
"""One column at a time, then their crossings."""

SMALL: Final = 60
"""Faces below which a group is shown and marked, but never ranked: its 95 % interval spans ten points and more."""


@dataclass(frozen=True, slots=True)
class Group:
    """One label of each of some columns; of no column, everybody."""

    columns: Columns
    labels: tuple[str, ...]

    @property
    def title(self) -> str:
        """As shown to people."""
        return ", ".join(self.labels) or "everybody"

    def label(self, column: Column) -> str | None:
        """Its label of a column; None where it has none."""
        return dict(zip(self.columns, self.labels, strict=True)).get(column)


EVERYBODY: Final = Group((), ())


def age_bands(ages: Indices) -> Indices:
    """Index into `AGE_BANDS` for ages in years; -1 where no age is given."""
    return np.where(ages < 0, -1, np.searchsorted(_AGE_STARTS, ages, side="right") - 1).astype(np.int64)


def groups_of(members: Mapping[Column, Indices], columns: Columns) -> Iterator[tuple[Group, NDArray[np.bool_]]]:
    """The groups of one grouping that occur, in the order of their labels, with the rows that belong to each.

    Args:
        members: Index into the labels of `COLUMNS` by column, a row a face; -1 where it is not given.
        columns: The grouping.
    """
    shape = tuple(len(COLUMNS[column]) for column in columns)
    given = np.all([members[column] >= 0 for column in columns], axis=0)
    codes = np.full(len(given), -1)
    codes[given] = np.ravel_multi_index(tuple(members[column][given] for column in columns), shape)
    for code in np.unique(codes[given]).tolist():
        places = np.unravel_index(code, shape)
        labels = tuple(COLUMNS[column][int(at)] for column, at in zip(columns, places, strict=True))
        yield Group(columns, labels), codes == code

"""Groups: people who share labels, and what figures are compared between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError
from core.schema import AGE, ATTRIBUTES, Attribute, Column

Columns = tuple[str, ...]
"""Names of the attributes that faces are grouped by."""

SMALL: Final = 60
"""Faces below which a group is shown and marked, but never ranked: its 95 % interval spans ten points and more."""

PICTURE: Final = Attribute("picture_quality", ("clear", "poor"))
"""Whether a picture gives reason to doubt an answer: a column like others, once `poor` has measured it."""


@dataclass(frozen=True, slots=True)
class Group:
    """One label of each of some attributes; of no attribute, everybody."""

    attributes: tuple[Attribute, ...]
    labels: tuple[str, ...]

    @property
    def columns(self) -> Columns:
        """The names of the attributes."""
        return tuple(attribute.name for attribute in self.attributes)

    @property
    def title(self) -> str:
        """As shown to people."""
        return ", ".join(map(_label_title, self.attributes, self.labels)) or "everybody"

    def label(self, column: str) -> str | None:
        """Its label of an attribute; None where it has none."""
        return dict(zip(self.columns, self.labels, strict=True)).get(column)


EVERYBODY: Final = Group((), ())


def picture_column(poor: NDArray[np.bool_]) -> Column:
    """`PICTURE` as a column, from where pictures are a reason to doubt."""
    return Column(PICTURE, poor.astype(np.int64))


def default_groups(columns: Mapping[str, Column]) -> Columns:
    """What faces are grouped by unless the caller says otherwise: attributes that ship, and age, where they are given.

    Args:
        columns: What is given of the faces, by name.
    """
    return tuple(name for name in (*ATTRIBUTES, AGE.name) if name in columns)


def groups_to_use(columns: Mapping[str, Column], chosen: Sequence[str], *, data: str) -> Columns:
    """The columns that were chosen to group faces by; by default `default_groups`.

    Raises:
        DataError: One of them is not given of the faces of `data`.
    """
    for name in chosen:
        if name not in columns:
            raise DataError("evaluate.no_group", title=data, name=name, available=", ".join(columns))
    return tuple(dict.fromkeys(chosen)) or default_groups(columns)


def groupings(names: Columns) -> tuple[Columns, ...]:
    """One column at a time, then their pairs."""
    return (*((name,) for name in names), *combinations(names, 2))


def cell_columns(answered: str, groups: Columns) -> Columns:
    """The crossing that an attribute's worst group is looked for in: itself and the other groups that ship."""
    crossed = tuple(name for name in groups if name in ATTRIBUTES)
    return crossed if answered in crossed else (answered, *crossed)


def groups_of(columns: Mapping[str, Column], names: Columns) -> Iterator[tuple[Group, NDArray[np.bool_]]]:
    """The groups of one grouping that occur, in the order of their labels, with the rows that belong to each.

    Args:
        columns: What is given of the faces, by name.
        names: The grouping; of a column that is not given there are no groups.
    """
    if not all(name in columns for name in names):
        return
    by = [columns[name] for name in names]
    attributes = tuple(column.attribute for column in by)
    shape = tuple(len(attribute.labels) for attribute in attributes)
    given = np.all([column.given for column in by], axis=0)
    codes = np.full(len(given), -1)
    codes[given] = np.ravel_multi_index(tuple(column.values[given] for column in by), shape)
    for code in np.unique(codes[given]).tolist():
        places = np.unravel_index(code, shape)
        labels = tuple(attribute.labels[int(at)] for attribute, at in zip(attributes, places, strict=True))
        yield Group(attributes, labels), codes == code


def _label_title(attribute: Attribute, label: str) -> str:
    """Labels of attributes that ship speak for themselves; "yes" does not."""
    return label if attribute.name in (*ATTRIBUTES, AGE.name) else f"{attribute.title} {label}"

"""Groups of faces that share labels."""

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
"""Groups with fewer faces are shown and marked but not ranked: their 95 % interval spans ten points or more."""

PICTURE: Final = Attribute("picture_quality", ("clear", "poor"))
"""A column that `picture_quality.poor_pictures` measures."""


@dataclass(frozen=True, slots=True)
class Group:
    """One label for each of some attributes; without attributes, everybody."""

    attributes: tuple[Attribute, ...]
    labels: tuple[str, ...]

    @property
    def columns(self) -> Columns:
        """The names of the attributes."""
        return tuple(attribute.name for attribute in self.attributes)

    @property
    def title(self) -> str:
        """For display."""
        return ", ".join(map(_label_title, self.attributes, self.labels)) or "everybody"

    def label(self, column: str) -> str | None:
        """Its label of an attribute, or None."""
        return dict(zip(self.columns, self.labels, strict=True)).get(column)


EVERYBODY: Final = Group((), ())


def picture_column(poor: NDArray[np.bool_]) -> Column:
    """`PICTURE` as a column."""
    return Column(PICTURE, poor.astype(np.int64))


def default_groups(columns: Mapping[str, Column]) -> Columns:
    """The default columns to group by: the attributes that ship, and age, as far as the data have them."""
    return tuple(name for name in (*ATTRIBUTES, AGE.name) if name in columns)


def groups_to_use(columns: Mapping[str, Column], chosen: Sequence[str], *, data: str) -> Columns:
    """The chosen columns to group by, or else `default_groups`.

    Raises:
        DataError: The data lack one of them.
    """
    for name in chosen:
        if name not in columns:
            raise DataError("evaluate.no_group", title=data, name=name, available=", ".join(columns))
    return tuple(dict.fromkeys(chosen)) or default_groups(columns)


def groupings(names: Columns) -> tuple[Columns, ...]:
    """Each column alone, then the pairs."""
    return (*((name,) for name in names), *combinations(names, 2))


def cell_columns(answered: str, groups: Columns) -> Columns:
    """The grouping in which the worst group of an attribute is looked for: itself and the other groups that ship."""
    crossed = tuple(name for name in groups if name in ATTRIBUTES)
    return crossed if answered in crossed else (answered, *crossed)


def groups_of(columns: Mapping[str, Column], names: Columns) -> Iterator[tuple[Group, NDArray[np.bool_]]]:
    """The groups of one grouping that occur, in the order of their labels, with a mask of their rows.

    Without one of the columns there are no groups.
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
    """The label, with its attribute unless that ships: "yes" alone would say nothing."""
    return label if attribute.name in (*ATTRIBUTES, AGE.name) else f"{attribute.title} {label}"

"""Labelled faces in memory, independent of the format they were read from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError
from core.schema import AGE, ATTRIBUTES, NOT_GIVEN, Column, age_column
from core.schema import Indices as Indices  # noqa: PLC0414 - imported from here with FaceDataset

if TYPE_CHECKING:
    from core.vision.imaging import RGB

OWN_TERMS: Final = "Not stated; ask the authors of the data."
"""Terms of use of data that are not a known data set."""
_MOST_LISTED: Final = 10_000
_AND: Final = " and "


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row of the data that could not be used."""

    name: str
    """Name of the picture, or `line 17` of a CSV file."""
    reason: str


class SkippedRows:
    """Collects skipped rows; lists the first 10,000 and counts the others, so memory stays bounded."""

    def __init__(self) -> None:
        self.count = 0
        self._listed: list[SkippedRow] = []

    def add(self, name: str, reason: str) -> None:
        """Add a row."""
        self.count += 1
        if len(self._listed) < _MOST_LISTED:
            self._listed.append(SkippedRow(name, reason))

    @property
    def too_many(self) -> bool:
        """Whether the list is full; if no row could be read by then, the file is refused."""
        return self.count >= _MOST_LISTED

    @property
    def first(self) -> str:
        """The first row, for a message."""
        return f"{self._listed[0].name}: {self._listed[0].reason}" if self._listed else ""

    @property
    def rows(self) -> tuple[SkippedRow, ...]:
        """The listed rows; a last one gives the number of the others."""
        more = self.count - len(self._listed)
        return (*self._listed, SkippedRow(f"{more} more", "also skipped")) if more else tuple(self._listed)


@dataclass(frozen=True, slots=True, eq=False)
class FaceDataset:
    """Pictures of faces with the labels that annotators gave them, one row per picture.

    Pictures come from exactly one of `decode`, which decodes them on demand, and `grey`.
    """

    title: str
    terms: str
    """Terms of use."""
    names: tuple[str, ...]
    ages: Indices
    """Shape (n,): in years, -1 if missing."""
    columns: Mapping[str, Column]
    """Labels by attribute: built-in attributes first, then age bands, then other columns. Age bands are added to the
    columns passed in; columns without any label are removed."""
    skipped: tuple[SkippedRow, ...]
    """Rows of the source that could not be used."""
    decode: Callable[[str], RGB] | None = None
    """Returns the picture of a name."""
    grey: NDArray[np.uint8] | None = None
    """Shape (n, side, side): small grey pictures, as in the UTKFace CSV."""
    aligned: bool = True
    """Whether the pictures already have the canonical framing."""
    state: str = ""
    """Changes when the content of the source changes."""
    own_sides: tuple[str, ...] = ()
    """The source's own split: its name for the side of each row. Empty if it has none."""
    parts: tuple[FaceDataset, ...] = ()
    """The joined data sets, in the order of the rows. Empty for a single data set."""

    def __post_init__(self) -> None:
        for name, values in (("ages", self.ages), *((name, one.values) for name, one in self.columns.items())):
            if values.shape != (len(self.names),):
                raise ValueError(f"{name} of shape {values.shape}: expected ({len(self.names)},), one value per name")
        object.__setattr__(self, "columns", _ordered({**self.columns, AGE.name: age_column(self.ages)}))
        if (self.decode is None) == (self.grey is None):
            raise ValueError("expected exactly one of decode and grey")
        if self.grey is not None and (self.grey.ndim != 3 or len(self.grey) != len(self.names)):
            raise ValueError(f"grey of shape {self.grey.shape}: expected ({len(self.names)}, side, side)")

    def __len__(self) -> int:
        return len(self.names)

    def values(self, name: str) -> Indices:
        """Label indices of an attribute, shape (n,); all `NOT_GIVEN` if there is no such column."""
        if name in self.columns:
            return self.columns[name].values
        return np.full(len(self), NOT_GIVEN, np.int64)

    @property
    def sources(self) -> tuple[tuple[FaceDataset, Indices], ...]:
        """The joined data sets with their rows in this one; a single data set is its own source."""
        if not self.parts:
            return ((self, np.arange(len(self))),)
        ends = np.cumsum([len(part) for part in self.parts])
        return tuple((part, np.arange(end - len(part), end)) for part, end in zip(self.parts, ends, strict=True))

    def image(self, row: int) -> RGB:
        """The picture of a row, shape (height, width, 3).

        Raises:
            DataError: Its file cannot be read.
            ImageError: It cannot be decoded.
        """
        if self.decode is not None:
            return self.decode(self.names[row])
        assert self.grey is not None  # checked in __post_init__
        return np.repeat(self.grey[row][:, :, np.newaxis], 3, axis=2)

    @property
    def fingerprint(self) -> str:
        """Hash of names, ages and labels of the built-in attributes; the same wherever the data are stored.

        Saved splits and runs contain it. `column_fingerprints` covers the other columns.
        """
        digest = hashlib.sha256("\n".join(self.names).encode("utf-8", "surrogateescape"))
        for column in (self.ages, *map(self.values, ATTRIBUTES)):
            digest.update(np.ascontiguousarray(column, np.int64).tobytes())
        return digest.hexdigest()

    @property
    def column_fingerprints(self) -> dict[str, str]:
        """Hash of each column's labels, by attribute."""
        return {name: _fingerprint(column) for name, column in self.columns.items()}


def join(parts: Sequence[FaceDataset]) -> FaceDataset:
    """Concatenate data sets; each name is prefixed with the title of its data set. A single one is returned as it is.

    The result counts as not aligned, so that all faces are found and framed in the same way.

    Raises:
        DataError: A part has small grey pictures, in which no face can be detected, or two parts have the same title.
    """
    if len(parts) == 1:
        return parts[0]
    titles = [part.title for part in parts]
    for part in parts:
        if part.grey is not None or titles.count(part.title) > 1:
            raise DataError("data.not_joinable", titles=_AND.join(titles), title=part.title)
    columns = dict.fromkeys(name for part in parts for name in part.columns)
    origins = {f"{part.title}/{name}": (part, name) for part in parts for name in part.names}

    def decode(name: str) -> RGB:
        part, own_name = origins[name]
        assert part.decode is not None  # it is not grey
        return part.decode(own_name)

    return FaceDataset(
        title=_AND.join(titles),
        terms=" ".join(f"{part.title}: {part.terms}" for part in parts),
        names=tuple(origins),
        ages=np.concatenate([part.ages for part in parts]),
        columns={name: _joined_column(name, parts) for name in columns},
        skipped=tuple(SkippedRow(f"{part.title}/{row.name}", row.reason) for part in parts for row in part.skipped),
        decode=decode,
        aligned=False,
        state=hashlib.sha256(" ".join(part.state for part in parts).encode()).hexdigest(),
        own_sides=_joined_sides(parts),
        parts=tuple(parts),
    )


def _joined_column(name: str, parts: Sequence[FaceDataset]) -> Column:
    """The labels of all parts; the attribute gets every label that occurs in one of them."""
    attributes = [part.columns[name].attribute for part in parts if name in part.columns]
    labels = tuple(dict.fromkeys(label for one in attributes for label in one.labels))
    joined = []
    for part in parts:
        values = part.values(name)
        if name in part.columns:
            places = np.array([labels.index(label) for label in part.columns[name].attribute.labels])
            values = np.where(values >= 0, places[values], NOT_GIVEN)
        joined.append(values)
    return Column(replace(attributes[0], labels=labels), np.concatenate(joined))


def _joined_sides(parts: Sequence[FaceDataset]) -> tuple[str, ...]:
    if not any(part.own_sides for part in parts):
        return ()
    return tuple(side for part in parts for side in part.own_sides or ("",) * len(part))


def _ordered(columns: Mapping[str, Column]) -> Mapping[str, Column]:
    first = [name for name in (*ATTRIBUTES, AGE.name) if name in columns]
    others = [name for name in columns if name not in first]
    return MappingProxyType({name: columns[name] for name in (*first, *others) if columns[name].given.any()})


def _fingerprint(column: Column) -> str:
    digest = hashlib.sha256(repr(column.attribute.labels).encode("utf-8", "surrogateescape"))
    digest.update(np.ascontiguousarray(column.values, np.int64).tobytes())
    return digest.hexdigest()

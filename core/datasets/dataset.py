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
    from core.datasets.columns import ColumnMap
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
    content: Callable[[str], bytes] | None = None
    """Returns the bytes of a name's file, if `decode` shows it as it is."""
    boxes: NDArray[np.float32] | None = None
    """Shape (n, 4): where the face is, as x0, y0, x1, y1 in pixels of the row's picture; NaN if unknown."""
    column_map: ColumnMap | None = None
    """How the columns of its table were read; None if the format or the folders state the labels."""
    group_only: tuple[str, ...] = ()
    """Columns that no model is to answer by default, only to group figures by."""
    parts: tuple[FaceDataset, ...] = ()
    """The joined data sets, in the order of the rows. Empty for a single data set."""
    decided: Decided | None = None
    """What was decided about the labels by hand, if anything: `ages` and `columns` are as decided."""

    def __post_init__(self) -> None:
        for name, values in (("ages", self.ages), *((name, one.values) for name, one in self.columns.items())):
            if values.shape != (len(self.names),):
                raise ValueError(f"{name} of shape {values.shape}: expected ({len(self.names)},), one value per name")
        object.__setattr__(self, "columns", _ordered({**self.columns, AGE.name: age_column(self.ages)}))
        if (self.decode is None) == (self.grey is None):
            raise ValueError("expected exactly one of decode and grey")
        if self.boxes is not None and self.boxes.shape != (len(self.names), 4):
            raise ValueError(f"boxes of shape {self.boxes.shape}: expected ({len(self.names)}, 4)")
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
    def used(self) -> Indices:
        """The rows that were not left out by hand."""
        rows = np.arange(len(self))
        return np.setdiff1d(rows, self.decided.left_out) if self.decided else rows

    @property
    def as_labelled(self) -> FaceDataset:
        """The data set without what was decided by hand."""
        return self.decided.before if self.decided else self

    @property
    def fingerprint(self) -> str:
        """Hash of names, ages and labels of the built-in attributes; the same wherever the data are stored, and
        whatever was decided about them by hand, so that splits and caches outlive a decision.

        Saved splits and runs contain it. `column_fingerprints` covers the other columns.
        """
        source = self.as_labelled
        digest = hashlib.sha256("\n".join(source.names).encode("utf-8", "surrogateescape"))
        for column in (source.ages, *map(source.values, ATTRIBUTES)):
            digest.update(np.ascontiguousarray(column, np.int64).tobytes())
        return digest.hexdigest()

    @property
    def column_fingerprints(self) -> dict[str, str]:
        """Hash of each column's labels, by attribute, without what was decided by hand."""
        return {name: _fingerprint(column) for name, column in self.as_labelled.columns.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """What was decided about the labels of a data set by hand (`core.datasets.decisions`)."""

    before: FaceDataset
    """The data set as it was labelled."""
    digest: str
    """Changes with the decisions."""
    changed: int
    """Labels that are others now."""
    removed: int
    """Labels that were taken away, because nobody can tell."""
    left_out: Indices
    """The rows left out, sorted; they have no label and no age any more."""
    missed: int
    """Decisions about pictures or labels that are not in the data."""

    def summary(self) -> dict[str, object]:
        """The counts, as in JSON."""
        return {
            "changed": self.changed,
            "removed": self.removed,
            "left_out": len(self.left_out),
            "missed": self.missed,
        }

    def __str__(self) -> str:
        counts = (
            (self.changed, "label changed", "labels changed"),
            (self.removed, "label removed", "labels removed"),
            (len(self.left_out), "face left out", "faces left out"),
        )
        said = [f"{count:,} {one if count == 1 else several}" for count, one, several in counts if count]
        return f"{', '.join(said) or 'no label changed'} by hand"


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

    def content(name: str) -> bytes:
        part, own_name = origins[name]
        assert part.content is not None  # checked below
        return part.content(own_name)

    joined = FaceDataset(
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
        content=content if all(part.content for part in parts) else None,
        boxes=_joined_boxes(parts),
        group_only=tuple(dict.fromkeys(name for part in parts for name in part.group_only)),
        parts=tuple(parts),
    )
    return replace(joined, decided=_joined_decisions(joined, parts)) if any(part.decided for part in parts) else joined


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


def _joined_decisions(joined: FaceDataset, parts: Sequence[FaceDataset]) -> Decided:
    made = [(part.decided, own[0]) for part, own in joined.sources if part.decided]
    return Decided(
        before=join([part.as_labelled for part in parts]),
        digest=hashlib.sha256(" ".join(one.digest for one, _ in made).encode()).hexdigest(),
        changed=sum(one.changed for one, _ in made),
        removed=sum(one.removed for one, _ in made),
        left_out=np.concatenate([first + one.left_out for one, first in made]),
        missed=sum(one.missed for one, _ in made),
    )


def _joined_sides(parts: Sequence[FaceDataset]) -> tuple[str, ...]:
    if not any(part.own_sides for part in parts):
        return ()
    return tuple(side for part in parts for side in part.own_sides or ("",) * len(part))


def _joined_boxes(parts: Sequence[FaceDataset]) -> NDArray[np.float32] | None:
    if all(part.boxes is None for part in parts):
        return None
    unknown = (np.full((len(part), 4), np.nan, np.float32) for part in parts)
    return np.concatenate(
        [none if part.boxes is None else part.boxes for part, none in zip(parts, unknown, strict=True)]
    )


def _ordered(columns: Mapping[str, Column]) -> Mapping[str, Column]:
    first = [name for name in (*ATTRIBUTES, AGE.name) if name in columns]
    others = [name for name in columns if name not in first]
    return MappingProxyType({name: columns[name] for name in (*first, *others) if columns[name].given.any()})


def _fingerprint(column: Column) -> str:
    digest = hashlib.sha256(repr(column.attribute.labels).encode("utf-8", "surrogateescape"))
    digest.update(np.ascontiguousarray(column.values, np.int64).tobytes())
    return digest.hexdigest()

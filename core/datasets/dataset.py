"""Labelled faces, whatever they were read from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.schema import AGE, ATTRIBUTES, NOT_GIVEN, Column, age_column

if TYPE_CHECKING:
    from core.vision.imaging import RGB

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row of the data that could not be used."""

    name: str
    """Of the picture, or `line 17` of a CSV file."""
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class FaceDataset:
    """Faces with what annotators perceived, one row a picture; pictures are decoded when they are asked for.

    One of `decode` and `grey` gives the pictures.
    """

    title: str
    """What the data are called."""
    terms: str
    """What they may be used for."""
    names: tuple[str, ...]
    ages: Indices
    """In years; -1 where none is given."""
    columns: Mapping[str, Column]
    """What is given of each attribute, by name: those that ship first, then the age bands, then what else the data say.
    Bands are added to what is handed over, and columns in which nothing is given left out."""
    skipped: tuple[SkippedRow, ...]
    """Rows of the source that are not among the others, with the reason."""
    decode: Callable[[str], RGB] | None = None
    """The picture of a name."""
    grey: NDArray[np.uint8] | None = None
    """Shape (n, side, side): the pictures themselves, grey and small, as the UTKFace CSV holds them."""
    aligned: bool = True
    """Whether the pictures are in the canonical framing as they are."""
    state: str = ""
    """Differs when the content of the source does."""
    own_sides: tuple[str, ...] = ()
    """The side of the source's own split that each row lies on, as the source calls it; empty where it has none."""
    parts: tuple[FaceDataset, ...] = ()
    """The data sets this one joins, their rows in this order; empty where it is a single one."""

    def __post_init__(self) -> None:
        for name, values in (("ages", self.ages), *((name, one.values) for name, one in self.columns.items())):
            if values.shape != (len(self.names),):
                raise ValueError(f"{name} of shape {values.shape}: expected ({len(self.names)},), one value per name")
        object.__setattr__(self, "columns", _in_order({**self.columns, AGE.name: age_column(self.ages)}))
        if (self.decode is None) == (self.grey is None):
            raise ValueError("one of decode and grey gives the pictures, and not both")
        if self.grey is not None and (self.grey.ndim != 3 or len(self.grey) != len(self.names)):
            raise ValueError(f"grey of shape {self.grey.shape}: expected ({len(self.names)}, side, side)")

    def __len__(self) -> int:
        return len(self.names)

    def values(self, name: str) -> Indices:
        """Index into the labels of an attribute; `NOT_GIVEN` where there is none, everywhere without such a column."""
        if name in self.columns:
            return self.columns[name].values
        return np.full(len(self), NOT_GIVEN, np.int64)

    @property
    def sources(self) -> tuple[tuple[FaceDataset, Indices], ...]:
        """Each data set this one is made of, with its rows; itself with all where it is a single one."""
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
        assert self.grey is not None  # as __post_init__ has it
        return np.repeat(self.grey[row][:, :, np.newaxis], 3, axis=2)

    @property
    def fingerprint(self) -> str:
        """The same for the same rows with the same ages and labels of the attributes that ship, wherever they lie.

        What a saved split belongs to.
        """
        digest = hashlib.sha256("\n".join(self.names).encode("utf-8", "surrogateescape"))
        for column in (self.ages, *map(self.values, ATTRIBUTES)):
            digest.update(np.ascontiguousarray(column, np.int64).tobytes())
        return digest.hexdigest()


def _in_order(columns: Mapping[str, Column]) -> Mapping[str, Column]:
    first = [name for name in (*ATTRIBUTES, AGE.name) if name in columns]
    rest = [name for name in columns if name not in first]
    return MappingProxyType({name: columns[name] for name in (*first, *rest) if columns[name].given.any()})

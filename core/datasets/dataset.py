"""Labelled faces, whatever they were read from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from core.imaging import RGB

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
    gender: Indices
    """Index into `core.labels.GENDERS`; -1 where none is given."""
    ethnicity: Indices
    """Index into `core.labels.ETHNICITIES`; -1 where none is given."""
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
    extra: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Further columns of the source by name, such as FairFace's seven races."""
    parts: tuple[FaceDataset, ...] = ()
    """The data sets this one joins, their rows in this order; empty where it is a single one."""

    def __post_init__(self) -> None:
        for column in ("ages", "gender", "ethnicity"):
            shape = getattr(self, column).shape
            if shape != (len(self.names),):
                raise ValueError(f"{column} of shape {shape}: expected ({len(self.names)},), one value a name")
        if (self.decode is None) == (self.grey is None):
            raise ValueError("one of decode and grey gives the pictures, and not both")
        if self.grey is not None and (self.grey.ndim != 3 or len(self.grey) != len(self.names)):
            raise ValueError(f"grey of shape {self.grey.shape}: expected ({len(self.names)}, side, side)")

    def __len__(self) -> int:
        return len(self.names)

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
        """The same for the same rows with the same labels, wherever they lie; what a saved split belongs to."""
        digest = hashlib.sha256("\n".join(self.names).encode("utf-8", "surrogateescape"))
        for column in (self.ages, self.gender, self.ethnicity):
            digest.update(np.ascontiguousarray(column, np.int64).tobytes())
        return digest.hexdigest()

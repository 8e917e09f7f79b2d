"""Labelled faces, whatever they were read from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.imaging import RGB

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row of the data that could not be used."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class FaceDataset:
    """Faces with what annotators perceived, one row a picture; pictures are decoded when they are asked for."""

    title: str
    """What the data are called."""
    terms: str
    """What they may be used for."""
    names: tuple[str, ...]
    ages: Indices
    """In years; -1 where none is given."""
    gender: Indices
    """Index into `core.labels.GENDERS`."""
    ethnicity: Indices
    """Index into `core.labels.ETHNICITIES`."""
    skipped: tuple[SkippedRow, ...]
    """Rows of the source that are not among the others, with the reason."""
    decode: Callable[[str], RGB]
    """The picture of a name."""

    def __post_init__(self) -> None:
        for column in ("ages", "gender", "ethnicity"):
            shape = getattr(self, column).shape
            if shape != (len(self.names),):
                raise ValueError(f"{column} of shape {shape}: expected ({len(self.names)},), one value a name")

    def __len__(self) -> int:
        return len(self.names)

    def image(self, row: int) -> RGB:
        """The picture of a row, shape (height, width, 3).

        Raises:
            ImageError: It cannot be decoded.
        """
        return self.decode(self.names[row])

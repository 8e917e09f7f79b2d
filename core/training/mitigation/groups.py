"""The groups for which a network is to err equally often: combinations of an attribute's labels with those of others.

The groups of the other columns alone would not do. Where one label is rare in a group of the data, the network guesses
another for all of the group; the group as a whole looks well served, and some of its people are not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.datasets.dataset import Indices
from core.schema import NOT_GIVEN, Attribute

Labels = Mapping[str, Indices]

MOST: Final = 10.0
"""No picture counts for more than this many, however rare its like: a handful would be learnt by heart."""


@dataclass(frozen=True, slots=True)
class Groups:
    """An attribute whose errors are evened out, and the columns between whose groups."""

    of: Attribute
    columns: tuple[Attribute, ...]

    @property
    def count(self) -> int:
        """How many groups there are: combinations of the columns' labels."""
        return math.prod(len(column.labels) for column in self.columns)

    @property
    def cell_count(self) -> int:
        """How many combinations there are of a label of `of` with a group."""
        return len(self.of.labels) * self.count

    def places(self, labels: Labels) -> Indices:
        """The group each face belongs to, below `count`; `NOT_GIVEN` where a label of any column is missing."""
        found = np.zeros(len(labels[self.of.name]), np.int64)
        for column in self.columns:
            values = labels[column.name]
            found = np.where((found >= 0) & (values >= 0), found * len(column.labels) + values, NOT_GIVEN)
        return found

    def cells(self, labels: Labels) -> Indices:
        """The combination each face belongs to, below `cell_count`; `NOT_GIVEN` where a label is missing."""
        own, places = labels[self.of.name], self.places(labels)
        return np.where((own >= 0) & (places >= 0), own * self.count + places, NOT_GIVEN)

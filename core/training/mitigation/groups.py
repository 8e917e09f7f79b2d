"""Groups of bias mitigation, and methods that reorder or reweight faces or select epochs by group.

The groups are combinations of an attribute's labels with those of other columns. The other columns alone would not be
enough: if a label is rare in a group, a network that always predicts another is accurate for the group as a whole, and
wrong for everyone with that label.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.datasets.dataset import Indices
from core.schema import NOT_GIVEN, Attribute

Labels = Mapping[str, Indices]

MAX_WEIGHT: Final = 10.0
"""Largest weight of a picture, so that a small combination is not memorised."""


@dataclass(frozen=True, slots=True)
class Groups:
    """The attribute whose errors are balanced, and the columns that define the groups."""

    of: Attribute
    columns: tuple[Attribute, ...]

    @property
    def count(self) -> int:
        """Number of groups: combinations of the columns' labels."""
        return math.prod(len(column.labels) for column in self.columns)

    @property
    def cell_count(self) -> int:
        """Number of combinations of a label of `of` with a group."""
        return len(self.of.labels) * self.count

    def group_ids(self, labels: Labels) -> Indices:
        """The group of each face, below `count`; `NOT_GIVEN` if a label is missing."""
        found = np.zeros(len(labels[self.of.name]), np.int64)
        for column in self.columns:
            values = labels[column.name]
            found = np.where((found >= 0) & (values >= 0), found * len(column.labels) + values, NOT_GIVEN)
        return found

    def cells(self, labels: Labels) -> Indices:
        """The combination of each face, below `cell_count`; `NOT_GIVEN` if a label is missing."""
        own, group_ids = labels[self.of.name], self.group_ids(labels)
        return np.where((own >= 0) & (group_ids >= 0), own * self.count + group_ids, NOT_GIVEN)


_ENOUGH: Final = 20
"""Combinations with fewer faces are ignored: their accuracy is mostly noise."""


def worst_group_accuracy(groups: Groups, labels: Labels, predicted: Indices) -> float:
    """The lowest accuracy of a combination of label and group, for the choice of the epoch.

    Sagawa et al. 2020, Distributionally Robust Neural Networks for Group Shifts; Idrissi et al. 2022 found that this
    choice matters as much as the training. The overall accuracy if every combination is too small."""
    actual, cell = labels[groups.of.name], groups.cells(labels)
    right, known = predicted == actual, cell >= 0
    counts = np.bincount(cell[known], minlength=1)
    shares = np.bincount(cell[known], weights=right[known], minlength=1) / np.maximum(counts, 1)
    enough = counts >= _ENOUGH
    return float(shares[enough].min()) if enough.any() else float(right[actual >= 0].mean())


def balanced_order(groups: Groups, labels: Labels, rng: np.random.Generator) -> Indices:
    """Balanced sampling: indices of an epoch with the same number of faces of each combination.

    Idrissi et al. 2022, Simple data balancing achieves competitive worst-group-accuracy (there RWG). No face of a
    combination is repeated before all have been used, and none is used more than `MAX_WEIGHT` times. Faces without a
    known combination are used once.
    """
    cell = groups.cells(labels)
    unknown = np.flatnonzero(cell < 0)
    members = [np.flatnonzero(cell == one) for one in np.unique(cell[cell >= 0])]
    if not members:
        return rng.permutation(unknown)
    count = len(cell) - len(unknown)
    alike, most = count / len(members), MAX_WEIGHT * np.array([len(some) for some in members])
    few = most < alike
    rest = (count - most[few].sum()) / np.count_nonzero(~few)
    ends = np.rint(np.cumsum(np.where(few, most, rest))).astype(np.int64)
    sizes = np.diff(ends, prepend=0).tolist()
    drawn = [np.resize(rng.permutation(some), size) for some, size in zip(members, sizes, strict=True)]
    return rng.permutation(np.concatenate([*drawn, unknown]))


def reweighing_weights(groups: Groups, labels: Labels) -> NDArray[np.float32]:
    """Reweighing: sample weights, mean 1, that make label and group statistically independent.

    Kamiran and Calders 2012, Data preprocessing techniques for classification without discrimination. The weight is the
    expected frequency of a combination divided by its actual one; 1 for faces without a known combination.
    """
    cell = groups.cells(labels)
    known = cell >= 0
    each = np.ones(len(cell), np.float32)
    if known.any():
        found = np.bincount(cell[known], minlength=groups.cell_count).reshape(-1, groups.count)
        expected = np.outer(found.sum(axis=1), found.sum(axis=0)) / np.count_nonzero(known)
        counting = np.minimum(expected / np.maximum(found, 1), MAX_WEIGHT).ravel()[cell[known]]
        each[known] = counting / counting.mean()
    return each

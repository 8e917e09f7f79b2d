"""Reweighing: faces count for so much that label and group no longer tell anything of each other.

Kamiran and Calders 2012, Data preprocessing techniques for classification without discrimination. A group stays as
large as it is; what changes is the share of each label in it, which becomes that of everybody.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.training.mitigation.groups import MOST, Groups, Labels


def reweighed(groups: Groups, labels: Labels) -> NDArray[np.float32]:
    """The weight of each face, mean 1: how common its combination would be by chance, by how common it is.

    Faces of no known combination have weight 1.
    """
    cell = groups.cells(labels)
    known = cell >= 0
    each = np.ones(len(cell), np.float32)
    if known.any():
        found = np.bincount(cell[known], minlength=groups.cell_count).reshape(-1, groups.count)
        expected = np.outer(found.sum(axis=1), found.sum(axis=0)) / np.count_nonzero(known)
        counting = np.minimum(expected / np.maximum(found, 1), MOST).ravel()[cell[known]]
        each[known] = counting / counting.mean()
    return each

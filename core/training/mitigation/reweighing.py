"""Reweighing: faces count for so much that gender and ethnicity no longer tell anything of each other.

Kamiran and Calders 2012, Data preprocessing techniques for classification without discrimination. A group stays as
large as it is; what changes is the share of either gender in it, which becomes that of everybody.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from core.datasets.dataset import Indices
from core.labels import ETHNICITIES, GENDERS, Head
from core.training.mitigation.groups import CELLS, MOST, cells


def reweighed(labels: Mapping[Head, Indices]) -> NDArray[np.float32]:
    """The weight of each face, mean 1: how common its combination would be by chance, by how common it is."""
    cell = cells(labels)
    found = np.bincount(cell, minlength=CELLS).reshape(len(GENDERS), len(ETHNICITIES))
    expected = np.outer(found.sum(axis=1), found.sum(axis=0)) / len(cell)
    each = np.minimum(expected / np.maximum(found, 1), MOST).ravel()[cell]
    return np.asarray(each / each.mean(), np.float32)

"""Choosing the epoch by the group that fares worst.

Sagawa et al. 2020, Distributionally Robust Neural Networks for Group Shifts, chose so; Idrissi et al. 2022 found that
it matters as much as how the network learns.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from core.datasets.dataset import Indices
from core.labels import Head
from core.training.mitigation.groups import cells

_ENOUGH: Final = 20
"""Faces below which a combination's accuracy is more chance than anything else."""


def worst_accuracy(labels: Mapping[Head, Indices], predicted: Indices) -> float:
    """The lowest gender accuracy of a combination of gender and ethnicity; of all together where each is too few."""
    right, cell = predicted == labels["gender"], cells(labels)
    counts = np.bincount(cell)
    shares = np.bincount(cell, weights=right) / np.maximum(counts, 1)
    enough = counts >= _ENOUGH
    return float(shares[enough].min()) if enough.any() else float(right.mean())

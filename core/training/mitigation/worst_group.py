"""Choosing the epoch by the group that fares worst.

Sagawa et al. 2020, Distributionally Robust Neural Networks for Group Shifts, chose so; Idrissi et al. 2022 found that
it matters as much as how the network learns.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from core.datasets.dataset import Indices
from core.training.mitigation.groups import Groups, Labels

_ENOUGH: Final = 20
"""Faces below which a combination's accuracy is more chance than anything else."""


def worst_accuracy(groups: Groups, labels: Labels, predicted: Indices) -> float:
    """The lowest accuracy of a combination of label and group; of all labelled faces where each is too few."""
    actual, cell = labels[groups.of.name], groups.cells(labels)
    right, known = predicted == actual, cell >= 0
    counts = np.bincount(cell[known], minlength=1)
    shares = np.bincount(cell[known], weights=right[known], minlength=1) / np.maximum(counts, 1)
    enough = counts >= _ENOUGH
    return float(shares[enough].min()) if enough.any() else float(right[actual >= 0].mean())

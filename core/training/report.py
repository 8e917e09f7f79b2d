"""The student report's training, from which Facet grew: its recipe and the split it is judged on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.bundle import InputSpec
from core.datasets.dataset import FaceDataset, Indices
from core.datasets.duplicates import Fingerprints, contradicting, near_copies
from core.datasets.splits import Split, split
from core.training.recipe import Recipe

NAME: Final = "report-cnn"
RECIPE: Final = Recipe(
    architecture="report-cnn",
    # All of them, so that a later default does not change what this name stands for.
    parameters={"blocks": 3, "width": 32, "dense": 256, "block_dropout": 0.25, "dropout": 0.5},
    input=InputSpec(size=48, channels=1),
    epochs=40,
    batch=64,
)
SPLIT_SEED: Final = 1


@dataclass(frozen=True, slots=True, eq=False)
class CleanSplit:
    """A split without copies across its sides, and what was left out of it."""

    split: Split
    copies: int
    """Pictures beyond the first of their group of exact and near copies."""
    contradicting: NDArray[np.bool_]
    """Rows of groups whose labels contradict each other; they lie on no side."""
    groups: Indices


def clean_split(dataset: FaceDataset, prints: Fingerprints) -> CleanSplit:
    """Split by gender and ethnicity, groups of near copies whole, those with contradicting labels left out."""
    groups = near_copies(prints)
    out = contradicting(groups, dataset.gender, dataset.ethnicity)
    sides = split((dataset.gender, dataset.ethnicity), groups, rows=np.flatnonzero(~out), seed=SPLIT_SEED)
    return CleanSplit(sides, len(groups) - len(np.unique(groups)), out, groups)

"""How much each picture counts, so that what is rare is not passed over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.datasets.dataset import Indices
from core.labels import ETHNICITIES, HEADS, Head

_MOST: Final = 10.0
"""No picture counts for more than this many, however rare it is: a handful would be learnt by heart."""


def weights(labels: Mapping[Head, Indices], balancing: Literal["none", "class", "cell"]) -> NDArray[np.float32]:
    """The weight of each picture for each head, shape (n, heads) in the order of `HEADS`, mean 1.

    By class each head has its own, the inverse of its class's count; by cell both have the inverse of the count of the
    combination of gender and ethnicity.
    """
    count = len(labels["gender"])
    if balancing == "none":
        return np.ones((count, len(HEADS)), np.float32)
    if balancing == "cell":
        cell = labels["gender"] * len(ETHNICITIES) + labels["ethnicity"]
        return np.repeat(_inverse(cell)[:, np.newaxis], len(HEADS), axis=1)
    return np.stack([_inverse(labels[head]) for head in HEADS], axis=1)


def _inverse(classes: Indices) -> NDArray[np.float32]:
    counts = np.bincount(classes)
    there = np.count_nonzero(counts)
    each = np.minimum(len(classes) / (there * np.maximum(counts, 1)), _MOST)[classes]
    return np.asarray(each / each.mean(), np.float32)

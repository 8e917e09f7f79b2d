"""Whether a model sees the same face in a photo as in its training pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.labels import HEADS, Head

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FramingCheck:
    """Accuracy on the same pictures in two framings."""

    count: int
    not_found: int
    as_is: Mapping[Head, float]
    """On the pictures as they are."""
    realigned: Mapping[Head, float]
    """On the pictures put through detection and alignment; a face not found counts as wrong."""

    @property
    def lost(self) -> Mapping[Head, float]:
        """By how much accuracy falls through detection and alignment."""
        return {head: self.as_is[head] - self.realigned[head] for head in HEADS}


def compare_framings(
    as_is: Mapping[Head, Floats],
    realigned: Mapping[Head, Floats],
    found: NDArray[np.bool_],
    labels: Mapping[Head, Indices],
) -> FramingCheck:
    """Compare probabilities, shape (n, classes) a head, of the same pictures in two framings."""
    return FramingCheck(
        count=len(found),
        not_found=int((~found).sum()),
        as_is={head: float((as_is[head].argmax(axis=1) == labels[head]).mean()) for head in HEADS},
        realigned={head: float(((realigned[head].argmax(axis=1) == labels[head]) & found).mean()) for head in HEADS},
    )

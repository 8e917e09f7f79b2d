"""Whether a model sees the same face in a photo as in its training pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.labels import HEADS, Head

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

ALLOWED_LOSS: Final = 0.01
"""What a model may lose through detection and alignment and still be said to see one framing."""


@dataclass(frozen=True, slots=True)
class FramingCheck:
    """Accuracy on the same pictures in two framings."""

    count: int
    not_found: int
    as_is: Mapping[Head, float]
    """On the pictures as they are."""
    realigned: Mapping[Head, float]
    """On the pictures put through detection and alignment; a face not found counts as wrong."""

    lost_interval: Mapping[Head, tuple[float, float]]
    """95 % interval of `lost`: both accuracies are of the same pictures, so it is that of their mean difference."""

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
    before = {head: as_is[head].argmax(axis=1) == labels[head] for head in HEADS}
    after = {head: (realigned[head].argmax(axis=1) == labels[head]) & found for head in HEADS}
    return FramingCheck(
        count=len(found),
        not_found=int((~found).sum()),
        as_is={head: float(before[head].mean()) for head in HEADS},
        realigned={head: float(after[head].mean()) for head in HEADS},
        lost_interval={head: _paired_interval(before[head], after[head]) for head in HEADS},
    )


def _paired_interval(before: NDArray[np.bool_], after: NDArray[np.bool_]) -> tuple[float, float]:
    lost = before.astype(np.float64) - after
    reach = 1.959964 * float(lost.std()) / float(np.sqrt(len(lost)))
    return float(lost.mean()) - reach, float(lost.mean()) + reach

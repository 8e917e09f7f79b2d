"""Whether a model sees the same face in a photo as in its training pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

ALLOWED_LOSS: Final = 0.01
"""What a model may lose through detection and alignment and still be said to see one framing."""


@dataclass(frozen=True, slots=True)
class FramingCheck:
    """Accuracy on the same pictures in two framings, by answered attribute."""

    count: int
    not_found: int
    as_is: Mapping[str, float]
    """On the pictures as they are."""
    realigned: Mapping[str, float]
    """On the pictures put through detection and alignment; a face not found counts as wrong."""

    lost_interval: Mapping[str, tuple[float, float]]
    """95 % interval of `lost`: both accuracies are of the same pictures, so it is that of their mean difference."""

    @property
    def lost(self) -> Mapping[str, float]:
        """By how much accuracy falls through detection and alignment."""
        return {name: self.as_is[name] - self.realigned[name] for name in self.as_is}


def compare_framings(
    as_is: Mapping[str, Floats],
    realigned: Mapping[str, Floats],
    found: NDArray[np.bool_],
    labels: Mapping[str, Indices],
) -> FramingCheck:
    """Compare probabilities, shape (n, labels) per attribute, of the same pictures in two framings.

    Pictures without a label of an attribute are left out of its figures; an attribute without any has none.
    """
    given = {name: labels[name] >= 0 for name in as_is if name in labels and (labels[name] >= 0).any()}
    before = {name: (as_is[name].argmax(axis=1) == labels[name])[rows] for name, rows in given.items()}
    after = {name: ((realigned[name].argmax(axis=1) == labels[name]) & found)[rows] for name, rows in given.items()}
    return FramingCheck(
        count=len(found),
        not_found=int((~found).sum()),
        as_is={name: float(right.mean()) for name, right in before.items()},
        realigned={name: float(right.mean()) for name, right in after.items()},
        lost_interval={name: _paired_interval(before[name], after[name]) for name in given},
    )


def _paired_interval(before: NDArray[np.bool_], after: NDArray[np.bool_]) -> tuple[float, float]:
    lost = before.astype(np.float64) - after
    reach = 1.959964 * float(lost.std()) / float(np.sqrt(len(lost)))
    return float(lost.mean()) - reach, float(lost.mean()) + reach

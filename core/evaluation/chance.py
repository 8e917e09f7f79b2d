"""What chance alone does, so that a difference is not made of noise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

SIGNIFICANT: Final = 0.05
"""A difference that chance makes in fewer cases than this is said to be more than chance."""


def gaps_by_chance(hits: Indices, counts: Indices, *, draws: int, seed: int) -> Floats:
    """Largest differences between groups that all have the same share, with the groups' own sizes; one per draw."""
    rng = np.random.default_rng(seed)
    shares = rng.binomial(counts, hits.sum() / counts.sum(), size=(draws, len(counts))) / counts
    return np.asarray(np.ptp(shares, axis=1))


def sign_test(more: int, less: int) -> float:
    """How often chance divides `more + less` rows at least so unevenly (McNemar's test in its exact form)."""
    from scipy.stats import binomtest  # a second, so only when it is needed

    return float(binomtest(more, more + less).pvalue) if more + less else 1.0


def holm(p_values: Sequence[float]) -> list[float]:
    """The same, as they must be read when all are looked at together (Holm 1979)."""
    adjusted = [1.0] * len(p_values)
    highest = 0.0
    for place, at in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        highest = max(highest, min(1.0, (len(p_values) - place) * p_values[at]))
        adjusted[at] = highest
    return adjusted

"""Statistics: confidence intervals, exact tests, correction for multiple comparisons, area under the ROC curve.

All intervals are 95 %. SciPy takes a second to import and the viewer is installed without it, so it is imported only
where it is used.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]

SIGNIFICANT: Final = 0.05
"""A p-value below this is called more than chance."""
_Z: Final = 1.959964


def wilson_interval(hits: int, count: int) -> tuple[float, float]:
    """Interval of a proportion (Wilson 1927), which also holds for small samples and proportions near 0 and 1.

    The same as `scipy.stats.binomtest(hits, count).proportion_ci(method="wilson")`, without SciPy: the viewer shows it.
    """
    middle = (hits + _Z * _Z / 2) / (count + _Z * _Z)
    reach = _Z / (count + _Z * _Z) * math.sqrt(hits * (count - hits) / count + _Z * _Z / 4)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def mean_interval(values: Floats) -> tuple[float, float]:
    """Normal interval of a mean, such as that of paired differences."""
    mean, reach = float(values.mean()), _Z * float(values.std()) / math.sqrt(len(values))
    return mean - reach, mean + reach


def sign_test(more: int, less: int) -> float:
    """Two-sided p-value of the exact McNemar test, given the numbers of pairs that differ in either direction."""
    from scipy.stats import binomtest

    return float(binomtest(more, more + less).pvalue) if more + less else 1.0


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjusted p-values that control the family-wise error rate (Holm 1979)."""
    adjusted = [1.0] * len(p_values)
    highest = 0.0
    for place, at in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        highest = max(highest, min(1.0, (len(p_values) - place) * p_values[at]))
        adjusted[at] = highest
    return adjusted


def gaps_by_chance(hits: Indices, counts: Indices, *, draws: int, seed: int) -> Floats:
    """Simulated largest differences between groups of these sizes that all have the same true share; one per draw."""
    rng = np.random.default_rng(seed)
    shares = rng.binomial(counts, hits.sum() / counts.sum(), size=(draws, len(counts))) / counts
    return np.asarray(np.ptp(shares, axis=1))


def area_under_curve(score: Floats, positive: Flags) -> tuple[float, float, float] | None:
    """Area under the ROC curve and its interval (Hanley and McNeil 1982); None unless both classes occur."""
    from scipy.stats import mannwhitneyu

    positives, negatives = int(positive.sum()), int((~positive).sum())
    if not positives or not negatives:
        return None
    pairs = positives * negatives
    area = float(mannwhitneyu(score[positive], score[~positive], method="asymptotic").statistic) / pairs
    one, two = area / (2.0 - area), 2.0 * area**2 / (1.0 + area)
    variance = area * (1.0 - area) + (positives - 1) * (one - area**2) + (negatives - 1) * (two - area**2)
    reach = _Z * math.sqrt(max(variance, 0.0) / pairs)
    return area, max(0.0, area - reach), min(1.0, area + reach)

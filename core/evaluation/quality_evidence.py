"""Whether what `core.vision.quality` measures tells anything about errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.evaluation.metrics import wilson_interval
from core.vision.quality import REASONS, Quality

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_BAD: Final[Mapping[str, tuple[str, float]]] = MappingProxyType(
    {
        "dark": ("brightness", -1.0),
        "bright": ("brightness", 1.0),
        "low_contrast": ("contrast", -1.0),
        "blurred": ("sharpness", -1.0),
        "small": ("eye_distance_px", -1.0),
        "turned": ("turn", 1.0),
        "cut_off": ("visible", -1.0),
        "sideways": ("roll_degrees", 1.0),
    }
)
"""The measure behind each reason, and the direction in which it is worse."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one reason says about errors; intervals are 95 %."""

    reason: str
    """A key of `core.vision.quality.REASONS`, or `confidence`: how unsure the model itself is, to compare with."""
    count: int
    """Faces for which the reason is told."""
    error_with: float
    error_with_interval: tuple[float, float]
    error_without: float
    error_without_interval: tuple[float, float]
    area: float
    """Area under the curve of the measure itself for telling errors from right answers: 0.5 is chance."""
    area_interval: tuple[float, float]


def badness(quality: Quality) -> tuple[list[float], list[bool]]:
    """How bad each measure is, the larger the worse, and which reasons are told, both in the order of `REASONS`."""
    values = [sign * getattr(quality, measure) for measure, sign in (_BAD[reason] for reason in REASONS)]
    return values, [reason in quality.reasons for reason in REASONS]


def quality_evidence(bad: Floats, told: Flags, unsure: Floats, uncertain: Flags, wrong: Flags) -> tuple[Evidence, ...]:
    """Evidence a reason, and for the model's own confidence.

    Args:
        bad: Shape (n, reasons), from `badness`.
        told: Shape (n, reasons), from `badness`.
        unsure: Shape (n,): one minus the probability of the likeliest label.
        uncertain: Shape (n,): whether the program says "uncertain".
        wrong: Shape (n,): whether the likeliest label is not the face's.
    """
    if not len(wrong):
        return ()
    found = [_evidence(reason, bad[:, at], told[:, at], wrong) for at, reason in enumerate(REASONS)]
    return (*found, _evidence("confidence", unsure, uncertain, wrong))


def area_under_curve(score: Floats, positive: Flags) -> float:
    """The chance that a positive scores higher than a negative, ties counting half; 0.5 where one kind is missing."""
    negatives, positives = np.sort(score[~positive]), score[positive]
    if not len(negatives) or not len(positives):
        return 0.5
    below = np.searchsorted(negatives, positives, side="left")
    not_above = np.searchsorted(negatives, positives, side="right")
    return float((below + not_above).mean() / 2.0 / len(negatives))


def _evidence(reason: str, bad: Floats, told: Flags, wrong: Flags) -> Evidence:
    with_it, without = wrong[told], wrong[~told]
    area = area_under_curve(bad, wrong)
    return Evidence(
        reason=reason,
        count=len(with_it),
        error_with=_mean(with_it),
        error_with_interval=_interval(with_it),
        error_without=_mean(without),
        error_without_interval=_interval(without),
        area=area,
        area_interval=_area_interval(area, int(wrong.sum()), int((~wrong).sum())),
    )


def _mean(flags: Flags) -> float:
    return float(flags.mean()) if len(flags) else 0.0


def _interval(flags: Flags) -> tuple[float, float]:
    return wilson_interval(int(flags.sum()), len(flags)) if len(flags) else (0.0, 1.0)


def _area_interval(area: float, positives: int, negatives: int) -> tuple[float, float]:
    """Hanley and McNeil 1982."""
    if not positives or not negatives:
        return 0.0, 1.0
    one, two = area / (2.0 - area), 2.0 * area**2 / (1.0 + area)
    variance = area * (1.0 - area) + (positives - 1) * (one - area**2) + (negatives - 1) * (two - area**2)
    reach = 1.959964 * float(np.sqrt(max(variance, 0.0) / (positives * negatives)))
    return max(0.0, area - reach), min(1.0, area + reach)

"""Learning curves: the measures of a training over its epochs, the best epoch, and overfitting."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

Row = Mapping[str, float]
Measure = str
"""`LOSS` or the result of `accuracy_of`."""

LOSS: Final = "loss"
_PATIENCE: Final = 4
"""Epochs without a lower validation loss, while the training loss falls, that count as overfitting."""


@dataclass(frozen=True, slots=True)
class Curve:
    """One measure over the epochs; NaN where a row lacks it."""

    epochs: tuple[float, ...]
    training: tuple[float, ...]
    validation: tuple[float, ...]

    def at(self, epoch: int) -> tuple[float, float] | None:
        """Training and validation at that epoch."""
        if epoch not in self.epochs:
            return None
        index = self.epochs.index(epoch)
        return self.training[index], self.validation[index]


def accuracy_of(name: str) -> Measure:
    """The measure of an attribute's accuracy."""
    return f"{name}_accuracy"


def curve(rows: Sequence[Row], measure: Measure) -> Curve:
    """The curve of a measure over the rows of a training's history."""
    return Curve(
        tuple(row["epoch"] for row in rows),
        tuple(row.get(measure, math.nan) for row in rows),
        tuple(row.get(f"validation_{measure}", math.nan) for row in rows),
    )


def gap(line: Curve, measure: Measure) -> tuple[float, ...]:
    """By how much training is better than validation at each epoch; at least 0."""
    sign = 1 if measure == LOSS else -1
    return tuple(max(0.0, sign * (v - t)) for t, v in zip(line.training, line.validation, strict=True))


def best_epoch(rows: Sequence[Row]) -> int:
    """The epoch with the highest score, counted from 1; 0 before the first."""
    scored = [row for row in rows if not math.isnan(row.get("score", math.nan))]
    return int(max(scored, key=lambda row: row["score"])["epoch"]) if scored else 0


def overfits_since(rows: Sequence[Row]) -> int:
    """The epoch after which only the training loss has fallen, and the validation loss has not; 0 if there is none."""
    loss = curve(rows, LOSS)
    known = [index for index, value in enumerate(loss.validation) if not math.isnan(value)]
    if not known:
        return 0
    lowest = min(known, key=lambda index: loss.validation[index])
    long_ago = len(rows) - 1 - lowest >= _PATIENCE
    still_learns = loss.training[-1] < loss.training[lowest]
    return int(loss.epochs[lowest]) if long_ago and still_learns else 0

"""The events of a training, its pausing and stopping, and its learning curves."""

from __future__ import annotations

import dataclasses
import json
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from core.work import Stopped

Reason = Literal["finished", "early stopping", "cancelled"]


@dataclass(frozen=True, slots=True)
class Preparing:
    """Work before or after the epochs."""

    what: str
    """For display: "reading the data", "finding faces", "starting TensorFlow"."""
    done: int
    total: int
    """0 if unknown."""


@dataclass(frozen=True, slots=True)
class BatchDone:
    """Progress within an epoch, at most ten times per second; means over the epoch so far."""

    epoch: int
    """From 1."""
    step: int
    steps: int
    loss: float
    accuracies: dict[str, float]
    """By attribute, without those that have had no labelled face so far."""
    images_per_second: float


@dataclass(frozen=True, slots=True)
class EpochDone:
    """An epoch was saved; `row` is its row of `history.csv`."""

    row: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning; the training continues."""

    text: str


@dataclass(frozen=True, slots=True)
class Paused:
    """The training is paused."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """The training continues after a pause."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The last event of a training that was finished or cancelled."""

    reason: Reason
    best_epoch: int
    """0 if no epoch was completed."""
    epochs_done: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The last event of a training that failed: code, values and text of a `FacetError`."""

    code: str
    values: Mapping[str, str]
    text: str


Event = Preparing | Warned | BatchDone | EpochDone | Paused | Resumed | Ended | Failed
Progress = Callable[[Event], None]

_KINDS: Final[Mapping[str, Callable[..., Event]]] = {
    kind.__name__: kind for kind in (Preparing, Warned, BatchDone, EpochDone, Paused, Resumed, Ended, Failed)
}


def answered_in(row: Mapping[str, float]) -> tuple[str, ...]:
    """The names of the answered attributes in a row of the history."""
    names = (key.removesuffix("_accuracy") for key in row if key.endswith("_accuracy"))
    return tuple(name for name in names if f"validation_{name}_accuracy" in row)


def to_json(event: Event) -> str:
    """An event as one line of JSON."""
    return json.dumps({"kind": type(event).__name__, **dataclasses.asdict(event)})


def from_json(line: str) -> Event:
    """The event in a line of JSON.

    Raises:
        ValueError: It is not an event.
    """
    try:
        fields: dict[str, Any] = json.loads(line)
        return _KINDS[fields.pop("kind")](**fields)
    except (KeyError, TypeError, AttributeError) as e:
        raise ValueError(f"not an event: {line[:200]}") from e


_POLL_EVERY_S: Final = 0.05
REPORT_EVERY_S: Final = 0.1


def _never() -> bool:
    return False


def _silent(event: Event) -> None:
    del event


@dataclass(frozen=True, slots=True)
class Control:
    """Callbacks of a training: progress, stop and pause."""

    progress: Callable[[Event], None] = _silent
    should_stop: Callable[[], bool] = _never
    should_pause: Callable[[], bool] = _never

    def wait_or_stop(self) -> None:
        """Wait while paused. Called between batches.

        Raises:
            Stopped: `should_stop` returned True.
        """
        if self.should_stop():
            raise Stopped
        if not self.should_pause():
            return
        self.progress(Paused())
        while self.should_pause():
            if self.should_stop():
                raise Stopped
            time.sleep(_POLL_EVERY_S)
        self.progress(Resumed())

    def preparing(self, what: str) -> Callable[[int, int], None]:
        """A progress callback that emits `Preparing` at most ten times per second, and at the end."""
        reported_s = -math.inf

        def tell(done: int, total: int) -> None:
            nonlocal reported_s
            now_s = time.monotonic()
            if now_s - reported_s >= REPORT_EVERY_S or done == total:
                reported_s = now_s
                self.progress(Preparing(what, done, total))

        tell(0, 0)
        return tell


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

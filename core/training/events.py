"""The events of a training, which can be sent between processes, and how it is paused and stopped."""

from __future__ import annotations

import dataclasses
import json
import math
import time
from collections.abc import Callable, Mapping
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

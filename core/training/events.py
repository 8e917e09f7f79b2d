"""What a training tells while it runs: one small object at a time, which can be sent from one process to another."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

Reason = Literal["finished", "early stopping", "cancelled"]


@dataclass(frozen=True, slots=True)
class Preparing:
    """Work before or after the epochs."""

    what: str
    """For people: "reading the data", "finding faces", "starting TensorFlow", "measuring"."""
    done: int
    total: int
    """0 where it is not known."""


@dataclass(frozen=True, slots=True)
class BatchDone:
    """Within an epoch, at most ten times a second; means over the epoch so far."""

    epoch: int
    """Counted from 1, as everywhere."""
    step: int
    steps: int
    loss: float
    accuracies: dict[str, float]
    """By attribute; those of which no label was seen yet are left out."""
    images_per_second: float


@dataclass(frozen=True, slots=True)
class EpochDone:
    """An epoch is kept; `row` is its row of `history.csv`."""

    row: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Paused:
    """The training stands still until it is resumed."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """It goes on."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The last event of a training that did what it was asked to."""

    reason: Reason
    best_epoch: int
    """0 where no epoch was done."""
    epochs_done: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The last event of a training that could not go on: a `FacetError`'s code, values and text."""

    code: str
    values: Mapping[str, str]
    text: str


Event = Preparing | BatchDone | EpochDone | Paused | Resumed | Ended | Failed
Progress = Callable[[Event], None]

_KINDS: Final[Mapping[str, Callable[..., Event]]] = {
    kind.__name__: kind for kind in (Preparing, BatchDone, EpochDone, Paused, Resumed, Ended, Failed)
}


def answered_in(row: Mapping[str, float]) -> tuple[str, ...]:
    """The names of what is answered, by a row of the history."""
    names = (key.removesuffix("_accuracy") for key in row if key.endswith("_accuracy"))
    return tuple(name for name in names if f"validation_{name}_accuracy" in row)


def to_json(event: Event) -> str:
    """One line of JSON."""
    return json.dumps({"kind": type(event).__name__, **dataclasses.asdict(event)})


def from_json(line: str) -> Event:
    """The event of a line.

    Raises:
        ValueError: It is no event.
    """
    try:
        fields: dict[str, Any] = json.loads(line)
        return _KINDS[fields.pop("kind")](**fields)
    except (KeyError, TypeError, AttributeError) as e:
        raise ValueError(f"not an event: {line[:200]}") from e

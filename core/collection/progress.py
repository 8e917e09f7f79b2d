"""How far a batch or an open collection is, and how long it will take."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass
from typing import Final, Literal

from core.collection.layout import Record
from core.errors import ImageError

_MEASURED_PHOTOS: Final = 200
"""The speed is measured over this many recent photos."""


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """The progress of a batch."""

    state: Literal["working", "paused"]
    done: int
    """Of the photos asked for, including those of earlier calls."""
    total: int
    failed: int
    """Photos that could not be read or answered."""
    faces: int
    left_s: float | None
    """Estimated seconds left, from the most recent photos; None at first."""
    newest: Record | None
    """The photo just answered by the first model; None if only time has passed."""
    second_missing: int = 0
    """Photos whose faces the second model has not answered yet, while it answers."""


@dataclass(frozen=True, slots=True)
class BatchEnd:
    """The outcome of a batch."""

    reason: Literal["finished", "stopped"]
    done: int
    total: int
    failed: int
    faces: int
    kept: int
    """How many of those done are from earlier calls."""
    vanished: int
    """Photos answered by earlier calls that are no longer among those asked for; their rows stay."""
    changed: int = 0
    """Photos whose file had changed since an earlier call; they are answered again."""
    moved: int = 0
    """How many of those vanished are now in another place, answered there again."""


@dataclass(frozen=True, slots=True)
class AnsweringProgress:
    """How far a collection is."""

    answered: int
    total: int
    left_s: float | None
    """Estimated seconds left; None if that is not known or nothing is being answered."""
    working: bool
    """Whether photos are being answered now, or are held back by a pause."""
    other_model: str
    """The model and version that its answers are of, if that is not the one in use; nothing is answered then."""
    error: ImageError | None
    """Why some photos cannot be answered now."""
    second_missing: int = 0
    """Photos with faces that the second model has not answered yet."""
    revision: int = 0
    """Grows with each change: a photo may leave and come back between two looks."""
    other_second: str = ""
    """As `other_model`, for the second model."""
    swapped: int | None = None
    """Photos whose two models have changed places so far; None while they do not."""


class Clock:
    """The recent speed, without pauses."""

    def __init__(self) -> None:
        self._before = time.monotonic()
        self._worked_s = 0.0
        self._at: deque[float] = deque([0.0], maxlen=_MEASURED_PHOTOS)

    def tick(self, *, done: bool, paused: bool) -> None:
        """Count a photo, or time that has passed; called ten times a second at least."""
        now = time.monotonic()
        if done or not paused:
            self._worked_s += now - self._before
        self._before = now
        if done:
            self._at.append(self._worked_s)

    def left_s(self, photos: int) -> float | None:
        """Estimated seconds for so many photos; None at first."""
        if len(self._at) < 2:
            return None
        return max(0.0, (self._worked_s - self._at[0]) / (len(self._at) - 1) * photos)

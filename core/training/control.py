"""How a training is told to stop or to wait, and how it tells what it does."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from core.training.events import Event, Paused, Preparing, Resumed
from core.work import Stopped

_ASKED_EVERY_S: Final = 0.05
TOLD_EVERY_S: Final = 0.1


def _never() -> bool:
    return False


def _silent(event: Event) -> None:
    del event


@dataclass(frozen=True, slots=True)
class Control:
    """The caller's side of a training."""

    progress: Callable[[Event], None] = _silent
    should_stop: Callable[[], bool] = _never
    should_pause: Callable[[], bool] = _never

    def go_on(self) -> None:
        """Called between batches: waits while paused.

        Raises:
            Stopped: The caller asked for it.
        """
        if self.should_stop():
            raise Stopped
        if not self.should_pause():
            return
        self.progress(Paused())
        while self.should_pause():
            if self.should_stop():
                raise Stopped
            time.sleep(_ASKED_EVERY_S)
        self.progress(Resumed())

    def preparing(self, what: str) -> Callable[[int, int], None]:
        """What to call with the work done and its total; the end is told, and before it ten times a second."""
        told_s = -math.inf

        def tell(done: int, total: int) -> None:
            nonlocal told_s
            now_s = time.monotonic()
            if now_s - told_s >= TOLD_EVERY_S or done == total:
                told_s = now_s
                self.progress(Preparing(what, done, total))

        tell(0, 0)
        return tell

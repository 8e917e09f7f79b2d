"""Events on their way from the training's thread to the window's."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.training.events import Event


class Mailbox:
    """Keeps what happened until somebody looks; of figures that are soon out of date only the newest."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._events: list[Event] = []

    def put(self, event: Event) -> None:
        from core.training.events import BatchDone, Preparing

        with self._lock:
            newest = self._events[-1] if self._events else None
            if isinstance(event, BatchDone | Preparing) and type(newest) is type(event):
                self._events[-1] = event
            else:
                self._events.append(event)

    def take(self) -> list[Event]:
        """Everything since the last look, in order."""
        with self._lock:
            events, self._events = self._events, []
        return events

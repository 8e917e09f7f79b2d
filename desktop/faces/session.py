"""The running batch: started, paused, cancelled, and its progress."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import FacetError
from desktop.app.engine import LoadAnalyzer
from desktop.app.opencv import import_opencv
from desktop.faces.order import Order
from desktop.worker import Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from core.collection.batch import BatchEnd, BatchProgress

State = Literal["idle", "preparing", "working", "paused", "cancelling", "ended", "failed"]

_LOOK_EVERY_MS: Final = 100
"""The window is updated ten times a second, however fast photos are answered."""


class BatchSession(QObject):
    """Runs one batch at a time. It outlives its window, which can be hidden.

    Args:
        load_analyzer: Makes a single-threaded analyzer, once per thread of the batch.
        threads: Number of photos at a time; 0 for one per core.
    """

    changed = Signal()
    """The state has changed."""
    moved = Signal()
    """Further photos were answered."""
    ended = Signal()
    """The batch has ended or failed; emitted once per batch."""
    broken = Signal(object)
    """An unexpected error."""

    def __init__(
        self, load_analyzer: LoadAnalyzer, threads: Callable[[], int] = lambda: 0, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._load_analyzer = load_analyzer
        self._threads = threads
        self._worker = Worker("batch session", self)
        self._stop = threading.Event()
        self._pause = threading.Event()
        self._newest: BatchProgress | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self.state: State = "idle"
        self.order: Order | None = None
        self.progress: BatchProgress | None = None
        self.end: BatchEnd | None = None
        self.failure: Exception | None = None

    @property
    def running(self) -> bool:
        return self.state in ("preparing", "working", "paused", "cancelling")

    def start(self, order: Order, model: str) -> None:
        """Start, or resume where the table was left. No batch may be running."""
        if self.running:
            raise RuntimeError("one batch at a time")
        self.order, self.progress, self.end, self.failure = order, None, None, None
        self._newest = None
        self._stop, self._pause = threading.Event(), threading.Event()
        threads = self._threads() or os.cpu_count() or 1

        def work(progress: Progress, should_stop: ShouldStop) -> BatchEnd:
            import_opencv()
            from core.collection.batch import run_batch

            return run_batch(
                order.paths,
                order.outputs,
                partial(self._load_analyzer, model),
                threads=threads,
                progress=self._hear,
                should_stop=lambda: should_stop() or self._stop.is_set(),
                should_pause=self._pause.is_set,
            )

        job = self._worker.submit(work)
        job.result.connect(self._on_result)
        job.failed.connect(self._on_failed)
        self._timer.start()
        self._enter("preparing")

    def pause(self) -> None:
        """Start no further photo."""
        if self.state == "working":
            self._pause.set()
            self._enter("paused")

    def resume(self) -> None:
        if self.state == "paused":
            self._pause.clear()
            self._enter("working")

    def cancel(self) -> None:
        """Stop; answers so far are kept."""
        if self.running and self.state != "cancelling":
            self._stop.set()
            self._enter("cancelling")

    def close(self) -> None:
        """Stop and wait, also for photos under way; answers so far are kept."""
        self._timer.stop()
        self._stop.set()
        self._worker.close()
        if self.order is not None:
            from core.collection.workers import wait_for_all

            wait_for_all()

    def _hear(self, now: BatchProgress) -> None:
        self._newest = now  # in the worker thread; only the newest counts

    def _look(self) -> None:
        now = self._newest
        if now is None or now is self.progress:
            return
        self.progress = now
        if self.state == "preparing":
            self._enter("working")
        self.moved.emit()

    def _on_result(self, end: BatchEnd) -> None:
        self.end = end
        self._finish("ended")

    def _on_failed(self, error: Exception) -> None:
        self.failure = error
        self._finish("failed")
        if not isinstance(error, FacetError):
            self.broken.emit(error)

    def _finish(self, state: State) -> None:
        self._timer.stop()
        self._look()
        self._enter(state)
        self.ended.emit()

    def _enter(self, state: State) -> None:
        self.state = state
        self.changed.emit()

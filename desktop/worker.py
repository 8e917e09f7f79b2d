"""Work away from the window, one job at a time, and garbage, which the window's thread alone collects."""

from __future__ import annotations

import builtins
import gc
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from PySide6.QtCore import SIGNAL, QCoreApplication, QEvent, QObject, Qt, QTimer, Signal

# PySide replaces `__import__` to look for its `__feature__` switch in the source of every imported module. Asking
# pydantic's for their source while another thread imports them ends in an ImportError, about once in twenty starts.
# Facet does not use that switch, and without the search its modules load faster.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)

Progress = Callable[[Any], None]
ShouldStop = Callable[[], bool]
Work = Callable[[Progress, ShouldStop], Any]
Stage = Literal["download", "read", "check", "faces", "answer", "features", "labels", "write"]

_STEP_EVERY_S: Final = 0.1
_COLLECT_EVERY_MS: Final = 100
_YOUNG: Final = 700
"""Python's own limit."""
_LONG_LIVED: Final = 10_000


@dataclass(frozen=True, slots=True)
class Step:
    """The progress of one stage of a long task."""

    stage: Stage
    done: int
    total: int
    """0 where it is unknown; both in bytes while data are downloaded or read."""
    subject: str = ""
    """The name of the model that answers."""


def report_steps(progress: Progress, stage: Stage, subject: str = "") -> Callable[[int, int], None]:
    """A callback for `core` that passes on at most ten steps a second, and the last one."""
    last = 0.0

    def report(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _STEP_EVERY_S or done == total:
            last = now
            progress(Step(stage, done, total, subject))

    return report


class Job(QObject):
    """One piece of work and its signals.

    All signals arrive in the thread that made the job. Exactly one of `result`, `failed` and `cancelled` is emitted,
    then `finished`, once and last. After `cancel`, `progress`, `result` and `failed` are no longer emitted, even if the
    work was done.
    """

    progress = Signal(object)
    result = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()

    _progressed = Signal(object)
    _ended = Signal(object, object)

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work: Work | None = work
        self._stop: Final = threading.Event()
        # Queued even where Qt would call directly: a slot must never run in the worker's thread.
        self._progressed.connect(self._on_progressed, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        self._stop.set()

    def run(self) -> None:
        """Do the work; called once, in the worker's thread."""
        value, error = None, None
        if self._work is not None and not self._stop.is_set():
            try:
                value = self._work(self._progressed.emit, self._stop.is_set)
            except Exception as e:  # noqa: BLE001 - handed on: `failed` says it in the window's thread
                error = e
        self._ended.emit(value, error)

    def _on_progressed(self, value: object) -> None:
        if not self._stop.is_set():
            self.progress.emit(value)

    def _on_ended(self, value: object, error: Exception | None) -> None:
        if self._stop.is_set():
            self.cancelled.emit()
        elif error is not None:
            self.failed.emit(error)
        else:
            self.result.emit(value)
        self.finished.emit()
        self._disconnect()

    def _disconnect(self) -> None:
        """Free the job and what its work holds, even if a slot, such as a lambda, refers to the job."""
        self._work = None
        for name in ("progress(PyObject)", "result(PyObject)", "failed(PyObject)", "cancelled()", "finished()"):
            if self.receivers(SIGNAL(name)):
                getattr(self, name.partition("(")[0]).disconnect()


class Worker(QObject):
    """A thread that does jobs in the order they were submitted."""

    _left = Signal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[Job] = deque()
        self._alive: set[Job] = set()
        self._done: list[Job] = []
        self._changed = threading.Condition()
        self._closing = False
        self._left.connect(self._done.clear, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def submit(self, work: Work) -> Job:
        """Queue `work`. Connect to the job at once: its signals come from the event loop, so none is missed."""
        job = Job(work)
        self._alive.add(job)
        job.finished.connect(self._on_finished)
        with self._changed:
            if self._closing:
                job.cancel()
                job.run()
                return job
            if not self._thread.is_alive():
                self._thread.start()
            self._waiting.append(job)
            self._changed.notify()
        return job

    def finish(self) -> None:
        """Wait until all submitted work is done, and deliver its signals."""
        if self._thread.is_alive():
            done = threading.Event()
            self.submit(lambda progress, should_stop: done.set())
            done.wait()
        for job in list(self._alive):
            QCoreApplication.sendPostedEvents(job, QEvent.Type.MetaCall)

    def close(self) -> None:
        """Cancel everything and wait until the thread has ended."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        for job in self._alive:
            job.cancel()
        if self._thread.is_alive():
            self._thread.join()

    def _on_finished(self) -> None:
        job = self.sender()
        if isinstance(job, Job):
            self._alive.discard(job)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closing)
                if self._closing:
                    return
            self._waiting[0].run()
            # The last reference to a job must go in the window's thread: with it goes its object in Qt.
            self._done.append(self._waiting.popleft())
            self._left.emit()


class GarbageCollection(QObject):
    """Collects garbage in this thread alone, until `remove` is called.

    Python collects in whatever thread happens to make an object. An object of Qt that is freed in another thread than
    its own may crash the program, and going through all objects of 50,000 photos takes a quarter of a second, during
    which no other thread does anything. Here, modules and long lists are not looked at again: they are freed as soon
    as nothing refers to them. A collection goes through ten or twenty thousand objects, in some milliseconds.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grown = 0
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._collect)
        self._timer.start(_COLLECT_EVERY_MS)

    def remove(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.enable()

    def _collect(self) -> None:
        made = gc.get_count()[0]
        if made < _YOUNG:
            return
        if made > _LONG_LIVED:  # a long list is being made
            gc.freeze()
            return
        gc.collect(1)
        self._grown += made
        if self._grown > _LONG_LIVED:
            self._grown = 0
            gc.collect()
            gc.freeze()

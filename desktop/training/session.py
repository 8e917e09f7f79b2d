"""The current training: its order, its process and its state."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from core.training.events import Row, best_epoch
from desktop.app.translation import core_text
from desktop.worker import Job, Progress, ShouldStop, Work, Worker

if TYPE_CHECKING:
    from core.datasets.audit import Reason
    from core.training.events import BatchDone, Ended, Event, Failed, Preparing
    from core.training.events import Reason as EndReason
    from core.training.recipe import Recipe

USUAL: Final[tuple[Reason, ...]] = ("unreadable", "blank", "contradicting")
"""Left out by default. Copies are kept, on one side of the split."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to train."""

    data: Path
    recipe: Recipe
    run: Path
    resume: bool = False
    leave_out: tuple[Reason, ...] = USUAL
    detector: str = "thorough"
    """A name of `core.vision.detectors.DETECTORS`; a resumed training keeps its own."""

    @property
    def name(self) -> str:
        return self.run.name


class Process(Protocol):
    """A training in its own process; implemented by `core.training.process.TrainingProcess`."""

    def start(self) -> None: ...

    def events(self) -> Iterator[Event]:
        """Blocks; the last is `Ended` or `Failed`."""

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def cancel(self) -> None: ...

    def kill(self) -> None: ...


Launch = Callable[[Order], Process]


def launch(order: Order) -> Process:
    """Start a training in its own process."""
    from core.training.process import TrainingProcess

    return TrainingProcess(
        order.data,
        order.recipe,
        order.run,
        resume=order.resume,
        leave_out=order.leave_out,
        detector=order.detector,
    )


class EventQueue:
    """Events of the training's thread until the window takes them; of batches and preparations only the newest."""

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
        """Take all events since the last call, in order."""
        with self._lock:
            events, self._events = self._events, []
        return events


State = Literal["idle", "preparing", "training", "pausing", "paused", "cancelling", "ended", "failed"]

LOOK_EVERY_MS: Final = 100
"""The window draws ten times per second, however often the training reports."""
_GRACE_S: Final = 4.0
"""Time a cancelled training has to end by itself when the program closes."""
_RECENT_EPOCHS: Final = 3


class TrainingSession(QObject):
    """One training at a time, in its own process. It continues while the window is hidden."""

    changed = Signal()
    """The state, the epoch or the preparation has changed."""
    moved = Signal()
    """There are newer figures of the current epoch."""
    ended = Signal()
    """The training has ended or failed. Emitted once per training."""
    broken = Signal(object)
    """An unexpected error."""

    def __init__(self, parent: QObject | None = None, *, launch_process: Launch = launch) -> None:
        super().__init__(parent)
        self._launch = launch_process
        self._worker = Worker("training", self)
        self._queue = EventQueue()
        self._lock = threading.Lock()
        self._process: Process | None = None
        self._requests: list[Literal["pause", "cancel"]] = []
        self._job: Job | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self.state: State = "idle"
        self.order: Order | None = None
        self.rows: list[Row] = []
        self.batch: BatchDone | None = None
        self.preparing: Preparing | None = None
        self.outcome: Ended | None = None
        self.failure: Failed | None = None

    @property
    def running(self) -> bool:
        return self.state in ("preparing", "training", "pausing", "paused", "cancelling")

    @property
    def cancelled(self) -> bool:
        return self.outcome is not None and self.outcome.reason == "cancelled"

    @property
    def preparation(self) -> str:
        """The current preparation and its progress in words; empty if there is none."""
        if self.preparing is None:
            return ""
        text = core_text("steps", self.preparing.what)
        text = f"{text[:1].upper()}{text[1:]}"
        done, total = self.preparing.done, self.preparing.total
        return f"{text}: {100 * done // total} %" if total else f"{text}…"

    @property
    def epoch(self) -> int:
        """The current epoch, or the last one done."""
        return self.batch.epoch if self.batch else len(self.rows)

    @property
    def epochs(self) -> int:
        return self.order.recipe.epochs if self.order else 0

    @property
    def answers(self) -> tuple[str, ...]:
        """The names of the answered attributes; empty while unknown."""
        from core.training.events import answered_in

        if self.rows:
            return answered_in(self.rows[-1])
        chosen = self.order.recipe.answers if self.order else ()
        return chosen or (tuple(self.batch.accuracies) if self.batch else ())

    @property
    def images_per_second(self) -> float:
        if self.batch:
            return self.batch.images_per_second
        return self.rows[-1].get("images_per_second", 0.0) if self.rows else 0.0

    @property
    def progress(self) -> float:
        """Progress of the whole training, 0 to 1."""
        within = (self.batch.epoch - 1 + self.batch.step / max(1, self.batch.steps)) if self.batch else 0
        return min(1.0, max(within, len(self.rows)) / max(1, self.epochs))

    @property
    def seconds_left(self) -> float | None:
        """Estimated time left; None while unknown."""
        recent = [row["seconds"] for row in self.rows[-_RECENT_EPOCHS:] if "seconds" in row]
        if recent:
            epoch_s = sum(recent) / len(recent)
        elif self.batch and self.order and self.batch.images_per_second > 0:
            epoch_s = self.batch.steps * self.order.recipe.batch / self.batch.images_per_second
        else:
            return None
        return epoch_s * self.epochs * (1 - self.progress)

    def start(self, order: Order) -> None:
        """Start a training; none may be running."""
        if self.running:
            raise RuntimeError("one training at a time")
        self.order, self.rows, self.batch, self.preparing = order, _rows_before(order), None, None
        self.outcome, self.failure = None, None
        self._process, self._requests, self._queue = None, [], EventQueue()
        self._job = self._worker.submit(self._work(order, self._queue))
        self._job.failed.connect(self._on_broken)
        self._job.finished.connect(self._on_finished)
        self._timer.start()
        self._enter("preparing")

    def show_earlier(self, run: Path) -> None:
        """Show a run that is not running: its epochs, and how it ended.

        Raises:
            DataError: It cannot be read.
        """
        from core.training.events import Ended, Failed
        from core.training.run_folder import open_run

        if self.running:
            raise RuntimeError("one training at a time")
        folder = open_run(run)
        ended, data = folder.ended, folder.data
        self.order = Order(Path(data.get("path", "")), folder.recipe, run, resume=True)
        self.rows, self.batch, self.preparing = list(folder.history()), None, None
        self.outcome = self.failure = None
        if folder.state == "failed":
            self.failure = Failed(ended.get("code", ""), {}, ended.get("text", ""))
        else:
            state = folder.state
            reason: EndReason = "cancelled"
            if folder.bundle is not None and state in ("finished", "early stopping"):
                reason = "finished" if state == "finished" else "early stopping"
            self.outcome = Ended(reason, best_epoch(self.rows), len(self.rows))
        self._enter("failed" if self.failure else "ended")

    def forget(self) -> None:
        """Return to the state without a training."""
        self.order, self.rows, self.outcome, self.failure = None, [], None, None
        self._enter("idle")

    def pause(self) -> None:
        if self.state == "training":
            self._request("pause")
            self._enter("pausing")

    def resume(self) -> None:
        if self.state in ("paused", "pausing") and self._process:
            self._process.resume()
            self._enter("training")

    def cancel(self) -> None:
        """Stop within one batch; the epochs done are kept."""
        if self.running and self.state != "cancelling":
            self._request("cancel")
            self._enter("cancelling")

    def close(self) -> None:
        """Stop the training and wait for it; after a time limit its process is killed. The epochs done are kept."""
        self._timer.stop()
        if self.running:
            self.cancel()
        killer = threading.Timer(_GRACE_S, self._kill)
        killer.start()
        self._worker.close()
        killer.cancel()
        killer.join()  # or it may be what frees the session, outside the window's thread

    def _work(self, order: Order, queue: EventQueue) -> Work:
        def work(progress: Progress, should_stop: ShouldStop) -> None:
            process = self._launch(order)
            process.start()
            with self._lock:
                self._process = process
                requests, self._requests = self._requests, []
            for request in requests:
                getattr(process, request)()
            for event in process.events():
                queue.put(event)

        return work

    def _request(self, request: Literal["pause", "cancel"]) -> None:
        """Send a request to the process, or keep it until there is one."""
        with self._lock:
            process = self._process
            if process is None:
                self._requests.append(request)
        if process is not None:
            getattr(process, request)()

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _look(self) -> None:
        """Take the new events and emit each signal at most once."""
        before, moved, changed = self.state, False, False
        for event in self._queue.take():
            change = self._apply(event)
            changed |= change == "changed"
            moved |= change == "moved"
        if changed:
            self.changed.emit()
        if moved:
            self.moved.emit()
        if self.state != before and not self.running:
            self.ended.emit()

    def _apply(self, event: Event) -> Literal["changed", "moved"]:
        from core.training.events import BatchDone, Ended, EpochDone, Failed, Paused, Preparing, Resumed

        asked = self.state in ("pausing", "cancelling")
        match event:
            case BatchDone():
                first = self.state == "preparing"
                self.batch, self.preparing = event, None
                self.state = self.state if asked else "training"
                return "changed" if first else "moved"
            case Preparing():
                self.preparing = event
            case EpochDone():
                self.rows = [row for row in self.rows if row["epoch"] < event.row["epoch"]] + [event.row]
                self.batch = None
            case Paused():
                self.state = self.state if self.state == "cancelling" else "paused"
            case Resumed():
                self.state = self.state if asked else "training"
            case Ended():
                self.state, self.outcome, self.batch, self.preparing = "ended", event, None, None
            case Failed():
                self.state, self.failure, self.batch, self.preparing = "failed", event, None, None
        return "changed"

    def _enter(self, state: State) -> None:
        self.state = state
        self.changed.emit()

    def _on_broken(self, error: Exception) -> None:
        from core.training.events import Failed

        self._queue.put(Failed("run.crashed", {}, str(error)))
        self.broken.emit(error)

    def _on_finished(self) -> None:
        self._timer.stop()
        self._job = None
        self._look()


def _rows_before(order: Order) -> list[Row]:
    """The epochs that a resumed training has done already."""
    if not order.resume:
        return []
    from core.training.run_folder import RunFolder

    return list(RunFolder(order.run).history())

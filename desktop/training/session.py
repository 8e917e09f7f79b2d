"""The training under way, if there is one: started, paused, cancelled, and what is known of it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.training.curves import Row, best_epoch
from desktop.training.mailbox import Mailbox
from desktop.training.order import Launch, Order, Process, launch
from desktop.worker import Job, Progress, ShouldStop, Work, Worker

if TYPE_CHECKING:
    from core.training.events import BatchDone, Ended, Event, Failed, Preparing, Reason

State = Literal["idle", "preparing", "training", "pausing", "paused", "cancelling", "ended", "failed"]

LOOK_EVERY_MS: Final = 100
"""However fast a training tells: the window draws ten times a second."""
_GRACE_S: Final = 4.0
"""So long a cancelled training may take to end by itself when the program closes."""
_RECENT_EPOCHS: Final = 3


class TrainingSession(QObject):
    """One training at a time, owned by a worker's thread and done in a process of its own.

    It outlives the window it was started from, so that the window can be hidden.
    """

    changed = Signal()
    """Another state, epoch or preparation."""
    moved = Signal()
    """Newer figures within the epoch."""
    ended = Signal()
    """It has ended or failed; heard once a training."""
    broken = Signal(object)
    """An error nobody expected."""

    def __init__(self, parent: QObject | None = None, *, launch_process: Launch = launch) -> None:
        super().__init__(parent)
        self._launch = launch_process
        self._worker = Worker("training", self)
        self._mailbox = Mailbox()
        self._lock = threading.Lock()
        self._process: Process | None = None
        self._wishes: list[Literal["pause", "cancel"]] = []
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
    def epoch(self) -> int:
        """The epoch under way, or the last one done."""
        return self.batch.epoch if self.batch else len(self.rows)

    @property
    def epochs(self) -> int:
        return self.order.recipe.epochs if self.order else 0

    @property
    def answers(self) -> tuple[str, ...]:
        """The names of what the model answers; empty while it cannot be told."""
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
        """Of the whole training, 0 to 1."""
        within = (self.batch.epoch - 1 + self.batch.step / max(1, self.batch.steps)) if self.batch else 0
        return min(1.0, max(within, len(self.rows)) / max(1, self.epochs))

    @property
    def seconds_left(self) -> float | None:
        """None while it cannot be told."""
        recent = [row["seconds"] for row in self.rows[-_RECENT_EPOCHS:] if "seconds" in row]
        if recent:
            epoch_s = sum(recent) / len(recent)
        elif self.batch and self.order and self.batch.images_per_second > 0:
            epoch_s = self.batch.steps * self.order.recipe.batch / self.batch.images_per_second
        else:
            return None
        return epoch_s * self.epochs * (1 - self.progress)

    def start(self, order: Order) -> None:
        """Begin; only where none is running."""
        if self.running:
            raise RuntimeError("one training at a time")
        self.order, self.rows, self.batch, self.preparing = order, _rows_before(order), None, None
        self.outcome, self.failure = None, None
        self._process, self._wishes, self._mailbox = None, [], Mailbox()
        self._job = self._worker.submit(self._work(order, self._mailbox))
        self._job.failed.connect(self._on_broken)
        self._job.finished.connect(self._on_finished)
        self._timer.start()
        self._enter("preparing")

    def show_earlier(self, run: Path) -> None:
        """Take up a run that is not under way: what it did, and how it ended.

        Raises:
            DataError: It cannot be read.
        """
        from core.training.events import Ended, Failed
        from core.training.run_folder import open_run

        if self.running:
            raise RuntimeError("one training at a time")
        folder = open_run(run)
        told, data = folder.ended, folder.data
        self.order = Order(Path(data.get("path", "")), folder.recipe, run, resume=True)
        self.rows, self.batch, self.preparing = list(folder.history()), None, None
        self.outcome = self.failure = None
        if folder.state == "failed":
            self.failure = Failed(told.get("code", ""), {}, told.get("text", ""))
        else:
            state = folder.state
            reason: Reason = "cancelled"
            if folder.bundle is not None and state in ("finished", "early stopping"):
                reason = "finished" if state == "finished" else "early stopping"
            self.outcome = Ended(reason, best_epoch(self.rows), len(self.rows))
        self._enter("failed" if self.failure else "ended")

    def forget(self) -> None:
        """Nothing was trained."""
        self.order, self.rows, self.outcome, self.failure = None, [], None, None
        self._enter("idle")

    def pause(self) -> None:
        if self.state == "training":
            self._wish("pause")
            self._enter("pausing")

    def resume(self) -> None:
        if self.state in ("paused", "pausing") and self._process:
            self._process.resume()
            self._enter("training")

    def cancel(self) -> None:
        """Stop within one batch; epochs done are kept."""
        if self.running and self.state != "cancelling":
            self._wish("cancel")
            self._enter("cancelling")

    def close(self) -> None:
        """Stop it and wait; what is trained so far is kept, and one that does not listen is ended."""
        self._timer.stop()
        if self.running:
            self.cancel()
        killer = threading.Timer(_GRACE_S, self._kill)
        killer.start()
        self._worker.close()
        killer.cancel()

    def _work(self, order: Order, mailbox: Mailbox) -> Work:
        def work(progress: Progress, should_stop: ShouldStop) -> None:
            process = self._launch(order)
            process.start()
            with self._lock:
                self._process = process
                wishes, self._wishes = self._wishes, []
            for wish in wishes:
                getattr(process, wish)()
            for event in process.events():
                mailbox.put(event)

        return work

    def _wish(self, wish: Literal["pause", "cancel"]) -> None:
        """Now, or as soon as there is a process to hear it."""
        with self._lock:
            process = self._process
            if process is None:
                self._wishes.append(wish)
        if process is not None:
            getattr(process, wish)()

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _look(self) -> None:
        """See what has happened, and tell it: once, however much it was."""
        before, moved, changed = self.state, False, False
        for event in self._mailbox.take():
            told = self._hear(event)
            changed |= told == "changed"
            moved |= told == "moved"
        if changed:
            self.changed.emit()
        if moved:
            self.moved.emit()
        if self.state != before and not self.running:
            self.ended.emit()

    def _hear(self, event: Event) -> Literal["changed", "moved"]:
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

        self._mailbox.put(Failed("run.crashed", {}, str(error)))
        self.broken.emit(error)

    def _on_finished(self) -> None:
        self._timer.stop()
        self._job = None
        self._look()


def _rows_before(order: Order) -> list[Row]:
    """What a training that goes on has done already."""
    if not order.resume:
        return []
    from core.training.run_folder import RunFolder

    return list(RunFolder(order.run).history())

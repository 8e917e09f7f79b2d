"""The results of a batch on their way from the disk to the window, a piece at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.worker import Job, Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from core.batch.reading import ResultReader

_PHOTOS_AT_ONCE: Final = 200
"""So few that taking them up does not hold up the window."""
_LOOK_EVERY_MS: Final = 300


class ResultFeed(QObject):
    """Reads one result at a time, away from the window; one that grows is read on as it does."""

    opened = Signal(object)
    """The `ResultReader` of a result that can be read."""
    arrived = Signal(object)
    """Further photos: a list of their keys and records."""
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = Worker("batch results", self)
        self._job: Job | None = None
        self._reader: ResultReader | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._read)
        self.growing = False
        """Whether more may come; once it may not, what is there is read to its end."""

    def show(self, out: Path, *, growing: bool) -> None:
        """Read the result of the table `out` from its beginning; an earlier one is no longer read."""
        self.stop()
        self.growing = growing

        def work(progress: Progress, should_stop: ShouldStop) -> ResultReader:
            from core.batch.reading import ResultReader

            return ResultReader(out)

        self._job = self._worker.submit(work)
        self._job.result.connect(self._on_opened)
        self._job.failed.connect(self.failed)

    def stop(self) -> None:
        """Read no further."""
        self._timer.stop()
        self._reader = None
        if self._job is not None:
            self._job.cancel()

    def close(self) -> None:
        self.stop()
        self._worker.close()

    def _on_opened(self, reader: ResultReader) -> None:
        self._reader = reader
        self.opened.emit(reader)
        self._read()

    def _read(self) -> None:
        reader = self._reader
        if reader is None:
            return
        growing = self.growing

        def work(progress: Progress, should_stop: ShouldStop) -> list[tuple[str, Any]]:
            return reader.read(_PHOTOS_AT_ONCE)

        self._job = self._worker.submit(work)
        self._job.result.connect(lambda answers: self._on_read(answers, growing=growing))
        self._job.failed.connect(self.failed)

    def _on_read(self, answers: list[tuple[str, Any]], *, growing: bool) -> None:
        if answers:
            self.arrived.emit(answers)
        if len(answers) == _PHOTOS_AT_ONCE:
            self._read()
        elif growing:  # it may have grown between the read and its end
            self._timer.start()

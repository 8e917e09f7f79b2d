"""The batch as seen by the main window: its window, its line in the status bar, and the question before closing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.app.engine import LoadAnalyzer
from desktop.app.opencv import import_opencv
from desktop.faces.session import BatchSession
from desktop.widgets.question import confirmed
from desktop.widgets.status_button import StatusButton
from desktop.wording import duration, error_text, number

if TYPE_CHECKING:
    from desktop.faces.window import BatchWindow


class Batch(QObject):
    """Owns the session, which continues while the window is hidden, and makes the window on first use."""

    photo_asked = Signal(object, int)
    """The path of a photo to open in the main window, and the number of a face in it; -1 without a face."""
    told = Signal(str)
    """A message about what happened while the window was hidden."""
    failed = Signal(object)

    def __init__(
        self,
        window: QWidget,
        load_analyzer: LoadAnalyzer,
        model: Callable[[], str],
        threads: Callable[[], int] = lambda: 0,
    ) -> None:
        super().__init__(window)
        self._main_window = window
        self._model = model
        self.session = BatchSession(load_analyzer, threads, self)
        self.status = BatchStatus(self.session, window)
        self.window: BatchWindow | None = None
        self.status.clicked.connect(self.open)
        self.session.ended.connect(self._on_ended)
        self.session.broken.connect(self.failed)

    def open(self, paths: Sequence[Path] = ()) -> None:
        """Show the window; choose `paths` in it if no batch is running."""
        if self.window is None:
            # Imported late: they load numpy and OpenCV.
            import_opencv()
            from desktop.faces.window import BatchWindow

            self.window = BatchWindow(self.session, self._model)
            self.window.shown.connect(self.status.look)
            self.window.photo_asked.connect(self.photo_asked)
            self.window.failed.connect(self.failed)
        if paths:
            self.window.look_at(paths)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def may_close(self) -> bool:
        """Whether the program may close; asks if a batch is running."""
        session = self.session
        if not session.running:
            return True
        now = session.progress
        begun = self.tr("It has only just begun.")
        return confirmed(
            self._main_window,
            self.tr("A batch is under way"),
            self.tr("Done: {done} of %n photo(s).", "", now.total).format(done=number(now.done)) if now else begun,
            means=self.tr("They are kept, and the batch can go on from there another time."),
            yes=self.tr("Stop and keep what is done"),
            no=self.tr("Go back"),
        )

    def close(self) -> None:
        """Stop everything; what is done is kept."""
        if self.window is not None:
            self.window.hide()
            self.window.close_threads()
        self.session.close()
        if self.window is not None:
            self.window.deleteLater()
            self.window = None

    def _on_ended(self) -> None:
        session = self.session
        if self.window is not None and self.window.isVisible():
            self.status.look()
        elif session.failure is not None:
            self.told.emit(self.tr("The batch stopped: {why}").format(why=error_text(session.failure)))
        elif session.end is not None and session.end.reason == "finished":
            self.told.emit(self.tr("The batch of %n photo(s) is done.", "", session.end.total))


class BatchStatus(StatusButton):
    """Progress in the status bar; a click shows the window."""

    def __init__(self, session: BatchSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setToolTip(self.tr("Show the batch"))
        self._session = session
        self.refresh()

    def _text(self) -> str:
        session, now = self._session, self._session.progress
        match session.state:
            case "idle":
                return ""
            case "ended" | "failed" if self._looked_at:
                return ""
            case "ended":
                stopped = session.end is not None and session.end.reason == "stopped"
                return self.tr("batch: cancelled") if stopped else self.tr("batch: done")
            case "failed":
                return self.tr("batch: failed")
            case "cancelling":
                return self.tr("batch: cancelling…")
        if now is None:
            return self.tr("batch: preparing")
        values = {"done": number(now.done), "total": number(now.total)}
        if session.state == "paused":
            return self.tr("batch: {done}/{total}, paused").format(**values)
        if now.left_s is None:
            return self.tr("batch: {done}/{total}").format(**values)
        return self.tr("batch: {done}/{total} ~{time}").format(**values, time=duration(now.left_s))

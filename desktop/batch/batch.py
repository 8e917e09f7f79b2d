"""The batch as the main window knows it: a window to open, a line in the status bar, and a word before closing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.app.engine import LoadAnalyzer
from desktop.app.opencv import import_opencv
from desktop.batch.session import BatchSession
from desktop.batch.status import BatchStatus
from desktop.widgets.question import confirmed
from desktop.wording import error_text, number

if TYPE_CHECKING:
    from desktop.batch.window import BatchWindow


class Batch(QObject):
    """Owns the session, which goes on while the window is hidden, and makes the window when it is first asked for."""

    photo_asked = Signal(object, int)
    """The path of a photo to be shown in the main window, and the number of a face in it; -1 where there is none."""
    told = Signal(str)
    """What happened while nobody looked, in words."""
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
        """Show the batch's window, with `paths` chosen where some are given and no batch is under way."""
        if self.window is None:
            # They bring numpy, OpenCV and more: nobody else waits for them.
            import_opencv()
            from desktop.batch.window import BatchWindow

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
        """Whether the program may close: asked where a batch is under way."""
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

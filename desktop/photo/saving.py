"""Saving results: asks where, writes in a worker, reports the outcome."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from core.files import fitting_name
from desktop.app.settings import Settings
from desktop.photo.photo import Photo
from desktop.widgets.dialogs import ask_where, documents
from desktop.widgets.picture import to_rgb
from desktop.worker import Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.collection.view import Collection


class Saving(QObject):
    """Saves the annotated picture, and exports of the answers."""

    saved = Signal(object)
    """The path of what was written."""
    failed = Signal(object)

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._worker = Worker("saving", self)
        self._failures: list[Exception] = []
        """What failed while it was not to be said yet."""

    def finish(self) -> bool:
        """Wait until all files are written; returns whether all were, and reports those that failed."""
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        with QSignalBlocker(self):
            self._worker.finish()
        QGuiApplication.restoreOverrideCursor()
        failures, self._failures = self._failures, []
        for error in failures:
            self.failed.emit(error)
        return not failures

    def close(self) -> None:
        self._worker.close()

    def ask_picture(self, photo: Photo, image: QImage, analysis: Analysis) -> None:
        title, called = self.tr("Save the picture with its boxes"), self.tr("Pictures (*.png *.jpg *.webp)")
        name = fitting_name(Path(photo.name).stem, "-faces.png")
        folder = self._settings.last_folder("pictures") or documents()
        proposed = folder / name.replace(":", ".")  # a time in the name; Windows allows no colon
        path = ask_where(self._window, title, proposed, dict.fromkeys((".png", ".jpg", ".jpeg", ".webp"), called))
        if path:
            self._settings.set_last_folder("pictures", path.parent)
            self.save_picture(path, image, analysis)

    def save_picture(self, path: Path, image: QImage, analysis: Analysis) -> None:
        def write() -> None:
            from core.export import write_annotated

            write_annotated(path, to_rgb(image), analysis)

        self._submit(path, write)

    def save_export(self, path: Path, collection: Path, write: Callable[[Collection], None]) -> None:
        """Have `write` read the collection and write `path`."""

        def work() -> None:
            from core.collection.view import Collection

            with Collection(collection) as opened:
                write(opened)

        self._submit(path, work)

    def _submit(self, path: Path, write: Callable[[], None]) -> None:
        def work(progress: Progress, should_stop: ShouldStop) -> Path:
            write()
            return path

        job = self._worker.submit(work)
        job.result.connect(self.saved)
        job.failed.connect(self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        if self.signalsBlocked():
            self._failures.append(error)
        self.failed.emit(error)

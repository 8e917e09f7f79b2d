"""The window of the batch: the form, and the faces found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from core.errors import FacetError
from desktop.faces.form_page import FormPage
from desktop.faces.order import Order
from desktop.faces.result_page import ResultPage
from desktop.faces.session import BatchSession
from desktop.widgets.drop_frame import dropped_paths
from desktop.widgets.message_bar import MessageBar
from desktop.widgets.press_once import press_once
from desktop.widgets.theme import GRID_PX
from desktop.wording import error_text


class BatchWindow(QWidget):
    """A top-level window, so that the main one can come in front. Closing hides it; the batch continues."""

    photo_asked = Signal(object, int)
    """The path of a photo to open, and the number of a face in it; -1 without a face."""
    shown = Signal()
    failed = Signal(object)
    """An unexpected error."""

    def __init__(self, session: BatchSession, model: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._model = model
        self.form = FormPage()
        self.result = ResultPage(session)
        self.messages = MessageBar()
        self.pages = QStackedWidget()
        self._lay_out()
        self.form.start_asked.connect(self.start)
        self.form.open_asked.connect(self.open_result)
        self.result.go_on_asked.connect(self.start)
        self.result.again_asked.connect(self.show_form)
        self.result.photo_asked.connect(self.photo_asked)
        self.form.failed.connect(self._show_error)
        self.result.failed.connect(self._show_error)
        self.result.exported.connect(self._on_exported)
        QShortcut(QKeySequence("Ctrl+W"), self, self.close)

    def show_form(self) -> None:
        self.messages.hide()
        self.pages.setCurrentWidget(self.form)
        self.form.folder.setFocus()

    def look_at(self, paths: Sequence[Path]) -> None:
        """Offer a batch of these photos and folders, unless one is running."""
        if not self.session.running:
            self.show_form()
            self.form.look_at(paths)

    def start(self, order: Order) -> None:
        """Start or resume a batch."""
        if not self.session.running:
            self.messages.hide()
            self.pages.setCurrentWidget(self.result)
            self.session.start(order, self._model())

    def open_result(self, out: Path) -> None:
        """Show the faces of an earlier table."""
        self.messages.hide()
        self.pages.setCurrentWidget(self.result)
        self.result.show_earlier(out)

    def close_threads(self) -> None:
        self.form.close_threads()
        self.result.close_threads()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.shown.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self.session.running and _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.look_at(_files(event))

    def _show_error(self, error: Exception) -> None:
        if isinstance(error, FacetError):
            self.messages.say(error_text(error), kind="warning")
        else:
            self.failed.emit(error)

    def _on_exported(self, out: Path) -> None:
        self.messages.say(self.tr("The chosen rows were written to {path}.").format(path=out), kind="done")

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Batch of photos"))
        self.setAcceptDrops(True)
        self.setMinimumSize(100 * GRID_PX, 62 * GRID_PX)
        self.resize(150 * GRID_PX, 88 * GRID_PX)
        for page in (self.form, self.result):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID_PX, 2 * GRID_PX, 3 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(2 * GRID_PX)
        column.addWidget(self.messages)
        column.addWidget(self.pages, 1)
        press_once(self)


def _files(event: QDropEvent) -> list[Path]:
    return dropped_paths(event.mimeData())

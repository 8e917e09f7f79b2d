"""A batch's result, also while it grows: how far it is, its rows, and its groups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.batch.face_picture import FacePicture, face_picture
from desktop.batch.face_table import FaceTable
from desktop.batch.face_view import FaceView
from desktop.batch.feed import ResultFeed
from desktop.batch.filter_bar import FilterBar
from desktop.batch.order import Order, table_forms
from desktop.batch.run_line import RunLine
from desktop.batch.session import BatchSession
from desktop.batch.summary_view import SummaryView
from desktop.photo.photo import ThumbnailLoader
from desktop.widgets.theme import GRID_PX
from desktop.wording import date_text

if TYPE_CHECKING:
    from core.batch.reading import ResultReader

_COUNT_EVERY_MS: Final = 500


class ResultPage(QWidget):
    """Follows the session's batch, or shows an earlier result."""

    photo_asked = Signal(object, int)
    """The path of a photo to be opened, and the number of a face in it; -1 where there is none."""
    go_on_asked = Signal(object)
    """An `Order`."""
    again_asked = Signal()
    failed = Signal(object)

    def __init__(self, session: BatchSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._order: Order | None = None
        self._followed: Order | None = None
        self.feed = ResultFeed(self)
        self.pictures = ThumbnailLoader(self, make=face_picture)
        self.line = RunLine(session)
        self.filters = FilterBar()
        self.rows = FaceTable()
        self.table = FaceView(self.rows)
        self.summary = SummaryView()
        self.beside = QScrollArea()
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(_COUNT_EVERY_MS)
        self._lay_out()
        self._wire()

    def show_earlier(self, out: Path) -> None:
        """Read the result of the table `out`."""
        self._order = Order((), out)
        self._clear()
        self.line.show_earlier(out.name, "", may_go_on=False)
        self.feed.show(out, growing=False)

    def close_threads(self) -> None:
        self.feed.close()
        self.pictures.close()

    def _on_session_changed(self) -> None:
        session = self._session
        order = session.order
        if order is None:
            return
        begun = session.progress is not None or session.end is not None
        if session.state == "preparing":
            if self._order is None or self._order.out != order.out:
                self.feed.stop()
                self._clear()
            self._order, self._followed = order, None  # what is shown of it stays: it may yet be refused
        elif begun and self._followed is not order:
            self._followed = order
            self._clear()
            self.feed.show(order.out, growing=session.running)
        if not session.running:
            self.feed.growing = False

    def _on_opened(self, reader: ResultReader) -> None:
        if reader.attributes != self.rows.results.attributes:
            self.filters.offer(reader.attributes)
            self.rows.clear(reader.attributes)
        if self._order is None or self._session.order is self._order:
            return
        self._order = Order(reader.paths, self._order.out)
        told = [reader.about.get("model", ""), _date(reader.about.get("date", ""))]
        may_go_on = bool(reader.paths) and self._order.out.suffix.lower() in table_forms()
        self.line.show_earlier(self._order.out.name, ", ".join(filter(None, told)), may_go_on=may_go_on)

    def _on_arrived(self, answers: Sequence[tuple[str, Any]]) -> None:
        self.rows.add(answers)
        self._count_soon()

    def _clear(self) -> None:
        self.rows.clear()
        self._count_soon()

    def _count_soon(self) -> None:
        if not self._counting.isActive():
            self._counting.start()

    def _on_counted(self) -> None:
        self.filters.show_count(self.rows.rowCount(), len(self.rows.results) - self.rows.results.replaced)

    def _show_summary(self) -> None:
        results = self.rows.results
        self.summary.show_summary(results.summary(), results.attributes)

    def _on_filtered(self) -> None:
        wanted = self.filters.wanted
        self.table.show_answers(wanted.kind not in ("errors", "no face"))
        self.rows.want(wanted)

    def _on_activated(self, index: QModelIndex) -> None:
        row = self.rows.at(index.row())
        self.photo_asked.emit(row.path, -1 if row.face is None else row.face)

    def _on_no_picture(self, wanted: FacePicture, error: Exception) -> None:
        self.rows.set_picture(wanted, QImage())

    def _wire(self) -> None:
        self._session.changed.connect(self._on_session_changed)
        self.feed.opened.connect(self._on_opened)
        self.feed.arrived.connect(self._on_arrived)
        self.feed.failed.connect(self.failed)
        self.filters.changed.connect(self._on_filtered)
        self.rows.counted.connect(self._on_counted)
        self.rows.picture_wanted.connect(self.pictures.want)
        self.pictures.loaded.connect(self.rows.set_picture)
        self.pictures.failed.connect(self._on_no_picture)
        self.table.activated.connect(self._on_activated)
        self.line.go_on_asked.connect(lambda: self.go_on_asked.emit(self._order))
        self.line.again_asked.connect(self.again_asked)
        self._counting.timeout.connect(self._show_summary)

    def _lay_out(self) -> None:
        self.table.setAccessibleName(self.tr("Faces found"))
        self.table.setToolTip(self.tr("Enter or a double click opens the photo with this face chosen"))
        self.beside.setWidget(self.summary)
        self.beside.setWidgetResizable(True)
        self.beside.setFrameShape(QFrame.Shape.NoFrame)
        self.beside.setAccessibleName(self.summary.title.text())
        parts = QSplitter()
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(1)
        parts.addWidget(self.table)
        parts.addWidget(self.beside)
        parts.setStretchFactor(0, 1)
        parts.setStretchFactor(1, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID_PX)
        column.addWidget(self.line)
        column.addWidget(self.filters)
        column.addWidget(parts, 1)


def _date(written: str) -> str:
    """The date of a table as people write it; empty where it has none."""
    try:
        return date_text(datetime.fromisoformat(written))
    except ValueError:
        return ""

"""The faces of a collection, also while a batch fills it: progress, filter, grid or table, and histogram."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.faces.chips import ChipLoader
from desktop.faces.face_model import FaceModel
from desktop.faces.face_views import FaceGrid, FaceTable
from desktop.faces.filter_bar import FilterBar
from desktop.faces.order import Order, table_forms
from desktop.faces.run_line import BatchLine
from desktop.faces.session import BatchSession
from desktop.faces.summary_view import SummaryView
from desktop.widgets.save_place import documents
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import date_text
from desktop.worker import Job, Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from core.collection.view import Collection

_COUNT_EVERY_MS: Final = 500
_REFRESH_EVERY_MS: Final = 300
_REFRESH_SHARE: Final = 10
"""Refreshing takes at most one tenth of the time."""


class ResultPage(QWidget):
    """Follows the running batch, or shows an earlier collection."""

    photo_asked = Signal(object, int)
    """The path of a photo to open, and the number of a face in it; -1 without a face."""
    go_on_asked = Signal(object)
    """An `Order`."""
    again_asked = Signal()
    failed = Signal(object)
    exported = Signal(object)
    """The path of a table that was written."""

    def __init__(self, session: BatchSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._order: Order | None = None
        self._followed: Order | None = None
        self._opening: Job | None = None
        self._worker = Worker("batch results", self)
        self.chips = ChipLoader(self)
        self.line = BatchLine(session)
        self.filters = FilterBar()
        self.rows = FaceModel()
        self.table = FaceTable(self.rows)
        self.grid = FaceGrid(self.rows)
        self.grid.setSelectionModel(self.table.selectionModel())
        self.views = QStackedWidget()
        self.as_grid, self.as_table = QPushButton(self.tr("Grid")), QPushButton(self.tr("Table"))
        self.chosen = toned(QLabel(), tone="muted")
        self.open = QPushButton(self.tr("Open photo"))
        self.export = QPushButton(self.tr("Export chosen…"))
        self.exclude = QPushButton(self.tr("Exclude chosen"))
        self.summary = SummaryView()
        self.beside = QScrollArea()
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(_COUNT_EVERY_MS)
        self._refreshing = QTimer(self)
        self._refreshing.setSingleShot(True)
        self._lay_out()
        self._wire()
        self._on_selected()

    def show_earlier(self, out: Path) -> None:
        """Open the collection of the table `out`."""
        self._order = Order((), out)
        self._clear()
        self.line.show_earlier(out.name, "", may_go_on=False)
        self._open_collection(out)

    def show_collection(self, collection: Collection) -> None:
        """Show the faces of a collection."""
        self.rows.show(collection)

    def close_threads(self) -> None:
        self._refreshing.stop()
        self._worker.close()
        self.chips.close()
        self.rows.show(None)

    def _on_session_changed(self) -> None:
        session = self._session
        order = session.order
        if order is None:
            return
        begun = session.progress is not None or session.end is not None
        if session.state == "preparing":
            if self._order is None or self._order.out != order.out:
                self._clear()
            self._order, self._followed = order, None  # the view stays: the batch may yet be refused
        elif begun and self._followed is not order:
            self._followed = order
            self._open_collection(order.out)
        if not session.running:
            self._refresh()

    def _open_collection(self, out: Path) -> None:
        """Open a collection in the worker: an earlier table is read into one first."""
        if self._opening is not None:
            self._opening.cancel()

        def work(progress: Progress, should_stop: ShouldStop) -> Collection:
            from core.collection.view import Collection

            return Collection.of_table(out)

        self._opening = self._worker.submit(work)
        self._opening.result.connect(self._on_opened)
        self._opening.failed.connect(self.failed)

    def _on_opened(self, collection: Collection) -> None:
        self.show_collection(collection)
        self._refresh()
        if self._order is None or self._session.order is self._order:
            return
        self._order = Order(collection.paths, self._order.out)
        said = [collection.about.get("model", ""), _date(collection.about.get("date", ""))]
        may_go_on = bool(collection.paths) and self._order.out.suffix.lower() in table_forms()
        self.line.show_earlier(self._order.out.name, ", ".join(filter(None, said)), may_go_on=may_go_on)

    def _refresh(self) -> None:
        """Show what has been added, and look again while the batch is running."""
        begin = time.monotonic()
        self.rows.refresh()
        taken_ms = (time.monotonic() - begin) * 1000
        if self._session.running:
            self._refreshing.start(max(_REFRESH_EVERY_MS, round(_REFRESH_SHARE * taken_ms)))

    def _on_columns_changed(self) -> None:
        self.filters.offer(self.rows.attributes)

    def _clear(self) -> None:
        self.rows.show(None)
        self._count_soon()

    def _count_soon(self) -> None:
        if not self._counting.isActive():
            self._counting.start()

    def _on_counted(self) -> None:
        collection = self.rows.collection
        self.filters.show_count(self.rows.rowCount(), 0 if collection is None else collection.row_count())
        self.filters.show_excluded(self.rows.excluded)
        self._on_selected()
        self._count_soon()

    def _show_counts(self) -> None:
        from core.collection.view import Summary

        collection = self.rows.collection
        self.summary.show_summary(Summary.empty() if collection is None else collection.summary(), self.rows.attributes)
        counts = self.rows.counts()
        if counts is not None:
            self.filters.show_counts(counts)

    def _on_filtered(self) -> None:
        wanted = self.filters.wanted
        self.table.show_answers(wanted.kind not in ("errors", "no face"))
        self.rows.want(wanted)

    def _on_activated(self, index: QModelIndex) -> None:
        row = self.rows.at(index.row())
        self.photo_asked.emit(row.path, -1 if row.face is None else row.face)

    def _chosen_rows(self) -> list[int]:
        return sorted(index.row() for index in self.table.selectionModel().selectedRows())

    def _on_selected(self) -> None:
        selection = self.table.selectionModel().selection()
        count = sum(selection.at(at).height() for at in range(selection.count()))
        self.chosen.setText(self.tr("%n row(s) chosen", "", count) if count else "")
        self.open.setEnabled(count == 1)
        for button in (self.export, self.exclude):
            button.setEnabled(count > 0)

    def _on_open(self) -> None:
        for row in self._chosen_rows()[:1]:
            self._on_activated(self.rows.index(row, 0))

    def _on_exclude(self) -> None:
        self.rows.exclude(self._chosen_rows())

    def _on_export(self) -> None:
        collection, rows = self.rows.collection, self._chosen_rows()
        if collection is None or not rows:
            return
        forms = ";;".join(f"*{suffix}" for suffix in table_forms())
        place = str(documents() / "faces.csv")
        name, kind = QFileDialog.getSaveFileName(self, self.tr("Export the chosen rows as"), place, forms)
        if name:
            out = Path(name)
            if out.suffix.lower() not in table_forms():
                out = out.with_name(out.name + (kind.removeprefix("*") or ".csv"))
            self._export(collection, self.rows.ids(rows), out)

    def _export(self, collection: Collection, ids: list[int], out: Path) -> None:
        def work(progress: Progress, should_stop: ShouldStop) -> None:
            from core.collection.tables import write_table

            write_table(out, collection.about, collection.table_rows(ids))

        job = self._worker.submit(work)
        job.result.connect(lambda _: self.exported.emit(out))
        job.failed.connect(self.failed)

    def _wire(self) -> None:
        self._session.changed.connect(self._on_session_changed)
        self._refreshing.timeout.connect(self._refresh)
        self.filters.changed.connect(self._on_filtered)
        self.filters.cleared.connect(self.rows.include_all)
        self.rows.counted.connect(self._on_counted)
        self.rows.columns_changed.connect(self._on_columns_changed)
        self.rows.chip_wanted.connect(self.chips.want)
        self.chips.loaded.connect(self.rows.set_chip)
        self.summary.label_chosen.connect(self.filters.choose)
        for view in (self.table, self.grid):
            view.activated.connect(self._on_activated)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self.open.clicked.connect(self._on_open)
        self.export.clicked.connect(self._on_export)
        self.exclude.clicked.connect(self._on_exclude)
        self.line.go_on_asked.connect(lambda: self.go_on_asked.emit(self._order))
        self.line.again_asked.connect(self.again_asked)
        self._counting.timeout.connect(self._show_counts)

    def _lay_out(self) -> None:
        self.table.setAccessibleName(self.tr("Faces found"))
        self.grid.setAccessibleName(self.tr("Faces found"))
        for view in (self.grid, self.table):
            view.setToolTip(self.tr("Enter or a double click opens the photo with this face chosen"))
            self.views.addWidget(view)
        which = QButtonGroup(self)
        for button, view in ((self.as_grid, self.grid), (self.as_table, self.table)):
            button.setCheckable(True)
            which.addButton(button)
            button.clicked.connect(lambda _=False, view=view: self.views.setCurrentWidget(view))
        self.as_grid.setChecked(True)
        actions = QHBoxLayout()
        actions.setSpacing(GRID_PX)
        for button in (self.as_grid, self.as_table, self.open, self.export, self.exclude):
            button.setAutoDefault(False)
            actions.addWidget(button)
        actions.insertSpacing(2, 2 * GRID_PX)
        actions.addWidget(self.chosen)
        actions.addStretch(1)
        actions.addWidget(self.filters.name)
        self.beside.setWidget(self.summary)
        self.beside.setWidgetResizable(True)
        self.beside.setFrameShape(QFrame.Shape.NoFrame)
        self.beside.setAccessibleName(self.summary.title.text())
        parts = QSplitter()
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(1)
        parts.addWidget(self.views)
        parts.addWidget(self.beside)
        parts.setStretchFactor(0, 1)
        parts.setStretchFactor(1, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID_PX)
        column.addWidget(self.line)
        column.addWidget(self.filters)
        column.addLayout(actions)
        column.addWidget(parts, 1)


def _date(written: str) -> str:
    """The date of a table in the user's language; empty without one."""
    try:
        return date_text(datetime.fromisoformat(written))
    except ValueError:
        return ""

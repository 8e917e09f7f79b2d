"""The faces of all open photos: filter, grid or table, and histogram, also while they are being answered."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
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

from desktop.app.translation import texts
from desktop.faces.answers import Answers
from desktop.faces.chips import ChipLoader
from desktop.faces.face_columns import PHOTO
from desktop.faces.face_model import FaceModel
from desktop.faces.face_views import FaceGrid, FaceTable
from desktop.faces.filter_bar import FilterBar
from desktop.faces.summary_view import SummaryView
from desktop.photo.blank_page import BlankPage
from desktop.widgets.inputs import ChoiceBox
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import attribute_title, wrapped

if TYPE_CHECKING:
    from core.collection.rows import FaceRow, Filter
    from core.collection.view import Collection

_COUNT_AFTER_MS: Final = 200
_REFRESH_EVERY_MS: Final = 500
_REFRESH_SHARE: Final = 10
"""Refreshing takes at most one tenth of the time."""
_MOST_KEPT: Final = 2000
"""So many chosen rows stay chosen when others come or go."""


KEYS: Final = (
    ("Left|Right|Up|Down", texts.mark("Another face")),
    ("Return", texts.mark("Open the photo with the face chosen")),
    ("Delete", texts.mark("Leave the chosen faces out until Show everything")),
)
"""For the sheet of shortcuts."""

_LEAST_ORDER_PX: Final = 20 * GRID_PX


class FacesPage(QWidget):
    """Follows the collection that is open.

    Args:
        answers: The collection.
        correct: The command to note what is right for the chosen faces.
        export: The command to export.
        ways_in: Commands that open photos, offered while there are none.
    """

    photo_asked = Signal(object, int)
    """The path of a photo to open, and the number of a face in it; -1 without a face."""
    failed = Signal(object)

    def __init__(
        self,
        answers: Answers,
        *,
        correct: QAction,
        export: QAction,
        ways_in: Sequence[QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._answers = answers
        self._shown: Path | None = None
        self._anchor: tuple[Path, int | None] | None = None
        """The face that has the keyboard: it keeps it when it is answered again."""
        self._anchor_chosen = False
        self._kept: list[int] = []
        """The ids of the chosen rows, while the rows are replaced."""
        self._place = self._scrolled = 0
        """How far the view is to be scrolled, and how far it could be so far: rows may still be missing."""
        self._orders: list[tuple[int, Qt.SortOrder]] = []
        self.chips = ChipLoader(answers.content, self)
        self.filters = FilterBar()
        self.rows = FaceModel()
        self.table = FaceTable(self.rows)
        self.grid = FaceGrid(self.rows)
        self.grid.setSelectionModel(self.table.selectionModel())
        self.views = QStackedWidget()
        self.as_grid, self.as_table = QPushButton(self.tr("Grid")), QPushButton(self.tr("Table"))
        self.order = ChoiceBox()
        self.order.setMinimumWidth(_LEAST_ORDER_PX)
        self.order.currentTextChanged.connect(self.order.setToolTip)
        self.chosen = toned(QLabel(), tone="muted")
        self.open = QAction(self.tr("Open photo"), self)
        self.exclude = QAction(self.tr("Exclude chosen"), self)
        self.exclude.setToolTip(wrapped(self.tr("Leave the chosen rows out until Show everything (Delete)")))
        self.correct, self.export = correct, export
        self.summary = SummaryView()
        self.beside = QScrollArea()
        self.blank = BlankPage("faces", self.tr("Open photos to see their faces here"), actions=ways_in)
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(_COUNT_AFTER_MS)
        self._refreshing = QTimer(self)
        self._refreshing.setSingleShot(True)
        self._lay_out()
        self._wire()
        self._on_selected()

    @property
    def chosen_rows(self) -> list[int]:
        """The rows that are chosen, in their order."""
        selection = self.table.selectionModel().selection()
        ranges = (selection.at(at) for at in range(selection.count()))
        return sorted({row for one in ranges for row in range(one.top(), one.bottom() + 1)})

    @property
    def wanted(self) -> Filter:
        """The filter in use."""
        return self.rows.wanted

    def leave(self) -> None:
        """Close the collection: it is about to be moved or deleted."""
        self._shown = None
        self._anchor = None
        self._place = self._scrolled = 0
        self.rows.show(None)
        self._stack.setCurrentWidget(self.blank)

    def close_threads(self) -> None:
        self._refreshing.stop()
        self._counting.stop()
        self.chips.close()
        self.rows.close_threads()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()
        self._view.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete excludes what is chosen."""
        if event.key() == Qt.Key.Key_Delete:
            self.exclude.trigger()
        else:
            super().keyPressEvent(event)

    def _refresh(self) -> None:
        """Show what has been answered since; only while the page is seen."""
        if not self.isVisible():
            return
        begin = time.monotonic()
        path = self._answers.path
        if path is not None and path != self._shown:
            from core.collection.view import Collection
            from core.errors import ExportError

            try:
                self.rows.show(Collection(path, out=self._answers.document))
            except ExportError as e:
                self.failed.emit(e)
                return
            self._shown = path
        self._stack.setCurrentWidget(self._parts if self._shown else self.blank)
        self.rows.refresh()
        taken_ms = (time.monotonic() - begin) * 1000
        if self._answers.running:
            self._refreshing.start(max(_REFRESH_EVERY_MS, round(_REFRESH_SHARE * taken_ms)))

    def _on_moved(self) -> None:
        if not self._refreshing.isActive():
            self._refreshing.start(_REFRESH_EVERY_MS)

    def _on_columns_changed(self) -> None:
        self.filters.offer(self.rows.attributes)

    def _on_second_changed(self) -> None:
        columns = self.rows.columns
        self.filters.offer_differing(columns.attributes if columns.second else {}, columns.second)
        up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        orders = {(PHOTO, up): self.tr("Order: photos")}
        for at, attribute in enumerate(columns.attributes.values()):
            title, column = attribute_title(attribute), PHOTO + 1 + 2 * at
            orders[column, up] = title
            orders[column + 1, up] = self.tr("{attribute}: least certain first").format(attribute=title)
            orders[column + 1, down] = self.tr("{attribute}: most certain first").format(attribute=title)
        orders[columns.size, down] = self.tr("Largest faces first")
        orders[columns.size, up] = self.tr("Smallest faces first")
        if columns.second:
            orders[columns.difference, down] = self.tr("Largest difference of the two models first")
            for at, (name, attribute) in enumerate(columns.second.items(), start=columns.size + 1):
                if name in columns.attributes:
                    text = self.tr("{attribute}: largest difference first")
                    orders[at, down] = text.format(attribute=attribute_title(attribute))
        self._orders = list(orders)
        header = self.table.horizontalHeader()
        with QSignalBlocker(self.order):
            self.order.clear()
            self.order.addItems(list(orders.values()))
        self._on_sorted(header.sortIndicatorSection(), header.sortIndicatorOrder())

    def _on_order_chosen(self) -> None:
        if self.order.currentIndex() >= 0:
            self.table.sortByColumn(*self._orders[self.order.currentIndex()])

    def _on_sorted(self, column: int, order: Qt.SortOrder) -> None:
        """The table was sorted by a click on its header."""
        with QSignalBlocker(self.order):
            self.order.setCurrentIndex(self._orders.index((column, order)) if (column, order) in self._orders else -1)

    def _count_soon(self) -> None:
        if not self._counting.isActive():
            self._counting.start()

    def _on_counted(self) -> None:
        self.filters.show_excluded(self.rows.excluded)
        self._on_selected()
        self._count_soon()

    def _show_counts(self) -> None:
        wanted = self.rows.wanted

        def count(collection: Collection) -> tuple[Any, ...]:
            return collection.row_count(), collection.summary(wanted), collection.counts(wanted), collection.attributes

        if job := self.rows.ask(count):
            job.result.connect(self._on_counts)

    def _on_counts(self, found: tuple[Any, ...]) -> None:
        rows, summary, counts, attributes = found
        self.filters.show_count(self.rows.rowCount(), rows)
        self.summary.show_summary(summary, attributes)
        if attributes == self.rows.attributes and counts.kinds:
            self.filters.show_counts(counts)

    def _on_filtered(self) -> None:
        wanted = self.filters.wanted
        self.table.show_answers(wanted.kind not in ("errors", "no face"))
        self.rows.want(wanted)

    def _on_activated(self, index: QModelIndex) -> None:
        row = self.rows.at(index.row())
        self.photo_asked.emit(row.path, -1 if row.face is None else row.face)

    def _on_selected(self) -> None:
        count = len(self.chosen_rows)
        self.chosen.setText(self.tr("%n row(s) chosen", "", count) if count else "")
        self.open.setEnabled(count == 1)
        self.exclude.setEnabled(count > 0)

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid():
            row: FaceRow = self.rows.at(index.row())
            self._anchor = row.path, row.face

    def _on_open(self) -> None:
        for row in self.chosen_rows[:1]:
            self._on_activated(self.rows.index(row, PHOTO))

    def _on_exclude(self) -> None:
        self.rows.exclude(self.chosen_rows)

    def _remember(self) -> None:
        """Before the rows are replaced: which are chosen, and how far the view is scrolled."""
        chosen = self.chosen_rows
        self._kept = self.rows.ids(chosen) if len(chosen) <= _MOST_KEPT else []
        current = self.table.selectionModel().currentIndex()
        if current.isValid():
            self._anchor_chosen = current.row() in chosen
        if self._view.verticalScrollBar().value() != self._scrolled:  # the user has moved it
            self._place = self._view.verticalScrollBar().value()

    def _restore(self) -> None:
        model = self.table.selectionModel()
        selection = QItemSelection()
        for row in self.rows.rows_of(self._kept):
            selection.select(self.rows.index(row, PHOTO), self.rows.index(row, self.rows.note))
        model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._restore_place()

    def _restore_place(self) -> None:
        """Give the face that had it the keyboard again, and scroll to where the view was, as far as rows are there."""
        bar, model, collection = self._view.verticalScrollBar(), self.table.selectionModel(), self.rows.collection
        if self._anchor is not None and collection is not None and not model.currentIndex().isValid():
            one = collection.row_id(*self._anchor)
            for row in self.rows.rows_of([] if one is None else [one]):
                flags = QItemSelectionModel.SelectionFlag
                how = flags.Select | flags.Rows if self._anchor_chosen else flags.NoUpdate
                model.setCurrentIndex(self.rows.index(row, PHOTO), how)
        self.grid.updateGeometries()
        bar.setValue(self._place)
        self._scrolled = bar.value()

    def _on_inserted(self) -> None:
        value = self._view.verticalScrollBar().value()
        if value != self._scrolled:  # the user has moved it
            self._place = self._scrolled = value
        self._restore_place()

    @property
    def _view(self) -> FaceGrid | FaceTable:
        return self.grid if self.views.currentWidget() is self.grid else self.table

    def _show_view(self, view: QWidget) -> None:
        self.views.setCurrentWidget(view)
        self._place = self._scrolled = self._view.verticalScrollBar().value()
        self.as_grid.setChecked(view is self.grid)
        self.as_table.setChecked(view is self.table)

    def _on_menu(self, view: QWidget, at: QPoint) -> None:
        from PySide6.QtWidgets import QMenu

        menu = QMenu(view)
        menu.addActions([self.open, self.correct, self.export, self.exclude])
        menu.popup(view.mapToGlobal(at))

    def _wire(self) -> None:
        self._answers.opened.connect(self._refresh)
        self._answers.moved.connect(self._on_moved)
        self._answers.changed.connect(self._on_moved)
        self._refreshing.timeout.connect(self._refresh)
        self.filters.changed.connect(self._on_filtered)
        self.filters.cleared.connect(self.rows.include_all)
        self.rows.modelAboutToBeReset.connect(self._remember)
        self.rows.modelReset.connect(self._restore)
        self.rows.rowsInserted.connect(self._on_inserted)
        self.rows.counted.connect(self._on_counted)
        self.rows.failed.connect(self.failed)
        self.rows.columns_changed.connect(self._on_columns_changed)
        self.rows.second_changed.connect(self._on_second_changed)
        self.rows.chip_wanted.connect(self.chips.want)
        self.chips.loaded.connect(self.rows.set_chip)
        self.summary.label_chosen.connect(self.filters.choose)
        for view in (self.table, self.grid):
            view.activated.connect(self._on_activated)
            view.verticalScrollBar().valueChanged.connect(lambda _: self._answers.give_way())
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            view.customContextMenuRequested.connect(lambda at, view=view: self._on_menu(view.viewport(), at))
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self.table.selectionModel().currentChanged.connect(self._on_current)
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._on_sorted)
        self.order.currentIndexChanged.connect(self._on_order_chosen)
        self.open.triggered.connect(self._on_open)
        self.exclude.triggered.connect(self._on_exclude)
        self._counting.timeout.connect(self._show_counts)

    def _button(self, action: QAction) -> QPushButton:
        button = QPushButton(action.iconText())
        button.setToolTip(action.toolTip())
        button.setEnabled(action.isEnabled())
        button.clicked.connect(action.trigger)
        action.enabledChanged.connect(button.setEnabled)
        return button

    def _lay_out(self) -> None:
        self.order.setAccessibleName(self.tr("Order of the faces"))
        for view in (self.grid, self.table):
            view.setAccessibleName(self.tr("Faces found"))
            view.setToolTip(wrapped(self.tr("Enter or a double click opens the photo with this face chosen")))
            self.views.addWidget(view)
        for button, view in ((self.as_grid, self.grid), (self.as_table, self.table)):
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, view=view: self._show_view(view))
        self._show_view(self.grid)
        actions = QHBoxLayout()
        actions.setSpacing(GRID_PX)
        own = [self._button(action) for action in (self.open, self.correct, self.exclude)]
        for widget in (self.as_grid, self.as_table, self.order, *own):
            actions.addWidget(widget)
        actions.insertSpacing(3, 2 * GRID_PX)
        actions.addWidget(self.chosen)
        actions.addStretch(1)
        actions.addWidget(self.filters.name)
        self.beside.setWidget(self.summary)
        self.beside.setWidgetResizable(True)
        self.beside.setFrameShape(QFrame.Shape.NoFrame)
        self.beside.setAccessibleName(self.summary.title.text())
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(self.views)
        split.addWidget(self.beside)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        self._parts = QWidget()
        column = QVBoxLayout(self._parts)
        column.setContentsMargins(2 * GRID_PX, GRID_PX, 2 * GRID_PX, GRID_PX)
        column.setSpacing(GRID_PX)
        column.addWidget(self.filters)
        column.addLayout(actions)
        column.addWidget(split, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.blank)
        self._stack.addWidget(self._parts)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

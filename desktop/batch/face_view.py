"""The table in which a batch's faces are looked through."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.batch.face_picture import FACE_PX
from desktop.batch.face_table import PHOTO, FaceTable
from desktop.widgets.theme import GRID_PX

_PHOTO_SHARE: Final = 0.55
"""Of the room for photo and note: the photo's column has its picture besides."""
_MOST_PHOTO_PX: Final = 40 * GRID_PX
_PHOTO_PX: Final = 22 * GRID_PX
_NOTE_PX: Final = 18 * GRID_PX
"""Below these widths of photo and note the table scrolls sideways."""


class FaceView(QTableView):
    """Answers have the room they may need; photo and note, which may need any, share the rest."""

    def __init__(self, rows: FaceTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._photo_px = _PHOTO_PX
        """What the photo's column was given; any other width is the user's, and stays."""
        self._sorted = PHOTO, Qt.SortOrder.AscendingOrder
        self.setObjectName("faces")
        self.setModel(rows)
        self._answers_shown = True
        self._set_up()
        self._set_up_columns()
        self._size_columns()

    def show_answers(self, shown: bool) -> None:
        """Show the columns of the answers, or leave their room to photo and note."""
        self._answers_shown = shown
        for column in range(PHOTO + 1, self._rows.note):
            self.setColumnHidden(column, not shown)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self.columnWidth(PHOTO) == self._photo_px:
            room = self.viewport().width() - sum(map(self.columnWidth, range(PHOTO + 1, self._rows.note)))
            self._photo_px = min(max(_PHOTO_PX, round(_PHOTO_SHARE * room)), _MOST_PHOTO_PX)
            self.setColumnWidth(PHOTO, self._photo_px)
        self._fit_note()

    def _fit_note(self) -> None:
        taken = sum(map(self.columnWidth, range(self._rows.note)))
        self.setColumnWidth(self._rows.note, max(_NOTE_PX, self.viewport().width() - taken))

    def _on_sorted(self, column: int, order: Qt.SortOrder) -> None:
        if column == self._rows.note:  # notes have no order
            self.sortByColumn(*self._sorted)
        else:
            self._sorted = column, order

    def _set_up(self) -> None:
        self.setIconSize(QSize(FACE_PX, FACE_PX))
        self.setShowGrid(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(FACE_PX + GRID_PX)

    def _set_up_columns(self) -> None:
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSortIndicator(*self._sorted)
        self.setSortingEnabled(True)
        header.sectionResized.connect(self._fit_note)
        header.sortIndicatorChanged.connect(self._on_sorted)
        self._rows.columns_changed.connect(self._on_columns_changed)

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        self.setColumnWidth(PHOTO, self._photo_px)
        for column in range(PHOTO + 1, self._rows.note):  # as wide as what may stand in it, one word per line
            title: str = self._rows.headerData(column, Qt.Orientation.Horizontal)
            title_px = max(map(header.fontMetrics().horizontalAdvance, title.split("\n"))) + 4 * GRID_PX
            words = [word for text in self._rows.possible(column) for word in text.split()]
            text_px = max(map(self.fontMetrics().horizontalAdvance, words), default=0)
            self.setColumnWidth(column, max(title_px, text_px + 3 * GRID_PX))

    def _on_columns_changed(self) -> None:
        for column in (PHOTO, self._rows.note):  # either may have been one of answers before
            self.setColumnHidden(column, False)
        self.sortByColumn(PHOTO, Qt.SortOrder.AscendingOrder)
        self._size_columns()
        self.show_answers(self._answers_shown)

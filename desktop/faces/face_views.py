"""The two views of a `FaceModel`: the grid of chips and the table. They share the selection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.faces.chips import CHIP_PX, FACE_PX
from desktop.faces.face_columns import PHOTO
from desktop.faces.face_model import FaceModel
from desktop.widgets.theme import GRID_PX, Shade, sized, theme

_PHOTO_SHARE: Final = 0.55
"""Of the width of photo and note."""
_MOST_PHOTO_PX: Final = 40 * GRID_PX
_PHOTO_PX: Final = 22 * GRID_PX
_NOTE_PX: Final = 18 * GRID_PX
"""With less for photo and note the table scrolls horizontally."""


class FaceTable(QTableView):
    """Columns of answers are as wide as needed; photo and note share the rest."""

    def __init__(self, rows: FaceModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._photo_px = _PHOTO_PX
        """The width given to the photo column; any other one is the user's and stays."""
        self._sorted = PHOTO, Qt.SortOrder.AscendingOrder
        self.setObjectName("faces")
        self.setModel(rows)
        self._answers_shown = True
        self._set_up()
        self._set_up_columns()
        self._size_columns()

    def show_answers(self, shown: bool) -> None:
        """Show the columns of answers, or leave their width to photo and note."""
        self._answers_shown = shown
        for column in range(PHOTO + 1, self._rows.note):
            self.setColumnHidden(column, not shown)
        for column in (PHOTO, self._rows.note):  # either may have been a column of answers before
            self.setColumnHidden(column, False)
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
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
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
        self._rows.second_changed.connect(self._on_second_changed)

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        self.setColumnWidth(PHOTO, self._photo_px)
        for column in range(PHOTO + 1, self._rows.note):  # as wide as its longest word
            title: str = self._rows.headerData(column, Qt.Orientation.Horizontal)
            title_px = max(map(header.fontMetrics().horizontalAdvance, title.split("\n"))) + 4 * GRID_PX
            words = [word for text in self._rows.columns.possible(column) for word in text.split(" ")]
            text_px = max(map(self.fontMetrics().horizontalAdvance, words), default=0)
            self.setColumnWidth(column, max(title_px, text_px + 3 * GRID_PX))

    def _on_second_changed(self) -> None:
        """Columns came or went; the others stay sorted as they are."""
        if self._sorted[0] >= self._rows.note:
            self.sortByColumn(PHOTO, Qt.SortOrder.AscendingOrder)
        self._size_columns()
        self.show_answers(self._answers_shown)

    def _on_columns_changed(self) -> None:
        self.sortByColumn(PHOTO, Qt.SortOrder.AscendingOrder)


_Index = QModelIndex | QPersistentModelIndex
_LINE_PX: Final = 2 * GRID_PX
_FITTED_KEPT: Final = 2000
_SHADES: Final[tuple[Shade, ...]] = ("selection", "accent", "raised", "warning", "muted", "text")
_CELL_PX: Final = QSize(CHIP_PX + 2 * GRID_PX, CHIP_PX + 2 * GRID_PX)
"""A cell without its caption."""


class FaceGrid(QAbstractItemView):
    """Chips in rows of equal cells. Only the cells in view are ever looked at, so that any number scrolls alike."""

    def __init__(self, rows: FaceModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._fitted: dict[tuple[str, int], str] = {}
        self.setModel(rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setTabKeyNavigation(False)
        rows.layoutChanged.connect(self.viewport().update)
        rows.second_changed.connect(self.updateGeometries)
        rows.rowsInserted.connect(lambda *_: self.updateGeometries())

    @property
    def columns(self) -> int:
        """How many cells are side by side."""
        return max(1, self.viewport().width() // _CELL_PX.width())

    @property
    def cell_height(self) -> int:
        return _CELL_PX.height() + _LINE_PX * self._rows.columns.caption_lines

    def visualRect(self, index: _Index) -> QRect:
        if not index.isValid():
            return QRect()
        line, column = divmod(index.row(), self.columns)
        width = self.viewport().width() // self.columns
        return QRect(column * width, line * self.cell_height - self.verticalOffset(), width, self.cell_height)

    def indexAt(self, point: QPoint) -> QModelIndex:
        width = self.viewport().width() // self.columns
        column = min(point.x() // max(1, width), self.columns - 1)
        row = (point.y() + self.verticalOffset()) // self.cell_height * self.columns + column
        return self._rows.index(row, PHOTO) if 0 <= row < self._rows.rowCount() else QModelIndex()

    def scrollTo(
        self, index: _Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        place, bar = self.visualRect(index), self.verticalScrollBar()
        if place.top() < 0 or hint == QAbstractItemView.ScrollHint.PositionAtTop:
            bar.setValue(bar.value() + place.top())
        elif place.bottom() > self.viewport().height():
            bar.setValue(bar.value() + place.bottom() - self.viewport().height())

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        count = self._rows.rowCount()
        if not count:
            return QModelIndex()
        now = self.currentIndex()
        if not now.isValid():
            return self._rows.index(0, PHOTO)
        moves = QAbstractItemView.CursorAction
        page = max(1, self.viewport().height() // self.cell_height) * self.columns
        step = {
            moves.MoveLeft: -1,
            moves.MovePrevious: -1,
            moves.MoveRight: 1,
            moves.MoveNext: 1,
            moves.MoveUp: -self.columns,
            moves.MoveDown: self.columns,
            moves.MovePageUp: -page,
            moves.MovePageDown: page,
            moves.MoveHome: -count,
            moves.MoveEnd: count,
        }.get(action, 0)
        return self._rows.index(min(max(now.row() + step, 0), count - 1), PHOTO)

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: _Index) -> bool:
        return False

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        selection, count = QItemSelection(), self._rows.rowCount()
        rect = rect.normalized()
        width = max(1, self.viewport().width() // self.columns)
        left, right = (min(max(x // width, 0), self.columns - 1) for x in (rect.left(), rect.right()))
        first, last = ((y + self.verticalOffset()) // self.cell_height for y in (rect.top(), rect.bottom()))
        for line in range(max(0, first), min(last, count // self.columns) + 1):
            begin, end = line * self.columns + left, min(line * self.columns + right, count - 1)
            if begin <= end:
                selection.select(self._rows.index(begin, PHOTO), self._rows.index(end, self._rows.note))
        self.selectionModel().select(selection, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        return QRegion(self.viewport().rect())

    def updateGeometries(self) -> None:
        lines = -(-self._rows.rowCount() // self.columns)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, lines * self.cell_height - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self.cell_height // 2)
        super().updateGeometries()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometries()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme().color("base"))
        # Where chips are not scaled, smoothing would only hand every one of them to a pool of threads.
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.devicePixelRatioF() != 1)
        painter.setFont(sized("small"))
        columns, height, offset = self.columns, self.cell_height, self.verticalOffset()
        size = QSize(self.viewport().width() // columns, height)
        first = (event.rect().top() + offset) // height * columns
        last = ((event.rect().bottom() + offset) // height + 1) * columns
        tones = {shade: theme().color(shade) for shade in _SHADES}
        for row in range(max(0, first), min(last, self._rows.rowCount())):
            line, column = divmod(row, columns)
            place = QRect(QPoint(column * size.width(), line * height - offset), size)
            self._paint(painter, row, place, tones)

    def _paint(self, painter: QPainter, row: int, place: QRect, tones: Mapping[Shade, QColor]) -> None:
        index = self._rows.index(row, PHOTO)
        selected = self.selectionModel().isSelected(index)
        if selected:
            painter.fillRect(place.adjusted(2, 2, -2, -2), tones["selection"])
        if index == self.currentIndex() and (selected or self.hasFocus()):
            painter.setPen(QPen(tones["accent"], 2))
            painter.drawRect(place.adjusted(2, 2, -3, -3))
        chip = QRect(place.center().x() - CHIP_PX // 2, place.top() + GRID_PX, CHIP_PX, CHIP_PX)
        face = self._rows.at(row)
        image = self._rows.chip(face)
        if image is not None:
            painter.drawImage(chip, image)
        else:
            painter.fillRect(chip, tones["raised"])
        for at, (text, tone) in enumerate(self._rows.columns.caption(face)):
            painter.setPen(tones[tone])
            line = QRect(place.left() + 4, chip.bottom() + 4 + at * _LINE_PX, place.width() - 8, _LINE_PX)
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, self._fitting(painter, text, line.width()))

    def _fitting(self, painter: QPainter, text: str, width: int) -> str:
        """The text as far as there is room; most are short and come again and again."""
        if (text, width) not in self._fitted:
            if len(self._fitted) > _FITTED_KEPT:
                self._fitted.clear()
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._fitted[text, width] = shown
        return self._fitted[text, width]

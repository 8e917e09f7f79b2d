"""A table of figures with their intervals, in numbers and drawn.

A delegate does the drawing, so that keyboard, selection and screen readers work as in any table.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPalette, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop.audit.wording import points, signed
from desktop.widgets.theme import GRID_PX, theme
from desktop.wording import interval, number, share, wrapped

TITLE, COUNT, VALUE, INTERVAL, PLOT = range(5)
_PLOT_PX: Final = 14 * GRID_PX
_STEP: Final = 0.05
_HAIR: Final = 1e-6
_TIP_PX: Final = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A figure with its 95 % interval."""

    title: str
    count: int
    value: float
    low: float
    high: float
    small: bool = False
    """Whether it has too few faces to be ranked."""
    far: bool = False
    """Whether it differs from the others by more than chance."""


class FigureTable(QTableWidget):
    """Rows keep the order in which they are given."""

    chosen = Signal(int)
    """The number of the row."""

    def __init__(self, name: str, *, differences: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(0, PLOT + 1, parent)
        self.figures: list[Row] = []
        self.middle: float | None = None
        self.span = (0.0, 1.0)
        self._differences = differences
        self.setAccessibleName(name)
        self.setItemDelegate(_Quiet(self))
        self.setItemDelegateForColumn(PLOT, _Dots(self))
        self._set_up()
        self.currentCellChanged.connect(self._on_current_changed)
        theme().changed.connect(self.viewport().update)

    def show_figures(self, rows: Sequence[Row], *, middle: float | None = None) -> None:
        """Show `rows` with a dotted line at `middle`, and select the first."""
        self.figures, self.middle = list(rows), middle
        ends = [end for row in rows if not row.small for end in (row.low, row.high, row.value)]
        self.span = _span(ends, middle, shares=not self._differences)
        self.blockSignals(True)
        self.setRowCount(len(rows))
        for at, row in enumerate(rows):
            for column, text in enumerate(self._texts(row)):
                item = QTableWidgetItem(text)
                if column in (COUNT, VALUE, INTERVAL):
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                if column == PLOT:
                    item.setToolTip(wrapped(self.tr("95 % interval") + f": {self._spread(row)}"))
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, item.toolTip())
                self.setItem(at, column, item)
        low, high = self.span
        ends_shown = (signed(low), signed(high)) if self._differences else (share(low, 0), share(high, 0))
        self.setHorizontalHeaderItem(PLOT, QTableWidgetItem(" … ".join(ends_shown)))
        self.setCurrentCell(0 if rows else -1, TITLE)
        self.blockSignals(False)
        self._fit()
        self._on_current_changed(self.currentRow(), 0, -1, 0)

    def beyond(self, value: float) -> int:
        """-1 or 1 for a value below or above the scale, else 0. The scale does not consider small groups."""
        low, high = self.span
        return (value > high + _HAIR) - (value < low - _HAIR)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a narrow table the numbers of the interval are hidden; the tooltip of the drawn interval says them."""
        header = self.horizontalHeader()
        self.setColumnHidden(INTERVAL, False)  # the size of a hidden column is 0
        widths = [max(self.sizeHintForColumn(at), header.sectionSizeHint(at)) for at in range(PLOT + 1)]
        room = self.viewport().width() - sum(widths)
        self.setColumnHidden(INTERVAL, room < 0)
        scrolled = room + widths[INTERVAL] < 0
        mode = QHeaderView.ResizeMode
        header.setSectionResizeMode(PLOT, mode.ResizeToContents if scrolled else mode.Stretch)

    def _texts(self, row: Row) -> tuple[str, ...]:
        title = self.tr("{group} (few)", "faces").format(group=row.title) if row.small else row.title
        if self._differences:
            return title, number(row.count) if row.count else "", points(row.value), self._spread(row), ""
        if not row.count:
            return title, number(0), "–", "", ""
        return title, number(row.count), share(row.value), self._spread(row), ""

    def _spread(self, row: Row) -> str:
        return f"{signed(row.low)} … {signed(row.high)}" if self._differences else interval(row.low, row.high)

    def _on_current_changed(self, row: int, column: int, before: int, column_before: int) -> None:
        if 0 <= row < len(self.figures) and row != before:
            self.chosen.emit(row)

    def _set_up(self) -> None:
        value = self.tr("Points") if self._differences else self.tr("Share")
        self.setHorizontalHeaderLabels(["", self.tr("Faces"), value, self.tr("95 % interval"), ""])
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(3 * GRID_PX)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(PLOT, QHeaderView.ResizeMode.Stretch)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)


class _Quiet(QStyledItemDelegate):
    """Paints intervals, and the rows of small groups, in a muted colour."""

    def __init__(self, table: FigureTable) -> None:
        super().__init__(table)
        self._table = table

    def initStyleOption(  # noqa: N802 - Qt's
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if index.column() == INTERVAL or self._table.figures[index.row()].small:
            for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
                option.palette.setColor(role, theme().color("muted"))


class _Dots(_Quiet):
    """Paints the last column: dots and intervals on a common scale."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(_PLOT_PX, 3 * GRID_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        row, (low, high) = self._table.figures[index.row()], self._table.span
        area = QRectF(option.rect).adjusted(1.5 * GRID_PX, 0, -1.5 * GRID_PX, 0)

        def x(value: float) -> float:
            return area.left() + area.width() * (min(max(value, low), high) - low) / (high - low)

        look, y = theme(), area.center().y()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._table.middle is not None:
            painter.setPen(QPen(look.color("muted"), 1, Qt.PenStyle.DotLine))
            middle = round(x(self._table.middle)) + 0.5
            painter.drawLine(QPointF(middle, area.top()), QPointF(middle, area.bottom()))
        color = look.color("muted" if row.small else "warning" if row.far else "accent")
        faint = look.color("muted" if row.small else "warning" if row.far else "accent")
        faint.setAlphaF(0.5)
        painter.setPen(QPen(faint, 2))
        painter.drawLine(QPointF(x(row.low), y), QPointF(x(row.high), y))
        for end in (row.low, row.high):
            if side := self._table.beyond(end):
                painter.drawPolyline(_tip(QPointF(x(end), y), side))
        painter.setPen(QPen(color, 1.5) if row.small else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if row.small else color)
        if side := self._table.beyond(row.value):
            painter.drawPolygon(_tip(QPointF(x(row.value), y), side))
        else:
            painter.drawEllipse(QPointF(x(row.value), y), 3.5, 3.5)
        painter.restore()


def _tip(at: QPointF, side: int) -> QPolygonF:
    """An arrow head for values beyond the scale."""
    back = -side * _TIP_PX
    return QPolygonF([at + QPointF(back, -_TIP_PX), at, at + QPointF(back, _TIP_PX)])


def _span(values: Sequence[float], middle: float | None, *, shares: bool) -> tuple[float, float]:
    """A range in steps of five points that contains all values; for `shares`, within 0 and 1."""
    every = [*values, *([] if middle is None else [middle])] or [0.0, 1.0]
    low, high = (
        _STEP * math.floor(min(every) / _STEP + 1e-9),
        _STEP * math.ceil(max(every) / _STEP - 1e-9),
    )
    if low >= high:
        low, high = low - _STEP, high + _STEP
    return (max(low, 0.0), min(high, 1.0)) if shares else (low, high)

"""Which labels a model takes for which, of one group; every cell leads to its faces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from desktop.widgets.theme import GRID_PX, sized, theme
from desktop.wording import number

_ROW_PX: Final = 3 * GRID_PX
_PADDING_PX: Final = 4


class ConfusionTable(QTableWidget):
    """Rows: label. Columns: prediction. The darker, the larger its share of the row."""

    chosen = Signal(int, int)
    """The numbers of a label and of an answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Sequence[Sequence[int]] = ()
        self._answers: Sequence[str] = ()
        self.setObjectName("confusion")
        self.setAccessibleName(self.tr("Rows: label. Columns: prediction."))
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.currentCellChanged.connect(self._on_current_changed)
        theme().changed.connect(self._tint)

    def show_confusion(self, labels: Sequence[str], answers: Sequence[str], counts: Sequence[Sequence[int]]) -> None:
        """Show how many faces of each label (down) were given each answer (across)."""
        self._counts, self._answers = counts, answers
        self.blockSignals(True)
        self.clear()
        self.setRowCount(len(labels))
        self.setColumnCount(len(answers))
        self.setVerticalHeaderLabels(labels)
        self._name_answers()
        for y, row in enumerate(counts):
            for x, count in enumerate(row):
                item = QTableWidgetItem(number(count))
                item.setFont(sized("small"))
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                said = self.tr("%n labelled {label} answered {answer}", "", count)
                item.setToolTip(said.format(label=labels[y], answer=answers[x]))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, item.toolTip())
                self.setItem(y, x, item)
        self.setCurrentCell(-1, -1)
        self.blockSignals(False)
        self._tint()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + len(labels) * _ROW_PX + GRID_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_answers()

    def _name_answers(self) -> None:
        """Each in two lines at most, cut short where the column is narrow."""
        metrics = QFontMetrics(sized("small"))
        for at, answer in enumerate(self._answers):
            room = self.columnWidth(at) - _PADDING_PX
            lines = [metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in answer.split(" ", 1)]
            item = QTableWidgetItem("\n".join(lines))
            item.setToolTip(answer)
            self.setHorizontalHeaderItem(at, item)

    def _on_current_changed(self, row: int, column: int, row_before: int, column_before: int) -> None:
        if row >= 0:
            self.chosen.emit(row, column)

    def _tint(self) -> None:
        look = theme()
        for y, row in enumerate(self._counts):
            whole = max(1, sum(row))
            for x, count in enumerate(row):
                item = self.item(y, x)
                assert item is not None  # show_confusion has filled every cell
                color = look.color("accent" if x == y else "warning")
                color.setAlphaF(0.05 + 0.85 * count / whole)
                item.setBackground(QBrush(color))
                item.setForeground(look.color("on_accent" if count / whole > 0.55 else "text"))

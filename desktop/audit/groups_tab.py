"""All figures by group, and the confusion matrix of the chosen group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.audit.examples_view import Behind
from desktop.audit.figure_table import FigureTable, Row
from desktop.audit.wording import columns_title, figure_title, group_title
from desktop.widgets.inputs import ChoiceBox
from desktop.widgets.term import TermButton, TermLine
from desktop.widgets.theme import GRID_PX, sized, theme, toned
from desktop.wording import label_name, number, wrapped

if TYPE_CHECKING:
    from core.evaluation.figures import Figure, GroupFigures, HeadEvaluation

_ROW_PX: Final = 3 * GRID_PX
_PADDING_PX: Final = 4


class ConfusionTable(QTableWidget):
    """A confusion matrix. Rows: label. Columns: prediction. Darker cells hold a larger share of their row."""

    chosen = Signal(int, int)
    """The row and column of the chosen cell."""

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
        """Show the number of faces by label (rows) and answer (columns)."""
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
                text = self.tr("%n labelled {label} answered {answer}", "", count)
                item.setToolTip(wrapped(text.format(label=labels[y], answer=answers[x])))
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
        """Set the column headings: at most two lines, elided to the column's width."""
        metrics = QFontMetrics(sized("small"))
        for at, answer in enumerate(self._answers):
            room = self.columnWidth(at) - _PADDING_PX
            lines = [metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in answer.split(" ", 1)]
            item = QTableWidgetItem("\n".join(lines))
            item.setToolTip(wrapped(answer))
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


ABSTENTION = "abstention"
_TERMS: Final = {
    "accuracy": "agreement",
    "coverage": "coverage",
    ABSTENTION: "uncertain",
    "error_of_answered": "answered_error",
    "calibration_error": "calibration_error",
    "true positive rate": "true_positive_rate",
    "false positive rate": "false_positive_rate",
}
"""In the glossary, by the figure's name before its label."""


class GroupsTab(QWidget):
    """One figure of everybody and by one grouping."""

    examples_asked = Signal(object)
    """The `Behind` of the chosen group or cell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: HeadEvaluation | None = None
        self._groups: list[GroupFigures] = []
        self.columns, self.figure = ChoiceBox(), ChoiceBox()
        self.columns.setAccessibleName(self.tr("Grouped by"))
        self.figure.setAccessibleName(self.tr("Figure"))
        self.figure_term = TermButton("agreement", mark=True)
        self.table = FigureTable(self.tr("Figures by group"))
        self.table.chosen.connect(self._on_group_chosen)
        self.note = toned(QLabel(), size="small", tone="muted")
        self.note.setWordWrap(True)
        self.confused = toned(QLabel(), tone="muted")
        self.confused.setWordWrap(True)
        self.confusion = ConfusionTable()
        self.confusion.chosen.connect(self._on_cell_chosen)
        self._inside = QWidget()
        self.beside = QScrollArea()
        self.columns.currentIndexChanged.connect(self._refresh)
        self.figure.currentIndexChanged.connect(self._refresh)
        self._lay_out()

    def show_head(self, found: HeadEvaluation, *, minimum: int) -> None:
        """Show the figures of one attribute; the chosen grouping and figure are kept if possible."""
        from core.evaluation.tally import figure_names

        self._found = found
        names = list(figure_names(found.attribute))
        names.insert(names.index("coverage") + 1, ABSTENTION)
        by = [found.of(columns)[0].group for columns in found.groupings]
        _fill(self.columns, [(columns_title(group.attributes), group.columns) for group in by])
        _fill(self.figure, [(figure_title(name), name) for name in names])
        few = self.tr("Groups of fewer than %n face(s) are marked as few. Nothing is ranked.", "", minimum)
        line = self.tr("Dotted is the figure over everybody; coloured is what lies off it with its whole interval.")
        self.note.setText(f"{few} {line}")
        self._refresh()

    def ask_examples(self) -> None:
        """Ask for the faces of the chosen group."""
        if 0 <= self.table.currentRow() < len(self._groups):
            self._on_group_chosen(self.table.currentRow())

    def _refresh(self) -> None:
        found, columns, name = self._found, self.columns.currentData(), self.figure.currentData()
        if found is None or name is None:
            return
        self.figure_term.show_term(_TERMS.get(name.partition(",")[0], "agreement"))
        of_all = (found.overall, *found.of(tuple(columns or ())))
        shown = [(one, figure) for one in of_all if (figure := _figure(one, name)) is not None]
        self._groups = [one for one, _ in shown]
        overall = _figure(found.overall, name)
        middle = None if overall is None else overall.value
        self.table.show_figures(
            [
                Row(
                    group_title(one.group),
                    figure.count,
                    figure.value,
                    figure.low,
                    figure.high,
                    one.small,
                    middle is not None and not figure.low <= middle <= figure.high,
                )
                for one, figure in shown
            ],
            middle=middle,
        )

    def _on_group_chosen(self, at: int) -> None:
        one = self._groups[at]
        assert self._found is not None  # a row was clicked
        labels = [label_name(label) for label in self._found.attribute.labels]
        answers = list(labels)
        if any(row[-1] for row in one.confusion):
            answers.append(self.tr("no face"))
        self.confused.setText(
            self.tr("{group}. Rows: label. Columns: prediction. Choose a cell to see its faces.").format(
                group=group_title(one.group)
            )
        )
        self.confusion.show_confusion(labels, answers, [row[: len(answers)] for row in one.confusion])
        title = self.tr("{group}, answered otherwise than labelled").format(group=group_title(one.group))
        self.examples_asked.emit(Behind(title, one.group))

    def _on_cell_chosen(self, label: int, answer: int) -> None:
        from core.evaluation.predictions import NO_FACE

        assert self._found is not None  # a cell was clicked
        cell = self.confusion.visualItemRect(self.confusion.currentItem()).center()
        seen = self.confusion.viewport().mapTo(self._inside, cell)
        self.beside.ensureVisible(seen.x(), seen.y(), 0, 4 * GRID_PX)
        labels = self._found.attribute.labels
        group = self._groups[self.table.currentRow()].group
        answered = labels[answer] if answer < len(labels) else NO_FACE
        shown = label_name(answered) if answer < len(labels) else self.tr("no face")
        title = self.tr("{group}, labelled {label}, answered {answer}").format(
            group=group_title(group), label=label_name(labels[label]), answer=shown
        )
        self.examples_asked.emit(Behind(title, group, labels[label], answered))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID_PX)
        for text, box in ((self.tr("&Figure"), self.figure), (self.tr("Grouped &by"), self.columns)):
            label = toned(QLabel(text), tone="muted")
            label.setBuddy(box)
            top.addWidget(label)
            top.addWidget(box)
            if box is self.figure:
                top.addWidget(self.figure_term)
            top.addSpacing(2 * GRID_PX)
        top.addStretch(1)
        beside = QVBoxLayout(self._inside)
        beside.setContentsMargins(0, 0, GRID_PX // 2, 0)
        beside.setSpacing(GRID_PX)
        beside.addWidget(self.confused)
        beside.addWidget(self.confusion)
        beside.addWidget(self.note)
        beside.addWidget(TermLine("confusion_matrix", "interval"))
        beside.addStretch(1)
        self.beside.setWidget(self._inside)
        self.beside.setWidgetResizable(True)
        self.beside.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the cells take the focus, and the area scrolls to them
        self.beside.setFrameShape(QFrame.Shape.NoFrame)
        self.beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row = QHBoxLayout()
        row.setSpacing(3 * GRID_PX)
        row.addWidget(self.table, 3)
        row.addWidget(self.beside, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2 * GRID_PX, 0, 0)
        column.setSpacing(2 * GRID_PX)
        column.addLayout(top)
        column.addLayout(row, 1)


def _figure(one: GroupFigures, name: str) -> Figure | None:
    return one.abstention if name == ABSTENTION else one.figures.get(name)


def _fill(box: ChoiceBox, entries: list[tuple[str, object]]) -> None:
    """Replace the entries; the current text stays selected if it is among the new ones."""
    chosen = box.currentText()
    box.blockSignals(True)
    box.clear()
    for text, data in entries:
        box.addItem(text, data)
    box.setCurrentIndex(max(0, box.findText(chosen)))
    box.blockSignals(False)

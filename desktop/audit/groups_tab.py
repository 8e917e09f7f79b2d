"""Every figure by group, and the confusion of the group that is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.audit.confusion_table import ConfusionTable
from desktop.audit.figure_table import FigureTable, Row
from desktop.audit.wording import columns_title, figure_title, group_title
from desktop.widgets.choice_box import ChoiceBox
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import label_name

if TYPE_CHECKING:
    from core.evaluation.by_group import Figure, GroupFigures, HeadEvaluation

ABSTENTION = "abstention"


class GroupsTab(QWidget):
    """A grouping, a figure, and what they come to."""

    examples_asked = Signal(str, object, object, object)
    """What is shown in words, a `Group`, a label and an answer; of no label, those answered wrongly."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: HeadEvaluation | None = None
        self._groups: list[GroupFigures] = []
        self.columns, self.figure = ChoiceBox(), ChoiceBox()
        self.columns.setAccessibleName(self.tr("Grouped by"))
        self.figure.setAccessibleName(self.tr("Figure"))
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
        """Show one head; grouping and figure stay, where it has them too."""
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
        """Those of the group that is chosen."""
        if 0 <= self.table.currentRow() < len(self._groups):
            self._on_group_chosen(self.table.currentRow())

    def _refresh(self) -> None:
        found, columns, name = self._found, self.columns.currentData(), self.figure.currentData()
        if found is None or columns is None or name is None:
            return
        shown = [(one, figure) for one in found.of(tuple(columns)) if (figure := _figure(one, name)) is not None]
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
        assert self._found is not None  # its rows are shown
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
        self.examples_asked.emit(title, one.group, None, None)

    def _on_cell_chosen(self, label: int, answer: int) -> None:
        from core.evaluation.predictions import NO_FACE

        assert self._found is not None  # its cells are shown
        cell = self.confusion.visualItemRect(self.confusion.currentItem()).center()
        seen = self.confusion.viewport().mapTo(self._inside, cell)
        self.beside.ensureVisible(seen.x(), seen.y(), 0, 4 * GRID_PX)
        labels = self._found.attribute.labels
        group = self._groups[self.table.currentRow()].group
        answered = labels[answer] if answer < len(labels) else NO_FACE
        said = label_name(answered) if answer < len(labels) else self.tr("no face")
        title = self.tr("{group}, labelled {label}, answered {answer}").format(
            group=group_title(group), label=label_name(labels[label]), answer=said
        )
        self.examples_asked.emit(title, group, labels[label], answered)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID_PX)
        for text, box in ((self.tr("&Figure"), self.figure), (self.tr("Grouped &by"), self.columns)):
            label = toned(QLabel(text), tone="muted")
            label.setBuddy(box)
            top.addWidget(label)
            top.addWidget(box)
            top.addSpacing(2 * GRID_PX)
        top.addStretch(1)
        beside = QVBoxLayout(self._inside)
        beside.setContentsMargins(0, 0, GRID_PX // 2, 0)
        beside.setSpacing(GRID_PX)
        beside.addWidget(self.confused)
        beside.addWidget(self.confusion)
        beside.addWidget(self.note)
        beside.addStretch(1)
        self.beside.setWidget(self._inside)
        self.beside.setWidgetResizable(True)
        self.beside.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its cells have the keyboard, and it follows them
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
    """Put `entries` in; what was chosen stays chosen where it is there again."""
    chosen = box.currentText()
    box.blockSignals(True)
    box.clear()
    for text, data in entries:
        box.addItem(text, data)
    box.setCurrentIndex(max(0, box.findText(chosen)))
    box.blockSignals(False)

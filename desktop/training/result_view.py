"""What a training came to, and what to do with its model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.training.confusion_view import ConfusionView
from desktop.training.group_view import GroupView
from desktop.training.wrong_view import WrongView
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import attribute_title, interval, share

if TYPE_CHECKING:
    from core.evaluation.by_group import Evaluation, Figure, HeadEvaluation
    from desktop.training.result import Result


class ResultView(QWidget):
    """Comparison, confusion, groups, and the worst mistakes, one below the other."""

    use_asked = Signal()
    save_asked = Signal()
    discard_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.result: Result | None = None
        self.title = toned(QLabel(), size="title")
        self.text = toned(QLabel(), tone="muted")
        self.text.setWordWrap(True)
        self.use = self._button(self.tr("Use this model"), self.use_asked)
        self.save = self._button(self.tr("Save as…"), self.save_asked)
        self.discard = self._button(self.tr("Discard"), self.discard_asked)
        self.beside = toned(QLabel(), size="heading")
        self.comparison = QGridLayout()
        self.comparison_note = toned(QLabel(), size="small", tone="muted")
        self.comparison_note.setWordWrap(True)
        self.confusions: dict[str, ConfusionView] = {}
        """By answered attribute."""
        self._confusions, self._confused = QWidget(), QHBoxLayout()
        self.groups = GroupView()
        self.wrong: dict[str, WrongView] = {}
        """By answered attribute."""
        self._wrong, self._mistaken = QWidget(), QVBoxLayout()
        self._scroll = QScrollArea()
        self._scroll.setAccessibleName(self.tr("Results"))
        self._lay_out()

    def show_waiting(self, run: Path, text: str) -> None:
        """While the figures are measured, or where they cannot be."""
        self.result = None
        self.title.setText(run.name)
        self.text.setText(text)
        self._scroll.hide()
        self._enable()

    def show_result(self, result: Result) -> None:
        self.result = result
        self.title.setText(result.bundle.title)
        self.text.setText(self.tr("Measured on %n held-out test picture(s).", "", result.evaluation.count))
        self._show_comparison(result, replaced=False)
        _empty(self._confused)
        _empty(self._mistaken)
        self.confusions, self.wrong = {}, {}
        for name, found in result.evaluation.heads.items():
            self._show_attribute(name, found, result)
        self._confused.addStretch(1)
        self.groups.show_groups(result.evaluation)
        self._scroll.show()
        self._enable()

    def show_used(self) -> None:
        """The model answers from now on: the one it was compared with is no longer in use."""
        if self.result and self.result.rival:
            self._show_comparison(self.result, replaced=True)

    def _show_comparison(self, result: Result, *, replaced: bool) -> None:
        _empty(self.comparison)
        columns: list[tuple[str, Evaluation | None]] = [(result.bundle.title, result.evaluation)]
        if result.rival:
            rival = self.tr("{model}, in use before") if replaced else self.tr("{model}, in use")
            columns.append((rival.format(model=result.rival), result.rival_evaluation))
        self.beside.setText(
            self.tr("Beside the model in use before") if replaced else self.tr("Beside the model in use")
        )
        for column, (title, _) in enumerate(columns, start=1):
            self.comparison.addWidget(toned(QLabel(title), tone="muted"), 0, column)
        row = 1
        for name, found in result.evaluation.heads.items():
            for measure in ("accuracy", "balanced"):
                title = f"{attribute_title(found.attribute)}, {self._measure(measure)}"
                self.comparison.addWidget(QLabel(title), row, 0)
                for column, (_, evaluation) in enumerate(columns, start=1):
                    if evaluation is not None and name in evaluation.heads:
                        self._add_figure(row, column, _figure(evaluation.heads[name], measure))
                row += 1
        note = self.tr("With 95 % intervals.")
        if result.rival_evaluation is not None and result.rival_evaluation.shares_training_source:
            note += " " + self.tr(
                "{model} comes from data of the same name: it may have learned from these pictures, which would "
                "flatter it."
            ).format(model=result.rival)
        self.comparison_note.setText(note)

    def _show_attribute(self, name: str, found: HeadEvaluation, result: Result) -> None:
        title = attribute_title(found.attribute)
        confusion = self.confusions[name] = ConfusionView()
        confusion.show_confusion(found.attribute.labels, [row[:-1] for row in found.overall.confusion])
        confusion.setAccessibleName(self.tr("Confusion, {head}").format(head=title))
        column = QVBoxLayout()
        column.setSpacing(GRID_PX)
        column.addWidget(toned(QLabel(title), tone="muted"))
        column.addWidget(confusion, 0, Qt.AlignmentFlag.AlignTop)
        column.addStretch(1)
        self._confused.addLayout(column)
        wrong = self.wrong[name] = WrongView()
        wrong.show_wrong(result.wrong.get(name, ()))
        self._mistaken.addWidget(toned(QLabel(title), tone="muted"))
        self._mistaken.addWidget(wrong)

    def _add_figure(self, row: int, column: int, figure: Figure) -> None:
        text = QLabel(share(figure.value))
        text.setToolTip(interval(figure.low, figure.high))
        spread = toned(QLabel(interval(figure.low, figure.high)), size="small", tone="muted")
        both = QHBoxLayout()
        both.setSpacing(GRID_PX)
        both.addWidget(text)
        both.addWidget(spread)
        both.addStretch(1)
        holder = QWidget()
        both.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(both)
        self.comparison.addWidget(holder, row, column)

    def _measure(self, name: str) -> str:
        return {
            "accuracy": self.tr("accuracy"),
            "balanced": self.tr("mean of the classes"),
        }[name]

    def _enable(self) -> None:
        for button in (self.use, self.save, self.discard):
            button.setVisible(self.result is not None)
        self.use.setDefault(self.result is not None)

    def _button(self, text: str, asked: object) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(asked)
        return button

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(GRID_PX // 2)
        words.addWidget(self.title)
        words.addWidget(self.text)
        top = QHBoxLayout()
        top.setSpacing(GRID_PX)
        top.addLayout(words, 1)
        for button in (self.discard, self.save, self.use):
            top.addWidget(button)
        self.comparison.setHorizontalSpacing(4 * GRID_PX)
        self.comparison.setVerticalSpacing(GRID_PX)
        self.comparison.setColumnStretch(3, 1)
        self._confused.setSpacing(6 * GRID_PX)
        self._mistaken.setSpacing(GRID_PX)
        for layout in (self._confused, self._mistaken):
            layout.setContentsMargins(0, 0, 0, 0)
        self._confusions.setLayout(self._confused)
        self._wrong.setLayout(self._mistaken)
        inside = QWidget()
        page = QVBoxLayout(inside)
        page.setContentsMargins(0, 0, 2 * GRID_PX, 0)
        page.setSpacing(GRID_PX)
        page.addWidget(self.beside)
        page.addLayout(self.comparison)
        page.addWidget(self.comparison_note)
        self._section(page, self.tr("Rows: label. Columns: prediction."))
        page.addWidget(self._confusions)
        self._section(page, self.tr("Figures by group"))
        page.addWidget(self.groups)
        self._section(page, self.tr("Most wrong: label above, answer below"))
        page.addWidget(self._wrong)
        page.addStretch(1)
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID_PX)
        column.addLayout(top)
        column.addWidget(self._scroll, 1)

    def _section(self, page: QVBoxLayout, title: str) -> None:
        if page.count():
            page.addSpacing(2 * GRID_PX)
        page.addWidget(toned(QLabel(title), size="heading"))


def _figure(found: HeadEvaluation, measure: str) -> Figure:
    return found.overall.accuracy if measure == "accuracy" else found.balanced_accuracy


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget, inside = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        if inside is not None:
            _empty(inside)

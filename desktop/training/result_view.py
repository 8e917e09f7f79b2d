"""What a training came to, and what to do with its model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.theme import GRID_PX, toned
from desktop.training.confusion_view import ConfusionView
from desktop.training.group_view import GroupView
from desktop.training.wrong_view import WrongView
from desktop.wording import attribute_title, interval, share

if TYPE_CHECKING:
    from core.evaluation.evaluation import HeadResult
    from core.labels import Head
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
        self.confusions: dict[Head, ConfusionView] = {"gender": ConfusionView(), "ethnicity": ConfusionView()}
        self.groups = GroupView()
        self.wrong: dict[Head, WrongView] = {"gender": WrongView(), "ethnicity": WrongView()}
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
        self.text.setText(
            self.tr("Measured on %n picture(s) of the test side, which nothing was chosen by.", "", result.count)
        )
        self._show_comparison(result, replaced=False)
        for head, figures in result.heads.items():
            self.confusions[head].show_confusion(result.bundle.manifest.heads[head].labels, figures.confusion)
            self.confusions[head].setAccessibleName(self.tr("Confusion, {head}").format(head=attribute_title(head)))
            self.wrong[head].show_wrong([wrong for wrong in result.wrong if wrong.head == head][:6])
        self.groups.show_groups(result.groups)
        self._scroll.show()
        self._enable()

    def show_used(self) -> None:
        """The model answers from now on: the one it was compared with is no longer in use."""
        if self.result and self.result.rival:
            self._show_comparison(self.result, replaced=True)

    def _show_comparison(self, result: Result, *, replaced: bool) -> None:
        while (item := self.comparison.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        columns = [(result.bundle.title, result.heads)]
        if result.rival:
            rival = self.tr("{model}, in use before") if replaced else self.tr("{model}, in use")
            columns.append((rival.format(model=result.rival), result.rival_heads))
        self.beside.setText(
            self.tr("Beside the model in use before") if replaced else self.tr("Beside the model in use")
        )
        for column, (title, _) in enumerate(columns, start=1):
            self.comparison.addWidget(toned(QLabel(title), tone="muted"), 0, column)
        row = 1
        for head in result.heads:
            for name, value, low, high in _figures(result.heads[head]):
                self.comparison.addWidget(QLabel(f"{attribute_title(head)}, {self._measure(name)}"), row, 0)
                self._add_figure(row, 1, value, low, high)
                if result.rival:
                    _, other, other_low, other_high = next(
                        figure for figure in _figures(result.rival_heads[head]) if figure[0] == name
                    )
                    self._add_figure(row, 2, other, other_low, other_high)
                row += 1
        note = self.tr("With 95 % intervals.")
        if result.rival_may_know:
            note += " " + self.tr(
                "{model} comes from data of the same name: it may have learned from these pictures, which would "
                "flatter it."
            ).format(model=result.rival)
        self.comparison_note.setText(note)

    def _add_figure(self, row: int, column: int, value: float, low: float, high: float) -> None:
        text = QLabel(share(value))
        text.setToolTip(interval(low, high))
        spread = toned(QLabel(interval(low, high)), size="small", tone="muted")
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
        confusions = QHBoxLayout()
        confusions.setSpacing(6 * GRID_PX)
        for head, view in self.confusions.items():
            column = QVBoxLayout()
            column.setSpacing(GRID_PX)
            column.addWidget(toned(QLabel(attribute_title(head)), tone="muted"))
            column.addWidget(view, 0, Qt.AlignmentFlag.AlignTop)
            column.addStretch(1)
            confusions.addLayout(column)
        confusions.addStretch(1)
        inside = QWidget()
        page = QVBoxLayout(inside)
        page.setContentsMargins(0, 0, 2 * GRID_PX, 0)
        page.setSpacing(GRID_PX)
        page.addWidget(self.beside)
        page.addLayout(self.comparison)
        page.addWidget(self.comparison_note)
        self._section(page, self.tr("Labels down, answers across"))
        page.addLayout(confusions)
        self._section(page, self.tr("Figures by group"))
        page.addWidget(self.groups)
        self._section(page, self.tr("Most wrong: label above, answer below"))
        for head, wrong in self.wrong.items():
            page.addWidget(toned(QLabel(attribute_title(head)), tone="muted"))
            page.addWidget(wrong)
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


def _figures(head: HeadResult) -> list[tuple[str, float, float, float]]:
    return [
        ("accuracy", head.accuracy, *head.accuracy_interval),
        ("balanced", head.balanced_accuracy, *head.balanced_accuracy_interval),
    ]

"""The results of a training, and what to do with its model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.app.translation import texts
from desktop.training.result_figures import ConfusionView, GroupView
from desktop.widgets.picture import to_image
from desktop.widgets.task_dialog import push_button
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import attribute_name, attribute_title, interval, label_name, listed, percent, share

if TYPE_CHECKING:
    from core.evaluation.figures import Evaluation, Figure, HeadEvaluation
    from desktop.training.work import Result, Wrong

_CHIP_PX: Final = 9 * GRID_PX
_A_ROW: Final = 6


class WrongView(QWidget):
    """The faces a model got most wrong, with label and answer. Often it is the label that is wrong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GRID_PX)
        self._grid.setVerticalSpacing(2 * GRID_PX)
        self._grid.setColumnStretch(_A_ROW, 1)

    def show_wrong(self, wrong: Sequence[Wrong]) -> None:
        for chip in self.chips:
            chip.deleteLater()
        self.chips = [_chip(each) for each in wrong]
        for at, chip in enumerate(self.chips):
            self._grid.addWidget(chip, at // _A_ROW, at % _A_ROW, Qt.AlignmentFlag.AlignTop)


def _chip(wrong: Wrong) -> QWidget:
    ratio = 2.0
    pixmap = QPixmap.fromImage(to_image(wrong.rgb)).scaled(
        round(_CHIP_PX * ratio),
        round(_CHIP_PX * ratio),
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    pixmap.setDevicePixelRatio(ratio)
    picture = QLabel()
    picture.setPixmap(pixmap)
    picture.setFixedSize(_CHIP_PX, _CHIP_PX)
    label = toned(QLabel(label_name(wrong.face.label)), size="small", tone="muted")
    answer = toned(QLabel(f"{label_name(wrong.face.answer)} {percent(wrong.face.probability)}"), size="small")
    chip = QWidget()
    text = texts.tr("Labelled {label}, answered {answer}")
    chip.setAccessibleName(text.format(label=label.text(), answer=answer.text()))
    chip.setToolTip(f"{chip.accessibleName()}\n{wrong.name}")
    column = QVBoxLayout(chip)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    for widget in (picture, label, answer):
        column.addWidget(widget)
    return chip


class ResultView(QWidget):
    """The comparison with the model in use, confusion, figures by group, and the worst mistakes."""

    use_asked = Signal()
    save_asked = Signal()
    discard_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.result: Result | None = None
        self.title = toned(QLabel(), size="title")
        self.text = toned(QLabel(), tone="muted")
        self.text.setWordWrap(True)
        self.warning = toned(QLabel(), tone="warning")
        self.warning.setWordWrap(True)
        self.use = push_button(self.tr("Use this model"), self.use_asked)
        self.save = push_button(self.tr("Save as…"), self.save_asked)
        self.discard = push_button(self.tr("Discard"), self.discard_asked)
        self.beside = toned(QLabel(), size="heading")
        self.comparison = QGridLayout()
        self.comparison_note = toned(QLabel(), size="small", tone="muted")
        self.comparison_note.setWordWrap(True)
        self.confusions: dict[str, ConfusionView] = {}
        """By answered attribute."""
        self.confusions_area, self._confused = QWidget(), QHBoxLayout()
        self.groups = GroupView()
        self.wrong: dict[str, WrongView] = {}
        """By answered attribute."""
        self._wrong, self._mistaken = QWidget(), QVBoxLayout()
        self._scroll = QScrollArea()
        self._scroll.setAccessibleName(self.tr("Results"))
        self._lay_out()

    def clear(self, run: Path) -> None:
        """Show nothing of an earlier result."""
        self.show_failure(run, "")

    def show_failure(self, run: Path, text: str) -> None:
        """Say why there are no figures."""
        self.result = None
        self.title.setText(run.name)
        self.text.setText(text)
        self.warning.hide()
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
        self._show_warnings(result)
        self._scroll.show()
        self._scroll.verticalScrollBar().setValue(0)
        self._enable()

    def show_used(self) -> None:
        """The model is in use now; the one it was compared with no longer is."""
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
                "{model} comes from data of the same name: it may have been trained on these pictures, so its figures "
                "may be too good."
            ).format(model=result.rival)
        self.comparison_note.setText(note)

    def _show_warnings(self, result: Result) -> None:
        warnings = list(result.warnings)
        if result.worse:
            titles = listed([attribute_name(attribute) for attribute in result.worse])
            worse = self.tr("Clearly less accurate than {model}, which is in use: {attributes}.")
            warnings.append(worse.format(model=result.rival, attributes=titles))
        self.warning.setText("\n".join(warnings))
        self.warning.setVisible(bool(warnings))

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
        spread = interval(figure.low, figure.high) if figure.count else ""
        text = QLabel(share(figure.value) if figure.count else "–")
        text.setToolTip(spread)
        both = QHBoxLayout()
        both.setSpacing(GRID_PX)
        both.addWidget(text)
        both.addWidget(toned(QLabel(spread), size="small", tone="muted"))
        both.addStretch(1)
        holder = QWidget()
        both.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(both)
        self.comparison.addWidget(holder, row, column)

    def _measure(self, name: str) -> str:
        return {
            "accuracy": self.tr("accuracy"),
            "balanced": self.tr("balanced accuracy"),
        }[name]

    def _enable(self) -> None:
        for button in (self.use, self.save, self.discard):
            button.setVisible(self.result is not None)
        # A model that is worse than the one in use is not what Enter should choose.
        self.use.setDefault(self.result is not None and not self.result.worse)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(GRID_PX // 2)
        words.addWidget(self.title)
        words.addWidget(self.text)
        words.addWidget(self.warning)
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
        self.confusions_area.setLayout(self._confused)
        self._wrong.setLayout(self._mistaken)
        inside = QWidget()
        page = QVBoxLayout(inside)
        page.setContentsMargins(0, 0, 2 * GRID_PX, 0)
        page.setSpacing(GRID_PX)
        page.addWidget(self.beside)
        page.addLayout(self.comparison)
        page.addWidget(self.comparison_note)
        self._section(page, self.tr("Rows: label. Columns: prediction."))
        page.addWidget(self.confusions_area)
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

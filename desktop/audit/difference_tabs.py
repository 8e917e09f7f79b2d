"""Tabs of differences: between groups, between two models, and between a picture and its changed version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.audit.examples_view import Behind
from desktop.audit.figure_table import FigureTable, Row
from desktop.audit.wording import (
    change_title,
    columns_title,
    fairer,
    figure_text,
    figure_title,
    gap_text,
    group_title,
    sensitivity,
    verdict,
)
from desktop.widgets.inputs import ChoiceBox
from desktop.widgets.term import TermLine
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import number

if TYPE_CHECKING:
    from core.evaluation.comparison import Comparison
    from core.evaluation.counterfactual import Counterfactual
    from core.evaluation.figures import Evaluation, HeadEvaluation
    from core.evaluation.tally import Gap

_SHOWN: Final = 24


class GapsTab(QWidget):
    """Gaps between groups with their intervals; the chosen one in a sentence."""

    examples_asked = Signal(object)
    """The `Behind` of the chosen gap."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gaps: tuple[Gap, ...] = ()
        self.note = toned(QLabel(), tone="muted")
        self.note.setWordWrap(True)
        self.table = FigureTable(self.tr("Largest gaps"), differences=True)
        self.table.setColumnHidden(1, True)  # a gap is of two groups, each of its own size
        self.table.chosen.connect(self._on_chosen)
        self.text = QLabel()
        self.text.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2 * GRID_PX, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self.note)
        column.addWidget(TermLine("gap", "beyond_chance", "worst_group", "interval"))
        column.addWidget(self.table, 1)
        column.addWidget(self.text)
        column.addStretch()

    def show_head(self, found: HeadEvaluation) -> None:
        self._gaps = tuple(sorted(found.gaps[:_SHOWN], key=lambda gap: (not gap.more_than_chance, -gap.gap)))
        order = self.tr("The largest gaps come first.")
        real = sum(gap.more_than_chance for gap in found.gaps)
        if not found.gaps:
            self.note.setText(self.tr("The groups are too small to be compared."))
        elif not real:
            none = self.tr("Judged together, no gap between groups is surely more than chance.")
            self.note.setText(f"{none} {order}")
        else:
            text = self.tr("%n gap(s) of {total} judged together are more than chance: they are coloured.", "", real)
            order = self.tr("These come first, then the others; of both the largest first.")
            self.note.setText(f"{text.format(total=number(len(found.gaps)))} {order}")
        self.text.clear()
        self.table.setVisible(bool(found.gaps))
        self.table.show_figures(
            [
                Row(
                    self.tr("{figure}, by {columns}").format(
                        figure=figure_title(gap.figure), columns=columns_title(gap.highest.attributes)
                    ),
                    0,
                    gap.gap,
                    gap.low,
                    gap.high,
                    far=gap.more_than_chance,
                )
                for gap in self._gaps
            ],
            middle=0.0,
        )

    def ask_examples(self) -> None:
        """Ask for the faces of the chosen gap."""
        if 0 <= self.table.currentRow() < len(self._gaps):
            self._on_chosen(self.table.currentRow())

    def _on_chosen(self, at: int) -> None:
        gap = self._gaps[at]
        self.text.setText(gap_text(gap))
        title = self.tr("{group}, answered otherwise than labelled").format(group=group_title(gap.lowest))
        self.examples_asked.emit(Behind(title, gap.lowest))


class CompareTab(QWidget):
    """The figures of two models beside each other, and their difference in accuracy, overall and by group."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.verdict = toned(QLabel(), size="heading")
        self.gap = toned(QLabel())
        self.note = toned(QLabel(), size="small", tone="muted")
        self.figures = QLabel()
        self.table = FigureTable(self.tr("Difference by group"), differences=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2 * GRID_PX, 0, 0)
        column.setSpacing(GRID_PX)
        for label in (self.verdict, self.figures, self.gap, self.note):
            label.setWordWrap(True)
            column.addWidget(label)
        column.addWidget(TermLine("balanced_accuracy", "beyond_chance", "learned_from", "interval"))
        column.addWidget(self.table, 1)

    def show_comparison(self, comparison: Comparison, name: str, both: Sequence[Evaluation]) -> None:
        """Show how two models differ in the attribute `name`, beside the figures of each."""
        found = comparison.heads[name]
        self.verdict.setText(verdict(comparison, name))
        self.figures.setText("\n".join(self._figures_of(one, name) for one in both))
        self.gap.setText("\n".join(fairer(comparison, change) for change in found.gaps if len(change.columns) == 2))
        self.gap.setVisible(bool(self.gap.text()))
        known = self.tr(
            "{model} comes from data of the same name: it may have been trained on these pictures, so its figures "
            "may be too good."
        )
        remarks = [known.format(model=one.model) for one in both[1:] if one.shares_training_source]
        remarks.append(
            self.tr(
                "Below: {first} less {second}, in points, on the same faces. Coloured is what is more than chance; of "
                "groups, judged beside the others."
            ).format(first=comparison.first, second=comparison.second)
        )
        self.note.setText(" ".join(remarks))
        self.table.show_figures(
            [
                Row(
                    group_title(one.group),
                    one.count,
                    one.difference,
                    one.low,
                    one.high,
                    one.small,
                    one.more_than_chance,
                )
                for one in (found.overall, *found.groups)
            ],
            middle=0.0,
        )

    def _figures_of(self, one: Evaluation, name: str) -> str:
        found = one.heads[name]
        text = self.tr("{model} agrees with the labels in {agreement}; {balanced} as a mean of the labels.")
        return text.format(
            model=one.model,
            agreement=figure_text(found.overall.accuracy),
            balanced=figure_text(found.balanced_accuracy),
        )


class ChangesTab(QWidget):
    """By group, the share of faces whose answer changes when only the picture does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Counterfactual | None = None
        self.change = ChoiceBox()
        self.change.setAccessibleName(self.tr("Change of the picture"))
        self.note = toned(QLabel(), tone="muted")
        self.text = QLabel()
        self.table = FigureTable(self.tr("Changed answers by group"))
        self.change.currentIndexChanged.connect(self._refresh)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2 * GRID_PX, 0, 0)
        column.setSpacing(GRID_PX)
        for label in (self.note, self.text):
            label.setWordWrap(True)
        column.addWidget(self.note)
        column.addWidget(TermLine("counterfactual", "interval"))
        column.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.text)
        column.addWidget(self.table, 1)

    def show_changes(self, found: Counterfactual) -> None:
        self._found = found
        note = self.tr(
            "The model answers each face as it is, and again with the picture changed. The person stays the same, so "
            "the answer should too."
        )
        if found.grouped_by == "labels":
            groups = self.tr("Groups are those of the labels.")
        else:
            groups = self.tr("Groups are what the model itself perceives in the pictures as they are.")
        self.note.setText(f"{note} {groups}")
        self.change.blockSignals(True)
        self.change.clear()
        for one in found.changes:
            self.change.addItem(change_title(one.change))
        self.change.blockSignals(False)
        self._refresh()

    def _refresh(self) -> None:
        at = self.change.currentIndex()
        if self._found is None or at < 0:
            return
        one = self._found.changes[at]
        self.text.setText(sensitivity(self._found.attribute, one))
        low, high = one.overall.low, one.overall.high
        self.table.show_figures(
            [
                Row(
                    group_title(shift.group),
                    shift.changed.count,
                    shift.changed.value,
                    shift.changed.low,
                    shift.changed.high,
                    shift.small,
                    shift.changed.low > high or shift.changed.high < low,
                )
                for shift in one.groups
            ],
            middle=one.overall.value,
        )

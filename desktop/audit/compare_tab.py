"""Two models on the same faces, and whether their difference is more than chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.audit.figure_table import FigureTable, Row
from desktop.audit.wording import fairer, group_title, verdict
from desktop.widgets.theme import GRID_PX, toned

if TYPE_CHECKING:
    from core.evaluation.comparison import Comparison


class CompareTab(QWidget):
    """By how much the first agrees more often, over everybody and group by group."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.verdict = toned(QLabel(), size="heading")
        self.gap = toned(QLabel())
        self.note = toned(QLabel(), size="small", tone="muted")
        self.table = FigureTable(self.tr("Difference by group"), differences=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2 * GRID_PX, 0, 0)
        column.setSpacing(GRID_PX)
        for label in (self.verdict, self.gap, self.note):
            label.setWordWrap(True)
            column.addWidget(label)
        column.addWidget(self.table, 1)

    def show_comparison(self, comparison: Comparison, name: str) -> None:
        found = comparison.heads[name]
        self.verdict.setText(verdict(comparison, name))
        self.gap.setText("\n".join(fairer(comparison, change) for change in found.gaps if len(change.columns) == 2))
        self.note.setText(
            self.tr(
                "Below: {first} less {second}, in points, on the same faces. Coloured is what is more than chance; of "
                "groups, judged beside the others."
            ).format(first=comparison.first, second=comparison.second)
        )
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

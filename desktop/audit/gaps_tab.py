"""How far groups lie apart, the gap furthest beyond chance first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.audit.figure_table import FigureTable, Row
from desktop.audit.wording import columns_title, figure_title, gap_text, group_title
from desktop.widgets.theme import GRID_PX, toned

if TYPE_CHECKING:
    from core.evaluation.by_group import HeadEvaluation
    from core.evaluation.gaps import Gap

_SHOWN: Final = 24


class GapsTab(QWidget):
    """Gaps as dots with their intervals; a chosen one is told in a sentence."""

    examples_asked = Signal(str, object, object, object)
    """As of the tab of groups."""

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
        column.addWidget(self.table, 1)
        column.addWidget(self.text)

    def show_head(self, found: HeadEvaluation) -> None:
        self._gaps = found.gaps[:_SHOWN]
        real = sum(gap.more_than_chance for gap in found.gaps)
        if not found.gaps:
            self.note.setText(self.tr("The groups are too small to be compared."))
        elif not real:
            self.note.setText(self.tr("Judged together, no gap between groups is surely more than chance."))
        else:
            told = self.tr("%n gap(s) of {total} judged together are more than chance: they are coloured.", "", real)
            self.note.setText(told.format(total=len(found.gaps)))
        self.text.clear()
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
        """Those of the gap that is chosen."""
        if 0 <= self.table.currentRow() < len(self._gaps):
            self._on_chosen(self.table.currentRow())

    def _on_chosen(self, at: int) -> None:
        gap = self._gaps[at]
        self.text.setText(gap_text(gap))
        title = self.tr("{group}, answered otherwise than labelled").format(group=group_title(gap.lowest))
        self.examples_asked.emit(title, gap.lowest, None, None)

"""The validation of several runs over one another. Imports pyqtgraph, so this is imported late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop.theme import GRID_PX, theme
from desktop.training.chart_panel import ChartPanel
from desktop.training.curves import MEASURES, Measure, Row, curve

_HUES: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
"""Okabe and Ito's colours, told apart also by those who see fewer."""


class CompareChart(QWidget):
    """Three panels like those of a training, a line a run; the names above have the lines' colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: dict[str, Sequence[Row]] = {}
        titles: dict[Measure, str] = {
            "loss": self.tr("Validation loss"),
            "gender_accuracy": self.tr("Perceived gender, validation accuracy"),
            "ethnicity_accuracy": self.tr("Perceived ethnicity, validation accuracy"),
        }
        self.names = QLabel()
        self.names.setTextFormat(Qt.TextFormat.RichText)
        self.names.setWordWrap(True)
        self.panels = {measure: ChartPanel(measure, titles[measure]) for measure in MEASURES}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * GRID_PX)
        grid.setVerticalSpacing(GRID_PX)
        grid.addWidget(self.names, 0, 0, 1, 3)
        for at, panel in enumerate(self.panels.values()):
            panel.title.setWordWrap(True)
            panel.title.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            # In two lines or one, the charts begin at one height.
            panel.title.setMinimumHeight(2 * panel.title.fontMetrics().lineSpacing())
            grid.addWidget(panel, 1, at)
            grid.setColumnStretch(at, 1)
        theme().changed.connect(self._draw)

    def show_runs(self, runs: Mapping[str, Sequence[Row]]) -> None:
        """Draw these, by name; no more than there are colours."""
        self._runs = dict(list(runs.items())[: len(_HUES)])
        self._draw()

    def _draw(self) -> None:
        colors = {name: _tint(hue) for name, hue in zip(self._runs, _HUES, strict=False)}
        self.names.setText(
            "&nbsp;&nbsp;&nbsp; ".join(
                f'<span style="color:{color.name()}">━</span> {escape(name)}' for name, color in colors.items()
            )
        )
        longest = max((int(rows[-1]["epoch"]) for rows in self._runs.values() if rows), default=1)
        for measure, panel in self.panels.items():
            panel.set_epochs(longest)
            panel.show_others([(curve(rows, measure), colors[name]) for name, rows in self._runs.items()])


def _tint(hue: str) -> QColor:
    color = QColor(hue)
    return color.lighter(130) if theme().dark else color

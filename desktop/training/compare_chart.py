"""The validation of several runs over one another. Imports pyqtgraph, so this is imported late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.schema import ATTRIBUTES
from core.training.events import answered_in
from desktop.training.chart_grid import ChartGrid
from desktop.training.chart_panel import ChartPanel
from desktop.training.curves import LOSS, Measure, Row, accuracy_of, curve
from desktop.widgets.theme import GRID_PX, theme
from desktop.wording import attribute_name

_HUES: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
"""Okabe and Ito's colours, told apart also by those who see fewer."""
_IN_ONE_ROW: Final = 4
_COLUMNS: Final = 3


class CompareChart(QWidget):
    """Panels like those of a training, a line per run; the names above have the lines' colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: dict[str, Sequence[Row]] = {}
        self._answers: tuple[str, ...] = ()
        self.names = QLabel()
        self.names.setTextFormat(Qt.TextFormat.RichText)
        self.names.setWordWrap(True)
        self.panels: dict[Measure, ChartPanel] = {}
        self._grid = ChartGrid()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self.names)
        column.addWidget(self._grid, 1)
        theme().changed.connect(self._draw)
        self._show_answers(tuple(ATTRIBUTES))

    def show_runs(self, runs: Mapping[str, Sequence[Row]]) -> None:
        """Draw these, by name; no more than there are colours."""
        self._runs = dict(list(runs.items())[: len(_HUES)])
        answers = dict.fromkeys(name for rows in self._runs.values() if rows for name in answered_in(rows[-1]))
        self._show_answers(tuple(answers) or self._answers)
        self._draw()

    def _show_answers(self, names: tuple[str, ...]) -> None:
        if names == self._answers:
            return
        self._answers = names
        titles = {LOSS: self.tr("Validation loss")}
        for name in names:
            title = self.tr("Perceived {attribute}, validation accuracy").format(attribute=attribute_name(name))
            titles[accuracy_of(name)] = title
        self.panels = {measure: ChartPanel(measure, title) for measure, title in titles.items()}
        for panel in self.panels.values():
            panel.title.setWordWrap(True)
            panel.title.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            # In two lines or one, the charts begin at one height.
            panel.title.setMinimumHeight(2 * panel.title.fontMetrics().lineSpacing())
        count = len(self.panels)
        self._grid.show_panels(list(self.panels.values()), columns=count if count <= _IN_ONE_ROW else _COLUMNS)

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

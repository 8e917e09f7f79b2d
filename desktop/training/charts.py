"""The charts of a training and of several runs. Imports pyqtgraph, so this is imported late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.schema import ATTRIBUTES
from core.training.events import LOSS, Measure, Row, accuracy_of, answered_in, best_epoch, curve
from desktop.training.chart_panel import ChartPanel
from desktop.widgets.plot import HUES, hue
from desktop.widgets.theme import GRID_PX, theme
from desktop.wording import attribute_name

if TYPE_CHECKING:
    from core.training.events import BatchDone


class ChartGrid(QScrollArea):
    """A grid of panels that scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_panels(self, panels: Sequence[QWidget], *, columns: int) -> None:
        """Lay out the panels row by row; earlier ones are deleted."""
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * GRID_PX)
        grid.setVerticalSpacing(2 * GRID_PX)
        for at, panel in enumerate(panels):
            grid.addWidget(panel, at // columns, at % columns)
            grid.setRowStretch(at // columns, 1)
            grid.setColumnStretch(at % columns, 1)
        self.setWidget(inner)


_IN_ONE_COLUMN: Final = 2
"""More accuracies than these are laid out in two columns."""


class TrainingChart(QWidget):
    """A panel for the loss and one for the accuracy of each answered attribute."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._epochs = 1
        self._live_epoch = 0
        self._live_x: list[float] = []
        self._live_y: dict[Measure, list[float]] = {}
        self.rows_shown = 0
        self.panels: dict[Measure, ChartPanel] = {LOSS: ChartPanel(LOSS, self.tr("Loss"))}
        self.answers: tuple[str, ...] = ()
        self._accuracies = ChartGrid()
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3 * GRID_PX)
        row.addWidget(self.panels[LOSS], 1)
        row.addWidget(self._accuracies, 1)
        self.panels[LOSS].hovered.connect(self._on_hovered)
        self.show_answers(tuple(ATTRIBUTES))

    def begin(self, epochs: int) -> None:
        """Clear the charts for a training of `epochs` epochs."""
        self._epochs = epochs
        self._forget_live()
        for panel in self.panels.values():
            panel.set_epochs(epochs)
        self.show_rows([])

    def show_answers(self, names: Sequence[str]) -> None:
        """Have a panel for the accuracy of each attribute."""
        if self.answers == tuple(names):
            return
        self.answers = tuple(names)
        self.panels = {LOSS: self.panels[LOSS]}
        for name in names:
            title = self.tr("Perceived {attribute}, accuracy").format(attribute=attribute_name(name))
            panel = self.panels[accuracy_of(name)] = ChartPanel(accuracy_of(name), title)
            panel.set_epochs(self._epochs)
            panel.hovered.connect(self._on_hovered)
        accuracies = [panel for measure, panel in self.panels.items() if measure != LOSS]
        columns = 1 if len(names) <= _IN_ONE_COLUMN else 2
        self._accuracies.show_panels(accuracies, columns=columns)
        self._row.setStretch(1, columns)
        self._forget_live()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Draw the epochs done."""
        best = best_epoch(rows)
        self.rows_shown = len(rows)
        self._forget_live()
        for measure, panel in self.panels.items():
            panel.show_live([], [])
            panel.show_curve(curve(rows, measure), best=best)

    def show_batch(self, batch: BatchDone) -> None:
        """Draw the current epoch."""
        if batch.epoch != self._live_epoch:
            self._forget_live()
            self._live_epoch = batch.epoch
        self._live_x.append(batch.epoch - 1 + batch.step / max(1, batch.steps))
        values = {LOSS: batch.loss, **{accuracy_of(name): share for name, share in batch.accuracies.items()}}
        for measure, panel in self.panels.items():
            drawn = self._live_y.setdefault(measure, [])
            drawn.append(values.get(measure, float("nan")))
            panel.show_live(self._live_x, drawn)

    def _forget_live(self) -> None:
        self._live_x.clear()
        self._live_y.clear()
        self._live_epoch = 0

    def _on_hovered(self, epoch: int) -> None:
        for panel in self.panels.values():
            panel.point_at(epoch)


_IN_ONE_ROW: Final = 4
_COLUMNS: Final = 3


class CompareChart(QWidget):
    """The validation curves of several runs; the names above have the colours of the lines."""

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

    def show_runs(self, runs: Mapping[str, Sequence[Row]]) -> None:
        """Draw runs by name, at most as many as there are colours."""
        self._runs = dict(list(runs.items())[:HUES])
        answers = dict.fromkeys(name for rows in self._runs.values() if rows for name in answered_in(rows[-1]))
        if runs:  # with none it is not seen, and panels take a moment to make
            self._show_answers(tuple(answers) or self._answers or tuple(ATTRIBUTES))
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
            # Aligns the charts, whether their titles have one line or two.
            panel.title.setMinimumHeight(2 * panel.title.fontMetrics().lineSpacing())
        count = len(self.panels)
        self._grid.show_panels(list(self.panels.values()), columns=count if count <= _IN_ONE_ROW else _COLUMNS)

    def _draw(self) -> None:
        colors = {name: hue(at) for at, name in enumerate(self._runs)}
        self.names.setText(
            "&nbsp;&nbsp;&nbsp; ".join(
                f'<span style="color:{color.name()}">━</span> {escape(name)}' for name, color in colors.items()
            )
        )
        longest = max((int(rows[-1]["epoch"]) for rows in self._runs.values() if rows), default=1)
        for measure, panel in self.panels.items():
            panel.set_epochs(longest)
            panel.show_others([(curve(rows, measure), colors[name]) for name, rows in self._runs.items()])

"""The chart of a training: loss, and the accuracy of each answer. Imports pyqtgraph, so this is imported late."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.schema import ATTRIBUTES
from desktop.training.chart_grid import ChartGrid
from desktop.training.chart_panel import ChartPanel
from desktop.training.curves import LOSS, Measure, Row, accuracy_of, best_epoch, curve
from desktop.widgets.theme import GRID_PX
from desktop.wording import attribute_name

if TYPE_CHECKING:
    from core.training.events import BatchDone

_IN_ONE_COLUMN: Final = 2
"""More accuracies than this stand in two columns."""


class TrainingChart(QWidget):
    """A panel of the loss and one per answer, over the same epochs.

    It is given whole states, the newest, and draws them.
    """

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
        """Empty it for a training of so many epochs."""
        self._epochs = epochs
        self._forget_live()
        for panel in self.panels.values():
            panel.set_epochs(epochs)
        self.show_rows([])

    def show_answers(self, names: Sequence[str]) -> None:
        """Have a panel for the accuracy of each of these."""
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
        """Draw all epochs done."""
        best = best_epoch(rows)
        self.rows_shown = len(rows)
        self._forget_live()
        for measure, panel in self.panels.items():
            panel.show_live([], [])
            panel.show_curve(curve(rows, measure), best=best)

    def show_batch(self, batch: BatchDone) -> None:
        """Draw how far the epoch under way has come."""
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

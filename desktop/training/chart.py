"""The chart of a training: loss, and accuracy of both heads. Imports pyqtgraph, so this is imported late."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.theme import GRID_PX
from desktop.training.chart_panel import ChartPanel
from desktop.training.curves import MEASURES, Measure, Row, best_epoch, curve

if TYPE_CHECKING:
    from core.training.events import BatchDone


class TrainingChart(QWidget):
    """Three panels over the same epochs. It is given whole states, the newest, and draws them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live_epoch = 0
        self._live_x: list[float] = []
        self._live_y: dict[Measure, list[float]] = {measure: [] for measure in MEASURES}
        self.rows_shown = 0
        titles: dict[Measure, str] = {
            "loss": self.tr("Loss"),
            "gender_accuracy": self.tr("Perceived gender, accuracy"),
            "ethnicity_accuracy": self.tr("Perceived ethnicity, accuracy"),
        }
        self.panels = {measure: ChartPanel(measure, titles[measure]) for measure in MEASURES}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * GRID_PX)
        grid.setVerticalSpacing(2 * GRID_PX)
        grid.addWidget(self.panels["loss"], 0, 0, 2, 1)
        grid.addWidget(self.panels["gender_accuracy"], 0, 1)
        grid.addWidget(self.panels["ethnicity_accuracy"], 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for panel in self.panels.values():
            panel.hovered.connect(self._on_hovered)

    def begin(self, epochs: int) -> None:
        """Empty it for a training of so many epochs."""
        self._forget_live()
        for panel in self.panels.values():
            panel.set_epochs(epochs)
        self.show_rows([])

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
        for measure, panel in self.panels.items():
            self._live_y[measure].append(getattr(batch, measure))
            panel.show_live(self._live_x, self._live_y[measure])

    def _forget_live(self) -> None:
        self._live_x.clear()
        for values in self._live_y.values():
            values.clear()
        self._live_epoch = 0

    def _on_hovered(self, epoch: int) -> None:
        for panel in self.panels.values():
            panel.point_at(epoch)

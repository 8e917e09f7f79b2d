"""The charts of a training and of several runs. Imports pyqtgraph, so this is imported late."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPen, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.schema import ATTRIBUTES
from core.training.events import LOSS, Curve, Measure, Row, accuracy_of, answered_in, best_epoch, curve, gap
from desktop.app.translation import texts
from desktop.widgets.plot import HUES, NumberAxis, ShareAxis, hue, make_plot, tint_plot
from desktop.widgets.theme import GRID_PX, sized, theme, toned
from desktop.wording import attribute_name, decimal, share

if TYPE_CHECKING:
    from core.training.events import BatchDone


_TRAINING_PX: Final = 1.4
_VALIDATION_PX: Final = 2.4
_DOT_PX: Final = 6
_GAP_ALPHA: Final = 0.16
_ROOM: Final = 1.25
"""The axis is longer than the data by this factor, so that it does not change with every point."""
_LOOSE: Final = 1.8
"""An axis longer than the data by this factor is fitted again."""
_LEAST_LOSS: Final = 0.05
_LEAST_SHARE: Final = 0.02
"""Minimum length of the axes: less would exaggerate small changes."""


class _EpochAxis(pg.AxisItem):
    """An axis with ticks at whole epochs, and its title in place of 0."""

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:  # noqa: N802 - pyqtgraph's
        word = texts.tr("epoch")
        return [f"{value:.0f}" if value else word for value in values]

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:  # noqa: N802 - pyqtgraph's
        room = max(2, int(size // (6 * GRID_PX)))
        step = next((step for step in (1, 2, 5, 10, 20, 50, 100, 200) if (high - low) / step <= room), 500)
        return [(step, 0)]


class ChartPanel(QWidget):
    """Training as a thin line, validation as a strong one; the gap is shaded where training is better."""

    hovered = Signal(int)
    """The epoch under the pointer; 0 when the pointer has left."""

    def __init__(self, measure: Measure, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.measure: Final = measure
        self._line = Curve((), (), ())
        self._best = 0
        self._live_values: Sequence[float] = ()
        self._range = (0.0, 0.0)
        self._others: list[pg.PlotDataItem] = []
        self.title = toned(QLabel(title), size="heading")
        self.readout = QLabel()
        self.readout.setTextFormat(Qt.TextFormat.RichText)
        bottom = _EpochAxis("bottom")
        bottom.setStyle(hideOverlappingLabels=False)
        left = NumberAxis("left") if measure == LOSS else ShareAxis("left")
        self.plot = make_plot(bottom, left)
        self.plot.scene().sigMouseMoved.connect(self._on_mouse_moved)
        flat = pg.PlotDataItem()
        self._gap_low, self._gap_high = pg.PlotDataItem(), pg.PlotDataItem()
        self._gap = pg.FillBetweenItem(self._gap_low, self._gap_high)
        self._training, self._live, self._validation = flat, pg.PlotDataItem(), pg.PlotDataItem()
        self._live_end = pg.ScatterPlotItem(size=_DOT_PX)
        self._best_line = pg.InfiniteLine(angle=90, label="", labelOpts={"position": 0.94})
        self._best_dot = pg.ScatterPlotItem(size=9)
        self._pointer = pg.InfiniteLine(angle=90)
        items = (self._gap, self._best_line, self._pointer, self._training, self._live, self._validation)
        for item in (*items, self._live_end, self._best_dot):
            self.plot.addItem(item, ignoreBounds=item in (self._gap, self._best_line, self._pointer))
        self._pointer.hide()
        self._best_line.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addWidget(self.title)
        column.addWidget(self.readout)
        column.addWidget(self.plot, 1)
        self.setAccessibleName(title)
        self._retint()
        theme().changed.connect(self._retint)

    def set_epochs(self, count: int) -> None:
        """Set the number of epochs; the axis shows all of them from the start."""
        self.plot.setXRange(0, max(1, count), padding=0.02)

    def show_curve(self, line: Curve, *, best: int) -> None:
        """Draw the epochs done, and mark the epoch `best` unless it is 0."""
        self._line, self._best = line, best
        x = np.array(line.epochs)
        training, validation = np.array(line.training), np.array(line.validation)
        self._training.setData(x, training, symbol=_symbol(line.training))
        self._validation.setData(x, validation, symbol=_symbol(line.validation))
        behind = np.nan_to_num(np.array(gap(line, self.measure)))
        self._fit_range()
        sign = 1 if self.measure == LOSS else -1
        self._gap_low.setData(x, np.nan_to_num(validation))
        self._gap_high.setData(x, np.nan_to_num(validation - sign * behind))
        self._gap.setVisible(len(x) > 0)  # pyqtgraph does not clear the area between empty curves
        at_best = line.at(best)
        self._best_line.setVisible(at_best is not None)
        self._best_line.setValue(best)
        self._best_line.label.setFormat(self._named_best(best))
        self._best_dot.setData([best] if at_best else [], [at_best[1]] if at_best else [])
        self._show_readout(0)

    def show_live(self, x: Sequence[float], y: Sequence[float]) -> None:
        """Draw the current epoch: running means over its pictures so far."""
        self._live_values = tuple(y)
        self._live.setData(x, y)
        self._live_end.setData(x[-1:], y[-1:])
        self._fit_range()
        if not self._line.epochs:
            self._show_readout(0)

    def show_others(self, lines: Sequence[tuple[Curve, QColor]]) -> None:
        """Draw the validation curves of several runs instead."""
        for item in self._others:
            self.plot.removeItem(item)
        self._line = Curve((), (), ())
        self._live_values = [value for line, _ in lines for value in line.validation]
        self._fit_range()
        width = self.devicePixelRatioF() * _VALIDATION_PX
        self._others = [
            self.plot.plot(
                line.epochs,
                line.validation,
                pen=pg.mkPen(color, width=width),
                symbol=_symbol(line.validation),
                symbolSize=_DOT_PX,
                symbolBrush=color,
                symbolPen=None,
            )
            for line, color in lines
        ]
        self.readout.hide()

    def point_at(self, epoch: int) -> None:
        """Show the figures of one epoch; of the newest for 0."""
        self._pointer.setVisible(bool(epoch) and self._line.at(epoch) is not None)
        self._pointer.setValue(epoch)
        self._show_readout(epoch)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._retint()

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(0)
        super().leaveEvent(event)

    def _named_best(self, best: int) -> str:
        return self.tr("best: epoch {n}").format(n=best) if self.measure == LOSS else ""

    def _fit_range(self) -> None:
        """Fit the axis to the data; without data, to the usual range.

        The axis changes as rarely as possible, because drawing axes takes most of the time.
        """
        values = np.array([*self._line.training, *self._line.validation, *self._live_values])
        values = values[np.isfinite(values)]
        if not len(values):
            self._show_range(0.0, 2.5 if self.measure == LOSS else 1.0)
            return
        low, high = float(values.min()), float(values.max())
        least = _LEAST_LOSS if self.measure == LOSS else _LEAST_SHARE
        middle, half = (low + high) / 2, max(high - low, least) / 2
        shown_low, shown_high = self._range
        inside = shown_low <= low and high <= shown_high
        if not inside or shown_high - shown_low > _LOOSE * 2 * half:
            self._show_range(middle - _ROOM * half, middle + _ROOM * half)

    def _show_range(self, low: float, high: float) -> None:
        if (low, high) != self._range:
            self._range = (low, high)
            self.plot.setYRange(low, high, padding=0)

    def _on_mouse_moved(self, at: QPointF) -> None:
        box = self.plot.getPlotItem().getViewBox()
        inside = box.sceneBoundingRect().contains(at)
        self.hovered.emit(round(box.mapSceneToView(at).x()) if inside else 0)

    def _show_readout(self, epoch: int) -> None:
        """Update the readout, which is the legend too."""
        at = epoch or (int(self._line.epochs[-1]) if self._line.epochs else 0)
        values = self._line.at(at)
        parts = []
        for name, shade, weight, value in (
            (self.tr("validation"), "accent", 600, values[1] if values else math.nan),
            (self.tr("training"), "muted", 400, values[0] if values else math.nan),
        ):
            color = theme().color("accent" if shade == "accent" else "muted").name()
            text = "" if math.isnan(value) else f" {self._number(value)}"
            dash = "━" if shade == "accent" else "─"
            parts.append(f'<span style="color:{color}; font-weight:{weight}">{dash} {name}{text}</span>')
        if epoch and values:
            parts.append(self.tr("epoch {n}").format(n=at))
        self.readout.setText("&nbsp;&nbsp; ".join(parts))
        self.plot.setAccessibleDescription(self.readout.text())

    def _number(self, value: float) -> str:
        return decimal(value, 3) if self.measure == LOSS else share(value)

    def _retint(self) -> None:
        look = theme()
        accent, muted, warning = look.color("accent"), look.color("muted"), look.color("warning")
        # Widths of pyqtgraph's pens are in device pixels.
        ratio = self.devicePixelRatioF()
        self._training.setPen(pg.mkPen(muted, width=ratio * _TRAINING_PX))
        self._live.setPen(pg.mkPen(muted, width=ratio * _TRAINING_PX))
        for line, color in ((self._training, muted), (self._validation, accent)):
            line.setSymbolBrush(color)
            line.setSymbolPen(None)
            line.setSymbolSize(_DOT_PX)
        self._live_end.setBrush(muted)
        self._live_end.setPen(QPen(Qt.PenStyle.NoPen))
        self._validation.setPen(pg.mkPen(accent, width=ratio * _VALIDATION_PX))
        warning.setAlphaF(_GAP_ALPHA)
        self._gap.setBrush(warning)
        self._best_line.setPen(pg.mkPen(accent, width=ratio, style=Qt.PenStyle.DashLine))
        self._best_line.label.setColor(accent)
        self._best_line.label.setFont(sized("small"))
        self._best_dot.setBrush(look.color("panel"))
        self._best_dot.setPen(pg.mkPen(accent, width=2))
        self._pointer.setPen(pg.mkPen(look.color("line"), width=1))
        tint_plot(self.plot)
        self._show_readout(0)


def _symbol(values: Sequence[float]) -> str | None:
    """The symbol of a line's points: without one, a single point would not be visible."""
    return "o" if np.isfinite(values).sum() == 1 else None


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
    """A panel for the loss and one for the accuracy of each answered attribute.

    Panels take a moment to make: there are none before it is shown or a training has begun.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._epochs = 1
        self._live_epoch = 0
        self._live_x: list[float] = []
        self._live_y: dict[Measure, list[float]] = {}
        self.rows_shown = 0
        self.panels: dict[Measure, ChartPanel] = {}
        self.answers: tuple[str, ...] = ()
        self._accuracies = ChartGrid()
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3 * GRID_PX)
        row.addWidget(self._accuracies, 1)

    def begin(self, epochs: int) -> None:
        """Clear the charts for a training of `epochs` epochs."""
        self._epochs = epochs
        self._have_panels()
        for panel in self.panels.values():
            panel.set_epochs(epochs)
        self.show_rows([])

    def show_answers(self, names: Sequence[str]) -> None:
        """Have a panel for the accuracy of each attribute."""
        if self.answers == tuple(names):
            return
        self.answers = tuple(names)
        if not self.panels:
            self._row.insertWidget(0, self._make_panel(LOSS, self.tr("Loss")), 1)
        self.panels = {LOSS: self.panels[LOSS]}
        for name in names:
            title = self.tr("Perceived {attribute}, accuracy").format(attribute=attribute_name(name))
            self._make_panel(accuracy_of(name), title)
        accuracies = [panel for measure, panel in self.panels.items() if measure != LOSS]
        columns = 1 if len(names) <= _IN_ONE_COLUMN else 2
        self._accuracies.show_panels(accuracies, columns=columns)
        self._row.setStretch(1, columns)
        self._forget_live()

    def showEvent(self, event: QShowEvent) -> None:
        self._have_panels()
        super().showEvent(event)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Draw the epochs done."""
        if rows:
            self._have_panels()
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

    def _have_panels(self) -> None:
        if not self.panels:
            self.show_answers(tuple(ATTRIBUTES))

    def _make_panel(self, measure: Measure, title: str) -> ChartPanel:
        panel = self.panels[measure] = ChartPanel(measure, title)
        panel.set_epochs(self._epochs)
        panel.hovered.connect(self._on_hovered)
        return panel

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

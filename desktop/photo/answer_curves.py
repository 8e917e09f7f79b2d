"""One answer along a slider: the probability of each label as a line. Imports pyqtgraph, so this is imported late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.evaluation.what_if import CHANGES
from desktop.widgets.plot import NumberAxis, ShareAxis, hue, make_plot, tint_plot
from desktop.widgets.theme import GRID_PX, sized, theme, toned
from desktop.wording import attribute_title, decimal, label_name, percent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.model.classifier import Answer

_LINE_PX: Final = 2.0
_DOT_PX: Final = 9
_BAND_ALPHA: Final = 0.10
_ROOM: Final = 0.04
_EVERY: Final[Mapping[str, Sequence[float]]] = {
    "percent": (-100, -50, 0, 50, 100),
    "stops": (-5, -4, -3, -2, -1, 0, 1, 2),
    "degrees": (-45, -30, -15, 0, 15, 30, 45),
    "pixels": (24, 16, 11, 8, 6),
}
"""Where the axis has numbers, by the unit of the change."""


class AnswerCurves(QWidget):
    """Lines of all labels of an attribute, where the slider stands, and below which probability it is uncertain."""

    def __init__(self, answer: Answer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.attribute: Final = answer.attribute
        self._answer = answer
        self._places: Sequence[float] = ()
        self._values: NDArray[np.float64] = np.zeros((0, len(answer.labels)))
        title = toned(QLabel(attribute_title(self.attribute)), size="heading")
        self.legend = toned(QLabel(), size="small")
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.legend.setWordWrap(True)
        self._bottom = NumberAxis("bottom")
        self._bottom.setStyle(hideOverlappingLabels=False)
        self.plot = make_plot(self._bottom, ShareAxis("left"))
        self.plot.setYRange(-_ROOM, 1 + _ROOM, padding=0)
        self._band = pg.LinearRegionItem((0, answer.threshold), orientation="horizontal", movable=False)
        self._band_text = pg.TextItem(self.tr("uncertain"), anchor=(1, 0))
        self._pointer = pg.InfiniteLine(angle=90)
        self._lines = [pg.PlotDataItem() for _ in answer.labels]
        self._dots = pg.ScatterPlotItem(size=_DOT_PX)
        for item in (self._band, self._pointer, *self._lines, self._dots, self._band_text):
            self.plot.addItem(item, ignoreBounds=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addWidget(title)
        column.addWidget(self.legend)
        column.addWidget(self.plot, 1)
        self.setAccessibleName(title.text())
        theme().changed.connect(self._tint)
        self._tint()

    def show_range(self, name: str) -> None:
        """Have the axis of the change `name`, without lines."""
        change = CHANGES[name]
        wanted = [float(np.interp(value, *_by_value(name))) for value in _EVERY[change.unit]]
        ticks = [
            (place, decimal(value, 0))
            for place, value in zip(wanted, _EVERY[change.unit], strict=True)
            if place >= change.lowest
        ]
        if change.unit == "pixels":
            ticks.insert(0, (0.0, self.tr("as it is")))
        self._bottom.setTicks([ticks])
        self.plot.setXRange(change.lowest, 1.0, padding=0.02)
        self.show_curve((), np.zeros((0, len(self._lines))))

    def show_curve(self, places: Sequence[float], values: NDArray[np.float64]) -> None:
        """Draw what is known of the lines: the amounts, and the probabilities, shape (places, labels)."""
        self._places, self._values = places, values
        for line, column in zip(self._lines, values.T, strict=True):
            line.setData(np.array(places), column)

    def show_answer(self, answer: Answer, place: float) -> None:
        """Mark where the slider stands, and the answer there."""
        self._answer = answer
        self._pointer.setValue(place)
        self._band.setRegion((0.0, answer.threshold))
        self._band_text.setPos(1.0, answer.threshold)
        self._band_text.setVisible(answer.threshold > 0)
        colors = [hue(at) for at in range(len(answer.labels))]
        self._dots.setData([place] * len(colors), answer.probabilities, brush=colors)
        self._show_legend()

    def _show_legend(self) -> None:
        rows = zip(self._answer.labels, self._answer.probabilities, strict=True)
        parts = []
        for at, (label, probability) in enumerate(rows):
            words = escape(f"{label_name(label, self.attribute)} {percent(probability)}").replace(" ", "&nbsp;")
            parts.append(f'<span style="color:{hue(at).name()}">━</span>&nbsp;{words}')
        self.legend.setText("&nbsp; ".join(parts))

    def _tint(self) -> None:
        # Widths of pyqtgraph's pens are in device pixels.
        ratio = self.devicePixelRatioF()
        colors = [hue(at) for at in range(len(self._lines))]
        for line, color in zip(self._lines, colors, strict=True):
            line.setPen(pg.mkPen(color, width=ratio * _LINE_PX))
        if len(self._dots.data):
            self._dots.setBrush(colors)
        self._dots.setPen(pg.mkPen(theme().color("panel"), width=ratio))
        band = theme().color("muted")
        band.setAlphaF(_BAND_ALPHA)
        self._band.setBrush(band)
        for edge in self._band.lines:
            edge.setPen(QPen(Qt.PenStyle.NoPen))
        self._band_text.setColor(theme().color("muted"))
        self._band_text.setFont(sized("small"))
        self._pointer.setPen(pg.mkPen(theme().color("muted"), width=ratio, style=Qt.PenStyle.DashLine))
        tint_plot(self.plot)
        self._show_legend()


def _by_value(name: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Values in the unit of a change, in rising order, and the amounts that give them."""
    places = np.linspace(CHANGES[name].lowest, 1.0, 201)
    values = np.array([CHANGES[name].value(place) for place in places.tolist()])
    order = np.argsort(values)
    return values[order], places[order]

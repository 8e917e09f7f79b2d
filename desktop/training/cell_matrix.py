"""How many pictures there are of whom: quiet bars, one per label of an attribute or per crossing of two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.widgets.theme import GRID_PX, sized, theme
from desktop.wording import attribute_name, decimal, label_name, listed, number

if TYPE_CHECKING:
    from core.schema import Attribute

if TYPE_CHECKING:
    from core.schema import Attribute

Counts = Mapping[tuple[str | None, ...], int]
"""Pictures by the labels of the attributes; None where that label is not given."""
Light = Mapping[tuple[str, ...], tuple[float, float]]
"""Median brightness (0 to 1) and sharpness (0 is a flat blur) by the same labels, where all are given."""

_ROW_PX: Final = 3 * GRID_PX
_COLUMN_PX: Final = 20 * GRID_PX


class CellMatrix(QWidget):
    """The labels of the last attribute down, those of the one before it across; a bar's length is its share of the
    largest. A tooltip tells of the light."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attributes: Sequence[Attribute] = ()
        self._counts: Counts = {}
        self._light: Light = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(self, attributes: Sequence[Attribute], counts: Counts, light: Light) -> None:
        """Show one attribute or the crossing of two, in the order of the keys of `counts` and `light`."""
        self._attributes, self._counts, self._light = attributes, counts, light
        titles = [attribute_name(attribute) for attribute in attributes]
        name = self.tr("Pictures by perceived {attributes}")
        self.setAccessibleName(name.format(attributes=listed(titles)))
        self.setAccessibleDescription("; ".join(map(self._said, counts)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        across, down = self._axes()
        return QSize(12 * GRID_PX + _COLUMN_PX * max(1, len(across)), _ROW_PX * (len(down) + 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(24 * GRID_PX, self.sizeHint().height())  # no row is hidden where room is short

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(event.pos()), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        across, down = self._axes()
        if not down:
            return
        look, font = theme(), sized("small")
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        left, width = self._columns()
        digits = max(metrics.horizontalAdvance(number(n)) for n in self._counts.values()) + GRID_PX
        most = max(self._counts.values())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(look.color("muted"))
        for column, cell in enumerate(across):
            painter.drawText(QRectF(left + column * width, 0, width, _ROW_PX), middle, self._named(cell))
        for row, label in enumerate(down, start=1):
            top = row * _ROW_PX
            painter.setPen(look.color("muted"))
            painter.drawText(QRectF(0, top, left, _ROW_PX), middle, self._name(label))
            for column, cell in enumerate(across):
                n = self._counts.get((*cell, label), 0)
                at = left + column * width
                room = width - digits - 2 * GRID_PX
                bar = QRectF(at, top + GRID_PX, room * n / most, GRID_PX)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.color("accent"))
                painter.drawRoundedRect(bar, 2, 2)
                painter.setPen(look.color("text"))
                painter.drawText(QRectF(bar.right() + GRID_PX, top, digits, _ROW_PX), middle, number(n))

    def _axes(self) -> tuple[list[tuple[str | None, ...]], list[str | None]]:
        """What lies across, one empty cell where there is one attribute alone, and the labels down."""
        if not self._counts:
            return [], []
        used: list[list[str | None]] = []
        for place, attribute in enumerate(self._attributes):
            there = {key[place] for key in self._counts}
            used.append([label for label in (*attribute.labels, None) if label in there])
        return list(product(*used[:-1])), used[-1]

    def _columns(self) -> tuple[float, float]:
        """Where the first begins, and how wide each is."""
        across, down = self._axes()
        metrics = QFontMetricsF(sized("small"))
        left = max(metrics.horizontalAdvance(self._name(label)) for label in down) + 2 * GRID_PX
        return left, (self.width() - left) / len(across)

    def _tip(self, at: QPoint) -> str:
        """What there is to tell of the cell at a point; empty beside the cells."""
        across, down = self._axes()
        if not down:
            return ""
        left, width = self._columns()
        row, column = at.y() // _ROW_PX - 1, int((at.x() - left) // width)
        if not (0 <= row < len(down) and 0 <= column < len(across)):
            return ""
        return self._said((*across[column], down[row]))

    def _said(self, cell: tuple[str | None, ...]) -> str:
        said = f"{self._named(cell)}: {number(self._counts.get(cell, 0))}"
        values = self._light.get(tuple(filter(None, cell)))
        if values is None:
            return said
        brightness, sharpness = (decimal(value, 2) for value in values)
        light = self.tr("brightness {brightness}, sharpness {sharpness}")
        return f"{said}, {light.format(brightness=brightness, sharpness=sharpness)}"

    def _named(self, cell: tuple[str | None, ...]) -> str:
        return ", ".join(map(self._name, cell))

    def _name(self, label: str | None) -> str:
        return label_name(label) if label else self.tr("not given")

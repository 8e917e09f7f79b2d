"""How many pictures there are of whom: quiet bars, one a crossing of gender and ethnicity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.theme import GRID_PX, sized, theme
from desktop.wording import decimal, label_name, number

Counts = Mapping[tuple[str | None, ...], int]
"""Pictures by gender and ethnicity; None where that label is not given."""
Light = Mapping[tuple[str, ...], tuple[float, float]]
"""Median brightness (0 to 1) and sharpness (0 is a flat blur) by gender and ethnicity, where both are given."""

_ROW_PX: Final = 3 * GRID_PX
_COLUMN_PX: Final = 20 * GRID_PX


class CellMatrix(QWidget):
    """Ethnicities down, genders across; a bar's length is its share of the largest. A tooltip tells of the light."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Counts = {}
        self._light: Light = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(self, counts: Counts, light: Light) -> None:
        self._counts, self._light = counts, light
        self.setAccessibleName(self.tr("Pictures by perceived gender and ethnicity"))
        self.setAccessibleDescription("; ".join(map(self._said, counts)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        genders, ethnicities = self._axes()
        return QSize(12 * GRID_PX + _COLUMN_PX * max(1, len(genders)), _ROW_PX * (len(ethnicities) + 1))

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
        genders, ethnicities = self._axes()
        if not genders:
            return
        look, font = theme(), sized("small")
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        left, width = self._columns()
        digits = max(metrics.horizontalAdvance(number(n)) for n in self._counts.values()) + GRID_PX
        most = max(self._counts.values())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(look.color("muted"))
        for column, gender in enumerate(genders):
            painter.drawText(QRectF(left + column * width, 0, width, _ROW_PX), middle, self._name(gender))
        for row, ethnicity in enumerate(ethnicities, start=1):
            top = row * _ROW_PX
            painter.setPen(look.color("muted"))
            painter.drawText(QRectF(0, top, left, _ROW_PX), middle, self._name(ethnicity))
            for column, gender in enumerate(genders):
                n = self._counts.get((gender, ethnicity), 0)
                at = left + column * width
                room = width - digits - 2 * GRID_PX
                bar = QRectF(at, top + GRID_PX, room * n / most, GRID_PX)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.color("accent"))
                painter.drawRoundedRect(bar, 2, 2)
                painter.setPen(look.color("text"))
                painter.drawText(QRectF(bar.right() + GRID_PX, top, digits, _ROW_PX), middle, number(n))

    def _axes(self) -> tuple[list[str | None], list[str | None]]:
        from core.labels import ETHNICITIES, GENDERS

        def used(labels: tuple[str, ...], place: int) -> list[str | None]:
            there = {key[place] for key in self._counts}
            return [label for label in (*labels, None) if label in there]

        return used(GENDERS, 0), used(ETHNICITIES, 1)

    def _columns(self) -> tuple[float, float]:
        """Where the first begins, and how wide each is."""
        genders, ethnicities = self._axes()
        metrics = QFontMetricsF(sized("small"))
        left = max(metrics.horizontalAdvance(self._name(e)) for e in ethnicities) + 2 * GRID_PX
        return left, (self.width() - left) / len(genders)

    def _tip(self, at: QPoint) -> str:
        """What there is to tell of the cell at a point; empty beside the cells."""
        genders, ethnicities = self._axes()
        if not genders:
            return ""
        left, width = self._columns()
        row, column = at.y() // _ROW_PX - 1, int((at.x() - left) // width)
        if not (0 <= row < len(ethnicities) and 0 <= column < len(genders)):
            return ""
        return self._said((genders[column], ethnicities[row]))

    def _said(self, cell: tuple[str | None, ...]) -> str:
        name = ", ".join(map(self._name, cell))
        said = f"{name}: {number(self._counts.get(cell, 0))}"
        values = self._light.get(tuple(filter(None, cell)))
        if values is None:
            return said
        brightness, sharpness = (decimal(value, 2) for value in values)
        light = self.tr("brightness {brightness}, sharpness {sharpness}")
        return f"{said}, {light.format(brightness=brightness, sharpness=sharpness)}"

    def _name(self, label: str | None) -> str:
        return label_name(label) if label else self.tr("not given")

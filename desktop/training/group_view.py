"""Figures by group: how often the model agreed with the labels, and how sure that figure is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import GRID_PX, sized, theme
from desktop.wording import attribute_title, interval, label_name, number, share

if TYPE_CHECKING:
    from core.labels import Head
    from desktop.training.result import GroupFigure

_ROW_PX: Final = round(2.5 * GRID_PX)
_GAP_PX: Final = GRID_PX
_COUNT_PX: Final = 7 * GRID_PX
_NUMBER_PX: Final = 7 * GRID_PX


class GroupView(QWidget):
    """A row a group, a dot and its 95 % interval a head; the line is the figure over all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: Sequence[GroupFigure] = ()
        self.setAccessibleName(self.tr("Figures by group"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_groups(self, groups: Sequence[GroupFigure]) -> None:
        self._groups = groups
        self.setAccessibleDescription(
            "; ".join(
                f"{self._name(group)}, {number(group.count)}: "
                + ", ".join(
                    f"{attribute_title(h)} {share(a)} ({interval(lo, hi)})" for h, (a, lo, hi) in group.accuracy.items()
                )
                for group in groups
            )
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        breaks = sum(a.kind != b.kind for a, b in zip(self._groups, self._groups[1:], strict=False))
        return QSize(80 * GRID_PX, _ROW_PX * (len(self._groups) + 1) + _GAP_PX * breaks + GRID_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._groups:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(sized("small"))
        names = QFontMetricsF(sized("small"))
        left = max(names.horizontalAdvance(self._name(group)) for group in self._groups) + GRID_PX + _COUNT_PX
        heads: list[Head] = list(self._groups[0].accuracy)
        width = (self.width() - left) / len(heads)
        lowest = min(low for group in self._groups for _, low, _ in group.accuracy.values())
        floor = max(0.0, (lowest * 10 // 1) / 10)
        for at, head in enumerate(heads):
            self._paint_head(painter, head, QRectF(left + at * width, 0, width, self.height()), floor)
        painter.setPen(theme().color("text"))
        for group, top in self._rows():
            row = QRectF(0, top, left - 2 * GRID_PX, _ROW_PX)
            painter.setPen(theme().color("text"))
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, self._name(group))
            painter.setPen(theme().color("muted"))
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, number(group.count))

    def _paint_head(self, painter: QPainter, head: Head, area: QRectF, floor: float) -> None:
        look, middle = theme(), Qt.AlignmentFlag.AlignVCenter
        room = area.width() - _NUMBER_PX - 3 * GRID_PX

        def x(value: float) -> float:
            return area.left() + GRID_PX + room * (value - floor) / (1 - floor)

        painter.setPen(look.color("muted"))
        painter.drawText(QRectF(area.left() + GRID_PX, 0, area.width(), _ROW_PX), middle, attribute_title(head))
        overall = self._groups[0].accuracy[head][0]
        painter.setPen(QPen(look.color("line"), 1))
        painter.drawLine(QPointF(x(overall), _ROW_PX), QPointF(x(overall), area.bottom() - GRID_PX))
        for group, top in self._rows():
            value, low, high = group.accuracy[head]
            y = top + _ROW_PX / 2
            # A group whose whole interval lies below the figure over all is worse served, not unlucky.
            worse = high < overall
            color = look.color("warning" if worse else "accent")
            faint = look.color("warning" if worse else "accent")
            faint.setAlphaF(0.45)
            painter.setPen(QPen(faint, 2))
            painter.drawLine(QPointF(x(low), y), QPointF(x(high), y))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawEllipse(QPointF(x(value), y), 3.5, 3.5)
            painter.setPen(color if worse else look.color("text"))
            number = QRectF(area.right() - _NUMBER_PX - GRID_PX, top, _NUMBER_PX, _ROW_PX)
            painter.drawText(number, middle | Qt.AlignmentFlag.AlignRight, share(value))

    def _rows(self) -> list[tuple[GroupFigure, float]]:
        rows, top, before = [], float(_ROW_PX), "all"
        for group in self._groups:
            top += _GAP_PX if group.kind != before else 0
            before = group.kind
            rows.append((group, top))
            top += _ROW_PX
        return rows

    def _name(self, group: GroupFigure) -> str:
        if group.kind == "all":
            return self.tr("All")
        if group.kind == "age":
            return self.tr("Age {band}").format(band=group.label)
        return ", ".join(label_name(label) for label in group.label.split(", "))

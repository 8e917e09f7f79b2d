"""How often answers of a probability agree with the labels: on the diagonal, they mean what they say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.widgets.theme import GRID_PX, sized, theme
from desktop.wording import interval, number, share

if TYPE_CHECKING:
    from core.evaluation.by_group import ReliabilityBin

_SIDE_PX: Final = 34 * GRID_PX
_LEAST_SIDE_PX: Final = 16 * GRID_PX
_LEFT_PX: Final = 6 * GRID_PX
_BOTTOM_PX: Final = 5 * GRID_PX


class ReliabilityView(QWidget):
    """What was said across, how often it was so up; a dot's size tells how many answers it stands for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bins: Sequence[ReliabilityBin] = ()
        self.setAccessibleName(self.tr("Reliability diagram"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        theme().changed.connect(self.update)

    def show_reliability(self, bins: Sequence[ReliabilityBin]) -> None:
        self._bins = bins
        told = self.tr("said {said}, agreed {agreed} ({interval}), faces: {n}")
        self.setAccessibleDescription(
            "; ".join(
                told.format(
                    said=share(one.confidence),
                    agreed=share(one.accuracy.value),
                    interval=interval(one.accuracy.low, one.accuracy.high),
                    n=number(one.accuracy.count),
                )
                for one in bins
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_LEFT_PX + _SIDE_PX + _LEFT_PX, GRID_PX + _SIDE_PX + _BOTTOM_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), GRID_PX + _LEAST_SIDE_PX + _BOTTOM_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(sized("small"))
        look, side = theme(), self.height() - GRID_PX - _BOTTOM_PX

        def at(said: float, agreed: float) -> QPointF:
            return QPointF(_LEFT_PX + said * side, GRID_PX + (1 - agreed) * side)

        painter.setPen(QPen(look.color("muted"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(at(0, 0), at(1, 1))
        painter.setPen(look.color("line"))
        painter.drawRect(QRectF(at(0, 1), at(1, 0)))
        painter.setPen(look.color("muted"))
        across = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        up = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for mark in (0.0, 0.5, 1.0):
            x, y = at(mark, 0).x(), at(0, mark).y()
            painter.drawText(QRectF(x - 40, at(0, 0).y() + 4, 80, 2 * GRID_PX), across, share(mark, 0))
            painter.drawText(QRectF(0, y - GRID_PX, _LEFT_PX - 6, 2 * GRID_PX), up, share(mark, 0))
        below = QRectF(0, at(0, 0).y() + 2.5 * GRID_PX, 2 * _LEFT_PX + side, 2 * GRID_PX)
        painter.drawText(below, across, self.tr("said (across), agreed (up)"))
        most = max((one.accuracy.count for one in self._bins), default=1)
        faint = look.color("accent")
        faint.setAlphaF(0.5)
        for one in self._bins:
            found, said = one.accuracy, one.confidence
            painter.setPen(QPen(faint, 2))
            painter.drawLine(at(said, found.low), at(said, found.high))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent"))
            radius = 3 + 4 * (found.count / most) ** 0.5
            painter.drawEllipse(at(said, found.value), radius, radius)

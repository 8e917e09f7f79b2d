"""A face's box on the canvas."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsSceneHoverEvent, QStyleOptionGraphicsItem, QWidget

from desktop.widgets.theme import sized

_TAG_PX: Final = 18.0
_MARGIN_PX: Final = 28.0


class FaceItem(QGraphicsItem):
    """A rounded box with the face's number; lines and number keep their size on screen at any zoom."""

    def __init__(self, rect: QRectF, *, number: int, uncertain: bool) -> None:
        super().__init__()
        self.rect: Final = rect
        self._number = number
        self._uncertain = uncertain
        self._chosen = False
        self._hovered = False
        self._scale = 1.0
        self.setAcceptHoverEvents(True)
        self.setZValue(1)

    def set_chosen(self, chosen: bool) -> None:
        self._chosen = chosen
        self.setZValue(2 if chosen else 1)
        self.update()

    def set_scale(self, scale: float) -> None:
        """Tell it how many screen pixels a picture's pixel has."""
        self.prepareGeometryChange()
        self._scale = scale

    def boundingRect(self) -> QRectF:
        margin = _MARGIN_PX / self._scale
        return self.rect.adjusted(-margin, -margin, margin, margin)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(self.rect)
        return path

    def hoverEnterEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self._hovered = True
        self.update()

    def hoverLeaveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self._hovered = False
        self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.save()
        painter.translate(self.rect.topLeft())
        painter.scale(1 / self._scale, 1 / self._scale)
        # On whole pixels of the window, or the lines blur into their dark edges.
        corner = painter.worldTransform().map(QPointF(0, 0))
        painter.translate(round(corner.x()) - corner.x(), round(corner.y()) - corner.y())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, 0, round(self.rect.width() * self._scale), round(self.rect.height() * self._scale))
        self._paint_box(painter, box)
        self._paint_tag(painter, box)
        painter.restore()

    def _paint_box(self, painter: QPainter, box: QRectF) -> None:
        if self._hovered and not self._chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(255, 255, 255, 26))
            painter.drawRoundedRect(box, _radius(box), _radius(box))
        edge = 110 if self._chosen or self._hovered else 70
        paint_outline(
            painter, box, self._color(), width=3.0 if self._chosen else 2.0, edge=edge, dashed=self._uncertain
        )

    def _paint_tag(self, painter: QPainter, box: QRectF) -> None:
        font = sized("small", bold=True)
        painter.setFont(font)
        text = str(self._number)
        width = max(_TAG_PX, painter.fontMetrics().horizontalAdvance(text) + 10.0)
        tag = QRectF(box.left() - 1, box.top() - _TAG_PX - 4, width, _TAG_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._color() if self._chosen else QColor(20, 22, 24, 190))
        painter.drawRoundedRect(tag, 5, 5)
        painter.setPen(QColor("#0b1c1f") if self._chosen else QColor(255, 255, 255, 235))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)

    def _color(self) -> QColor:
        if self._chosen:
            return QColor("#45d0e2")  # the accent, bright in both schemes: it lies on a picture, not on the window
        return QColor(255, 255, 255, 245 if self._hovered else 190)


def rect_of(xyxy: tuple[float, float, float, float]) -> QRectF:
    x0, y0, x1, y1 = xyxy
    return QRectF(QPointF(x0, y0), QPointF(x1, y1))


def paint_outline(painter: QPainter, box: QRectF, color: QColor, *, width: float, edge: int, dashed: bool) -> None:
    """A rounded box around a face; a dark edge of opacity `edge` keeps it visible on white walls and pale skin."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(0, 0, 0, edge), width + 2))
    painter.drawRoundedRect(box, _radius(box), _radius(box))
    pen = QPen(color, width)
    if dashed:
        pen.setDashPattern([4, 3])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawRoundedRect(box, _radius(box), _radius(box))


def _radius(box: QRectF) -> float:
    return min(8.0, box.width() / 6)

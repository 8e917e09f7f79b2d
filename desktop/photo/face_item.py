"""A face's box on the canvas."""

from __future__ import annotations

from itertools import product
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsSceneHoverEvent, QStyleOptionGraphicsItem, QWidget

from desktop.widgets.icons import pixmap
from desktop.widgets.theme import sized

Handle = tuple[int, int]
"""Which sides of a box a handle moves: -1 left or upper, 1 right or lower, 0 none; across, down."""

_TAG_PX: Final = 18.0
_SIGN_PX: Final = 12
_MARGIN_PX: Final = 28.0
_HANDLE_PX: Final = 9.0
_GRASP_PX: Final = 9.0
"""How near to the middle of a handle the pointer takes hold of it."""
_ROOM_PX: Final = 36.0
"""Handles stand so far apart at least; those of smaller boxes stand outside, so that the box itself can be moved."""
_ROOM_FOR_SIDES_PX: Final = 56.0
"""Longer sides have a handle in their middle."""
_HANDLES: Final[tuple[Handle, ...]] = tuple(one for one in product((-1, 0, 1), (-1, 0, 1)) if one != (0, 0))


class FaceItem(QGraphicsItem):
    """A rounded box with the face's number; lines, number and handles keep their size on screen at any zoom.

    Args:
        rect: The box in pixels of the picture.
        number: The face's number; 0 for a box that has not been answered yet.
        uncertain: An answer is uncertain: the line is dashed.
        by_hand: The user drew or moved the box: a pencil stands beside the number.
    """

    def __init__(self, rect: QRectF, *, number: int, uncertain: bool = False, by_hand: bool = False) -> None:
        super().__init__()
        self._rect = rect
        self._number = number
        self._uncertain = uncertain
        self._by_hand = by_hand
        self._chosen = False
        self._handles = False
        self._hovered = False
        self._scale = 1.0
        self.setAcceptHoverEvents(True)
        self.setZValue(1)

    @property
    def rect(self) -> QRectF:
        """The box in pixels of the picture."""
        return self._rect

    def set_rect(self, rect: QRectF) -> None:
        self.prepareGeometryChange()
        self._rect = rect

    def set_chosen(self, chosen: bool) -> None:
        self._chosen = chosen
        self.setZValue(2 if chosen else 1)
        self.update()

    def show_handles(self, shown: bool) -> None:
        """Show the handles by which the box is resized, or hide them."""
        self._handles = shown
        self.update()

    def set_scale(self, scale: float) -> None:
        """Tell it how many screen pixels a picture's pixel has."""
        self.prepareGeometryChange()
        self._scale = scale

    def handle_at(self, point: QPointF) -> Handle | None:
        """The handle at a point of the picture, if it is shown."""
        if not self._handles:
            return None
        at = (point - self._rect.topLeft()) * self._scale
        places = _places(QRectF(QPointF(0, 0), self._rect.size() * self._scale))
        off = {handle: max(abs((at - place).x()), abs((at - place).y())) for handle, place in places.items()}
        nearest = min(off, key=lambda handle: off[handle])
        return nearest if off[nearest] <= _GRASP_PX else None

    def boundingRect(self) -> QRectF:
        margin = _MARGIN_PX / self._scale
        return self._rect.adjusted(-margin, -margin, margin, margin)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(self._rect)
        return path

    def hoverEnterEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self._hovered = True
        self.update()

    def hoverLeaveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self._hovered = False
        self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.save()
        painter.translate(self._rect.topLeft())
        painter.scale(1 / self._scale, 1 / self._scale)
        # On whole pixels of the window, or the lines blur into their dark edges.
        corner = painter.worldTransform().map(QPointF(0, 0))
        painter.translate(round(corner.x()) - corner.x(), round(corner.y()) - corner.y())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, 0, round(self._rect.width() * self._scale), round(self._rect.height() * self._scale))
        self._paint_box(painter, box)
        if self._number:
            self._paint_tag(painter, box)
        if self._handles:
            _paint_handles(painter, box, self._color())
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
        sign = _SIGN_PX + 3.0 if self._by_hand else 0.0
        # Above the box, or below one at the top of the picture, where it could be cut off.
        room_above = self._rect.top() * self._scale >= _TAG_PX + 4
        gap = 4.0 if not self._handles else max(4.0, _outside(box) + _HANDLE_PX / 2 + 2)
        top = box.top() - _TAG_PX - gap if room_above else box.bottom() + gap
        tag = QRectF(box.left() - 1, top, width + sign, _TAG_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._color() if self._chosen else QColor(20, 22, 24, 190))
        painter.drawRoundedRect(tag, 5, 5)
        ink = QColor("#0b1c1f") if self._chosen else QColor(255, 255, 255, 235)
        painter.setPen(ink)
        painter.drawText(tag.adjusted(0, 0, -sign, 0), Qt.AlignmentFlag.AlignCenter, text)
        if self._by_hand:
            ratio = painter.device().devicePixelRatioF()
            at = QPointF(tag.right() - sign - 1, tag.center().y() - _SIGN_PX / 2)
            painter.drawPixmap(at, pixmap("correct", ink, _SIGN_PX, ratio=ratio))

    def _color(self) -> QColor:
        if self._chosen or not self._number:
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


def _paint_handles(painter: QPainter, box: QRectF, color: QColor) -> None:
    painter.setPen(QPen(QColor("#0b1c1f"), 1))
    painter.setBrush(color)
    square = QRectF(0, 0, _HANDLE_PX, _HANDLE_PX)
    for place in _places(box).values():
        square.moveCenter(place)
        painter.drawRoundedRect(square, 2, 2)


def _places(box: QRectF) -> dict[Handle, QPointF]:
    """The middles of a box's handles; corners, and sides that are long enough."""
    out = _outside(box)
    wide = box.adjusted(-out, -out, out, out)
    half = QPointF(wide.width() / 2, wide.height() / 2)
    return {
        (across, down): wide.center() + QPointF(across * half.x(), down * half.y())
        for across, down in _HANDLES
        if (across or wide.width() >= _ROOM_FOR_SIDES_PX) and (down or wide.height() >= _ROOM_FOR_SIDES_PX)
    }


def _outside(box: QRectF) -> float:
    """How far outside a box its handles stand."""
    return max(0.0, (_ROOM_PX - min(box.width(), box.height())) / 2)


def _radius(box: QRectF) -> float:
    return min(8.0, box.width() / 6)

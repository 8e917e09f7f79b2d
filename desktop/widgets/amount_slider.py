"""A slider whose bar begins at zero, wherever zero lies."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSlider, QStyle, QWidget

from desktop.app.translation import texts
from desktop.widgets.inputs import let_wheel_pass
from desktop.widgets.theme import GRID_PX, theme

_GROOVE_PX: Final = 4.0
_HANDLE_PX: Final = 14.0
_SNAP: Final = 0.03
"""A drag that ends so near to zero, as a share of the range, means zero."""


KEYS: Final = (
    ("Left|Right", texts.mark("A little less or more")),
    ("Delete|Backspace", texts.mark("Reset the change")),
)
"""For the sheet of shortcuts."""


class AmountSlider(QSlider):
    """Double click, Delete and Backspace set it to zero."""

    def __init__(self, lowest: int, highest: int, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(lowest, highest)
        self.setSingleStep(1)
        self.setPageStep(10)
        self.setMinimumWidth(10 * GRID_PX)
        let_wheel_pass(self)

    def sizeHint(self) -> QSize:
        return QSize(14 * GRID_PX, 3 * GRID_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.setValue(0)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside the handle moves it there, and a drag goes on from there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._follow(event)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.setValue(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle, zero, at = self.height() / 2, self._x(0), self._x(self.value())
        painter.setBrush(theme().color("line"))
        groove = QRectF(self._x(self.minimum()), middle - _GROOVE_PX / 2, 0, _GROOVE_PX)
        groove.setRight(self._x(self.maximum()))
        painter.drawRoundedRect(groove, _GROOVE_PX / 2, _GROOVE_PX / 2)
        if self.minimum() < 0:
            painter.drawRoundedRect(QRectF(zero - 1, middle - 6, 2, 12), 1, 1)
        painter.setBrush(theme().color("accent" if self.isEnabled() else "muted"))
        painter.drawRect(QRectF(min(zero, at), middle - _GROOVE_PX / 2, abs(at - zero), _GROOVE_PX))
        if not self.value():
            painter.setBrush(theme().color("panel"))
            painter.setPen(QPen(theme().color("muted"), 2))
        if self.hasFocus():
            painter.setPen(QPen(theme().color("text"), 2))
        radius = _HANDLE_PX / 2 - (1 if painter.pen().style() != Qt.PenStyle.NoPen else 0)
        painter.drawEllipse(QPointF(at, middle), radius, radius)

    def _follow(self, event: QMouseEvent) -> None:
        room = self.width() - _HANDLE_PX
        place = round(event.position().x() - _HANDLE_PX / 2)
        value = QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), place, round(room))
        snapped = 0 if abs(value) <= _SNAP * (self.maximum() - self.minimum()) / 2 else value
        self.setValue(snapped)

    def _x(self, value: int) -> float:
        share = (value - self.minimum()) / (self.maximum() - self.minimum())
        return _HANDLE_PX / 2 + share * (self.width() - _HANDLE_PX)

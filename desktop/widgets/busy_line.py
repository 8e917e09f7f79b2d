"""A thin animated line shown while work is running."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Property, QEasingCurve, QPropertyAnimation, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.widgets.theme import motion_allowed, theme

PATIENCE_MS: Final = 500


class BusyLine(QWidget):
    """Appears only for work that takes longer than `PATIENCE_MS`, so that short work does not flicker."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(3)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self.tr("At work"))
        self._at = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE_MS)
        self._timer.timeout.connect(self._on_patience_ended)
        self._motion = QPropertyAnimation(self, b"at", self)
        self._motion.setDuration(1200)
        self._motion.setStartValue(0.0)
        self._motion.setEndValue(1.0)
        self._motion.setLoopCount(-1)
        self._motion.setEasingCurve(QEasingCurve.Type.InOutSine)
        self.hide()

    def start(self) -> None:
        if not self._timer.isActive() and self.isHidden():
            self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        self._motion.stop()
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = theme().color("accent")
        if not motion_allowed():
            color.setAlphaF(0.6)
            painter.fillRect(self.rect(), color)
            return
        width = self.width() * 0.3
        left = -width + self._at * (self.width() + width)
        painter.fillRect(QRectF(left, 0, width, self.height()), color)

    def _on_patience_ended(self) -> None:
        self.show()
        self.raise_()
        if motion_allowed():
            self._motion.start()

    def _get_at(self) -> float:
        return self._at

    def _set_at(self, at: float) -> None:
        self._at = at
        self.update()

    at = Property(float, _get_at, _set_at)

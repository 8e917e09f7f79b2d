"""The light that says whether the camera is on."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.widgets.theme import GRID_PX

_ON: Final = QColor("#2fa84f")


class CameraLight(QWidget):
    """Says whether the camera is on, as the light beside its lens does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._on = False
        self._dot = _Dot(self)
        self._label = QLabel(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX)
        row.addWidget(self._dot)
        row.addWidget(self._label)
        self.set_on(False)

    @property
    def on(self) -> bool:
        return self._on

    def set_on(self, on: bool) -> None:
        self._on = on
        if on:
            self._label.setText(self.tr("Camera is on"))
        else:
            self._label.setText(self.tr("Camera is off"))
        self._dot.set_on(on)


class _Dot(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._on = False
        self.setFixedSize(GRID_PX + 4, GRID_PX + 4)

    def set_on(self, on: bool) -> None:
        self._on = on
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_ON if self._on else self.palette().color(QPalette.ColorRole.Mid))
        painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))

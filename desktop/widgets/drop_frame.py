"""What dropping files on a widget needs: a frame that says where, and the files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt, QUrl
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from core.files import local_path
from desktop.widgets.theme import GRID_PX, theme


class DropFrame(QWidget):
    """Lies over the canvas while something is dragged over the window."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = theme().color("accent")
        painter.setPen(QPen(tint, 2))
        tint.setAlphaF(0.10)
        painter.setBrush(tint)
        inset = GRID_PX + 1.0
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), GRID_PX, GRID_PX)


def dropped_paths(mime: QMimeData) -> list[Path]:
    """The local files and folders that were dropped or pasted."""
    encoding = QUrl.ComponentFormattingOption.FullyEncoded
    return [local_path(url.toString(encoding)) for url in mime.urls() if url.isLocalFile()]

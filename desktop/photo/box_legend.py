"""What the lines of the boxes mean, in the corner of the photo."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop.widgets.theme import GRID_PX, sized, theme

_SAMPLE_PX: Final = 24
_LINE_PX: Final = 2.0


class BoxLegend(QWidget):
    """Shown only where both kinds of boxes, or dashed ones alone, may puzzle; it takes no mouse."""

    def __init__(self, photo: QAbstractScrollArea) -> None:
        super().__init__(photo)
        self._photo = photo
        self._entries: Final = ((self.tr("answered"), False), (self.tr("an answer is uncertain"), True))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self.tr("Solid box: answered. Dashed box: an answer is uncertain."))
        photo.installEventFilter(self)
        theme().changed.connect(self.update)
        self.hide()

    def show_for(self, *, uncertain: bool) -> None:
        """Show it if a box is dashed because an answer for its face is uncertain."""
        self.setVisible(uncertain)
        self._settle()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(sized("small"))
        texts = sum(metrics.horizontalAdvance(text) for text, _ in self._entries)
        return QSize(texts + 2 * (_SAMPLE_PX + GRID_PX // 2) + 4 * GRID_PX, metrics.height() + GRID_PX)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._settle()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(20, 22, 24, 190))  # as the numbers of the boxes
        painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
        painter.setFont(sized("small"))
        middle, left = self.height() / 2, 1.5 * GRID_PX
        for text, dashed in self._entries:
            pen = QPen(QColor(255, 255, 255, 235), _LINE_PX)
            if dashed:
                pen.setDashPattern([4, 3])
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLine(QPointF(left, middle), QPointF(left + _SAMPLE_PX, middle))
            left += _SAMPLE_PX + GRID_PX / 2
            width = painter.fontMetrics().horizontalAdvance(text)
            painter.setPen(QColor(255, 255, 255, 235))
            painter.drawText(QRectF(left, 0, width + 1, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
            left += width + GRID_PX

    def _settle(self) -> None:
        self.resize(self.sizeHint())
        self.move(GRID_PX, self._photo.height() - self.height() - GRID_PX)
        self.raise_()

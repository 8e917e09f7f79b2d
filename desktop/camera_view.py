"""What the camera dialog shows: the picture and the light."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop.theme import GRID_PX, sized

_ON: Final = QColor("#2fa84f")


class CameraView(QWidget):
    """What the camera sees, as a mirror; or a still, as others see it; or a sentence instead of either."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._mirrored = True
        self._title = ""
        self._text = ""
        self.setMinimumSize(320, 240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

    def show_image(self, image: QImage, *, mirrored: bool) -> None:
        self._image, self._mirrored = image, mirrored
        self._title, self._text = "", ""
        self.setAccessibleDescription("")
        self.update()

    def show_text(self, title: str, text: str = "") -> None:
        self._image = QImage()
        self._title, self._text = title, text
        self.setAccessibleDescription(f"{title}. {text}" if text else title)
        self.update()

    @property
    def text(self) -> str:
        """The sentences shown instead of a picture."""
        return f"{self._title}\n{self._text}".strip()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.AlternateBase))
        if self._image.isNull():
            self._paint_text(painter)
            return
        size = QSize(self._image.size()).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(QPointF(), size)
        target.moveCenter(QRectF(self.rect()).center())
        if self._mirrored:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        painter.drawImage(target, self._image)

    def _paint_text(self, painter: QPainter) -> None:
        area = self.rect().adjusted(4 * GRID_PX, 4 * GRID_PX, -4 * GRID_PX, -4 * GRID_PX)
        wrapped = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter
        painter.setFont(sized("title"))
        head = painter.boundingRect(area, wrapped, self._title)
        painter.setFont(sized("text"))
        body = painter.boundingRect(area, wrapped, self._text)
        head.moveTop(area.center().y() - (head.height() + GRID_PX + body.height()) // 2)
        body.moveTop(head.bottom() + GRID_PX)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.setFont(sized("title"))
        painter.drawText(head, wrapped, self._title)
        painter.setFont(sized("text"))
        painter.drawText(body, wrapped, self._text)


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
        self._label.setText(self.tr("Camera is on") if on else self.tr("Camera is off"))
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

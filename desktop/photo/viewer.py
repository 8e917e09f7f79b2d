"""The middle of the window: the canvas and its legend, or a page in its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.photo.blank_page import BlankPage
from desktop.photo.canvas import Canvas
from desktop.widgets.inputs import DropFrame
from desktop.widgets.message_bar import MessageBar
from desktop.widgets.picture import Picture
from desktop.widgets.progress import BusyLine
from desktop.widgets.theme import GRID_PX, sized, theme


class Viewer(QWidget):
    """Shows a picture, the start page, or why a photo cannot be shown."""

    sample_asked = Signal()

    def __init__(self, ways_in: Sequence[QAction], ways_on: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = Canvas()
        self.messages = MessageBar()
        """Laid out by the window, above every page."""
        self.empty_page = BlankPage(
            "faces",
            self.tr("Drop a photo here, open one, or take a picture"),
            actions=ways_in,
            link=self.tr("Try the sample picture"),
        )
        self.empty_page.link.clicked.connect(self.sample_asked)
        self.error_page = BlankPage(
            "warning", self.tr("This photo cannot be shown"), text=" ", actions=ways_on, shade="warning"
        )
        self._stack = QStackedWidget()
        for page in (self.empty_page, self.canvas, self.error_page):
            self._stack.addWidget(page)
        self.busy = BusyLine(self)
        self._drop_frame = DropFrame(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)

    @property
    def page(self) -> QWidget | None:
        """What is in the middle now: `empty_page`, `canvas` or `error_page`."""
        return self._stack.currentWidget()

    def welcome_drop(self, welcome: bool) -> None:
        """Show, or show no longer, that what is being dragged may be dropped."""
        self._drop_frame.setVisible(welcome)
        self._drop_frame.raise_()

    def show_empty(self) -> None:
        self.canvas.show_picture(None)
        self._stack.setCurrentWidget(self.empty_page)

    def show_picture(self, picture: Picture, *, keep_view: bool = False) -> None:
        self._stack.setCurrentWidget(self.canvas)
        self.canvas.show_picture(picture, keep_view=keep_view)

    def show_error(self, text: str) -> None:
        self.canvas.show_picture(None)
        self.error_page.text.setText(text)
        self._stack.setCurrentWidget(self.error_page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.busy.setGeometry(0, 0, self.width(), self.busy.height())
        self._drop_frame.setGeometry(self.rect())


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

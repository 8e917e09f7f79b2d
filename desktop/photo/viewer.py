"""The middle of the window: the canvas, or a page in its place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.photo.blank_page import BlankPage
from desktop.photo.canvas import Canvas
from desktop.widgets.busy_line import BusyLine
from desktop.widgets.drop_frame import DropFrame
from desktop.widgets.message_bar import MessageBar
from desktop.widgets.picture import Picture


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

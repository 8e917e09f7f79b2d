"""A page in place of a picture: nothing open yet, or a photo that cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QIcon, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStyleOptionButton, QVBoxLayout, QWidget

from desktop.widgets.icons import pixmap
from desktop.widgets.theme import GRID_PX, Shade, theme, toned

_TEXT_PX: Final = 480


class _Button(QPushButton):
    """Its icon has the colour of its text, also where that stands on the accent."""

    def initStyleOption(self, option: QStyleOptionButton) -> None:  # noqa: N802 - Qt's
        super().initStyleOption(option)
        if self.isDefault() and not self.icon().isNull():
            option.icon = self._on_accent()

    def _on_accent(self) -> QIcon:
        drawn = self.icon().pixmap(self.iconSize(), self.devicePixelRatioF())
        painter = QPainter(drawn)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(drawn.rect(), theme().color("on_accent"))
        painter.end()
        return QIcon(drawn)


class BlankPage(QWidget):
    """An icon, a title, a text, buttons for what can be done now, and a link below."""

    def __init__(
        self,
        sign: str,
        title: str,
        *,
        text: str = "",
        actions: Sequence[QAction] = (),
        link: str = "",
        shade: Shade = "muted",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sign_name = sign
        self._shade: Shade = shade
        self._buttons: list[tuple[QPushButton, QAction]] = []
        self._sign = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.title = toned(QLabel(title, alignment=Qt.AlignmentFlag.AlignCenter), size="title")
        self.title.setWordWrap(True)
        self.text = toned(QLabel(text, alignment=Qt.AlignmentFlag.AlignCenter), tone="muted")
        self.text.setWordWrap(True)
        self.text.setFixedWidth(_TEXT_PX)
        if not text:  # shown before it has a parent, it would be a window
            self.text.hide()
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.link = QPushButton(link)
        self.link.setObjectName("link")
        self.link.setAutoDefault(True)
        self.link.setCursor(Qt.CursorShape.PointingHandCursor)
        if not link:
            self.link.hide()

        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID_PX, 3 * GRID_PX, 3 * GRID_PX, 3 * GRID_PX)
        column.setSpacing(2 * GRID_PX)
        column.addStretch(5)
        column.addWidget(self._sign)
        column.addWidget(self.title)
        column.addLayout(self._centred(self.text))
        column.addSpacing(GRID_PX)
        column.addLayout(self._row(actions))
        column.addLayout(self._centred(self.link))
        column.addStretch(6)
        self.setAutoFillBackground(True)
        self._on_theme_changed()
        theme().changed.connect(self._on_theme_changed)

    def button(self, action: QAction) -> QPushButton:
        return next(button for button, its in self._buttons if its is action)

    def _centred(self, widget: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(widget)
        row.addStretch(1)
        return row

    def _row(self, actions: Sequence[QAction]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID_PX)
        row.addStretch(1)
        for action in actions:
            button = _Button(action.iconText())
            button.setToolTip(action.toolTip())
            button.setAutoDefault(True)
            button.setAccessibleName(action.toolTip())
            button.clicked.connect(action.trigger)
            action.enabledChanged.connect(button.setEnabled)
            self._buttons.append((button, action))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _on_theme_changed(self) -> None:
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(pixmap(self._sign_name, theme().color(self._shade), 56, ratio=ratio))
        background = self.palette()
        background.setColor(self.backgroundRole(), theme().color("canvas"))
        self.setPalette(background)
        for button, action in self._buttons:
            button.setIcon(action.icon())

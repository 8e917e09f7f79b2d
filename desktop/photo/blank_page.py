"""Pages in place of a picture: what Facet is for, nothing open yet, or a photo that cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpacerItem,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from core.purpose import CONFIRMATION, PARAGRAPHS, TITLE
from desktop.app.translation import core_text
from desktop.widgets.icons import pixmap, program_icon
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


_COLUMN_PX = 680


def _said(text: str) -> str:
    return core_text("purpose", text)


def _airy(text: str) -> str:
    """Running text with room between its lines."""
    return f'<div style="line-height: 135%">{escape(text)}</div>'


class WelcomePage(QScrollArea):
    """Purpose and limits. At first start it asks for a confirmation; later it is only read."""

    confirmed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_said(TITLE))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._sign = QLabel()
        self._title = toned(QLabel(_said(TITLE)), size="title")
        self._paragraphs = [QLabel(_airy(_said(text))) for text in PARAGRAPHS]
        self.check = QCheckBox(_said(CONFIRMATION))
        self.start = QPushButton(self.tr("Start"))
        self.start.setDefault(True)
        self.start.setEnabled(False)
        self.back = QPushButton(self.tr("Back"))
        self.back.setDefault(True)
        self.check.toggled.connect(self.start.setEnabled)
        self.start.clicked.connect(self.confirmed)
        self.back.clicked.connect(self.left)

        content = QWidget()
        column = QVBoxLayout()
        column.setSpacing(2 * GRID_PX)
        column.addStretch(2)
        column.addWidget(self._sign)
        column.addWidget(self._title)
        for paragraph in self._paragraphs:
            paragraph.setTextFormat(Qt.TextFormat.RichText)
            paragraph.setWordWrap(True)
            paragraph.setMaximumWidth(_COLUMN_PX)
            paragraph.setMinimumWidth(_COLUMN_PX // 2)
            column.addWidget(paragraph)
        policy = QSizePolicy.Policy
        column.addSpacerItem(QSpacerItem(_COLUMN_PX, GRID_PX, policy.Preferred, policy.Fixed))  # holds the width
        column.addWidget(self.check)
        buttons = QHBoxLayout()
        buttons.addWidget(self.start)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(3)
        row = QHBoxLayout(content)
        row.setContentsMargins(4 * GRID_PX, 4 * GRID_PX, 4 * GRID_PX, 4 * GRID_PX)
        row.addStretch(1)
        row.addLayout(column)
        row.addStretch(1)
        self.setWidget(content)
        self._sign.setPixmap(program_icon().pixmap(56, 56))

    def ask(self) -> None:
        """Show it as the page that has to be confirmed."""
        self.check.setVisible(True)
        self.start.setVisible(True)
        self.back.setVisible(False)
        self.check.setFocus()

    def remind(self) -> None:
        """Show it as the page that was confirmed before."""
        self.check.setVisible(False)
        self.start.setVisible(False)
        self.back.setVisible(True)
        self.back.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the one button there is, whatever has the keyboard; Escape goes back."""
        key, leaves = event.key(), self.back.isVisible()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.back if leaves else self.start).click()
        elif key == Qt.Key.Key_Escape and leaves:
            self.back.click()
        else:
            super().keyPressEvent(event)

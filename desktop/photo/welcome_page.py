"""What Facet is for, before anything is looked at."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from core.purpose import CONFIRMATION, PARAGRAPHS, TITLE
from desktop.app.translation import core_text
from desktop.widgets.icons import program_icon
from desktop.widgets.theme import GRID_PX, toned

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

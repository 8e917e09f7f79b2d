"""A bar for messages to the user, above the content or over its lower edge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from PySide6.QtCore import QEvent, QMargins, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from desktop.widgets.icons import icon, pixmap
from desktop.widgets.theme import GRID_PX, Shade, theme, toned
from desktop.wording import wrapped

Kind = Literal["note", "done", "warning"]

_DONE_MS: Final = 8000
_OFFER_MS: Final = 30_000
"""For messages that can be acted on or have to be read."""
_FLOATING_PX: Final = 80 * GRID_PX


class MessageBar(QFrame):
    """A text with Undo or an offer, Copy and Close.

    Warnings stay until they are closed; other messages hide after a while, unless the pointer or the keyboard is there.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: Kind = "note"
        self._sign = QLabel()
        self._text = toned(QLabel())
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._page: QWidget | None = None
        """What it floats over."""
        self._undo: Callable[[], None] | None = None
        self._takes_back = False
        self.undo = QToolButton()
        self.undo.clicked.connect(self._on_undo)
        self._copy = QToolButton()
        self._copy.setText(self.tr("Copy"))
        self._copy.clicked.connect(self._on_copy)
        self._close = QToolButton()
        self._close.setToolTip(wrapped(self.tr("Close this message")))
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.clicked.connect(self.hide)

        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID_PX, GRID_PX // 2, GRID_PX, GRID_PX // 2)
        row.setSpacing(GRID_PX)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self.undo)
        row.addWidget(self._copy)
        row.addWidget(self._close)
        self.setObjectName("messages")
        self.setAutoFillBackground(True)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._on_patience_ended)
        self.hide()
        theme().changed.connect(self._retint)

    def float_over(self, page: QWidget) -> None:
        """Lie over the lower edge of `page` and take no room from it, so that nothing moves when messages come and go.

        `page` is in the layout of its parent, and the bar follows it in the order of Tab.
        """
        self.setParent(page.parentWidget())
        self.setProperty("floating", True)
        self._page = page
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        return super().eventFilter(watched, event)

    @property
    def text(self) -> str:
        """What it says; empty while hidden."""
        return "" if self.isHidden() else self._text.text()

    @property
    def kind(self) -> Kind:
        return self._kind

    def say(self, text: str, *, kind: Kind = "note", undo: Callable[[], None] | None = None, offer: str = "") -> None:
        """Say `text`; `undo` takes back what it tells of, or does what is on `offer`."""
        self._kind = kind
        self._undo = undo
        self._takes_back = undo is not None and not offer
        self.undo.setText(offer or self.tr("Undo"))
        self.undo.setVisible(undo is not None)
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self._copy.setVisible(kind == "warning")
        self._retint()
        self._place()
        self.show()
        self._patience.stop()
        if kind != "warning":
            self._patience.start(_DONE_MS if kind == "done" and undo is None else _OFFER_MS)

    def _place(self) -> None:
        """Lay it over the page that it floats over."""
        if self._page is None:
            return
        free = self._page.geometry().marginsRemoved(QMargins(*[2 * GRID_PX] * 4))
        width = min(_FLOATING_PX, free.width())
        height = self.heightForWidth(width)
        self.setGeometry(free.center().x() - width // 2, free.bottom() - height, width, height)
        self.raise_()

    def _on_patience_ended(self) -> None:
        focus = QApplication.focusWidget()
        if self.underMouse() or (focus is not None and self.isAncestorOf(focus)):
            self._patience.start()
        else:
            self.hide()

    def drop_undo(self) -> None:
        """Hide a message with Undo: something else was done since, or it was undone in another way."""
        if self._takes_back:
            self.hide()

    def _on_undo(self) -> None:
        undo, self._undo = self._undo, None
        self.hide()
        if undo:
            undo()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text.text())

    def _retint(self) -> None:
        shade: Shade = "warning" if self._kind == "warning" else "accent"
        sign = {"note": "info", "done": "done", "warning": "warning"}[self._kind]
        self._sign.setPixmap(pixmap(sign, theme().color(shade), 18, ratio=self.devicePixelRatioF()))
        self._close.setIcon(icon("close"))
        palette = self.palette()
        palette.setColor(self.backgroundRole(), theme().color("raised"))
        self.setPalette(palette)

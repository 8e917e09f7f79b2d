"""The windows of long tasks: they fit the screen, report in a message bar, and Escape goes one page back."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from core.errors import FacetError
from desktop.app.translation import texts
from desktop.widgets.message_bar import MessageBar
from desktop.wording import error_text

_TITLE_BAR_PX: Final = 40


def fit_to_screen(window: QWidget, wanted: QSize, *, least: QSize) -> None:
    """Resize `window` to `wanted`, or to what its screen has room for; `least` is its minimum size where that fits."""
    free = window.screen().availableGeometry().size() - QSize(0, _TITLE_BAR_PX)
    window.setMinimumSize(least.boundedTo(free))
    window.resize(wanted.boundedTo(free))


def show_in_folder(path: Path) -> None:
    """Open the folder of `path` in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def say_saved(messages: MessageBar, path: Path) -> None:
    """Say where something was saved, and offer to open that folder."""
    messages.say(
        texts.tr("Saved as {path}").format(path=path),
        kind="done",
        undo=lambda: show_in_folder(path),
        offer=texts.tr("Show in folder"),
    )


def push_button(text: str, slot: object = None) -> QPushButton:
    """A button that Enter elsewhere does not press."""
    button = QPushButton(text)
    button.setAutoDefault(False)
    if slot is not None:
        button.clicked.connect(slot)
    return button


class TaskDialog(QDialog):
    """Base of the training and audit windows."""

    failed = Signal(object)
    """An unexpected error; expected ones are said in the message bar."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.messages = MessageBar()

    def present(self) -> None:
        """Show the window in front of the others."""
        self.show()
        self.raise_()
        self.activateWindow()

    def go_back(self) -> bool:
        """Leave a subpage, if one is shown; returns whether there was one."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Not in reject(), which the window's close button calls too.
        if event.key() != Qt.Key.Key_Escape or not self.go_back():
            super().keyPressEvent(event)

    def tell(self, error: Exception) -> None:
        if isinstance(error, FacetError):
            self.messages.say(error_text(error), kind="warning")
        else:
            self.failed.emit(error)

    def say_saved(self, path: Path) -> None:
        say_saved(self.messages, path)

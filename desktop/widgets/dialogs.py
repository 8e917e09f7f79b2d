"""Windows of long tasks, asking before something is lost, and asking where something is saved."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QPushButton, QWidget

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


def say_saved(messages: MessageBar, path: Path, note: str = "") -> None:
    """Say where something was saved, with a further `note`, and offer to open that folder."""
    said = texts.tr("Saved as {path}").format(path=path)
    messages.say(
        f"{said}. {note}" if note else said,
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

    def say_saved(self, path: Path, note: str = "") -> None:
        say_saved(self.messages, path, note)


def documents() -> Path:
    """The user's documents, or where there is no such folder the home folder."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return folder if folder.is_dir() else Path.home()


def ask_where(parent: QWidget, title: str, proposed: Path, kinds: Mapping[str, str]) -> Path | None:
    """Ask where to save a file, with the suffix of its kind; None if cancelled.

    Args:
        parent: Over which window it is asked.
        title: Of the question's window.
        proposed: The place the user begins with.
        kinds: By ending what the dialog calls such files, "Page (*.html)"; several endings may be called the same. A
            name with none of the endings gets that of the kind that is chosen.
    """
    chosen, kind = QFileDialog.getSaveFileName(parent, title, str(proposed), ";;".join(dict.fromkeys(kinds.values())))
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower() in kinds:
        return path
    ending = next((ending for ending, called in kinds.items() if called == kind), next(iter(kinds)))
    named = path.with_name(path.name + ending)
    # The dialog asked about the name as it was typed.
    if named.exists() and not confirmed(
        parent,
        title,
        texts.tr("{name} is there already.").format(name=named.name),
        means=texts.tr("If you replace it, what it holds now is lost."),
        yes=texts.tr("Replace it"),
        no=texts.tr("Keep"),
    ):
        return None
    return named


def confirmed(parent: QWidget, title: str, text: str, *, means: str, yes: str, no: str) -> bool:
    """Ask to confirm; Escape, Enter and the close button mean no.

    Args:
        parent: Over which window it stands.
        title: Of the question's window.
        text: What is asked about.
        means: The consequence.
        yes: On the button that goes on.
        no: On the button that leaves all as it is.
    """
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setText(text)
    box.setInformativeText(means)
    go_on = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    leave = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(leave)
    box.setEscapeButton(leave)
    box.exec()
    return box.clickedButton() is go_on

"""Asking before something is lost, and where something is to be saved."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from desktop.app.translation import texts


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

"""Asking before something is lost."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget


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

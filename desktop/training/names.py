"""Names of runs and models. They are names of folders too, so not every name is allowed."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from core.files import free_name
from desktop.app.translation import texts
from desktop.widgets.theme import GRID_PX, toned

_PATTERN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)


def name_fault(name: str, *, taken: Container[str]) -> str:
    """What is wrong with a name; empty if it is valid."""
    if not name:
        return texts.tr("A name is needed.")
    if not _PATTERN.fullmatch(name):
        return texts.tr("Small letters, digits, dots and hyphens only, a letter or digit first, 64 at most.")
    if name.split(".", maxsplit=1)[0] in _RESERVED or name.endswith("."):
        return texts.tr("Some systems cannot keep that name.")
    if name in taken:
        return texts.tr("That name is taken.")
    return ""


class NameDialog(QDialog):
    """Asks for the name of a model, and says below what is wrong with it."""

    def __init__(self, title: str, suggestion: str, taken: Container[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taken = taken
        self.setWindowTitle(title)
        self.name = QLineEdit(free_name(suggestion, taken=taken))
        self.name.setAccessibleName(self.tr("Name of the model"))
        self.name.setMinimumWidth(40 * GRID_PX)
        self.name.selectAll()
        self.fault = toned(QLabel(), size="small", tone="warning")
        self.fault.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(title)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.name.textChanged.connect(self._check)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID_PX, 3 * GRID_PX, 3 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(GRID_PX)
        column.addWidget(toned(QLabel(self.tr("Name of the model")), size="heading"))
        column.addWidget(self.name)
        column.addWidget(self.fault)
        column.addSpacing(GRID_PX)
        column.addWidget(self.buttons)
        self._check()

    @classmethod
    def ask(cls, title: str, suggestion: str, taken: Container[str], parent: QWidget) -> str | None:
        dialog = cls(title, suggestion, taken, parent)
        try:
            return dialog.name.text() if dialog.exec() == QDialog.DialogCode.Accepted else None
        finally:
            dialog.deleteLater()

    def _check(self) -> None:
        text = name_fault(self.name.text(), taken=self._taken)
        self.fault.setText(text)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not text)

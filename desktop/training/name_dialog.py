"""Asks what a model is to be called."""

from __future__ import annotations

from collections.abc import Container

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from core.files import free_name
from desktop.training import naming
from desktop.widgets.theme import GRID_PX, toned


class NameDialog(QDialog):
    """One line, and what is wrong with it in words below."""

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
        text = naming.fault(self.name.text(), taken=self._taken)
        self.fault.setText(text)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not text)

"""A report of what went wrong: to be read, copied, deleted. It is sent nowhere."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.widgets.theme import GRID_PX, toned


class ReportDialog(QDialog):
    """`title` says what happened and `text` what can be done; `delete` forgets the report, where it is kept."""

    def __init__(
        self,
        title: str,
        text: str,
        report: str,
        *,
        delete: Callable[[], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Facet"))
        self.resize(80 * GRID_PX, 50 * GRID_PX)
        heading = toned(QLabel(title), size="title")
        words = QLabel(text)
        for label in (heading, words):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.report = QPlainTextEdit(report)
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.report.setAccessibleName(self.tr("Report"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = self.buttons.addButton(self.tr("&Copy report"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        if delete:
            self.delete = self.buttons.addButton(self.tr("&Delete report"), QDialogButtonBox.ButtonRole.DestructiveRole)
            self.delete.clicked.connect(delete)
            self.delete.clicked.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID_PX, 3 * GRID_PX, 3 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(2 * GRID_PX)
        column.addWidget(heading)
        column.addWidget(words)
        column.addWidget(self.report, 1)
        column.addWidget(self.buttons)
        # Enter closes, and never deletes. Only a button within a dialog can be its default.
        close = self.buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setDefault(True)
        close.setFocus()

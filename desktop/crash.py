"""The last resort: an error nobody expected is logged and shown, and the program stays up."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from types import TracebackType

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from core import __version__

log = logging.getLogger("facet")


class LastResort(QObject):
    """Takes over Python's handlers of unexpected errors until `remove` is called."""

    _happened = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before = (sys.excepthook, threading.excepthook)
        self.dialog: QMessageBox | None = None
        self._happened.connect(self._on_happened, Qt.ConnectionType.QueuedConnection)
        sys.excepthook = self._on_error
        threading.excepthook = lambda args: self._on_error(args.exc_type, args.exc_value, args.exc_traceback)

    def remove(self) -> None:
        sys.excepthook, threading.excepthook = self._before

    def _on_error(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if not issubclass(kind, Exception):
            self._before[0](kind, error or kind(), trace)
            return
        report = _report("".join(traceback.format_exception(kind, error, trace)))
        log.error("unexpected error\n%s", report)
        self._happened.emit(report)

    def _on_happened(self, report: str) -> None:
        if self.dialog is not None:
            return  # one at a time: what follows is mostly the same again, and the log has it
        box = QMessageBox(QApplication.activeWindow())
        box.setWindowTitle(self.tr("Facet"))
        box.setText(self.tr("Something happened that Facet did not expect."))
        box.setInformativeText(
            self.tr("The program stays open. If it happens again, copy the report and send it to the makers of Facet.")
        )
        box.setDetailedText(report)
        copy = box.addButton(self.tr("Copy report"), QMessageBox.ButtonRole.ActionRole)
        copy.clicked.disconnect()  # else it would close the box
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        box.addButton(QMessageBox.StandardButton.Close)
        box.finished.connect(self._on_closed)
        self.dialog = box
        box.open()

    def _on_closed(self) -> None:
        if self.dialog:
            self.dialog.deleteLater()
            self.dialog = None


def _report(trace: str) -> str:
    return (
        f"Facet {__version__}, Python {platform.python_version()}, PySide6 {pyside_version}, Qt {qVersion()}, "
        f"{platform.platform()}\n\n{trace}"
    )

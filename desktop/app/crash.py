"""The last resort: an error nobody expected is logged and shown, and the program stays up."""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtWidgets import QApplication

from core import __version__
from desktop.app.log import Clean, log, log_qt
from desktop.app.report_dialog import ReportDialog


class LastResort(QObject):
    """Takes over the handlers of unexpected errors, Python's and Qt's, until `remove` is called.

    Args:
        clean: Takes out of a report what the user has not allowed in it.
        note: Keeps a report on the disk, in case the program does not outlive the error.
    """

    _happened = Signal(str)

    def __init__(self, clean: Clean, note: Callable[[str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clean = clean
        self._note = note
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        self._leave_qt = log_qt()
        self.dialog: ReportDialog | None = None
        self._happened.connect(self._on_happened, Qt.ConnectionType.QueuedConnection)
        sys.excepthook = self._on_error
        threading.excepthook = lambda args: self._on_error(args.exc_type, args.exc_value, args.exc_traceback)
        sys.unraisablehook = self._on_unraisable

    def remove(self) -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        self._leave_qt()

    def tell_end(self, error: Exception) -> None:
        """Show an error that the program cannot go on after, and wait until it was read."""
        self._make_dialog(
            self.tr("Facet cannot start."),
            self.tr("Start it again. If it happens again, copy the report and send it to the makers of Facet."),
            self._reported(type(error), error, error.__traceback__),
        ).exec()

    def _on_error(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if not issubclass(kind, Exception):
            self._before[0](kind, error or kind(), trace)
            return
        self._happened.emit(self._reported(kind, error, trace))

    def _on_unraisable(self, args: Any) -> None:
        # Somewhere nobody waits for an answer, as when an object is let go of: worth a line, not a window.
        trace = traceback.format_exception(args.exc_type, args.exc_value, args.exc_traceback)
        log.error("unexpected error in %r\n%s", args.object, "".join(trace))

    def _reported(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> str:
        report = self._clean(f"{program()}\n\n{''.join(traceback.format_exception(kind, error, trace))}")
        log.error("unexpected error\n%s", report)
        self._note(report)
        return report

    def _on_happened(self, report: str) -> None:
        if self.dialog is not None:
            return  # one at a time: what follows is mostly the same again, and the log has it
        self._make_dialog(
            self.tr("Something happened that Facet did not expect."),
            self.tr("The program stays open. If it happens again, copy the report and send it to the makers of Facet."),
            report,
        ).open()

    def _make_dialog(self, title: str, text: str, report: str) -> ReportDialog:
        self.dialog = ReportDialog(title, text, report, parent=QApplication.activeWindow())
        self.dialog.finished.connect(self._on_closed)
        return self.dialog

    def _on_closed(self) -> None:
        self.dialog = None


def program() -> str:
    """Facet and what it runs on, with versions."""
    return (
        f"Facet {__version__}, Python {platform.python_version()}, PySide6 {pyside_version}, Qt {qVersion()}, "
        f"{platform.platform()}"
    )

"""Unexpected errors are logged and shown; after a crash the photos are open again and a report is offered."""

from __future__ import annotations

import logging
import platform
import re
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QMessageLogContext, QObject, Qt, QTimer, QtMsgType, Signal, qInstallMessageHandler, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from core import __version__
from core.files import make_file, make_folder, replace_file
from core.tidy import tidy_user_data
from desktop.app.open_work import CrashLeftovers, OpenWork
from desktop.photo.photo import Photo
from desktop.widgets.theme import GRID_PX, toned
from desktop.worker import Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from desktop.app.main_window import MainWindow


log: Final = logging.getLogger("facet")
Clean = Callable[[str], str]
"""Removes private parts, such as paths, from a text."""

FILE: Final = "facet.log"
_BYTES: Final = 1_000_000
_EARLIER: Final = 1
_HIDDEN: Final = "[path]"

_CODE: Final = re.compile(
    r'File "(?:[^"\n]*?[\\/])??((?:site-packages|core|desktop|python\d[\d.]*)[\\/][^"\n]*|[^"\\/\n]*)"'
)
"""A line of a traceback names code; what stands before the package would name the user."""
_HINTS: Final = (
    re.compile(r"""(["'])(?:(?!\1).)*(?:[\\/]|\.\w{2,5}\1)(?:(?!\1).)*\1?"""),
    # A path may hold spaces, and nobody can tell where it ends: the rest of the line goes.
    re.compile(r"(?<![\w/])(?:(?:~|\.{1,2})?/\S|[A-Za-z]:[\\/]|\\\\|file:).*"),
    re.compile(
        r"[^:;,()]*\.(?:jpe?g?|jfif|png|webp|avif|hei[cf]|hif|bmp|dib|tiff?|gif"
        r"|mp4|m4v|mov|mkv|webm|avi|mpe?g|wmv|ogv|3gp)\b",
        re.IGNORECASE,
    ),
)
"""What a path looks like: in quotation marks, from its first slash on, as a bare name."""


def without_paths(text: str) -> str:
    """`text` without names and paths of files; code named in a traceback keeps its place within the program."""
    return "\n".join(map(_without_path, text.split("\n")))


def _without_path(line: str) -> str:
    if _CODE.search(line):
        return _CODE.sub(r'File "\1"', line)
    for hint in _HINTS:
        line = hint.sub(_HIDDEN, line)
    return line


class _Formatter(logging.Formatter):
    def __init__(self, clean: Clean) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")
        self._clean = clean

    def format(self, record: logging.LogRecord) -> str:
        return self._clean(super().format(record))


class LogFile(RotatingFileHandler):
    """The log's file."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is logging's
        """Ignore a full disk; the terminal has the line too."""


def start_log(folder: Path, clean: Clean) -> None:
    """Write warnings and errors, cleaned, to a file in `folder` and to the terminal, if there is one."""
    handlers: list[logging.Handler] = [logging.StreamHandler()] if sys.stderr is not None else []
    try:
        make_folder(folder)
        make_file(folder / FILE)
        handlers.append(LogFile(folder / FILE, maxBytes=_BYTES, backupCount=_EARLIER, encoding="utf-8", delay=True))
    except OSError:
        pass  # the program starts without a log file
    for handler in handlers:
        handler.setFormatter(_Formatter(clean))
    logging.basicConfig(level=logging.WARNING, handlers=handlers)


def log_qt() -> Callable[[], None]:
    """Write Qt's messages to the log; returns a function that stops it."""
    levels = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtWarningMsg: logging.WARNING,
        QtMsgType.QtCriticalMsg: logging.ERROR,
        QtMsgType.QtFatalMsg: logging.CRITICAL,
    }

    def hear(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        log.log(levels[kind], "Qt: %s", text)

    before = qInstallMessageHandler(hear)

    def leave() -> None:
        qInstallMessageHandler(before)

    return leave


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
        # Raised where nothing can catch it, such as in a destructor: logged, but no dialog.
        trace = traceback.format_exception(args.exc_type, args.exc_value, args.exc_traceback)
        log.error("unexpected error in %r\n%s", args.object, "".join(trace))

    def _reported(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> str:
        report = self._clean(f"{program()}\n\n{''.join(traceback.format_exception(kind, error, trace))}")
        log.error("unexpected error\n%s", report)
        self._note(report)
        return report

    def _on_happened(self, report: str) -> None:
        if self.dialog is not None:
            return  # one at a time: what follows is mostly the same, and it is in the log
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


_AFTER_MS: Final = 1000
"""How long what is open has to stay so before it is noted."""


class Recovery(QObject):
    """Keeps a record of the open photos, and restores that of a program that crashed.

    Args:
        window: Whose photos they are.
        work: The notes.
        report: Where a report of a crash is kept.
        clean: Takes out of it what the user has not allowed in it.
    """

    def __init__(self, window: MainWindow, work: OpenWork, report: Path, clean: Clean) -> None:
        super().__init__()
        self._window = window
        self._work = work
        self._report = report
        self._clean = clean
        self._worker = Worker("open work", self)
        self._photos_changed = False
        """Whether photos came or went since they were noted: a long list is not written for every choice."""
        self._noted: tuple[Path | None, Path | None] = (None, None)
        """The chosen photo and the collection that were noted last."""
        self._restored: CrashLeftovers | None = None
        self.dialog: ReportDialog | None = None
        self.question: QMessageBox | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self._note)
        window.work.changed.connect(self._timer.start)
        window.collection.changed.connect(self._timer.start)
        window.work.photos.rowsInserted.connect(self._on_photos_changed)
        window.work.photos.rowsRemoved.connect(self._on_photos_changed)

    def start(self, asked: Sequence[Path]) -> None:
        """Open the photos that were open when the program crashed, and then those `asked` for now."""
        self._worker.submit(lambda progress, should_stop: tidy_user_data())
        left = self._work.left
        if left and left.report:
            self._offer_report(left.report)
        if left and left.damaged:
            text = self.tr("What was open last time could not be read. It was put aside as {path}")
            self._window.messages.say(text.format(path=left.damaged))
        if left and left.photos and left.restored:
            self._ask(left)
        elif left and left.photos:
            self._restore(left, asked)
            return
        if asked:
            self._window.open_paths(asked)

    def close(self) -> None:
        self._timer.stop()
        self._worker.close()

    def _restore(self, left: CrashLeftovers, asked: Sequence[Path] = ()) -> None:
        chosen = asked[0].absolute() if asked else left.chosen
        self._restored = left

        def on_arrived(photos: list[Photo]) -> None:
            self._window.intake.arrived.disconnect(on_arrived)
            if chosen:
                self._window.work.choose(Photo(chosen.name, path=chosen))
            self._window.messages.say(
                self.tr(
                    "Facet ended unexpectedly. The %n photo(s) that had a file are open again.", "", len(left.photos)
                )
            )

        self._window.intake.arrived.connect(on_arrived)
        if left.collection is not None and left.collection.is_file():
            self._window.open_paths([left.collection])
        self._window.collection.answers.take_over()
        self._window.open_paths([*left.photos, *asked])

    def _ask(self, left: CrashLeftovers) -> None:
        """What crashes the program twice may be one of the photos."""
        box = self.question = QMessageBox(self._window)
        box.setWindowTitle(self.tr("Facet"))
        box.setText(self.tr("Facet ended unexpectedly twice with the same %n photo(s) open.", "", len(left.photos)))
        box.setInformativeText(self.tr("One of them may be the reason."))
        again = box.addButton(self.tr("&Open them again"), QMessageBox.ButtonRole.AcceptRole)
        leave = box.addButton(self.tr("&Leave them closed"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(leave)
        box.setEscapeButton(leave)
        again.clicked.connect(lambda: self._restore(left))
        leave.clicked.connect(self._window.collection.answers.keep_only_open)
        self._window.collection.answers.take_over(undecided=True)
        box.finished.connect(box.deleteLater)
        box.open()

    def _offer_report(self, report: str) -> None:
        report = self._clean(report)
        text = self.tr(
            "This is what is known of it; it is sent nowhere. If it happens again, copy it and send it to the makers "
            "of Facet."
        )
        try:
            replace_file(self._report, report.encode())
            text += "\n\n" + self.tr("It is kept as {path}").format(path=self._report)
        except OSError:
            pass  # then it is only shown
        self.dialog = ReportDialog(
            self.tr("Facet ended unexpectedly last time."),
            text,
            report,
            delete=lambda: self._report.unlink(missing_ok=True),
            parent=self._window,
        )
        self.dialog.open()

    def _on_photos_changed(self) -> None:
        self._photos_changed = True
        self._timer.start()

    def _note(self) -> None:
        photo = self._window.work.photo
        chosen = photo.path if photo else None
        answers = self._window.collection.answers
        collection = None if answers.temporary else answers.document
        if not self._photos_changed and (chosen, collection) == self._noted:
            return
        photos = list(self._window.work.photos.photos)
        changed, self._photos_changed, self._noted = self._photos_changed, False, (chosen, collection)

        def write(progress: Progress, should_stop: ShouldStop) -> None:
            paths = [photo.path for photo in photos if photo.path]
            left = self._restored
            restored = left is not None and chosen == left.chosen and paths == list(left.photos)
            self._work.note(paths if changed else None, chosen, collection=collection, restored=restored)

        self._worker.submit(write)

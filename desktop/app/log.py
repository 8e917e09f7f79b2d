"""The log: a rotating file without pictures and, unless the user allows it, without their paths."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from core.files import make_file, make_folder

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

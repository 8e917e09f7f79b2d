"""Shared parts of the commands: options, streams, errors in one line, stopping with Ctrl+C, and a progress bar."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from core.files import local_path, make_folder, replace_file

NOTHING_DONE: Final = 3
UNEXPECTED: Final = 4
STOPPED: Final = 130
LOG: Final = "facet-cli.log"
_LOG_BYTES: Final = 200_000
_STDERR_FD: Final = 2
_OUTPUT_ERRORS: Final = {
    errno.ENOSPC: "no space is left; make room, or write elsewhere",
    errno.EPIPE: "the program that read them has ended",
    errno.EBADF: "it is closed",
    errno.EIO: "the terminal or disk is gone",
}
_SHOW_CURSOR: Final = "\x1b[?25h"  # a bar hides it

DetectorOption = Annotated[
    str, typer.Option(metavar="NAME", help="How faces are found: thorough, or fast, which misses small faces.")
]
AsLabelledOption = Annotated[
    bool, typer.Option("--as-labelled", help="Ignore what was decided about the labels of the data by hand.")
]
RawOption = Annotated[
    bool,
    typer.Option(
        "--raw", help="Write text in CSV as it is, without the apostrophe before what a spreadsheet would calculate."
    ),
]
MinScoreOption = Annotated[float, typer.Option(min=0, max=1, help="Leave out faces with a lower detector score.")]
BoxesOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        parser=local_path,
        help="Apply the boxes drawn, moved and removed by hand that are kept in this folder of corrections.",
    ),
]


def plain(text: str) -> str:
    """Text for a terminal, without control characters that a file name may contain."""
    from core.export import printable

    return "".join(letter if letter.isprintable() else "\ufffd" for letter in printable(text))


@contextlib.contextmanager
def reporting_errors() -> Iterator[None]:
    """Report any error as one line on standard error and leave with its exit code; stopped work leaves with 130."""
    from typer.exceptions import TyperException

    from core.work import Stopped

    try:
        yield
    except (TyperException, typer.Abort, typer.Exit):
        raise
    except Stopped as e:
        typer.echo("Stopped; nothing was written.", err=True)
        raise typer.Exit(STOPPED) from e
    except Exception as e:
        raise typer.Exit(report_error(e)) from e


def report_error(error: Exception) -> int:
    """Say on standard error in one line what went wrong, and return the exit code.

    The traceback of an unexpected error is appended to `facet-cli.log` in the user's data folder.
    """
    from core.errors import FacetError

    if isinstance(error, FacetError):
        typer.echo(plain(str(error)), err=True)
        return NOTHING_DONE
    if isinstance(error, OSError) and error.filename is None and error.errno in _OUTPUT_ERRORS:
        # What is still buffered for it would fail once more when Python ends.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open until the end
        typer.echo(f"The answers could not be written to standard output: {_OUTPUT_ERRORS[error.errno]}.", err=True)
        return NOTHING_DONE
    if isinstance(error, ImportError) and error.name == "cv2" and ".so" in str(error):
        typer.echo(f"OpenCV cannot be loaded: {error}.", err=True)
        typer.echo("On Debian and Ubuntu: sudo apt install libgl1 libglib2.0-0", err=True)
        return NOTHING_DONE
    if isinstance(error, MemoryError):
        typer.echo("There was not enough memory. Close other programs, or ask for less at a time.", err=True)
        return NOTHING_DONE
    reason = plain(" ".join(f"{type(error).__name__}: {error}".split()).rstrip(": "))
    log = _log_error(error)
    where = f"The details are in {plain(str(log))}" if log else "The log could not be written"
    typer.echo(f"Unexpected error: {reason}. {where}; please report it.", err=True)
    return UNEXPECTED


def _log_error(error: Exception) -> Path | None:
    """Append the traceback to the log; None if it cannot be written."""
    import core
    from core.places import user_data

    log = user_data() / LOG
    trace = "".join(traceback.format_exception(error))
    entry = f"{datetime.now().astimezone().isoformat(timespec='seconds')} facet-cli {core.__version__}\n{trace}\n"
    try:
        make_folder(log.parent)
        old = log.read_bytes()[-_LOG_BYTES:] if log.is_file() else b""
        replace_file(log, old + entry.encode("utf-8", "backslashreplace"))
    except OSError:
        return None
    return log


@contextlib.contextmanager
def stop_on_interrupt(at_once: str = "Stopped.") -> Iterator[Callable[[], bool]]:
    """Turn Ctrl+C into a request to stop, which the callable returns; a second one prints `at_once` and exits.

    No KeyboardInterrupt is raised: one that is raised within a finalizer is lost, and printed as a fault.
    """
    stop = threading.Event()
    # Standard error may be diverted to a file by the time the second one comes.
    terminal = os.dup(_STDERR_FD)

    def wished(number: int, frame: object) -> None:
        del number, frame
        if not stop.is_set():
            stop.set()
            return
        shown = _SHOW_CURSOR if os.isatty(terminal) else ""
        os.write(terminal, f"{shown}{at_once}\n".encode())
        os._exit(STOPPED)

    before = signal.getsignal(signal.SIGINT)
    in_main = threading.current_thread() is threading.main_thread()
    if in_main:
        signal.signal(signal.SIGINT, wished)
    try:
        yield stop.is_set
    finally:
        if in_main:
            # Stopped work is ending; another Ctrl+C ends it immediately.
            signal.signal(signal.SIGINT, signal.SIG_DFL if stop.is_set() else before)
        os.close(terminal)


def refuse_input(out: Path | None, *inputs: Path) -> None:
    """Refuse to overwrite an input.

    Raises:
        BadParameter: `out` is the same file as one of `inputs`.
    """
    for path in inputs:
        with contextlib.suppress(OSError):
            if out is not None and out.samefile(path):
                raise typer.BadParameter(f"{plain(str(out))} is an input; write to another file.")


@contextlib.contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on standard error if that is a terminal; called with the step, how much is done, and the total."""
    from rich import progress as bars
    from rich.console import Console

    console = Console(stderr=True)
    columns = (
        bars.TextColumn("{task.description}"),
        bars.BarColumn(),
        bars.TaskProgressColumn(),
        bars.TimeRemainingColumn(),
    )
    with bars.Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task("", total=None)
        before = ""

        def tell(what: str, done: int, total: int) -> None:
            nonlocal before
            if what != before:
                shown.reset(task, description=what, total=total or None)
                before = what
            shown.update(task, completed=done)

        yield tell


_STANDARD_FDS: Final = (0, 1, 2)


class _ClosedOutput(io.RawIOBase):
    """Stands for a standard output that was closed before the program started: writing fails with a reason."""

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def prepare_streams() -> None:
    """Escape what standard output and standard error cannot encode, and replace the missing ones.

    A closed descriptor is opened on the null device: otherwise the next file opened would get its number, and what
    libraries print would be written into that file.
    """
    for descriptor in _STANDARD_FDS:
        try:
            os.fstat(descriptor)
        except OSError:
            with contextlib.suppress(OSError):
                null = os.open(os.devnull, os.O_RDWR)
                if null != descriptor:
                    os.dup2(null, descriptor)
                    os.close(null)
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(_ClosedOutput(), encoding="utf-8", write_through=True)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open until the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")

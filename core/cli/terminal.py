"""Shared parts of the commands: options, errors in one line, stopping with Ctrl+C, and a progress bar."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Final

import typer

NOTHING_DONE: Final = 3
STOPPED: Final = 130
_STDERR_FD: Final = 2
_SHOW_CURSOR: Final = "\x1b[?25h"  # a bar hides it

DetectorOption = Annotated[
    str, typer.Option(metavar="NAME", help="How faces are found: thorough, or fast, which misses small faces.")
]
MinScoreOption = Annotated[float, typer.Option(min=0, max=1, help="Leave out faces with a lower detector score.")]


def plain(text: str) -> str:
    """Text for a terminal, without control characters that a file name may contain."""
    from core.export import printable

    return "".join(letter if letter.isprintable() else "\ufffd" for letter in printable(text))


@contextlib.contextmanager
def told_errors() -> Iterator[None]:
    """Report expected errors in one line on standard error and exit with a code; stopped work exits with 130."""
    from core.errors import FacetError
    from core.work import Stopped

    try:
        yield
    except FacetError as e:
        typer.echo(plain(str(e)), err=True)
        raise typer.Exit(NOTHING_DONE) from e
    except Stopped as e:
        typer.echo("Stopped; nothing was written.", err=True)
        raise typer.Exit(STOPPED) from e


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
def told_progress() -> Iterator[Callable[[str, int, int], None]]:
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

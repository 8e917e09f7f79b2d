"""What commands do alike at a terminal: options, errors in a line, Ctrl+C as a wish, a bar on standard error."""

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
    str, typer.Option(metavar="NAME", help="How faces are found: thorough, or fast, which leaves small ones out.")
]
MinScoreOption = Annotated[
    float, typer.Option(min=0, max=1, help="Leave out faces of which the detector is less sure than this.")
]


def plain(text: str) -> str:
    """Text for a terminal: what a file's name may hold besides letters would move the cursor or end the line."""
    from core.export import printable

    return "".join(letter if letter.isprintable() else "\ufffd" for letter in printable(text))


@contextlib.contextmanager
def told_errors() -> Iterator[None]:
    """Expected errors as one line on standard error and an exit code, never a traceback; work stopped leaves by 130."""
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
    """Ctrl+C as a wish to stop, to be asked for; a second one says `at_once` and ends the program there and then.

    It never becomes a KeyboardInterrupt: one that meets a finalizer is lost, and shown as a fault.
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
            # What was stopped is ending, and a further one ends it without a word.
            signal.signal(signal.SIGINT, signal.SIG_DFL if stop.is_set() else before)
        os.close(terminal)


def refuse_input(out: Path | None, *inputs: Path) -> None:
    """Say no to writing over what is read.

    Raises:
        BadParameter: `out` is one of `inputs`, by whatever name.
    """
    for path in inputs:
        with contextlib.suppress(OSError):
            if out is not None and out.samefile(path):
                raise typer.BadParameter(f"{plain(str(out))} is what is to be read; write to another file.")


@contextlib.contextmanager
def told_progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error where that is a terminal, for one thing after the other: what, done, and how much."""
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

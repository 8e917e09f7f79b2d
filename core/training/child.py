"""The child's side of `core.training.process`."""

from __future__ import annotations

import json
import os
import signal
import threading
import traceback
from pathlib import Path
from typing import IO, Any, Final, NoReturn

from core.errors import MESSAGES, FacetError
from core.training.events import Event, Failed, to_json
from core.training.recipe import Recipe
from core.training.run_folder import LOG
from core.training.session import train

CHILD_ARGUMENT: Final = "--facet-training"
_NICENESS: Final = 10
"""The window answers while all cores calculate."""
_ORPHANED: Final = 4


def run_child() -> NoReturn:
    """Read a job, do it, tell what happens, and end the process."""
    # TensorFlow and others write to standard output; only events may go where the parent reads.
    events = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    commands = os.fdopen(0, "r", encoding="utf-8", closefd=False)
    # Ctrl+C in a terminal goes to the parent too, which decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    job: dict[str, Any] = json.loads(commands.readline())
    stop, pause = threading.Event(), threading.Event()
    threading.Thread(target=_listen, args=(commands, stop, pause), daemon=True).start()
    lock = threading.Lock()

    def tell(event: Event) -> None:
        with lock:
            events.write(to_json(event) + "\n")
            events.flush()

    code = 0
    try:
        _log_to(Path(job["run"]))
        tell(
            train(
                Path(job["data"]),
                Recipe.model_validate(job["recipe"]),
                Path(job["run"]),
                progress=tell,
                should_stop=stop.is_set,
                should_pause=pause.is_set,
                resume=job["resume"],
                leave_out=job["leave_out"],
                detector=job["detector"],
            )
        )
    except FacetError as e:
        tell(Failed(e.code, {name: str(value) for name, value in e.values.items()}, str(e)))
    except Exception as e:  # noqa: BLE001 - the window shows it; without this it would only say that the child ended
        traceback.print_exc()
        values = {"path": job["run"], "exit": "1", "end": f"{type(e).__name__}: {e}"}
        tell(Failed("run.crashed", values, MESSAGES["run.crashed"].format(**values)))
        code = 1
    # TensorFlow's threads can hold up an ordinary end for seconds; everything is written.
    events.close()
    os._exit(code)


def _listen(commands: IO[str], stop: threading.Event, pause: threading.Event) -> None:
    for line in commands:
        word = line.strip()
        if word == "cancel":
            stop.set()
        elif word == "pause":
            pause.set()
        elif word == "resume":
            pause.clear()
    # The parent is gone. Every file is whole at any moment, so this is as good as any.
    os._exit(_ORPHANED)


def _log_to(run: Path) -> None:
    """What TensorFlow and a crash write goes into the run's log."""
    try:
        run.mkdir(parents=True, exist_ok=True)
        log = os.open(run / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    except OSError:
        return  # the training itself will say that the folder cannot be written
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)


if __name__ == "__main__":
    run_child()

"""A training in a child process, so that the window stays responsive and survives a crash of TensorFlow.

The parent writes to the child's standard input: the job as one line of JSON, then one command per line. It reads
events, one line of JSON each, from the child's standard output. When the parent dies, the pipe closes and the child
ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import tempfile
import threading
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Final, NoReturn

from core.child import start_child
from core.datasets.audit import Reason
from core.errors import MESSAGES, FacetError
from core.files import make_folder, mode_for
from core.tidy import own_temporary_folder
from core.training.events import Ended, Event, Failed, from_json, to_json
from core.training.recipe import Recipe
from core.training.run_folder import LOG
from core.training.sides import LEFT_OUT
from core.vision.detectors import THOROUGH

_ORPHANED: Final = 4
_ERROR_TAIL: Final = 2000
"""Characters of a crashed child's last output that are kept."""


class TrainingProcess:
    """A training in a child process.

    Args:
        data: As in `core.training.session.train`; the same holds for the others.
        recipe: What to train.
        run: The folder of the run.
        resume: Continue the run.
        leave_out: Kinds of rows that are left out.
        detector: A name in `core.vision.detectors.DETECTORS`.
    """

    def __init__(
        self,
        data: Path,
        recipe: Recipe,
        run: Path,
        *,
        resume: bool = False,
        leave_out: Sequence[Reason] = LEFT_OUT,
        detector: str = THOROUGH,
    ) -> None:
        self._run = run
        self._job = json.dumps(
            {
                "data": str(data.resolve()),
                "recipe": recipe.model_dump(mode="json"),
                "run": str(run.resolve()),
                "resume": resume,
                "leave_out": list(leave_out),
                "detector": detector,
            }
        )
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the child

    def start(self) -> None:
        """Start it. Called once."""
        self._process = start_child(
            "core.training.process",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            background=True,
        )
        self._send(self._job)

    def events(self) -> Iterator[Event]:
        """Yield events as they arrive; the last one is `Ended` or `Failed`. Call it from one thread."""
        process = self._started()
        assert process.stdout is not None  # a pipe was asked for
        last: Event | None = None
        for line in process.stdout:
            last = from_json(line.decode())
            if isinstance(last, Ended | Failed):
                break
            yield last
        process.wait()
        end = last if isinstance(last, Ended | Failed) else self._crashed(process.returncode)
        self._close()
        yield end

    def pause(self) -> None:
        """Pause after the current batch."""
        self._send("pause")

    def resume(self) -> None:
        """Continue after a pause."""
        self._send("resume")

    def cancel(self) -> None:
        """Stop after the current batch; saved epochs stay."""
        self._send("cancel")

    def kill(self) -> None:
        """End the process at once; the run can be resumed from the last epoch."""
        if self._process is not None:
            self._process.kill()

    @property
    def running(self) -> bool:
        """Whether the child process is running."""
        return self._process is not None and self._process.poll() is None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError("start() comes first")
        return self._process

    def _send(self, line: str) -> None:
        stdin = self._started().stdin
        assert stdin is not None  # a pipe was asked for
        # If the child has just ended, its last event says why.
        with contextlib.suppress(OSError, ValueError):
            stdin.write(f"{line}\n".encode())
            stdin.flush()

    def _close(self) -> None:
        process = self._started()
        for pipe in (process.stdin, process.stdout, self._errors):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()

    def _crashed(self, code: int) -> Failed:
        self._errors.seek(0)
        words = self._errors.read().decode("utf-8", "replace").strip()
        if not words:
            with contextlib.suppress(OSError):
                words = (self._run / LOG).read_text(encoding="utf-8", errors="replace").strip()
        values = {"path": str(self._run), "exit": str(code), "end": words[-_ERROR_TAIL:]}
        return Failed("run.crashed", values, MESSAGES["run.crashed"].format(**values))


def main() -> NoReturn:
    """Read a job from standard input, run it, write its events to standard output, and end the process."""
    from core.training.session import train

    # Libraries write to standard output too; only events may reach the parent.
    events = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    commands = os.fdopen(0, "r", encoding="utf-8", closefd=False)
    job: dict[str, Any] = json.loads(commands.readline())
    temporary = own_temporary_folder()
    temporary.__enter__()
    stop, pause = threading.Event(), threading.Event()
    threading.Thread(target=_listen, args=(commands, stop, pause), daemon=True).start()
    lock = threading.Lock()

    def send(event: Event) -> None:
        with lock:
            events.write(to_json(event) + "\n")
            events.flush()

    code = 0
    try:
        _log_to(Path(job["run"]))
        send(
            train(
                Path(job["data"]),
                Recipe.model_validate(job["recipe"]),
                Path(job["run"]),
                progress=send,
                should_stop=stop.is_set,
                should_pause=pause.is_set,
                resume=job["resume"],
                leave_out=job["leave_out"],
                detector=job["detector"],
            )
        )
    except FacetError as e:
        send(Failed(e.code, {name: str(value) for name, value in e.values.items()}, str(e)))
    except Exception as e:  # noqa: BLE001 - the window shows the reason
        traceback.print_exc()
        values = {"path": job["run"], "exit": "1", "end": f"{type(e).__name__}: {e}"}
        send(Failed("run.crashed", values, MESSAGES["run.crashed"].format(**values)))
        code = 1
    # TensorFlow's threads can delay a normal exit for seconds; everything is written.
    events.close()
    temporary.__exit__(None, None, None)
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
    # The parent has died. Every file is complete at any time, so the process can end here.
    os._exit(_ORPHANED)


def _log_to(run: Path) -> None:
    """Redirect standard output and error to the run's log."""
    try:
        make_folder(run)
        log = os.open(run / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, mode_for(run))
    except OSError:
        return  # the training itself reports that the folder cannot be written
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)


if __name__ == "__main__":
    main()

"""A training in a process of its own, so that no window freezes, whatever TensorFlow does.

The parent writes to the child's standard input: the job as a line of JSON, then a word a line. It reads events, a line
of JSON each, from the child's standard output. When the parent dies, its end of the pipe closes, and the child ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Final

from core.datasets.audit import Reason
from core.errors import MESSAGES
from core.training.child import CHILD_ARGUMENT, run_child
from core.training.events import Ended, Event, Failed, from_json
from core.training.recipe import Recipe
from core.training.run_folder import LOG
from core.training.sides import LEFT_OUT
from core.vision.detectors import THOROUGH

_TOLD_OF_THE_END: Final = 2000
"""Characters of what a crashed child wrote last."""


class TrainingProcess:
    """A training in a child process.

    Args:
        data: As in `core.training.session.train`, and so are the others.
        recipe: What to train.
        run: The folder of the run.
        resume: Go on where the run was left.
        leave_out: Kinds of rows that lie on no side.
        detector: A name of `core.vision.detectors.DETECTORS`.
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
        self._process: subprocess.Popen[str] | None = None
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the child

    def start(self) -> None:
        """Start it. Called once."""
        # So that the child finds the same code, wherever the parent was started from.
        root = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        self._process = subprocess.Popen(
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**os.environ, "PYTHONPATH": path, "TF_CPP_MIN_LOG_LEVEL": os.environ.get("TF_CPP_MIN_LOG_LEVEL", "2")},
            encoding="utf-8",
            creationflags=flags,
        )
        self._tell(self._job)

    def events(self) -> Iterator[Event]:
        """What happens, as it happens; the last one is `Ended` or `Failed`. Called from one thread."""
        process = self._started()
        assert process.stdout is not None  # a pipe was asked for
        last: Event | None = None
        for line in process.stdout:
            last = from_json(line)
            if isinstance(last, Ended | Failed):
                break
            yield last
        process.wait()
        end = last if isinstance(last, Ended | Failed) else self._crashed(process.returncode)
        self._close()
        yield end

    def pause(self) -> None:
        """Wait after the batch under way."""
        self._tell("pause")

    def resume(self) -> None:
        """Go on after a pause."""
        self._tell("resume")

    def cancel(self) -> None:
        """Stop after the batch under way; what was kept stays."""
        self._tell("cancel")

    def kill(self) -> None:
        """End it at once; it can be resumed at the last epoch."""
        if self._process is not None:
            self._process.kill()

    @property
    def running(self) -> bool:
        """Whether the child lives."""
        return self._process is not None and self._process.poll() is None

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None:
            raise RuntimeError("start() comes first")
        return self._process

    def _tell(self, line: str) -> None:
        stdin = self._started().stdin
        assert stdin is not None  # a pipe was asked for
        # A child that has just ended hears nothing, and its last event says why.
        with contextlib.suppress(OSError, ValueError):
            stdin.write(line + "\n")
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
        values = {"path": str(self._run), "exit": str(code), "end": words[-_TOLD_OF_THE_END:]}
        return Failed("run.crashed", values, MESSAGES["run.crashed"].format(**values))


def run_if_child() -> None:
    """To be called first by an installed program: started as a child it trains and ends; else this returns."""
    if sys.argv[1:2] == [CHILD_ARGUMENT]:
        run_child()


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        # An installed program is no Python: it starts itself again.
        return [sys.executable, CHILD_ARGUMENT]
    return [sys.executable, "-m", "core.training.child"]

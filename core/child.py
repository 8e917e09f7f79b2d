"""Starting Facet's own code in a process of its own, from a checkout and from an installed program.

What runs there may crash, hang or take all memory without harm to the program that started it.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import IO, Any, Final

CHILD_ARGUMENT: Final = "--facet-child"
CHILDREN: Final = (
    "core.evaluation.external.runtimes",
    "core.model.trial",
    "core.training.face_features",
    "core.training.portable",
    "core.training.process",
    "core.vision.decoder",
)
"""Modules whose `main` may be started."""
_NICENESS: Final = 10


def start_child(
    module: str,
    *,
    stdin: int | IO[Any] | None,
    stdout: int | IO[Any] | None,
    stderr: int | IO[Any] | None = subprocess.DEVNULL,
    background: bool = False,
) -> subprocess.Popen[bytes]:
    """Start `main` of a module of `CHILDREN` in a new process.

    A Ctrl+C in the terminal does not reach it; it must end when its standard input does.

    Args:
        module: Its name.
        stdin: As for `subprocess.Popen`; likewise the next two.
        stdout: Where its output goes.
        stderr: Where its messages go; by default they are discarded.
        background: Run it at low priority, so that the window stays responsive while all cores are busy.
    """
    # An installed program is not a Python interpreter: it starts itself again.
    frozen = getattr(sys, "frozen", False)
    command = [sys.executable, CHILD_ARGUMENT, module] if frozen else [sys.executable, "-m", module]
    # The child must find the same code, wherever the parent was started from.
    root = str(Path(__file__).resolve().parents[1])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | (subprocess.BELOW_NORMAL_PRIORITY_CLASS if background else 0)
    child = subprocess.Popen(
        command,
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        # BLAS would reserve memory for a thread per core.
        env={**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
        creationflags=flags,
        start_new_session=True,
    )
    if background and sys.platform != "win32":
        with contextlib.suppress(OSError):  # it may have ended at once
            os.setpriority(os.PRIO_PROCESS, child.pid, os.getpriority(os.PRIO_PROCESS, 0) + _NICENESS)
    return child


def run_if_child() -> None:
    """Run the child's code and exit if this process was started as a child; otherwise return.

    An installed program calls it first.
    """
    if sys.argv[1:2] == [CHILD_ARGUMENT] and sys.argv[2] in CHILDREN:
        importlib.import_module(sys.argv[2]).main()


def limit_memory(size: int) -> None:
    """Let this process allocate at most `size` bytes more of address space, where the system can limit it."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return
    import resource

    _set_limit(resource.RLIMIT_AS, pages * resource.getpagesize() + size)
    _set_limit(resource.RLIMIT_CORE, 0)


def limit_cpu(seconds: float) -> None:
    """Let the system end this process after so many more seconds of computing, where it can."""
    with contextlib.suppress(ImportError):  # not on Windows
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _set_limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 1)


def _set_limit(kind: int, most: int) -> None:
    import resource

    with contextlib.suppress(OSError, ValueError):  # the system's own limit is lower
        resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))

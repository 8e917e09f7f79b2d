"""An unknown network is run once in a process of its own, with limits, before it runs in this one.

A file of numbers and operations can hold anything: one that makes LiteRT crash, never ends, takes all memory or answers
nonsense. Here it ends a process that nobody misses. A network that has answered is known by its hash from then on.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

import numpy as np

from core.errors import BundleError
from core.files import replace_file
from core.model.bundle import ModelBundle, sha256
from core.places import shipped, user_data

TRIAL_ARGUMENT: Final = "--facet-network-trial"
CPU_LIMIT_S: Final = 6
_TIME_LIMIT_S: Final = 30.0
"""For one that does not calculate but waits, or where the system has no limit of its own."""
_MEMORY_LIMIT: Final = 6 << 30
"""Of addresses, of which LiteRT reserves many more than it uses."""
_SLOWEST_S: Final = 5.0
"""Of one face: a network that takes longer is of no use."""
_SUM_TOLERANCE: Final = 0.02

_ENDLESS: Final = f"it does not come to an end, or takes more than {CPU_LIMIT_S} seconds"

_known: set[str] = set()


def ensure_tried(bundle: ModelBundle) -> None:
    """Let an unknown network answer in a process of its own; a model that comes with Facet is known.

    Raises:
        BundleError: It crashes, does not end, takes too much memory, or answers no probabilities.
    """
    name = sha256(bundle.network)
    if name in _known or bundle.path.parent == shipped("models"):
        return
    if name not in _remembered():
        fault = _fault(bundle)
        if fault is not None:
            raise BundleError("bundle.trial", path=bundle.path, reason=fault)
        _remember(name)
    _known.add(name)


def run_trial() -> NoReturn:
    """The process's own side: read a network, run it, say what is wrong with it, and end."""
    # Only the verdict may go where the parent reads.
    verdict = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    job: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    _limit()
    try:
        fault = _tried(content, job["size"], job["channels"], job["labels"])
    except Exception as e:  # noqa: BLE001 - whatever the network led LiteRT to
        fault = f"{type(e).__name__}: {e}"
    verdict.write(json.dumps({"fault": fault}))
    verdict.close()
    os._exit(0)


def run_if_trial() -> None:
    """To be called first by an installed program: started for a trial it does that and ends; else this returns."""
    if sys.argv[1:2] == [TRIAL_ARGUMENT]:
        run_trial()


def _fault(bundle: ModelBundle) -> str | None:
    spec = bundle.manifest.input
    labels = {name: len(head.labels) for name, head in bundle.manifest.heads.items()}
    job = json.dumps({"size": spec.size, "channels": spec.channels, "labels": labels})
    # So that the child finds the same code, wherever the parent was started from.
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW
    try:
        done = subprocess.run(
            _command(),
            input=job.encode() + b"\n" + bundle.network,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            timeout=_TIME_LIMIT_S,
            check=False,
            creationflags=flags,
        )
    except subprocess.TimeoutExpired:
        return _ENDLESS
    if sys.platform != "win32" and done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return _ENDLESS
    try:
        fault = json.loads(done.stdout)["fault"]
    except (ValueError, KeyError, TypeError):
        return f"running it ended its process (exit {done.returncode})"
    return None if fault is None else str(fault)


def _command() -> Sequence[str]:
    if getattr(sys, "frozen", False):
        # An installed program is no Python: it starts itself again.
        return [sys.executable, TRIAL_ARGUMENT]
    return [sys.executable, "-m", "core.model.trial"]


def _tried(content: bytes, size: int, channels: int, labels: dict[str, int]) -> str | None:
    from core.litert import Network

    try:
        network = Network(content, threads=1)
    except ValueError:
        return None  # `Classifier` reports a network that does not load, and wrong shapes
    if network.input_shape[1:] != (size, size, channels):
        return None
    pictures = np.random.default_rng(0).uniform(0.0, 255.0, (3, size, size, channels)).astype(np.float32)
    for count in (1, 3):
        started = time.monotonic()
        outputs = network.run(pictures[:count])
        seconds = (time.monotonic() - started) / count
        if seconds > _SLOWEST_S:
            return f"it takes {seconds:.0f} seconds for a face, more than {_SLOWEST_S:.0f}"
        for name, classes in labels.items():
            found = outputs.get(name)
            if found is None or found.shape != (count, classes):
                continue
            if not np.isfinite(found).all():
                return f"its output {name} holds values that are not numbers"
            if found.min() < -_SUM_TOLERANCE or np.abs(found.sum(axis=1) - 1.0).max() > _SUM_TOLERANCE:
                return f"its output {name} holds no probabilities: they do not sum to 1"
    return None


def _limit() -> None:
    with contextlib.suppress(ImportError):  # not on Windows
        import resource

        limits = {resource.RLIMIT_AS: _MEMORY_LIMIT, resource.RLIMIT_CPU: CPU_LIMIT_S, resource.RLIMIT_CORE: 0}
        for kind, most in limits.items():
            with contextlib.suppress(OSError, ValueError):  # the system's own limit is lower
                resource.setrlimit(kind, (most, most))


def _file() -> Path:
    return user_data() / "cache" / "networks-tried.json"


def _remembered() -> list[str]:
    try:
        held = json.loads(_file().read_bytes())
    except (OSError, ValueError, RecursionError):
        return []  # they are tried again
    return [str(one) for one in held] if isinstance(held, list) else []


def _remember(name: str) -> None:
    with contextlib.suppress(OSError):  # it is tried again next time
        _file().parent.mkdir(parents=True, exist_ok=True)
        replace_file(_file(), json.dumps(sorted({*_remembered(), name})).encode())


if __name__ == "__main__":
    run_trial()

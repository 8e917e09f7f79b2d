"""Running an unknown network once in a separate process with limits, before it runs in this one.

A network can make LiteRT crash, never end, take all memory or return nonsense. Here only the child process suffers. A
network that has passed is remembered by its hash.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final, NoReturn

import numpy as np

from core.child import limit_cpu, limit_memory, start_child
from core.errors import BundleError
from core.files import make_folder, parse_json, read_ordinary, replace_file
from core.model.bundle import ModelBundle, sha256
from core.places import shipped, user_data

CPU_LIMIT_S: Final = 6
_TIME_LIMIT_S: Final = 30.0
"""Wall time, for a network that waits, and where the system cannot limit CPU time."""
_TRIED_BYTES: Final = 1 << 20
_MEMORY_LIMIT: Final = 6 << 30
"""Address space, of which LiteRT reserves much more than it uses."""
_SLOWEST_S: Final = 5.0
"""Per face: a slower network is refused."""
_SUM_TOLERANCE: Final = 0.02

_ENDLESS: Final = f"it does not come to an end, or takes more than {CPU_LIMIT_S} seconds"

_known: set[str] = set()


def ensure_tried(bundle: ModelBundle) -> None:
    """Run an unknown network in a separate process; models that ship with Facet are known.

    Raises:
        BundleError: It crashes, does not end, takes too much memory, or does not return probabilities.
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


def main() -> NoReturn:
    """Run the network that standard input holds, write what is wrong with it, and end the process."""
    # Only the verdict may go where the parent reads.
    verdict = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    job: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    limit_memory(_MEMORY_LIMIT)
    limit_cpu(CPU_LIMIT_S)
    try:
        fault = _tried(content, job["size"], job["channels"], job["labels"])
    except Exception as e:  # noqa: BLE001 - whatever the network led LiteRT to
        fault = f"{type(e).__name__}: {e}"
    verdict.write(json.dumps({"fault": fault}))
    verdict.close()
    os._exit(0)


def _fault(bundle: ModelBundle) -> str | None:
    spec = bundle.manifest.input
    labels = {name: len(head.labels) for name, head in bundle.manifest.heads.items()}
    job = json.dumps({"size": spec.size, "channels": spec.channels, "labels": labels})
    with _start() as child:
        try:
            answer, _ = child.communicate(job.encode() + b"\n" + bundle.network, timeout=_TIME_LIMIT_S)
        except subprocess.TimeoutExpired:
            return _ENDLESS
        finally:
            child.kill()
    if sys.platform != "win32" and child.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return _ENDLESS
    try:
        fault = parse_json(answer)["fault"]
    except (ValueError, KeyError, TypeError):
        return f"running it ended its process (exit {child.returncode})"
    return None if fault is None else str(fault)


def _start() -> subprocess.Popen[bytes]:
    return start_child("core.model.trial", stdin=subprocess.PIPE, stdout=subprocess.PIPE)


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


def _file() -> Path:
    return user_data() / "cache" / "networks-tried.json"


def _remembered() -> list[str]:
    try:
        held = parse_json(read_ordinary(_file(), limit=_TRIED_BYTES))
    except (OSError, ValueError):
        return []  # they are tried again
    return [str(one) for one in held] if isinstance(held, list) else []


def _remember(name: str) -> None:
    with contextlib.suppress(OSError):  # it is tried again next time
        make_folder(_file().parent)
        replace_file(_file(), json.dumps(sorted({*_remembered(), name})).encode())


if __name__ == "__main__":
    main()

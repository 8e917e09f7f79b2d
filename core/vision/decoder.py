"""Decoding pictures in processes of their own, with limits of time and memory.

HEIC is decoded there because its decoder is no longer maintained, and so are pictures whose header does not bound the
time to decode them. A decoder that crashes, hangs or takes too much memory ends its process; the picture is refused,
and the next one gets a new process. Processes start on first use, are kept for the next picture, and end when idle.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import IO, Any, Final, NoReturn

import numpy as np

from core.child import limit_cpu, limit_memory, start_child
from core.errors import ImageError
from core.vision.decoding import MEMORY_LIMIT, RGB, DecodedImage, ImageFile

_TIME_LIMIT_S: Final = 60.0
"""Per picture: the largest ones that are allowed take a few seconds."""
_HEADER_LIMIT_S: Final = 5.0
"""Computing that a header may take."""
_IDLE_S: Final = 30.0
_MEMORY_BESIDES: Final = 500_000_000
"""Address space that a process may take beside the file and the limit of decoding: libraries, stacks."""
_END_S: Final = 0.5
_CRASHED: Final = "its decoder crashed"
_SLOW_HEADER: Final = f"its header takes longer than {_HEADER_LIMIT_S:.0f} seconds"


class DecoderPool:
    """Decoder processes, as many as threads ask for at a time, at most one per core.

    Args:
        start: Starts a process that serves `main`'s protocol.
        time_limit_s: How long reading the header, and then decoding, may take.
    """

    def __init__(
        self,
        start: Callable[[], subprocess.Popen[bytes]] | None = None,
        *,
        time_limit_s: float = _TIME_LIMIT_S,
    ) -> None:
        self._start = start or _start
        self._time_limit_s = time_limit_s
        self._idle: list[subprocess.Popen[bytes]] = []
        self._busy = threading.BoundedSemaphore(os.cpu_count() or 1)
        self._lock = threading.Lock()
        atexit.register(self.close)

    def decode(
        self,
        content: bytes,
        *,
        name: str,
        size_px: int | None = None,
        reserve: Callable[[int], AbstractContextManager[None]] = lambda size: contextlib.nullcontext(),
    ) -> DecodedImage:
        """Decode a picture as `ImageFile` does.

        Args:
            content: The bytes of the file.
            name: Stands in messages.
            size_px: As in `ImageFile`.
            reserve: Held while decoding, called with the bytes it will allocate.

        Raises:
            ImageError: As `ImageFile`; or the decoder crashed, took too long or too much memory.
        """
        job = json.dumps({"bytes": len(content), "name": name, "size_px": size_px}).encode() + b"\n"
        with self._busy:
            process, memory = self._send(job, content, name)
            with self._kept_after(process), reserve(memory):
                return self._decoded(process, name)

    def close(self) -> None:
        """End the processes that are idle."""
        with self._lock:
            idle, self._idle = self._idle, []
        for process in idle:
            _end(process)

    def _send(self, job: bytes, content: bytes, name: str) -> tuple[subprocess.Popen[bytes], int]:
        """Hand a picture to a process and return the process and the bytes that decoding will allocate."""
        while True:
            with self._lock:
                kept = self._idle.pop() if self._idle else None
            process = kept or self._start()
            try:
                with self._kept_after(process, only_refused=True), _time_limit(process, self._time_limit_s, name):
                    _write(process, job, content)
                    return process, int(_reply(process, name)["memory"])
            except ImageError as e:
                # One that was kept may have ended just now because it was idle.
                if e.code != "image.decoder" or kept is None or process.returncode != 0:
                    raise

    @contextlib.contextmanager
    def _kept_after(self, process: subprocess.Popen[bytes], *, only_refused: bool = False) -> Iterator[None]:
        """Keep the process for the next picture if it has answered, and end it if it has failed."""
        try:
            yield
        except ImageError as e:
            if e.code == "image.decoder":
                _end(process)
            else:
                self._keep(process)
            raise
        except BaseException:
            _end(process)
            raise
        if not only_refused:
            self._keep(process)

    def _keep(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._idle.append(process)

    def _decoded(self, process: subprocess.Popen[bytes], name: str) -> DecodedImage:
        with _time_limit(process, self._time_limit_s, name):
            _write(process, b"\n")
            values = _reply(process, name)
            rgb: RGB = np.empty(values["shape"], np.uint8)
            if _pipe(process.stdout).readinto(rgb.reshape(-1).data) != rgb.nbytes:
                raise _failed(name, _CRASHED)
        return DecodedImage(rgb, tuple(values["notes"]))


def main() -> NoReturn:
    """Serve pictures until standard input ends or nothing has come for a while.

    For each, read a line of JSON (`bytes`, `name`, `size_px`) and the bytes; answer with a line of JSON (`memory`);
    wait for a line; answer with a line of JSON (`shape`, `notes`) and the pixels. An error is a line of JSON (`code`,
    `values`) in place of an answer.
    """
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a decoder's own words must not go where the parent reads
    requests = sys.stdin.buffer
    while True:
        idle = threading.Timer(_IDLE_S, os._exit, (0,))
        idle.daemon = True
        idle.start()
        line = requests.readline()
        idle.cancel()
        if not line:
            os._exit(0)
        try:
            _serve(json.loads(line), requests, replies)
        except ImageError as e:
            values = {key: value if isinstance(value, int) else str(value) for key, value in e.values.items()}
            _say(replies, {"code": e.code, "values": values})
        except MemoryError:
            _say(replies, {"code": "image.decoder", "values": {"reason": _too_much()}})
            os._exit(1)


def _serve(job: dict[str, Any], requests: IO[bytes], replies: IO[bytes]) -> None:
    limit_memory(MEMORY_LIMIT + _MEMORY_BESIDES + job["bytes"])
    content = requests.read(job["bytes"])
    limit_cpu(_HEADER_LIMIT_S)
    image = ImageFile(content, name=job["name"], size_px=job["size_px"])
    _say(replies, {"memory": image.memory})
    if not requests.readline():
        os._exit(0)
    limit_cpu(2 * _TIME_LIMIT_S)  # in case the parent is gone
    decoded = image.decode()
    _say(replies, {"shape": decoded.rgb.shape, "notes": decoded.notes})
    replies.write(np.ascontiguousarray(decoded.rgb).data)
    replies.flush()


def _say(replies: IO[bytes], values: dict[str, Any]) -> None:
    replies.write(json.dumps(values).encode() + b"\n")
    replies.flush()


def _start() -> subprocess.Popen[bytes]:
    return start_child("core.vision.decoder", stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_END_S)  # one whose pipe has ended is about to end by itself
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            _pipe(pipe).close()
    process.wait()


@contextlib.contextmanager
def _time_limit(process: subprocess.Popen[bytes], seconds: float, name: str) -> Iterator[None]:
    """Kill the process when the time is over; its pipes then end, and the picture is refused."""
    over = threading.Event()

    def kill() -> None:
        over.set()
        process.kill()

    timer = threading.Timer(seconds, kill)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (ImageError, OSError, ValueError) as e:
        if over.is_set():
            raise _failed(name, f"it takes longer than {seconds:.0f} seconds") from e
        if isinstance(e, ImageError):
            raise
        raise _failed(name, _CRASHED) from e
    finally:
        timer.cancel()


def _write(process: subprocess.Popen[bytes], *parts: bytes) -> None:
    pipe = _pipe(process.stdin)
    for part in parts:
        pipe.write(part)
    pipe.flush()


def _reply(process: subprocess.Popen[bytes], name: str) -> dict[str, Any]:
    line = _pipe(process.stdout).readline()
    if not line.endswith(b"\n"):
        # The system ends a process that computes for too long.
        slow = sys.platform != "win32" and process.wait() == -signal.SIGXCPU
        raise _failed(name, _SLOW_HEADER if slow else _CRASHED)
    values: dict[str, Any] = json.loads(line)
    if "code" in values:
        raise ImageError(values["code"], **{**values["values"], "path": name})
    return values


def _pipe(pipe: IO[bytes] | None) -> Any:
    assert pipe is not None  # a pipe was asked for
    return pipe


def _failed(name: str, reason: str) -> ImageError:
    return ImageError("image.decoder", path=name, reason=reason)


def _too_much() -> str:
    return f"it takes more than {MEMORY_LIMIT // 1_000_000} MB of memory"


if __name__ == "__main__":
    main()

"""One writer per folder or file: a lock that the system releases when its holder dies, however it dies."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from core.errors import DataError
from core.files import mode_for

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_AT_BYTE: Final = 1 << 20
"""Windows locks bytes, and a locked byte cannot be read, so a byte far behind the text is locked."""
_TRIES: Final = 5
_BETWEEN_S: Final = 0.05


class RunLock:
    """The exclusive right to write beside the lock's file, as a context manager.

    Raises:
        DataError: Another process has it.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._descriptor: int | None = None

    def __enter__(self) -> Self:
        descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT, mode_for(self._file))
        # `is_locked` in another process holds the lock for a moment.
        for attempt in range(_TRIES):
            if _locked(descriptor):
                break
            if attempt == _TRIES - 1:
                holder = os.read(descriptor, 20).decode("ascii", "replace").strip() or "unknown"
                os.close(descriptor)
                raise DataError("run.locked", path=self._file.parent, pid=holder)
            time.sleep(_BETWEEN_S)
        self._descriptor = descriptor
        # The holder is only for messages; a full disk does not matter.
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.write(descriptor, f"{os.getpid()}\n".encode())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._descriptor is not None:
            # The file stays, because a lock on a deleted file would exclude nobody.
            _unlock(self._descriptor)
            os.close(self._descriptor)
            self._descriptor = None


def is_locked(file: Path) -> bool:
    """Whether any process holds the lock."""
    try:
        descriptor = os.open(file, os.O_RDWR)
    except OSError:
        return False
    try:
        free = _locked(descriptor)
        if free:
            _unlock(descriptor)
        return not free
    finally:
        os.close(descriptor)


if sys.platform == "win32":

    def _locked(descriptor: int) -> bool:
        os.lseek(descriptor, _AT_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _AT_BYTE, os.SEEK_SET)
        with contextlib.suppress(OSError):
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:

    def _locked(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_UN)

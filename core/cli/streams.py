"""Standard streams that accept any text, whatever the code page, and of which none is missing."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from typing import Final

_STANDARD_FDS: Final = (0, 1, 2)


class _ClosedOutput(io.RawIOBase):
    """Stands for a standard output that was closed before the program started: writing fails with a reason."""

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def prepare_streams() -> None:
    """Escape what standard output and standard error cannot encode, and replace the missing ones.

    A closed descriptor is opened on the null device: otherwise the next file opened would get its number, and what
    libraries print would be written into that file.
    """
    for descriptor in _STANDARD_FDS:
        try:
            os.fstat(descriptor)
        except OSError:
            with contextlib.suppress(OSError):
                null = os.open(os.devnull, os.O_RDWR)
                if null != descriptor:
                    os.dup2(null, descriptor)
                    os.close(null)
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(_ClosedOutput(), encoding="utf-8", write_through=True)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open until the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")

"""A file that grows by whole pieces."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import Final

from core.errors import ExportError

DELETED: Final = "it was deleted"


class Appender:
    """A file to append to: a piece is there as a whole, at once, or not at all.

    Raises:
        ExportError: It cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = path.open("ab", buffering=0)
            self.size = self._file.tell()
            self._opened = path.stat()
        except OSError as e:
            raise ExportError("batch.write", path=path, reason=e.strerror or e) from e

    @property
    def in_place(self) -> bool:
        """Whether at its path still lies this file, and not another that was moved there, or none."""
        try:
            return os.path.samestat(self._opened, self._path.stat())
        except OSError:
            return False

    def append(self, piece: bytes) -> int:
        """Write `piece` at the end, and return where it begins.

        Raises:
            ExportError: It cannot be written; the file is as it was.
        """
        begin = self.size
        written = 0
        try:
            while written < len(piece):
                # A disk that fills up takes a part first and refuses the rest.
                written += self._file.write(piece[written:])
            if not os.fstat(self._file.fileno()).st_nlink and not self._path.exists():
                raise FileNotFoundError(errno.ENOENT, DELETED)
        except OSError as e:
            with contextlib.suppress(OSError):
                self._file.truncate(begin)
            raise ExportError("batch.write", path=self._path, reason=e.strerror or e) from e
        self.size += written
        return begin

    def close(self) -> None:
        """Hand everything to the disk."""
        with self._file, contextlib.suppress(OSError):  # a disk that went away has kept what it could
            os.fsync(self._file.fileno())

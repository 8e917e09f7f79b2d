"""A disk that takes nothing more, for as long as a test wants it."""

from __future__ import annotations

import builtins
import contextlib
import errno
import io
import os
from collections.abc import Iterator
from typing import Any, Final

import pytest

FAULTS: Final = (errno.ENOSPC, errno.EROFS)


class _Full(io.FileIO):
    def write(self, _: object) -> int:
        raise _error(errno.ENOSPC)


@contextlib.contextmanager
def faulty_disk(fault: int) -> Iterator[None]:
    """Python writes no file: with ENOSPC what is made stays empty, with any other nothing can be made."""
    really = io.open

    def opened(file: Any, mode: str = "r", *rest: Any, **how: Any) -> Any:
        if not set(mode) & set("wax+"):
            return really(file, mode, *rest, **how)
        if fault != errno.ENOSPC:
            raise _error(fault)
        content = io.BufferedWriter(_Full(file, mode.strip("bt+")))
        return content if "b" in mode else io.TextIOWrapper(content, encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise _error(fault)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(io, "open", opened)
        patch.setattr(builtins, "open", opened)
        if fault != errno.ENOSPC:
            patch.setattr(os, "mkdir", refuse)
        yield


def _error(fault: int) -> OSError:
    return OSError(fault, os.strerror(fault))

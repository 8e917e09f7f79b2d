"""Writing files so that at any moment there is a whole one."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """Write `content` beside `path` and move it there.

    Raises:
        OSError: It cannot be written; what was at `path` is as it was, and nothing is left beside it.
    """
    # The name beside must not grow with the name, which may already have the 255 bytes a file system allows.
    beside = path.with_name(f".facet-{os.getpid()}.new")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise

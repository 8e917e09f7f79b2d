"""Files in the user's cache folder, which can be deleted at any time and are made again.

Arrays are stored as raw bytes and memory-mapped. A file is written beside its place and moved there when complete, so a
killed process leaves no damaged cache; the temporary file it leaves is removed by the next write.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import math
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Literal

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError
from core.files import make_file, make_folder, replacing
from core.places import user_data
from core.tidy import sweep


def cache_root() -> Path:
    """The user's cache folder."""
    return user_data() / "cache"


def cache_file(root: Path | None, kind: str, *key: object, suffix: str) -> Path:
    """The file for content of a kind that depends on `key` and nothing else.

    Args:
        root: Folder of the cache; by default the user's.
        kind: Name of the folder in it.
        *key: Everything the content depends on, with a stable `str`.
        suffix: Suffix of the file, such as `.u8`.
    """
    digest = hashlib.sha256("\n".join(map(str, key)).encode("utf-8", "surrogateescape")).hexdigest()[:24]
    return (root or cache_root()) / kind / f"{digest}{suffix}"


@contextlib.contextmanager
def write_errors(path: Path) -> Iterator[None]:
    """Turn an `OSError` into the `DataError` for a cache that cannot be written."""
    try:
        yield
    except OSError as e:
        raise DataError("export.write", path=path, reason=e.strerror or str(e)) from e


@contextlib.contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A file that is moved to `path` when the block ends without an error.

    Raises:
        DataError: It cannot be written.
    """
    with write_errors(path):
        make_folder(path.parent)
        _remove_leftovers(path.parent)
        with replacing(path) as file:
            yield file


def read_array(path: Path, shape: tuple[int, ...]) -> NDArray[np.uint8] | None:
    """A stored array, memory-mapped; None if it is missing or has another size."""
    if not _is_complete(path, shape):
        return None
    return np.memmap(path, np.uint8, mode="r", shape=shape)


def stored_array(
    path: Path, shape: tuple[int, ...], make: Callable[[], Iterable[NDArray[np.uint8]]]
) -> NDArray[np.uint8]:
    """A stored array, memory-mapped; made first if it is not stored.

    Args:
        path: A path from `cache_file`.
        shape: The array's shape.
        make: Returns its parts along the first axis, in order.

    Raises:
        DataError: It cannot be written.
    """
    if not _is_complete(path, shape):
        with writing(path) as file:
            for part in make():
                file.write(np.ascontiguousarray(part).data)
    return np.memmap(path, np.uint8, mode="r", shape=shape)


class ResumableArray:
    """A memory-mapped array that is filled row by row, by several runs if necessary.

    Raises:
        DataError: It cannot be written.
    """

    def __init__(self, path: Path, shape: tuple[int, ...]) -> None:
        self.path = path
        status = _status_file(path)
        with write_errors(path):
            make_folder(path.parent)
            if not _is_complete(path, shape):
                _remove_leftovers(path.parent)
                # An old status file would describe rows of another array.
                status.unlink(missing_ok=True)
                _require_space(path.parent, math.prod(shape))
            self.rows = _writable(path, shape)
            self.status = _writable(status, shape[:1])
            """Shape (n,): 0 until a row is filled."""

    def flush(self) -> None:
        """Write everything to disk, the rows before their status.

        Raises:
            DataError: It cannot be written.
        """
        with write_errors(self.path):
            self.rows.flush()
            self.status.flush()


def is_filled(path: Path, count: int) -> bool:
    """Whether all `count` rows of the `ResumableArray` at `path` are filled."""
    try:
        status = np.fromfile(_status_file(path), np.uint8)
    except OSError:
        return False
    return len(status) == count and bool(status.all())


def _status_file(path: Path) -> Path:
    return path.with_suffix(".status")


def _is_complete(path: Path, shape: tuple[int, ...]) -> bool:
    return path.is_file() and path.stat().st_size == math.prod(shape)


def _writable(path: Path, shape: tuple[int, ...]) -> np.memmap[tuple[int, ...], np.dtype[np.uint8]]:
    mode: Literal["r+", "w+"] = "r+" if _is_complete(path, shape) else "w+"
    make_file(path)
    return np.memmap(path, np.uint8, mode=mode, shape=shape)


def _require_space(folder: Path, size_bytes: int) -> None:
    """Check the free space: a full disk under a memory map would kill the process."""
    if shutil.disk_usage(folder).free < size_bytes:
        raise OSError(errno.ENOSPC, f"it needs {size_bytes // 1_000_000} MB, more than the disk has left")


def _remove_leftovers(folder: Path) -> None:
    """Remove temporary files of killed processes, and folders, which only earlier versions made."""
    sweep(folder)
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)

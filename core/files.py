"""Writing files atomically, reading them safely, naming and locking them, and cells of CSV files.

A cell is written so that a spreadsheet takes it for text, never for a formula. Excel, Calc and Google Sheets calculate
a cell that begins with `=`, `+`, `-` or `@`, and file names and labels are such cells: `=HYPERLINK(...).jpg` in a
folder from elsewhere could send the rest of the table away (OWASP, CSV Injection). Every CSV that Facet writes has an
apostrophe before them, and every CSV that Facet reads loses it again.
"""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import re
import stat
import sys
import threading
import time
import unicodedata
import zipfile
from collections.abc import Callable, Container, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Self

from core.errors import DataError
from core.places import user_data

if TYPE_CHECKING:
    from numpy.typing import NDArray


_NEW_FILE: Final = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
_NAME_BYTES: Final = 255
"""Longest name on common file systems."""


def replace_file(path: Path, content: bytes) -> None:
    """Write `content` beside `path` and move it there.

    Raises:
        OSError: It cannot be written; what was at `path` is as it was, and nothing is left beside it.
    """
    with replacing(path) as file:
        file.write(content)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file beside `path` that replaces it after being written completely.

    Raises:
        OSError: It cannot be written; what was at `path` is as it was, and nothing is left beside it.
    """
    if path.exists() and not path.is_file():
        # A pipe or a device cannot be replaced, and opening a folder raises the error that says so.
        with path.open("wb") as stream:
            yield stream
        return
    # A link stays, and its target is replaced.
    path = Path(os.path.realpath(path))
    # The name beside must not grow with the name, which may already have the 255 bytes a file system allows.
    beside = path.with_name(f".facet-{os.getpid()}-{threading.get_ident():x}.new")
    try:
        with os.fdopen(os.open(beside, _NEW_FILE, mode_for(path)), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def is_private(path: Path) -> bool:
    """Whether a path lies in the user's data folder, which nobody else may read."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(user_data()))


def mode_for(path: Path) -> int:
    """The mode to create a file with: 0600 in the user's data folder, elsewhere as the umask has it."""
    return 0o600 if is_private(path) else 0o666


def make_file(path: Path) -> None:
    """Create an empty file with the mode of `mode_for`, where none is there, for a library to write to.

    Raises:
        OSError: It cannot be created.
    """
    path.touch(mode=mode_for(path))


def make_folder(path: Path) -> None:
    """Create a folder and those above it: 0700 from the user's data folder down, elsewhere as the umask has it.

    Raises:
        OSError: It cannot be created.
    """
    if not is_private(path):
        path.mkdir(parents=True, exist_ok=True)
        return
    home = Path(os.path.realpath(user_data()))
    home.parent.mkdir(parents=True, exist_ok=True)
    inside = Path(os.path.realpath(path)).relative_to(home)
    for folder in (home, *(home / part for part in reversed((inside, *inside.parents)) if part.parts)):
        folder.mkdir(mode=0o700, exist_ok=True)
        if stat.S_IMODE(folder.stat().st_mode) & 0o077:
            folder.chmod(0o700)


def read_ordinary(path: Path, *, limit: int | None = None) -> bytes:
    """The content of a regular file: reading a pipe could block forever.

    Raises:
        OSError: There is none, it cannot be read, it is another kind of thing, or it has more than `limit` bytes.
    """
    require_ordinary(path, limit=limit)
    return path.read_bytes()


def parse_json(content: str | bytes) -> Any:
    """Parse JSON. All faults, such as too deep nesting, raise the same error.

    Raises:
        ValueError: It is not valid JSON.
    """
    try:
        return json.loads(content)
    except RecursionError as e:
        raise ValueError("it is nested too deeply") from e


def parse_arrays(content: bytes, *, limit: int = 4 << 30) -> dict[str, NDArray[Any]]:
    """The arrays of a `.npz`. Whatever is wrong with it is one kind of error.

    Raises:
        ValueError: It is damaged, holds objects, or has more than `limit` bytes when decompressed.
    """
    import numpy as np

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > limit:
            raise ValueError(f"it holds {size} bytes, more than {limit}")
        with np.load(io.BytesIO(content), allow_pickle=False) as held:
            return {name: held[name] for name in held.files}
    except Exception as e:
        raise ValueError(str(e) or type(e).__name__) from e


def require_ordinary(path: Path, *, limit: int | None = None) -> None:
    """Check that a path is a regular file of bounded size, or a folder.

    Raises:
        OSError: There is none, it is another kind of thing, or it has more than `limit` bytes.
    """
    found = path.stat()
    if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device, not a file", str(path))
    if limit is not None and found.st_size > limit:
        raise OSError(errno.EFBIG, f"it has {found.st_size} bytes, more than {limit}", str(path))


def walk(folder: Path, *, onerror: Callable[[OSError], None], hidden: bool = True) -> Iterator[tuple[str, list[str]]]:
    """Each folder below `folder`, itself the first, with the names of its files; links are followed, no folder twice.

    Folders are visited in the order of their names, hidden ones only if `hidden`. `onerror` is called with the error of
    a folder that cannot be read.
    """
    seen: set[tuple[int, int]] = set()
    with contextlib.suppress(OSError):
        found = os.stat(folder)  # noqa: PTH116 - as below
        seen.add((found.st_dev, found.st_ino))
    for root, folders, files in os.walk(folder, onerror=onerror, followlinks=True):
        kept = []
        for name in sorted(folders):
            if name.startswith(".") and not hidden:
                continue
            with contextlib.suppress(OSError):
                found = os.stat(os.path.join(root, name))  # noqa: PTH116, PTH118 - as os.walk names them
                if (found.st_dev, found.st_ino) not in seen:
                    seen.add((found.st_dev, found.st_ino))
                    kept.append(name)
        folders[:] = kept
        yield root, files


def local_path(text: str) -> Path:
    """The path that `text` is, or that it names as a `file:` address, as file managers copy and drop it."""
    scheme, _, rest = text.partition("://")
    if scheme.lower() != "file":
        return Path(text)
    from urllib.request import url2pathname  # here, because it takes long to import

    host, slash, path = rest.partition("/")
    local = host.lower() in ("", "localhost")
    return Path(url2pathname(slash + path if local else f"//{rest}"))


def is_folder(path: Path) -> bool:
    """Whether a folder exists; False also if the user may not look."""
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises where a folder above may not be looked into


def is_file(path: Path) -> bool:
    """Whether a file exists; False also if the user may not look, or the path cannot be one."""
    return os.path.isfile(path)  # noqa: PTH113 - as above


def is_there(path: Path) -> bool:
    """Whether something exists; False also if the user may not look."""
    return os.path.exists(path)  # noqa: PTH110 - as above


def free_name(stem: str, *, taken: Container[str]) -> str:
    """`stem`, with the first free number appended if it is taken; at most 64 characters."""
    if stem not in taken:
        return stem
    number = 2
    while f"{stem[:60]}-{number}" in taken:
        number += 1
    return f"{stem[:60]}-{number}"


def fitting_name(stem: str, ending: str) -> str:
    """`stem` and `ending` as a file name; letters at the end of `stem` are dropped if it is too long."""
    end = len(stem)
    while end and (
        len(os.fsencode(stem[:end] + ending)) > _NAME_BYTES
        or (end < len(stem) and unicodedata.combining(stem[end]))  # a mark belongs to the letter before
    ):
        end -= 1
    return stem[:end] + ending


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


_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n]")
"""With the apostrophes it may already have, so that each text has a cell of its own."""
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def safe_cell(value: Any) -> Any:
    """What to write for a value: text like a formula begins with an apostrophe; numbers, as text too, stay as they are.

    `plain_text` is its inverse.
    """
    if isinstance(value, str) and _FORMULA.match(value) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def plain_text(cell: str) -> str:
    """The text that a cell stands for."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell

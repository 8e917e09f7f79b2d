"""One interface to the files of a zip archive and of a folder."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from core.errors import DataError
from core.files import read_ordinary, walk
from core.vision.imaging import MAX_BYTES, RGB, SUFFIXES, decode_image


@dataclass(frozen=True, slots=True)
class Files:
    """Sorted names of files, with `/` as separator; hidden files are left out."""

    path: Path
    names: tuple[str, ...]
    state: str
    """Changes when the content changes."""
    read: Callable[[str], bytes]

    @property
    def pictures(self) -> tuple[str, ...]:
        """Names with the suffix of a picture format."""
        return tuple(name for name in self.names if PurePosixPath(name).suffix.lower() in SUFFIXES)

    def picture(self, name: str) -> RGB:
        """Decode a picture.

        Raises:
            DataError: Its file cannot be read.
            ImageError: It cannot be decoded.
        """
        return decode_image(self.read(name), name=name)


def open_files(path: Path, *, expected: str) -> Files:
    """List the files of the zip archive or folder at `path`; none is read yet. Links to folders are followed once.

    Args:
        path: The archive or folder.
        expected: What the caller can read, for error messages.

    Raises:
        DataError: There is no such path, or it is neither an archive nor a folder that can be read.
    """
    return _folder(path, expected) if path.is_dir() else _archive(path, expected)


def _folder(path: Path, expected: str) -> Files:
    def refuse(error: OSError) -> None:
        # Faces missing from the data would be missing from every figure, so the folder must not be skipped silently.
        raise _unreadable(path, error.filename, error.strerror or str(error), expected) from error

    found: dict[str, tuple[int, int]] = {}
    for root, files in walk(path, onerror=refuse, hidden=False):
        for file in (Path(root, name) for name in files if not name.startswith(".")):
            found[file.relative_to(path).as_posix()] = _size_and_time(file)

    def read(name: str) -> bytes:
        try:
            return read_ordinary(path / name)
        except OSError as e:
            raise _unreadable(path, name, e.strerror or str(e), expected) from e

    names = tuple(sorted(found))
    return Files(path, names, _digest([(name, *found[name]) for name in names]), read)


def _archive(path: Path, expected: str) -> Files:
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError as e:
        raise DataError("data.missing", path=path) from e
    except OSError as e:
        raise DataError("data.format", path=path, reason=e.strerror or str(e), expected=expected) from e
    except Exception as e:  # zipfile raises many kinds for a damaged list of files
        reason = f"it is not a zip archive, or it is damaged ({e})"
        raise DataError("data.format", path=path, reason=reason, expected=expected) from e
    # `is_dir` fails for an entry without a name.
    named = [entry for entry in archive.infolist() if entry.filename and not entry.is_dir()]
    entries = {entry.filename: entry for entry in named if not _is_hidden(entry.filename)}

    def read(name: str) -> bytes:
        if entries[name].file_size > MAX_BYTES:
            raise _unreadable(path, name, "it is larger than 1 GB", expected)
        try:
            return archive.read(name)
        except Exception as e:  # zipfile and its decompressors raise many kinds for a damaged file
            raise _unreadable(path, name, str(e) or type(e).__name__, expected) from e

    names = tuple(sorted(entries))
    return Files(path, names, _digest([(name, entries[name].file_size, entries[name].CRC) for name in names]), read)


def _size_and_time(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:  # a broken link; reading the picture reports it
        return 0, 0
    return found.st_size, found.st_mtime_ns


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def _unreadable(path: Path, name: str, reason: str, expected: str) -> DataError:
    return DataError("data.format", path=path, reason=f"{name}: {reason}", expected=expected)


def _digest(entries: list[tuple[str, int, int]]) -> str:
    return hashlib.sha256(repr(entries).encode("utf-8", "surrogateescape")).hexdigest()

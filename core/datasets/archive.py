"""The files of a zip archive or a folder, alike."""

from __future__ import annotations

import hashlib
import os
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from core.errors import DataError
from core.files import read_ordinary
from core.vision.imaging import MAX_BYTES, RGB, SUFFIXES, decode_image


@dataclass(frozen=True, slots=True)
class Files:
    """Files by name, `/` between the parts, sorted; hidden ones are left out."""

    path: Path
    names: tuple[str, ...]
    state: str
    """Differs when the content does."""
    read: Callable[[str], bytes]

    @property
    def pictures(self) -> tuple[str, ...]:
        """Those that by their suffix are pictures."""
        return tuple(name for name in self.names if PurePosixPath(name).suffix.lower() in SUFFIXES)

    def picture(self, name: str) -> RGB:
        """The picture of a name.

        Raises:
            DataError: Its file cannot be read.
            ImageError: It cannot be decoded.
        """
        return decode_image(self.read(name), name=name)


def open_files(path: Path, *, expected: str) -> Files:
    """The files of the zip archive or folder at `path`; none is read yet.

    Raises:
        DataError: There is nothing there, or it is neither.
    """
    return _folder(path, expected) if path.is_dir() else _archive(path, expected)


def _folder(path: Path, expected: str) -> Files:
    found: dict[str, tuple[int, int]] = {}

    def refuse(error: OSError) -> None:
        # Who is missing in the data would be missing in every figure, so it is not passed over.
        raise _unreadable(path, error.filename, error.strerror or str(error), expected) from error

    for root, folders, files in os.walk(path, onerror=refuse):
        folders[:] = [folder for folder in folders if not folder.startswith(".")]
        for file in files:
            if not file.startswith("."):
                found[Path(root, file).relative_to(path).as_posix()] = _size_and_time(Path(root, file))

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
    except zipfile.BadZipFile as e:
        raise DataError("data.format", path=path, reason="it is not a zip archive", expected=expected) from e
    except OSError as e:
        raise DataError("data.format", path=path, reason=e.strerror or str(e), expected=expected) from e
    entries = {entry.filename: entry for entry in archive.infolist() if _is_shown(entry)}

    def read(name: str) -> bytes:
        if entries[name].file_size > MAX_BYTES:
            raise _unreadable(path, name, "it is larger than 1 GB", expected)
        try:
            return archive.read(name)
        except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, EOFError) as e:
            raise _unreadable(path, name, str(e), expected) from e

    names = tuple(sorted(entries))
    return Files(path, names, _digest([(name, entries[name].file_size, entries[name].CRC) for name in names]), read)


def _size_and_time(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:  # a link that leads nowhere: its picture cannot be read, and says so then
        return 0, 0
    return found.st_size, found.st_mtime_ns


def _is_shown(entry: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(entry.filename).parts
    return not entry.is_dir() and not any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _unreadable(path: Path, name: str, reason: str, expected: str) -> DataError:
    return DataError("data.format", path=path, reason=f"{name}: {reason}", expected=expected)


def _digest(entries: list[tuple[str, int, int]]) -> str:
    return hashlib.sha256(repr(entries).encode("utf-8", "surrogateescape")).hexdigest()

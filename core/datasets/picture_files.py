"""Finds the files of pictures that a table or an annotation tool names, also by paths of another machine."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from core.files import is_file, local_path, walk
from core.vision.imaging import SUFFIXES

_UPLOADED: Final = re.compile(r"[0-9a-f]{8}-(?=.)")
"""What Label Studio puts before the name of an uploaded file."""
_MOST_FILES: Final = 300_000
"""Below the folder of a table; more are not looked through for pictures that are not where it says."""


class Pictures:
    """Finds the file of a picture by the path or address that an annotation tool wrote down.

    Args:
        names: The files.
        base: The folder of the JSON file, as the names state it.
    """

    def __init__(self, names: Sequence[str], base: str) -> None:
        self._names = frozenset(names)
        self._base = PurePosixPath(base)
        self._by_end: dict[str, list[str]] = {}
        for name in names:
            self._by_end.setdefault(PurePosixPath(name).name, []).append(name)

    def find(self, reference: str) -> str | None:
        """The name of the file; None if there is none, or if several are as likely."""
        path = PurePosixPath(_local(reference))
        for near in (self._base / path, self._base / "images" / path, path):
            if str(near) in self._names:
                return str(near)
        for end in (path.name, _UPLOADED.sub("", path.name, count=1)):
            found = self._by_end.get(end, [])
            # Of files with the same name, the one with more of the folders above it.
            for parts in range(len(path.parts), 0, -1):
                above = path.parts[-parts:-1]
                ending = [name for name in found if PurePosixPath(name).parts[-parts:-1] == above]
                if len(ending) == 1:
                    return ending[0]
        return None


def _local(reference: str) -> str:
    """The path in a reference such as `/data/local-files/?d=a/b.jpg`, `s3://bucket/a/b.jpg` or `a\\b.jpg`."""
    if "?d=" in reference:
        return parse_qs(urlsplit(reference).query).get("d", [""])[0]
    if "://" in reference:
        return unquote(urlsplit(reference).path).lstrip("/")
    return reference.replace("\\", "/").lstrip("/").removeprefix("./")


class FilesBeside:
    """The files that a table names, by paths from its folder, absolute ones, or `file:` addresses.

    If the first of them are not there, as in a table from another machine, one of them is looked for in the folders
    below by the end of its path, and the others are expected where that one was found.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._as_written = False
        self._below: Pictures | None = None
        self._moved: tuple[int, PurePosixPath] | None = None
        """How many parts of each path to leave out, and the folder to put before the others."""

    def path(self, name: str) -> Path:
        """The file of a name, whether it exists or not."""
        written = self._folder / local_path(name)
        if self._as_written or is_file(written):
            self._as_written = self._as_written or self._moved is None
            return written
        self._moved = self._moved or self._search(name)
        if self._moved is None:
            return written
        leave_out, before = self._moved
        return self._folder / before.joinpath(*PurePosixPath(_local(name)).parts[leave_out:])

    def _search(self, name: str) -> tuple[int, PurePosixPath] | None:
        if PurePosixPath(name).suffix.lower() not in SUFFIXES:
            return None
        if self._below is None:
            names = list(islice(self._pictures(), _MOST_FILES))
            self._below = Pictures(names if len(names) < _MOST_FILES else (), ".")
        found = self._below.find(name)
        if found is None:
            return None
        there, written = PurePosixPath(found).parts, PurePosixPath(_local(name)).parts
        alike = 0
        while alike < min(len(there), len(written)) and there[-1 - alike] == written[-1 - alike]:
            alike += 1
        return len(written) - alike, PurePosixPath(*there[: len(there) - alike])

    def _pictures(self) -> Iterator[str]:
        for root, names in walk(self._folder, onerror=lambda error: None, hidden=False):
            for name in names:
                if PurePosixPath(name).suffix.lower() in SUFFIXES:
                    yield Path(root, name).relative_to(self._folder).as_posix()

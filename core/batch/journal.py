"""The journal of a batch: a line of JSON that says what is asked, then one line per photo, appended and flushed.

Whatever stops the program leaves at most the last line torn; it is dropped when the batch goes on, and its photo is
answered again. Of several lines about one photo the last holds.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from core.batch.appending import DELETED, Appender
from core.batch.photos import photo_order
from core.errors import DataError, ExportError
from core.files import parse_json
from core.lock import RunLock

Record = Mapping[str, Any]
"""A photo's answer in the form of `core.export.record`."""

_FORMAT: Final = 1
_NAME_BYTES: Final = 255
_TRY_AGAIN: Final = frozenset({"image.missing", "image.permission", "image.read"})
"""Errors that may be gone the next time: of the disk or the network, not of the picture."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where the journal's line about a photo lies."""

    key: str
    offset: int
    try_again: bool


class Journal:
    """The journal beside the table `out`, open to read and to append; nobody else can meanwhile.

    Args:
        out: The table it belongs to.
        asked: What is asked: kept in the first line of a new journal.

    Raises:
        ExportError: It cannot be written, somebody else writes it, or it is damaged.
    """

    def __init__(self, out: Path, asked: Mapping[str, Any]) -> None:
        self.path: Final = journal_path(out)
        self._out = out
        self._lock = RunLock(_beside(out, "lock"))
        self._entries: dict[str, Entry] = {}
        try:
            self._lock.__enter__()
        except DataError as e:
            raise ExportError("batch.locked", path=out, pid=e.values["pid"]) from e
        except OSError as e:
            raise ExportError("batch.write", path=out, reason=e.strerror or e) from e
        with contextlib.ExitStack() as undo:
            undo.callback(self._lock.__exit__, None, None, None)
            self.asked: Final[Mapping[str, Any]] = self._read() or asked
            self._file = Appender(self.path)
            undo.callback(self._file.close)
            if not self._file.size:
                self._append({"facet_journal": _FORMAT, **asked})
            undo.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The newest line about each photo, by its key."""
        return self._entries

    def add(self, key: str, record: Record, code: str | None) -> None:
        """Keep a photo's answer; `code` is its error's.

        Raises:
            ExportError: It cannot be written; what was kept before is whole.
        """
        offset = self._append({"key": key, "code": code, "record": record})
        self._entries[key] = Entry(key, offset, code in _TRY_AGAIN)

    def records(self, keys: set[str] | None = None) -> Iterator[Record]:
        """The newest answer of each photo, or of those among `keys`, in the order of the photos."""
        wanted = self._entries if keys is None else keys & self._entries.keys()
        with self.path.open("rb") as file:
            for key in sorted(wanted, key=photo_order):
                file.seek(self._entries[key].offset)
                yield parse_json(file.readline())["record"]

    def close(self) -> None:
        """Let others write it."""
        try:
            self._file.close()
        finally:
            self._lock.__exit__(None, None, None)

    def _append(self, line: Mapping[str, Any]) -> int:
        # In ASCII, so that a file name that is no UTF-8 comes back as it was.
        offset = self._file.append(json.dumps(line).encode() + b"\n")
        if not self._file.in_place:
            raise ExportError("batch.write", path=self.path, reason=DELETED)
        return offset

    def _read(self) -> dict[str, Any] | None:
        """Note where each photo's line lies and cut off a torn end; None where nothing is kept yet."""
        asked: dict[str, Any] | None = None
        offset = 0
        try:
            with contextlib.suppress(FileNotFoundError), self.path.open("rb+") as file:
                for line in file:
                    if not line.endswith(b"\n"):
                        break
                    if asked is None:
                        asked = self._header(line)
                    else:
                        self._note(line, offset)
                    offset += len(line)
                file.truncate(offset)
        except OSError as e:
            raise ExportError("batch.write", path=self.path, reason=e.strerror or e) from e
        return asked

    def _header(self, line: bytes) -> dict[str, Any]:
        header = _parsed(line)
        version = header.get("facet_journal")
        whole = {"model", "model_sha256"} <= set(_mapping(header, "about")) and "thresholds" in header
        if version != _FORMAT or not whole:
            other = version not in (None, _FORMAT)
            reason = f"has version {version}, not {_FORMAT}" if other else "is damaged in its first line"
            raise ExportError("batch.journal", path=self._out, journal=self.path, reason=reason)
        return header

    def _note(self, line: bytes, offset: int) -> None:
        """A line that a failing disk made unreadable is passed over: its photo is answered again."""
        entry = _parsed(line)
        key = entry.get("key")
        if isinstance(key, str) and isinstance(_mapping(entry, "record").get("faces"), list):
            self._entries[key] = Entry(key, offset, str(entry.get("code")) in _TRY_AGAIN)


def journal_path(out: Path) -> Path:
    """Where the journal of the table `out` lies: hidden, beside it."""
    return _beside(out, "journal")


class JournalReader:
    """Reads the journal of the table `out`, which may be growing: each call goes on where the one before ended.

    Raises:
        ExportError: There is no batch of that name, or its journal cannot be read.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._offset = 0
        self.asked: Final[Mapping[str, Any]] = next(self._lines(), {})
        """What is asked; empty where the batch has not begun to say."""
        self._offset = 0

    def read(self, limit: int | None = None) -> Iterator[tuple[str, Record]]:
        """Further photos by key, at most `limit`, in the order they were kept in; of two about one the later holds.

        Raises:
            ExportError: As above.
        """
        entries = (entry for entry in self._lines() if isinstance(_mapping(entry, "record").get("faces"), list))
        for entry in itertools.islice(entries, limit):
            yield entry["key"], entry["record"]

    def _lines(self) -> Iterator[dict[str, Any]]:
        path = journal_path(self._out)
        try:
            with path.open("rb") as file:
                file.seek(self._offset)
                for line in file:
                    if not line.endswith(b"\n"):
                        return
                    self._offset += len(line)
                    yield _parsed(line)
        except OSError as e:
            reason = f"cannot be read ({e.strerror or e})"
            raise ExportError("batch.journal", path=self._out, journal=path, reason=reason) from e


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        value = parse_json(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _mapping(line: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = line.get(key)
    return value if isinstance(value, dict) else {}


def _beside(out: Path, kind: str) -> Path:
    name = f".{out.name}.facet-{kind}"
    if len(os.fsencode(name)) > _NAME_BYTES:
        name = f".{hashlib.sha256(os.fsencode(out.name)).hexdigest()[:32]}.facet-{kind}"
    return out.with_name(name)

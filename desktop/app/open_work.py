"""The open photos, recorded on disk while the program runs, to restore them after a crash."""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from core.errors import DataError
from core.files import RunLock, make_file, make_folder, parse_json, read_ordinary, replace_file

_LOCK: Final = "lock"
_PHOTOS: Final = "photos.json"
_CHOSEN: Final = "chosen.json"
_DAMAGED: Final = "photos-damaged.json"
_ERROR: Final = "error.txt"
_FAULTS: Final = "faults.txt"
_HEAD_ENDS: Final = "\n\n"
_MOST_BYTES: Final = 256 << 20


@dataclass(frozen=True, slots=True)
class CrashLeftovers:
    """The record of a program that ended unexpectedly."""

    photos: tuple[Path, ...]
    chosen: Path | None
    collection: Path | None
    """The collection or table that was open; None for that of the session."""
    restored: bool
    """Whether these photos were opened again after a crash, and then it crashed once more."""
    report: str
    """What is known of the crash; empty where it was ended from outside."""
    damaged: Path | None
    """Where the notes of the photos were put aside because they cannot be read."""


class OpenWork:
    """The record of one running program; a second instance keeps none.

    Args:
        folder: Where they lie; deleted by an orderly end.
        program: Names the program and its parts with their versions, for a report.
    """

    def __init__(self, folder: Path, program: str) -> None:
        self._folder = folder
        self._program = program
        self._lock: RunLock | None = None
        self._faults: IO[bytes] | None = None
        self.left: Final = self._take_over()
        self.first: Final = self._lock is not None
        """Whether no other Facet was running at the start."""

    def note(
        self,
        photos: Sequence[Path] | None,
        chosen: Path | None,
        *,
        collection: Path | None = None,
        restored: bool = False,
    ) -> None:
        """Write down what is open; a disk that cannot be written is ignored.

        Args:
            photos: The open photos; None if they are those of the last call, which spares writing a long list.
            chosen: The one chosen.
            collection: The collection or table they are in, if one was opened or saved.
            restored: Whether they were opened again after a crash.
        """
        if photos is not None:
            self._write(_PHOTOS, json.dumps({"photos": list(map(str, photos))}))
        named = {"chosen": str(chosen) if chosen else None, "collection": str(collection) if collection else None}
        self._write(_CHOSEN, json.dumps({**named, "restored": restored}))

    def note_error(self, report: str) -> None:
        """Record the newest unexpected error, in case the program crashes."""
        self._write(_ERROR, report)

    def close(self) -> None:
        """Delete the record: the program ends normally."""
        if self._lock is None:
            return
        if self._faults is not None:
            faulthandler.disable()
            with contextlib.suppress(OSError):
                self._faults.close()
        for name in (_PHOTOS, _CHOSEN, _ERROR, _FAULTS):
            with contextlib.suppress(OSError):
                (self._folder / name).unlink(missing_ok=True)
        self._lock.__exit__(None, None, None)
        self._lock = None

    def _take_over(self) -> CrashLeftovers | None:
        lock = RunLock(self._folder / _LOCK)
        try:
            make_folder(self._folder)
            lock.__enter__()
        except (DataError, OSError):
            return None
        self._lock = lock
        left = self._read()
        self._listen()
        if left:
            # At once: a photo that crashes the program at start must not do so at every start.
            photos = left.photos if left.damaged else None
            self.note(photos, left.chosen, collection=left.collection, restored=True)
        return left

    def _read(self) -> CrashLeftovers | None:
        notes, damaged = self._notes()
        report, faults = self._text(_ERROR), self._text(_FAULTS)
        if faults.partition(_HEAD_ENDS)[2]:
            report = "\n\n".join(filter(None, (report, faults)))
        with contextlib.suppress(OSError):
            (self._folder / _ERROR).unlink(missing_ok=True)
        photos, chosen = notes.get("photos"), notes.get("chosen")
        paths = tuple(filter(None, map(_path, photos))) if isinstance(photos, list) else ()
        if not paths and not report and damaged is None:
            return None
        collection = _path(notes.get("collection"))
        return CrashLeftovers(paths, _path(chosen), collection, bool(notes.get("restored")), report.strip(), damaged)

    def _notes(self) -> tuple[dict[str, object], Path | None]:
        """What is noted of the photos, as far as it can be read; and where it was put aside if not all of it can."""
        if not self._text(_PHOTOS):
            return {}, None
        notes = self._parsed(_PHOTOS) | self._parsed(_CHOSEN)  # earlier versions wrote all of it in the first
        photos = notes.get("photos")
        if isinstance(photos, list) and all(map(_path, photos)):
            return notes, None
        aside = self._folder / _DAMAGED
        with contextlib.suppress(OSError):
            (self._folder / _PHOTOS).replace(aside)
        return notes, aside

    def _parsed(self, name: str) -> dict[str, object]:
        try:
            found = parse_json(self._text(name))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def _listen(self) -> None:
        """Let Python write where each thread was if the program crashes within a library."""
        if faulthandler.is_enabled():
            return  # already enabled from outside
        with contextlib.suppress(OSError):
            # Unbuffered: what a full disk has no room for now would be an error when it is closed.
            make_file(self._folder / _FAULTS)
            self._faults = (self._folder / _FAULTS).open("wb", buffering=0)
            self._faults.write((self._program + _HEAD_ENDS).encode())
            faulthandler.enable(self._faults)

    def _text(self, name: str) -> str:
        try:
            return read_ordinary(self._folder / name, limit=_MOST_BYTES).decode(errors="replace")
        except OSError:
            return ""

    def _write(self, name: str, text: str) -> None:
        if self._lock is not None:
            with contextlib.suppress(OSError):
                replace_file(self._folder / name, text.encode())


def _path(text: object) -> Path | None:
    """A path that the system can have; None for anything else."""
    if not isinstance(text, str):
        return None
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return None
    return Path(text)

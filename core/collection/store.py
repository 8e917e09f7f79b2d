"""The SQLite file of a collection: its schema and its one writer."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Final, Self

from core.collection.journal import (
    collection_path,
    journal_path,
    path_beside,
    read_journal,
    require_question,
)
from core.collection.photos import FileState, Photo, photo_order
from core.errors import DataError, ExportError
from core.export import attributes_in, printable, record_keys, table_rows
from core.files import make_file, parse_json
from core.lock import RunLock
from core.schema import Attribute
from core.vision.quality import REASONS

Record = Mapping[str, Any]
"""A photo's answer in the form of `core.export.record`."""

DELETED: Final = "it was deleted"
REASON_BITS: Final = MappingProxyType({code: 1 << at for at, code in enumerate(REASONS)})
_FORMAT: Final = 1
_BUSY_S: Final = 20.0
_RETRIED: Final = frozenset({"image.missing", "image.permission", "image.read"})
"""Errors of the disk or network, which may be gone next time."""
_TABLES: Final = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE photo (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, place BLOB NOT NULL, name TEXT NOT NULL,"
    " size INTEGER, mtime_ns INTEGER, width INTEGER, height INTEGER, error TEXT, code TEXT, record TEXT NOT NULL)",
    "CREATE INDEX photo_place ON photo (place)",
)
_LISTED: Final = (
    "CREATE TABLE IF NOT EXISTS pending (key BLOB PRIMARY KEY)",
    "CREATE TABLE IF NOT EXISTS content (key BLOB PRIMARY KEY, bytes BLOB NOT NULL)",
)
"""Photos that joined the collection, and the pictures among them that have no file; a batch leaves both empty."""
SIDE_FILES: Final = ("-wal", "-shm", "-journal")
"""What SQLite appends to the name of a file that is being written."""
_ROW: Final = (
    "id INTEGER PRIMARY KEY AUTOINCREMENT, photo INTEGER NOT NULL REFERENCES photo,"
    " face INTEGER, failed INTEGER NOT NULL,"
    " x0 REAL, y0 REAL, x1 REAL, y1 REAL, score REAL, points TEXT, reasons INTEGER NOT NULL"
)
"""`reasons` has a bit per code of `REASONS`; a photo without a face has one row without `face`. An id is never
used again, so that a view can keep what it read."""


@dataclass(frozen=True, slots=True)
class StoredPhoto:
    """What is known of an answered photo before its record is read."""

    key: str
    retry: bool
    """Whether it failed for a reason that may be gone."""
    state: FileState | None
    """When it was answered; None where that is not known."""


class CollectionWriter:
    """A collection open for writing; nobody else can write it meanwhile.

    Each photo is one transaction, so that a kill at any moment leaves it answered or not. A journal of an earlier
    version is taken in.

    Args:
        out: The table it belongs to, or itself.
        asked: The question (`about`, `thresholds`, `paths`), stored in a new collection.
        path: The SQLite file; by default the hidden one beside the table.
        fresh: Whether to delete what is there.

    Raises:
        ExportError: It cannot be written, another program writes it, or it is damaged.
    """

    def __init__(self, out: Path, asked: Mapping[str, Any], *, path: Path | None = None, fresh: bool = False) -> None:
        self.path: Final = path or collection_path(out)
        self._out = out
        self._lock = RunLock(path_beside(out, "lock"))
        try:
            self._lock.__enter__()
        except DataError as e:
            raise ExportError("batch.locked", path=out, pid=e.values["pid"]) from e
        except OSError as e:
            raise ExportError("batch.write", path=out, reason=e.strerror or e) from e
        with contextlib.ExitStack() as undo:
            undo.callback(self._lock.__exit__, None, None, None)
            with self._wrap_errors():
                if fresh:
                    delete_collection(self.path)
                make_file(self.path)
                self._db = sqlite3.connect(self.path, timeout=_BUSY_S, isolation_level=None)
            undo.callback(self._db.close)
            with self._wrap_errors():
                self._file = self.path.stat()
                self.asked = stored_question(self._db) or self._begin(asked)
                require_question(self.asked, out, self.path)
                self.photos: Final = {one.key: one for one in self._stored()}
                # Last: a file that is refused stays as it is.
                _use_wal(self._db)
                for statement in _LISTED:
                    self._db.execute(statement)
            self._attributes = attributes_in(self.asked["about"])
            undo.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(
        self, key: str, record: Record, *, code: str | None, state: FileState | None = None, points: str | None = None
    ) -> None:
        """Store a photo's answer; an earlier one of the same `key` is replaced.

        Args:
            key: `Photo.key`.
            record: In the form of `core.export.record`.
            code: The code of its error.
            state: The file when it was read.
            points: The key points of its faces as JSON, one list of five `[x, y]` per face.

        Raises:
            ExportError: It cannot be written; what was stored before is whole.
        """
        with self._wrap_errors(), _transaction(self._db):
            insert_photo(self._db, self._attributes, key, record, code=code, state=state, points=points)
        if not self._in_place:
            raise ExportError("batch.write", path=self.path, reason=DELETED)
        self.photos[key] = StoredPhoto(key, code in _RETRIED, state)

    def list_photos(self, photos: Iterable[Photo]) -> None:
        """Add photos that are not answered yet, with the content of those that have no file.

        Raises:
            ExportError: They cannot be written.
        """
        with self._wrap_errors(), _transaction(self._db):
            for photo in photos:
                self._db.execute("INSERT OR IGNORE INTO pending VALUES (?)", (os.fsencode(photo.key),))
                if photo.content is not None:
                    values = (os.fsencode(photo.key), photo.content)
                    self._db.execute("INSERT OR REPLACE INTO content VALUES (?, ?)", values)

    def listed(self) -> Iterator[Photo]:
        """All photos, answered or not, in their order."""
        query = (
            "SELECT key, json_extract(record, '$.quarter_turns') FROM photo UNION ALL"
            " SELECT key, NULL FROM pending WHERE key NOT IN (SELECT key FROM photo)"
        )
        with self._wrap_errors():
            content = {os.fsdecode(key): its for key, its in self._db.execute("SELECT key, bytes FROM content")}
            found = [(os.fsdecode(key), turns or 0) for key, turns in self._db.execute(query)]
        for key, turns in sorted(found, key=lambda one: photo_order(one[0])):
            yield Photo(Path(key), content=content.get(key), quarter_turns=turns)

    def remove(self, keys: Iterable[str]) -> None:
        """Remove photos and their answers.

        Raises:
            ExportError: It cannot be written.
        """
        with self._wrap_errors(), _transaction(self._db):
            for key in keys:
                name = os.fsencode(key)
                _delete_photo(self._db, name)
                for table in ("pending", "content"):
                    self._db.execute(f"DELETE FROM {table} WHERE key = ?", (name,))
                self.photos.pop(key, None)

    def ask(self, asked: Mapping[str, Any]) -> None:
        """Forget every answer: the photos are to be asked this instead.

        Raises:
            ExportError: It cannot be written; everything is as it was.
        """
        with self._wrap_errors(), _transaction(self._db):
            self._db.execute("INSERT OR IGNORE INTO pending SELECT key FROM photo")
            used = self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'row'").fetchone()
            for table in ("row", "photo", "meta"):
                self._db.execute(f"DROP TABLE {table}")
            create_schema(self._db, asked)
            if used is not None:  # a view keeps what it read by id
                self._db.execute("INSERT INTO sqlite_sequence VALUES ('row', ?)", used)
        self.asked = asked
        self._attributes = attributes_in(asked["about"])
        self.photos.clear()

    def copy_to(self, path: Path) -> None:
        """Write all of it to another file, replacing what is there.

        Raises:
            ExportError: It cannot be written; what was there is as it was.
        """
        beside = path.with_name(f".facet-{os.getpid()}-{threading.get_ident():x}.new")
        try:
            beside.unlink(missing_ok=True)
            make_file(beside)
            self._db.execute("VACUUM INTO ?", (os.fspath(beside),))
            beside.replace(path)
        except (sqlite3.Error, OSError) as e:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise ExportError("export.write", path=path, reason=getattr(e, "strerror", None) or e) from e

    def records(self, keys: set[str] | None = None) -> Iterator[Record]:
        """The answers in the order of the photos: all, or those of `keys`."""
        with self._wrap_errors():
            for key, record in self._db.execute("SELECT key, record FROM photo ORDER BY place"):
                if keys is None or os.fsdecode(key) in keys:
                    yield parse_record(record)

    def close(self, *, delete: bool = False) -> None:
        """Leave one plain file that others can open and write, or nothing."""
        try:
            with contextlib.suppress(sqlite3.Error):  # while a window reads it, it stays in WAL mode
                if self._in_place:
                    self._db.execute("PRAGMA busy_timeout=0")
                    self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                    self._db.execute("PRAGMA journal_mode=DELETE")
            self._db.close()
            if delete:
                with contextlib.suppress(OSError):
                    delete_collection(self.path)
        finally:
            self._lock.__exit__(None, None, None)

    @property
    def _in_place(self) -> bool:
        """Whether its path still leads to this file, not to another one or nowhere."""
        try:
            return os.path.samestat(self._file, self.path.stat())
        except OSError:
            return False

    def _begin(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """Write the schema and take in the journal of an earlier version, all of it or nothing."""
        journal = journal_path(self._out)
        try:
            lines = read_journal(self._out)
            asked = next(lines, asked)
            require_question(asked, self._out, journal)
            attributes = attributes_in(asked["about"])
            with _transaction(self._db):
                create_schema(self._db, asked)
                for line in lines:
                    _take_in(self._db, attributes, line)
        except OSError as e:
            raise ExportError("batch.write", path=journal, reason=e.strerror or e) from e
        with contextlib.suppress(OSError):
            journal.unlink(missing_ok=True)
        return asked

    def _stored(self) -> Iterator[StoredPhoto]:
        for key, code, size, mtime_ns in self._db.execute("SELECT key, code, size, mtime_ns FROM photo"):
            if not isinstance(key, bytes):
                raise ValueError("a photo has no name")
            state = None if size is None else FileState(size, mtime_ns)
            yield StoredPhoto(os.fsdecode(key), code in _RETRIED, state)

    @contextlib.contextmanager
    def _wrap_errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.NotSupportedError, sqlite3.OperationalError, OSError) as e:
            reason = (getattr(e, "strerror", None) or e) if self.path.exists() else DELETED
            raise ExportError("batch.write", path=self.path, reason=reason) from e
        except (sqlite3.DatabaseError, ValueError) as e:
            raise ExportError("batch.journal", path=self._out, journal=self.path, reason="is damaged") from e


def delete_collection(path: Path) -> None:
    """Delete a collection with what SQLite keeps beside it while it is written.

    Raises:
        OSError: It cannot be deleted.
    """
    for suffix in ("", *SIDE_FILES):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def create_schema(db: sqlite3.Connection, asked: Mapping[str, Any]) -> None:
    """Make the tables of an empty collection, which answers what `asked` says."""
    indexes = [
        f"CREATE INDEX row_answer{at} ON row (label{at}, uncertain{at}, certainty{at}, face)"
        for at in range(len(attributes_in(asked["about"])))
    ]
    columns = "".join(
        f", label{at} INTEGER, certainty{at} REAL, uncertain{at} INTEGER"
        for at in range(len(attributes_in(asked["about"])))
    )
    for statement in (
        *_TABLES,
        f"CREATE TABLE row ({_ROW}{columns})",
        "CREATE INDEX row_photo ON row (photo, face)",
        *indexes,
    ):
        db.execute(statement)
    db.execute(f"PRAGMA user_version={_FORMAT}")
    db.execute("INSERT INTO meta VALUES ('asked', ?)", (json.dumps(dict(asked)),))


def insert_photo(
    db: sqlite3.Connection,
    attributes: Mapping[str, Attribute],
    key: str,
    record: Record,
    *,
    code: str | None = None,
    state: FileState | None = None,
    points: str | None = None,
) -> None:
    """Write a photo and its rows in place of those it had; arguments as `CollectionWriter.add`."""
    name = os.fsencode(key)
    _delete_photo(db, name)
    photo = db.execute(
        "INSERT INTO photo (key, place, name, size, mtime_ns, width, height, error, code, record)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            name,
            photo_order(key),
            printable(Path(key).name).casefold(),
            *((state.size, state.mtime_ns) if state else (None, None)),
            record.get("width"),
            record.get("height"),
            record.get("error"),
            code,
            json.dumps(record, ensure_ascii=False),
        ),
    ).lastrowid
    if not record["faces"]:
        failed = int(record.get("error") is not None)
        db.execute("INSERT INTO row (photo, failed, reasons) VALUES (?, ?, 0)", (photo, failed))
        return
    keys = record_keys(attributes)
    its_points = parse_json(points) if points else [None] * len(record["faces"])
    rows = []
    for number, (face, five) in enumerate(zip(record["faces"], its_points, strict=True)):
        reasons = sum(REASON_BITS.get(one, 0) for one in face["quality"]["reasons"])
        values = [photo, number, 0, *face["box"], face["score"], five and json.dumps(five), reasons]
        for attribute in attributes.values():
            answer = face[keys[attribute.name]]
            label = answer["label"]
            values += [attribute.labels.index(label), answer["probabilities"][label], int(answer["uncertain"])]
        rows.append(values)
    columns = "photo, face, failed, x0, y0, x1, y1, score, points, reasons" + "".join(
        f", label{at}, certainty{at}, uncertain{at}" for at in range(len(attributes))
    )
    db.executemany(f"INSERT INTO row ({columns}) VALUES ({', '.join('?' * len(rows[0]))})", rows)


def _delete_photo(db: sqlite3.Connection, name: bytes) -> None:
    for (photo,) in db.execute("SELECT id FROM photo WHERE key = ?", (name,)).fetchall():
        db.execute("DELETE FROM row WHERE photo = ?", (photo,))
        db.execute("DELETE FROM photo WHERE id = ?", (photo,))


def _take_in(db: sqlite3.Connection, attributes: Mapping[str, Attribute], line: Mapping[str, Any]) -> None:
    """Write a photo of an earlier version's journal, or nothing if its record is damaged: it is answered again."""
    db.execute("SAVEPOINT line")
    try:
        table_rows(line["record"], attributes)
        insert_photo(db, attributes, line["key"], line["record"], code=line.get("code"))
    except (KeyError, TypeError, ValueError, sqlite3.ProgrammingError, sqlite3.IntegrityError):
        db.execute("ROLLBACK TO line")
    db.execute("RELEASE line")


def stored_question(db: sqlite3.Connection) -> dict[str, Any] | None:
    """What a collection was asked; None where it has not begun."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
        return None
    found = db.execute("SELECT value FROM meta WHERE key = 'asked'").fetchone()
    asked = parse_json(found[0]) if found else {}
    if not isinstance(asked, dict):
        raise ValueError("the question is not an object")
    return asked


def parse_record(text: str) -> Record:
    """A stored record.

    Raises:
        ValueError: It is damaged.
    """
    record = parse_json(text)
    if not (isinstance(record, dict) and isinstance(record.get("faces"), list)):
        raise ValueError("the record of a photo is damaged")
    return record


def write_collection(path: Path, asked: Mapping[str, Any], photos: Iterable[tuple[str, Record]]) -> None:
    """Write `photos` into a collection at `path` that need not survive a crash."""
    attributes = attributes_in(asked["about"])
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("PRAGMA synchronous=OFF")
        with _transaction(db):
            create_schema(db, asked)
            for key, record in photos:
                insert_photo(db, attributes, key, record)
    finally:
        db.close()


def _use_wal(db: sqlite3.Connection) -> None:
    """Write ahead, so that a commit costs no wait for the disk and readers never stop the writer.

    A network drive that cannot share memory keeps the rollback journal.
    """
    try:
        db.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError:
        db.execute("PRAGMA journal_mode=TRUNCATE")
    db.execute("PRAGMA synchronous=NORMAL")


@contextlib.contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            db.execute("ROLLBACK")
        raise

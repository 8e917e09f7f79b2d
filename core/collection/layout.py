"""The tables of a collection's SQLite file, and how a photo and its rows are written into them."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from core.collection import second
from core.collection.photos import FileState, photo_order
from core.export import attributes_in, parted_about, printable, record_keys, second_key, table_rows
from core.files import parse_json
from core.schema import Attribute
from core.vision.quality import REASONS

Record = Mapping[str, Any]
"""A photo's answer in the form of `core.export.record`."""

REASON_BITS: Final = MappingProxyType({code: 1 << at for at, code in enumerate(REASONS)})
Size = tuple[float, float | None]
"""From so many pixels to fewer than so many, the width of a face's box."""
SIZES: Final[tuple[Size, ...]] = ((0.0, 32.0), (32.0, 64.0), (64.0, 128.0), (128.0, None))
_FORMAT: Final = 1
_TABLES: Final = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE photo (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, place BLOB NOT NULL, name TEXT NOT NULL,"
    " size INTEGER, mtime_ns INTEGER, width INTEGER, height INTEGER, error TEXT, code TEXT, record TEXT NOT NULL)",
    "CREATE INDEX photo_place ON photo (place)",
)
LISTED: Final = (
    "CREATE TABLE IF NOT EXISTS pending (key BLOB PRIMARY KEY)",
    "CREATE TABLE IF NOT EXISTS content (key BLOB PRIMARY KEY, bytes BLOB NOT NULL)",
)
"""Photos that joined the collection, and the pictures among them that have no file; a batch leaves both empty."""
_ROW: Final = (
    "id INTEGER PRIMARY KEY AUTOINCREMENT, photo INTEGER NOT NULL REFERENCES photo,"
    " face INTEGER, failed INTEGER NOT NULL,"
    " x0 REAL, y0 REAL, x1 REAL, y1 REAL, score REAL, points TEXT, reasons INTEGER NOT NULL"
)
"""`reasons` has a bit per code of `REASONS`; a photo without a face has one row without `face`. An id is never
used again, so that a view can keep what it read."""


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
    create_later_parts(db, attributes_in(asked["about"]))
    db.execute(f"PRAGMA user_version={_FORMAT}")
    db.execute("INSERT INTO meta VALUES ('asked', ?)", (json.dumps(dict(asked)),))


def create_later_parts(db: sqlite3.Connection, attributes: Mapping[str, Attribute]) -> None:
    """Make what collections of earlier versions lack."""
    second.create_table(db, attributes)
    db.execute(f"CREATE INDEX IF NOT EXISTS row_counted ON row ({counted_columns(len(attributes))})")


def counted_columns(attributes: int) -> str:
    """What the choices of a filter are counted by, of a row that answers so many attributes.

    The number of its size in `SIZES` is the last but one, or null where there is no face. With the index of the same
    columns, counting goes through it once and through no row.
    """
    sizes = " ".join(f"WHEN x1 - x0 < {high} THEN {at}" for at, (_, high) in enumerate(SIZES) if high is not None)
    size = f"CASE WHEN face IS NULL THEN NULL {sizes} ELSE {len(SIZES) - 1} END"
    return "".join(f"label{at}, uncertain{at}, " for at in range(attributes)) + f"failed, {size}, reasons"


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
    delete_photo(db, name)
    seconds, record = _parted(record, second_key(attributes))
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
    if any(seconds):
        its_ids = [one for (one,) in db.execute("SELECT id FROM row WHERE photo = ? ORDER BY face", (photo,))]
        second.insert(db, attributes, zip(its_ids, record["faces"], seconds, strict=True))


def _parted(record: Record, key: str) -> tuple[list[Any], Record]:
    """The answers of a second model to each face of a record, and the record without them."""
    seconds = [face.get(key) for face in record["faces"]]
    if not any(seconds):
        return seconds, record
    faces = [{name: value for name, value in face.items() if name != key} for face in record["faces"]]
    return seconds, {**record, "faces": faces}


def delete_photo(db: sqlite3.Connection, name: bytes) -> None:
    """Delete a photo, its rows and their answers."""
    for (photo,) in db.execute("SELECT id FROM photo WHERE key = ?", (name,)).fetchall():
        db.execute("DELETE FROM second WHERE id IN (SELECT id FROM row WHERE photo = ?)", (photo,))
        db.execute("DELETE FROM row WHERE photo = ?", (photo,))
        db.execute("DELETE FROM photo WHERE id = ?", (photo,))


def take_in(db: sqlite3.Connection, attributes: Mapping[str, Attribute], line: Mapping[str, Any]) -> None:
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
    """Write `photos` into a collection at `path` that need not survive a crash.

    They have a second model's answers if the head in `asked` names one.
    """
    attributes = attributes_in(asked["about"])
    about, its = parted_about(asked["about"])
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("PRAGMA synchronous=OFF")
        with transaction(db):
            create_schema(db, {**asked, "about": about})
            if its:
                second.use(db, {"about": its, "thresholds": {}})
            for key, record in photos:
                insert_photo(db, attributes, key, record)
    finally:
        db.close()


@contextlib.contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            db.execute("ROLLBACK")
        raise

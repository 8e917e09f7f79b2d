"""The SQLite file of a collection and its one writer."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from core.collection import second
from core.collection.journal import (
    collection_path,
    journal_path,
    path_beside,
    read_journal,
    require_question,
)
from core.collection.layout import (
    LISTED,
    Record,
    create_later_parts,
    create_schema,
    delete_photo,
    insert_photo,
    parse_record,
    stored_question,
    take_in,
    transaction,
)
from core.collection.photos import FileState, Photo, in_order
from core.collection.second import Answers, FacesToAnswer
from core.errors import DataError, ExportError
from core.export import attributes_in, second_key, with_second
from core.files import RunLock, is_there, make_file
from core.work import Progress, ShouldStop, stop_if

DELETED: Final = "it was deleted"
_BUSY_S: Final = 20.0
_RETRIED: Final = frozenset({"image.missing", "image.permission", "image.read"})
"""Errors of the disk or network, which may be gone next time."""
SIDE_FILES: Final = ("-wal", "-shm", "-journal")
"""What SQLite appends to the name of a file that is being written."""


@dataclass(frozen=True, slots=True)
class StoredPhoto:
    """What is known of an answered photo before its record is read."""

    key: str
    retry: bool
    """Whether it failed for a reason that may be gone."""
    state: FileState | None
    """When it was answered; None where that is not known."""

    def is_other_than(self, now: FileState | None) -> bool:
        """Whether its file, which is like that now, has changed since, as far as both are known."""
        return self.state is not None and now is not None and now != self.state


def count_moved(gone: Iterable[StoredPhoto], there: Set[tuple[str, FileState | None]]) -> int:
    """How many photos that are gone are among those `there` by the same name, size and time."""
    return sum(one.state is not None and (Path(one.key).name, one.state) in there for one in gone)


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
                for statement in LISTED:
                    self._db.execute(statement)
                self._attributes = attributes_in(self.asked["about"])
                create_later_parts(self._db, self._attributes)
                self.stored_second: Mapping[str, Any] = second.stored(self._db)
                """The question to the second model whose answers are there, shown or `hidden`; empty without one."""
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
        with self._wrap_errors(), transaction(self._db):
            insert_photo(self._db, self._attributes, key, record, code=code, state=state, points=points)
        if not self._in_place:
            raise ExportError("batch.write", path=self.path, reason=DELETED)
        self.photos[key] = StoredPhoto(key, code in _RETRIED, state)

    def list_photos(self, photos: Iterable[Photo]) -> None:
        """Add photos that are not answered yet, with the content of those that have no file.

        Raises:
            ExportError: They cannot be written.
        """
        with self._wrap_errors(), transaction(self._db):
            for photo in photos:
                self._db.execute("INSERT OR IGNORE INTO pending VALUES (?)", (os.fsencode(photo.key),))
                if photo.content is not None:
                    values = (os.fsencode(photo.key), photo.content)
                    self._db.execute("INSERT OR REPLACE INTO content VALUES (?, ?)", values)

    def listed(self) -> list[Photo]:
        """All photos, answered or not, in their order."""
        query = (
            "SELECT key, json_extract(record, '$.quarter_turns') FROM photo UNION ALL"
            " SELECT key, NULL FROM pending WHERE key NOT IN (SELECT key FROM photo)"
        )
        with self._wrap_errors():
            content = {os.fsdecode(key): its for key, its in self._db.execute("SELECT key, bytes FROM content")}
            found = [(os.fsdecode(key), turns or 0) for key, turns in self._db.execute(query)]
        return in_order(Photo(Path(key), content=content.get(key), quarter_turns=turns) for key, turns in found)

    def gone_from(self, folders: Iterable[Path]) -> dict[str, StoredPhoto]:
        """The photos below folders that were answered from files and have none now, by key."""
        below = tuple(os.path.join(folder, "") for folder in folders)  # noqa: PTH118 - with a separator at the end
        known = (one for one in self.photos.values() if one.state is not None and one.key.startswith(below))
        return {one.key: one for one in known if not is_there(Path(one.key))}

    def remove(self, keys: Iterable[str]) -> None:
        """Remove photos and their answers.

        Raises:
            ExportError: It cannot be written.
        """
        with self._wrap_errors(), transaction(self._db):
            for key in keys:
                name = os.fsencode(key)
                delete_photo(self._db, name)
                for table in ("pending", "content"):
                    self._db.execute(f"DELETE FROM {table} WHERE key = ?", (name,))
                self.photos.pop(key, None)

    def ask(self, asked: Mapping[str, Any]) -> None:
        """Forget every answer: the photos are to be asked this instead.

        Raises:
            ExportError: It cannot be written; everything is as it was.
        """
        with self._wrap_errors(), transaction(self._db):
            self._db.execute("INSERT OR IGNORE INTO pending SELECT key FROM photo")
            used = self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'row'").fetchone()
            for table in ("second", "row", "photo", "meta"):
                self._db.execute(f"DROP TABLE {table}")
            create_schema(self._db, asked)
            if self.stored_second:
                second.use(self._db, self.stored_second)
            if used is not None:  # a view keeps what it read by id
                self._db.execute("INSERT INTO sqlite_sequence VALUES ('row', ?)", used)
        self.asked = asked
        self._attributes = attributes_in(asked["about"])
        self.photos.clear()

    def swap_models(
        self,
        asked: Mapping[str, Any],
        *,
        progress: Progress = lambda done, total: None,
        should_stop: ShouldStop | None = None,
    ) -> bool:
        """Make the second model, which was asked `asked`, the first and the first the second, with their answers.

        Photos of which it has not answered every face lose theirs. False, and nothing is done, if the two models do not
        answer the same attributes.

        Args:
            asked: The question.
            progress: Called for each photo.
            should_stop: As often.

        Raises:
            ExportError: It cannot be written; everything is as it was.
            Stopped: It was to stop; everything is as it was.
        """
        if attributes_in(asked["about"]) != self._attributes:
            return False
        name, model = second_key(self._attributes), str(asked["about"]["model"])
        its = {key: self.asked[key] for key in ("about", "thresholds")}
        its |= {"hidden": True} if self.stored_second.get("hidden") else {}
        left = set[str]()
        with self._wrap_errors(), transaction(self._db):
            self._db.execute("INSERT OR IGNORE INTO pending SELECT key FROM photo")
            photos = self._db.execute("SELECT id FROM photo").fetchall()
            for done, (photo,) in enumerate(photos):
                stop_if(should_stop)
                progress(done, len(photos))
                query = "SELECT key, code, record FROM photo WHERE id = ?"
                key, code, record = self._db.execute(query, (photo,)).fetchone()
                both = second.with_answers(self._db, photo, parse_record(record), name)
                swapped = second.swapped(both, self._attributes, model)
                if swapped is None:
                    delete_photo(self._db, key)
                    left.add(os.fsdecode(key))
                    continue
                query = "SELECT points FROM row WHERE photo = ? AND face IS NOT NULL ORDER BY face"
                points = [five or "null" for (five,) in self._db.execute(query, (photo,))]
                insert_photo(
                    self._db,
                    self._attributes,
                    os.fsdecode(key),
                    swapped,
                    code=code,
                    state=self.photos[os.fsdecode(key)].state,
                    points=f"[{', '.join(points)}]",
                )
            self._db.execute("UPDATE meta SET value = ? WHERE key = 'asked'", (json.dumps(dict(asked)),))
            second.use(self._db, its)
        self.asked, self.stored_second = asked, its
        for key in left:
            del self.photos[key]
        return True

    @property
    def asked_second(self) -> Mapping[str, Any]:
        """What the second model is asked; empty where there is none."""
        return {} if self.stored_second.get("hidden") else self.stored_second

    @property
    def about(self) -> Mapping[str, str]:
        """The head of its tables."""
        about: Mapping[str, str] = self.asked["about"]
        return with_second(about, self.asked_second["about"]) if self.asked_second else about

    def ask_second(self, asked: Mapping[str, Any], *, keep: bool) -> None:
        """Have a second model's answers beside the first's; answers of another one are forgotten unless `keep`.

        If `asked` is empty, there is none: what it answered stays in the file for the time that it is asked again.

        Raises:
            ExportError: It cannot be written; everything is as it was.
        """
        its = dict(asked) if asked else {**self.stored_second, "hidden": True}
        with self._wrap_errors(), transaction(self._db):
            if not keep:
                self._db.execute("DELETE FROM second")
            second.use(self._db, its)
        self.stored_second = its

    def without_second(self) -> list[str]:
        """The photos with faces that the second model has not answered and can, in their order."""
        with self._wrap_errors():
            return [os.fsdecode(key) for (key,) in self._db.execute(second.MISSING)]

    def faces_to_answer(self, key: str) -> FacesToAnswer | None:
        """What the second model needs to answer the faces of a photo; None if there is nothing to answer."""
        with self._wrap_errors():
            return second.faces_to_answer(self._db, key)

    def add_second(self, faces: FacesToAnswer, answers: Sequence[Answers]) -> bool:
        """Store what the second model answers to faces; False if they have been replaced meanwhile.

        Raises:
            ExportError: It cannot be written; what was stored before is whole.
        """
        query = "SELECT record FROM row JOIN photo ON row.photo = photo.id WHERE row.id = ?"
        with self._wrap_errors(), transaction(self._db):
            found = self._db.execute(query, faces.rows[:1]).fetchone()
            if found is None:
                return False
            its = zip(faces.rows, parse_record(found[0])["faces"], answers, strict=True)
            second.insert(self._db, self._attributes, its)
        return True

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
            name = second_key(self._attributes)
            for key, photo, record in self._db.execute("SELECT key, id, record FROM photo ORDER BY place"):
                if keys is None or os.fsdecode(key) in keys:
                    its = parse_record(record)
                    yield second.with_answers(self._db, photo, its, name) if self.asked_second else its

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
            with transaction(self._db):
                create_schema(self._db, asked)
                for line in lines:
                    take_in(self._db, attributes, line)
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


def _use_wal(db: sqlite3.Connection) -> None:
    """Write ahead, so that a commit costs no wait for the disk and readers never stop the writer.

    A network drive that cannot share memory keeps the rollback journal.
    """
    try:
        db.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError:
        db.execute("PRAGMA journal_mode=TRUNCATE")
    db.execute("PRAGMA synchronous=NORMAL")

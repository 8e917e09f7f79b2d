"""Queries on a collection: filter, sort and count its faces, also while a batch adds to it.

One row per face, and one per photo without any. A query over 100,000 rows takes some tens of milliseconds.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Self

from core.collection import second
from core.collection.conditions import count_choices, where
from core.collection.journal import collection_path, journal_path, read_journal, require_question
from core.collection.layout import (
    REASON_BITS,
    SIZES,
    Record,
    counted_columns,
    parse_record,
    stored_question,
    write_collection,
)
from core.collection.photos import FileState
from core.collection.rows import (
    FaceRow,
    Filter,
    FilterCounts,
    RowAnswer,
    Share,
    SortKey,
    StoredAnswer,
    Summary,
)
from core.collection.table_reader import read_table
from core.collection.tables import About
from core.errors import ExportError
from core.export import attributes_in, second_key, table_rows, with_second
from core.files import parse_json
from core.schema import Attribute

_BUSY_S: Final = 5.0
_MAPPED_BYTES: Final = 1 << 30
_AT_A_TIME: Final = 500
_TURNS: Final = "coalesce(json_extract(record, '$.quarter_turns'), 0)"


class Collection:
    """A collection opened read-only; a batch may be adding to it.

    Args:
        path: The SQLite file.
        temporary: Whether to delete the file when it is closed.

    Raises:
        ExportError: It cannot be read.
    """

    def __init__(self, path: Path, *, out: Path | None = None, temporary: bool = False) -> None:
        self._path, self._out, self._temporary = path, out or path, temporary
        self._read_version = 0
        self.asked: Mapping[str, Any] = {}
        """The question: `about`, `thresholds`, `paths`; empty if nothing is stored yet."""
        self.attributes: Mapping[str, Attribute] = {}
        self.asked_second: Mapping[str, Any] = {}
        """The question to a second model; empty where there is none."""
        self.second_attributes: Mapping[str, Attribute] = {}
        with self._wrap_errors():
            self._db = self._connect()
            try:
                self._begin()
            except BaseException:
                self._db.close()
                raise

    @classmethod
    def of_table(cls, out: Path) -> Collection:
        """The collection beside the table `out`; without one, an earlier journal or the table is read into a new one.

        Raises:
            ExportError: No batch has written `out`, or it cannot be read.
        """
        path = collection_path(out)
        if path.is_file():
            return cls(path, out=out)
        photos: Iterator[tuple[str, Record]]
        if journal_path(out).is_file():
            try:
                lines = read_journal(out)
                asked = next(lines, {})
                require_question(asked, out, journal_path(out))
                photos = ((line["key"], line["record"]) for line in lines)
            except OSError as e:
                reason = f"cannot be read ({e.strerror or e})"
                raise ExportError("batch.journal", path=out, journal=journal_path(out), reason=reason) from e
        else:
            about, photos = read_table(out)
            asked = {"about": dict(about), "thresholds": {}, "paths": []}
        return cls.made(asked, photos, out=out)

    @classmethod
    def made(cls, asked: Mapping[str, Any], photos: Iterable[tuple[str, Record]], *, out: Path | None = None) -> Self:
        """A temporary collection of photos by path.

        Raises:
            ExportError: They cannot be read, or there is no room for it.
        """
        # After a crash, `core.tidy` finds it by its name.
        descriptor, name = tempfile.mkstemp(prefix=f".facet-{os.getpid()}-", suffix=".new")
        os.close(descriptor)
        path = Path(name)
        try:
            write_collection(path, asked, photos)
        except BaseException as e:
            path.unlink(missing_ok=True)
            if isinstance(e, (sqlite3.Error, ValueError, TypeError, KeyError)):
                raise ExportError("batch.read", path=out or path, reason=e) from e
            raise
        return cls(path, out=out, temporary=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()
        if self._temporary:
            with contextlib.suppress(OSError):
                self._path.unlink()

    @property
    def about(self) -> About:
        """The header of its tables."""
        about: About = self.asked.get("about", {})
        return with_second(about, self.asked_second["about"]) if self.asked_second else about

    @property
    def paths(self) -> tuple[Path, ...]:
        """The photos and folders that were asked for; empty if that is not known."""
        return tuple(map(Path, self.asked.get("paths", ())))

    def again(self) -> Self:
        """The same collection opened once more, for another thread."""
        return type(self)(self._path, out=self._out)

    def changed(self) -> bool:
        """Whether anything was written since this was last called."""
        with self._wrap_errors():
            version = self._value("PRAGMA data_version")
            before, self._read_version = self._read_version, version
            if version == before:
                return False
            self._begin()
        return True

    def find(self, wanted: Filter, by: SortKey | None = None, *, descending: bool = False) -> list[int]:
        """The ids of the rows that match: in the order of the photos, or by a key with rows without a face last."""
        if not self.asked:
            return []
        conditions, values = self._where(wanted)
        way = "DESC" if descending else "ASC"
        if by is not None and by.difference:
            column = second.difference(by.attribute, list(self.attributes)) if self.asked_second else "NULL"
            source = "row LEFT JOIN second ON second.id = row.id" if self.asked_second else "row"
            order = f"{column} IS NULL, {column} {way}, row.id"
        elif by is None:
            source, order = "photo CROSS JOIN row ON row.photo = photo.id", f"place {way}, face {way}"
        else:
            source = "row"
            named = by.attribute and f"{'certainty' if by.certainty else 'label'}{self._at(by.attribute)}"
            column = named or "(x1 - x0)"
            order = f"{column} IS NULL, {column} {way}, row.id"
        query = f"SELECT row.id FROM {source} WHERE {conditions} ORDER BY {order}"
        with self._wrap_errors():
            return [one for (one,) in self._db.execute(query, values)]

    def row_count(self) -> int:
        """How many rows there are."""
        if not self.asked:
            return 0
        with self._wrap_errors():
            return int(self._value("SELECT count(*) FROM row"))

    def rows(self, ids: Sequence[int]) -> dict[int, FaceRow]:
        """What the rows say, by id in the order of `ids`; rows that have been replaced are left out."""
        found: dict[int, FaceRow] = {}
        names = list(self.attributes)
        columns = "".join(f", label{at}, certainty{at}, uncertain{at}" for at in range(len(names)))
        query = (
            f"SELECT row.id, key, face, error, width, height, x0, y0, x1, y1, reasons, {_TURNS}{columns}"
            " FROM row JOIN photo ON row.photo = photo.id WHERE row.id IN "
        )
        with self._wrap_errors():
            for some in _pieces(ids):
                for values in self._db.execute(f"{query}({_marks(some)})", some):
                    found[values[0]] = self._row(names, values[1:])
                if self.asked_second:
                    its = f"SELECT * FROM second WHERE id IN ({_marks(some)})"
                    for row, *compared, answers in self._db.execute(its, some):
                        found[row] = replace(found[row], **self._second(names, compared, second.parse_answers(answers)))
        return {one: found[one] for one in ids if one in found}

    def records(self) -> Iterator[tuple[str, Record]]:
        """Photos by key, in their order."""
        if self.asked:
            with self._wrap_errors():
                for key, photo, record in self._db.execute("SELECT key, id, record FROM photo ORDER BY place"):
                    yield os.fsdecode(key), self._record(photo, record)

    def table_rows(self, ids: Sequence[int] | None = None) -> Iterator[dict[str, Any]]:
        """The rows `ids`, or all, as they stand in a table, in the order of the photos."""
        for record, faces in self.chosen_records(ids):
            rows = table_rows(record, self.attributes, self.second_attributes)
            yield from (row for row in rows if faces is None or row.get("face") in faces)

    def chosen_records(self, ids: Sequence[int] | None = None) -> Iterator[tuple[Record, set[int | None] | None]]:
        """The photos of the rows `ids`, or all, in their order, each with the chosen faces or None for all of them."""
        if ids is None:
            yield from ((record, None) for _, record in self.records())
            return
        chosen: dict[tuple[bytes, int], set[int | None]] = {}
        query = "SELECT place, photo.id, face FROM row JOIN photo ON row.photo = photo.id WHERE row.id IN "
        with self._wrap_errors():
            for some in _pieces(ids):
                for place, photo, face in self._db.execute(f"{query}({_marks(some)})", some):
                    chosen.setdefault((place, photo), set()).add(face)
            for (_, photo), faces in sorted(chosen.items(), key=lambda item: item[0]):
                (record,) = self._db.execute("SELECT record FROM photo WHERE id = ?", (photo,)).fetchone()
                yield self._record(photo, record), faces

    def stored(self, key: str) -> StoredAnswer | None:
        """What is stored of a photo; None where it is not answered."""
        if not self.asked:
            return None
        query = "SELECT id, record, size, mtime_ns FROM photo WHERE key = ?"
        with self._wrap_errors():
            found = self._db.execute(query, (os.fsencode(key),)).fetchone()
            if found is None:
                return None
            photo, record, size, mtime_ns = found
            faces = "SELECT points FROM row WHERE photo = ? AND face IS NOT NULL ORDER BY face"
            points = tuple(its and parse_json(its) for (its,) in self._db.execute(faces, (photo,)))
        return StoredAnswer(parse_record(record), points, None if size is None else FileState(size, mtime_ns))

    def row_id(self, path: Path, face: int | None) -> int | None:
        """The id of a face's row, or of the row of a photo without any; None if it is not there."""
        if not self.asked:
            return None
        query = "SELECT row.id FROM photo JOIN row ON row.photo = photo.id WHERE key = ? AND face IS ?"
        with self._wrap_errors():
            found = self._db.execute(query, (os.fsencode(path), face)).fetchone()
        return None if found is None else int(found[0])

    def counts(self, wanted: Filter) -> FilterCounts:
        """How many rows each choice would show, given the other conditions."""
        if not self.asked:
            return FilterCounts({}, {}, {}, {})
        with self._snapshot():
            found = self._choice_counts(wanted)
            if self.asked_second:
                found = replace(found, differing=self._differing_counts(replace(wanted, differing=None)))
        return found

    def histogram(self, attribute: str, wanted: Filter, *, bins: int = 20) -> list[int]:
        """How many rows fall in each of `bins` equal ranges of certainty from 0 to 1."""
        column = f"certainty{self._at(attribute)}"
        conditions, values = self._where(wanted)
        query = (
            f"SELECT min(CAST({column} * {bins} AS INTEGER), {bins - 1}) AS bin, count(*) FROM row"
            f" WHERE {column} IS NOT NULL AND {conditions} GROUP BY bin"
        )
        with self._wrap_errors():
            found = dict(self._db.execute(query, values).fetchall())
        return [found.get(at, 0) for at in range(bins)]

    def summary(self, wanted: Filter | None = None) -> Summary:
        """The figures of the rows that match a filter, or of all; the shares by group are those of `counts`."""
        if not self.asked:
            return Summary.empty()
        wanted = wanted or Filter()
        conditions, values = self._where(wanted)
        query = (
            "SELECT count(DISTINCT photo), total(face IS NULL AND NOT failed), total(face IS NULL AND failed),"
            f" count(face) FROM row WHERE {conditions}"
        )
        with self._snapshot():
            photos, no_face, failed, faces = map(int, self._db.execute(query, values).fetchone())
            labels = self._choice_counts(wanted).labels
            answered, agreeing = self._agreeing(wanted) if self.asked_second else (faces, {})
        groups = {
            name: MappingProxyType({label: Share.of(count, sum(its.values())) for label, count in its.items()})
            for name, its in labels.items()
        }
        return Summary(
            photos,
            Share.of(no_face, photos),
            Share.of(failed, photos),
            faces,
            MappingProxyType(groups),
            MappingProxyType(agreeing),
            faces - answered,
        )

    def _begin(self) -> None:
        asked = stored_question(self._db)
        if asked is not None:
            self.attributes = attributes_in(asked.get("about", {}))
            self.asked = asked
            its = second.stored(self._db)
            self.asked_second = {} if its.get("hidden") else its
            self.second_attributes = attributes_in(self.asked_second["about"]) if self.asked_second else {}

    def _connect(self) -> sqlite3.Connection:
        address = self._path.absolute().as_uri()
        db = sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=_BUSY_S, check_same_thread=False)
        try:
            db.execute("SELECT 1 FROM sqlite_master").fetchone()
            db.execute(f"PRAGMA mmap_size={_MAPPED_BYTES}")
        except sqlite3.OperationalError:
            # On a read-only disk an unfinished collection can be read only as it lies there.
            db.close()
            db = sqlite3.connect(f"{address}?immutable=1", uri=True, check_same_thread=False)
        return db

    def _where(self, wanted: Filter) -> tuple[str, list[object]]:
        return where(wanted, self.attributes, two_models=bool(self.asked_second))

    def _choice_counts(self, wanted: Filter) -> FilterCounts:
        others = replace(wanted, labels={}, kind=None, quality=None)
        if (wanted.least_px, wanted.below_px) in SIZES:
            others = replace(others, least_px=0.0, below_px=None)
        conditions, values = self._where(others)
        columns = counted_columns(len(self.attributes))
        grouped = ", ".join(str(at + 1) for at in range(2 * len(self.attributes) + 3))
        query = f"SELECT {columns}, count(*) FROM row WHERE {conditions} GROUP BY {grouped}"
        return count_choices(self._db.execute(query, values), wanted, self.attributes)

    def _differing_counts(self, wanted: Filter) -> dict[str, int]:
        names = list(self.attributes)
        sums = {one: f"total({second.differing(one, names)})" for one in (second.ANY, *names)}
        where, values = self._where(wanted)
        query = f"SELECT {', '.join(sums.values())} FROM second JOIN row ON row.id = second.id WHERE {where}"
        with self._wrap_errors():
            found = self._db.execute(query, values).fetchone()
        return {name: int(count) for name, count in zip(sums, found, strict=True)}

    def _agreeing(self, wanted: Filter) -> tuple[int, dict[str, Share]]:
        """How many faces that match the second model has answered, and on how many of them the two agree."""
        compared = "".join(f", count(differs{at}), total(differs{at})" for at in range(len(self.attributes)))
        conditions, values = self._where(wanted)
        query = f"SELECT count(*){compared} FROM second JOIN row ON row.id = second.id WHERE {conditions}"
        with self._wrap_errors():
            answered, *found = self._db.execute(query, values).fetchone()
        pairs = zip(self.attributes, found[::2], found[1::2], strict=True)
        return answered, {name: Share.of(both - int(differing), both) for name, both, differing in pairs if both}

    def _row(self, names: Sequence[str], values: Sequence[Any]) -> FaceRow:
        key, face, error, width, height, x0, y0, x1, y1, reasons, turns, *answers = values
        by_name = {}
        for at, name in enumerate(names):
            label, certainty, uncertain = answers[3 * at : 3 * at + 3]
            if label is not None:
                by_name[name] = RowAnswer(self.attributes[name].labels[label], certainty, bool(uncertain))
        return FaceRow(
            path=Path(os.fsdecode(key)),
            face=face,
            error=error,
            size=(width or 0, height or 0),
            box=(0.0, 0.0, 0.0, 0.0) if face is None else (x0, y0, x1, y1),
            answers=by_name,
            reasons=tuple(code for code, bit in REASON_BITS.items() if reasons & bit),
            quarter_turns=turns,
        )

    def _second(self, names: Sequence[str], compared: Sequence[Any], answers: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a `FaceRow` that an entry of the second model fills."""
        return {
            "second": {
                name: RowAnswer(its["label"], its["probabilities"][its["label"]], bool(its["uncertain"]))
                for name, its in answers.items()
                if name in self.second_attributes
            },
            "differing": frozenset(name for name, differs in zip(names, compared[::2], strict=True) if differs),
            "difference": max((one for one in compared[1::2] if one is not None), default=None),
        }

    def _record(self, photo: int, text: str) -> Record:
        record = parse_record(text)
        return (
            second.with_answers(self._db, photo, record, second_key(self.attributes)) if self.asked_second else record
        )

    def _at(self, attribute: str) -> int:
        return list(self.attributes).index(attribute)

    def _value(self, query: str) -> Any:
        return self._db.execute(query).fetchone()[0]

    @contextlib.contextmanager
    def _snapshot(self) -> Iterator[None]:
        """What is read within it belongs together, also while photos are added."""
        with self._wrap_errors():
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                self._db.execute("ROLLBACK")

    @contextlib.contextmanager
    def _wrap_errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, ValueError, TypeError, IndexError) as e:  # the last two from damaged rows
            reason = f"cannot be read ({getattr(e, 'strerror', None) or e})"
            raise ExportError("batch.journal", path=self._out, journal=self._path, reason=reason) from e


def _pieces(ids: Sequence[int]) -> Iterator[list[int]]:
    for begin in range(0, len(ids), _AT_A_TIME):
        yield list(ids[begin : begin + _AT_A_TIME])


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))

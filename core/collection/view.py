"""Queries on a collection: filter, sort and count its faces, also while a batch adds to it.

One row per face, and one per photo without any. A query over 100,000 rows takes some tens of milliseconds.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal, Self

from core.collection.photos import FileState
from core.collection.store import (
    REASON_BITS,
    Record,
    collection_path,
    journal_path,
    parse_record,
    read_journal,
    require_question,
    stored_question,
    write_collection,
)
from core.collection.table_reader import read_table
from core.collection.tables import About
from core.errors import ExportError
from core.evaluation.groups import SMALL
from core.export import attributes_in, printable, table_rows
from core.files import parse_json
from core.schema import Attribute
from core.stats import wilson_interval

Kind = Literal["faces", "uncertain", "no face", "errors"]
Quality = Literal["good", "doubtful"]

Size = tuple[float, float | None]
"""From so many pixels to fewer than so many, the width of a face's box."""
SIZES: Final[tuple[Size, ...]] = ((0.0, 32.0), (32.0, 64.0), (64.0, 128.0), (128.0, None))
UNCERTAIN: Final = ""
"""Stands for a label where no answer is certain enough."""
_BUSY_S: Final = 5.0
_MAPPED_BYTES: Final = 1 << 30
_SIZES_SQL: Final[Mapping[Size, str]] = MappingProxyType(
    {(low, high): f"x1 - x0 >= {low}" + ("" if high is None else f" AND x1 - x0 < {high}") for low, high in SIZES}
)
_AT_A_TIME: Final = 500
_TURNS: Final = "coalesce(json_extract(record, '$.quarter_turns'), 0)"
_KINDS: Final[Mapping[Kind, str]] = MappingProxyType(
    {"faces": "face IS NOT NULL", "no face": "face IS NULL AND NOT failed", "errors": "face IS NULL AND failed"}
)


@dataclass(frozen=True, slots=True)
class SortKey:
    """Sort rows by the answers of an attribute or their certainty; without an attribute by the size of the face."""

    attribute: str = ""
    certainty: bool = False


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """The answer of a row for one attribute."""

    label: str
    """The likeliest label, also if the answer is uncertain."""
    certainty: float
    """Its calibrated probability."""
    uncertain: bool


@dataclass(frozen=True, slots=True)
class FaceRow:
    """A face, or a photo that has none or could not be read."""

    path: Path
    face: int | None
    """Its number in the photo, from 0."""
    error: str | None
    size: tuple[int, int]
    """Width and height of the upright photo; zeros if it could not be read."""
    box: tuple[float, float, float, float]
    answers: Mapping[str, RowAnswer]
    """By attribute; empty if there is no face."""
    reasons: tuple[str, ...]
    quarter_turns: int = 0
    """How the user turned the photo, clockwise; size and box are those of the turned photo."""


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What a collection holds of one photo."""

    record: Record
    points: tuple[Any, ...]
    """The key points of each face: five `[x, y]`, or None in collections of early versions."""
    state: FileState | None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows to show; all conditions hold at once, and None is no condition."""

    labels: Mapping[str, str] = field(default_factory=dict)
    """By attribute a label that is not uncertain, or `UNCERTAIN`."""
    kind: Kind | None = None
    quality: Quality | str | None = None
    """Without any reason, with one, or with the given code of `core.vision.quality.REASONS`."""
    name: str = ""
    """Part of the photo's file name; case does not matter."""
    certainty: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """By attribute the lowest and highest certainty."""
    least_px: float = 0.0
    """The least width of a face's box."""
    below_px: float | None = None
    """Its width is less than this."""


@dataclass(frozen=True, slots=True)
class FilterCounts:
    """How many rows each choice of a filter would show, given the other conditions."""

    labels: Mapping[str, Mapping[str, int]]
    """By attribute and label or `UNCERTAIN`."""
    kinds: Mapping[Kind, int]
    qualities: Mapping[str, int]
    sizes: Mapping[Size, int]


@dataclass(frozen=True, slots=True)
class Share:
    """A count out of a total, with its 95 % interval (Wilson 1927)."""

    count: int
    whole: int
    low: float
    high: float

    @classmethod
    def of(cls, count: int, whole: int) -> Self:
        """With a total of zero the interval is 0 to 1."""
        return cls(count, whole, *(wilson_interval(count, whole) if whole else (0.0, 1.0)))

    @property
    def share(self) -> float:
        """0 if the total is zero."""
        return self.count / self.whole if self.whole else 0.0

    @property
    def small(self) -> bool:
        """Whether the count is too small for more than a hint."""
        return self.count < SMALL


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a collection."""

    photos: int
    no_face: Share
    """Of the photos."""
    failed: Share
    """Of the photos: those that could not be read or answered."""
    faces: int
    groups: Mapping[str, Mapping[str, Share]]
    """By attribute and label or `UNCERTAIN`, of the faces; below the model's threshold they count as uncertain."""

    @classmethod
    def empty(cls) -> Self:
        """The figures of nothing."""
        return cls(0, Share.of(0, 0), Share.of(0, 0), 0, {})


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
        descriptor, name = tempfile.mkstemp(prefix="facet-", suffix=".collection")
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
        return about

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
        if by is None:
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
        return {one: found[one] for one in ids if one in found}

    def records(self) -> Iterator[tuple[str, Record]]:
        """Photos by key, in their order."""
        if self.asked:
            with self._wrap_errors():
                for key, record in self._db.execute("SELECT key, record FROM photo ORDER BY place"):
                    yield os.fsdecode(key), parse_record(record)

    def table_rows(self, ids: Sequence[int] | None = None) -> Iterator[dict[str, Any]]:
        """The rows `ids`, or all, as they stand in a table, in the order of the photos."""
        for record, faces in self.chosen_records(ids):
            rows = table_rows(record, self.attributes)
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
                yield parse_record(record), faces

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
        """How many rows each choice would show."""
        labels: dict[str, Mapping[str, int]] = {}
        if not self.asked:
            return FilterCounts({}, {}, {}, {})
        for name, attribute in self.attributes.items():
            others = {key: value for key, value in wanted.labels.items() if key != name}
            labels[name] = self._label_counts(attribute, replace(wanted, labels=others))
        unsure = " OR ".join(f"uncertain{at}" for at in range(len(self.attributes))) or "0"
        kinds = {**_KINDS, "uncertain": f"face IS NOT NULL AND ({unsure})"}
        qualities = {"good": "face IS NOT NULL AND reasons = 0", "doubtful": "reasons != 0"}
        qualities |= {code: f"reasons & {bit} != 0" for code, bit in REASON_BITS.items()}
        return FilterCounts(
            labels,
            self._sums(kinds, replace(wanted, kind=None)),
            self._sums(qualities, replace(wanted, quality=None)),
            self._sums(_SIZES_SQL, replace(wanted, least_px=0.0, below_px=None)),
        )

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

    def summary(self) -> Summary:
        """The figures of all of it."""
        if not self.asked:
            return Summary.empty()
        everything = Filter()
        with self._wrap_errors():
            photos = self._value("SELECT count(*) FROM photo")
        kinds = self._sums(_KINDS, everything)
        faces = kinds["faces"]
        groups = {
            name: MappingProxyType(
                {label: Share.of(count, faces) for label, count in self._label_counts(attribute, everything).items()}
            )
            for name, attribute in self.attributes.items()
        }
        no_face, failed = Share.of(kinds["no face"], photos), Share.of(kinds["errors"], photos)
        return Summary(photos, no_face, failed, faces, MappingProxyType(groups))

    def _begin(self) -> None:
        asked = stored_question(self._db)
        if asked is not None:
            self.attributes = attributes_in(asked.get("about", {}))
            self.asked = asked

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
        conditions, values = ["1"], list[object]()
        for name, label in wanted.labels.items():
            at = self._at(name)
            if label == UNCERTAIN:
                conditions.append(f"uncertain{at}")
            else:
                conditions.append(f"label{at} = ? AND NOT uncertain{at}")
                values.append(self.attributes[name].labels.index(label))
        for name, limits in wanted.certainty.items():
            conditions.append(f"certainty{self._at(name)} BETWEEN ? AND ?")
            values += limits
        if wanted.kind == "uncertain":
            conditions.append("(" + " OR ".join(f"uncertain{at}" for at in range(len(self.attributes))) + ")")
        elif wanted.kind is not None:
            conditions.append(_KINDS[wanted.kind])
        if wanted.quality == "good":
            conditions.append("face IS NOT NULL AND reasons = 0")
        elif wanted.quality == "doubtful":
            conditions.append("reasons != 0")
        elif wanted.quality is not None:
            conditions.append("reasons & ? != 0")
            values.append(REASON_BITS.get(wanted.quality, 0))
        if wanted.least_px:
            conditions.append("x1 - x0 >= ?")
            values.append(wanted.least_px)
        if wanted.below_px is not None:
            conditions.append("x1 - x0 < ?")
            values.append(wanted.below_px)
        if wanted.name:
            conditions.append("row.photo IN (SELECT id FROM photo WHERE instr(name, ?))")
            values.append(printable(wanted.name).casefold())
        return " AND ".join(conditions), values

    def _label_counts(self, attribute: Attribute, wanted: Filter) -> dict[str, int]:
        at = self._at(attribute.name)
        conditions, values = self._where(wanted)
        query = (
            f"SELECT label{at}, uncertain{at}, count(*) FROM row WHERE face IS NOT NULL AND {conditions}"
            f" GROUP BY label{at}, uncertain{at}"
        )
        found = {**dict.fromkeys(attribute.labels, 0), UNCERTAIN: 0}
        with self._wrap_errors():
            for label, uncertain, count in self._db.execute(query, values):
                found[UNCERTAIN if uncertain else attribute.labels[label]] += count
        return found

    def _sums(self, conditions: Mapping[Any, str], wanted: Filter) -> dict[Any, int]:
        where, values = self._where(wanted)
        sums = ", ".join(f"total({condition})" for condition in conditions.values())
        with self._wrap_errors():
            found = self._db.execute(f"SELECT {sums} FROM row WHERE {where}", values).fetchone()
        return {key: int(value) for key, value in zip(conditions, found, strict=True)}

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

    def _at(self, attribute: str) -> int:
        return list(self.attributes).index(attribute)

    def _value(self, query: str) -> Any:
        return self._db.execute(query).fetchone()[0]

    @contextlib.contextmanager
    def _wrap_errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, ValueError) as e:
            reason = f"cannot be read ({getattr(e, 'strerror', None) or e})"
            raise ExportError("batch.journal", path=self._out, journal=self._path, reason=reason) from e


def _pieces(ids: Sequence[int]) -> Iterator[list[int]]:
    for begin in range(0, len(ids), _AT_A_TIME):
        yield list(ids[begin : begin + _AT_A_TIME])


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))

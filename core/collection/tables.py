"""The tables of a batch: CSV, JSON Lines, Parquet, one row per face, written from its collection."""

from __future__ import annotations

import contextlib
import csv
import errno
import io
import itertools
import json
import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, Protocol

from core.collection.layout import Record
from core.collection.store import DELETED
from core.errors import ExportError
from core.export import (
    added_columns,
    answer_columns,
    attributes_in,
    columns,
    csv_values,
    second_attributes_in,
    second_columns,
    table_rows,
)
from core.files import replacing
from core.schema import Attribute

About = Mapping[str, str]
"""The header of a table, by key."""
Row = Mapping[str, Any]
"""A row by `core.export.columns`."""

_TEXT: Final = ("path", "error", "reasons")
_WHOLE: Final = ("face", "width", "height")
_ROWS_AT_A_TIME: Final = 5000


@dataclass(frozen=True, slots=True)
class Outputs:
    """Which tables to write, and where."""

    csv: Path | None = None
    jsonl: Path | None = None
    parquet: Path | None = None
    raw: bool = False
    """Whether CSV holds text that is like a formula as it is (`core.files`)."""

    def __post_init__(self) -> None:
        if not self.paths:
            raise ValueError("no output: expected at least one of csv, jsonl, parquet")

    @property
    def paths(self) -> tuple[Path, ...]:
        """The tables to write."""
        return tuple(path for path in (self.csv, self.jsonl, self.parquet) if path is not None)

    @property
    def first(self) -> Path:
        """The table beside which the collection lies."""
        return self.paths[0]


class _Form(Protocol):
    def head(self, about: About) -> bytes: ...

    def rows(self, rows: Iterable[Row]) -> bytes: ...


class _Csv:
    def __init__(
        self, attributes: Mapping[str, Attribute], second: Mapping[str, Attribute], *, raw: bool = False
    ) -> None:
        self._columns = columns(attributes, second)
        self._raw = raw

    def head(self, about: About) -> bytes:
        return "".join(f"# {key}: {value}\r\n" for key, value in about.items()).encode() + _csv_line(self._columns)

    def rows(self, rows: Iterable[Row]) -> bytes:
        values = (csv_values(row, raw=self._raw) for row in rows)
        return b"".join(_csv_line([row.get(column) for column in self._columns]) for row in values)


class _JsonLines:
    def __init__(self, attributes: Mapping[str, Attribute], second: Mapping[str, Attribute]) -> None:
        self._columns = columns(attributes, second)

    def head(self, about: About) -> bytes:
        return _json_line(about)

    def rows(self, rows: Iterable[Row]) -> bytes:
        return b"".join(_json_line({column: row.get(column) for column in self._columns}) for row in rows)


class Appender:
    """A file to append to: a piece is written whole or not at all, and readable at once.

    Raises:
        ExportError: It cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = path.open("ab", buffering=0)
            self.size = self._file.tell()
            self._opened = path.stat()
        except OSError as e:
            raise ExportError("batch.write", path=path, reason=e.strerror or e) from e

    @property
    def in_place(self) -> bool:
        """Whether its path still leads to this file, not to another one or nowhere."""
        try:
            return os.path.samestat(self._opened, self._path.stat())
        except OSError:
            return False

    def append(self, piece: bytes) -> None:
        """Write `piece` at the end.

        Raises:
            ExportError: It cannot be written; the file is as it was.
        """
        written = 0
        try:
            while written < len(piece):
                # A disk that fills up takes a part first and refuses the rest.
                written += self._file.write(piece[written:])
            if not os.fstat(self._file.fileno()).st_nlink and not self._path.exists():
                raise FileNotFoundError(errno.ENOENT, DELETED)
        except OSError as e:
            with contextlib.suppress(OSError):
                self._file.truncate(self.size)
            raise ExportError("batch.write", path=self._path, reason=e.strerror or e) from e
        self.size += written

    def close(self) -> None:
        """Flush everything to the disk."""
        with self._file, contextlib.suppress(OSError):  # a disk that went away has kept what it could
            os.fsync(self._file.fileno())


class Tables:
    """The tables on disk, appended to photo by photo; Parquet, which cannot grow, is written by `finish`.

    Raises:
        ExportError: Parquet is to be written without pyarrow, or `about` does not name the attributes.
    """

    def __init__(self, outputs: Outputs, about: About) -> None:
        if outputs.parquet is not None:
            load_pyarrow()
        self._parquet = outputs.parquet
        with _wrap_write_errors(outputs.first):
            self._attributes, self._second = attributes_in(about), second_attributes_in(about)
        forms: list[tuple[_Form, Path | None]] = [
            (_Csv(self._attributes, self._second, raw=outputs.raw), outputs.csv),
            (_JsonLines(self._attributes, self._second), outputs.jsonl),
        ]
        self._forms = [(form, path) for form, path in forms if path is not None]
        self._about = about
        self._growing: list[tuple[_Form, Appender]] = []

    def rewrite(self, records: Callable[[], Iterable[Record]]) -> None:
        """Write CSV and JSON Lines from the beginning, move them into place, and append from there.

        Raises:
            ExportError: One cannot be written.
        """
        self.close()
        for form, path in self._forms:
            with _wrap_write_errors(path), replacing(path) as file:
                file.write(form.head(self._about))
                file.writelines(form.rows(self._rows(record)) for record in records())
        self._growing = [(form, Appender(path)) for form, path in self._forms]

    @property
    def in_place(self) -> bool:
        """Whether the paths of CSV and JSON Lines still lead to the files being written."""
        return all(file.in_place for _, file in self._growing)

    def add(self, record: Record) -> None:
        """Append a photo's rows.

        Raises:
            ExportError: They cannot be written; the rows written before are whole.
        """
        rows = self._rows(record)
        for form, file in self._growing:
            file.append(form.rows(rows))

    def finish(self, records: Iterable[Record]) -> None:
        """Write Parquet.

        Raises:
            ExportError: It cannot be written; what was there is as it was.
        """
        if self._parquet is not None:
            with _wrap_write_errors(self._parquet), replacing(self._parquet) as file:
                _write_parquet(file, self._about, (row for record in records for row in self._rows(record)))

    def _rows(self, record: Record) -> list[dict[str, Any]]:
        return table_rows(record, self._attributes, self._second)

    def close(self) -> None:
        """Flush everything to the disk."""
        while self._growing:
            self._growing.pop()[1].close()


def is_table(path: Path) -> bool:
    """Whether `path` begins as the table of a batch.

    Raises:
        ExportError: It cannot be read.
    """
    with _wrap_write_errors(path), path.open("rb") as file:
        return file.read(16).startswith((b"# about: ", b'{"about": ', b"PAR1"))


def write_table(path: Path, about: About, rows: Iterable[Row]) -> None:
    """Write rows as one table, whose form the suffix says.

    Raises:
        ExportError: It cannot be written, or needs pyarrow; what was there is as it was.
    """
    answered = attributes_in(about), second_attributes_in(about)
    with _wrap_write_errors(path), replacing(path) as file:
        if path.suffix.lower() == ".parquet":
            _write_parquet(file, about, rows)
            return
        form: _Form = _JsonLines(*answered) if path.suffix.lower() == ".jsonl" else _Csv(*answered)
        file.write(form.head(about))
        file.writelines(form.rows([row]) for row in rows)


def write_photos(path: Path, about: About, photos: Iterable[tuple[Record, Container[int | None] | None]]) -> None:
    """Write photos as one JSON document: `about`, then `photos` in the form of `core.export.record`.

    Args:
        path: The file.
        about: The head.
        photos: Each with the numbers of the faces to write, None for all.

    Raises:
        ExportError: It cannot be written; what was there is as it was.
    """
    with _wrap_write_errors(path), replacing(path) as file:
        file.write(f'{{\n  "about": {json.dumps(dict(about), ensure_ascii=False)},\n  "photos": ['.encode())
        for number, (record, faces) in enumerate(photos):
            its = [face for at, face in enumerate(record["faces"]) if faces is None or at in faces]
            text = json.dumps({**record, "faces": its}, ensure_ascii=False)
            file.write((f"{',' if number else ''}\n    {text}").encode())
        file.write(b"\n  ]\n}\n")


def _write_parquet(file: IO[bytes], about: About, rows: Iterable[Row]) -> None:
    pyarrow = load_pyarrow()
    from pyarrow.parquet import ParquetWriter

    attributes, second = attributes_in(about), second_attributes_in(about)
    answers = [*answer_columns(attributes).values(), *second_columns(attributes, second).values()]
    types = dict.fromkeys(columns(attributes, second), pyarrow.float64())
    types |= dict.fromkeys((*_TEXT, *added_columns(attributes), *(one.label for one in answers)), pyarrow.string())
    types |= dict.fromkeys(_WHOLE, pyarrow.int64())
    yes_or_no = (name for one in answers for name in (one.uncertain, one.differs) if name)
    types |= dict.fromkeys(yes_or_no, pyarrow.bool_())
    schema = pyarrow.schema(list(types.items()), metadata=dict(about))
    remaining = iter(rows)
    with ParquetWriter(file, schema) as writer:
        while group := list(itertools.islice(remaining, _ROWS_AT_A_TIME)):
            writer.write_table(pyarrow.Table.from_pylist(group, schema))


def load_pyarrow() -> Any:
    """pyarrow, which reads and writes Parquet.

    Raises:
        ExportError: It is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as e:  # the installed program without training does without it
        raise ExportError("batch.parquet") from e
    return pyarrow


@contextlib.contextmanager
def _wrap_write_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as e:
        raise ExportError("batch.write", path=path, reason=getattr(e, "strerror", None) or e) from e


def _csv_line(values: Sequence[object]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(values)
    return line.getvalue().encode()


def _json_line(values: Mapping[str, object]) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"

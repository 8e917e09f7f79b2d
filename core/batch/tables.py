"""The tables of a batch: CSV, JSON Lines, Parquet, one row per face, written from its journal."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, Protocol

from core.batch.appending import Appender
from core.batch.journal import Record
from core.errors import ExportError
from core.export import answer_columns, attributes_in, columns, csv_values, notes_column, table_rows
from core.files import replacing
from core.schema import Attribute

About = Mapping[str, str]
"""What stands above a table, by key."""

_TEXT: Final = ("path", "error", "reasons")
_WHOLE: Final = ("face", "width", "height")
_PHOTOS_A_GROUP: Final = 5000


@dataclass(frozen=True, slots=True)
class Outputs:
    """Which tables are wanted, and where."""

    csv: Path | None = None
    jsonl: Path | None = None
    parquet: Path | None = None

    def __post_init__(self) -> None:
        if not self.paths:
            raise ValueError("no output: expected at least one of csv, jsonl, parquet")

    @property
    def paths(self) -> tuple[Path, ...]:
        """Those that are wanted."""
        return tuple(path for path in (self.csv, self.jsonl, self.parquet) if path is not None)

    @property
    def first(self) -> Path:
        """The one beside which the journal lies."""
        return self.paths[0]


class _Form(Protocol):
    def head(self, about: About) -> bytes: ...

    def rows(self, record: Record) -> bytes: ...


class _Csv:
    def __init__(self, attributes: Mapping[str, Attribute]) -> None:
        self._attributes = attributes
        self._columns = columns(attributes)

    def head(self, about: About) -> bytes:
        return "".join(f"# {key}: {value}\r\n" for key, value in about.items()).encode() + _csv_line(self._columns)

    def rows(self, record: Record) -> bytes:
        rows = map(csv_values, table_rows(record, self._attributes))
        return b"".join(_csv_line([row.get(column) for column in self._columns]) for row in rows)


class _JsonLines:
    def __init__(self, attributes: Mapping[str, Attribute]) -> None:
        self._attributes = attributes
        self._columns = columns(attributes)

    def head(self, about: About) -> bytes:
        return _json_line(about)

    def rows(self, record: Record) -> bytes:
        rows = table_rows(record, self._attributes)
        return b"".join(_json_line({column: row.get(column) for column in self._columns}) for row in rows)


class Tables:
    """The tables on disk, brought up to date photo by photo; Parquet, which cannot grow, by `finish`.

    Raises:
        ExportError: Parquet is wanted and pyarrow is not there, or `about` does not say what is answered.
    """

    def __init__(self, outputs: Outputs, about: About) -> None:
        if outputs.parquet is not None:
            load_pyarrow()
        self._parquet = outputs.parquet
        with _wrap_write_errors(outputs.first):
            attributes = attributes_in(about)
        forms: list[tuple[_Form, Path | None]] = [
            (_Csv(attributes), outputs.csv),
            (_JsonLines(attributes), outputs.jsonl),
        ]
        self._forms = [(form, path) for form, path in forms if path is not None]
        self._about = about
        self._growing: list[tuple[_Form, Appender]] = []

    def rewrite(self, records: Callable[[], Iterable[Record]]) -> None:
        """Write those that grow anew, beside and moved into place, and go on from there.

        Raises:
            ExportError: One cannot be written.
        """
        self.close()
        for form, path in self._forms:
            with _wrap_write_errors(path), replacing(path) as file:
                file.write(form.head(self._about))
                file.writelines(map(form.rows, records()))
        self._growing = [(form, Appender(path)) for form, path in self._forms]

    @property
    def in_place(self) -> bool:
        """Whether those that grow lie where they are wanted, and no others."""
        return all(file.in_place for _, file in self._growing)

    def add(self, record: Record) -> None:
        """Append a photo's rows.

        Raises:
            ExportError: They cannot be written; the rows there are whole.
        """
        for form, file in self._growing:
            file.append(form.rows(record))

    def finish(self, records: Iterable[Record]) -> None:
        """Write what cannot grow.

        Raises:
            ExportError: It cannot be written; what was there is as it was.
        """
        if self._parquet is not None:
            with _wrap_write_errors(self._parquet), replacing(self._parquet) as file:
                _write_parquet(file, self._about, records)

    def close(self) -> None:
        """Hand everything to the disk."""
        while self._growing:
            self._growing.pop()[1].close()


def is_table(path: Path) -> bool:
    """Whether `path` begins as a table of a batch does.

    Raises:
        ExportError: It cannot be read.
    """
    with _wrap_write_errors(path), path.open("rb") as file:
        return file.read(16).startswith((b"# about: ", b'{"about": ', b"PAR1"))


def _write_parquet(file: IO[bytes], about: About, records: Iterable[Record]) -> None:
    pyarrow = load_pyarrow()
    from pyarrow.parquet import ParquetWriter

    attributes = attributes_in(about)
    answers = answer_columns(attributes).values()
    types = dict.fromkeys(columns(attributes), pyarrow.float64())
    types |= dict.fromkeys((*_TEXT, notes_column(attributes), *(one.label for one in answers)), pyarrow.string())
    types |= dict.fromkeys(_WHOLE, pyarrow.int64())
    types |= dict.fromkeys((one.uncertain for one in answers), pyarrow.bool_())
    schema = pyarrow.schema(list(types.items()), metadata=dict(about))
    with ParquetWriter(file, schema) as writer:
        for group in _groups(records):
            rows = [row for record in group for row in table_rows(record, attributes)]
            writer.write_table(pyarrow.Table.from_pylist(rows, schema))


def _groups(records: Iterable[Record]) -> Iterator[list[Record]]:
    remaining = iter(records)
    while group := list(itertools.islice(remaining, _PHOTOS_A_GROUP)):
        yield group


def load_pyarrow() -> Any:
    """What reads and writes Parquet.

    Raises:
        ExportError: It is not there.
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

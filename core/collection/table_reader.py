"""Tables read back: CSV, JSON Lines and Parquet."""

from __future__ import annotations

import contextlib
import csv
import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from core.collection.layout import Record
from core.collection.tables import About, is_table, load_pyarrow
from core.errors import ExportError
from core.export import (
    MEASURES,
    NO_FACE,
    AnswerColumns,
    added_columns,
    answer_columns,
    attributes_in,
    columns,
    found_by_key,
    record_keys,
    second_attributes_in,
    second_columns,
    second_key,
)
from core.files import is_there, parse_json, plain_text
from core.schema import Attribute

NO_RESULT: Final = "no batch has written it"
NO_COLUMN: Final = "one of its columns is missing"
_ROWS_AT_A_TIME: Final = 1000
_TEXT: Final = frozenset({"path", "error", "reasons"})
_Row = Mapping[str, Any]
"""Values by `core.export.columns`; None where a row has none."""


def read_table(path: Path) -> tuple[About, Iterator[tuple[str, Record]]]:
    """The header of a table, and its photos by path.

    Raises:
        ExportError: It is not the table of a batch, or cannot be read; also while the photos are read.
    """
    with _wrap_read_errors(path):
        about, rows = _opened(path)
        attributes, second = attributes_in(about), second_attributes_in(about)

    def photos() -> Iterator[tuple[str, Record]]:
        with _wrap_read_errors(path):
            yield from _photos(rows, path.parent, attributes, second)

    return about, photos()


def _opened(path: Path) -> tuple[About, Iterator[_Row]]:
    if not is_table(path):
        raise ValueError(NO_RESULT)
    with path.open("rb") as file:
        first = file.read(4)
    if first == b"PAR1":
        return _parquet(path)
    return _csv(path) if first.startswith(b"#") else _json_lines(path)


def _csv(path: Path) -> tuple[About, Iterator[_Row]]:
    about: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for line in itertools.takewhile(lambda line: line.startswith("# "), file):
            key, _, value = line[2:].rstrip("\r\n").partition(": ")
            about[key] = value

    def rows() -> Iterator[_Row]:
        attributes, second = attributes_in(about), second_attributes_in(about)
        added = added_columns(attributes)
        answers = (*answer_columns(attributes).values(), *second_columns(attributes, second).values())
        texts = _TEXT | {*added} | {one.label for one in answers}
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(itertools.dropwhile(lambda line: line.startswith("# "), file)):
                there = [column for column in columns(attributes, second) if column in row or column not in added]
                yield {column: _csv_value(row[column], is_text=column in texts) for column in there}

    return about, rows()


def _csv_value(text: str, *, is_text: bool) -> object:
    if is_text:
        return plain_text(text) or None
    return parse_json(text) if text else None


def _json_lines(path: Path) -> tuple[About, Iterator[_Row]]:
    with path.open(encoding="utf-8") as file:
        about = parse_json(file.readline())

    def rows() -> Iterator[_Row]:
        with path.open(encoding="utf-8") as file:
            yield from map(parse_json, itertools.islice(file, 1, None))

    return about, rows()


def _parquet(path: Path) -> tuple[About, Iterator[_Row]]:
    load_pyarrow()
    from pyarrow.parquet import ParquetFile

    table = ParquetFile(path)
    about = {key.decode(): value.decode() for key, value in (table.schema_arrow.metadata or {}).items()}
    groups = table.iter_batches(batch_size=_ROWS_AT_A_TIME)
    return about, (row for group in groups for row in group.to_pylist())


def _photos(
    rows: Iterator[_Row], folder: Path, attributes: Mapping[str, Attribute], second: Mapping[str, Attribute]
) -> Iterator[tuple[str, Record]]:
    """Photos in the form of `core.export.record` from their adjacent rows; `folder` is the table's."""
    keys, answers = record_keys(attributes), answer_columns(attributes)
    named = [(keys[name], answers[name]) for name in attributes]
    notes, found_by = added_columns(attributes)
    found_by_of_face, second_of_face = found_by_key(attributes), second_key(attributes)
    seconds = list(second_columns(attributes, second).items())

    def face(row: _Row) -> dict[str, Any]:
        its = _face(row, named) | {found_by_of_face: row.get(found_by)}
        if seconds and row[seconds[0][1].label] is not None:
            its[second_of_face] = {name: _answer(row, columns) for name, columns in seconds}
        return its

    for path, group in itertools.groupby(rows, key=lambda row: row["path"]):
        its = list(group)
        error = its[0]["error"]
        yield (
            _found(path, folder),
            {
                "path": path,
                "width": its[0]["width"],
                "height": its[0]["height"],
                "milliseconds": its[0]["milliseconds"],
                "error": None if error == NO_FACE else error,
                "notes": (its[0].get(notes) or "").split(),
                "faces": [face(row) for row in its if row["face"] is not None],
            },
        )


def _found(path: str, folder: Path) -> str:
    """The photo's path; a relative one may start from the table's folder."""
    if Path(path).is_absolute() or is_there(Path(path)) or not is_there(folder / path):
        return path
    return str(folder / path)


def _face(row: _Row, named: Sequence[tuple[str, AnswerColumns]]) -> dict[str, Any]:
    return {
        "box": [row[name] for name in ("x0", "y0", "x1", "y1")],
        "score": row["score"],
        **{key: _answer(row, its) for key, its in named},
        "quality": {name: row[name] for name in MEASURES} | {"reasons": (row["reasons"] or "").split()},
    }


def _answer(row: _Row, its: AnswerColumns) -> dict[str, Any]:
    return {
        "label": row[its.label],
        "uncertain": row[its.uncertain],
        "probabilities": {label: row[column] for label, column in its.probabilities.items()},
    }


@contextlib.contextmanager
def _wrap_read_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except KeyError as e:
        raise ExportError("batch.read", path=path, reason=NO_COLUMN) from e
    except (OSError, ValueError, TypeError) as e:
        raise ExportError("batch.read", path=path, reason=getattr(e, "strerror", None) or e) from e

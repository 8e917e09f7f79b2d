"""CSV files of labelled faces with any columns: pictures in files, or as grey values in the table.

Grey values are imported into the cache once and memory-mapped afterwards.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from core.datasets.cache import cache_root, read_array, write_errors, writing
from core.datasets.columns import NO_LABEL, ColumnMap, Labels, LabelTable, position
from core.datasets.csv_file import CsvFile, Grey, as_text, byte_fields, fields, parse_pixel_row, parse_pixels, state_of
from core.datasets.dataset import OWN_TERMS, FaceDataset, Indices, SkippedRow, SkippedRows
from core.datasets.picture_files import FilesBeside
from core.datasets.raw_table import RawRow, RawTable, Row, labelled
from core.files import is_file, parse_json, read_ordinary
from core.schema import ATTRIBUTES, Attribute, Column
from core.vision.imaging import MAX_BYTES, RGB, read_image
from core.work import Progress, ShouldStop, ordered_map

LAYOUT: Final = "a CSV file in UTF-8 with a column of picture files or of grey values, and columns of labels"
_PIXELS: Final = re.compile(r"\d+( \d+){3,}")
_VERSION: Final = 5
"""Raised when an import of the same file gives another result."""
# 64 rows of 48 x 48 values and their text fit into a core's cache.
_BATCH_ROWS: Final = 64
# More threads would wait for the one that reads the file.
_PARSING_THREADS: Final = 2
_COPIED_ROWS: Final = 4096


def csv_table(path: Path, *, expected: str = LAYOUT) -> RawTable:
    """The CSV file at `path`. Its pictures are files, found as `FilesBeside` does; a row may also name the grey values
    themselves.

    Raises:
        DataError: It is not such a file.
    """
    file, beside = CsvFile(path, expected=expected), FilesBeside(path.parent)

    def rows() -> Iterator[Row]:
        for line in file.rows():
            row, where = file.split(line, fields), f"line {line.number}"
            yield SkippedRow(where, row) if isinstance(row, str) else RawRow(where, row, done=line.end_byte)

    def decode(name: str) -> RGB:
        if _PIXELS.fullmatch(name):
            grey = parse_pixel_row(name.encode(), len(name.split()))
            side = math.isqrt(len(grey))
            if isinstance(grey, str) or side**2 != len(grey):
                raise file.refused(grey if isinstance(grey, str) else f"{len(grey)} values are not a square picture")
            return np.asarray(np.repeat(grey.reshape(side, side, 1), 3, axis=2))
        return read_image(beside.path(name))

    def content(name: str) -> bytes:
        try:
            return read_ordinary(beside.path(name), limit=MAX_BYTES)
        except OSError as e:
            raise file.refused(f"{name}: {e.strerror or e}") from e

    def missing(name: str) -> str | None:
        return None if _PIXELS.fullmatch(name) or is_file(beside.path(name)) else f"there is no picture {name[:200]}"

    return RawTable(
        path=path,
        expected=expected,
        header=file.header,
        rows=rows,
        decode=decode,
        state=state_of(path),
        content=content,
        missing=missing,
        size=file.size_bytes,
    )


def read_table(
    path: Path,
    columns: ColumnMap,
    *,
    cache: Path | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> FaceDataset:
    """Read the CSV file at `path`.

    Paths of pictures are relative to the file; their faces are aligned before use. Grey values are taken as aligned
    faces, since no larger picture is available.

    Args:
        path: The file.
        columns: The meaning of its columns.
        cache: Folder of the cache, for grey values; by default the user's.
        progress: Called with bytes read and the file's size.
        should_stop: Called for each row or batch of rows.

    Raises:
        DataError: It is not such a file, or no row of it can be used.
        Stopped: `should_stop` returned True.
    """
    if columns.pixels is not None:
        source = Source(path, columns, path.name, OWN_TERMS, LAYOUT)
        return read_pixel_csv(source, cache=cache, progress=progress, should_stop=should_stop)
    return labelled(csv_table(path), columns, progress=progress, should_stop=should_stop)


def _kept_rows(file: CsvFile, count: int, unlabelled: dict[int, str], skipped: SkippedRows) -> Indices:
    """The rows with a label; the others are added to `skipped`.

    Raises:
        DataError: There are none.
    """
    for where in unlabelled.values():
        skipped.add(where, NO_LABEL)
    if len(unlabelled) == count:
        raise file.refused(f"no row in it can be used ({skipped.first})" if skipped.count else "it has no rows")
    return np.setdiff1d(np.arange(count), np.array(sorted(unlabelled), np.int64))


@dataclass(frozen=True, slots=True)
class Source:
    """A CSV file with grey values, and how to read it."""

    path: Path
    columns: ColumnMap
    title: str
    terms: str
    expected: str
    values: int | None = None
    """Grey values per picture; None for as many as the first row has."""


def read_pixel_csv(
    source: Source,
    *,
    cache: Path | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> FaceDataset:
    """Import the file, or open its import from the cache.

    Args:
        source: The file; `columns.pixels` must be set.
        cache: Folder of the cache; by default the user's.
        progress: Called with bytes read and the file's size.
        should_stop: Called after each batch of rows.

    Raises:
        DataError: It is not such a file, no row of it can be used, or the cache cannot be written.
        Stopped: `should_stop` returned True.
    """
    file = CsvFile(source.path, expected=source.expected)
    file.require(source.columns.wanted)
    imported = _Import(source, cache)
    dataset = imported.read()
    if dataset is None:
        imported.run(file, progress, should_stop)
        dataset = imported.read()
        if dataset is None:
            raise file.refused("its import was changed by another program; open it again")
    return dataset


@dataclass(slots=True)
class _Batch:
    """Rows whose labels were read and whose pixels are still text."""

    numbers: list[int] = field(default_factory=list)
    """Line numbers."""
    names: list[str] = field(default_factory=list)
    labels: list[Labels] = field(default_factory=list)
    texts: list[bytes] = field(default_factory=list)
    end_byte: int = 0


class _Import:
    """The import of one file in the cache: the pictures in one file, everything else in a JSON file beside it."""

    def __init__(self, source: Source, cache: Path | None) -> None:
        self._source = source
        self._state = state_of(source.path)
        what = f"{_VERSION}\n{source.path.resolve()}\n{source!r}\n{list(ATTRIBUTES.values())}"
        self._key = hashlib.sha256(what.encode("utf-8", "surrogateescape")).hexdigest()[:16]
        self._folder = (cache or cache_root()) / "csv"
        # The JSON file is written last, so pictures without it do not count.
        self._table = self._folder / f"{self._key}-{self._state}.json"
        self._pictures = self._table.with_suffix(".u8")

    def read(self) -> FaceDataset | None:
        """The imported data; None if they are missing or damaged."""
        try:
            held = parse_json(self._table.read_bytes())
            names, side = tuple(held["names"]), int(held["side"])
            grey = read_array(self._pictures, (len(names), side, side))
            if grey is None:
                return None
            return FaceDataset(
                title=self._source.title,
                terms=self._source.terms,
                names=names,
                ages=np.array(held["ages"], np.int64),
                columns={one["name"]: _column(one) for one in held["columns"]},
                skipped=tuple(SkippedRow(*row) for row in held["skipped"]),
                grey=grey,
                state=self._state,
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def run(self, file: CsvFile, progress: Progress | None, should_stop: ShouldStop | None) -> None:
        """Import the file; imports of its earlier content are deleted."""
        skipped, labels, names = SkippedRows(), LabelTable(self._source.columns, file.header), []
        with writing(self._pictures) as pictures:
            for batch, parsed in self._parsed(file, labels, skipped, should_stop):
                names += _add(batch, parsed, pictures, labels, skipped)
                if progress:
                    progress(batch.end_byte, file.size_bytes)
                if not names and skipped.too_many:
                    raise file.refused(f"none of its first {skipped.count} rows can be used ({skipped.first})")
            ages, columns, unlabelled = labels.finish()
            kept = _kept_rows(file, len(names), unlabelled, skipped)
            side = math.isqrt(pictures.tell() // len(names))
        if unlabelled:
            self._keep(kept, len(names), side)
        table = {
            "side": side,
            "names": [names[row] for row in kept],
            "ages": ages[kept].tolist(),
            "columns": [_as_json(column.taken(kept)) for column in columns.values()],
            "skipped": [(row.name, row.reason) for row in skipped.rows],
        }
        with writing(self._table) as out:
            out.write(json.dumps(table).encode())
        for older in self._folder.glob(f"{self._key}-*"):
            if older not in (self._table, self._pictures):
                with contextlib.suppress(OSError):  # on Windows, a file that is open in another window stays
                    older.unlink()

    def _parsed(
        self, file: CsvFile, labels: LabelTable, skipped: SkippedRows, should_stop: ShouldStop | None
    ) -> Iterator[tuple[_Batch, Grey | list[Grey | str]]]:
        count = self._source.values

        def batches() -> Iterator[tuple[_Batch, int]]:
            nonlocal count
            for batch in _batches(file, self._source.columns, labels, skipped):
                if count is None:
                    count = _square(file, batch)
                yield batch, count

        def parse(item: tuple[_Batch, int]) -> tuple[_Batch, Grey | list[Grey | str]]:
            return item[0], parse_pixels(item[0].texts, item[1])

        return ordered_map(parse, batches(), threads=_PARSING_THREADS, should_stop=should_stop)

    def _keep(self, rows: Indices, count: int, side: int) -> None:
        """Remove the pictures of the other rows."""
        pictures = read_array(self._pictures, (count, side, side))
        assert pictures is not None  # it was just written
        with write_errors(self._pictures), writing(self._pictures.with_suffix(".kept")) as out:
            for start in range(0, len(rows), _COPIED_ROWS):
                out.write(np.ascontiguousarray(pictures[rows[start : start + _COPIED_ROWS]]).data)
        del pictures  # on Windows, an open file cannot be replaced
        with write_errors(self._pictures):
            self._pictures.with_suffix(".kept").replace(self._pictures)


def _batches(file: CsvFile, columns: ColumnMap, table: LabelTable, skipped: SkippedRows) -> Iterator[_Batch]:
    pixels_at, name_at = position(file.header, columns.pixels), position(file.header, columns.name)
    assert pixels_at is not None  # `require` checked it
    batch = _Batch()
    for line in file.rows():
        row, where = file.split(line, byte_fields), f"line {line.number}"
        if isinstance(row, str):
            skipped.add(where, row)
        else:
            pixels, row[pixels_at] = row[pixels_at].strip(), b""
            words = [as_text(value) for value in row]
            labels = table.read(words)
            if isinstance(labels, str):
                skipped.add(where, labels)
            else:
                batch.numbers.append(line.number)
                batch.names.append(where if name_at is None else words[name_at].strip() or where)
                batch.labels.append(labels)
                batch.texts.append(pixels)
        batch.end_byte = line.end_byte
        if len(batch.numbers) == _BATCH_ROWS or (skipped.too_many and batch.numbers):
            yield batch
            batch = _Batch()
    yield batch


def _add(
    batch: _Batch,
    parsed: Grey | list[Grey | str],
    pictures: BinaryIO,
    labels: LabelTable,
    skipped: SkippedRows,
) -> list[str]:
    """Write the pictures of a batch and keep their labels; returns the names of these rows."""
    names = []
    for at, values in enumerate(parsed):
        if isinstance(values, str):
            skipped.add(f"line {batch.numbers[at]}", values)
        else:
            labels.add(batch.labels[at], f"line {batch.numbers[at]}")
            names.append(batch.names[at])
    values = parsed if isinstance(parsed, np.ndarray) else _stacked(parsed)
    pictures.write(np.ascontiguousarray(values).data)
    return names


def _stacked(parsed: list[Grey | str]) -> NDArray[np.uint8]:
    read = [values for values in parsed if not isinstance(values, str)]
    return np.stack(read) if read else np.zeros(0, np.uint8)


def _square(file: CsvFile, batch: _Batch) -> int:
    count = len(batch.texts[0].split()) if batch.texts else 1
    if count != math.isqrt(count) ** 2:
        raise file.refused(f"line {batch.numbers[0]} has {count} pixel values, which is not a square picture")
    return count


def _as_json(column: Column) -> dict[str, object]:
    attribute = column.attribute
    return {
        "name": attribute.name,
        "title": attribute.title,
        "labels": attribute.labels,
        "values": column.values.tolist(),
    }


def _column(held: dict[str, Any]) -> Column:
    name, values = str(held["name"]), np.array(held["values"], np.int64)
    own = Attribute(name, tuple(held["labels"]), title=str(held["title"]))
    return Column(ATTRIBUTES.get(name, own), values)

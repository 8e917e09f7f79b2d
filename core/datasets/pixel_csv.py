"""CSV files that hold their pictures as grey values: imported once, memory-mapped afterwards."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from core.datasets import csv_cache
from core.datasets.columns import NO_LABEL, ColumnMap, Labels, LabelTable, position
from core.datasets.csv_lines import MAX_LINE_BYTES, CsvFile, as_text, byte_fields, columns_missing
from core.datasets.dataset import FaceDataset
from core.datasets.pixel_text import Grey, parse_batch
from core.datasets.skipping import Skipped
from core.work import Progress, ShouldStop, stop_if

# 64 rows of 48 x 48 and what is made of them fit a core's cache.
_BATCH: Final = 64
# The reading and two parsing threads; more of them wait for the reading.
_THREADS: Final = 2
_IN_FLIGHT: Final = 4


@dataclass(frozen=True, slots=True)
class Source:
    """A CSV file and how to read it."""

    path: Path
    columns: ColumnMap
    title: str
    terms: str
    expected: str
    values: int | None = None
    """Grey values of a picture; None takes as many as the first row has."""


def read_pixel_csv(
    source: Source,
    *,
    cache: Path | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> FaceDataset:
    """Import the file, or take what the cache holds of it.

    Args:
        source: The file, with `columns.pixels` given.
        cache: The folder of the cache; by default the user's.
        progress: Called with bytes read and the file's size.
        should_stop: Asked after each batch of rows.

    Raises:
        DataError: It is not such a file, no row of it can be used, or the cache cannot be written.
        Stopped: `should_stop` asked for it.
    """
    file = CsvFile(source.path, expected=source.expected)
    missing = columns_missing(file.header, source.columns.wanted)
    if missing:
        raise file.refused(missing)
    folder = csv_cache.folder_of(source.path, repr(source), cache)
    table = csv_cache.read(folder)
    if table is None:
        with csv_cache.Writer(folder) as writer:
            skipped, labels = Skipped(), LabelTable(source.columns, file.header)
            _import(file, source, writer, labels, skipped, progress, should_stop)
            ages, columns, unlabelled = labels.finish()
            for where in unlabelled.values():
                skipped.add(where, NO_LABEL)
            if len(unlabelled) == writer.rows:
                raise file.refused(f"no row in it can be used ({skipped.first})" if skipped.count else "it has no rows")
            table = writer.finish(ages, columns, skipped.rows, unlabelled)
    return FaceDataset(
        title=source.title,
        terms=source.terms,
        names=table.names,
        ages=table.ages,
        columns=table.columns,
        skipped=table.skipped,
        grey=table.grey,
        state=table.state,
    )


@dataclass(slots=True)
class _Batch:
    lines: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    labels: list[Labels] = field(default_factory=list)
    texts: list[bytes] = field(default_factory=list)
    end_byte: int = 0


def _import(
    file: CsvFile,
    source: Source,
    writer: csv_cache.Writer,
    labels: LabelTable,
    skipped: Skipped,
    progress: Progress | None,
    should_stop: ShouldStop | None,
) -> None:
    waiting: deque[tuple[_Batch, Future[Grey | list[Grey | str]]]] = deque()

    def take() -> None:
        batch, parsing = waiting.popleft()
        parsed = parsing.result()
        if isinstance(parsed, list):
            read = [at for at, values in enumerate(parsed) if not isinstance(values, str)]
            for at, values in enumerate(parsed):
                if isinstance(values, str):
                    skipped.add(f"line {batch.lines[at]}", values)
            if read:
                writer.add([batch.names[at] for at in read], _stacked(parsed))
        else:
            read = list(range(len(batch.lines)))
            writer.add(batch.names, parsed)
        for at in read:
            labels.add(batch.labels[at], f"line {batch.lines[at]}")
        if progress:
            progress(batch.end_byte, file.size_bytes)
        if not writer.rows and skipped.too_many:
            raise file.refused(f"none of its first {skipped.count} rows can be used ({skipped.first})")

    with ThreadPoolExecutor(_THREADS) as pool:
        values = source.values
        for batch in _batches(file, source.columns, labels, skipped):
            stop_if(should_stop)
            if values is None:
                values = _square(file, batch)
            waiting.append((batch, pool.submit(parse_batch, batch.texts, values)))
            if len(waiting) >= _IN_FLIGHT:
                take()
        while waiting:
            take()


def _batches(file: CsvFile, columns: ColumnMap, table: LabelTable, skipped: Skipped) -> Iterator[_Batch]:
    """Rows whose labels can be read, with their pixels still text."""
    pixels_at, name_at = position(file.header, columns.pixels), position(file.header, columns.name)
    assert pixels_at is not None  # its absence was told before
    batch = _Batch()
    for line in file.rows():
        row = None if line.content is None else byte_fields(line.content)
        where = f"line {line.number}"
        if line.content is None:
            skipped.add(where, f"it is longer than {MAX_LINE_BYTES // 1_000_000} MB")
        elif row is None:
            skipped.add(where, "a quotation mark in it is not closed")
        elif len(row) != len(file.header):
            skipped.add(where, f"{len(row)} columns instead of {len(file.header)}")
        else:
            pixels, row[pixels_at] = row[pixels_at].strip(), b""
            words = [as_text(value) for value in row]
            labels = table.read(words)
            if isinstance(labels, str):
                skipped.add(where, labels)
            else:
                batch.lines.append(line.number)
                batch.names.append(where if name_at is None else words[name_at].strip() or where)
                batch.labels.append(labels)
                batch.texts.append(pixels)
        batch.end_byte = line.end_byte
        if len(batch.lines) == _BATCH or (skipped.too_many and batch.lines):
            yield batch
            batch = _Batch()
    yield batch


def _stacked(parsed: list[Grey | str]) -> Grey:
    return np.stack([values for values in parsed if not isinstance(values, str)])


def _square(file: CsvFile, batch: _Batch) -> int:
    count = len(batch.texts[0].split()) if batch.texts else 1
    if count != math.isqrt(count) ** 2:
        raise file.refused(f"line {batch.lines[0]} has {count} pixel values, which is no square picture")
    return count

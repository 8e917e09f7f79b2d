"""Any CSV file of labelled faces, given which of its columns means what."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from core.datasets.columns import NO_LABEL, ColumnMap, Labels, LabelTable, position
from core.datasets.csv_cache import state_of
from core.datasets.csv_lines import MAX_LINE_BYTES, CsvFile, columns_missing, fields
from core.datasets.dataset import FaceDataset
from core.datasets.pixel_csv import Source, read_pixel_csv
from core.datasets.skipping import Skipped
from core.datasets.terms import OWN_TERMS
from core.schema import ATTRIBUTES
from core.work import Progress, ShouldStop, stop_if

LAYOUT: Final = (
    "a CSV file in UTF-8 with a column of picture files or of grey values, and one or more columns of labels"
)

_USUAL: Final = {
    "picture": ("file", "path", "image", "img", "filename", "file_name", "image_path", "img_path", "picture"),
    "pixels": ("pixels",),
    "name": ("img_name", "name", "id"),
    "age": ("age",),
}


def guess_columns(header: Sequence[str]) -> ColumnMap | None:
    """A mapping by the names that such columns usually have; None where there are no pictures."""
    found: dict[str, str] = {}
    for meaning, usual in _USUAL.items():
        for column in header:
            if column.casefold() in usual:
                found.setdefault(meaning, column)
    if "pixels" in found:
        found.pop("picture", None)
    attributes = {
        attribute.name: column
        for attribute in ATTRIBUTES.values()
        for column in reversed(header)  # the first of several
        if column.casefold() in (attribute.name, attribute.title, *attribute.synonyms)
    }
    return ColumnMap(**found, attributes=attributes) if "pixels" in found or "picture" in found else None


def read_mapped_csv(
    path: Path,
    columns: ColumnMap,
    *,
    cache: Path | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> FaceDataset:
    """Read the CSV file at `path` by `columns`.

    Pictures named in a column lie relative to the file, and their faces are aligned before use; grey values are taken
    for aligned faces, since nothing more can be cut from them.

    Args:
        path: The file.
        columns: Which column means what.
        cache: The folder of the cache, for grey values; by default the user's.
        progress: Called with bytes read and the file's size.
        should_stop: Asked row by row.

    Raises:
        DataError: It is not such a file, or no row of it can be used.
        Stopped: `should_stop` asked for it.
    """
    if columns.pixels is not None:
        source = Source(path, columns, path.name, OWN_TERMS, LAYOUT)
        return read_pixel_csv(source, cache=cache, progress=progress, should_stop=should_stop)
    file = CsvFile(path, expected=LAYOUT)
    missing = columns_missing(file.header, columns.wanted)
    if missing:
        raise file.refused(missing)
    skipped, table = Skipped(), LabelTable(columns, file.header)
    names: list[str] = []
    picture_at = position(file.header, columns.picture)
    assert picture_at is not None  # its absence was told before
    for line in file.rows():
        stop_if(should_stop)
        row = None if line.content is None else fields(line.content)
        found = _row(row, line.content, file.header, table)
        where = f"line {line.number}"
        if row is None or isinstance(found, str):
            skipped.add(where, str(found))
        elif not (path.parent / row[picture_at].strip()).is_file():
            skipped.add(where, f"there is no picture {row[picture_at].strip()[:200]}")
        else:
            names.append(row[picture_at].strip())
            table.add(found, where)
        if progress:
            progress(line.end_byte, file.size_bytes)
    dataset = _dataset(path, names, table, skipped)
    if not len(dataset):
        raise file.refused(f"no row in it can be used ({skipped.first})" if skipped.count else "it has no rows")
    return dataset


def _row(row: list[str] | None, content: bytes | None, header: Sequence[str], table: LabelTable) -> Labels | str:
    if content is None:
        return f"it is longer than {MAX_LINE_BYTES // 1_000_000} MB"
    if row is None:
        return "a quotation mark in it is not closed"
    if len(row) != len(header):
        return f"{len(row)} columns instead of {len(header)}"
    return table.read(row)


def _dataset(path: Path, names: list[str], table: LabelTable, skipped: Skipped) -> FaceDataset:
    from core.vision.imaging import read_image

    ages, columns, unlabelled = table.finish()
    for where in unlabelled.values():
        skipped.add(where, NO_LABEL)
    kept = np.array([row for row in range(len(names)) if row not in unlabelled], np.int64)
    return FaceDataset(
        title=path.name,
        terms=OWN_TERMS,
        names=tuple(names[row] for row in kept),
        ages=ages[kept],
        columns={name: column.taken(kept) for name, column in columns.items()},
        skipped=skipped.rows,
        decode=lambda name: read_image(path.parent / name),
        aligned=False,
        state=state_of(path),
    )

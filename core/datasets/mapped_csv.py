"""Any CSV file of labelled faces, given which of its columns means what."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from core.datasets.columns import ColumnMap, LabelReader, Labels, position
from core.datasets.csv_cache import state_of
from core.datasets.csv_lines import MAX_LINE_BYTES, CsvFile, columns_missing, fields
from core.datasets.dataset import FaceDataset
from core.datasets.pixel_csv import Source, read_pixel_csv
from core.datasets.skipping import Skipped
from core.datasets.terms import OWN_TERMS
from core.datasets.work import Progress, ShouldStop, stop_if
from core.schema import shipped_columns

LAYOUT: Final = (
    "a CSV file in UTF-8 with a column of picture files or of grey values, and one of gender or ethnicity or both"
)

_USUAL: Final = {
    "picture": ("file", "path", "image", "img", "filename", "file_name", "image_path", "img_path", "picture"),
    "pixels": ("pixels",),
    "name": ("img_name", "name", "id"),
    "age": ("age",),
    "gender": ("gender", "sex"),
    "ethnicity": ("ethnicity", "race"),
}


def guess_columns(header: Sequence[str]) -> ColumnMap | None:
    """A mapping by the names that such columns usually have; None where they do not."""
    found: dict[str, str] = {}
    for meaning, usual in _USUAL.items():
        for column in header:
            if column.casefold() in usual:
                found.setdefault(meaning, column)
    if "pixels" in found:
        found.pop("picture", None)
    labelled = "gender" in found or "ethnicity" in found
    return ColumnMap(**found) if labelled and ("pixels" in found or "picture" in found) else None  # type: ignore[arg-type]


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
    skipped = Skipped()
    names: list[str] = []
    labels: list[Labels] = []
    labels_of, picture_at = LabelReader(columns, file.header), position(file.header, columns.picture)
    assert picture_at is not None  # its absence was told before
    for line in file.rows():
        stop_if(should_stop)
        row = None if line.content is None else fields(line.content)
        found = _row(row, line.content, file.header, labels_of)
        where = f"line {line.number}"
        if row is None or isinstance(found, str):
            skipped.add(where, str(found))
        elif not (path.parent / row[picture_at].strip()).is_file():
            skipped.add(where, f"there is no picture {row[picture_at].strip()[:200]}")
        else:
            names.append(row[picture_at].strip())
            labels.append(found)
        if progress:
            progress(line.end_byte, file.size_bytes)
    if not names:
        raise file.refused(f"no row in it can be used ({skipped.first})" if skipped.count else "it has no rows")
    return _dataset(path, names, labels, skipped)


def _row(row: list[str] | None, content: bytes | None, header: Sequence[str], labels_of: LabelReader) -> Labels | str:
    if content is None:
        return f"it is longer than {MAX_LINE_BYTES // 1_000_000} MB"
    if row is None:
        return "a quotation mark in it is not closed"
    if len(row) != len(header):
        return f"{len(row)} columns instead of {len(header)}"
    return labels_of.read(row)


def _dataset(path: Path, names: list[str], labels: list[Labels], skipped: Skipped) -> FaceDataset:
    from core.imaging import read_image

    return FaceDataset(
        title=path.name,
        terms=OWN_TERMS,
        names=tuple(names),
        ages=np.array([row.age for row in labels], np.int64),
        columns=shipped_columns(
            gender=np.array([row.gender for row in labels], np.int64),
            ethnicity=np.array([row.ethnicity for row in labels], np.int64),
        ),
        skipped=skipped.rows,
        decode=lambda name: read_image(path.parent / name),
        aligned=False,
        state=state_of(path),
    )

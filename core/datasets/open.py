"""Open labelled data of any supported format, detected from their content."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

import numpy as np

from core.datasets.annotations import JSON, annotated_table, annotation_file
from core.datasets.archive import Files, open_files
from core.datasets.class_folders import class_columns, class_folders_dataset
from core.datasets.column_choice import columns_of, propose, remembered_columns, sample
from core.datasets.columns import ColumnMap, position
from core.datasets.croissant import CROISSANT, Described, is_croissant, read_croissant
from core.datasets.csv_file import columns_missing
from core.datasets.dataset import OWN_TERMS, FaceDataset, join
from core.datasets.decisions import apply_decisions, read_decisions
from core.datasets.declared_sides import with_column_of_sides
from core.datasets.fairface import fairface_dataset, label_files
from core.datasets.listed import JSON_LINES, image_folder, listed_pictures
from core.datasets.parquet import SUFFIX, parquet_files, parquet_table
from core.datasets.raw_table import RawTable, labelled
from core.datasets.table import csv_table, read_table
from core.datasets.utkface import CSV_HEADER, CSV_LAYOUT, is_utkface_name, read_utkface_csv, utkface_dataset
from core.datasets.webdataset import tar_files, tar_table
from core.errors import DataError
from core.files import is_file, parse_json, read_ordinary, require_ordinary
from core.schema import ATTRIBUTES, NOT_GIVEN
from core.work import Progress, ShouldStop

_HEAD_BYTES: Final = 1 << 16
_MOST_METADATA_BYTES: Final = 64 << 20
_TABLES: Final = (".csv", ".tsv", ".txt", *JSON_LINES, SUFFIX)
EXPECTED: Final = (
    f"the UTKFace CSV ({', '.join(CSV_HEADER)}), another CSV of pictures and labels, Parquet files or WebDataset tars "
    "of both, a JSON file of COCO or Label Studio beside its pictures, JSON Lines of pictures and labels, or a zip "
    "archive or folder with UTKFace's pictures, FairFace, pictures with a metadata.jsonl or metadata.csv, or pictures "
    "in folders named after their class"
)


def open_dataset(
    path: Path,
    *,
    as_labelled: bool = False,
    columns: ColumnMap | None = None,
    cache: Path | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> FaceDataset:
    """Open the data at `path`, with what the user decided about their labels.

    Args:
        path: A CSV, Parquet, tar or JSON file, a zip archive, or a folder. A folder with a single CSV file means that
            file, if there are no pictures or if the file names them.
        as_labelled: Ignore the decisions.
        columns: The meaning of a table's columns; by default the remembered one, or what their titles and words say.
        cache: Folder of the cache; by default the user's.
        progress: Called with bytes read and the file's size; only CSV files take long.
        should_stop: Called after each batch of rows.

    Raises:
        DataError: The format is not supported; the message says what was expected. Or the decisions are damaged.
        Stopped: `should_stop` returned True.
    """
    dataset = _open(path, columns, cache, progress, should_stop)
    return dataset if as_labelled else apply_decisions(dataset, read_decisions(path), should_stop=should_stop)


def open_datasets(
    paths: Sequence[Path],
    *,
    as_labelled: bool = False,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> FaceDataset:
    """Open the data at all `paths` as one data set; arguments as in `open_dataset`.

    Raises:
        DataError: One of them cannot be opened, or they cannot be joined.
        Stopped: `should_stop` returned True.
    """
    return join(
        [open_dataset(path, as_labelled=as_labelled, progress=progress, should_stop=should_stop) for path in paths]
    )


def unlabelled_dataset(path: Path) -> FaceDataset:
    """The pictures in a folder or zip archive, without labels.

    Raises:
        DataError: There are none.
    """
    files = open_files(path, expected=EXPECTED)
    if not files.pictures:
        raise DataError("data.format", path=path, reason="it has no pictures", expected=EXPECTED)
    return FaceDataset(
        title=path.name,
        terms=OWN_TERMS,
        names=files.pictures,
        ages=np.full(len(files.pictures), NOT_GIVEN, np.int64),
        columns={},
        skipped=(),
        decode=files.picture,
        content=files.read,
        aligned=False,
        state=files.state,
    )


def raw_table(
    path: Path, *, progress: Progress | None = None, should_stop: ShouldStop | None = None
) -> RawTable | None:
    """The data at `path` before their columns have a meaning; None if their format or their folders state the labels.

    Raises:
        DataError: They cannot be read, or their format is not supported.
        Stopped: `should_stop` returned True.
    """
    found = _found(path, progress, should_stop)
    return None if isinstance(found, Files) else found


def _open(
    path: Path,
    columns: ColumnMap | None,
    cache: Path | None,
    progress: Progress | None,
    should_stop: ShouldStop | None,
) -> FaceDataset:
    found = _found(path, progress, should_stop)
    if isinstance(found, Files):
        return _of_files(found)
    table = found
    if columns is None and table.picture is None and columns_missing(table.header, CSV_HEADER) is None:
        columns = remembered_columns(table)
        if columns is None:
            return read_utkface_csv(table.path, cache=cache, progress=progress, should_stop=should_stop)
    columns = columns or columns_of(table)
    if columns is None:
        known = any(position(table.header, column) is not None for column in CSV_HEADER)
        reason = columns_missing(table.header, CSV_HEADER)
        raise DataError("data.format", path=table.path, reason=reason, expected=CSV_LAYOUT if known else EXPECTED)
    if columns.pixels is not None:
        read = read_table(table.path, columns, cache=cache, progress=progress, should_stop=should_stop)
        groups = tuple(name for name in columns.groups if name in read.columns)
        return with_column_of_sides(replace(read, column_map=columns, group_only=groups))
    return with_column_of_sides(labelled(table, columns, progress=progress, should_stop=should_stop))


def _found(path: Path, progress: Progress | None, should_stop: ShouldStop | None) -> RawTable | Files:
    """The table at `path`; or its files, if their names or folders are the labels."""
    if not path.exists():
        raise DataError("data.missing", path=path)
    if (file := _metadata(path)) is not None:
        return _described(path, read_croissant(file))
    if shards := _shards(path, parquet_files):
        return parquet_table(path, shards)
    if shards := _shards(path, tar_files):
        return tar_table(path, shards, progress=progress, should_stop=should_stop)
    if path.is_dir() or _is_archive(path):
        files = open_files(path, expected=EXPECTED)
        listed = image_folder(files)
        table = None if listed else _table(files)
        if table is None:
            return listed or annotated_table(files) or files
        if not path.is_dir():
            reason = f"it contains {table}; unpack it and open that file"
            raise DataError("data.format", path=path, reason=reason, expected=EXPECTED)
        path = path / table
    elif path.suffix.lower() == JSON:
        return annotation_file(path)
    return listed_pictures(path) or csv_table(path, expected=EXPECTED)


def _metadata(path: Path) -> Path | None:
    """The Croissant metadata that `path` is or contains; a folder of pictures alone is read by its folders' names."""
    file = path / CROISSANT if path.is_dir() else path
    if file.suffix.lower() != JSON or not is_file(file):
        return None
    try:
        with file.open("rb") as head:
            if b"@context" not in head.read(_HEAD_BYTES):
                return None
        document = parse_json(read_ordinary(file, limit=_MOST_METADATA_BYTES))
    except (OSError, ValueError):
        return None  # what reads it next says so
    return file if is_croissant(document) and (file == path or document.get("recordSet")) else None


def _described(path: Path, described: Described) -> RawTable:
    """The table that Croissant metadata describe."""
    first = described.files[0]
    raw = csv_table(first) if first.suffix.lower() == ".csv" else parquet_table(path, described.files)
    return replace(raw, title=described.title, terms=described.terms)


def _is_archive(path: Path) -> bool:
    try:
        require_ordinary(path)
        with path.open("rb") as file:
            # `is_zipfile` alone searches the whole file for a mark that a CSV file may contain by chance.
            return file.read(2) == b"PK" and zipfile.is_zipfile(path)
    except OSError:
        return False


def _shards(path: Path, find: Callable[[Path], list[Path]]) -> list[Path]:
    try:
        if not path.is_dir():
            require_ordinary(path)
        return find(path)
    except OSError:
        return []  # what reads it next says so


def _table(files: Files) -> str | None:
    """The single CSV file that describes the pictures; None if there is none or several."""
    tables = [name for name in files.names if PurePosixPath(name).suffix.lower() in (".csv", ".tsv")]
    if len(tables) != 1 or label_files(files):
        return None
    if not files.pictures:
        return tables[0]
    if not files.path.is_dir() or any(map(is_utkface_name, files.pictures)):
        return None
    try:
        raw = csv_table(files.path / tables[0])
        columns = propose(raw, sample(raw)).columns
    except DataError:
        return None  # the pictures may be labelled without it
    if columns is None or columns.picture is None:
        return None
    return tables[0] if set(raw.header) - {columns.picture, columns.name, columns.age} else None


def _of_files(files: Files) -> FaceDataset:
    if label_files(files):
        return fairface_dataset(files)
    pictures = files.pictures
    if not pictures:
        raise DataError("data.format", path=files.path, reason="it has no pictures", expected=EXPECTED)
    named = sum(map(is_utkface_name, pictures))
    columns, skipped = class_columns(pictures)
    in_classes = len(pictures) - skipped.count if columns else 0
    if not named and not in_classes:
        tables = [name for name in files.names if PurePosixPath(name).suffix.lower() in _TABLES]
        shown = ", ".join(tables[:3]) + (" ..." if len(tables) > 3 else "")
        hint = f"; it has {shown}: if the labels are in there, open that file" if tables else ""
        found = {"count": len(pictures), "tables": shown, "hint": hint}
        raise DataError("data.unlabelled", path=files.path, expected=EXPECTED, **found)
    # UTKFace is distributed in several folders, which are not classes.
    plain = not any(name in ATTRIBUTES for name in columns)
    return utkface_dataset(files) if named >= in_classes or (named and plain) else class_folders_dataset(files)

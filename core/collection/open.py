"""Opening what was saved earlier: a collection, or a table with or without the collection it was written from."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final

from core.collection.journal import collection_path, journal_path, path_beside
from core.collection.layout import write_collection
from core.collection.table_reader import read_table
from core.collection.view import Collection
from core.errors import ExportError
from core.files import is_locked, require_ordinary

NOT_OURS: Final = "another program has written it"


def open_collection(path: Path, place: Callable[[], Path]) -> tuple[Path, Path | None]:
    """The collection to continue, and the table it belongs to, if any.

    Args:
        path: A collection or a table.
        place: Called for the place where a table without a collection is read into one.

    Raises:
        ExportError: It is neither, or cannot be read.
    """
    try:
        if _is_sqlite(path):
            with Collection(path) as collection:
                if not collection.asked:
                    raise ExportError("collection.read", path=path, reason=NOT_OURS)
            return path, None
    except OSError as e:
        raise ExportError("collection.read", path=path, reason=e.strerror or e) from e
    if collection_path(path).is_file() or journal_path(path).is_file():
        return collection_path(path), path
    about, photos = read_table(path)
    imported = place()
    try:
        write_collection(imported, {"about": dict(about), "thresholds": {}, "paths": []}, photos)
    except (sqlite3.Error, OSError, ValueError, TypeError, KeyError) as e:
        raise ExportError("batch.read", path=path, reason=e) from e
    return imported, None


def is_being_written(path: Path) -> bool:
    """Whether a program has the collection at `path` open for writing."""
    return is_locked(path_beside(path, "lock"))


def _is_sqlite(path: Path) -> bool:
    require_ordinary(path)
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"

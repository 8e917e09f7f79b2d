"""Opening what was saved earlier: a collection, or a table with or without the collection it was written from."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from core.collection.store import (
    collection_path,
    is_collection,
    journal_path,
    write_collection,
)
from core.collection.table_reader import read_table
from core.errors import ExportError


def open_collection(path: Path, place: Callable[[], Path]) -> tuple[Path, Path | None]:
    """The collection to continue, and the table it belongs to, if any.

    Args:
        path: A collection or a table.
        place: Called for the place where a table without a collection is read into one.

    Raises:
        ExportError: It is neither, or cannot be read.
    """
    try:
        if is_collection(path):
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

"""Opening labelled data without saying what they are."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from core.datasets.archive import Files, open_files
from core.datasets.class_folders import class_columns, class_folders_dataset
from core.datasets.columns import ColumnMap, position
from core.datasets.csv_lines import CsvFile, columns_missing
from core.datasets.dataset import FaceDataset
from core.datasets.fairface import fairface_dataset, label_files
from core.datasets.joined import join
from core.datasets.mapped_csv import guess_columns, read_mapped_csv
from core.datasets.utkface import named_as_utkface, utkface_dataset
from core.datasets.utkface_csv import HEADER, LAYOUT, read_utkface_csv
from core.errors import DataError
from core.schema import ATTRIBUTES
from core.work import Progress, ShouldStop

EXPECTED: Final = (
    f"the UTKFace CSV ({', '.join(HEADER)}), another CSV of pictures and labels, or a zip archive "
    "or folder with UTKFace's pictures, FairFace, or pictures in folders named for their class"
)


def open_dataset(
    path: Path,
    *,
    columns: ColumnMap | None = None,
    cache: Path | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> FaceDataset:
    """Open the data at `path`, whichever of the known kinds they are.

    Args:
        path: A CSV file, a zip archive, or a folder; a folder with one CSV file stands for that where there are no
            pictures, or where they are named in it.
        columns: What the columns of a CSV file mean, where their names do not say it.
        cache: The folder of the cache; by default the user's.
        progress: Called with bytes read and the file's size; only CSV files take long.
        should_stop: Asked after each batch of rows.

    Raises:
        DataError: They are none of these; the text says what was expected.
        Stopped: `should_stop` asked for it.
    """
    if not path.exists():
        raise DataError("data.missing", path=path)
    if path.is_dir() or (columns is None and _is_archive(path)):
        files = open_files(path, expected=EXPECTED)
        table = _table(files)
        if table is None:
            return _of_files(files)
        if not path.is_dir():
            reason = f"it holds {table}, packed; unpack it and open that"
            raise DataError("data.format", path=path, reason=reason, expected=EXPECTED)
        path = path / table
    if columns is not None:
        return read_mapped_csv(path, columns, cache=cache, progress=progress, should_stop=should_stop)
    file = CsvFile(path, expected=EXPECTED)
    missing = columns_missing(file.header, HEADER)
    if missing is None:
        return read_utkface_csv(path, cache=cache, progress=progress, should_stop=should_stop)
    guessed = guess_columns(file.header)
    if guessed is None:
        known = any(position(file.header, column) is not None for column in HEADER)
        raise DataError("data.format", path=path, reason=missing, expected=LAYOUT if known else EXPECTED)
    return read_mapped_csv(path, guessed, cache=cache, progress=progress, should_stop=should_stop)


def open_datasets(
    paths: Sequence[Path], *, progress: Progress | None = None, should_stop: ShouldStop | None = None
) -> FaceDataset:
    """The data at all of `paths`, as one.

    Raises:
        DataError: One of them cannot be opened, or they cannot be joined.
        Stopped: `should_stop` asked for it.
    """
    return join([open_dataset(path, progress=progress, should_stop=should_stop) for path in paths])


def _is_archive(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            # A CSV file may hold, somewhere, the bytes by which a zip archive's end is known.
            return file.read(2) == b"PK" and zipfile.is_zipfile(path)
    except OSError:
        return False


def _table(files: Files) -> str | None:
    """The one CSV file that says what there is; None where it does not, or there are more."""
    tables = [name for name in files.names if PurePosixPath(name).suffix.lower() == ".csv"]
    if len(tables) != 1 or label_files(files):
        return None
    if not files.pictures:
        return tables[0]
    if not files.path.is_dir() or any(map(named_as_utkface, files.pictures)):
        return None
    try:
        header = CsvFile(files.path / tables[0], expected=EXPECTED).header
    except DataError:
        return None  # the pictures may do without it
    guessed = guess_columns(header)
    if guessed is None or guessed.picture is None:
        return None
    return tables[0] if set(header) - {guessed.picture, guessed.name, guessed.age} else None


def _of_files(files: Files) -> FaceDataset:
    if label_files(files):
        return fairface_dataset(files)
    pictures = files.pictures
    if not pictures:
        raise DataError("data.format", path=files.path, reason="there is no picture in it", expected=EXPECTED)
    named = sum(named_as_utkface(name) for name in pictures)
    columns, skipped = class_columns(pictures)
    sorted_in = len(pictures) - skipped.count if columns else 0
    if not named and not sorted_in:
        reason = "neither the names of its pictures nor those of its folders say what they show"
        raise DataError("data.format", path=files.path, reason=reason, expected=EXPECTED)
    # Parts of UTKFace lie in folders of their own, which are no classes.
    plain = not any(name in ATTRIBUTES for name in columns)
    return utkface_dataset(files) if named >= sorted_in or (named and plain) else class_folders_dataset(files)

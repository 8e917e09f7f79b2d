"""UTKFace: its pictures with labels in the file names, and the CSV of 48 x 48 grey values made from them.

Zhang, Song, Qi 2017, Age Progression/Regression by Conditional Adversarial Autoencoder.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Final

import numpy as np

from core.datasets.archive import Files, open_files
from core.datasets.columns import MAX_AGE, ColumnMap
from core.datasets.dataset import FaceDataset, SkippedRow
from core.datasets.table import Source, read_pixel_csv
from core.errors import DataError
from core.schema import ETHNICITY, GENDER, shipped_columns
from core.work import Progress, ShouldStop

UTKFACE: Final = "UTKFace"
TERMS: Final = "Non-commercial research only; copyright stays with the images' owners."
LAYOUT: Final = "a zip archive or a folder of pictures named [age]_[gender]_[race]_[date].jpg"
NAME_LABELS: Final = ("age", "gender", "ethnicity")
"""The labels in a file name, in order."""

CSV_SIDE_PX: Final = 48
CSV_NAME: Final = "img_name"
CSV_PIXELS: Final = "pixels"
CSV_HEADER: Final = ("age", "ethnicity", "gender", CSV_NAME, CSV_PIXELS)
CSV_LAYOUT: Final = f"a CSV file in UTF-8 with the columns {', '.join(CSV_HEADER)}"

_NAME: Final = re.compile(r"(?P<age>\d{1,3})_(?P<gender>\d)_(?P<race>\d)_", re.ASCII)
_CSV_COLUMNS: Final = ColumnMap(
    pixels=CSV_PIXELS, name=CSV_NAME, age="age", attributes={"gender": "gender", "ethnicity": "ethnicity"}
)


def read_utkface(path: Path) -> FaceDataset:
    """Read the zip archive or folder at `path`, sorted by name; pictures are decoded later.

    Raises:
        DataError: There is no such path, it is neither, or no file name in it can be parsed.
    """
    return utkface_dataset(open_files(path, expected=LAYOUT))


def utkface_dataset(files: Files) -> FaceDataset:
    """Like `read_utkface`, for files that are already open."""
    names: list[str] = []
    labels: list[tuple[int, int, int]] = []
    skipped: list[SkippedRow] = []
    for name in files.pictures:
        parsed = _labels(PurePosixPath(name).name)
        if isinstance(parsed, str):
            skipped.append(SkippedRow(name, parsed))
        else:
            names.append(name)
            labels.append(parsed)
    if not names:
        raise DataError("data.format", path=files.path, reason="no picture in it has such a name", expected=LAYOUT)
    ages, gender, ethnicity = np.array(labels, np.int64).T
    return FaceDataset(
        title=UTKFACE,
        terms=TERMS,
        names=tuple(names),
        ages=ages,
        columns=shipped_columns(gender=gender, ethnicity=ethnicity),
        skipped=tuple(skipped),
        decode=files.picture,
        content=files.read,
        state=files.state,
    )


def read_utkface_csv(
    path: Path,
    *,
    cache: Path | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> FaceDataset:
    """Read the UTKFace CSV at `path`: imported the first time, then memory-mapped from the cache.

    Args:
        path: The file; its columns may have any order, with further columns between.
        cache: Folder of the cache; by default the user's.
        progress: Called with bytes read and the file's size.
        should_stop: Called after each batch of rows.

    Raises:
        DataError: It is not such a file, or no row of it can be used.
        Stopped: `should_stop` returned True.
    """
    source = Source(path, _CSV_COLUMNS, "UTKFace CSV", TERMS, CSV_LAYOUT, values=CSV_SIDE_PX**2)
    return read_pixel_csv(source, cache=cache, progress=progress, should_stop=should_stop)


def is_utkface_name(name: str) -> bool:
    """Whether a file name starts with labels as UTKFace's do."""
    return _NAME.match(PurePosixPath(name).name) is not None


def utkface_name(dataset: FaceDataset, row: int, rest: str) -> str | None:
    """UTKFace's file name for a row, `rest` after its labels; None if a label is missing."""
    labels = (dataset.ages[row], *(dataset.values(name)[row] for name in NAME_LABELS[1:]))
    return None if min(labels) < 0 else "_".join((*map(str, labels), rest))


def _labels(file: str) -> tuple[int, int, int] | str:
    """Age, gender and ethnicity in a file name, or why they cannot be parsed."""
    match = _NAME.match(file)
    if not match:
        return "the name is not [age]_[gender]_[race]_[date]"
    age, gender, race = (int(match[field]) for field in ("age", "gender", "race"))
    if age > MAX_AGE:
        return f"age {age} is not 0 to {MAX_AGE}"
    if gender >= len(GENDER.labels):
        return f"gender {gender} is not 0 or 1"
    if race >= len(ETHNICITY.labels):
        return f"race {race} is not 0 to 4"
    return age, gender, race

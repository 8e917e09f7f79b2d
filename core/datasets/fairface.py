"""FairFace: CSV files of labels and folders of pictures, in a zip archive or a folder.

Kärkkäinen and Joo 2021, FairFace: Face Attribute Dataset for Balanced Race, Gender, and Age.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from pathlib import Path, PurePosixPath
from typing import Final

import numpy as np

from core.datasets.archive import Files, open_files
from core.datasets.columns import ColumnMap, LabelTable, position
from core.datasets.csv_file import as_text, columns_missing
from core.datasets.dataset import FaceDataset, SkippedRows
from core.errors import DataError
from core.schema import NOT_GIVEN, Attribute, Column

FAIRFACE: Final = "FairFace"
TERMS: Final = "CC BY 4.0 (Kärkkäinen and Joo 2021)."
LAYOUT: Final = "FairFace's fairface_label_train.csv and fairface_label_val.csv beside its folders train and val"
LABEL_FILE: Final = "fairface_label_"
COLUMNS: Final = ColumnMap(picture="file", age="age", attributes={"gender": "gender", "ethnicity": "race"})
RACE: Final = Attribute(
    "race", ("White", "Black", "East Asian", "Southeast Asian", "Indian", "Middle Eastern", "Latino_Hispanic")
)
"""FairFace's own seven races."""
HELD_BACK: Final = "val"
"""The side for which figures are published."""


def read_fairface(path: Path) -> FaceDataset:
    """Read the zip archive or folder at `path`; pictures are decoded later.

    The seven races are mapped to the five labels of `core.schema.ETHNICITY`, and also kept in a column `race`.

    Raises:
        DataError: It is not FairFace, or no row of it can be used.
    """
    return fairface_dataset(open_files(path, expected=LAYOUT))


def label_files(files: Files) -> list[str]:
    """Names of the CSV files of labels, `train` before `val`."""
    return [name for name in files.names if PurePosixPath(name).name.startswith(LABEL_FILE) and name.endswith(".csv")]


def fairface_dataset(files: Files) -> FaceDataset:
    """Like `read_fairface`, for files that are already open."""
    tables = label_files(files)
    if not tables:
        raise DataError("data.format", path=files.path, reason="it has no CSV file of labels", expected=LAYOUT)
    available = frozenset(files.names)
    skipped, labels = SkippedRows(), LabelTable(COLUMNS, COLUMNS.wanted)
    rows: list[_Row] = []
    for table in tables:
        rows += _rows(files, table, available, labels, skipped)
    if not rows:
        raise DataError("data.format", path=files.path, reason=f"no row can be used ({skipped.first})", expected=LAYOUT)
    ages, columns, _ = labels.finish()
    return FaceDataset(
        title=FAIRFACE,
        terms=TERMS,
        names=tuple(row.name for row in rows),
        ages=ages,
        columns={**columns, RACE.name: Column(RACE, np.array([_race(row.race) for row in rows], np.int64))},
        skipped=skipped.rows,
        decode=files.picture,
        content=files.read,
        aligned=False,
        state=files.state,
        own_sides=tuple(row.side for row in rows),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    race: str
    side: str


def _race(word: str) -> int:
    found = RACE.index(word)
    return NOT_GIVEN if found is None else found


def _rows(files: Files, table: str, available: frozenset[str], labels: LabelTable, skipped: SkippedRows) -> list[_Row]:
    side = PurePosixPath(table).stem.removeprefix(LABEL_FILE)
    reader = csv.reader(StringIO(as_text(files.read(table)).removeprefix("\ufeff")))
    try:
        lines = [(reader.line_num, row) for row in reader]
    except csv.Error as e:
        reason = f"{table}, line {reader.line_num}: {e}"
        raise DataError("data.format", path=files.path, reason=reason, expected=LAYOUT) from e
    header = lines[0][1] if lines else []
    missing = columns_missing(header, COLUMNS.wanted)
    if missing:
        raise DataError("data.format", path=files.path, reason=f"{table}: {missing}", expected=LAYOUT)
    places = {column: position(header, column) for column in COLUMNS.wanted}
    base = PurePosixPath(table).parent
    rows = []
    for number, row in lines[1:]:
        where = f"{table}, line {number}"
        if not any(row):
            continue
        if len(row) != len(header):
            skipped.add(where, f"{len(row)} columns instead of {len(header)}")
            continue
        words = {column: row[at].strip() for column, at in places.items() if at is not None}
        name, found = (base / words["file"]).as_posix(), labels.read(list(words.values()))
        if isinstance(found, str):
            skipped.add(where, found)
        elif name not in available:
            skipped.add(where, f"there is no picture {name}")
        else:
            labels.add(found, where)
            rows.append(_Row(name, words["race"], side))
    return rows

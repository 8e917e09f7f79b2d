"""FairFace: CSV files of labels beside folders of pictures, in a zip archive or a folder.

Kärkkäinen and Joo 2021, FairFace: Face Attribute Dataset for Balanced Race, Gender, and Age.
"""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path, PurePosixPath
from typing import Final

import numpy as np

from core.datasets.archive import Files, open_files
from core.datasets.columns import ColumnMap, LabelReader, Labels, position
from core.datasets.csv_lines import as_text, columns_missing
from core.datasets.dataset import FaceDataset
from core.datasets.skipping import Skipped
from core.datasets.terms import FAIRFACE, FAIRFACE_TERMS
from core.errors import DataError
from core.schema import NOT_GIVEN, Attribute, Column, shipped_columns

LAYOUT: Final = "FairFace's fairface_label_train.csv and fairface_label_val.csv beside its folders train and val"
LABEL_FILE: Final = "fairface_label_"
COLUMNS: Final = ColumnMap(picture="file", age="age", gender="gender", ethnicity="race")
RACE: Final = Attribute(
    "race", ("White", "Black", "East Asian", "Southeast Asian", "Indian", "Middle Eastern", "Latino_Hispanic")
)
"""FairFace's own seven."""
HELD_BACK: Final = "val"
"""Its name of the side that its figures are published for."""


def read_fairface(path: Path) -> FaceDataset:
    """Read the zip archive or folder at `path`; no picture is decoded yet.

    The seven races become five as `core.schema.ETHNICITY` has it, and stay in a column of their own.

    Raises:
        DataError: It is not FairFace, or no row of it can be used.
    """
    return fairface_dataset(open_files(path, expected=LAYOUT))


def label_files(files: Files) -> list[str]:
    """The files of labels, `train` before `val`."""
    return [name for name in files.names if PurePosixPath(name).name.startswith(LABEL_FILE) and name.endswith(".csv")]


def fairface_dataset(files: Files) -> FaceDataset:
    """As `read_fairface`, of files that are open already."""
    tables = label_files(files)
    if not tables:
        raise DataError("data.format", path=files.path, reason="there is no file of labels in it", expected=LAYOUT)
    there = frozenset(files.names)
    skipped = Skipped()
    rows: list[tuple[str, Labels, str, str]] = []
    for table in tables:
        side = PurePosixPath(table).stem.removeprefix(LABEL_FILE)
        rows += _rows(files, table, side, there, skipped)
    if not rows:
        raise DataError("data.format", path=files.path, reason=f"no row can be used ({skipped.first})", expected=LAYOUT)
    labels = [row[1] for row in rows]
    return FaceDataset(
        title=FAIRFACE,
        terms=FAIRFACE_TERMS,
        names=tuple(row[0] for row in rows),
        ages=np.array([one.age for one in labels], np.int64),
        columns={
            **shipped_columns(
                gender=np.array([one.gender for one in labels], np.int64),
                ethnicity=np.array([one.ethnicity for one in labels], np.int64),
            ),
            RACE.name: Column(RACE, np.array([_race(row[2]) for row in rows], np.int64)),
        },
        skipped=skipped.rows,
        decode=files.picture,
        aligned=False,
        state=files.state,
        own_sides=tuple(row[3] for row in rows),
    )


def _race(word: str) -> int:
    found = RACE.index(word)
    return NOT_GIVEN if found is None else found


def _rows(
    files: Files, table: str, side: str, there: frozenset[str], skipped: Skipped
) -> list[tuple[str, Labels, str, str]]:
    reader = csv.reader(StringIO(as_text(files.read(table)).removeprefix("\ufeff")))
    header = next(reader, [])
    missing = columns_missing(header, COLUMNS.wanted)
    if missing:
        raise DataError("data.format", path=files.path, reason=f"{table}: {missing}", expected=LAYOUT)
    labels_of, file_at, race_at = LabelReader(COLUMNS, header), position(header, "file"), position(header, "race")
    assert file_at is not None  # its absence was told before
    assert race_at is not None
    base = PurePosixPath(table).parent
    rows = []
    for row in reader:
        where = f"{table}, line {reader.line_num}"
        if not any(row):
            continue
        if len(row) != len(header):
            skipped.add(where, f"{len(row)} columns instead of {len(header)}")
            continue
        name, labels = (base / row[file_at].strip()).as_posix(), labels_of.read(row)
        if isinstance(labels, str):
            skipped.add(where, labels)
        elif name not in there:
            skipped.add(where, f"there is no picture {name}")
        else:
            rows.append((name, labels, row[race_at].strip(), side))
    return rows

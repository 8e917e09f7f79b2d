"""UTKFace as its authors hand it out: labels in the file names, in a zip archive or an unpacked folder.

Zhang, Song, Qi 2017, Age Progression/Regression by Conditional Adversarial Autoencoder.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Final

import numpy as np

from core.datasets.archive import Files, open_files
from core.datasets.dataset import FaceDataset, SkippedRow
from core.datasets.terms import UTKFACE, UTKFACE_TERMS
from core.errors import DataError
from core.schema import ETHNICITY, GENDER, shipped_columns

LAYOUT: Final = "a zip archive or a folder of pictures named [age]_[gender]_[race]_[date].jpg"
NAMED: Final = ("age", "gender", "ethnicity")
"""What a file's name says, in its order."""

_NAME: Final = re.compile(r"(?P<age>\d{1,3})_(?P<gender>\d)_(?P<race>\d)_", re.ASCII)


def read_utkface(path: Path) -> FaceDataset:
    """Read the zip archive or folder at `path`, in the order of the names; no picture is decoded yet.

    Raises:
        DataError: There is nothing there, it is neither, or no name in it can be read.
    """
    return utkface_dataset(open_files(path, expected=LAYOUT))


def utkface_dataset(files: Files) -> FaceDataset:
    """As `read_utkface`, of files that are open already."""
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
        terms=UTKFACE_TERMS,
        names=tuple(names),
        ages=ages,
        columns=shipped_columns(gender=gender, ethnicity=ethnicity),
        skipped=tuple(skipped),
        decode=files.picture,
        state=files.state,
    )


def named_as_utkface(name: str) -> bool:
    """Whether a file's name begins as UTKFace's do."""
    return _NAME.match(PurePosixPath(name).name) is not None


def utkface_name(dataset: FaceDataset, row: int, rest: str) -> str | None:
    """A file's name as UTKFace's, with `rest` behind its labels; None where one of them is not given."""
    labels = (dataset.ages[row], *(dataset.values(name)[row] for name in NAMED[1:]))
    return None if min(labels) < 0 else "_".join((*map(str, labels), rest))


def _labels(file: str) -> tuple[int, int, int] | str:
    """Age, gender and ethnicity of a file name, or why they cannot be read."""
    match = _NAME.match(file)
    if not match:
        return "the name is not [age]_[gender]_[race]_[date]"
    age, gender, race = (int(match[field]) for field in ("age", "gender", "race"))
    if gender >= len(GENDER.labels):
        return f"gender {gender} is not 0 or 1"
    if race >= len(ETHNICITY.labels):
        return f"race {race} is not 0 to 4"
    return age, gender, race

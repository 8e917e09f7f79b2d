"""Pictures sorted into a folder a class: `Male/`, `gender/Female/`, `Asian/`, `White Male/`, `Black/Female/`."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Final

import numpy as np

from core.datasets.archive import Files, open_files
from core.datasets.columns import ETHNICITY_WORDS, GENDER_WORDS, NOT_GIVEN
from core.datasets.dataset import FaceDataset
from core.datasets.skipping import Skipped
from core.datasets.terms import OWN_TERMS
from core.errors import DataError
from core.schema import shipped_columns

LAYOUT: Final = "pictures in folders named for their class, such as Male, Female, Asian or White/Female"


def read_class_folders(path: Path) -> FaceDataset:
    """Read the zip archive or folder at `path`, in the order of the names; no picture is decoded yet.

    Every folder's name above a picture is looked at, its words too; a picture may be given one of the two labels only.

    Raises:
        DataError: There is nothing there, or no folder's name is a class.
    """
    return class_folders_dataset(open_files(path, expected=LAYOUT))


def class_folders_dataset(files: Files) -> FaceDataset:
    """As `read_class_folders`, of files that are open already."""
    names: list[str] = []
    labels: list[tuple[int, int]] = []
    skipped = Skipped()
    for name in files.pictures:
        found = folder_labels(name)
        if isinstance(found, str):
            skipped.add(name, found)
        else:
            names.append(name)
            labels.append(found)
    if not names:
        reason = "no folder in it is named for a gender or an ethnicity"
        raise DataError("data.format", path=files.path, reason=reason, expected=LAYOUT)
    gender, ethnicity = np.array(labels, np.int64).T
    return FaceDataset(
        title=files.path.name,
        terms=OWN_TERMS,
        names=tuple(names),
        ages=np.full(len(names), NOT_GIVEN, np.int64),
        columns=shipped_columns(gender=gender, ethnicity=ethnicity),
        skipped=skipped.rows,
        decode=files.picture,
        aligned=False,
        state=files.state,
    )


def folder_labels(name: str) -> tuple[int, int] | str:
    """Gender and ethnicity that the folders of a file's name give, -1 for neither; or why they cannot be used."""
    words = [word for part in PurePosixPath(name).parts[:-1] for word in _words(part)]
    gender = {GENDER_WORDS[word] for word in words if word in GENDER_WORDS}
    ethnicity = {ETHNICITY_WORDS[word] for word in words if word in ETHNICITY_WORDS}
    if not gender and not ethnicity:
        return "no folder above it is named for a gender or an ethnicity"
    if len(gender) > 1 or len(ethnicity) > 1:
        return "the folders above it are named for several classes"
    return next(iter(gender), NOT_GIVEN), next(iter(ethnicity), NOT_GIVEN)


def _words(part: str) -> list[str]:
    """The folder's name where it is a class as a whole, such as `East Asian`, and otherwise its words."""
    whole = part.casefold().strip()
    if whole in GENDER_WORDS or whole in ETHNICITY_WORDS:
        return [whole]
    words = re.split(r"[\s_\-+,.()]+", whole)
    # Two words may be one class: "east asian male".
    pairs = [f"{a} {b}" for a, b in pairwise(words)]
    inside = {word for pair in pairs if pair in ETHNICITY_WORDS for word in pair.split()}
    return [*(pair for pair in pairs if pair in ETHNICITY_WORDS), *(word for word in words if word not in inside)]

"""Pictures in one folder per class, such as `Male/`, `White Male/`, `Black/Female/` or `glasses/yes/`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote

import numpy as np

from core.datasets.archive import Files, open_files
from core.datasets.columns import labels_in, named_column
from core.datasets.dataset import OWN_TERMS, FaceDataset, SkippedRows
from core.datasets.declared_sides import as_declared, side_named, side_of_folder
from core.errors import DataError
from core.schema import (
    AGE,
    ATTRIBUTES,
    NOT_GIVEN,
    Attribute,
    Column,
    column_of_words,
    shipped_columns,
    whole_number,
)

LAYOUT: Final = "pictures in folders named after their class, such as Male, Asian, White/Female or glasses/yes"
DEFAULT_NAME: Final = "label"
"""Name of the attribute if the folders of the classes are at the top level."""

_STATED: Final = re.compile(r"([a-z][a-z0-9_]*)=(.+)")
"""A folder that also names the attribute, such as `glasses=none` (`core.corrections`)."""
_NO_FOLDER: Final = "no folder above it is named after a label"


def read_class_folders(path: Path) -> FaceDataset:
    """Read the zip archive or folder at `path`, sorted by name; pictures are decoded later.

    If folders are named after labels of built-in attributes, every folder above a picture counts, also single words of
    its name; a picture need not have a label of every attribute. Otherwise a picture's folder is its label, and the
    folder above that names the attribute.

    Raises:
        DataError: There is no such path, or its folders are not named after classes.
    """
    return class_folders_dataset(open_files(path, expected=LAYOUT))


def class_folders_dataset(files: Files) -> FaceDataset:
    """Like `read_class_folders`, for files that are already open."""
    found, skipped = class_columns(files.pictures)
    if not found:
        reason = "its folders are not named after classes"
        raise DataError("data.format", path=files.path, reason=reason, expected=LAYOUT)
    given = [any(column.values[row] >= 0 for column in found.values()) for row in range(len(files.pictures))]
    kept = np.flatnonzero(given)
    return FaceDataset(
        title=files.path.name,
        terms=OWN_TERMS,
        names=tuple(files.pictures[row] for row in kept),
        ages=np.full(len(kept), NOT_GIVEN, np.int64),
        columns={name: column.taken(kept) for name, column in found.items()},
        skipped=skipped.rows,
        decode=files.picture,
        content=files.read,
        aligned=False,
        state=files.state,
        own_sides=as_declared([side_of_folder(files.pictures[row]) for row in kept]),
    )


def class_columns(names: Sequence[str]) -> tuple[dict[str, Column], SkippedRows]:
    """The labels that the folders of files state, by attribute (empty if none), and the files without a label."""
    skipped = SkippedRows()
    labels, stated = [folder_labels(name) for name in names], [stated_labels(name) for name in names]
    if any(not isinstance(one, str) for one in labels) or any(stated):
        values = {name: np.full(len(names), NOT_GIVEN, np.int64) for name in ATTRIBUTES}
        for row, one in enumerate(labels):
            if not isinstance(one, str):
                for name, label in one.items():
                    values[name][row] = label
            elif not stated[row]:
                skipped.add(names[row], one)
        return {**shipped_columns(**values), **_stated_columns(stated)}, skipped
    columns = _plain_columns(names)
    for row, name in enumerate(names):
        if all(column.values[row] < 0 for column in columns.values()):
            skipped.add(name, _NO_FOLDER)
    return columns, skipped


def stated_labels(name: str) -> dict[str, str]:
    """The labels by attribute in folders such as `glasses=none` above a file."""
    found = (_STATED.fullmatch(part) for part in PurePosixPath(name).parts[:-1])
    return {match[1]: unquote(match[2]) for match in found if match}


def _stated_columns(labels: Sequence[dict[str, str]]) -> dict[str, Column]:
    """The columns of stated labels; attributes with a single label are left out."""
    names = dict.fromkeys(name for stated in labels for name in stated)
    words = {name: [stated.get(name, "") for stated in labels] for name in names}
    return {name: column_of_words(name, given) for name, given in words.items() if len({*given} - {""}) > 1}


def folder_labels(name: str) -> dict[str, int] | str:
    """Label indices of built-in attributes in the folders above a file, or why they cannot be used."""
    words = [word for part in PurePosixPath(name).parts[:-1] if not _STATED.fullmatch(part) for word in _words(part)]
    found = {one.name: {_index(one, word) for word in words} - {None} for one in ATTRIBUTES.values()}
    if not any(found.values()):
        return _NO_FOLDER
    if any(len(labels) > 1 for labels in found.values()):
        return "the folders above it are named after several classes"
    return {name: label for name, labels in found.items() for label in labels if label is not None}


def _plain_columns(names: Sequence[str]) -> dict[str, Column]:
    """The columns of folders that are not named after built-in labels: one per folder above them, or a single one."""
    words: dict[str, list[str]] = {}
    for row, name in enumerate(names):
        above = [part for part in PurePosixPath(name).parts[:-1] if not side_named(part)]
        if above:
            title = above[-2] if len(above) > 1 else DEFAULT_NAME
            words.setdefault(title, [""] * len(names))[row] = above[-1].strip()
    columns: dict[str, Column] = {}
    for title, labels in words.items():
        if labels_in(set(labels), sum(map(bool, labels))):
            column = named_column(title, labels, DEFAULT_NAME)
            if column.attribute.name not in (*columns, *ATTRIBUTES, AGE.name):
                columns[column.attribute.name] = column
    return columns


def _index(attribute: Attribute, word: str) -> int | None:
    """Like `Attribute.index`, but numbers are not labels: folders are often numbered."""
    return None if whole_number(word) is not None else attribute.index(word)


def _is_label(word: str) -> bool:
    return any(_index(attribute, word) is not None for attribute in ATTRIBUTES.values())


def _words(part: str) -> list[str]:
    """The whole name of a folder if it is a label, such as `East Asian`, otherwise its words."""
    whole = part.casefold().strip()
    if _is_label(whole):
        return [whole]
    words = re.split(r"[\s_\-+,.()]+", whole)
    # Two words may be one label: "east asian male".
    pairs = [f"{a} {b}" for a, b in pairwise(words) if _is_label(f"{a} {b}")]
    inside = {word for pair in pairs for word in pair.split()}
    return [*pairs, *(word for word in words if word not in inside)]

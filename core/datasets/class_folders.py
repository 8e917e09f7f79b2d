"""Pictures sorted into one folder per class: `Male/`, `Asian/`, `White Male/`, `Black/Female/`, `glasses/yes/`."""

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
from core.datasets.dataset import FaceDataset
from core.datasets.skipping import Skipped
from core.datasets.terms import OWN_TERMS
from core.errors import DataError
from core.schema import AGE, ATTRIBUTES, NOT_GIVEN, Attribute, Column, column_of_words, shipped_columns

LAYOUT: Final = "pictures in folders named for their class, such as Male, Asian, White/Female or glasses/yes"
DEFAULT_NAME: Final = "label"
"""Of the attribute that folders give which lie in no other."""

_STATED: Final = re.compile(r"([a-z][a-z0-9_]*)=(.+)")
"""A folder that names the attribute too, such as `glasses=none` (`core.corrections`)."""
_SIDES: Final = ("train", "training", "val", "valid", "validation", "test", "testing")
_NO_FOLDER: Final = "no folder above it is named for a label"


def read_class_folders(path: Path) -> FaceDataset:
    """Read the zip archive or folder at `path`, in the order of the names; no picture is decoded yet.

    Where folders are named for labels of attributes that ship, every folder's name above a picture is looked at, its
    words too; a picture may be given a label of one attribute only. Otherwise the folder a picture lies in is its
    label, of the attribute that the folder above is named for.

    Raises:
        DataError: There is nothing there, or its folders are not named for classes.
    """
    return class_folders_dataset(open_files(path, expected=LAYOUT))


def class_folders_dataset(files: Files) -> FaceDataset:
    """As `read_class_folders`, of files that are open already."""
    found, skipped = class_columns(files.pictures)
    if not found:
        reason = "its folders are not named for classes"
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
        aligned=False,
        state=files.state,
    )


def class_columns(names: Sequence[str]) -> tuple[dict[str, Column], Skipped]:
    """What the folders of files say, by attribute, and the files they say nothing of; empty where of none."""
    skipped = Skipped()
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
    """By attribute the label that a folder above the file states, such as `glasses=none`."""
    found = (_STATED.fullmatch(part) for part in PurePosixPath(name).parts[:-1])
    return {match[1]: unquote(match[2]) for match in found if match}


def _stated_columns(labels: Sequence[dict[str, str]]) -> dict[str, Column]:
    """What the pictures' folders state, by attribute; one of which all state the same says nothing."""
    names = dict.fromkeys(name for its in labels for name in its)
    words = {name: [its.get(name, "") for its in labels] for name in names}
    return {name: column_of_words(name, given) for name, given in words.items() if len({*given} - {""}) > 1}


def folder_labels(name: str) -> dict[str, int] | str:
    """Labels of attributes that ship, by index, that the folders of a file's name give; or why they cannot be used."""
    words = [word for part in PurePosixPath(name).parts[:-1] if not _STATED.fullmatch(part) for word in _words(part)]
    found = {one.name: {_index(one, word) for word in words} - {None} for one in ATTRIBUTES.values()}
    if not any(found.values()):
        return _NO_FOLDER
    if any(len(labels) > 1 for labels in found.values()):
        return "the folders above it are named for several classes"
    return {name: label for name, labels in found.items() for label in labels if label is not None}


def _plain_columns(names: Sequence[str]) -> dict[str, Column]:
    """The attributes of folders that are not named for labels that ship: each the folder above says, or one."""
    words: dict[str, list[str]] = {}
    for row, name in enumerate(names):
        above = [part for part in PurePosixPath(name).parts[:-1] if part.casefold() not in _SIDES]
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
    """As `Attribute.index`, but a folder's number says nothing."""
    return None if word.isdecimal() else attribute.index(word)


def _is_label(word: str) -> bool:
    return any(_index(attribute, word) is not None for attribute in ATTRIBUTES.values())


def _words(part: str) -> list[str]:
    """The folder's name where it is a class as a whole, such as `East Asian`, and otherwise its words."""
    whole = part.casefold().strip()
    if _is_label(whole):
        return [whole]
    words = re.split(r"[\s_\-+,.()]+", whole)
    # Two words may be one class: "east asian male".
    pairs = [f"{a} {b}" for a, b in pairwise(words) if _is_label(f"{a} {b}")]
    inside = {word for pair in pairs for word in pair.split()}
    return [*pairs, *(word for word in words if word not in inside)]

"""The split that a data set declares itself, by the names of its files and folders or in a column of its table.

    data/train-00000-of-00002.parquet    test/metadata.jsonl    test-000003.tar    faces.csv with a column `split`

Training tests on the declared test side, or on the validation side if there is no other, and never mixes them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from core.datasets.dataset import FaceDataset

Declared = Literal["train", "validation", "test"]

SPLIT: Final = "split"
_TITLES: Final = (SPLIT, "subset", "partition", "usage")
"""Of a column that declares the side of each row, if all its words do."""
_WORDS: Final[Mapping[str, Declared]] = MappingProxyType(
    {
        **dict.fromkeys(("train", "training"), "train"),
        **dict.fromkeys(("validation", "valid", "val", "dev"), "validation"),
        **dict.fromkeys(("test", "testing", "eval", "evaluation"), "test"),
    }
)
"""As the Hugging Face hub recognises them."""


def side_named(word: str) -> Declared | None:
    """The side that a word is the name of."""
    return _WORDS.get(word.strip().casefold())


def side_of_file(name: str) -> str:
    """The word for a side in the name of a file, or else of the nearest folder above it; empty if there is none."""
    for part in reversed(PurePosixPath(name.replace("\\", "/")).parts):
        words = [word for word in re.split(r"[^a-z]+", part.casefold()) if word in _WORDS]
        if len(set(words)) == 1:
            return words[0]
    return ""


def side_of_folder(name: str) -> str:
    """The nearest folder above a file that is named after a side; empty if there is none."""
    return next((part for part in reversed(PurePosixPath(name).parts[:-1]) if side_named(part)), "")


def as_declared(sides: Sequence[str]) -> tuple[str, ...]:
    """The source's words for the side of each row; empty unless they hold rows out of a training side."""
    named = {side_named(word) for word in set(sides)} - {None}
    return tuple(sides) if "train" in named and len(named) > 1 else ()


def sides_of(dataset: FaceDataset) -> dict[str, int]:
    """The number of rows on each side that the data declare."""
    named = [side_named(word) for word in dataset.own_sides]
    return {side: named.count(side) for side in get_args(Declared) if side in named}


def with_column_of_sides(dataset: FaceDataset) -> FaceDataset:
    """Take the sides from a column of the data, such as `split`, if no file says them; no model is to answer it."""
    column = next((dataset.columns[title] for title in _TITLES if title in dataset.columns), None)
    if dataset.own_sides or column is None or not all(map(side_named, column.attribute.labels)):
        return dataset
    sides = as_declared([column.label(row) or "" for row in range(len(dataset))])
    if not sides:
        return dataset
    groups = dict.fromkeys((*dataset.group_only, column.attribute.name))
    return replace(dataset, own_sides=sides, group_only=tuple(groups))


def declared_rows(sides: Sequence[str]) -> dict[Declared, NDArray[np.int64]]:
    """The rows that are held out, by side: of a test side and a validation side both, a single one as the test side."""
    found: dict[Declared, list[int]] = {}
    for row, word in enumerate(sides):
        side = side_named(word)
        if side in ("test", "validation"):
            found.setdefault(side, []).append(row)
    if "test" not in found and "validation" in found:
        found["test"] = found.pop("validation")
    return {side: np.array(rows, np.int64) for side, rows in found.items()}

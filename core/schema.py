"""Attributes of a face or its picture, and their labels.

The built-in attributes are declared here. Data sets declare the attributes in their columns, and bundles those they
predict, with the same class.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]

NOT_GIVEN: Final = -1
"""Stands for a missing label in arrays of label indices."""
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NUMBER: Final = re.compile(r"[+-]?\d{1,9}(\.\d*)?(e[+-]?\d{1,2})?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Attribute:
    """A question about a face, with its possible labels."""

    name: str
    """Used in files and for a network's outputs: lower-case letters, digits and `_`, starting with a letter."""
    labels: tuple[str, ...]
    """At least two labels; their order defines the indices."""
    title: str = ""
    """Shown to people, with spaces instead of underscores; by default made of the name."""
    words: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Other words for a label, in lower case, as other data sets write it."""
    numbered: bool = False
    """Whether tables may give a label's index instead of the label."""
    target_error: float = 0.10
    """The highest accepted share of wrong answers, unless a recipe sets another."""
    synonyms: tuple[str, ...] = ()
    """Other titles of its column, in lower case."""
    sensitive: bool = False
    """Whether the live view hides it until the user asks for it."""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"name {self.name!r}: expected up to 40 of a-z, 0-9 and _, starting with a letter")
        if len(self.labels) < 2 or len(set(self.labels)) < len(self.labels):
            raise ValueError(f"labels {self.labels}: expected at least two, all different")
        unknown = set(self.words.values()) - set(self.labels)
        if unknown:
            raise ValueError(f"words stand for {', '.join(sorted(unknown))}, which are not among its labels")
        title = " ".join((self.title or self.name).replace("_", " ").split())
        object.__setattr__(self, "title", title or self.name)

    def index(self, word: str) -> int | None:
        """The index of the label that a word in a table stands for; None for an unknown word."""
        word = word.strip().casefold()
        for at, label in enumerate(self.labels):
            if word == label.casefold():
                return at
        if word in self.words:
            return self.labels.index(self.words[word])
        number = whole_number(word) if self.numbered else None
        return number if number is not None and 0 <= number < len(self.labels) else None


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """The labels of one attribute for n faces."""

    attribute: Attribute
    values: Indices
    """Shape (n,): index into the attribute's labels, or `NOT_GIVEN`."""

    def __post_init__(self) -> None:
        if self.values.ndim != 1:
            raise ValueError(f"{self.attribute.name}: values of shape {self.values.shape}, expected (n,)")

    @property
    def given(self) -> NDArray[np.bool_]:
        """Which faces have a label."""
        return np.asarray(self.values >= 0)

    def taken(self, rows: Indices | NDArray[np.bool_]) -> Column:
        """The column of some of the faces, selected by index or mask."""
        return Column(self.attribute, self.values[rows])

    def label(self, row: int) -> str | None:
        """The label of a face; None if it is missing."""
        return self.attribute.labels[self.values[row]] if self.values[row] >= 0 else None


def _words(labels: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({word: label for label, words in labels.items() for word in words.split(", ")})


GENDER: Final = Attribute(
    "gender",
    ("Male", "Female"),
    words=_words({"Male": "m, man, men, boy, boys", "Female": "f, woman, women, girl, girls"}),
    numbered=True,
    target_error=0.05,
    synonyms=("sex",),
)
ETHNICITY: Final = Attribute(
    "ethnicity",
    ("White", "Black", "Asian", "Indian", "Others"),
    words=_words(
        {
            "White": "caucasian",
            "Black": "african",
            "Asian": "east asian, east_asian, southeast asian, southeast_asian",
            "Others": "other, hispanic, latino, latino hispanic, latino_hispanic, middle eastern, middle_eastern",
        }
    ),
    numbered=True,
    synonyms=("race",),
    sensitive=True,
)
"""UTKFace's five labels, in its order; FairFace's seven races are mapped to them."""
ATTRIBUTES: Final[dict[str, Attribute]] = {one.name: one for one in (GENDER, ETHNICITY)}
"""Built-in attributes: recognised in any data set, and predicted by default."""


def shipped_columns(**values: Indices) -> dict[str, Column]:
    """Columns of built-in attributes, by attribute name."""
    return {name: Column(ATTRIBUTES[name], given) for name, given in values.items()}


AGE: Final = Attribute("age", ("0-2", "3-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70+"))
"""FairFace's age bands. FairFace gives no ages in years, so no other bands fit every data set."""
_AGE_STARTS: Final = (0, 3, 10, 20, 30, 40, 50, 60, 70)


def age_column(ages: Indices) -> Column:
    """The age bands of ages in years; a negative age is missing."""
    bands = np.searchsorted(_AGE_STARTS, ages, side="right") - 1
    return Column(AGE, np.where(ages < 0, NOT_GIVEN, bands).astype(np.int64))


def column_of_words(name: str, words: Sequence[str]) -> Column:
    """A column whose labels are the different words in it, in natural order; empty words are missing labels.

    Raises:
        ValueError: There are fewer than two different words, or `name` makes no valid attribute name.
    """
    stripped = [word.strip() for word in words]
    labels = tuple(sorted({word for word in stripped if word}, key=lambda word: (_natural(word), word)))
    places = {label: at for at, label in enumerate(labels)}
    values = np.array([places.get(word, NOT_GIVEN) for word in stripped], np.int64)
    return Column(Attribute(attribute_name(name), labels, title=name.strip()), values)


def attribute_name(title: str) -> str:
    """The attribute name for the title of a column."""
    return re.sub(r"[^a-z0-9]+", "_", title.casefold()).strip("_")[:40]


def whole_number(text: str) -> int | None:
    """The integer that `1`, ` 1 `, `1.0` (pandas) or `1.000e+00` (NumPy) stands for; None for any other text."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < 1e9 else None


def _natural(text: str) -> tuple[tuple[bool, int, str], ...]:
    parts = re.findall(r"\d+|\D+", text)
    return tuple((not part.isdecimal(), int(part) if part.isdecimal() else 0, part.casefold()) for part in parts)

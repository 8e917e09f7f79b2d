"""What can be perceived in a face, or is known of its picture: attributes and their labels.

Those that ship are declared here. Data sets declare what their columns hold, and bundles what they answer, with the
same class; everything else learns from them what there is.
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
"""In place of a label's index where none is given."""
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class Attribute:
    """A question about a face, with its possible labels."""

    name: str
    """As in files and in a network's outputs: lower-case letters, digits and `_`, a letter first."""
    labels: tuple[str, ...]
    """Its possible labels, at least two, in the order of every index."""
    title: str = ""
    """As shown to people, in lower case; by default the name with spaces."""
    words: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What other data sets write for a label, in lower case; a label itself need not be here."""
    numbered: bool = False
    """Whether tables may give a label's index in its place."""
    target_error: float = 0.10
    """The share of wrong answers up to which a model answers, unless a recipe says otherwise."""
    synonyms: tuple[str, ...] = ()
    """What else tables call its column, in lower case."""
    sensitive: bool = False
    """Whether a live picture leaves it out until it is asked for."""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"name {self.name!r}: expected up to 40 of a-z, 0-9 and _, a letter first")
        if len(self.labels) < 2 or len(set(self.labels)) < len(self.labels):
            raise ValueError(f"labels {self.labels}: expected at least two, all different")
        unknown = set(self.words.values()) - set(self.labels)
        if unknown:
            raise ValueError(f"words stand for {', '.join(sorted(unknown))}, which are not among its labels")
        if not self.title:
            object.__setattr__(self, "title", self.name.replace("_", " "))

    def index(self, word: str) -> int | None:
        """The index of the label that a word of a table stands for; None where it stands for none."""
        word = word.strip().casefold()
        for at, label in enumerate(self.labels):
            if word == label.casefold():
                return at
        if word in self.words:
            return self.labels.index(self.words[word])
        return int(word) if self.numbered and word.isdecimal() and int(word) < len(self.labels) else None


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """What is given of an attribute, for each of some faces."""

    attribute: Attribute
    values: Indices
    """Shape (n,): index into the attribute's labels, `NOT_GIVEN` where there is none."""

    def __post_init__(self) -> None:
        if self.values.ndim != 1:
            raise ValueError(f"{self.attribute.name}: values of shape {self.values.shape}, expected (n,)")

    @property
    def given(self) -> NDArray[np.bool_]:
        """Where there is a label."""
        return np.asarray(self.values >= 0)

    def taken(self, rows: Indices | NDArray[np.bool_]) -> Column:
        """Only some of the faces, by place or by flag."""
        return Column(self.attribute, self.values[rows])

    def label(self, row: int) -> str | None:
        """The label of a face; None where none is given."""
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
"""UTKFace's five, in its order; FairFace's seven races are mapped onto them as usual."""
ATTRIBUTES: Final[dict[str, Attribute]] = {one.name: one for one in (GENDER, ETHNICITY)}
"""Those that ship: they are recognised in any data set, and answered by default where it has them."""


def shipped_columns(**values: Indices) -> dict[str, Column]:
    """Columns of attributes that ship, given by their names."""
    return {name: Column(ATTRIBUTES[name], given) for name, given in values.items()}


AGE: Final = Attribute("age", ("0-2", "3-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70+"))
"""FairFace's bands, the one list of ages there is: FairFace gives no years, so no other list fits every data set."""
_AGE_STARTS: Final = (0, 3, 10, 20, 30, 40, 50, 60, 70)


def age_column(ages: Indices) -> Column:
    """The age bands of ages in years; negative where none is given."""
    bands = np.searchsorted(_AGE_STARTS, ages, side="right") - 1
    return Column(AGE, np.where(ages < 0, NOT_GIVEN, bands).astype(np.int64))


def column_of_words(name: str, words: Sequence[str]) -> Column:
    """A column of a table as an attribute of its own: its labels are the different words in it, in natural order.

    Raises:
        ValueError: There are fewer than two different words, or the name cannot be one.
    """
    stripped = [word.strip() for word in words]
    labels = tuple(sorted({word for word in stripped if word}, key=lambda word: (_natural(word), word)))
    places = {label: at for at, label in enumerate(labels)}
    values = np.array([places.get(word, NOT_GIVEN) for word in stripped], np.int64)
    return Column(Attribute(attribute_name(name), labels, title=name.strip()), values)


def attribute_name(title: str) -> str:
    """A column's title as an attribute's name."""
    return re.sub(r"[^a-z0-9]+", "_", title.casefold()).strip("_")[:40]


def _natural(text: str) -> tuple[tuple[bool, int, str], ...]:
    parts = re.findall(r"\d+|\D+", text)
    return tuple((not part.isdecimal(), int(part) if part.isdecimal() else 0, part.casefold()) for part in parts)

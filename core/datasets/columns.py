"""Which column of a table means what, and which of its words stand for which label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from core.labels import ETHNICITIES, FAIRFACE_ETHNICITIES, GENDERS

NOT_GIVEN: Final = -1
MAX_AGE: Final = 130

GENDER_WORDS: Final[Mapping[str, int]] = MappingProxyType(
    {
        word: number
        for number, words in enumerate(("male m man men boy boys", "female f woman women girl girls"))
        for word in words.split()
    }
)
"""Index into `core.labels.GENDERS` by word, in lower case."""
ETHNICITY_WORDS: Final[Mapping[str, int]] = MappingProxyType(
    {label.casefold(): number for number, label in enumerate(ETHNICITIES)}
    | {race.casefold(): ETHNICITIES.index(label) for race, label in FAIRFACE_ETHNICITIES.items()}
    | {"other": 4, "caucasian": 0, "african": 1, "hispanic": 4, "latino": 4, "latino hispanic": 4, "middle_eastern": 4}
    | {"east_asian": 2, "southeast_asian": 2}
)
"""Index into `core.labels.ETHNICITIES` by word, in lower case; FairFace's seven races among them."""
NUMBERED_GENDERS: Final[Mapping[str, int]] = MappingProxyType({str(i): i for i in range(len(GENDERS))})
NUMBERED_ETHNICITIES: Final[Mapping[str, int]] = MappingProxyType({str(i): i for i in range(len(ETHNICITIES))})
"""UTKFace's own numbers."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which column of a CSV file holds what; None where there is no such column.

    One of `picture` and `pixels` is needed, and one of `gender` and `ethnicity`.
    """

    picture: str | None = None
    """Path of the picture's file, relative to the CSV file."""
    pixels: str | None = None
    """Grey values of a square picture, row by row, with spaces between."""
    name: str | None = None
    """What a row is called, where the picture is in `pixels`."""
    age: str | None = None
    """In years, or a range such as 20-29."""
    gender: str | None = None
    ethnicity: str | None = None
    gender_values: Mapping[str, int] = field(default_factory=lambda: {**NUMBERED_GENDERS, **GENDER_WORDS})
    """Index into `core.labels.GENDERS` by the column's words, in lower case."""
    ethnicity_values: Mapping[str, int] = field(default_factory=lambda: {**NUMBERED_ETHNICITIES, **ETHNICITY_WORDS})
    """Index into `core.labels.ETHNICITIES`, likewise."""

    def __post_init__(self) -> None:
        if (self.picture is None) == (self.pixels is None):
            raise ValueError("one of the columns picture and pixels is needed, and not both")
        if self.gender is None and self.ethnicity is None:
            raise ValueError("one of the columns gender and ethnicity is needed")

    @property
    def wanted(self) -> tuple[str, ...]:
        """The columns that must be there."""
        columns = (self.age, self.ethnicity, self.gender, self.name, self.picture, self.pixels)
        return tuple(column for column in columns if column is not None)


@dataclass(frozen=True, slots=True)
class Labels:
    """What a row says of its face; -1 where it says nothing."""

    age: int
    gender: int
    ethnicity: int


class LabelReader:
    """Reads labels from a row's fields, given the header."""

    def __init__(self, columns: ColumnMap, header: Sequence[str]) -> None:
        self._columns = columns
        self._age = position(header, columns.age)
        self._gender = position(header, columns.gender)
        self._ethnicity = position(header, columns.ethnicity)
        # The same few hundred combinations come again and again.
        self._read = lru_cache(4096)(self._read_words)

    def read(self, row: Sequence[str]) -> Labels | str:
        """The labels, or why they cannot be read."""
        return self._read(*("" if at is None else row[at] for at in (self._age, self._gender, self._ethnicity)))

    def _read_words(self, age_word: str, gender_word: str, ethnicity_word: str) -> Labels | str:
        gender = _value(gender_word, self._columns.gender_values)
        if isinstance(gender, str):
            return f"gender {gender!r} is not one of {_choices(self._columns.gender_values)}"
        ethnicity = _value(ethnicity_word, self._columns.ethnicity_values)
        if isinstance(ethnicity, str):
            return f"ethnicity {ethnicity!r} is not one of {_choices(self._columns.ethnicity_values)}"
        age = read_age(age_word)
        if isinstance(age, str):
            return age
        if gender == NOT_GIVEN and ethnicity == NOT_GIVEN:
            return "neither gender nor ethnicity is given"
        return Labels(age, gender, ethnicity)


def position(header: Sequence[str], column: str | None) -> int | None:
    """Where a column is, without regard to upper and lower case; None where it is not."""
    if column is None:
        return None
    folded = [name.casefold() for name in header]
    return folded.index(column.casefold()) if column.casefold() in folded else None


def read_age(text: str) -> int | str:
    """Years from a number or a range such as 20-29 (its middle) or `more than 70`; -1 where empty; or what is wrong."""
    text = text.strip()
    if not text:
        return NOT_GIVEN
    low, _, high = text.removeprefix("more than ").partition("-")
    ends = [_whole(low), _whole(high or low)]
    if any(end is None for end in ends):
        return f"age {text[:20]!r} is not a number of years"
    years = (ends[0] + ends[1] + 1) // 2  # type: ignore[operator]
    return years if 0 <= years <= MAX_AGE else f"age {text[:20]} is not 0 to {MAX_AGE}"


def _whole(text: str) -> int | None:
    text = text.strip().removesuffix(".0")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else None


def _value(word: str, values: Mapping[str, int]) -> int | str:
    text = word.strip()
    if not text:
        return NOT_GIVEN
    return values.get(text.casefold(), text[:20])


def _choices(values: Mapping[str, int]) -> str:
    shown = list(values)
    return ", ".join(shown[:8]) + (" ..." if len(shown) > 8 else "")

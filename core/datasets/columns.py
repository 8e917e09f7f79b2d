"""Which column of a table means what, and the labels its rows give."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final

import numpy as np

from core.schema import AGE, ATTRIBUTES, NOT_GIVEN, Attribute, Column, Indices, attribute_name, column_of_words
from core.vision.imaging import SUFFIXES

MAX_AGE: Final = 130
MOST_LABELS: Final = 30
"""A column of more different words is an id, a name, a text or a measured number, not an attribute."""
NO_LABEL: Final = "no label is given"

_LONGEST_LABEL: Final = 60
_USUAL_REPEATS: Final = 2


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which column of a CSV file holds what; None where there is no such column. One of `picture` and `pixels` is
    needed. Columns that are not named here become attributes of their own where their words repeat."""

    picture: str | None = None
    """Path of the picture's file, relative to the CSV file."""
    pixels: str | None = None
    """Grey values of a square picture, row by row, with spaces between."""
    name: str | None = None
    """What a row is called, where the picture is in `pixels`."""
    age: str | None = None
    """In years, or a range such as 20-29."""
    attributes: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The column of each attribute, by the attribute's name. Those of `core.schema.ATTRIBUTES` are read by their own
    labels and words, others by the words in the column."""

    def __post_init__(self) -> None:
        if (self.picture is None) == (self.pixels is None):
            raise ValueError("one of the columns picture and pixels is needed, and not both")

    @property
    def wanted(self) -> tuple[str, ...]:
        """The columns that must be there."""
        columns = (self.age, *self.attributes.values(), self.name, self.picture, self.pixels)
        return tuple(sorted(column for column in columns if column is not None))


@dataclass(frozen=True, slots=True)
class Labels:
    """What a row says of its face."""

    age: int
    """In years; `NOT_GIVEN` where it says nothing."""
    known: tuple[int, ...]
    """Index into the labels of each attribute that ships; `NOT_GIVEN` where it says nothing."""
    words: tuple[str, ...]
    """What stands in each other column."""


class LabelTable:
    """Reads the labels of rows, given the header, and keeps those of the rows that are used."""

    def __init__(self, columns: ColumnMap, header: Sequence[str]) -> None:
        mapped = {name: _place(header, column) for name, column in columns.attributes.items()}
        self._known = {name: at for name, at in mapped.items() if name in ATTRIBUTES}
        taken = {position(header, column) for column in columns.wanted}
        self._asked = [(name, at) for name, at in mapped.items() if name not in self._known]
        self._others = self._asked + [(header[at], at) for at in range(len(header)) if at not in taken]
        self._age_at = position(header, columns.age)
        self._ages = array("q")
        self._values = {name: array("q") for name in self._known}
        self._words = [_Words(wanted=one in self._asked) for one in self._others]
        self._doubtful: dict[int, str] = {}
        # The same few hundred combinations come again and again.
        self._read_known = lru_cache(4096)(self._read_words)

    def read(self, row: Sequence[str]) -> Labels | str:
        """The labels of a row's fields, or why they cannot be read."""
        read = self._read_known("" if self._age_at is None else row[self._age_at], *self._fields(row))
        if isinstance(read, str):
            return read
        age, known = read
        words = tuple(row[at].strip() for _, at in self._others)
        if max(known, default=NOT_GIVEN) == NOT_GIVEN and not any(words):
            return NO_LABEL
        return Labels(age, known, words)

    def add(self, labels: Labels, where: str) -> None:
        """Keep the labels of a row that is used; `where` is what the row is called in messages."""
        if max(labels.known, default=NOT_GIVEN) == NOT_GIVEN:
            self._doubtful[len(self._ages)] = where
        self._ages.append(labels.age)
        for values, value in zip(self._values.values(), labels.known, strict=True):
            values.append(value)
        for kept, word in zip(self._words, labels.words, strict=True):
            kept.add(word)

    def finish(self) -> tuple[Indices, dict[str, Column], dict[int, str]]:
        """Ages in years, what is given of each attribute, and the rows in which no label is given, with their names."""
        columns = {name: Column(ATTRIBUTES[name], np.array(values, np.int64)) for name, values in self._values.items()}
        for (title, at), words in zip(self._others, self._words, strict=True):
            column = words.column(title, at)
            if column is not None and column.attribute.name not in (*columns, *ATTRIBUTES, AGE.name):
                columns[column.attribute.name] = column
        unlabelled = {
            row: where
            for row, where in self._doubtful.items()
            if all(column.values[row] == NOT_GIVEN for column in columns.values())
        }
        return np.array(self._ages, np.int64), columns, unlabelled

    def _fields(self, row: Sequence[str]) -> Iterable[str]:
        return (row[at] for at in self._known.values())

    def _read_words(self, age_word: str, *words: str) -> tuple[int, tuple[int, ...]] | str:
        known = []
        for name, word in zip(self._known, words, strict=True):
            index = ATTRIBUTES[name].index(word) if word.strip() else NOT_GIVEN
            if index is None:
                return f"{name} {word.strip()[:20]!r} is not one of {_choices(ATTRIBUTES[name])}"
            known.append(index)
        age = read_age(age_word)
        return age if isinstance(age, str) else (age, tuple(known))


class _Words:
    """The words of one column; unless they are wanted, only until there are too many different ones."""

    def __init__(self, *, wanted: bool) -> None:
        self._wanted = wanted
        self._different: dict[str, int] = {}
        self._rows = array("l")
        self._too_many = False

    def add(self, word: str) -> None:
        if self._too_many:
            return
        self._rows.append(self._different.setdefault(word, len(self._different)))
        # The empty word is not a label.
        if not self._wanted and len(self._different) > MOST_LABELS + ("" in self._different):
            self._too_many, self._rows = True, array("l")

    def column(self, title: str, at: int) -> Column | None:
        """An attribute of these words; None where they cannot be its labels."""
        if self._too_many:
            return None
        words = list(self._different)
        rows = [words[row] for row in self._rows]
        if not self._wanted and not labels_in(words, sum(map(bool, rows))):
            return None
        if all(_is_whole(word) for word in words if word):
            rows = [word.removesuffix(".0") for word in rows]  # as tables write numbers of which some are missing
        try:
            return named_column(title, rows, f"column_{at + 1}")
        except ValueError:
            return None


def labels_in(words: Collection[str], given: int) -> bool:
    """Whether the different `words` of `given` rows can be labels: few, short, repeated, neither files nor measures."""
    words = [word for word in words if word]
    return (
        2 <= len(words) <= MOST_LABELS
        and given >= _USUAL_REPEATS * len(words)
        and all(len(word) <= _LONGEST_LABEL for word in words)
        and not all(PurePosixPath(word).suffix.lower() in SUFFIXES for word in words)
        and (not all(map(_is_number, words)) or all(map(_is_whole, words)))
    )


def named_column(title: str, words: Sequence[str], otherwise: str) -> Column:
    """As `column_of_words`; where no name can be made of the title, as of one in another script, it is `otherwise`.

    Raises:
        ValueError: There are fewer than two different words.
    """
    name = attribute_name(title)
    if name[:1].isalpha():
        return column_of_words(title, words)
    column = column_of_words(otherwise, words)
    return Column(replace(column.attribute, title=title.strip() or otherwise), column.values)


def position(header: Sequence[str], column: str | None) -> int | None:
    """Where a column is, without regard to upper and lower case; None where it is not."""
    if column is None:
        return None
    folded = [name.casefold() for name in header]
    return folded.index(column.casefold()) if column.casefold() in folded else None


def _place(header: Sequence[str], column: str) -> int:
    at = position(header, column)
    if at is None:
        raise ValueError(f"column {column!r}: expected one of {', '.join(header)}")
    return at


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


def _is_whole(text: str) -> bool:
    return _whole(text.removeprefix("-")) is not None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _choices(attribute: Attribute) -> str:
    numbers = map(str, range(len(attribute.labels))) if attribute.numbered else ()
    return ", ".join((*numbers, *attribute.labels))

"""The meaning of a table's columns, and the labels in its rows."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final

import numpy as np

from core.schema import (
    AGE,
    ATTRIBUTES,
    NOT_GIVEN,
    Attribute,
    Column,
    Indices,
    attribute_name,
    column_of_words,
    whole_number,
)
from core.validation import BaseModel, ConfigDict, Field, model_validator
from core.vision.imaging import SUFFIXES

MAX_AGE: Final = 130
MAX_LABELS: Final = 30
"""A column with more different words holds ids, names, texts or measurements, not labels."""
NO_LABEL: Final = "no label is given"

_MAX_LABEL_LENGTH: Final = 60
_MIN_REPEATS: Final = 2


class ColumnMap(BaseModel):
    """The columns of a table by their meaning; None if there is no such column.

    Exactly one of `picture` and `pixels` is required. Columns that are not named here become attributes if their words
    repeat.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    picture: str | None = None
    """Path of the picture's file, absolute or relative to the table."""
    pixels: str | None = None
    """Grey values of a square picture, row by row, separated by spaces."""
    name: str | None = None
    """Name of a row whose picture is in `pixels`."""
    age: str | None = None
    """In years, or a range such as 20-29."""
    attributes: dict[str, str] = Field({})
    """The column of each attribute. Built-in attributes are read by their own labels and words, others get the words in
    the column as labels."""
    labels: dict[str, dict[str, str]] = Field({})
    """By attribute, the label that each word or number in its column stands for; an empty one is no label. Words that
    are not listed mean what they mean without it."""
    groups: tuple[str, ...] = ()
    """Attributes that figures are grouped by, and that no model answers unless a recipe says so."""
    ignored: tuple[str, ...] = ()
    """Columns that are not read."""

    @model_validator(mode="after")
    def _check(self) -> ColumnMap:
        if (self.picture is None) == (self.pixels is None):
            raise ValueError("expected exactly one of the columns picture and pixels")
        for name in self.attributes:
            if attribute_name(name) != name or name == AGE.name:
                raise ValueError(
                    f"attribute {name!r}: expected a-z, 0-9 and _, and not age, which is a field of its own"
                )
        for name, attribute in ATTRIBUTES.items():
            unknown = set(self.labels.get(name, {}).values()) - {"", *attribute.labels}
            if unknown:
                labels = ", ".join(attribute.labels)
                raise ValueError(f"{name} has no label {', '.join(sorted(unknown))}; expected one of {labels}")
        return self

    @property
    def wanted(self) -> tuple[str, ...]:
        """The required columns."""
        columns = (self.age, *self.attributes.values(), self.name, self.picture, self.pixels)
        return tuple(sorted(column for column in columns if column is not None))


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels in a row."""

    age: int
    """In years; `NOT_GIVEN` if missing."""
    known: tuple[int, ...]
    """Label index of each built-in attribute; `NOT_GIVEN` if missing."""
    words: tuple[str, ...]
    """The text of each other column."""


class LabelTable:
    """Parses the labels of rows and keeps those of the rows that are used."""

    def __init__(self, columns: ColumnMap, header: Sequence[str]) -> None:
        mapped = {name: _required_position(header, column) for name, column in columns.attributes.items()}
        self._known = {name: at for name, at in mapped.items() if name in ATTRIBUTES}
        used = {position(header, column) for column in (*columns.wanted, *columns.ignored)}
        chosen = [(name, at) for name, at in mapped.items() if name not in self._known]
        self._meant = {
            name: {word_key(word): label for word, label in labels.items()} for name, labels in columns.labels.items()
        }
        self._others = chosen + [(header[at], at) for at in range(len(header)) if at not in used]
        self._meant_by_others = [self._meant.get(attribute_name(name)) for name, _ in self._others]
        self._age_at = position(header, columns.age)
        self._ages = array("q")
        self._values = {name: array("q") for name in self._known}
        self._words = [_Words(chosen=one in chosen) for one in self._others]
        self._without_known: dict[int, str] = {}
        # Rows repeat the same few hundred combinations.
        self._read_known = lru_cache(4096)(self._parse_known)

    def read(self, row: Sequence[str]) -> Labels | str:
        """The labels in the fields of a row, or why they cannot be parsed."""
        known_fields = (row[at] for at in self._known.values())
        read = self._read_known("" if self._age_at is None else row[self._age_at], *known_fields)
        if isinstance(read, str):
            return read
        age, known = read
        words = tuple(
            row[at].strip() if meant is None else meant.get(word_key(row[at]), row[at].strip())
            for (_, at), meant in zip(self._others, self._meant_by_others, strict=True)
        )
        if max(known, default=NOT_GIVEN) == NOT_GIVEN and not any(words):
            return NO_LABEL
        return Labels(age, known, words)

    def add(self, labels: Labels, where: str) -> None:
        """Keep the labels of a row; `where` names the row in messages."""
        if max(labels.known, default=NOT_GIVEN) == NOT_GIVEN:
            self._without_known[len(self._ages)] = where
        self._ages.append(labels.age)
        for values, value in zip(self._values.values(), labels.known, strict=True):
            values.append(value)
        for kept, word in zip(self._words, labels.words, strict=True):
            kept.add(word)

    def finish(self) -> tuple[Indices, dict[str, Column], dict[int, str]]:
        """Ages in years, the columns by attribute, and the rows without any label, with their names."""
        columns = {name: Column(ATTRIBUTES[name], np.array(values, np.int64)) for name, values in self._values.items()}
        for (title, at), words in zip(self._others, self._words, strict=True):
            column = words.column(title, at)
            if column is not None and column.attribute.name not in (*columns, *ATTRIBUTES, AGE.name):
                columns[column.attribute.name] = column
        unlabelled = {
            row: where
            for row, where in self._without_known.items()
            if all(column.values[row] == NOT_GIVEN for column in columns.values())
        }
        return np.array(self._ages, np.int64), columns, unlabelled

    def _parse_known(self, age_word: str, *words: str) -> tuple[int, tuple[int, ...]] | str:
        known = []
        for name, word in zip(self._known, words, strict=True):
            meant = self._meant.get(name, {}).get(word_key(word), word)
            index = ATTRIBUTES[name].index(meant) if meant.strip() else NOT_GIVEN
            if index is None:
                return f"{name} {word.strip()[:20]!r} is not one of {_choices(ATTRIBUTES[name])}"
            known.append(index)
        age = read_age(self._meant.get(AGE.name, {}).get(word_key(age_word), age_word))
        return age if isinstance(age, str) else (age, tuple(known))


class _Words:
    """The words of one column; unless the user chose the column, it is given up at too many different words."""

    def __init__(self, *, chosen: bool) -> None:
        self._chosen = chosen
        self._different: dict[str, int] = {}
        self._rows = array("l")
        self._too_many = False

    def add(self, word: str) -> None:
        if self._too_many:
            return
        self._rows.append(self._different.setdefault(word, len(self._different)))
        # The empty word is not a label.
        if not self._chosen and len(self._different) > MAX_LABELS + ("" in self._different):
            self._too_many, self._rows = True, array("l")

    def column(self, title: str, at: int) -> Column | None:
        """The column as an attribute; None if its words cannot be labels."""
        if self._too_many:
            return None
        words = list(self._different)
        if all(whole_number(word) is not None for word in words if word):
            words = list(map(_without_fraction, words))
        rows = [words[row] for row in self._rows]
        if not self._chosen and not labels_in(set(words), sum(map(bool, rows))):
            return None
        try:
            return named_column(title, rows, f"column_{at + 1}")
        except ValueError:
            return None


def labels_in(words: Collection[str], given: int) -> bool:
    """Whether the different `words` of `given` rows can be labels: few, short, repeated, not files or measurements."""
    words = [word for word in words if word]
    return (
        2 <= len(words) <= MAX_LABELS
        and given >= _MIN_REPEATS * len(words)
        and all(len(word) <= _MAX_LABEL_LENGTH for word in words)
        and not all(PurePosixPath(word).suffix.lower() in SUFFIXES for word in words)
        and (not all(map(_is_number, words)) or all(whole_number(word) is not None for word in words))
    )


def named_column(title: str, words: Sequence[str], otherwise: str) -> Column:
    """Like `column_of_words`; if the title makes no valid name, as in another script, the name is `otherwise`.

    Raises:
        ValueError: There are fewer than two different words.
    """
    name = attribute_name(title)
    if name[:1].isalpha():
        return column_of_words(title, words)
    column = column_of_words(otherwise, words)
    return Column(replace(column.attribute, title=title.strip() or otherwise), column.values)


def position(header: Sequence[str], column: str | None) -> int | None:
    """The index of a column, ignoring case; None if it is missing."""
    if column is None:
        return None
    folded = [name.casefold() for name in header]
    return folded.index(column.casefold()) if column.casefold() in folded else None


def _required_position(header: Sequence[str], column: str) -> int:
    at = position(header, column)
    if at is None:
        raise ValueError(f"column {column!r}: expected one of {', '.join(header)}")
    return at


def read_age(text: str) -> int | str:
    """Years from a number, a range such as 20-29 (its middle) or `more than 70`; -1 if empty; or what is wrong."""
    text = text.strip()
    if not text:
        return NOT_GIVEN
    low, _, high = text.removeprefix("more than ").partition("-")
    first, last = whole_number(low), whole_number(high or low)
    if first is None or last is None:
        return f"age {text[:20]!r} is not a number of years"
    years = (first + last + 1) // 2
    return years if 0 <= years <= MAX_AGE else f"age {text[:20]} is not 0 to {MAX_AGE}"


def word_key(word: str) -> str:
    """What two ways to write a word in a table have in common: `Male` and ` male`, `1` and `1.0`."""
    number = whole_number(word)
    return word.strip().casefold() if number is None else str(number)


def _without_fraction(word: str) -> str:
    """`1` for `1.0`, as pandas writes integers of which some are missing; other words, such as `01`, stay."""
    return word if not word or word.removeprefix("-").isdigit() else str(whole_number(word))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _choices(attribute: Attribute) -> str:
    numbers = map(str, range(len(attribute.labels))) if attribute.numbered else ()
    return ", ".join((*numbers, *attribute.labels))

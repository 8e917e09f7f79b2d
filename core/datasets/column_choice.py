"""What the columns of a table mean: proposed from their titles and words, stated by the user, and remembered.

What was stated is kept for each layout, the titles of a table's columns, as a JSON file of a `ColumnMap` in the user's
data folder: the next data of that layout are read alike, in the window, on the command line and in trainings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Final

from core.datasets.columns import ColumnMap, position, read_age, word_key
from core.datasets.dataset import SkippedRow
from core.datasets.raw_table import RawRow, RawTable
from core.errors import DataError
from core.files import is_there, make_folder, read_ordinary, replace_file
from core.places import user_data
from core.schema import ATTRIBUTES, Attribute, whole_number
from core.validation import ValidationError
from core.vision.imaging import SUFFIXES

_USUAL_TITLES: Final = {
    "picture": ("file", "path", "image", "img", "filename", "file_name", "image_path", "img_path", "picture"),
    "pixels": ("pixels",),
    "name": ("img_name", "name", "id"),
    "age": ("age",),
}
_SAMPLE: Final = 1000
_MOST_UNKNOWN: Final = 0.3
"""Above this share of words that are not labels, a column is not read as proposed."""
_SHOWN: Final = 5
_LIMIT: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Proposal:
    """A first version of what columns mean."""

    columns: ColumnMap | None
    """None if no column has pictures."""
    unclear: tuple[str, ...]
    """What the user should say, in words; empty if all is plain."""


def guess_columns(header: Sequence[str]) -> ColumnMap | None:
    """The columns by their usual titles; None if none of them has pictures."""
    return _by_titles(header, None)


def sample(raw: RawTable) -> list[RawRow]:
    """The first rows of a table."""
    return [row for row in islice(raw.rows(), _SAMPLE) if not isinstance(row, SkippedRow)]


def propose(raw: RawTable, rows: Sequence[RawRow]) -> Proposal:
    """What the columns mean, by their titles and by the words in a `sample` of rows."""
    words = {title: [row.words[at].strip() for row in rows] for at, title in enumerate(raw.header)}
    candidates = [title for title, given in words.items() if are_pictures(given)]
    titled = [title for title in candidates if title.casefold() in _USUAL_TITLES["picture"]] or candidates
    if any(title.casefold() in _USUAL_TITLES["pixels"] for title in raw.header):
        titled = []  # names beside grey values need not be files
    columns = _by_titles(raw.header, raw.picture or next(iter(titled), None))
    if columns is None:
        return Proposal(None, ())
    attributes = dict(columns.attributes)
    for title, given in words.items():
        found = next((one for one in ATTRIBUTES.values() if _are_labels(one, given)), None)
        if title not in columns.wanted and found and found.name not in attributes:
            attributes[found.name] = title
    columns = columns.model_copy(update={"attributes": attributes})
    several = (f"{', '.join(titled)} all name pictures",) if len(titled) > 1 and not raw.picture else ()
    return Proposal(columns, (*several, *unknown_words(raw, columns, rows)))


def unknown_words(raw: RawTable, columns: ColumnMap, rows: Sequence[RawRow]) -> tuple[str, ...]:
    """Where the words of a `sample` of rows do not fit their meaning, in words."""
    unclear = []
    for name, title in [*columns.attributes.items(), *([("age", columns.age)] if columns.age else [])]:
        at = position(raw.header, title)
        given = [] if at is None else [word for row in rows if (word := row.words[at].strip())]
        unknown = [word for word in given if not _is_known(columns, name, word)]
        if len(unknown) > _MOST_UNKNOWN * len(given):
            shown = ", ".join(list(dict.fromkeys(word[:20] for word in unknown))[:_SHOWN])
            unclear.append(f"{shown} in the column {title} is no known {name}")
    return tuple(unclear)


def columns_of(raw: RawTable) -> ColumnMap | None:
    """The remembered or proposed meaning of a table's columns; None if none of them has pictures.

    Raises:
        DataError: It is not plain, or what is remembered is damaged.
    """
    rows = sample(raw)
    remembered = remembered_columns(raw)
    if remembered and not unknown_words(raw, remembered, rows):
        return remembered
    proposal = propose(raw, rows)
    if proposal.unclear:
        raise DataError("data.columns", path=raw.path, reason="; ".join(proposal.unclear))
    return proposal.columns


def remembered_columns(raw: RawTable) -> ColumnMap | None:
    """What was stated for the layout of a table; None if nothing was.

    Raises:
        DataError: It is damaged.
    """
    file = _file(raw)
    return read_columns(file) if is_there(file) else None


def read_columns(source: Path) -> ColumnMap:
    """The meaning of columns that a JSON file states.

    Raises:
        DataError: It cannot be read, or is not valid.
    """
    try:
        return ColumnMap.model_validate_json(read_ordinary(source, limit=_LIMIT))
    except OSError as e:
        raise DataError("data.column_map", source=source, reason=e.strerror or str(e)) from e
    except ValidationError as e:
        raise invalid_columns(e, source) from e


def invalid_columns(error: ValidationError, source: object) -> DataError:
    """The error for a `ColumnMap` that is not valid; `source` names where it was stated."""
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"]))
    reason = f"{where}: {first['msg']}" if where else first["msg"].removeprefix("Value error, ")
    return DataError("data.column_map", source=source, reason=reason)


def remember_columns(raw: RawTable, columns: ColumnMap | None) -> None:
    """Keep what the columns of a layout mean; None forgets it.

    Raises:
        DataError: A column is not in the table, or the file cannot be written.
    """
    absent = [] if columns is None else [one for one in columns.wanted if position(raw.header, one) is None]
    if absent:
        reason = f"there is no column {', '.join(absent)} (there are: {', '.join(raw.header[:12])})"
        raise DataError("data.column_map", source="The meaning of the columns", reason=reason)
    file = _file(raw)
    try:
        if columns is None:
            file.unlink(missing_ok=True)
        else:
            make_folder(file.parent)
            replace_file(file, columns_json(columns))
    except OSError as e:
        raise DataError("export.write", path=file, reason=e.strerror or str(e)) from e


def columns_json(columns: ColumnMap) -> bytes:
    """The meaning of columns as JSON to read and edit."""
    return columns.model_dump_json(indent=2).encode() + b"\n"


def _file(raw: RawTable) -> Path:
    digest = hashlib.sha256("\n".join(raw.header).casefold().encode("utf-8", "surrogateescape"))
    return user_data() / "columns" / f"{digest.hexdigest()[:24]}.json"


def _by_titles(header: Sequence[str], picture: str | None) -> ColumnMap | None:
    """The columns by their usual titles; pictures are in the column `picture`, if it is given."""
    found: dict[str, str] = {}
    for meaning, usual in _USUAL_TITLES.items():
        for column in header:
            if column.casefold() in usual:
                found.setdefault(meaning, column)
    if picture is not None:
        found = {meaning: column for meaning, column in found.items() if meaning != "pixels" and column != picture}
        found["picture"] = picture
    elif "pixels" in found:
        found.pop("picture", None)
    attributes = {
        attribute.name: column
        for attribute in ATTRIBUTES.values()
        for column in reversed(header)  # so that the first of several wins
        if column.casefold() in (attribute.name, attribute.title, *attribute.synonyms)
    }
    return ColumnMap(**found, attributes=attributes) if "pixels" in found or "picture" in found else None


def are_pictures(words: Sequence[str]) -> bool:
    """Whether all words are names of picture files."""
    given = [word for word in words if word]
    return bool(given) and all(PurePosixPath(word).suffix.lower() in SUFFIXES for word in given)


def _are_labels(attribute: Attribute, words: Sequence[str]) -> bool:
    """Whether words, not numbers, are labels of the attribute, two of them at least."""
    given = {word for word in words if word}
    labels = {None if whole_number(word) is not None else attribute.index(word) for word in given}
    return len(labels) > 1 and None not in labels


def _is_known(columns: ColumnMap, name: str, word: str) -> bool:
    stated = columns.labels.get(name, {})
    if word_key(word) in map(word_key, stated):
        return True
    if name == "age":
        return isinstance(read_age(word), int)
    return name not in ATTRIBUTES or ATTRIBUTES[name].index(word) is not None

"""Pictures listed with their labels: image folders of the Hugging Face hub, JSON Lines, and lists as CelebA's.

An image folder has a table in each folder of pictures, or one for all. Paths in it begin at its own folder:

    train/metadata.jsonl  train/0001.jpg  test/metadata.csv  test/a/0002.jpg

JSON Lines hold an object per picture. CelebA's `list_attr_celeba.txt` has their number in its first line, the titles of
the columns in the second, then the name of a picture and its labels in each, separated by spaces.

Liu et al. 2015, Deep Learning Face Attributes in the Wild.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path, PurePosixPath
from typing import Final

from core.datasets.annotations import words_of
from core.datasets.archive import Files
from core.datasets.csv_file import as_text
from core.datasets.dataset import SkippedRow
from core.datasets.declared_sides import side_of_file
from core.datasets.picture_files import FilesBeside
from core.datasets.raw_table import RawRow, RawTable, Row, hashed
from core.errors import DataError
from core.files import is_file, parse_json, plain_text, read_ordinary
from core.vision.imaging import MAX_BYTES, read_image

LAYOUT: Final = (
    "a metadata.jsonl or metadata.csv with a column file_name in the folders of the pictures, JSON Lines with one "
    "object per picture, or a list such as CelebA's list_attr_celeba.txt"
)
JSON_LINES: Final = (".jsonl", ".ndjson")
_TABLES: Final = ("metadata.jsonl", "metadata.csv")
_FILE: Final = "file_name"
_IMAGE: Final = "image"
_MOST_BYTES: Final = 512 << 20

_Lines = list[tuple[int, dict[str, str] | str]]
"""The words of each line by title, or why it has none, with its number."""


def image_folder(files: Files) -> RawTable | None:
    """The pictures of an image folder, with the tables in its folders; None if there are no such tables.

    Raises:
        DataError: A table is too large.
    """
    read: list[tuple[str, _Lines]] = []
    for name in files.names:
        if PurePosixPath(name).name.lower() in _TABLES:
            lines = _lines(name, files.read(name), files.path)
            if any(isinstance(words, dict) and _FILE in words for _, words in lines):
                read.append((name, lines))
    if not read or not files.pictures:
        return None
    titles = _titles([line for _, lines in read for line in lines], _FILE)
    available = frozenset(files.names)

    def rows() -> Iterator[Row]:
        for table, lines in read:
            folder, side = PurePosixPath(table).parent, side_of_file(table)
            for number, words in lines:
                where = f"line {number}" if len(read) == 1 else f"{table}, line {number}"
                if isinstance(words, str):
                    yield SkippedRow(where, words)
                elif not words.get(_FILE):
                    yield SkippedRow(where, f"it has no {_FILE}")
                else:
                    name = str(folder / words[_FILE].replace("\\", "/"))
                    yield RawRow(where, (name, *(words.get(title, "") for title in titles)), side=side)

    return RawTable(
        path=files.path,
        expected=LAYOUT,
        header=(_FILE, *titles),
        rows=rows,
        decode=files.picture,
        state=files.state,
        picture=_FILE,
        content=files.read,
        missing=lambda name: None if name in available else f"there is no picture {name[:200]}",
    )


def listed_pictures(path: Path) -> RawTable | None:
    """The pictures that JSON Lines or a list such as CelebA's name; None if the file is neither.

    Raises:
        DataError: It cannot be read.
    """
    if path.suffix.lower() not in (*JSON_LINES, ".txt"):
        return None
    try:
        text = read_ordinary(path, limit=_MOST_BYTES)
    except OSError as e:
        raise DataError("data.format", path=path, reason=e.strerror or str(e), expected=LAYOUT) from e
    is_list = path.suffix.lower() == ".txt"
    lines = _lines_of_list(as_text(text)) if is_list else _lines(path.name, text, path)
    if lines is None:
        return None
    titles, beside = _titles(lines, _IMAGE if is_list else ""), FilesBeside(path.parent)
    header = (_IMAGE, *titles) if is_list else titles

    def rows() -> Iterator[Row]:
        for number, words in lines:
            if isinstance(words, str):
                yield SkippedRow(f"line {number}", words)
            else:
                yield RawRow(f"line {number}", [words.get(title, "") for title in header])

    def content(name: str) -> bytes:
        try:
            return read_ordinary(beside.path(name), limit=MAX_BYTES)
        except OSError as e:
            reason = f"{name}: {e.strerror or e}"
            raise DataError("data.format", path=path, reason=reason, expected=LAYOUT) from e

    return RawTable(
        path=path,
        expected=LAYOUT,
        header=header,
        rows=rows,
        decode=lambda name: read_image(beside.path(name)),
        state=hashed(text),
        picture=_IMAGE if is_list else None,
        content=content,
        missing=lambda name: None if is_file(beside.path(name)) else f"there is no picture {name[:200]}",
    )


def _lines(name: str, content: bytes, path: Path) -> _Lines:
    if len(content) > _MOST_BYTES:
        raise DataError("data.format", path=path, reason=f"{name} is larger than 512 MB", expected=LAYOUT)
    text = as_text(content).removeprefix("\ufeff")
    if PurePosixPath(name).suffix.lower() in JSON_LINES:
        return [(at, _words(line)) for at, line in enumerate(text.split("\n"), start=1) if line.strip()]
    reader = csv.reader(StringIO(text))
    header = [title.strip() for title in next(reader, [])]
    found: _Lines = []
    for row in reader:
        same = len(row) == len(header)
        words = dict(zip(header, map(plain_text, row), strict=True)) if same else {}
        found.append((reader.line_num, words if same else f"{len(row)} columns instead of {len(header)}"))
    return found


def _words(line: str) -> dict[str, str] | str:
    try:
        given = parse_json(line)
    except ValueError:
        return "it is not valid JSON"
    return words_of(given) if isinstance(given, dict) else "it is not an object"


def _lines_of_list(text: str) -> _Lines | None:
    first, _, rest = text.partition("\n")
    titles, _, rest = rest.partition("\n")
    header = [_IMAGE, *titles.split()]
    if not first.strip().isdigit() or len(header) < 2:
        return None
    found: _Lines = []
    for number, line in enumerate(rest.split("\n"), start=3):
        row = line.split()
        same = len(row) == len(header)
        if row:
            words = dict(zip(header, row, strict=True)) if same else {}
            found.append((number, words if same else f"{len(row)} columns instead of {len(header)}"))
    return found


def _titles(lines: _Lines, without: str) -> tuple[str, ...]:
    found = dict.fromkeys(title for _, words in lines if isinstance(words, dict) for title in words)
    return tuple(title for title in found if title != without)

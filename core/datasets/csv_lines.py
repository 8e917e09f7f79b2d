"""CSV files line by line, within bounded memory, whatever the file turns out to be."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from core.errors import DataError

MAX_LINE_BYTES: Final = 1_000_000
"""A row of 48 x 48 grey values has 9,216 at most."""

_BLOCK_BYTES: Final = 1 << 20
_UTF8_MARK: Final = b"\xef\xbb\xbf"
_NOT_CSV: Final = (
    *((mark, "it is a picture; choose its folder") for mark in (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")),
    (b"\x1f\x8b", "it is packed with gzip; unpack it first"),
    (b"PK\x03\x04", "it is a zip archive or an Excel workbook; unpack it, or save the sheet as CSV"),
    (b"7z\xbc\xaf", "it is packed with 7-Zip; unpack it first"),
    (b"\xff\xfe", "it is written in UTF-16; save it again as UTF-8"),
    (b"\xfe\xff", "it is written in UTF-16; save it again as UTF-8"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file; `content` is None where it is too long to be a row."""

    number: int
    content: bytes | None
    end_byte: int
    """Bytes of the file read when the line was handed over."""


class CsvFile:
    """A CSV file with its header read.

    Raises:
        DataError: There is none, it may not be read, or it is not text in UTF-8 with a header.
    """

    def __init__(self, path: Path, *, expected: str) -> None:
        self.path = path
        self._expected = expected
        self.size_bytes = _check(path, expected)
        first = next((line for line in self._lines() if line.content is None or line.content.strip()), None)
        if first is None or first.content is None:
            reason = "there is no line in it" if first is None else f"its line {first.number} is longer than 1 MB"
            raise self.refused(reason)
        self._header_line = first.number
        self.header: tuple[str, ...] = tuple(field.strip() for field in fields(first.content) or ())

    def refused(self, reason: str) -> DataError:
        """The error for this file."""
        return DataError("data.format", path=self.path, reason=reason, expected=self._expected)

    def rows(self) -> Iterator[Line]:
        """The lines after the header that are not blank."""
        for line in self._lines():
            if line.number > self._header_line and (line.content is None or line.content.strip()):
                yield line

    def _lines(self) -> Iterator[Line]:
        try:
            with self.path.open("rb") as file:
                yield from _split_lines(file)
        except OSError as e:
            raise self.refused(e.strerror or str(e)) from e


def fields(line: bytes) -> list[str] | None:
    """The fields of a line as text; None where a quotation mark in it is not closed."""
    text = as_text(line)
    if '"' not in text:
        return text.split(",")
    if text.count('"') % 2:
        return None
    csv.field_size_limit(MAX_LINE_BYTES)
    return next(csv.reader([text]))


def byte_fields(line: bytes) -> list[bytes] | None:
    """As `fields`, in bytes: much faster where a field is long."""
    if b'"' not in line:
        return line.split(b",")
    found = fields(line)
    return None if found is None else [field.encode() for field in found]


def as_text(content: bytes) -> str:
    """UTF-8, or what Windows programs write instead."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def columns_missing(header: Sequence[str], wanted: Sequence[str]) -> str | None:
    """What to say where columns are missing, without regard to upper and lower case."""
    there = {name.casefold() for name in header}
    missing = [name for name in wanted if name.casefold() not in there]
    if not missing:
        return None
    shown = ", ".join(name[:40] for name in header[:12]) + (" ..." if len(header) > 12 else "")
    what = "the column" if len(missing) == 1 else "the columns"
    return f"its first line lacks {what} {', '.join(missing)} (it has: {shown})"


def _check(path: Path, expected: str) -> int:
    def refused(reason: str) -> DataError:
        return DataError("data.format", path=path, reason=reason, expected=expected)

    try:
        with path.open("rb") as file:
            head = file.read(4096)
            size_bytes = file.seek(0, 2)
    except FileNotFoundError as e:
        raise DataError("data.missing", path=path) from e
    except OSError as e:
        raise refused(e.strerror or str(e)) from e
    if not head:
        raise refused("it is empty (0 bytes)")
    for mark, reason in _NOT_CSV:
        if head.startswith(mark):
            raise refused(reason)
    if b"\x00" in head:
        # Text in UTF-16 has a zero in every other byte, with or without the mark at its start.
        utf16 = head[1:200:2].count(0) > 40 or head[0:200:2].count(0) > 40
        raise refused("it is written in UTF-16; save it again as UTF-8" if utf16 else "it is not text")
    return size_bytes


def _split_lines(file: BinaryIO) -> Iterator[Line]:
    read = file.read
    carry, number, done, dropping = b"", 0, 0, False
    while block := read(_BLOCK_BYTES):
        if not done and block.startswith(_UTF8_MARK):
            block = block[len(_UTF8_MARK) :]
        done += len(block)
        lines = block.split(b"\n")
        # Only the first piece is joined to what came before, not the whole block.
        lines[0] = carry + lines[0]
        carry = lines.pop()
        for content in lines:
            number += 1
            too_long = dropping or len(content) > MAX_LINE_BYTES
            yield Line(number, None if too_long else content.removesuffix(b"\r"), done)
            dropping = False
        if dropping or len(carry) > MAX_LINE_BYTES:
            # What is left of a line without end is not kept.
            dropping, carry = True, b""
    if carry or dropping:
        yield Line(number + 1, None if dropping else carry.removesuffix(b"\r"), done)

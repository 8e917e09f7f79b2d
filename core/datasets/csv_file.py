"""Lines of a CSV file, read within bounded memory, and grey values written in them as text."""

from __future__ import annotations

import codecs
import csv
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError
from core.files import plain_text, require_ordinary

Grey = NDArray[np.uint8]
Field = TypeVar("Field", str, bytes)

_MAX_LINE_BYTES: Final = 1_000_000
"""A row of 48 x 48 grey values has at most 9,216."""

_BLOCK_BYTES: Final = 1 << 20
_SAMPLE_BYTES: Final = 1 << 16
_WORDS: Final = re.compile(rb"[A-Za-z\xa8\xb8\xc0-\xff]{2,}")
"""Letters of Windows-1251 and Windows-1252."""
_PLAIN_LETTER: Final = re.compile(rb"[A-Za-z]")
_UTF8_BOM: Final = b"\xef\xbb\xbf"
_OTHER_FORMATS: Final = (
    *((mark, "it is a picture; choose its folder") for mark in (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")),
    (b"\x1f\x8b", "it is packed with gzip; unpack it first"),
    (b"PK\x03\x04", "it is a zip archive or an Excel workbook; unpack it, or save the sheet as CSV"),
    (b"7z\xbc\xaf", "it is packed with 7-Zip; unpack it first"),
    (b"\xff\xfe\x00\x00", "it is written in UTF-32; save it again as UTF-8"),
    (b"\xff\xfe", "it is written in UTF-16; save it again as UTF-8"),
    (b"\xfe\xff", "it is written in UTF-16; save it again as UTF-8"),
)
_DELIMITERS: Final = (",", "\t", ";")
"""If the header has as many of two of them, the first counts."""
_SPACE: Final = 32
_ZERO: Final = 48
_MAX_DIGITS: Final = 3
_MARGIN: Final = b" " * _MAX_DIGITS
_PLAIN: Final = re.compile(rb"[0-9\s]*")
_ZERO_FRACTION: Final = re.compile(rb"(?<=\d)\.0*(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file."""

    number: int
    content: bytes | None
    """None if the line is too long for a row."""
    end_byte: int
    """Bytes of the file that had been read when the line was returned."""


class CsvFile:
    """A CSV file whose header was read.

    Raises:
        DataError: It is missing, cannot be read, or is not UTF-8 text with a header.
    """

    def __init__(self, path: Path, *, expected: str) -> None:
        self.path = path
        self._expected = expected
        self.size_bytes = _check(path, expected)
        self._code_page = self._find_code_page()
        """None for UTF-8."""
        first = next((line for line in self._lines() if line.content is None or line.content.strip()), None)
        if first is None or first.content is None:
            raise self.refused("it has no lines" if first is None else f"its line {first.number} is longer than 1 MB")
        self._header_line = first.number
        self._delimiter = _delimiter(first.content)
        """A comma, a tab or a semicolon."""
        self.header = _distinct([field.strip() for field in fields(first.content, self._delimiter) or ()])
        """Titles; a repeated one has its number, as in pandas: `hat`, `hat.1`."""

    def refused(self, reason: str) -> DataError:
        """The error for this file."""
        return DataError("data.format", path=self.path, reason=reason, expected=self._expected)

    def require(self, columns: Sequence[str]) -> None:
        """Check that the header has `columns`.

        Raises:
            DataError: One is missing.
        """
        missing = columns_missing(self.header, columns)
        if missing:
            raise self.refused(missing)

    def rows(self) -> Iterator[Line]:
        """The lines after the header, without blank ones."""
        for line in self._lines():
            if line.number > self._header_line and (line.content is None or line.content.strip()):
                yield line

    def split(self, line: Line, into_fields: Callable[[bytes, str], list[Field] | None]) -> list[Field] | str:
        """The fields of a row, one per column, split by `fields` or `byte_fields`; or why the line is not a row."""
        if line.content is None:
            return f"it is longer than {_MAX_LINE_BYTES // 1_000_000} MB"
        row = into_fields(line.content, self._delimiter)
        if row is None:
            return "a quotation mark in it is not closed"
        return row if len(row) == len(self.header) else f"{len(row)} columns instead of {len(self.header)}"

    def _find_code_page(self) -> str | None:
        try:
            with self.path.open("rb") as file:
                sample = file.read(_SAMPLE_BYTES)
        except OSError as e:
            raise self.refused(e.strerror or str(e)) from e
        try:
            codecs.getincrementaldecoder("utf-8")().decode(sample)
        except UnicodeDecodeError:
            return _old_code_page(sample)
        return None

    def _lines(self) -> Iterator[Line]:
        """The lines in UTF-8."""
        page = self._code_page
        try:
            with self.path.open("rb") as file:
                for line in _split_lines(file):
                    raw = line.content
                    recoded = raw if page is None or raw is None else raw.decode(page, "replace").encode()
                    yield line if recoded is raw else replace(line, content=recoded)
        except OSError as e:
            raise self.refused(e.strerror or str(e)) from e


def fields(line: bytes, delimiter: str = ",") -> list[str] | None:
    """The fields of a line as text; None if a quotation mark is not closed."""
    text = as_text(line)
    if '"' not in text:
        found = text.split(delimiter)
    elif text.count('"') % 2:
        return None
    else:
        csv.field_size_limit(_MAX_LINE_BYTES)
        # Within a line, a carriage return is white space; csv takes it for an end.
        found = next(csv.reader([text.replace("\r", " ")], delimiter=delimiter, skipinitialspace=True))
    return [*map(plain_text, found)] if "'" in text else found


def byte_fields(line: bytes, delimiter: str = ",") -> list[bytes] | None:
    """Like `fields`, as bytes: much faster with long fields."""
    if b'"' not in line and b"'" not in line:
        return line.split(delimiter.encode())
    found = fields(line, delimiter)
    return None if found is None else [field.encode() for field in found]


def _distinct(titles: Sequence[str]) -> tuple[str, ...]:
    # Without a number, all but the first of several columns with a title would be dropped, or read in its place.
    taken = {title.casefold() for title in titles}
    seen: set[str] = set()
    found = []
    for title in titles:
        free, number = title, 0
        while title and free.casefold() in (seen if number == 0 else taken):
            number += 1
            free = f"{title}.{number}"
        taken.add(free.casefold())
        seen.add(free.casefold())
        found.append(free)
    return tuple(found)


def _delimiter(header: bytes) -> str:
    text = re.sub(r'"[^"]*"', "", as_text(header))
    return max(_DELIMITERS, key=text.count)


def as_text(content: bytes) -> str:
    """Decode UTF-8, or the code page of Windows that it probably has where it is not UTF-8."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode(_old_code_page(content), "replace")


def _old_code_page(text: bytes) -> str:
    """Windows-1251 if most letters beyond ASCII are in words of nothing else, as in Cyrillic; otherwise Windows-1252,
    where they are accented letters between plain ones."""
    words = [word for word in _WORDS.findall(text) if not word.isascii()]
    alone = sum(len(word) for word in words if not _PLAIN_LETTER.search(word))
    between = sum(byte > 127 for word in words if _PLAIN_LETTER.search(word) for byte in word)
    return "cp1251" if alone > between else "cp1252"


def columns_missing(header: Sequence[str], wanted: Sequence[str]) -> str | None:
    """A message naming the missing columns, ignoring case; None if all are there."""
    available = {name.casefold() for name in header}
    missing = [name for name in wanted if name.casefold() not in available]
    if not missing:
        return None
    shown = ", ".join(name[:40] for name in header[:12]) + (" ..." if len(header) > 12 else "")
    what = "the column" if len(missing) == 1 else "the columns"
    return f"its first line lacks {what} {', '.join(missing)} (it has: {shown})"


def state_of(path: Path) -> str:
    """A hash of size, time, start and end of a file, to notice changes without reading all of it."""
    stat = path.stat()
    with path.open("rb") as file:
        head = file.read(_SAMPLE_BYTES)
        file.seek(max(0, stat.st_size - _SAMPLE_BYTES))
        tail = file.read(_SAMPLE_BYTES)
    return hashlib.sha256(f"{stat.st_size} {stat.st_mtime_ns}".encode() + head + tail).hexdigest()[:16]


def parse_pixels(texts: Sequence[bytes], count: int) -> Grey | list[Grey | str]:
    """Grey values written as text, `129 128 7 ...`, shape (len(texts), count).

    Plain rows are parsed together with NumPy. If one cannot be, a list with the values of each row, or the reason why
    it cannot be parsed, is returned.
    """
    values = _parse_plain(texts, count)
    return [parse_pixel_row(text, count) for text in texts] if values is None else values


def parse_pixel_row(text: bytes, count: int) -> Grey | str:
    """The `count` grey values of a row, separated by any white space, or why they cannot be parsed."""
    if b"." in text:  # as pandas writes numbers: 129.0
        text = _ZERO_FRACTION.sub(b"", text)
    words = text.split()
    if not _PLAIN.fullmatch(text):
        invalid = next(word for word in words if not word.isdigit())
        return f"the pixel value {_shown(invalid)} is not a whole number from 0 to 255"
    if len(words) != count:
        return f"{len(words)} pixel values instead of {count}"
    # Numbers with thousands of digits are not worth converting: int() would take long.
    high = next((word for word in words if len(word.lstrip(b"0")) > _MAX_DIGITS or int(word) > 255), None)
    if high is not None:
        return f"the pixel value {_shown(high)} is not 0 to 255"
    return np.array(words, np.int64).astype(np.uint8)


def _check(path: Path, expected: str) -> int:
    """The size of a file that looks like CSV, in bytes."""

    def refused(reason: str) -> DataError:
        return DataError("data.format", path=path, reason=reason, expected=expected)

    try:
        require_ordinary(path)
        with path.open("rb") as file:
            head = file.read(4096)
            size_bytes = file.seek(0, 2)
    except FileNotFoundError as e:
        raise DataError("data.missing", path=path) from e
    except OSError as e:
        raise refused(e.strerror or str(e)) from e
    if not head:
        raise refused("it is empty (0 bytes)")
    for mark, reason in _OTHER_FORMATS:
        if head.startswith(mark):
            raise refused(reason)
    if b"\x00" in head:
        # In UTF-16, with or without a mark at the start, every other byte of Latin text is zero.
        utf16 = head[1:200:2].count(0) > 40 or head[0:200:2].count(0) > 40
        raise refused("it is written in UTF-16; save it again as UTF-8" if utf16 else "it is not text")
    if b"\r" in head and b"\n" not in head:
        raise refused("its lines end as on the first Macs (CR); save it again with the line ends of Windows or Linux")
    return size_bytes


def _split_lines(file: BinaryIO) -> Iterator[Line]:
    read = file.read
    carry, number, done, dropping = b"", 0, 0, False
    while block := read(_BLOCK_BYTES):
        if not done and block.startswith(_UTF8_BOM):
            block = block[len(_UTF8_BOM) :]
        done += len(block)
        lines = block.split(b"\n")
        # Join only the first piece to the rest of the previous block, not the whole block.
        lines[0] = carry + lines[0]
        carry = lines.pop()
        for content in lines:
            number += 1
            too_long = dropping or len(content) > _MAX_LINE_BYTES
            yield Line(number, None if too_long else content.removesuffix(b"\r"), done)
            dropping = False
        if dropping or len(carry) > _MAX_LINE_BYTES:
            # The rest of a line without an end is not kept in memory.
            dropping, carry = True, b""
    if carry or dropping:
        yield Line(number + 1, None if dropping else carry.removesuffix(b"\r"), done)


def _shown(word: bytes) -> str:
    return ascii(word[:12].decode("ascii", "backslashreplace"))[1:-1]


def _parse_plain(texts: Sequence[bytes], count: int) -> Grey | None:
    """Shape (len(texts), count); None unless every text has exactly `count` numbers with single spaces between.

    Finds all spaces and combines the up to three digits before each.
    """
    # The margin allows looking at three bytes before the first space.
    padded = np.frombuffer(b"".join((_MARGIN, b" ".join(texts), b" ")), np.uint8)
    ends = np.flatnonzero(padded[len(_MARGIN) :] == _SPACE)
    if len(ends) != len(texts) * count:
        return None
    row_ends = np.cumsum([len(text) + 1 for text in texts]) - 1
    if not np.array_equal(ends[count - 1 :: count], row_ends):
        return None
    if ends[0] > _MAX_DIGITS or np.diff(ends).max(initial=0) > _MAX_DIGITS + 1:
        return None
    digits = padded - np.uint8(_ZERO)
    is_digit = digits < 10
    if np.count_nonzero(is_digit) + len(ends) + len(_MARGIN) != len(padded):
        return None
    digits *= is_digit
    ones, tens, hundreds = (digits[back:].take(ends) for back in (2, 1, 0))
    # After a one-digit number, the byte in the hundreds place belongs to the number before.
    has_tens = is_digit[1:].take(ends)
    hundreds *= has_tens
    rest = tens * np.uint8(10) + ones
    too_high = (hundreds > 2) | ((hundreds == 2) & (rest > 55))
    if too_high.any() or not is_digit[2:].take(ends).all():
        return None
    return (hundreds * np.uint8(100) + rest).reshape(len(texts), count)

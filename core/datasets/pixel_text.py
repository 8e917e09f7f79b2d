"""Grey values written as text, `129 128 7 ...`, as numbers.

Whole batches of rows are turned at once: the position of every space is found, and the up to three digits before each
are gathered into a number. Rows that are anything but plain are read one by one, slowly, with the reason where they
cannot be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

_SPACE: Final = 32
_ZERO: Final = 48
_MOST_DIGITS: Final = 3
_MARGIN: Final = b" " * _MOST_DIGITS
_PLAIN: Final = re.compile(rb"[0-9\s]*")


def parse_batch(texts: Sequence[bytes], count: int) -> Grey | list[Grey | str]:
    """Shape (len(texts), count); where not all can be read, a list of values or the reason for each."""
    values = _parse_plain(texts, count)
    return [parse_one(text, count) for text in texts] if values is None else values


def parse_one(text: bytes, count: int) -> Grey | str:
    """The `count` values of a text, any white space between them, or why they cannot be read."""
    words = text.split()
    if not _PLAIN.fullmatch(text):
        odd = next(word for word in words if not word.isdigit())
        return f"the pixel value {_shown(odd)} is not a whole number from 0 to 255"
    if len(words) != count:
        return f"{len(words)} pixel values instead of {count}"
    # int() would need long for what has thousands of digits.
    high = next((word for word in words if len(word.lstrip(b"0")) > 3 or int(word) > 255), None)
    if high is not None:
        return f"the pixel value {_shown(high)} is not 0 to 255"
    return np.array(words, np.int64).astype(np.uint8)


def _shown(word: bytes) -> str:
    return word[:12].decode("ascii", "backslashreplace")


def _parse_plain(texts: Sequence[bytes], count: int) -> Grey | None:
    """Shape (len(texts), count); None where any text is not exactly `count` numbers with one space between them."""
    # Before the first number stands as much as is looked at before every space.
    padded = np.frombuffer(b"".join((_MARGIN, b" ".join(texts), b" ")), np.uint8)
    ends = np.flatnonzero(padded[len(_MARGIN) :] == _SPACE)
    if len(ends) != len(texts) * count:
        return None
    row_ends = np.cumsum([len(text) + 1 for text in texts]) - 1
    if not np.array_equal(ends[count - 1 :: count], row_ends):
        return None
    if ends[0] > _MOST_DIGITS or np.diff(ends).max(initial=0) > _MOST_DIGITS + 1:
        return None
    digits = padded - np.uint8(_ZERO)
    is_digit = digits < 10
    if np.count_nonzero(is_digit) + len(ends) + len(_MARGIN) != len(padded):
        return None
    digits *= is_digit
    ones, tens, hundreds = (digits[back:].take(ends) for back in (2, 1, 0))
    # What stands before a space that has one digit or none belongs to the number before.
    has_tens = is_digit[1:].take(ends)
    hundreds *= has_tens
    rest = tens * np.uint8(10) + ones
    too_high = (hundreds > 2) | ((hundreds == 2) & (rest > 55))
    if too_high.any() or not is_digit[2:].take(ends).all():
        return None
    return (hundreds * np.uint8(100) + rest).reshape(len(texts), count)

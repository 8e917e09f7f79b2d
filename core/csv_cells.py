"""Cells of CSV files that a spreadsheet takes for text, never for a formula.

Excel, Calc and Google Sheets calculate a cell that begins with `=`, `+`, `-` or `@`, and file names and labels are
such cells: `=HYPERLINK(...).jpg` in a folder from elsewhere could send the rest of the table away (OWASP, CSV
Injection). Every CSV that Facet writes has an apostrophe before them, and every CSV that Facet reads loses it again.
"""

from __future__ import annotations

import re
from typing import Any, Final

_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n]")
"""With the apostrophes it may already have, so that each text has a cell of its own."""
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def safe_cell(value: Any) -> Any:
    """What to write for a value: text like a formula begins with an apostrophe; numbers, as text too, stay as they are.

    `plain_text` is its inverse.
    """
    if isinstance(value, str) and _FORMULA.match(value) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def plain_text(cell: str) -> str:
    """The text that a cell stands for."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell

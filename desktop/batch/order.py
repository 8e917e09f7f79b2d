"""What a batch is asked to do."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from core.files import fitting_name
from desktop.app.translation import texts

if TYPE_CHECKING:
    from core.batch.tables import Outputs

_FORMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".csv": texts.mark("CSV, for spreadsheets"),
        ".jsonl": texts.mark("JSON Lines, for programs"),
        ".parquet": texts.mark("Parquet, for data tools"),
    }
)


@dataclass(frozen=True, slots=True)
class Order:
    """Photos and folders to be answered into one table, whose suffix says its form."""

    paths: tuple[Path, ...]
    out: Path

    @property
    def outputs(self) -> Outputs:
        from core.batch.tables import Outputs

        return Outputs(**{self.out.suffix.lower().removeprefix("."): self.out})


@dataclass(frozen=True, slots=True)
class Look:
    """What was found where photos were asked for."""

    paths: tuple[Path, ...]
    photos: int
    out: Path
    """A table for them: one that was begun for the same, or a new one."""
    kept: int
    """How many photos that table has already."""


def table_forms() -> dict[str, str]:
    """The forms of tables that can be written here, English, by their suffix."""
    there = importlib.util.find_spec("pyarrow") is not None
    return {suffix: text for suffix, text in _FORMS.items() if there or suffix != ".parquet"}


def look_at(paths: Sequence[Path], folder: Path, suffix: str = ".csv") -> Look:
    """Count the photos in `paths`, and find a name in `folder` for their table.

    Raises:
        ImageError: A folder is not there, or holds no picture.
    """
    from core.batch.photos import list_photos

    photos = len(list_photos(paths))
    asked = tuple(path.absolute() for path in paths)
    number = 1
    while True:
        out = folder / _name(asked, number, suffix)
        if not out.exists():
            return Look(asked, photos, out, 0)
        kept = _kept(asked, out)
        if kept is not None:
            return Look(asked, photos, out, kept)
        number += 1


def _name(paths: Sequence[Path], number: int, suffix: str) -> str:
    """The name of the one folder, or of that in which the first photo lies, within what a file system allows."""
    first = paths[0] if paths[0].is_dir() else paths[0].parent
    name = (first.name or "photos").encode(errors="replace").decode()  # without what is no text in it
    return fitting_name(name, "-faces" + (f"-{number}" if number > 1 else "") + suffix)


def _kept(paths: Sequence[Path], out: Path) -> int | None:
    """How many photos the table `out` has of a batch of just these `paths`; None where it is another's."""
    from core.batch.reading import ResultReader
    from core.errors import ExportError

    try:
        reader = ResultReader(out)
        if reader.paths != tuple(paths):
            return None
        kept = 0
        while answers := reader.read(1000):
            kept += len(answers)
    except ExportError:
        return None
    return kept

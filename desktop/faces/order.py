"""The order of a batch: which photos, and which table."""

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
    from core.collection.tables import Outputs

_FORMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".csv": texts.mark("CSV, for spreadsheets"),
        ".jsonl": texts.mark("JSON Lines, for programs"),
        ".parquet": texts.mark("Parquet, for data tools"),
    }
)


@dataclass(frozen=True, slots=True)
class Order:
    """Photos and folders to answer into one table, whose suffix says its form."""

    paths: tuple[Path, ...]
    out: Path

    @property
    def outputs(self) -> Outputs:
        from core.collection.tables import Outputs

        return Outputs(**{self.out.suffix.lower().removeprefix("."): self.out})


@dataclass(frozen=True, slots=True)
class Look:
    """What was found in the chosen photos and folders."""

    paths: tuple[Path, ...]
    photos: int
    out: Path
    """The table for them: one begun for the same photos, or a new one."""
    kept: int
    """How many photos it already has."""


def table_forms() -> dict[str, str]:
    """The available forms of tables in English, by suffix."""
    available = importlib.util.find_spec("pyarrow") is not None
    return {suffix: text for suffix, text in _FORMS.items() if available or suffix != ".parquet"}


def look_at(paths: Sequence[Path], folder: Path, suffix: str = ".csv") -> Look:
    """Count the photos in `paths`, and choose a table for them in `folder`.

    Raises:
        ImageError: A folder does not exist, or contains no picture.
    """
    from core.collection.photos import list_photos

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
    """Named after the folder, or that of the first photo, within the length a file system allows."""
    first = paths[0] if paths[0].is_dir() else paths[0].parent
    name = (first.name or "photos").encode(errors="replace").decode()  # without bytes that are not text
    return fitting_name(name, "-faces" + (f"-{number}" if number > 1 else "") + suffix)


def _kept(paths: Sequence[Path], out: Path) -> int | None:
    """How many photos the table `out` has, if it is of these `paths`; else None."""
    from core.collection.view import Collection
    from core.errors import ExportError

    try:
        with Collection.of_table(out) as collection:
            return collection.summary().photos if collection.paths == tuple(paths) else None
    except ExportError:
        return None

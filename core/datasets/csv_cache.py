"""What was imported from a CSV file, kept on disk: the pictures as bytes, memory-mapped, and the table beside."""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import os
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from core.datasets.dataset import Indices, SkippedRow
from core.errors import DataError
from core.places import user_data
from core.schema import ATTRIBUTES, Attribute, Column

_VERSION: Final = 2
_SAMPLE_BYTES: Final = 1 << 16
_COPIED_ROWS: Final = 4096
_PICTURES: Final = "pictures.u8"
_TABLE: Final = "table.json"


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The content of a CSV file with pictures in it."""

    names: tuple[str, ...]
    ages: Indices
    columns: Mapping[str, Column]
    skipped: tuple[SkippedRow, ...]
    grey: NDArray[np.uint8]
    state: str


def cache_root() -> Path:
    """The folder of everything that can be made anew."""
    return user_data() / "cache"


def folder_of(path: Path, reading: str, root: Path | None = None) -> Path:
    """Where the import of a file belongs: another folder for another file, another content, another way of reading."""
    what = f"{path.resolve()}\n{reading}\n{list(ATTRIBUTES.values())}"
    where = hashlib.sha256(what.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return (root or cache_root()) / "csv" / f"{where}-{state_of(path)}"


def state_of(path: Path) -> str:
    """Another one after every change of the file, without reading all of it."""
    stat = path.stat()
    with path.open("rb") as file:
        head = file.read(_SAMPLE_BYTES)
        file.seek(max(0, stat.st_size - _SAMPLE_BYTES))
        tail = file.read(_SAMPLE_BYTES)
    return hashlib.sha256(f"{_VERSION} {stat.st_size} {stat.st_mtime_ns}".encode() + head + tail).hexdigest()[:16]


def read(folder: Path) -> Table | None:
    """What lies in `folder`; None where there is nothing whole."""
    try:
        table = json.loads((folder / _TABLE).read_bytes())
        side, names = int(table["side"]), tuple(table["names"])
        grey = np.memmap(folder / _PICTURES, np.uint8, mode="r")
        if len(grey) != len(names) * side * side:
            return None
        ages = np.array(table["ages"], np.int64)
        columns = {one["name"]: _column(one) for one in table["columns"]}
        skipped = tuple(SkippedRow(name, reason) for name, reason in table["skipped"])
        shaped = grey.reshape(len(names), side, side)
        return Table(names, ages, columns, skipped, shaped, str(table["state"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None  # it can be made anew


class Writer:
    """Writes an import beside its place and moves it there when it is whole; what came before of the file goes.

    Raises:
        DataError: The disk is full, or the folder may not be written.
    """

    def __init__(self, folder: Path) -> None:
        self.rows = 0
        self._folder = folder
        self._beside = folder.with_name(f".{folder.name}.{os.getpid()}.new")
        self._names: list[str] = []
        self._side = 0

    def __enter__(self) -> Self:
        try:
            self._beside.mkdir(parents=True, exist_ok=True)
            self._pictures = (self._beside / _PICTURES).open("wb", buffering=1 << 20)
        except OSError as e:
            raise self._failed(e) from e
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self._pictures.close()
        shutil.rmtree(self._beside, ignore_errors=True)

    def add(self, names: list[str], values: NDArray[np.uint8]) -> None:
        """More rows, their pictures of shape (rows, side * side)."""
        self._side = math.isqrt(values.shape[1])
        try:
            self._pictures.write(np.ascontiguousarray(values).data)
        except OSError as e:
            raise self._failed(e) from e
        self._names += names
        self.rows += len(names)

    def finish(
        self, ages: Indices, columns: Mapping[str, Column], skipped: tuple[SkippedRow, ...], dropped: Collection[int]
    ) -> Table:
        """Move everything into place and read it from there, without the rows that are `dropped`."""
        kept = np.setdiff1d(np.arange(self.rows), np.array(sorted(dropped), np.int64))
        table = {
            "side": self._side,
            "names": [self._names[row] for row in kept],
            "ages": ages[kept].tolist(),
            "columns": [_as_json(column.taken(kept)) for column in columns.values()],
            "skipped": [(row.name, row.reason) for row in skipped],
            "state": self._folder.name.rpartition("-")[2],
        }
        try:
            self._pictures.close()
            if dropped:
                self._keep(kept)
            (self._beside / _TABLE).write_text(json.dumps(table), encoding="utf-8")
            self._move()
        except OSError as e:
            raise self._failed(e) from e
        done = read(self._folder)
        if done is None:
            raise DataError("export.write", path=self._folder, reason="what was written there cannot be read back")
        return done

    def _keep(self, rows: Indices) -> None:
        """Leave the other rows out of the file of pictures."""
        held, whole = self._beside / _PICTURES, self._beside / f"{_PICTURES}.new"
        pictures = np.memmap(held, np.uint8, mode="r", shape=(self.rows, self._side**2))
        with whole.open("wb") as file:
            for start in range(0, len(rows), _COPIED_ROWS):
                file.write(pictures[rows[start : start + _COPIED_ROWS]].data)
        del pictures  # on Windows an open file cannot be replaced
        whole.replace(held)

    def _move(self) -> None:
        where = self._folder.name.partition("-")[0]
        for older in self._folder.parent.glob(f"{where}-*"):
            # On Windows what another window has open stays until it is closed.
            shutil.rmtree(older, ignore_errors=True)
        try:
            self._beside.rename(self._folder)
        except OSError:
            if read(self._folder) is None:  # otherwise another process has just imported the same file
                raise

    def _failed(self, error: OSError) -> DataError:
        return DataError("export.write", path=self._folder, reason=error.strerror or str(error))


def _as_json(column: Column) -> dict[str, object]:
    attribute = column.attribute
    return {
        "name": attribute.name,
        "title": attribute.title,
        "labels": attribute.labels,
        "values": column.values.tolist(),
    }


def _column(held: dict[str, Any]) -> Column:
    name, values = str(held["name"]), np.array(held["values"], np.int64)
    own = Attribute(name, tuple(held["labels"]), title=str(held["title"]))
    return Column(ATTRIBUTES.get(name, own), values)

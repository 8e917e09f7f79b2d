"""What was imported from a CSV file, kept on disk: the pictures as bytes, memory-mapped, and the table beside."""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from core.datasets.columns import Labels
from core.datasets.dataset import Indices, SkippedRow
from core.errors import DataError
from core.places import user_data

_VERSION: Final = 1
_SAMPLE_BYTES: Final = 1 << 16
_PICTURES: Final = "pictures.u8"
_TABLE: Final = "table.json"


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The content of a CSV file with pictures in it."""

    names: tuple[str, ...]
    ages: Indices
    gender: Indices
    ethnicity: Indices
    skipped: tuple[SkippedRow, ...]
    grey: NDArray[np.uint8]
    state: str


def cache_root() -> Path:
    """The folder of everything that can be made anew."""
    return user_data() / "cache"


def folder_of(path: Path, reading: str, root: Path | None = None) -> Path:
    """Where the import of a file belongs: another folder for another file, another content, another way of reading."""
    where = hashlib.sha256(f"{path.resolve()}\n{reading}".encode("utf-8", "surrogateescape")).hexdigest()[:16]
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
        ages, gender, ethnicity = (np.array(table[key], np.int64) for key in ("ages", "gender", "ethnicity"))
        skipped = tuple(SkippedRow(name, reason) for name, reason in table["skipped"])
        shaped = grey.reshape(len(names), side, side)
        return Table(names, ages, gender, ethnicity, skipped, shaped, str(table["state"]))
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
        self._labels: list[Labels] = []
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

    def add(self, names: list[str], labels: list[Labels], values: NDArray[np.uint8]) -> None:
        """More rows, their pictures of shape (rows, side * side)."""
        self._side = math.isqrt(values.shape[1])
        try:
            self._pictures.write(np.ascontiguousarray(values).data)
        except OSError as e:
            raise self._failed(e) from e
        self._names += names
        self._labels += labels
        self.rows += len(names)

    def finish(self, skipped: tuple[SkippedRow, ...]) -> Table:
        """Move everything into place and read it from there."""
        columns = np.array([(row.age, row.gender, row.ethnicity) for row in self._labels], np.int64).T.tolist()
        table = {
            "side": self._side,
            "names": self._names,
            **dict(zip(("ages", "gender", "ethnicity"), columns, strict=True)),
            "skipped": [(row.name, row.reason) for row in skipped],
            "state": self._folder.name.rpartition("-")[2],
        }
        try:
            self._pictures.close()
            (self._beside / _TABLE).write_text(json.dumps(table), encoding="utf-8")
            self._move()
        except OSError as e:
            raise self._failed(e) from e
        done = read(self._folder)
        if done is None:
            raise DataError("export.write", path=self._folder, reason="what was written there cannot be read back")
        return done

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

"""All that a training needs to go on after an epoch, in one file, so that its parts always fit each other."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError

Arrays = list[NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """A training after an epoch. Dropout, order and changes need no state: they follow from seed, epoch and step."""

    epoch: int
    """Epochs done."""
    bf16: bool
    """Whether it calculates in 16 bits."""
    network: Arrays
    optimizer: Arrays
    """Its moments and its count of steps."""
    averages: Arrays
    """The running means of the weights; empty where none are kept."""
    best_epoch: int
    best: Arrays
    """Weights of the network after `best_epoch`, as they are used."""


_LISTS = ("network", "optimizer", "averages", "best")


def pack(checkpoint: Checkpoint) -> bytes:
    """The content of the file."""
    arrays: dict[str, NDArray[Any]] = {}
    for field in fields(Checkpoint):
        value = getattr(checkpoint, field.name)
        if field.name in _LISTS:
            arrays |= {f"{field.name}/{at:04d}": array for at, array in enumerate(value)}
        else:
            arrays[field.name] = np.array(value)
    content = io.BytesIO()
    np.savez(content, allow_pickle=False, **arrays)
    return content.getvalue()


def read_checkpoint(path: Path) -> Checkpoint | None:
    """The checkpoint at `path`; None where there is none.

    Raises:
        DataError: It is damaged.
    """
    try:
        # From memory, because numpy leaves a file open that it finds damaged.
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as held:
            names = sorted(held.files)
            lists = {part: [held[name] for name in names if name.startswith(f"{part}/")] for part in _LISTS}
            return Checkpoint(
                epoch=int(held["epoch"]), bf16=bool(held["bf16"]), best_epoch=int(held["best_epoch"]), **lists
            )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as e:
        raise DataError("run.checkpoint", path=path, reason=e) from e

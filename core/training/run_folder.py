"""The folder of a training: what lets it go on after it was killed."""

from __future__ import annotations

import io
import json
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError
from core.files import replace_file
from core.training.recipe import Recipe

Arrays = list[NDArray[Any]]
Row = dict[str, float]

_RECIPE: Final = "recipe.json"
_HISTORY: Final = "history.jsonl"
_CHECKPOINT: Final = "checkpoint.npz"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A training after an epoch. One file holds all of it, so that its parts always fit each other."""

    epoch: int
    """Epochs done."""
    state: Arrays
    """Variables of the network, its dropout's random state included."""
    optimizer: Arrays
    best_epoch: int
    best: Arrays
    """Weights of the network after `best_epoch`."""


class RunFolder:
    """A folder with a recipe, a journal with one JSON line an epoch, and the newest checkpoint.

    Args:
        path: Made if it is not there.
        recipe: What is trained.

    Raises:
        DataError: The folder holds a training of another recipe.
    """

    def __init__(self, path: Path, recipe: Recipe) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        file = path / _RECIPE
        wanted = recipe.model_dump_json(indent=2) + "\n"
        if not file.exists():
            replace_file(file, wanted.encode())
        elif file.read_text(encoding="utf-8") != wanted:
            raise DataError("run.other_recipe", path=path)

    def checkpoint(self) -> Checkpoint | None:
        """The newest checkpoint, where there is one.

        Raises:
            DataError: It is damaged.
        """
        try:
            # From memory, because numpy leaves a file open that it finds damaged.
            with np.load(io.BytesIO((self.path / _CHECKPOINT).read_bytes()), allow_pickle=False) as held:
                return Checkpoint(
                    epoch=int(held["epoch"]),
                    state=_listed(held, "state"),
                    optimizer=_listed(held, "optimizer"),
                    best_epoch=int(held["best_epoch"]),
                    best=_listed(held, "best_weights"),
                )
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, EOFError, zipfile.BadZipFile) as e:
            raise DataError("run.checkpoint", path=self.path / _CHECKPOINT, reason=e) from e

    def history(self) -> list[Row]:
        """The journal's lines up to the first that was not written to its end."""
        rows: list[Row] = []
        try:
            lines = (self.path / _HISTORY).read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return rows
        for line in lines:
            try:
                rows.append(json.loads(line))
            except ValueError:
                break
        return rows

    def resume_after(self, epoch: int) -> list[Row]:
        """The first `epoch` lines of the journal; later ones, whose checkpoint was never written, are dropped.

        Raises:
            DataError: There are fewer.
        """
        rows = self.history()[:epoch]
        if len(rows) < epoch:
            raise DataError("run.checkpoint", path=self.path, reason=f"{_HISTORY} has {len(rows)} of {epoch} epochs")
        replace_file(self.path / _HISTORY, "".join(map(_line, rows)).encode())
        return rows

    def record(self, row: Row, checkpoint: Checkpoint) -> None:
        """Keep what an epoch gave."""
        with (self.path / _HISTORY).open("a", encoding="utf-8", newline="\n") as journal:
            journal.write(_line(row))
            journal.flush()
            os.fsync(journal.fileno())
        replace_file(self.path / _CHECKPOINT, _packed(checkpoint))


def _line(row: Row) -> str:
    return json.dumps(row) + "\n"


def _packed(checkpoint: Checkpoint) -> bytes:
    arrays: dict[str, NDArray[Any]] = {
        "epoch": np.array(checkpoint.epoch),
        "best_epoch": np.array(checkpoint.best_epoch),
    }
    parts = {"state": checkpoint.state, "optimizer": checkpoint.optimizer, "best_weights": checkpoint.best}
    for part, held in parts.items():
        arrays |= {f"{part}_{at:04d}": array for at, array in enumerate(held)}
    content = io.BytesIO()
    np.savez(content, allow_pickle=False, **arrays)
    return content.getvalue()


def _listed(held: Any, part: str) -> Arrays:
    return [held[name] for name in sorted(held.files) if name.startswith(f"{part}_")]

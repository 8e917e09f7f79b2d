"""The folder of a training, readable at any time by anyone, also while the training writes it.

recipe.json        what is trained
data.json          where the data are, their title, hashes and git revisions, what was left out
split.json         which row is on which side of the split
environment.json   versions, git revision of the program, machine and start time
events.out.*       event files for TensorBoard (`core.training.trackers`)
mlflow.json        the run of MLflow, where that is used
history.jsonl      one line per epoch, appended
history.csv        the same as a table, replaced after each epoch
checkpoint.npz     everything needed to resume, including the best weights
ended.json         how the training ended
log.txt            log for troubleshooting
lock               held by the process that writes
bundle/            the model, once the training has ended
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal, cast, get_args

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError
from core.files import is_locked, parse_arrays, parse_json, read_ordinary
from core.model.bundle import MANIFEST
from core.places import user_data
from core.training.recipe import Recipe, read_recipe
from core.vision.detectors import THOROUGH

Arrays = list[NDArray[Any]]
Row = dict[str, float]
State = Literal["running", "finished", "early stopping", "cancelled", "failed", "interrupted"]

RECIPE: Final = "recipe.json"
DATA: Final = "data.json"
SPLIT: Final = "split.json"
ENVIRONMENT: Final = "environment.json"
HISTORY: Final = "history.jsonl"
TABLE: Final = "history.csv"
CHECKPOINT: Final = "checkpoint.npz"
MLFLOW: Final = "mlflow.json"
ENDED: Final = "ended.json"
LOG: Final = "log.txt"
LOCK: Final = "lock"
BUNDLE: Final = "bundle"

_JSON_BYTES: Final = 1 << 20
_SPLIT_BYTES: Final = 256 << 20
_HISTORY_BYTES: Final = 16 << 20
_CHECKPOINT_BYTES: Final = 4 << 30
_LISTS: Final = ("network", "optimizer", "averages", "best")


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """The state of a training after an epoch.

    Dropout, order and augmentation need no state: they are functions of seed, epoch and step.
    """

    epoch: int
    """Epochs done."""
    bf16: bool
    """Whether it calculates in 16 bits."""
    network: Arrays
    optimizer: Arrays
    """Its moments and its step count."""
    averages: Arrays
    """Running means of the weights; empty if the recipe keeps none."""
    best_epoch: int
    best: Arrays
    """Weights of the exported network after `best_epoch`."""


def pack(checkpoint: Checkpoint) -> bytes:
    """The content of a checkpoint file."""
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


def unpack(content: bytes) -> Checkpoint:
    """The checkpoint in a file's content.

    Raises:
        ValueError: It is damaged.
    """
    held = parse_arrays(content)
    for name, array in held.items():
        if array.dtype.kind not in "fiub":
            raise ValueError(f"{name} holds {array.dtype}, expected numbers")
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            raise ValueError(f"{name} holds values that are not finite numbers")
    try:
        epoch, best_epoch, bf16 = (held[name].item() for name in ("epoch", "best_epoch", "bf16"))
    except KeyError as e:
        raise ValueError(f"it lacks {e.args[0]}") from e
    if not (isinstance(epoch, int) and isinstance(best_epoch, int) and 1 <= best_epoch <= epoch):
        raise ValueError(f"epoch {epoch} and best epoch {best_epoch} do not fit together")
    lists = {part: [held[name] for name in sorted(held) if name.startswith(f"{part}/")] for part in _LISTS}
    return Checkpoint(epoch=epoch, bf16=bool(bf16), best_epoch=best_epoch, **lists)


@dataclass(frozen=True, slots=True)
class RunFolder:
    """Read access to the folder of a training.

    Properties give what is there and valid, for lists and charts; `check_resumable` says what is damaged.
    """

    path: Path

    @property
    def recipe(self) -> Recipe:
        """What is trained.

        Raises:
            DataError: It is missing or not valid.
        """
        return read_recipe(self.path / RECIPE)

    @property
    def data(self) -> dict[str, Any]:
        """Where the data are and what they are; empty before they were read, or if the file is damaged."""
        try:
            return _checked_data(_read_object(self.path / DATA))
        except (OSError, ValueError):
            return {}

    @property
    def data_paths(self) -> tuple[Path, ...]:
        """Paths of the data; empty before they were read."""
        data = self.data
        return (Path(data["path"]), *map(Path, data.get("also", ()))) if "path" in data else ()

    @property
    def detector(self) -> str:
        """The face detector, a name in `core.vision.detectors`; older runs do not record it and used the default."""
        return str(self.data.get("detector", THOROUGH))

    @property
    def environment(self) -> dict[str, Any]:
        """Versions, machine and start time; empty before the start."""
        return self._object(ENVIRONMENT)

    @property
    def ended(self) -> dict[str, Any]:
        """`reason`, and `best_epoch` and `epochs_done` or an error's `code` and `text`; empty before the end."""
        ended = self._object(ENDED)
        known: dict[str, type] = {"reason": str, "code": str, "text": str, "best_epoch": int, "epochs_done": int}
        return ended if all(isinstance(ended.get(name, kind()), kind) for name, kind in known.items()) else {}

    @property
    def bundle(self) -> Path | None:
        """The folder of the model; None before there is one."""
        return self.path / BUNDLE if (self.path / BUNDLE / MANIFEST).is_file() else None

    @property
    def state(self) -> State:
        """How it ended; "running" while a process writes it, "interrupted" if that process was killed."""
        if is_locked(self.path / LOCK):
            return "running"
        reason = self.ended.get("reason")
        return cast(State, reason) if reason in get_args(State) else "interrupted"

    @property
    def split_file(self) -> Path:
        """The split, for `core.datasets.splits.load_split`; missing before the data were split."""
        return self.path / SPLIT

    def history(self) -> list[Row]:
        """The rows of the journal up to the first that is incomplete or damaged."""
        rows: list[Row] = []
        try:
            lines = read_ordinary(self.path / HISTORY, limit=_HISTORY_BYTES).decode(errors="replace").splitlines()
        except OSError:
            return rows
        for line in lines:
            try:
                rows.append(_checked_row(parse_json(line), epoch=len(rows) + 1))
            except ValueError:
                break
        return rows

    def checkpoint(self) -> Checkpoint | None:
        """The last checkpoint; None before the first epoch has ended.

        Raises:
            DataError: It is damaged.
        """
        try:
            return unpack(read_ordinary(self.path / CHECKPOINT, limit=_CHECKPOINT_BYTES))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as e:
            raise self.damaged(CHECKPOINT, e) from e

    def check_resumable(self) -> None:
        """Check everything that a resumed training reads. Nothing is written.

        Raises:
            DataError: A file is damaged; the message names it.
        """
        _ = self.recipe
        for name, limit in ((DATA, _JSON_BYTES), (SPLIT, _SPLIT_BYTES)):
            try:
                content = _read_object(self.path / name, limit=limit)
                if name == DATA:
                    _checked_data(content)
            except FileNotFoundError:
                continue
            except (OSError, ValueError) as e:
                raise self.damaged(name, e) from e
        checkpoint = self.checkpoint()
        rows = len(self.history())
        if checkpoint and rows < checkpoint.epoch:
            raise self.damaged(HISTORY, f"it has {rows} of {checkpoint.epoch} epochs")

    def damaged(self, file: str, reason: object) -> DataError:
        """The error that says that a file of the run is damaged."""
        if isinstance(reason, OSError):
            reason = reason.strerror or reason
        text = " ".join(str(reason).split())[:200]
        return DataError("run.damaged", path=self.path, file=file, reason=text)

    def _object(self, name: str) -> dict[str, Any]:
        try:
            return _read_object(self.path / name)
        except (OSError, ValueError):
            return {}


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One line of the list of runs."""

    path: Path
    name: str
    recipe: Recipe
    epochs_done: int
    state: State
    best_score: float | None
    """Mean balanced accuracy of the answers on the validation side; None before the first epoch has ended."""
    started: datetime | None


def open_run(path: Path) -> RunFolder:
    """The run in the folder `path`; it may be running.

    Raises:
        DataError: There is none.
    """
    if not (path / RECIPE).is_file():
        raise DataError("run.missing", path=path)
    return RunFolder(path)


def runs_folder() -> Path:
    """The default folder of runs."""
    return user_data() / "runs"


def list_runs(folder: Path) -> list[RunSummary]:
    """The runs in the folders below `folder`, newest first; those without a valid recipe are left out."""
    found = []
    for file in folder.glob(f"*/{RECIPE}"):
        try:
            found.append(summarize(RunFolder(file.parent)))
        except DataError:
            continue  # a recipe of another version, or damaged: it can be neither shown nor resumed
    return sorted(found, key=lambda run: (run.started is None, run.started and -run.started.timestamp(), run.name))


def summarize(run: RunFolder) -> RunSummary:
    """One line of the list of runs.

    Raises:
        DataError: Its recipe cannot be read.
    """
    history = run.history()
    return RunSummary(
        path=run.path,
        name=run.path.name,
        recipe=run.recipe,
        epochs_done=len(history),
        state=run.state,
        best_score=max((row["score"] for row in history), default=None),
        started=_time(run.environment.get("started")),
    )


def _time(text: object) -> datetime | None:
    try:
        time = datetime.fromisoformat(text) if isinstance(text, str) else None
        return time if time and time.timestamp() else None
    except (ValueError, OverflowError, OSError):
        return None


def _read_object(file: Path, *, limit: int = _JSON_BYTES) -> dict[str, Any]:
    content = parse_json(read_ordinary(file, limit=limit))
    if not isinstance(content, dict):
        raise ValueError(f"it holds a JSON {type(content).__name__}, expected an object")
    return content


def _checked_data(data: dict[str, Any]) -> dict[str, Any]:
    for name in ("path", "title", "terms", "fingerprint", "detector"):
        if not isinstance(data.get(name, ""), str):
            raise ValueError(f"{name} is not text")
    if not isinstance(data.get("known_to_start", 0), int):
        raise ValueError("known_to_start is not a number")
    for name in ("also", "leave_out", "answers", "groups", "warnings"):
        values = data.get(name, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise ValueError(f"{name} is not a list of texts")
    if any("\0" in path for path in (data.get("path", ""), *data.get("also", ()))):
        raise ValueError("path is not a path")
    return data


def _checked_row(row: object, *, epoch: int) -> Row:
    if not isinstance(row, dict) or not all(isinstance(value, int | float) for value in row.values()):
        raise ValueError("not a row of numbers")
    "".join(row).encode()  # half a surrogate could not be written to the table
    try:
        found = {str(name): float(value) if isinstance(value, float) else value for name, value in row.items()}
        if found.get("epoch") != epoch or not math.isfinite(found["score"]):
            raise ValueError("not the row of its epoch")
    except (KeyError, OverflowError) as e:
        raise ValueError("not the row of an epoch") from e
    return found

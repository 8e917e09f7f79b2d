"""The folder of a training, as it can be looked at by anybody at any time.

recipe.json        what is trained
data.json          where the data are, what they are called, what was left out
split.json         which row lies on which side
environment.json   versions and machine, and when it was started
history.jsonl      a line an epoch, appended
history.csv        the same as a table, replaced after each epoch
checkpoint.npz     all that is needed to go on, the best weights among it
ended.json         how it ended, once it has
log.txt            for people who look for a cause
lock               held by the process that writes
bundle/            the model, once the training is done
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal, cast, get_args

from core.errors import DataError
from core.lock import is_locked
from core.model.bundle import MANIFEST
from core.places import user_data
from core.training.checkpoint import Checkpoint, read_checkpoint
from core.training.recipe import Recipe, read_recipe
from core.vision.detectors import THOROUGH

Row = dict[str, float]
State = Literal["running", "finished", "early stopping", "cancelled", "failed", "interrupted"]

RECIPE: Final = "recipe.json"
DATA: Final = "data.json"
SPLIT: Final = "split.json"
ENVIRONMENT: Final = "environment.json"
HISTORY: Final = "history.jsonl"
TABLE: Final = "history.csv"
CHECKPOINT: Final = "checkpoint.npz"
ENDED: Final = "ended.json"
LOG: Final = "log.txt"
LOCK: Final = "lock"
BUNDLE: Final = "bundle"


@dataclass(frozen=True, slots=True)
class RunFolder:
    """A training's folder, to read."""

    path: Path

    @property
    def recipe(self) -> Recipe:
        """What is trained.

        Raises:
            DataError: It is not there, or not valid.
        """
        return read_recipe(self.path / RECIPE)

    @property
    def data(self) -> dict[str, Any]:
        """Where the data are and what they are; empty before they were read."""
        return _json(self.path / DATA)

    @property
    def data_paths(self) -> tuple[Path, ...]:
        """Where the data lay; empty before they were read."""
        held = self.data
        return (Path(held["path"]), *map(Path, held.get("also", ()))) if "path" in held else ()

    @property
    def detector(self) -> str:
        """What finds the faces, one of `core.vision.detectors`; runs from before there was a choice had one."""
        return str(self.data.get("detector", THOROUGH))

    @property
    def environment(self) -> dict[str, Any]:
        """Versions, machine and start; empty before it was started."""
        return _json(self.path / ENVIRONMENT)

    @property
    def ended(self) -> dict[str, Any]:
        """`reason`, and `best_epoch` and `epochs_done` or an error's `code` and `text`; empty while it is not done."""
        return _json(self.path / ENDED)

    @property
    def bundle(self) -> Path | None:
        """The model's folder, once there is one."""
        return self.path / BUNDLE if (self.path / BUNDLE / MANIFEST).is_file() else None

    @property
    def state(self) -> State:
        """How it ended; "running" while somebody writes it, "interrupted" where the writer was killed."""
        if is_locked(self.path / LOCK):
            return "running"
        reason = self.ended.get("reason")
        return cast(State, reason) if reason in get_args(State) else "interrupted"

    @property
    def split_file(self) -> Path:
        """Which row lies on which side, for `core.datasets.splits.load_split`; not there before they were split."""
        return self.path / SPLIT

    def history(self) -> list[Row]:
        """The journal's lines up to the first that was not written to its end."""
        rows: list[Row] = []
        try:
            lines = (self.path / HISTORY).read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return rows
        for line in lines:
            try:
                rows.append(json.loads(line))
            except ValueError:
                break
        return rows

    def checkpoint(self) -> Checkpoint | None:
        """The newest checkpoint; None before the first epoch was done.

        Raises:
            DataError: It is damaged.
        """
        return read_checkpoint(self.path / CHECKPOINT)


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A line of the list of runs."""

    path: Path
    name: str
    recipe: Recipe
    epochs_done: int
    state: State
    best_score: float | None
    """Mean over the answers of the balanced accuracy on the validation side; None before the first epoch was done."""
    started: datetime | None


def open_run(path: Path) -> RunFolder:
    """The run in the folder `path`, to look at; it may be under way.

    Raises:
        DataError: There is none.
    """
    if not (path / RECIPE).is_file():
        raise DataError("run.missing", path=path)
    return RunFolder(path)


def runs_folder() -> Path:
    """Where runs are kept unless the user says otherwise."""
    return user_data() / "runs"


def list_runs(folder: Path) -> list[RunSummary]:
    """The runs in the folders below `folder`, the newest first; what cannot be read is left out."""
    found = []
    for file in folder.glob(f"*/{RECIPE}"):
        try:
            found.append(summarize(RunFolder(file.parent)))
        except DataError:
            continue  # a recipe of another version, or half a file: nothing that could be shown or resumed
    return sorted(found, key=lambda run: (run.started is None, run.started and -run.started.timestamp(), run.name))


def summarize(run: RunFolder) -> RunSummary:
    """What a list shows of a run.

    Raises:
        DataError: Its recipe cannot be read.
    """
    history = run.history()
    started = run.environment.get("started")
    return RunSummary(
        path=run.path,
        name=run.path.name,
        recipe=run.recipe,
        epochs_done=len(history),
        state=run.state,
        best_score=max((row["score"] for row in history), default=None),
        started=datetime.fromisoformat(started) if isinstance(started, str) else None,
    )


def _json(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}

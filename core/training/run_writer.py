"""Writing the folder of a training: one writer at a time, every file replaced as a whole."""

from __future__ import annotations

import csv
import importlib.metadata
import io
import json
import os
import platform
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import core
from core.errors import DataError
from core.files import RunLock, make_file, make_folder, replace_file
from core.tidy import sweep
from core.training import run_folder as names
from core.training.recipe import Recipe, write_recipe
from core.training.run_folder import Checkpoint, Row, RunFolder, pack
from core.work import core_count

_PACKAGES: Final = ("keras", "numpy", "opencv-python", "tensorflow")
_GIT_S: Final = 5.0


class RunWriter:
    """Write access to the folder of a training; made by `writing`."""

    def __init__(self, run: RunFolder) -> None:
        self.run = run

    def record(self, row: Row, checkpoint: Checkpoint) -> None:
        """Save the row and the checkpoint of an epoch.

        Raises:
            DataError: They cannot be written; the previous checkpoint is unchanged.
        """
        with wrap_write_errors(self.run.path):
            make_file(self.run.path / names.HISTORY)
            with (self.run.path / names.HISTORY).open("a", encoding="utf-8", newline="\n") as journal:
                journal.write(_line(row))
                journal.flush()
                os.fsync(journal.fileno())
            self._replace(names.CHECKPOINT, pack(checkpoint))
            self._replace(names.TABLE, _table(self.run.history()))

    def resume_after(self, epoch: int) -> list[Row]:
        """Cut the journal to its first `epoch` rows, those of the checkpoint, and return them; forget the last end.

        Raises:
            DataError: There are fewer.
        """
        rows = self.run.history()[:epoch]
        if len(rows) < epoch:
            raise self.run.damaged(names.HISTORY, f"it has {len(rows)} of {epoch} epochs")
        with wrap_write_errors(self.run.path):
            self._replace(names.HISTORY, "".join(map(_line, rows)).encode())
            self._replace(names.TABLE, _table(rows))
            (self.run.path / names.ENDED).unlink(missing_ok=True)
        return rows

    def keep_data(self, data: Mapping[str, object]) -> None:
        """Write `data.json`: where the data are and what they are."""
        self._keep(names.DATA, data)

    def keep_ended(self, ended: Mapping[str, object]) -> None:
        """Write `ended.json`: how the training ended."""
        self._keep(names.ENDED, ended)

    def log(self, text: str) -> None:
        """Append a line to the log."""
        log(self.run.path, text)

    def begin(self) -> None:
        """Record time and machine of the start; later starts are recorded in the log only."""
        if not self.run.environment:
            self._keep(names.ENVIRONMENT, _environment())
        self.log(f"started by process {os.getpid()}, {json.dumps(_environment())}")

    def _keep(self, name: str, content: Mapping[str, object]) -> None:
        with wrap_write_errors(self.run.path):
            self._replace(name, (json.dumps(content, indent=2) + "\n").encode())

    def _replace(self, name: str, content: bytes) -> None:
        replace_file(self.run.path / name, content)


@contextmanager
def writing(path: Path, recipe: Recipe, *, resume: bool) -> Iterator[RunWriter]:
    """Write access to the run in the folder `path`, exclusive while the context is open.

    Args:
        path: The folder; made if it does not exist.
        recipe: What is trained. A resumed run may change the number of epochs and nothing else.
        resume: Continue the run that is in the folder, or begin one if there is none.

    Raises:
        DataError: Another process writes it, it cannot be written, or it already holds a training: any without
            `resume`; with it, one of another recipe or with damaged files, which are left as they are.
    """
    with wrap_write_errors(path):
        make_folder(path)
    with locked(path):
        run = RunFolder(path)
        if (path / names.RECIPE).exists():
            if not resume:
                raise DataError("run.exists", path=path)
            if run.recipe.model_copy(update={"epochs": recipe.epochs}) != recipe:
                raise DataError("run.other_recipe", path=path)
            run.check_resumable()
        sweep(path)
        with wrap_write_errors(path):
            write_recipe(path / names.RECIPE, recipe)
            writer = RunWriter(run)
            writer.begin()
        yield writer


@contextmanager
def wrap_write_errors(path: Path) -> Iterator[None]:
    """Turn an `OSError` of writing into a `DataError`."""
    try:
        yield
    except OSError as e:
        raise DataError("run.write", path=path, reason=e.strerror or str(e)) from e


def log(path: Path, text: str) -> None:
    """Append a line to the log of the run in the folder `path`."""
    make_file(path / names.LOG)
    with (path / names.LOG).open("a", encoding="utf-8", errors="replace", newline="\n") as file:
        file.write(f"{datetime.now(tz=UTC).isoformat(timespec='seconds')} {text}\n")


def delete_run(path: Path) -> None:
    """Delete a run with all its files, including its model.

    Raises:
        DataError: There is none, another process writes it, or a file cannot be deleted.
    """
    run = names.open_run(path)
    with locked(run.path), wrap_write_errors(run.path):
        (run.path / names.RECIPE).unlink()
    with wrap_write_errors(run.path):
        shutil.rmtree(run.path)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Exclusive write access to the folder `path`.

    Raises:
        DataError: Another process has it.
    """
    lock = RunLock(path / names.LOCK)
    with wrap_write_errors(path):
        lock.__enter__()
    try:
        yield
    finally:
        lock.__exit__(None, None, None)


def git_revision(path: Path) -> str | None:
    """The commit that is checked out in the repository that a file or folder lies in; None if there is none."""
    folder = path if path.is_dir() else path.parent
    command = ["git", "-C", str(folder), "rev-parse", "--verify", "--quiet", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, check=True, timeout=_GIT_S, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("ascii", "replace").strip()


def _environment() -> dict[str, object]:
    root = Path(core.__file__).resolve().parents[1]
    # An installed program may lack the metadata of its packages.
    versions = {name: found for name in _PACKAGES for found in [_version(name)] if found}
    return {
        "started": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "facet": core.__version__,
        **({"revision": git_revision(root)} if (root / ".git").exists() else {}),
        "python": platform.python_version(),
        **versions,
        "system": f"{platform.system()} {platform.release()}",
        "machine": platform.machine(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "threads": core_count(),
    }


def _processor() -> str:
    """The name of the processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    except OSError:  # elsewhere than on Linux
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _line(row: Row) -> str:
    return json.dumps(row) + "\n"


def _table(rows: list[Row]) -> bytes:
    text = io.StringIO(newline="")
    if rows:
        writer = csv.DictWriter(text, fieldnames=list(rows[-1]), restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return text.getvalue().encode()

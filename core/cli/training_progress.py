"""Progress and results of a training in a terminal."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TextIO

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from core.files import make_folder, mode_for
from core.schema import ATTRIBUTES
from core.training.events import BatchDone, Ended, EpochDone, Event, Preparing, Warned, answered_in
from core.training.run_folder import BUNDLE, LOG, RunFolder
from core.training.tuning import Search, TrialDone

_STDERR_FD: Final = 2
_FIGURES: Final = (
    ("accuracy", "accuracy"),
    ("balanced_accuracy", "balanced accuracy"),
    ("worst_group_accuracy", "worst group"),
    ("coverage", "share of faces answered"),
    ("error_of_answered", "errors among those"),
)


@contextlib.contextmanager
def diverted(run: Path) -> Iterator[None]:
    """Redirect standard error to the run's log: no setting silences TensorFlow while it is being loaded."""
    try:
        make_folder(run)
        log = os.open(run / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, mode_for(run))
    except OSError:
        yield  # the training itself reports that the folder cannot be written
        return
    terminal = os.dup(_STDERR_FD)
    os.dup2(log, _STDERR_FD)
    os.close(log)
    try:
        yield
    finally:
        os.dup2(terminal, _STDERR_FD)
        os.close(terminal)


def _own_stderr() -> TextIO | None:
    """The terminal, whatever standard error is redirected to; None if that is not the process's own."""
    with contextlib.suppress(OSError, ValueError):
        if sys.stderr.fileno() == _STDERR_FD:
            return os.fdopen(
                os.dup(_STDERR_FD), "w", encoding=sys.stderr.encoding, errors="backslashreplace", newline=""
            )
    return None


class _Bars:
    def __init__(self) -> None:
        self._file = _own_stderr()
        self.console = Console(file=self._file, stderr=True, highlight=False)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[note]}"),
            console=self.console,
            disable=not self.console.is_terminal,
        )

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()
        if self._file is not None:
            self._file.close()

    def _task(self, name: str, total: int | None) -> TaskID:
        return self._progress.add_task(name, total=total, note="")


class TrainingConsole(_Bars):
    """Two bars, for the epochs and for the current step, and one permanent line per epoch."""

    def __init__(self, epochs: int) -> None:
        super().__init__()
        self._now = self._task("starting", None)
        self._epochs = self._task("epochs", epochs)

    def show(self, event: Event) -> None:
        """One event."""
        if isinstance(event, Preparing):
            total = event.total or None
            self._progress.update(self._now, description=event.what, completed=event.done, total=total, note="")
        elif isinstance(event, Warned):
            self.console.print(f"Note: {event.text}", markup=False, soft_wrap=True)
        elif isinstance(event, BatchDone):
            note = f"{event.images_per_second:.0f} images/s, loss {event.loss:.3f}"
            name = f"epoch {event.epoch}"
            self._progress.update(self._now, description=name, completed=event.step, total=event.steps, note=note)
        elif isinstance(event, EpochDone):
            row = event.row
            self._progress.update(self._epochs, completed=row["epoch"])
            shares = ", ".join(f"{_title(name)} {row[f'validation_{name}_accuracy']:.1%}" for name in answered_in(row))
            self.console.print(
                f"epoch {row['epoch']:.0f}: loss {row['loss']:.3f}, on validation {row['validation_loss']:.3f}; "
                f"perceived {shares}; {row['images_per_second']:.0f} images/s",
                soft_wrap=True,
            )

    def summarize(self, ended: Ended, run: Path) -> None:
        """Print how it ended, the figures on the held-out test set, and where the model is."""
        from core.model.bundle import read_manifest

        out = Console(highlight=False)
        if ended.reason == "cancelled":
            kept = f"{ended.epochs_done} epochs are kept" if ended.epochs_done else "no epoch was completed"
            out.print(f"Stopped; {kept} in {escape(str(run))}. Continue with --run and --resume.", soft_wrap=True)
            return
        manifest = read_manifest(run / BUNDLE)
        table = Table("On the held-out test set", *(f"perceived {one.title}" for one in manifest.attributes.values()))
        for key, words in _FIGURES:
            found = [
                None
                if key == "error_of_answered" and not manifest.results.get(f"{name}_coverage")
                else manifest.results.get(f"{name}_{key}")
                for name in manifest.attributes
            ]
            table.add_row(words, *("-" if share is None else f"{share:.1%}" for share in found))
        out.print(table)
        for text in RunFolder(run).data.get("warnings", ()):
            out.print(f"Note: {text}", markup=False, soft_wrap=True)
        out.print(f"Epochs: {ended.epochs_done}, best: {ended.best_epoch}.")
        out.print(f"The model and its card are in {escape(str(run / BUNDLE))}", soft_wrap=True)


def _title(name: str) -> str:
    return ATTRIBUTES[name].title if name in ATTRIBUTES else name.replace("_", " ")


class TuningConsole(_Bars):
    """A bar of the recipes tried, and one permanent line per recipe."""

    def __init__(self, trials: int) -> None:
        super().__init__()
        self._trials = self._task("recipes", trials)

    def show(self, event: Event | TrialDone) -> None:
        """One event of a trial, or its end."""
        if isinstance(event, Preparing):
            self._progress.update(self._trials, note=event.what)
        elif isinstance(event, EpochDone):
            self._progress.update(self._trials, note=f"epoch {event.row['epoch']:.0f}, score {event.row['score']:.3f}")
        elif isinstance(event, TrialDone):
            self._progress.update(self._trials, completed=event.done)
            chosen = ", ".join(f"{name} {value}" for name, value in event.chosen.items())
            score = "stopped early" if event.score is None else f"score {event.score:.3f}"
            self.console.print(f"{event.number}: {score}; {escape(chosen)}", soft_wrap=True)

    def summarize(self, found: Search, best: Path) -> None:
        """Print the best recipe, or that there is none yet."""
        out = Console(highlight=False)
        if found.score is None:
            out.print("No recipe was tried to its end. Call it again to continue.")
            return
        out.print(f"{found.done} recipes tried; the best has a score of {found.score:.3f}.")
        out.print(f"Train it with --recipe {escape(str(best))}", soft_wrap=True)

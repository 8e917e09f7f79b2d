"""A data set read and looked over, before anything is trained on it. Runs in a worker; knows no widget."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from desktop.app.opencv import import_opencv
from desktop.worker import Progress, ShouldStop, Work

if TYPE_CHECKING:
    from core.datasets.audit import Audit, Reason
    from core.datasets.dataset import FaceDataset
    from core.datasets.splits import SideCounts

_TOLD_EVERY_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class Step:
    """How far the work has come."""

    what: Literal["get", "read", "audit"]
    done: int
    total: int


@dataclass(frozen=True, slots=True, eq=False)
class DataLook:
    """The data at `path` and what was found in them."""

    path: Path
    dataset: FaceDataset
    audit: Audit


def look_over(path: Path) -> Work:
    """Work that opens the data at `path` and audits them; its result is a `DataLook`, its progress a `Step`."""

    def work(progress: Progress, should_stop: ShouldStop) -> DataLook:
        import_opencv()
        from core.datasets.audit import audit
        from core.datasets.open import open_dataset

        dataset = open_dataset(path, progress=_told("read", progress), should_stop=should_stop)
        found = audit(dataset, progress=_told("audit", progress), should_stop=should_stop)
        return DataLook(path, dataset, found)

    return work


def get(source: str, folder: Path) -> Work:
    """Work that gets data from the web, asked for by the user; its result is their path, its progress a `Step`."""

    def work(progress: Progress, should_stop: ShouldStop) -> Path:
        from core.datasets.get import get_data

        tell = _told("get", progress)
        return get_data(source, folder, confirm=lambda offer: True, progress=tell, should_stop=should_stop)

    return work


def preview_split(look: DataLook, leave_out: Sequence[Reason], *, seed: int, answers: tuple[str, ...] = ()) -> Work:
    """Work that splits the data as a training would; its result is a tuple of `SideCounts`.

    `answers` are what the model is to answer, where that is not the default of the data.
    """

    def work(progress: Progress, should_stop: ShouldStop) -> tuple[SideCounts, ...]:
        import numpy as np

        from core.datasets.splits import describe_split
        from core.training.sides import make_split
        from core.training.task import answers_of

        dataset, found = look.dataset, look.audit
        out = found.rows_to_leave_out(*leave_out) if leave_out else np.zeros(0, np.int64)
        rows = np.setdiff1d(np.arange(len(dataset)), out)
        names = answers_of(dataset, answers)
        return describe_split(make_split(dataset, found.near_groups, answers=names, rows=rows, seed=seed), dataset)

    return work


def _told(what: Literal["get", "read", "audit"], progress: Progress) -> Callable[[int, int], None]:
    """Progress that is told now and then rather than for every picture."""
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _TOLD_EVERY_S or done == total:
            last = now
            progress(Step(what, done, total))

    return tell

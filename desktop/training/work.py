"""Reading and splitting data, and measuring results. Runs in a worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop.app.opencv import import_opencv
from desktop.audit.work import Audited, Order, measured, report_stages
from desktop.worker import Progress, ShouldStop, Work, report_steps

if TYPE_CHECKING:
    from core.datasets.audit import Audit, Reason
    from core.datasets.dataset import FaceDataset
    from core.datasets.splits import SideCounts
    from core.evaluation.comparison import Difference, HeadComparison
    from core.evaluation.predictions import LabelledPredictions
    from core.model.bundle import ModelBundle
    from core.schema import Attribute


@dataclass(frozen=True, slots=True, eq=False)
class AuditedData:
    """A data set and what the audit found in it."""

    path: Path
    dataset: FaceDataset
    audit: Audit


def read_data(path: Path) -> Work:
    """Work that opens the data at `path` and audits them; its result is a `AuditedData`, its progress a `Step`."""

    def work(progress: Progress, should_stop: ShouldStop) -> AuditedData:
        import_opencv()
        from core.datasets.audit import audit
        from core.datasets.open import open_dataset

        dataset = open_dataset(path, progress=report_steps(progress, "read"), should_stop=should_stop)
        found = audit(dataset, progress=report_steps(progress, "check"), should_stop=should_stop)
        return AuditedData(path, dataset, found)

    return work


def download(source: str, folder: Path) -> Work:
    """Work that downloads data the user asked for; its result is their path, its progress a `Step`."""

    def work(progress: Progress, should_stop: ShouldStop) -> Path:
        from core.datasets.get import get_data

        report = report_steps(progress, "download")
        return get_data(source, folder, confirm=lambda offer: True, progress=report, should_stop=should_stop)

    return work


def preview_split(look: AuditedData, leave_out: Sequence[Reason], *, seed: int, answers: tuple[str, ...] = ()) -> Work:
    """Work that splits the data as a training would; its result is a tuple of `SideCounts`.

    `answers` are the names of the answered columns; by default those of the data.
    """

    def work(progress: Progress, should_stop: ShouldStop) -> tuple[SideCounts, ...]:
        import numpy as np

        from core.datasets.splits import describe_split
        from core.training.sides import make_split
        from core.training.task import answers_of

        dataset, found = look.dataset, look.audit
        out = found.rows_to_leave_out(*leave_out) if leave_out else np.zeros(0, np.int64)
        rows = np.setdiff1d(dataset.used, out)
        names = answers_of(dataset, answers)
        return describe_split(make_split(dataset, found.near_groups, answers=names, rows=rows, seed=seed), dataset)

    return work


_FAR_WORSE: Final = 0.05
"""A model that loses this much accuracy is not recommended, however few the faces."""


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """A run's model, measured on the test side of its data."""

    bundle: ModelBundle
    audited: Audited
    """Faces that were not found are left out, as in the model card."""
    rival: str = ""
    """The title of the model in use; empty if it is this one or there is none."""
    warnings: tuple[str, ...] = ()
    """What is wrong with the data of the training, in words."""

    @property
    def worse(self) -> tuple[Attribute, ...]:
        """The attributes for which the rival is more accurate, by more than chance."""
        return tuple(one.attribute for one in self._compared if _is_worse(one.overall))

    @property
    def recommended(self) -> bool:
        """Whether the model may well take the place of its rival: it is nowhere clearly or far less accurate."""
        return not any(_is_worse(one.overall) or one.overall.difference < -_FAR_WORSE for one in self._compared)

    @property
    def _compared(self) -> tuple[HeadComparison, ...]:
        comparison = self.audited.report.comparison
        return tuple(comparison.heads.values()) if comparison else ()


def _is_worse(found: Difference) -> bool:
    return found.more_than_chance and found.difference < 0


def read_result(run: Path, rival: ModelBundle | None) -> Work:
    """Work that measures the model of a run beside `rival`; its result is a `Result`, its progress a `Step`."""

    def work(progress: Progress, should_stop: ShouldStop) -> Result:
        import_opencv()
        from core.errors import DataError
        from core.evaluation.asking import ask
        from core.evaluation.material import open_material
        from core.evaluation.models import framing_of
        from core.model.bundle import load_bundle
        from core.training.run_folder import open_run

        folder = open_run(run)
        if folder.bundle is None:
            raise DataError("run.missing", path=run)
        bundle = load_bundle(folder.bundle)
        other = None if rival is None or rival.network == bundle.network else rival
        material = open_material(run, side=None, progress=report_steps(progress, "read"), should_stop=should_stop)
        dataset = material.dataset

        def answers(model: ModelBundle) -> LabelledPredictions:
            found = ask(
                model,
                dataset,
                rows=material.rows,
                side=material.side,
                run=run,
                detector=material.detector,
                progress=report_stages(progress, model.title),
                should_stop=should_stop,
            )
            return found.taken(found.found) if found.found.any() else found

        own, rivals = answers(bundle), None
        if other and material.has_labels(set(own.labelled) & set(other.manifest.attributes)):
            rivals = answers(other)
        framing = framing_of(bundle, dataset, material.detector)
        order = Order(run, bundle.path, other.path if other else None, False, material.detector)
        return Result(
            bundle=bundle,
            audited=measured(order, dataset, own, rivals, framing=framing, found_only=True),
            rival=other.title if other else "",
            warnings=tuple(folder.data.get("warnings", ())),
        )

    return work

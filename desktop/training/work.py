"""Reading and splitting data, and measuring results. Runs in a worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop.app.opencv import import_opencv
from desktop.worker import Progress, ShouldStop, Step, Work, report_steps

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from core.datasets.audit import Audit, Reason
    from core.datasets.dataset import FaceDataset
    from core.datasets.splits import SideCounts
    from core.evaluation.comparison import Comparison
    from core.evaluation.figures import Evaluation, WrongFace
    from core.evaluation.predictions import LabelledPredictions
    from core.model.bundle import ModelBundle
    from core.schema import Attribute
    from core.vision.faces import FaceDetector


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


_CHIP_PX: Final = 96
_SHOWN_WRONG: Final = 6


@dataclass(frozen=True, slots=True, eq=False)
class Wrong:
    """A picture that the model confidently gave another label."""

    name: str
    rgb: NDArray[np.uint8]
    face: WrongFace


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """The figures of a run's model on the test set."""

    run: Path
    bundle: ModelBundle
    evaluation: Evaluation
    wrong: dict[str, tuple[Wrong, ...]]
    """By answered attribute, the most confident first."""
    rival: str
    """The title of the model in use; empty if it is this one or there is none."""
    rival_evaluation: Evaluation | None
    """On the same pictures; None without a rival that answers an attribute the data have labels of."""
    warnings: tuple[str, ...] = ()
    """What is wrong with the data of the training, in words."""

    comparison: Comparison | None = None
    """With the rival, face by face."""

    @property
    def worse(self) -> tuple[Attribute, ...]:
        """The attributes for which the rival is more accurate, by more than chance."""
        heads = self.comparison.heads.values() if self.comparison else ()
        return tuple(one.attribute for one in heads if one.overall.more_than_chance and one.overall.difference < 0)


def read_result(run: Path, rival: ModelBundle | None) -> Work:
    """Work that measures the model of a run beside `rival`; its result is a `Result`, its progress a `Step`."""

    def work(progress: Progress, should_stop: ShouldStop) -> Result:
        import_opencv()
        from core.errors import DataError
        from core.evaluation.asking import ask
        from core.evaluation.comparison import compare
        from core.evaluation.figures import measure
        from core.evaluation.material import open_material
        from core.model.bundle import load_bundle
        from core.training.run_folder import open_run
        from core.vision.detectors import make_detector

        folder = open_run(run)
        if folder.bundle is None:
            raise DataError("run.missing", path=run)
        bundle = load_bundle(folder.bundle)
        other = None if rival is None or rival.network == bundle.network else rival
        material = open_material(run, side=None, should_stop=should_stop)
        dataset, rows = material.dataset, material.rows
        total = len(rows) * (2 if other else 1)

        def answers(model: ModelBundle, *, before: int) -> LabelledPredictions:
            def report(what: str, done: int, count: int) -> None:
                if what == "asking the model":
                    progress(Step("answer", before + done, total, model.title))

            found = ask(
                model, dataset, rows=rows, side=material.side, run=run, progress=report, should_stop=should_stop
            )
            # Faces that were not found are left out, as in the model card.
            return found.taken(found.found) if found.found.any() else found

        own, detector = answers(bundle, before=0), make_detector()
        evaluation = measure(own)
        can_compare = other is not None and material.has_labels(other.manifest.attributes)
        rivals = answers(other, before=len(rows)) if other and can_compare else None
        return Result(
            run=run,
            bundle=bundle,
            evaluation=evaluation,
            wrong={
                name: tuple(
                    Wrong(dataset.names[face.row], _chip(dataset, face.row, detector), face)
                    for face in found.most_wrong[:_SHOWN_WRONG]
                )
                for name, found in evaluation.heads.items()
            },
            rival=other.title if other else "",
            rival_evaluation=None if rivals is None else measure(rivals),
            warnings=tuple(folder.data.get("warnings", ())),
            comparison=compare(own, rivals) if rivals and set(own.labelled) & set(rivals.labelled) else None,
        )

    return work


def _chip(dataset: FaceDataset, row: int, detector: FaceDetector) -> NDArray[np.uint8]:
    from core.datasets.chips import as_chip, central_chip

    rgb = dataset.image(row)
    found = None if dataset.grey is not None else central_chip(rgb, detector, _CHIP_PX)
    return as_chip(rgb) if found is None else found

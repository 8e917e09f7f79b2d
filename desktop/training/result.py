"""What a training came to: the audit of its model beside the model in use, on the test side. Runs in a worker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop.app.opencv import import_opencv
from desktop.training.data_look import Step
from desktop.worker import Progress, ShouldStop, Work

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from core.datasets.dataset import FaceDataset
    from core.evaluation.by_group import Evaluation, WrongFace
    from core.model.bundle import ModelBundle
    from core.vision.faces import FaceDetector

_CHIP_PX: Final = 96
_SHOWN_WRONG: Final = 6


@dataclass(frozen=True, slots=True, eq=False)
class Wrong:
    """A picture whose label the model was sure was another."""

    name: str
    rgb: NDArray[np.uint8]
    face: WrongFace


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """Measured on the test side of the run's split."""

    run: Path
    bundle: ModelBundle
    evaluation: Evaluation
    wrong: dict[str, tuple[Wrong, ...]]
    """By answered attribute, the surest first."""
    rival: str
    """The title of the model in use; empty where it is this one or there is none."""
    rival_evaluation: Evaluation | None
    """On the same pictures; None without a rival that answers anything the data have labels of."""


def read_result(run: Path, rival: ModelBundle | None) -> Work:
    """Work that measures the model of a run beside `rival`; its result is a `Result`, its progress a `Step`."""

    def work(progress: Progress, should_stop: ShouldStop) -> Result | None:
        import_opencv()
        from core.errors import DataError
        from core.evaluation.asking import ask
        from core.evaluation.by_group import measure
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

        def measured(model: ModelBundle, *, before: int) -> Evaluation:
            def told(what: str, done: int, count: int) -> None:
                if what == "asking the model":
                    progress(Step("audit", before + done, total))

            found = ask(model, dataset, rows=rows, side=material.side, run=run, told=told, should_stop=should_stop)
            # A face that is not found is left out, as in the model's card.
            return measure(found.taken(found.found) if found.found.any() else found)

        evaluation, detector = measured(bundle, before=0), make_detector()
        can_compare = other is not None and material.has_labels(other.manifest.attributes)
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
            rival_evaluation=measured(other, before=len(rows)) if other and can_compare else None,
        )

    return work


def _chip(dataset: FaceDataset, row: int, detector: FaceDetector) -> NDArray[np.uint8]:
    from core.datasets.chips import as_chip, central_chip

    rgb = dataset.image(row)
    found = None if dataset.grey is not None else central_chip(rgb, detector, _CHIP_PX)
    return as_chip(rgb) if found is None else found

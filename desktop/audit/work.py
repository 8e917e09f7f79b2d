"""The audit itself. Runs in a worker; knows no widget."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop.app.opencv import import_opencv
from desktop.worker import Progress, ShouldStop, Work

if TYPE_CHECKING:
    from core.datasets.dataset import FaceDataset
    from core.evaluation.predictions import LabelledPredictions
    from core.evaluation.report import Report

_TOLD_EVERY_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be audited."""

    data: Path
    """A data set, or a training's folder: then the test side of its split."""
    model: Path
    other: Path | None
    """A second model, compared on the same faces."""
    change_pictures: bool
    """Whether to see what light, colour and blur do to the first of its answers, too. That needs no labels."""
    detector: str = "thorough"
    """What finds the faces, a name of `core.vision.detectors.DETECTORS`."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far the work has come."""

    what: str
    """ "reading", "finding faces" or "asking the model"."""
    model: str
    """Its folder's name; empty while the data are read."""
    done: int
    total: int


@dataclass(frozen=True, slots=True, eq=False)
class Audited:
    """What came of it."""

    order: Order
    dataset: FaceDataset
    predictions: LabelledPredictions
    report: Report


def audit(order: Order) -> Work:
    """Work whose result is an `Audited`, its progress a `Step`."""

    def work(progress: Progress, should_stop: ShouldStop) -> Audited:
        import_opencv()
        from core.evaluation.asking import ask
        from core.evaluation.by_group import measure
        from core.evaluation.comparison import compare
        from core.evaluation.counterfactual import check_counterfactuals
        from core.evaluation.material import open_material
        from core.evaluation.predictions import no_labels
        from core.evaluation.report import Report
        from core.model.bundle import load_bundle

        bundle = load_bundle(order.model)
        rival = load_bundle(order.other) if order.other else None
        reading, asking = _told(progress), _told(progress, order.model.name)
        material = open_material(
            order.data,
            side=None,
            model=bundle,
            labelled=not order.change_pictures,
            progress=lambda done, total: reading("reading", done, total),
            should_stop=should_stop,
        )
        dataset, rows, side = material.dataset, material.rows, material.side
        labelled = material.has_labels(bundle.manifest.attributes)
        if not labelled and not order.change_pictures:
            raise no_labels(dataset.title, bundle.manifest.attributes)
        ask_about = partial(
            ask,
            dataset=dataset,
            rows=rows,
            side=side,
            run=material.run,
            detector=order.detector,
            should_stop=should_stop,
        )
        predictions = ask_about(bundle, told=asking)
        evaluation, comparison, changed = None, None, None
        if labelled:
            evaluation = measure(predictions)
            if rival and order.other:
                telling = _told(progress, order.other.name)
                comparison = compare(predictions, ask_about(rival, told=telling))
        if order.change_pictures:
            changed = check_counterfactuals(
                bundle, dataset, rows=rows, detector=order.detector, told=asking, should_stop=should_stop
            )
        how = {
            "side": material.side,
            "framing": "as is" if dataset.grey is not None else "aligned",
            "detector": None if dataset.grey is not None else order.detector,
            "faces_not_found": "count as wrong",
            "near_copies": "kept",
        }
        return Audited(order, dataset, predictions, Report(how, evaluation, comparison, counterfactual=changed))

    return work


def save(audited: Audited, path: Path) -> Work:
    """Work that writes the audit as a page or, by the suffix, as JSON; its result is the path."""

    def work(progress: Progress, should_stop: ShouldStop) -> Path:
        from core.evaluation.report import write_json
        from core.evaluation.report_html import write_html

        report, dataset = audited.report, audited.dataset
        if path.suffix.lower() == ".json" or report.evaluation is None:
            write_json(path, report)
        else:
            write_html(
                path,
                report.evaluation,
                report.comparison,
                names=dataset.names,
                terms=dataset.terms,
                counterfactual=report.counterfactual,
            )
        return path

    return work


def _told(progress: Progress, model: str = "") -> Callable[[str, int, int], None]:
    """Progress that is told now and then rather than for every picture."""
    last = 0.0

    def tell(what: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _TOLD_EVERY_S or done == total:
            last = now
            progress(Step(what, model, done, total))

    return tell

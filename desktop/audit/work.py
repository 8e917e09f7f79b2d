"""Auditing, regrouping and saving. Runs in a worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.app.opencv import import_opencv
from desktop.worker import Progress, ShouldStop, Work, report_steps

if TYPE_CHECKING:
    from core.datasets.dataset import FaceDataset
    from core.evaluation.predictions import LabelledPredictions
    from core.evaluation.report import Report


@dataclass(frozen=True, slots=True)
class Order:
    """What to audit."""

    data: Path
    """A data set, or a run folder, which stands for its test set."""
    model: Path
    other: Path | None
    """A second model, compared on the same faces."""
    change_pictures: bool
    """Whether to measure what light, colour and blur change, too. That needs no labels."""
    detector: str = "thorough"
    """A name of `core.vision.detectors.DETECTORS`."""


@dataclass(frozen=True, slots=True, eq=False)
class Audited:
    """The results of an audit."""

    order: Order
    dataset: FaceDataset
    predictions: LabelledPredictions
    others: LabelledPredictions | None
    """Those of the second model."""
    report: Report


def audit(order: Order) -> Work:
    """Work whose result is an `Audited`, its progress a `Step`."""

    def work(progress: Progress, should_stop: ShouldStop) -> Audited:
        import_opencv()
        from core.evaluation.asking import ask
        from core.evaluation.comparison import compare
        from core.evaluation.counterfactual import check_counterfactuals
        from core.evaluation.figures import measure
        from core.evaluation.material import open_material
        from core.evaluation.predictions import no_labels, one_label
        from core.evaluation.report import Report
        from core.model.bundle import load_bundle

        bundle = load_bundle(order.model)
        rival = load_bundle(order.other) if order.other else None
        asking = _stages(progress, order.model.name)
        material = open_material(
            order.data,
            side=None,
            model=bundle,
            labelled=not order.change_pictures,
            progress=report_steps(progress, "read"),
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
        predictions = ask_about(bundle, progress=asking)
        evaluation, comparison, others, changed = None, None, None, None
        if labelled:
            evaluation = measure(predictions)
            if not evaluation.heads:
                raise one_label(dataset.title, evaluation.one_label)
            if rival and order.other:
                stages = _stages(progress, order.other.name)
                others = ask_about(rival, progress=stages)
                comparison = compare(predictions, others)
        if order.change_pictures:
            changed = check_counterfactuals(
                bundle, dataset, rows=rows, detector=order.detector, progress=asking, should_stop=should_stop
            )
        how = {
            "side": material.side,
            "framing": "as is" if dataset.grey is not None else "aligned",
            "detector": None if dataset.grey is not None else order.detector,
            "faces_not_found": "count as wrong",
            "near_copies": "kept",
            "decisions": str(dataset.decided) if dataset.decided else None,
        }
        return Audited(order, dataset, predictions, others, Report(how, evaluation, comparison, counterfactual=changed))

    return work


def regroup(audited: Audited, groups: Sequence[str]) -> Work:
    """Work that measures the same answers by other columns; its result is an `Audited`."""

    def work(progress: Progress, should_stop: ShouldStop) -> Audited:
        from core.evaluation.comparison import compare
        from core.evaluation.figures import measure

        predictions, others = audited.predictions, audited.others
        comparison = None if others is None else compare(predictions, others, groups=groups)
        evaluation = measure(predictions, groups=groups)
        return replace(audited, report=replace(audited.report, evaluation=evaluation, comparison=comparison))

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
            write_html(path, report, names=dataset.names, terms=dataset.terms)
        return path

    return work


def _stages(progress: Progress, model: str) -> Callable[[str, int, int], None]:
    """The progress of asking `model`, as core reports it."""
    finding, answering = report_steps(progress, "faces"), report_steps(progress, "answer", model)

    def report(what: str, done: int, total: int) -> None:
        (finding if what == "finding faces" else answering)(done, total)

    return report

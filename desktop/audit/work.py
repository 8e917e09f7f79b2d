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
    from core.evaluation.figures import Evaluation
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
    report: Report
    others: LabelledPredictions | None = None
    """Those of the second model."""
    other_evaluation: Evaluation | None = None
    """Its figures over everybody."""

    @property
    def evaluations(self) -> tuple[Evaluation, ...]:
        """The figures of the model, and of the second one."""
        return tuple(filter(None, (self.report.evaluation, self.other_evaluation)))


def audit(order: Order) -> Work:
    """Work whose result is an `Audited`, its progress a `Step`."""

    def work(progress: Progress, should_stop: ShouldStop) -> Audited:
        import_opencv()
        from core.evaluation.asking import ask
        from core.evaluation.counterfactual import check_counterfactuals
        from core.evaluation.material import open_material
        from core.evaluation.predictions import no_labels, one_label
        from core.model.bundle import load_bundle

        bundle = load_bundle(order.model)
        rival = load_bundle(order.other) if order.other else None
        asking = report_stages(progress, order.model.name)
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
        others = None
        if labelled and rival and order.other:
            others = ask_about(rival, progress=report_stages(progress, order.other.name))
        audited = measured(order, dataset, predictions, others, labelled=labelled)
        evaluation = audited.report.evaluation
        if evaluation is not None and not evaluation.heads:
            raise one_label(dataset.title, evaluation.one_label)
        if not order.change_pictures:
            return audited
        changed = check_counterfactuals(
            bundle, dataset, rows=rows, detector=order.detector, progress=asking, should_stop=should_stop
        )
        return replace(audited, report=replace(audited.report, counterfactual=changed))

    return work


def measured(
    order: Order,
    dataset: FaceDataset,
    predictions: LabelledPredictions,
    others: LabelledPredictions | None,
    *,
    labelled: bool = True,
    found_only: bool = False,
) -> Audited:
    """The figures of a model's answers, beside those of a second model.

    Args:
        order: What was asked for.
        dataset: The faces.
        predictions: The model's answers.
        others: Those of the second model.
        labelled: Whether the faces have labels of what the model answers.
        found_only: Whether faces that were not found are left out of the answers already.

    Raises:
        DataError: The models answer nothing in common.
    """
    from core.evaluation.comparison import compare
    from core.evaluation.figures import measure
    from core.evaluation.report import Report

    aligned = dataset.grey is not None
    how = {
        "side": predictions.side,
        "framing": "as is" if aligned else "aligned",
        "detector": None if aligned else order.detector,
        "faces_not_found": "left out" if found_only else "count as wrong",
        "near_copies": "kept",
        "decisions": str(dataset.decided) if dataset.decided else None,
    }
    return Audited(
        order,
        dataset,
        predictions,
        Report(
            how,
            measure(predictions) if labelled else None,
            None if others is None else compare(predictions, others),
        ),
        others,
        None if others is None else measure(others, by_group=False),
    )


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
    """Work that writes the figures as a page or, by the suffix, as PDF or JSON; its result is the path."""

    def work(progress: Progress, should_stop: ShouldStop) -> Path:
        from core.evaluation.report import write_json
        from core.evaluation.report_html import render_html, write_html
        from desktop.audit.pdf import write_pdf

        report, dataset = audited.report, audited.dataset
        if path.suffix.lower() == ".json" or report.evaluation is None:
            write_json(path, report)
        elif path.suffix.lower() == ".pdf":
            page = render_html(report, names=dataset.names, terms=dataset.terms)
            write_pdf(path, page, title=f"{report.evaluation.model} on {report.evaluation.data}")
        else:
            write_html(path, report, names=dataset.names, terms=dataset.terms)
        return path

    return work


def report_stages(progress: Progress, model: str) -> Callable[[str, int, int], None]:
    """The progress of asking `model`, as core reports it."""
    finding, answering = report_steps(progress, "faces"), report_steps(progress, "answer", model)

    def report(what: str, done: int, total: int) -> None:
        (finding if what == "finding faces" else answering)(done, total)

    return report

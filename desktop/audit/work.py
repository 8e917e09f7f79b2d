"""Auditing, regrouping and saving, as PDF too, whose page Qt sets. Runs in a worker."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QEventLoop, QIODevice, QMarginsF, QSizeF, QUrl
from PySide6.QtGui import QFont, QImage, QPageSize, QPainter, QPdfWriter, QTextDocument
from PySide6.QtSvg import QSvgRenderer

from core.errors import ExportError
from core.files import replace_file
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

    data: Path | None
    """A data set, or a run folder, which stands for its test set; None for the labels in a table of answers."""
    model: Path
    """The folder of a model, a network made elsewhere, or a table of answers."""
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
        from core.evaluation.counterfactual import check_counterfactuals
        from core.evaluation.material import open_material
        from core.evaluation.models import answers_of, attributes_of, framing_of, open_model
        from core.evaluation.predictions import no_labels, one_label
        from core.model.bundle import ModelBundle

        if order.data is None:
            return _audit_table(order)
        model = open_model(str(order.model))
        rival = open_model(str(order.other)) if order.other else None
        bundle = model if isinstance(model, ModelBundle) else None
        asking = report_stages(progress, order.model.name)
        material = open_material(
            order.data,
            side=None,
            model=bundle,
            labelled=not order.change_pictures,
            progress=report_steps(progress, "read"),
            should_stop=should_stop,
        )
        dataset, rows = material.dataset, material.rows
        attributes = attributes_of(model)
        labelled = attributes is None or material.has_labels(attributes)
        if attributes is not None and not labelled and not order.change_pictures:
            raise no_labels(dataset.title, attributes)
        ask_about = partial(answers_of, material=material, detector=order.detector, should_stop=should_stop)
        predictions = ask_about(model, progress=asking)
        others = None
        if labelled and rival and order.other:
            others = ask_about(rival, progress=report_stages(progress, order.other.name))
        framing = framing_of(model, dataset, order.detector)
        audited = measured(order, dataset, predictions, others, framing=framing, labelled=labelled)
        evaluation = audited.report.evaluation
        if evaluation is not None and not evaluation.heads:
            raise one_label(dataset.title, evaluation.one_label)
        if bundle is None or not order.change_pictures:
            return audited
        changed = check_counterfactuals(
            bundle, dataset, rows=rows, detector=order.detector, progress=asking, should_stop=should_stop
        )
        return replace(audited, report=replace(audited.report, counterfactual=changed))

    return work


def _audit_table(order: Order) -> Audited:
    """The audit of a table of answers that has the labels too."""
    from core.evaluation.predictions_file import as_dataset, read_predictions, rows_as_in

    read = read_predictions(order.model)
    others = rows_as_in(read, read_predictions(order.other)) if order.other else None
    framing = {"framing": None, "detector": None}
    return measured(order, as_dataset(read, order.model), read.predictions, others, framing=framing)


def measured(
    order: Order,
    dataset: FaceDataset,
    predictions: LabelledPredictions,
    others: LabelledPredictions | None,
    *,
    framing: Mapping[str, str | None],
    labelled: bool = True,
    found_only: bool = False,
) -> Audited:
    """The figures of a model's answers, beside those of a second model.

    Args:
        order: What was asked for.
        dataset: The faces.
        predictions: The model's answers.
        others: Those of the second model.
        framing: How the model was shown the faces (`core.evaluation.models.framing_of`).
        labelled: Whether the faces have labels of what the model answers.
        found_only: Whether faces that were not found are left out of the answers already.

    Raises:
        DataError: The models answer nothing in common.
    """
    from core.evaluation.comparison import compare
    from core.evaluation.figures import measure
    from core.evaluation.report import Report

    how = {
        "side": predictions.side,
        **framing,
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
        from core.evaluation.report import render_html, write_html, write_json

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


_INKS: Final = {
    "var(--dot)": "#2f6fd0",
    "var(--far)": "#c2410c",
    "var(--quiet)": "#62666b",
    "var(--line)": "#c4c6ca",
}
_SHEET: Final = """
body { color: #1c1e20; } h1 { font-size: 18pt; } h2 { font-size: 14pt; } h3 { font-size: 11pt; }
th, caption, p.quiet { color: #62666b; font-weight: 400; text-align: left; } td, th { padding: 1px 6px 1px 0; }
td.number { text-align: right; }
"""
_PLOT_SHEET: Final = """<style>
text { fill: #1c1e20; font-size: 12px; font-family: sans-serif; } text.quiet { fill: #62666b; }
.axis { stroke: #c4c6ca; } .middle { stroke: #62666b; stroke-dasharray: 3 3; }
.interval { stroke: #2f6fd0; stroke-width: 2; } circle { fill: #2f6fd0; } .small { opacity: .35; }
.far .interval { stroke: #c2410c; } .far circle { fill: #c2410c; }
</style>"""
_LISTS_OF_FILES: Final = (
    r'<div class="faces">.*?</details></div>|<details><summary>Most confident errors</summary>.*?</details>'
)
"""Folded in the page, and of no use on paper."""
_PT: Final = 9
_DPI: Final = 96
_MARGIN_PX: Final = 2 / 2.54 * _DPI
_SHARPNESS: Final = 3
"""Pixels of a plot per pixel of the page."""


def write_pdf(path: Path, page: str, *, title: str) -> None:
    """Write an HTML page of `core.evaluation.report` as PDF, on A4. May run in a worker.

    Raises:
        ExportError: It cannot be written.
    """
    try:
        replace_file(path, _pdf(page, title))
    except OSError as e:
        raise ExportError("export.write", path=path, reason=e.strerror or str(e)) from e


def _pdf(page: str, title: str) -> bytes:
    _ = QEventLoop()  # Qt's text layout starts timers, and a thread of Python's has nothing to run them
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Facet")
    writer.setResolution(_DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF())  # Qt leaves 2 cm itself, and numbers the pages
    document = QTextDocument()
    font = QFont()
    font.setPointSizeF(_PT)
    document.setDefaultFont(font)
    document.setDefaultStyleSheet(_SHEET)
    document.setHtml(_with_plots(document, _plain(page), writer.width() - 2 * _MARGIN_PX))
    document.print_(writer)
    return bytes(buffer.data().data())


def _plain(page: str) -> str:
    """The page in the HTML that Qt knows: styles of its own, nothing folded, opaque colours."""
    page = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    page = re.sub(_LISTS_OF_FILES, "", page, flags=re.DOTALL)
    page = re.sub(r"<summary>(.*?)</summary>", r"<p><b>\1</b></p>", page, flags=re.DOTALL)
    page = re.sub(r"</?details[^>]*>", "", page)
    return re.sub(r"rgb\((\d+) (\d+) (\d+) / ([\d.]+)\)", _on_white, page)


def _on_white(color: re.Match[str]) -> str:
    share = float(color[4])
    return "#" + "".join(f"{round(255 - share * (255 - int(color[at]))):02x}" for at in (1, 2, 3))


def _with_plots(document: QTextDocument, page: str, width: float) -> str:
    """Draw the plots of the page as pictures of the document; those wider than `width` are made smaller."""

    def draw(found: re.Match[str]) -> str:
        drawing = found[0]
        for name, ink in _INKS.items():
            drawing = drawing.replace(name, ink)
        drawing = drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).replace(
            ">", f">{_PLOT_SHEET}", 1
        )
        renderer = QSvgRenderer(QByteArray(drawing.encode()))
        size = QSizeF(renderer.defaultSize())
        if size.width() > width:
            size = size * (width / size.width())
        image = QImage((size * _SHARPNESS).toSize(), QImage.Format.Format_RGB32)
        image.fill("white")
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        name = f"plot:{found.start()}"
        document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), image)
        return f'<p><img src="{name}" width="{size.width():.0f}" height="{size.height():.0f}"/></p>'

    return re.sub(r"<svg .*?</svg>", draw, page, flags=re.DOTALL)

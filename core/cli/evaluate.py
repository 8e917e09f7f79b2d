"""`facet-cli evaluate`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.cli.terminal import AsLabelledOption, DetectorOption, RawOption
from core.places import require_full
from core.purpose import HEADER

if TYPE_CHECKING:
    from core.evaluation.asking import StageProgress
    from core.evaluation.material import Material
    from core.evaluation.report import Report
    from core.model.bundle import ModelBundle
    from core.work import ShouldStop

app = typer.Typer()


class SideName(StrEnum):
    """A side of a split."""

    TRAIN = "train"
    VALIDATION = "validation"
    CALIBRATION = "calibration"
    TEST = "test"
    ALL = "all"


@app.command(epilog=HEADER)
def evaluate(
    model: Annotated[
        str,
        typer.Argument(
            metavar="MODEL",
            help="The name of a model, or its folder; a network made elsewhere (.onnx, .tflite, .keras, .h5; see "
            "`facet-cli network`); or a CSV file with the answers of any model.",
        ),
    ],
    data: Annotated[
        Path | None,
        typer.Argument(
            metavar="DATA",
            help="A CSV file, a zip archive, a folder of pictures, or the folder of a training; not needed where a "
            "CSV file of answers has the labels too.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")] = False,
    audit: Annotated[
        bool, typer.Option("--audit", help="Add figures by group: by the attributes that ship, by age, and by pairs.")
    ] = False,
    groups: Annotated[
        str, typer.Option(metavar="A,B", help="Columns of the data to group by instead, each alone and in pairs.")
    ] = "",
    answers_file: Annotated[
        Path | None,
        typer.Option("--answers", metavar="FILE", help="Write the answers and labels of every face to a CSV file."),
    ] = None,
    raw: RawOption = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write an HTML page, with figures by group.")
    ] = None,
    against: Annotated[
        str,
        typer.Option(metavar="MODEL", help="A second model of any of these kinds, to compare on the same faces."),
    ] = "",
    side: Annotated[
        SideName | None, typer.Option(help="The side of a training's split; by default test, or what was held out.")
    ] = None,
    as_is: Annotated[
        bool, typer.Option("--as-is", help="Use aligned pictures as they are, without face detection.")
    ] = False,
    found_only: Annotated[
        bool, typer.Option("--found-only", help="Leave out faces that are not detected; otherwise they count as wrong.")
    ] = False,
    no_copies: Annotated[
        bool,
        typer.Option(
            "--without-copies", help="Leave out near copies beyond the first, and copies with contradicting labels."
        ),
    ] = False,
    as_labelled: AsLabelledOption = False,
    detector: DetectorOption = "",
    minimum: Annotated[
        int, typer.Option(min=1, help="Groups with fewer faces are marked as small and not ranked.")
    ] = 60,
    robustness: Annotated[
        bool, typer.Option("--robustness", help="Add the accuracy under corruptions: bad light, blur, masks and so on.")
    ] = False,
    counterfactual: Annotated[
        bool,
        typer.Option(
            "--counterfactual",
            help="Add how often the answer changes with light, colour and blur, by group; needs no labels.",
        ),
    ] = False,
    on_chips: Annotated[
        bool,
        typer.Option(
            "--on-chips", help="Corrupt aligned faces instead of pictures: faster, but detection is not tested."
        ),
    ] = False,
    limit: Annotated[
        int, typer.Option(min=1, metavar="N", help="Number of pictures for --robustness; each is answered 106 times.")
    ] = 200,
) -> None:
    """Measure how often a model agrees with the labels of data, overall and by group. Ctrl+C stops it.

    On its training data a model looks better than it is: use other data, or the folder of its training, which stands
    for the held-out test side. That folder also determines the detector, unless --detector is given.

    A network made elsewhere runs in a process of its own. The answers of any other model are read from a CSV file
    (docs/audit.md): its labels are those of DATA, matched by the names of pictures, or stand in the file itself.
    """
    from core.cli.terminal import progress_bar, refuse_input, reporting_errors, stop_on_interrupt
    from core.evaluation.comparison import compare
    from core.evaluation.counterfactual import check_counterfactuals
    from core.evaluation.external.form import is_network_file
    from core.evaluation.figures import measure
    from core.evaluation.groups import groups_to_use
    from core.evaluation.models import answers_of, attributes_of, framing_of, open_model
    from core.evaluation.predictions import no_labels
    from core.evaluation.predictions_file import is_predictions_file, write_predictions
    from core.evaluation.report import Report
    from core.evaluation.robustness import measure_robustness
    from core.model.bundle import ModelBundle
    from core.model.classifier import Classifier
    from core.vision.detectors import find_detector

    for out in (html, answers_file):
        refuse_input(out, *filter(None, (data, Path(model), Path(against) if against else None)))
    is_table = is_predictions_file(Path(model))
    if (is_table or is_network_file(Path(model))) and (robustness or counterfactual):
        raise typer.BadParameter("--robustness and --counterfactual need a model of Facet.")
    if data is None and not is_table:
        raise typer.BadParameter("DATA is missing: on which labelled faces is the model to be measured?")
    by = tuple(filter(None, (name.strip() for name in groups.split(","))))
    audit = audit or bool(by) or html is not None
    with reporting_errors(), stop_on_interrupt() as should_stop:
        require_full()
        _check_folder(html)
        _check_folder(answers_file)
        if data is None:
            report, names = _report_on_table(Path(model), against, audit, by, minimum, found_only)
            _finish(report, names=names, terms="", html=html, as_json=as_json)
            return
        # Invalid arguments are reported before the work begins.
        first_model, second_model = open_model(model), open_model(against) if against else None
        if detector:
            find_detector(detector)
        with progress_bar() as progress:
            bundle = first_model if isinstance(first_model, ModelBundle) else None
            material = _material(bundle, data, side, no_copies, not counterfactual, as_labelled, progress, should_stop)
            dataset, rows = material.dataset, material.rows
            detector = detector or material.detector
            groups_to_use(dataset.columns, by, data=dataset.title)
            attributes = attributes_of(first_model)
            labelled = attributes is None or material.has_labels(attributes)
            if attributes is not None and not labelled and (not counterfactual or audit or second_model is not None):
                raise no_labels(dataset.title, attributes)
            asked = partial(
                answers_of,
                material=material,
                as_is=as_is,
                detector=detector,
                progress=progress,
                should_stop=should_stop,
            )
            evaluation = comparison = in_bad = changed = None
            without_answer = 0
            if labelled:
                first = asked(first_model)
                without_answer = len(rows) - len(first) if is_table else 0
                other = None if second_model is None else asked(second_model)
                if answers_file is not None:
                    write_predictions(answers_file, first, dataset.names, raw=raw)
                if found_only:
                    first = first.taken(first.found)
                    other = None if other is None else other.taken(other.found)
                evaluation = measure(first, by_group=audit, groups=by, minimum=minimum)
                if other is not None:
                    comparison = compare(first, other, groups=by, minimum=minimum)
            if robustness and bundle is not None:
                in_bad = measure_robustness(
                    Classifier(bundle),
                    dataset,
                    detector,
                    rows=rows,
                    mode="chips" if on_chips else "photos",
                    limit=limit,
                    progress=partial(progress, "corrupting pictures"),
                    should_stop=should_stop,
                )
            if counterfactual and bundle is not None:
                changed = check_counterfactuals(
                    bundle,
                    dataset,
                    rows=rows,
                    groups=by,
                    as_is=as_is,
                    minimum=minimum,
                    detector=detector,
                    progress=progress,
                    should_stop=should_stop,
                )
        how = {
            "side": material.side,
            **framing_of(first_model, dataset, detector, as_is=as_is),
            "faces_not_found": "left out" if found_only else "count as wrong",
            "near_copies": "left out" if no_copies else "kept",
            "decisions": str(dataset.decided) if dataset.decided else None,
        } | ({"without_answer": without_answer} if is_table else {})
        report = Report(how, evaluation, comparison, in_bad, changed)
        if without_answer:
            lacking = f"{without_answer:,} of {len(rows):,} faces"
            typer.echo(f"warning: {lacking} have no row in the table of answers; the figures lack them.", err=True)
        _finish(report, names=dataset.names, terms=dataset.terms, html=html, as_json=as_json)


def _report_on_table(
    table: Path, against: str, audit: bool, groups: tuple[str, ...], minimum: int, found_only: bool
) -> tuple[Report, Sequence[str]]:
    """The report on a table of answers with labels of its own, and the names of its rows."""
    from core.evaluation.comparison import compare
    from core.evaluation.figures import measure
    from core.evaluation.predictions_file import is_predictions_file, read_predictions, rows_as_in
    from core.evaluation.report import Report

    if against and not is_predictions_file(Path(against)):
        raise typer.BadParameter("--against a model needs DATA, the pictures on which it is to answer.")
    read = read_predictions(table)
    first, other = read.predictions, None
    if against:
        other = rows_as_in(read, read_predictions(Path(against)))
    if found_only:
        first = first.taken(first.found)
        other = None if other is None else other.taken(other.found)
    evaluation = measure(first, by_group=audit, groups=groups, minimum=minimum)
    comparison = None if other is None else compare(first, other, groups=groups, minimum=minimum)
    how = {
        "side": None,
        "framing": None,
        "detector": None,
        "faces_not_found": "left out" if found_only else "count as wrong",
        "near_copies": "kept",
    }
    return Report(how, evaluation, comparison), read.names


def _finish(report: Report, *, names: Sequence[str], terms: str, html: Path | None, as_json: bool) -> None:
    from core.cli.evaluation_tables import print_report
    from core.evaluation.report import write_html

    if html is not None:
        write_html(html, report, names=names, terms=terms)
    if as_json:
        sys.stdout.buffer.write(json.dumps(report.to_json(), ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        sys.stdout.flush()
    else:
        print_report(report)


def _material(
    model: ModelBundle | None,
    path: Path,
    side: SideName | None,
    no_copies: bool,
    labelled: bool,
    as_labelled: bool,
    progress: StageProgress,
    should_stop: ShouldStop,
) -> Material:
    from core.evaluation.material import open_material, without_copies

    material = open_material(
        path,
        side=None if side is None else side.value,
        model=model,
        labelled=labelled,
        as_labelled=as_labelled,
        progress=partial(progress, "reading"),
        should_stop=should_stop,
    )
    if not no_copies:
        return material
    return without_copies(material, progress=partial(progress, "looking for copies"), should_stop=should_stop)


def _check_folder(out: Path | None) -> None:
    from core.errors import ExportError
    from core.files import is_folder

    if out is not None and not is_folder(out.parent):
        raise ExportError("export.write", path=out, reason=f"there is no folder {out.parent}")

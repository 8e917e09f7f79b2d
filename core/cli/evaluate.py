"""`facet-cli evaluate`."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.cli.terminal import DetectorOption
from core.flavour import require_full
from core.purpose import HEADER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.evaluation.asking import StageProgress
    from core.evaluation.by_group import Evaluation
    from core.evaluation.comparison import Comparison
    from core.evaluation.counterfactual import Counterfactual
    from core.evaluation.material import Material
    from core.evaluation.predictions import LabelledPredictions
    from core.evaluation.report import Report
    from core.evaluation.robustness import Robustness
    from core.model.bundle import ModelBundle
    from core.work import ShouldStop

app = typer.Typer()


class SideName(StrEnum):
    """A side of a split, as an option."""

    TRAIN = "train"
    VALIDATION = "validation"
    CALIBRATION = "calibration"
    TEST = "test"
    ALL = "all"


@app.command(epilog=HEADER)
def evaluate(
    bundle: Annotated[str, typer.Argument(metavar="BUNDLE", help="A model's name, or the folder it lies in.")],
    data: Annotated[
        Path,
        typer.Argument(metavar="DATA", help="A CSV file, a zip archive, a folder of pictures, or a training's folder."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")] = False,
    audit: Annotated[
        bool, typer.Option("--audit", help="Measure by group: by what ships, by age, and by their pairs.")
    ] = False,
    groups: Annotated[
        str, typer.Option(metavar="A,B", help="Measure by these columns of the data instead, and by their pairs.")
    ] = "",
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the audit as a page to read; measures by group.")
    ] = None,
    against: Annotated[str, typer.Option(metavar="BUNDLE", help="Another model, compared on the same faces.")] = "",
    side: Annotated[
        SideName | None, typer.Option(help="Which side of a training's split; by default test, or what was kept back.")
    ] = None,
    as_is: Annotated[
        bool, typer.Option("--as-is", help="Take pictures that come aligned as they are, without looking for the face.")
    ] = False,
    found_only: Annotated[
        bool, typer.Option("--found-only", help="Leave out faces that are not found; otherwise they count as wrong.")
    ] = False,
    no_copies: Annotated[
        bool,
        typer.Option(
            "--without-copies", help="Leave out near copies beyond the first, and those labelled in different ways."
        ),
    ] = False,
    detector: DetectorOption = "thorough",
    minimum: Annotated[
        int, typer.Option(min=1, help="Faces below which a group is marked as small and not ranked.")
    ] = 60,
    robustness: Annotated[
        bool, typer.Option("--robustness", help="Measure in bad pictures too: bad light, blur, masks and the like.")
    ] = False,
    counterfactual: Annotated[
        bool,
        typer.Option(
            "--counterfactual",
            help="See whether the answer changes with light, colour and blur, and for whom; needs no labels.",
        ),
    ] = False,
    on_chips: Annotated[
        bool, typer.Option("--on-chips", help="Spoil aligned faces instead of pictures: faster, and less is tested.")
    ] = False,
    limit: Annotated[
        int, typer.Option(min=1, metavar="N", help="How many pictures --robustness takes; each is answered 106 times.")
    ] = 200,
) -> None:
    """Say how often a model agrees with the labels of data, and for whom. Ctrl+C stops it.

    Data a model learned from flatter it: use others, or a training's own folder, of which the test side is taken.
    """
    from core.cli.terminal import refuse_input, stop_on_interrupt, told_errors, told_progress
    from core.evaluation.groups import groups_to_use
    from core.evaluation.predictions import no_labels
    from core.evaluation.report import Report

    refuse_input(html, data)
    by = tuple(filter(None, (name.strip() for name in groups.split(","))))
    audit = audit or bool(by) or html is not None
    with told_errors(), stop_on_interrupt() as should_stop:
        require_full()
        # What would end it in the end ends it now.
        model, another = _load(bundle), _load(against) if against else None
        _refuse_missing_folder(html)
        _refuse_unknown_detector(detector)
        with told_progress() as told:
            material = _material(model, data, side, no_copies, not counterfactual, told, should_stop)
            groups_to_use(material.dataset.columns, by, data=material.dataset.title)
            labelled = material.has_labels(model.manifest.attributes)
            figures = labelled or not counterfactual or audit or bool(against)
            if figures and not labelled:
                raise no_labels(material.dataset.title, model.manifest.attributes)
            asked = _ask(model, material, as_is, detector, told, should_stop) if figures else None
            in_bad = (
                _in_bad_pictures(model, material, on_chips, limit, detector, told, should_stop) if robustness else None
            )
            other = _ask(another, material, as_is, detector, told, should_stop) if another else None
            changed = None
            if counterfactual:
                changed = _changed(model, material, by, as_is, minimum, detector, told, should_stop)
        told_by = {
            "side": material.side,
            "framing": "as is" if as_is or material.dataset.grey is not None else "aligned",
            "detector": None if as_is or material.dataset.grey is not None else detector,
            "faces_not_found": "left out" if found_only else "count as wrong",
            "near_copies": "left out" if no_copies else "kept",
        }
        evaluation, comparison = None, None
        if asked is not None:
            evaluation, comparison = _measure(asked, other, audit, by, found_only, minimum)
        report = Report(told_by, evaluation, comparison, in_bad, changed)
        if html is not None:
            _write_html(html, material, report)
        if as_json:
            _print_json(report)
        else:
            _print_tables(report)


def _material(
    model: ModelBundle,
    path: Path,
    side: SideName | None,
    no_copies: bool,
    labelled: bool,
    told: StageProgress,
    should_stop: ShouldStop,
) -> Material:
    from core.evaluation.material import open_material, without_copies

    material = open_material(
        path,
        side=None if side is None else side.value,
        model=model,
        labelled=labelled,
        progress=lambda done, total: told("reading", done, total),
        should_stop=should_stop,
    )
    if not no_copies:
        return material
    return without_copies(
        material, progress=lambda done, total: told("looking for copies", done, total), should_stop=should_stop
    )


def _load(name: str) -> ModelBundle:
    from core.model.bundle import load_bundle, resolve_bundle
    from core.places import models_folders

    return load_bundle(resolve_bundle(name, models_folders()))


def _refuse_missing_folder(out: Path | None) -> None:
    from core.errors import ExportError
    from core.files import is_folder

    if out is not None and not is_folder(out.parent):
        raise ExportError("export.write", path=out, reason=f"there is no folder {out.parent}")


def _refuse_unknown_detector(name: str) -> None:
    from core.vision.detectors import find_detector

    find_detector(name)


def _ask(
    bundle: ModelBundle, material: Material, as_is: bool, detector: str, told: StageProgress, should_stop: ShouldStop
) -> LabelledPredictions:
    from core.evaluation.asking import ask

    return ask(
        bundle,
        material.dataset,
        rows=material.rows,
        side=material.side,
        run=material.run,
        as_is=as_is,
        detector=detector,
        told=told,
        should_stop=should_stop,
    )


def _in_bad_pictures(
    bundle: ModelBundle,
    material: Material,
    on_chips: bool,
    limit: int,
    detector: str,
    told: StageProgress,
    should_stop: ShouldStop,
) -> Robustness:
    from core.evaluation.robustness import measure_robustness
    from core.model.classifier import Classifier

    return measure_robustness(
        Classifier(bundle),
        material.dataset,
        detector,
        rows=material.rows,
        mode="chips" if on_chips else "photos",
        limit=limit,
        progress=lambda done, total: told("spoiling pictures", done, total),
        should_stop=should_stop,
    )


def _changed(
    bundle: ModelBundle,
    material: Material,
    groups: Sequence[str],
    as_is: bool,
    minimum: int,
    detector: str,
    told: StageProgress,
    should_stop: ShouldStop,
) -> Counterfactual:
    from core.evaluation.counterfactual import check_counterfactuals

    return check_counterfactuals(
        bundle,
        material.dataset,
        rows=material.rows,
        groups=groups,
        as_is=as_is,
        minimum=minimum,
        detector=detector,
        told=told,
        should_stop=should_stop,
    )


def _measure(
    asked: LabelledPredictions,
    other: LabelledPredictions | None,
    by_group: bool,
    groups: Sequence[str],
    found_only: bool,
    minimum: int,
) -> tuple[Evaluation, Comparison | None]:
    from core.evaluation.by_group import measure
    from core.evaluation.comparison import compare

    if found_only:
        asked = asked.taken(asked.found)
        other = None if other is None else other.taken(other.found)
    evaluation = measure(asked, by_group=by_group, groups=groups, minimum=minimum)
    return evaluation, None if other is None else compare(asked, other, groups=groups, minimum=minimum)


def _write_html(path: Path, material: Material, report: Report) -> None:
    from core.evaluation.report_html import write_html

    assert report.evaluation is not None  # a page was asked for, so figures were measured
    write_html(
        path,
        report.evaluation,
        report.comparison,
        names=material.dataset.names,
        terms=material.dataset.terms,
        robustness=report.robustness,
        counterfactual=report.counterfactual,
    )


def _print_json(report: Report) -> None:
    sys.stdout.buffer.write(json.dumps(report.to_json(), ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    sys.stdout.flush()


def _print_tables(report: Report) -> None:
    from core.cli.evaluation_tables import print_counterfactual, print_evaluation
    from core.cli.robustness_tables import print_robustness

    if report.evaluation is not None:
        print_evaluation(report.evaluation, report.comparison)
    if report.robustness is not None:
        print_robustness(report.robustness)
    if report.counterfactual is not None:
        print_counterfactual(report.counterfactual)

"""The results of an evaluation, their JSON form, which is stable, and one self-contained HTML page of them.

    {"model", "data", "rows", "not_found", "minimum", "may_know", "not_measured": [ATTRIBUTE],
     "one_label": {ATTRIBUTE: label},
     "overall": {"ATTRIBUTE_accuracy", "ATTRIBUTE_balanced_accuracy"},
     "heads": {ATTRIBUTE: {"n", FIGURE, FIGURE_low, FIGURE_high, ..., "labels", "answers", "confusion", "reliability",
                      "most_wrong"}},
     "how": {"side", "framing", "detector", "faces_not_found", "near_copies", "decisions"}}
         of a table of answers also "without_answer", the number of faces of the data that have no row in it;
         `may_know` is null for a model of which nobody knows what it was trained on; "framing" is "aligned", "as is",
         "picture" for a network that is shown whole pictures, or null

    with figures by group
     "cells": [{"head", ATTRIBUTE: label, ..., "n", "small", "accuracy", "low", "high"}]
         of the first measured attribute, crossed with the other groups that ship
     heads.ATTRIBUTE.groups: [{"group": {ATTRIBUTE: label}, "n", "small", FIGURE ..., "confusion"}]
     heads.ATTRIBUTE.gaps: [{"columns", "figure", "highest", "lowest", "gap", "low", "high", "by_chance", "p",
                        "more_than_chance"}]

    with a second model
     "against": {"model", "rows", "heads": {ATTRIBUTE: {"verdict", "overall", "groups", "gaps"}}}

    with corrupted pictures; lists hold one value per strength, 1 to 5
     "robustness": {"mode", "rows", "left_out", "one_label", "heads": {ATTRIBUTE: {"accuracy", "mean_lost",
                    "corruptions"}}, "not_found": {CORRUPTION: [share]}, "quality": {"as_they_are", "corrupted"}}

    with changed pictures; `changed` is the share of faces whose answer changes
     "counterfactual": {"attribute", "model", "data", "rows", "left_out", "grouped_by", "minimum", "strength",
         "changes": [{"change", "n", "changed", "low", "high", "towards": {label: faces},
                      "groups": [{"group", "n", "small", "changed", "low", "high"}],
                      "gaps": [{"columns", "highest", "lowest", "gap", "low", "high", "by_chance", "p",
                                "more_than_chance"}]}]}

A FIGURE is accuracy, balanced_accuracy, coverage, error_of_answered, calibration_error; groups also have rates, as
{label: {"true_positive", "true_positive_low", ..., "false_positive", ...}}. Shares are 0 to 1, intervals 95 %. A figure
that could not be measured, because no answer or only one label is behind it, is null. The rows of a confusion are
`labels`, its columns `answers`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from core.errors import DataError
from core.evaluation import plots, words
from core.evaluation.comparison import Comparison, Difference, GapChange, HeadComparison, verdict
from core.evaluation.corruptions import CORRUPTIONS
from core.evaluation.counterfactual import CHANGES, STRENGTH, Counterfactual, Sensitivity
from core.evaluation.figures import Evaluation, Figure, GroupFigures, HeadEvaluation
from core.evaluation.groups import EVERYBODY, Group
from core.evaluation.picture_quality import Evidence
from core.evaluation.predictions import NO_FACE
from core.evaluation.robustness import AT_STRENGTH, Robustness
from core.evaluation.tally import Gap, false_positive, true_positive
from core.files import replace_file
from core.purpose import HEADER
from core.rendering import render
from core.schema import Attribute

Json = dict[str, Any]

_PLAIN: Final = ("accuracy", "coverage", "error_of_answered", "calibration_error")


@dataclass(frozen=True, slots=True)
class Report:
    """All results of one evaluation; what was not requested is None."""

    how: Mapping[str, Any]
    """The side of a split, framing, detector, and whether undetected faces and near copies are left out."""
    evaluation: Evaluation | None = None
    comparison: Comparison | None = None
    robustness: Robustness | None = None
    counterfactual: Counterfactual | None = None

    def to_json(self) -> Json:
        """The JSON form."""
        form: Json = {}
        if self.evaluation is not None:
            form = _evaluation(self.evaluation, self.comparison)
        form["how"] = dict(self.how)
        if self.robustness is not None:
            form["robustness"] = _robustness(self.robustness)
        if self.counterfactual is not None:
            form["counterfactual"] = _counterfactual(self.counterfactual)
        return form


def write_json(path: Path, report: Report) -> None:
    """Write the JSON form.

    Raises:
        DataError: It cannot be written.
    """
    content = json.dumps(report.to_json(), ensure_ascii=False, indent=1).encode("utf-8", "replace")
    try:
        replace_file(path, content + b"\n")
    except OSError as e:
        raise DataError("export.write", path=path, reason=e.strerror or str(e)) from e


def _evaluation(evaluation: Evaluation, comparison: Comparison | None) -> Json:
    heads = evaluation.heads
    overall: Json = {}
    for head, found in heads.items():
        overall[f"{head}_accuracy"] = _rounded(found.overall.accuracy.value)
        overall[f"{head}_balanced_accuracy"] = _rounded(found.balanced_accuracy.value)
    for attribute, _ in evaluation.one_label:
        overall |= {f"{attribute.name}_accuracy": None, f"{attribute.name}_balanced_accuracy": None}
    form: Json = {
        "model": evaluation.model,
        "data": evaluation.data,
        "rows": evaluation.count,
        "not_found": evaluation.not_found,
        "minimum": evaluation.minimum,
        "may_know": evaluation.shares_training_source,
        "not_measured": [attribute.name for attribute in evaluation.not_measured],
        "one_label": _one_label(evaluation.one_label),
        "overall": overall,
        "heads": {head: _head(found) for head, found in heads.items()},
    }
    first = next(iter(heads.values()), None)
    if first is not None and first.groups:
        form["cells"] = [_cell(first.attribute, cell) for cell in first.cells]
    if comparison is not None:
        compared = {head: _compared(comparison, found) for head, found in comparison.heads.items()}
        form["against"] = {"model": comparison.second, "rows": comparison.count, "heads": compared}
    return form


def _one_label(found: tuple[tuple[Attribute, str], ...]) -> dict[str, str]:
    return {attribute.name: label for attribute, label in found}


def _head(found: HeadEvaluation) -> Json:
    labels = found.attribute.labels
    form = {
        **_figures(found.attribute, found.overall),
        **_figure("balanced_accuracy", found.balanced_accuracy),
        "labels": list(labels),
        "answers": [*labels, NO_FACE],
        "reliability": [
            {
                "from": one.from_confidence,
                "to": one.to_confidence,
                "n": one.accuracy.count,
                "confidence": _rounded(one.confidence),
                **_figure("accuracy", one.accuracy),
            }
            for one in found.reliability
        ],
        "most_wrong": [
            {"row": face.row, "label": face.label, "answer": face.answer, "probability": _rounded(face.probability)}
            for face in found.most_wrong
        ],
    }
    if found.groups:
        form["groups"] = [{"group": _group(one.group), **_figures(found.attribute, one)} for one in found.groups]
        form["gaps"] = [_gap(gap) for gap in found.gaps]
    return form


def _figures(attribute: Attribute, found: GroupFigures) -> Json:
    form: Json = {"n": found.count, "small": found.small}
    for name in _PLAIN:
        form |= _figure(name, found.figures.get(name))
    form["rates"] = {
        label: {
            **_rate("true_positive", found.figures.get(true_positive(label))),
            **_rate("false_positive", found.figures.get(false_positive(label))),
        }
        for label in attribute.labels
    }
    form["confusion"] = [list(row) for row in found.confusion]
    return form


def _rate(kind: str, figure: Figure | None) -> Json:
    return {**_figure(kind, figure), f"{kind}_n": 0 if figure is None else figure.count}


def _cell(attribute: Attribute, found: GroupFigures) -> Json:
    return {
        "head": attribute.name,
        **_group(found.group),
        "n": found.count,
        "small": found.small,
        **_share(found.accuracy, "accuracy"),
    }


def _gap(gap: Gap) -> Json:
    return {
        "columns": list(gap.columns),
        "figure": gap.figure,
        "highest": _group(gap.highest),
        "lowest": _group(gap.lowest),
        "gap": _rounded(gap.gap),
        "low": _rounded(gap.low),
        "high": _rounded(gap.high),
        "by_chance": _rounded(gap.by_chance),
        "p": _rounded(gap.p),
        "more_than_chance": gap.more_than_chance,
    }


def _compared(comparison: Comparison, found: HeadComparison) -> Json:
    return {
        "verdict": verdict(comparison, found.attribute.name),
        "overall": _difference(found.overall),
        "groups": [{"group": _group(one.group), **_difference(one)} for one in found.groups],
        "gaps": [{"columns": list(one.columns), **_change(one)} for one in found.gaps],
    }


def _difference(found: Difference) -> Json:
    return {
        "n": found.count,
        "small": found.small,
        "accuracy": _rounded(found.first),
        "against": _rounded(found.second),
        **_change(found),
        "p": _rounded(found.p),
    }


def _change(found: Difference | GapChange) -> Json:
    return {
        "difference": _rounded(found.difference),
        "low": _rounded(found.low),
        "high": _rounded(found.high),
        "more_than_chance": found.more_than_chance,
    }


def _robustness(found: Robustness) -> Json:
    return {
        "mode": found.mode,
        "rows": found.count,
        "left_out": found.left_out,
        "one_label": _one_label(found.one_label),
        "heads": {
            head: {
                "accuracy": _share(clean),
                "mean_lost": [_share(share) for share in found.mean_lost[head]],
                "corruptions": {
                    name: [{"accuracy": _share(one.accuracy), "lost": _share(one.lost)} for one in outcomes]
                    for name, outcomes in found.outcomes[head].items()
                },
            }
            for head, clean in found.clean.items()
        },
        "not_found": {name: [_rounded(share) for share in shares] for name, shares in found.not_found.items()},
        "quality": {
            which: {head: [_evidence(one) for one in rows] for head, rows in evidence.items()}
            for which, evidence in (("as_they_are", found.evidence_clean), ("corrupted", found.evidence_corrupted))
        },
    }


def _evidence(one: Evidence) -> Json:
    return {
        "reason": one.reason,
        "n": one.count,
        "error_with": None if one.error_with is None else list(_share(one.error_with).values()),
        "error_without": None if one.error_without is None else list(_share(one.error_without).values()),
        "area": None if one.area is None else [_rounded(value) for value in one.area],
    }


def _counterfactual(found: Counterfactual) -> Json:
    return {
        "attribute": found.attribute.name,
        "model": found.model,
        "data": found.data,
        "rows": found.count,
        "left_out": found.left_out,
        "grouped_by": found.grouped_by,
        "minimum": found.minimum,
        "strength": STRENGTH,
        "changes": [_sensitivity(one) for one in found.changes],
    }


def _sensitivity(one: Sensitivity) -> Json:
    return {
        "change": one.change,
        "n": one.overall.count,
        **_share(one.overall, "changed"),
        "towards": dict(one.towards),
        "groups": [
            {
                "group": _group(shift.group),
                "small": shift.small,
                "n": shift.changed.count,
                **_share(shift.changed, "changed"),
            }
            for shift in one.groups
        ],
        "gaps": [{key: value for key, value in _gap(gap).items() if key != "figure"} for gap in one.gaps],
    }


def _group(group: Group) -> dict[str, str]:
    return dict(zip(group.columns, group.labels, strict=True))


def _figure(name: str, figure: Figure | None) -> Json:
    if figure is None:
        return {name: None, f"{name}_low": None, f"{name}_high": None}
    return {name: _rounded(figure.value), f"{name}_low": _rounded(figure.low), f"{name}_high": _rounded(figure.high)}


def _share(figure: Figure, name: str = "value") -> dict[str, float]:
    return {name: _rounded(figure.value), "low": _rounded(figure.low), "high": _rounded(figure.high)}


def _rounded(value: float) -> float:
    return round(value, 6)


_GAPS: Final = 8
_OVERALL: Final = ("accuracy", "coverage", "error_of_answered", "calibration_error")


def write_html(path: Path, report: Report, *, names: Sequence[str], terms: str) -> None:
    """Write the page; arguments as in `render_html`.

    Raises:
        DataError: It cannot be written.
    """
    try:
        replace_file(path, render_html(report, names=names, terms=terms).encode("utf-8", "replace"))
    except OSError as e:
        raise DataError("export.write", path=path, reason=e.strerror or str(e)) from e


def render_html(report: Report, *, names: Sequence[str], terms: str) -> str:
    """The page.

    Args:
        report: With an evaluation.
        names: Of the pictures, by row of the data set.
        terms: Of the data.
    """
    assert report.evaluation is not None
    return render(
        "evaluation.html.jinja",
        report=report,
        evaluation=report.evaluation,
        names=names,
        terms=terms,
        summary=list(words.summary(report.evaluation)),
        how=words.how_text(report.how),
        verdict=verdict,
        plain_figures=_OVERALL,
        rates=[true_positive, false_positive],
        most_gaps=_GAPS,
        everybody=EVERYBODY,
        no_face=NO_FACE,
        corruptions=CORRUPTIONS,
        changes=CHANGES,
        change_strength=STRENGTH,
        at=AT_STRENGTH,
        header=HEADER,
        words=words,
        plots=plots,
        zip=zip,
    )

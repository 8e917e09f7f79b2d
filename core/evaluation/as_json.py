"""An evaluation as JSON, in a form that stays.

    {"model", "data", "rows", "not_found", "minimum", "may_know", "not_measured": [ATTRIBUTE],
     "overall": {"ATTRIBUTE_accuracy", "ATTRIBUTE_balanced_accuracy"},
     "heads": {ATTRIBUTE: {"n", FIGURE, FIGURE_low, FIGURE_high, ..., "labels", "answers", "confusion", "reliability",
                      "most_wrong"}}}

    with an audit besides
     "cells": [{"head", ATTRIBUTE: label, ..., "n", "small", "accuracy", "low", "high"}]
         of the first attribute that is measured, crossed with the other groups that ship
     heads.ATTRIBUTE.groups: [{"group": {ATTRIBUTE: label}, "n", "small", FIGURE ..., "confusion"}]
     heads.ATTRIBUTE.gaps: [{"columns", "figure", "highest", "lowest", "gap", "low", "high", "by_chance", "p",
                        "more_than_chance"}]

    with another model besides
     "against": {"model", "rows", "heads": {ATTRIBUTE: {"verdict", "overall", "groups", "gaps"}}}

A FIGURE is accuracy, balanced_accuracy, coverage, error_of_answered, calibration_error; groups have rates too, as
{label: {"true_positive", "true_positive_low", ..., "false_positive", ...}}. Shares are 0 to 1, intervals 95 %. The
rows of a confusion are `labels`, its columns `answers`.
"""

from __future__ import annotations

from typing import Any, Final

from core.evaluation.by_group import Evaluation, Figure, GroupFigures, HeadEvaluation
from core.evaluation.comparison import Comparison, Difference, GapChange, HeadComparison, verdict
from core.evaluation.gaps import Gap
from core.evaluation.groups import Group
from core.evaluation.predictions import NO_FACE
from core.evaluation.tally import false_positive, true_positive
from core.schema import Attribute

_PLAIN: Final = ("accuracy", "coverage", "error_of_answered", "calibration_error")
Json = dict[str, Any]


def as_json(evaluation: Evaluation, comparison: Comparison | None = None) -> Json:
    """The JSON form, as `json` takes it."""
    heads = evaluation.heads
    overall = {}
    for head, found in heads.items():
        overall[f"{head}_accuracy"] = _rounded(found.overall.accuracy.value)
        overall[f"{head}_balanced_accuracy"] = _rounded(found.balanced_accuracy.value)
    told: Json = {
        "model": evaluation.model,
        "data": evaluation.data,
        "rows": evaluation.count,
        "not_found": evaluation.not_found,
        "minimum": evaluation.minimum,
        "may_know": evaluation.shares_training_source,
        "not_measured": [attribute.name for attribute in evaluation.not_measured],
        "overall": overall,
        "heads": {head: _head(found) for head, found in heads.items()},
    }
    first = next(iter(heads.values()))
    if first.groups:
        told["cells"] = [_cell(first.attribute, cell) for cell in first.cells]
    if comparison is not None:
        compared = {head: _compared(comparison, found) for head, found in comparison.heads.items()}
        told["against"] = {"model": comparison.second, "rows": comparison.count, "heads": compared}
    return told


def _head(found: HeadEvaluation) -> Json:
    labels = found.attribute.labels
    told = {
        **_figures(found.attribute, found.overall),
        **figure_json("balanced_accuracy", found.balanced_accuracy),
        "labels": list(labels),
        "answers": [*labels, NO_FACE],
        "reliability": [
            {
                "from": one.from_confidence,
                "to": one.to_confidence,
                "n": one.accuracy.count,
                "confidence": _rounded(one.confidence),
                **figure_json("accuracy", one.accuracy),
            }
            for one in found.reliability
        ],
        "most_wrong": [
            {"row": face.row, "label": face.label, "answer": face.answer, "probability": _rounded(face.probability)}
            for face in found.most_wrong
        ],
    }
    if found.groups:
        told["groups"] = [{"group": group_json(one.group), **_figures(found.attribute, one)} for one in found.groups]
        told["gaps"] = [gap_json(gap) for gap in found.gaps]
    return told


def _figures(attribute: Attribute, found: GroupFigures) -> Json:
    told: Json = {"n": found.count, "small": found.small}
    for name in _PLAIN:
        if name in found.figures:
            told |= figure_json(name, found.figures[name])
    told["rates"] = {
        label: {
            key: value
            for kind, name in (("true_positive", true_positive(label)), ("false_positive", false_positive(label)))
            if name in found.figures
            for key, value in {**figure_json(kind, found.figures[name]), f"{kind}_n": found.figures[name].count}.items()
        }
        for label in attribute.labels
    }
    told["confusion"] = [list(row) for row in found.confusion]
    return told


def _cell(attribute: Attribute, found: GroupFigures) -> Json:
    accuracy = found.accuracy
    return {
        "head": attribute.name,
        **group_json(found.group),
        "n": found.count,
        "small": found.small,
        "accuracy": _rounded(accuracy.value),
        "low": _rounded(accuracy.low),
        "high": _rounded(accuracy.high),
    }


def gap_json(gap: Gap) -> Json:
    """A gap."""
    return {
        "columns": list(gap.columns),
        "figure": gap.figure,
        "highest": group_json(gap.highest),
        "lowest": group_json(gap.lowest),
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
        "groups": [{"group": group_json(one.group), **_difference(one)} for one in found.groups],
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


def group_json(group: Group) -> dict[str, str]:
    """A group, by column."""
    return dict(zip(group.columns, group.labels, strict=True))


def figure_json(name: str, figure: Figure) -> dict[str, float]:
    """A figure and its interval, under its name."""
    return {
        name: _rounded(figure.value),
        f"{name}_low": _rounded(figure.low),
        f"{name}_high": _rounded(figure.high),
    }


def _rounded(value: float) -> float:
    return round(value, 6)

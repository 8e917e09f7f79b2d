"""The results of `facet-cli evaluate` as tables in the terminal."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from core.evaluation.comparison import Comparison, verdict
from core.evaluation.corruptions import CORRUPTIONS, STRENGTHS
from core.evaluation.counterfactual import Counterfactual
from core.evaluation.figures import Evaluation, HeadEvaluation
from core.evaluation.report import Report
from core.evaluation.robustness import AT_STRENGTH, Robustness
from core.evaluation.words import (
    EMPTY,
    EVIDENCE_HEADER,
    GROUPED_BY,
    MODES,
    counterfactual_lines,
    counterfactual_note,
    evidence_row,
    evidence_tables,
    gap_text,
    left_out_text,
    one_label_note,
    points,
    share_text,
    summary,
)

_FIGURES: Final = {"coverage": "Coverage", "error_of_answered": "Error of given", "calibration_error": "Calib. error"}
_GAPS: Final = 5


def print_report(report: Report) -> None:
    """Print all results on standard output."""
    if report.evaluation is not None:
        print_evaluation(report.evaluation, report.comparison)
    if report.robustness is not None:
        print_robustness(report.robustness)
    if report.counterfactual is not None:
        print_counterfactual(report.counterfactual)


def print_evaluation(evaluation: Evaluation, comparison: Comparison | None) -> None:
    """Print the figures, overall and by group."""
    console = Console(highlight=False)
    console.print(f"{evaluation.model} on {evaluation.count:,} faces of {evaluation.data}", markup=False)
    if evaluation.not_found:
        console.print(f"{evaluation.not_found:,} of them were not detected; they count as wrong.")
    for line in summary(evaluation):
        console.print(line, markup=False)
    for found in evaluation.heads.values():
        _print_head(console, found, evaluation.minimum)
    if comparison is not None:
        for head in comparison.heads:
            console.print(verdict(comparison, head), markup=False)


def print_robustness(found: Robustness) -> None:
    """Print the accuracy by corruption and strength, and how well picture quality predicts errors."""
    console = Console(highlight=False)
    intro = f"In bad pictures: {found.count:,} pictures. {left_out_text(found)} {MODES[found.mode]}"
    console.print(" ".join(intro.split()), markup=False)
    for attribute, label in found.one_label:
        console.print(one_label_note(attribute, label), markup=False)
    for head, clean in found.clean.items():
        title = escape(f"Perceived {head}, accuracy in % by strength")
        table = Table("", *map(str, STRENGTHS), f"lost at {AT_STRENGTH}, points", title=title)
        table.add_row("original", *[f"{100 * clean.value:.0f}"] * len(STRENGTHS), "")
        for name, outcomes in found.outcomes[head].items():
            shares = [f"{100 * one.accuracy.value:.0f}" for one in outcomes]
            table.add_row(CORRUPTIONS[name].title, *shares, points(outcomes[AT_STRENGTH - 1].lost))
        console.print(table)
        mean = found.mean_lost[head][AT_STRENGTH - 1]
        console.print(f"Original: {share_text(clean)}; mean loss at strength {AT_STRENGTH}: {points(mean)} points.\n")
    for title, evidence in evidence_tables(found):
        table = Table(*EVIDENCE_HEADER, title=escape(title))
        for one in evidence:
            table.add_row(*evidence_row(one))
        console.print(table)


def print_counterfactual(found: Counterfactual) -> None:
    """Print how answers change with the picture."""
    console = Console(highlight=False)
    intro = f"When only the picture changes: {found.count:,} faces. {left_out_text(found)}"
    console.print(intro.strip(), markup=False)
    console.print(f"{counterfactual_note(found.attribute)} {GROUPED_BY[found.grouped_by]}", markup=False)
    for one in found.changes:
        first, *rest = counterfactual_lines(found.attribute, one)
        console.print(first, markup=False)
        for line in rest:
            console.print(f"- {line}", markup=False)


def _print_head(console: Console, found: HeadEvaluation, minimum: int) -> None:
    table = Table(title=escape(f"Perceived {found.attribute.title}"), title_justify="left", title_style="bold")
    table.add_column("", no_wrap=True)
    for title in ("Faces", "Accuracy (95 %)"):
        table.add_column(title, justify="right", no_wrap=True)
    for title in _FIGURES.values():
        table.add_column(title, justify="right")
    shown = [found.overall, *(one for one in found.groups if len(one.group.columns) == 1)]
    shown += found.cells if len(found.cell_columns) > 1 else ()
    for one in shown:
        others = (f"{one.figures[name].value:.1%}" if name in one.figures else EMPTY for name in _FIGURES)
        name, count, accuracy = escape(one.group.title), f"{one.count:,}", share_text(one.accuracy)
        table.add_row(name, count, accuracy, *others, style="dim" * one.small)
    if any(one.small for one in shown):
        table.caption = f"Dim: fewer than {minimum} faces, not ranked."
    console.print(table)
    for gap in [gap for gap in found.gaps if gap.more_than_chance][:_GAPS]:
        console.print(f"- {gap_text(gap)}", markup=False)

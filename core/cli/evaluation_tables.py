"""An evaluation at a terminal."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from core.evaluation.by_group import Evaluation, Figure, HeadEvaluation
from core.evaluation.comparison import Comparison, verdict
from core.evaluation.counterfactual import Counterfactual
from core.evaluation.counterfactual_report import GROUPED_BY, lines, note
from core.evaluation.words import gap_text, summary

_FIGURES: Final = {
    "coverage": "Given",
    "error_of_answered": "Wrong of these",
    "calibration_error": "Calib. error",
}
_GAPS: Final = 5


def print_evaluation(evaluation: Evaluation, comparison: Comparison | None) -> None:
    """Print it on standard output."""
    console = Console(highlight=False)
    console.print(f"{evaluation.model} on {evaluation.count:,} faces of {evaluation.data}", markup=False)
    if evaluation.not_found:
        console.print(f"In {evaluation.not_found:,} of them no face was found; they count as wrong.")
    for line in summary(evaluation):
        console.print(line, markup=False)
    for found in evaluation.heads.values():
        _print_head(console, found, evaluation.minimum)
    if comparison is not None:
        for head in comparison.heads:
            console.print(verdict(comparison, head), markup=False)


def _print_head(console: Console, found: HeadEvaluation, minimum: int) -> None:
    table = Table(title=escape(f"Perceived {found.attribute.title}"), title_justify="left", title_style="bold")
    table.add_column("", no_wrap=True)
    for title in ("Faces", "Agreement (95 %)"):
        table.add_column(title, justify="right", no_wrap=True)
    for title in _FIGURES.values():
        table.add_column(title, justify="right")
    shown = [found.overall, *(one for one in found.groups if len(one.group.columns) == 1)]
    shown += found.cells if len(found.cell_columns) > 1 else ()
    for one in shown:
        others = (f"{one.figures[name].value:.1%}" if name in one.figures else "" for name in _FIGURES)
        table.add_row(escape(one.group.title), f"{one.count:,}", _shown(one.accuracy), *others, style="dim" * one.small)
    if any(one.small for one in shown):
        table.caption = f"Dim: fewer than {minimum} faces, not ranked."
    console.print(table)
    for gap in [gap for gap in found.gaps if gap.more_than_chance][:_GAPS]:
        console.print(f"- {gap_text(gap)}", markup=False)


def _shown(figure: Figure) -> str:
    return f"{figure.value:.1%} ({100 * figure.low:.1f} to {100 * figure.high:.1f})"


def print_counterfactual(found: Counterfactual) -> None:
    """What changed pictures did to the answers."""
    console = Console(highlight=False)
    left_out = f"; {found.left_out:,} left out, no face found in them" if found.left_out else ""
    console.print(f"When only the picture changes: {found.count:,} faces{left_out}.", markup=False)
    console.print(f"{note(found.attribute)} {GROUPED_BY[found.grouped_by]}", markup=False)
    for one in found.changes:
        first, *rest = lines(found.attribute, one)
        console.print(first, markup=False)
        for line in rest:
            console.print(f"- {line}", markup=False)

"""Robustness at the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from core.evaluation.corruptions import CORRUPTIONS, STRENGTHS
from core.evaluation.robustness import AT_STRENGTH, Robustness
from core.evaluation.robustness_report import EVIDENCE_HEADER, MODES, evidence_row, evidence_titles, points, share_text


def print_robustness(found: Robustness) -> None:
    """Tables of accuracy by corruption and strength, and of what quality says about errors."""
    console = Console(highlight=False)
    left_out = f"; {found.left_out} left out, no face found in them as they are" if found.left_out else ""
    console.print(f"In bad pictures: {found.count:,} pictures{left_out}. {MODES[found.mode]}")
    for head, clean in found.clean.items():
        table = Table(
            "", *map(str, STRENGTHS), f"lost at {AT_STRENGTH}, points", title=f"Perceived {head}, % by strength"
        )
        table.add_row("as they are", *[f"{100 * clean.value:.0f}"] * len(STRENGTHS), "")
        for name, outcomes in found.outcomes[head].items():
            shares = [f"{100 * one.accuracy.value:.0f}" for one in outcomes]
            table.add_row(CORRUPTIONS[name].title, *shares, points(outcomes[AT_STRENGTH - 1].lost))
        console.print(table)
        mean = found.mean_lost[head][AT_STRENGTH - 1]
        console.print(f"As they are {share_text(clean)}; mean loss at strength {AT_STRENGTH}: {points(mean)} points.\n")
    for title, evidence in evidence_titles(found):
        table = Table(*EVIDENCE_HEADER, title=title)
        for one in evidence:
            table.add_row(*evidence_row(one))
        console.print(table)

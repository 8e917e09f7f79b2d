"""Write robustness figures into docs/robustness.md and into a model's bundle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.evaluation import plots
from core.evaluation.card import robustness_section
from core.evaluation.corruptions import CORRUPTIONS, STRENGTHS
from core.evaluation.robustness import AT_STRENGTH, Robustness
from core.evaluation.words import EVIDENCE_HEADER, evidence_row, evidence_tables, points, share_text
from core.files import replace_file
from core.model.bundle import CARD, MANIFEST, read_manifest, sha256

BEGIN: Final = "<!-- measured: begin -->"
END: Final = "<!-- measured: end -->"
PLOT: Final = "pictures/robustness.svg"
_SECTION: Final = "## In bad pictures"
_BEFORE: Final = "## Limits"


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Two models on the same corrupted pictures."""

    data: str
    first: Robustness
    second: Robustness


def as_markdown(compared: Sequence[Compared]) -> str:
    """Tables of both models, the last of `compared` in detail, and of quality as a predictor of errors."""
    whole = compared[-1]
    parts = [_losses(compared), _by_strength(whole), _by_corruption(whole)]
    parts += [
        f"{whole.first.model}. {title}:\n\n{_table(EVIDENCE_HEADER, [evidence_row(one) for one in evidence])}"
        for title, evidence in evidence_tables(whole.first)
    ]
    return "\n\n".join(parts)


def write_page(page: Path, compared: Sequence[Compared]) -> None:
    """Replace the text between the marks of the page by the tables and the plot of the first model.

    Raises:
        ValueError: The page lacks a mark.
        OSError: A file cannot be written.
    """
    text = page.read_text(encoding="utf-8")
    before, begun, rest = text.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not begun or not ended:
        raise ValueError(f"{page}: expected {BEGIN} and, after it, {END}")
    found = compared[-1].first
    drawn = plots.corruptions(found).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    style = f"<style>:root {{ --quiet: #737373; --line: #a3a3a3; }} {plots.STYLE}</style>"
    replace_file(page.parent / PLOT, drawn.replace(">", f">{style}", 1).encode())
    image = f"![Accuracy of {found.model} by corruption and strength]({PLOT})"
    replace_file(page, f"{before}{BEGIN}\n{as_markdown(compared)}\n\n{image}\n{END}{after}".encode())


def amend_bundle(bundle: Path, found: Robustness) -> None:
    """Replace the robustness figures in the card and the manifest of a bundle.

    Raises:
        BundleError: It is not a bundle.
        OSError: A file cannot be written.
    """
    manifest = read_manifest(bundle)
    before, _, rest = (bundle / CARD).read_text(encoding="utf-8").partition(_BEFORE)
    card = f"{before.partition(_SECTION)[0]}{robustness_section(found)}\n{_BEFORE}{rest}".encode()
    others = {name: value for name, value in manifest.results.items() if not name.startswith("robustness/")}
    amended = manifest.model_copy(
        update={"results": others | flat(found), "files": manifest.files | {CARD: sha256(card)}}
    )
    replace_file(bundle / CARD, card)
    replace_file(bundle / MANIFEST, (amended.model_dump_json(indent=2) + "\n").encode())


def flat(found: Robustness) -> dict[str, float]:
    """The losses for a manifest, as shares, by attribute and corruption."""
    table = {"robustness/strength": float(AT_STRENGTH), "robustness/n": float(found.count)}
    for head, outcomes in found.outcomes.items():
        table[f"robustness/{head}/mean_lost"] = round(found.mean_lost[head][AT_STRENGTH - 1].value, 4)
        for name, by_strength in outcomes.items():
            table[f"robustness/{head}/{name}_lost"] = round(by_strength[AT_STRENGTH - 1].lost.value, 4)
    return table


def _losses(compared: Sequence[Compared]) -> str:
    first, second = compared[0].first.model, compared[0].second.model
    header = ("", "n", f"{first}, original", f"{first} loses", f"{second}, original", f"{second} loses", "ratio")
    rows = [
        (
            f"{one.data}, perceived {head}",
            f"{one.first.count:,}",
            share_text(one.first.clean[head]),
            points(one.first.mean_lost[head][AT_STRENGTH - 1]),
            share_text(one.second.clean[head]),
            points(one.second.mean_lost[head][AT_STRENGTH - 1]),
            _ratio(one, head),
        )
        for one in compared
        for head in one.first.clean
    ]
    title = f"Mean loss over the {len(CORRUPTIONS)} corruptions at strength {AT_STRENGTH}, in points:"
    return f"{title}\n\n{_table(header, rows)}"


def _ratio(one: Compared, head: str) -> str:
    first, second = (found.mean_lost[head][AT_STRENGTH - 1].value for found in (one.first, one.second))
    return f"{first / second:.2f}" if second > 0 else ""


def _by_strength(one: Compared) -> str:
    rows = [
        (f"{found.model}, perceived {head}", *map(points, found.mean_lost[head]))
        for found in (one.first, one.second)
        for head in found.clean
    ]
    return f"By strength, {one.data}:\n\n{_table(('mean loss, points', *map(str, STRENGTHS)), rows)}"


def _by_corruption(one: Compared) -> str:
    heads: Mapping[str, object] = one.first.clean
    header = ("", *(f"{found.model}, {head}" for head in heads for found in (one.first, one.second)), "not found")
    rows = [
        (
            corruption.title,
            *(
                points(found.outcomes[head][name][AT_STRENGTH - 1].lost)
                for head in heads
                for found in (one.first, one.second)
            ),
            f"{one.first.not_found[name][AT_STRENGTH - 1]:.0%}",
        )
        for name, corruption in CORRUPTIONS.items()
    ]
    return f"Lost at strength {AT_STRENGTH}, points, {one.data}:\n\n{_table(header, rows)}"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, ["---"] * len(header), *rows))

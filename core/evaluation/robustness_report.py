"""Robustness as JSON, in a model card and on a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any, Final

from core.evaluation.corruptions import CORRUPTIONS, STRENGTHS
from core.evaluation.quality_evidence import Evidence
from core.evaluation.robustness import AT_STRENGTH, Outcome, Robustness, Share
from core.vision.quality import REASONS

MODES: Final = {
    "photos": (
        "Pictures are spoilt first and the face is then found and aligned in them, as in life; a face no longer found "
        "counts as wrong."
    ),
    "chips": "Aligned faces are spoilt; finding and aligning them in spoilt pictures is not part of it.",
}
_SPOILT: Final = "all spoilt pictures (versions of one picture count as several: intervals are too narrow)"
_PANEL_PX: Final = (84, 64)
_GAP_PX: Final = (18, 34)
_LEFT_PX: Final = 42
_PANELS: Final = 7
_INKS: Final = ("var(--dot)", "var(--far)", "var(--quiet)")
"""Of the first answered attribute, the second and so on, and around again."""


def as_json(found: Robustness) -> dict[str, Any]:
    """The JSON form; shares are 0 to 1, intervals 95 %, lists hold one value per strength, 1 to 5."""
    return {
        "mode": found.mode,
        "rows": found.count,
        "left_out": found.left_out,
        "heads": {head: _head_json(found, head) for head in found.clean},
        "not_found": {name: [_rounded(share) for share in shares] for name, shares in found.not_found.items()},
        "quality": {
            which: {head: [_evidence_json(one) for one in rows] for head, rows in evidence.items()}
            for which, evidence in (("as_they_are", found.evidence_clean), ("corrupted", found.evidence_corrupted))
        },
    }


def card_section(found: Robustness) -> str:
    """The section of a model card, as Markdown from its heading on."""
    heads = list(found.clean)
    means = "; ".join(
        f"perceived {head} {points(found.mean_lost[head][AT_STRENGTH - 1])}, from {found.clean[head].value:.1%}"
        for head in heads
    )
    strengths = " / ".join(map(str, STRENGTHS))
    header = ["", *(f"{head}, strength {strengths}" for head in heads), f"lost at {AT_STRENGTH}", "not found at 5"]
    rows = [[f"as they are ({found.count})", *(share_text(found.clean[head]) for head in heads), "", ""]]
    for name, corruption in CORRUPTIONS.items():
        outcomes = [found.outcomes[head][name] for head in heads]
        shares = [" / ".join(f"{100 * one.accuracy.value:.0f}" for one in row) for row in outcomes]
        lost = "; ".join(points(row[AT_STRENGTH - 1].lost) for row in outcomes)
        rows.append([corruption.title, *shares, lost, f"{found.not_found[name][-1]:.0%}"])
    table = "\n".join(f"| {' | '.join(row)} |" for row in [header, ["---"] * len(header), *rows])
    return (
        f"## In bad pictures\n\nMeasured on {found.count:,} pictures of {found.data}. {MODES[found.mode]} Agreement "
        "with the labels in percent, losses in points, with 95 % intervals.\n\n"
        f"Mean loss at strength {AT_STRENGTH}: {means}.\n\n{table}\n"
    )


def html_section(found: Robustness) -> str:
    """The section of a page, whose style is that of `core.evaluation.report_html`."""
    means = "".join(
        f"<li>perceived {head}: {found.clean[head].value:.1%} as they are; at strength {AT_STRENGTH} on average "
        f"{points(found.mean_lost[head][AT_STRENGTH - 1])} points less</li>"
        for head in found.clean
    )
    return (
        f"<h2>In bad pictures</h2><p>{MODES[found.mode]}</p><ul>{means}</ul>{plot(found)}"
        f'<p class="quiet">{found.count:,} pictures. Agreement with the labels by strength, 1 to 5; dashed: as they '
        f"are; shaded: 95 % intervals.</p>{_evidence_tables(found)}"
    )


def plot(found: Robustness) -> str:
    """Accuracy by strength, one panel per corruption, as SVG that takes the page's colours."""
    across, down = _PANEL_PX[0] + _GAP_PX[0], _PANEL_PX[1] + _GAP_PX[1]
    rows = -(-len(CORRUPTIONS) // _PANELS)
    width, height = _LEFT_PX + _PANELS * across, rows * down + 24
    parts = [_panel(found, name, at % _PANELS, at // _PANELS) for at, name in enumerate(CORRUPTIONS)]
    for at, head in enumerate(found.clean):
        x, y = _LEFT_PX + at * 150, height - 6
        ink = _INKS[at % len(_INKS)]
        line = f'<line x1="{x}" x2="{x + 18}" y1="{y - 4}" y2="{y - 4}" stroke="{ink}" stroke-width="2"/>'
        parts.append(f'{line}<text class="quiet" x="{x + 24}" y="{y}">perceived {head}</text>')
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" role="img" aria-label="Accuracy in bad pictures">'
        f"{''.join(parts)}</svg>"
    )


def _panel(found: Robustness, name: str, column: int, row: int) -> str:
    (wide, high), (gap_x, gap_y) = _PANEL_PX, _GAP_PX
    left, top = _LEFT_PX + column * (wide + gap_x), 20 + row * (high + gap_y)

    def x(strength: int) -> float:
        return left + (strength - 1) / (len(STRENGTHS) - 1) * wide

    def y(share: float) -> float:
        return top + (1.0 - share) * high

    parts = [
        f'<text x="{left}" y="{top - 6}">{escape(CORRUPTIONS[name].title)}</text>',
        f'<line class="axis" x1="{left}" x2="{left + wide}" y1="{y(0)}" y2="{y(0)}"/>',
        f'<line class="axis" x1="{left}" x2="{left + wide}" y1="{y(1)}" y2="{y(1)}" opacity=".4"/>',
    ]
    if column == 0:
        parts += [
            f'<text class="quiet" x="{left - 5}" y="{y(mark) + 4:.0f}" text-anchor="end">{mark:.0%}</text>'
            for mark in (0.0, 1.0)
        ]
    for at, (head, clean) in enumerate(found.clean.items()):
        outcomes = found.outcomes[head][name]
        parts.append(
            f'<line class="middle" x1="{left}" x2="{left + wide}" y1="{y(clean.value):.1f}" y2="{y(clean.value):.1f}"/>'
        )
        parts.append(_line(_INKS[at % len(_INKS)], outcomes, x, y))
        told = ", ".join(f"{one.accuracy.value:.0%}" for one in outcomes)
        parts.append(f"<title>{escape(CORRUPTIONS[name].title)}, perceived {head}: {told}</title>")
    return f"<g>{''.join(parts)}</g>"


def _line(ink: str, outcomes: Sequence[Outcome], x: Callable[[int], float], y: Callable[[float], float]) -> str:
    upper = [f"{x(at):.1f},{y(one.accuracy.high):.1f}" for at, one in zip(STRENGTHS, outcomes, strict=True)]
    lower = [f"{x(at):.1f},{y(one.accuracy.low):.1f}" for at, one in zip(STRENGTHS, outcomes, strict=True)]
    middle = [f"{x(at):.1f},{y(one.accuracy.value):.1f}" for at, one in zip(STRENGTHS, outcomes, strict=True)]
    return (
        f'<polygon points="{" ".join([*upper, *lower[::-1]])}" fill="{ink}" opacity=".15"/>'
        f'<polyline points="{" ".join(middle)}" fill="none" stroke="{ink}" stroke-width="2"/>'
    )


def _evidence_tables(found: Robustness) -> str:
    if not any(found.evidence_clean.values()):
        return ""
    head = "".join(f"<th>{text}</th>" for text in EVIDENCE_HEADER)
    parts = ["<h3>What the picture's quality says about errors</h3>"]
    for title, evidence in evidence_titles(found):
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in evidence_row(one))}</tr>" for one in evidence
        )
        parts.append(
            f'<details><summary>{title}</summary><div class="wide"><table><tr>{head}</tr>{body}</table></div></details>'
        )
    return "".join(parts)


EVIDENCE_HEADER: Final = ("reason", "faces", "wrong with it", "wrong without", "area under the curve")


def evidence_titles(found: Robustness) -> list[tuple[str, Sequence[Evidence]]]:
    """The tables of evidence there are, with their titles."""
    return [
        (f"Perceived {head}, {which}", evidence[head])
        for which, evidence in (("pictures as they are", found.evidence_clean), (_SPOILT, found.evidence_corrupted))
        for head in evidence
        if evidence[head]
    ]


def evidence_row(one: Evidence) -> tuple[str, str, str, str, str]:
    """The cells of a table of evidence, below `EVIDENCE_HEADER`."""
    without = share_text(Share(one.error_without, *one.error_without_interval))
    with_it = share_text(Share(one.error_with, *one.error_with_interval)) if one.count else "-"
    low, high = one.area_interval
    area = f"{one.area:.2f} ({low:.2f} to {high:.2f})"
    return reason_text(one.reason), f"{one.count:,}", with_it, without, area


def reason_text(reason: str) -> str:
    """A reason in words; `confidence` is the model's own."""
    return REASONS.get(reason, "the model itself is uncertain")


def share_text(share: Share) -> str:
    """A share and its interval in percent."""
    return f"{share.value:.1%} ({share.low:.1%} to {share.high:.1%})"


def points(share: Share) -> str:
    """A difference of shares and its interval, as points."""
    return f"{100 * share.value:.1f} ({100 * share.low:.1f} to {100 * share.high:.1f})"


def _head_json(found: Robustness, head: str) -> dict[str, Any]:
    return {
        "accuracy": _share_json(found.clean[head]),
        "mean_lost": [_share_json(share) for share in found.mean_lost[head]],
        "corruptions": {
            name: [{"accuracy": _share_json(one.accuracy), "lost": _share_json(one.lost)} for one in outcomes]
            for name, outcomes in found.outcomes[head].items()
        },
    }


def _evidence_json(one: Evidence) -> dict[str, Any]:
    return {
        "reason": one.reason,
        "n": one.count,
        "error_with": [_rounded(value) for value in (one.error_with, *one.error_with_interval)],
        "error_without": [_rounded(value) for value in (one.error_without, *one.error_without_interval)],
        "area": [_rounded(value) for value in (one.area, *one.area_interval)],
    }


def _share_json(share: Share) -> dict[str, float]:
    return {"value": _rounded(share.value), "low": _rounded(share.low), "high": _rounded(share.high)}


def _rounded(value: float) -> float:
    return round(value, 6)

"""Plots as SVG for a page; they follow its light or dark colours."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from core.evaluation.comparison import HeadComparison
from core.evaluation.corruptions import CORRUPTIONS, STRENGTHS
from core.evaluation.counterfactual import Sensitivity
from core.evaluation.figures import GroupFigures, ReliabilityBin
from core.evaluation.groups import cell_columns
from core.evaluation.robustness import Outcome, Robustness
from core.evaluation.tally import Gap
from core.evaluation.words import gap_title
from core.schema import ATTRIBUTES

STYLE: Final = """
:root { --dot: #2f6fd0; --far: #c2410c; }
@media (prefers-color-scheme: dark) { :root { --dot: #7fb0ff; --far: #ff9d6b; } }
svg text { fill: CanvasText; font: 12px system-ui, sans-serif; } svg text.quiet { fill: var(--quiet); }
svg .axis { stroke: var(--line); stroke-width: 1; } svg .middle { stroke: var(--quiet); stroke-dasharray: 3 3; }
svg .interval { stroke: var(--dot); stroke-width: 2; stroke-linecap: round; } svg circle { fill: var(--dot); }
svg .small { opacity: .35; } svg .far .interval { stroke: var(--far); } svg .far circle { fill: var(--far); }
"""

_LABEL_PX: Final = 190
"""The minimum; longer titles need more."""
_LETTER_PX: Final = 6.2
_COUNT_PX: Final = 60
_PLOT_PX: Final = 360
_ROW_PX: Final = 22
_AXIS_PX: Final = 26
_DIAGRAM_PX: Final = 220
_MARGIN_PX: Final = 42
_PANEL_PX: Final = (84, 64)
_GAP_PX: Final = (18, 34)
_LEFT_PX: Final = 42
_PANELS: Final = 7
_INKS: Final = ("var(--dot)", "var(--far)", "var(--quiet)")
"""Colours of the answered attributes, repeated if there are more."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A row of a plot."""

    title: str
    count: int | None
    """Faces, or None."""
    value: float
    low: float
    high: float
    small: bool = False
    far: bool = False
    """Whether the difference is significant."""


def dots(rows: Sequence[Dot], *, title: str, middle: float, signed: bool = False) -> str:
    """Values as dots with intervals, one row each, and a dashed reference line.

    Args:
        rows: Shares, or differences of shares.
        title: For screen readers.
        middle: Position of the line: the overall share, or 0.
        signed: Whether the values are differences.
    """
    low, high = _span([middle, *(end for row in rows if not row.small for end in (row.low, row.high))], signed)
    height = len(rows) * _ROW_PX + _AXIS_PX
    start = max(_LABEL_PX, _LETTER_PX * max((len(row.title) for row in rows), default=0)) + _COUNT_PX
    width = start + _PLOT_PX + _MARGIN_PX

    def x(value: float) -> float:
        share = (min(max(value, low), high) - low) / (high - low)
        return start + share * _PLOT_PX

    bottom = len(rows) * _ROW_PX + 4
    parts = [f'<line class="middle" x1="{x(middle):.1f}" x2="{x(middle):.1f}" y1="0" y2="{bottom}"/>']
    for at, row in enumerate(rows):
        y = at * _ROW_PX + _ROW_PX / 2
        kind = " ".join(name for name, there in (("small", row.small), ("far", row.far)) if there)
        shown = f"{100 * row.value:+.1f}" if signed else f"{row.value:.1%}"
        count = "" if row.count is None else f"{row.count:,}"
        hint = f"{row.title}: {shown} ({100 * row.low:.1f} to {100 * row.high:.1f})" + (count and f", n = {count}")
        parts.append(
            f'<g class="{kind}"><title>{escape(hint)}</title>'
            f'<text x="0" y="{y + 4}">{escape(row.title)}</text>'
            f'<text class="quiet" x="{start - 14:.0f}" y="{y + 4}" text-anchor="end">{count}</text>'
            f'<line class="interval" x1="{x(row.low):.1f}" x2="{x(row.high):.1f}" y1="{y}" y2="{y}"/>'
            f'<circle cx="{x(row.value):.1f}" cy="{y}" r="4"/></g>'
        )
    parts.append(f'<line class="axis" x1="{start:.0f}" x2="{start + _PLOT_PX:.0f}" y1="{bottom}" y2="{bottom}"/>')
    for value in _marks(low, high):
        mark = f"{100 * value:+.0f}" if signed else f"{value:.0%}"
        parts.append(f'<text class="quiet" x="{x(value):.1f}" y="{bottom + 16}" text-anchor="middle">{mark}</text>')
    return _svg(width, height, title, parts)


def groups(found: Sequence[GroupFigures], *, title: str, overall: float) -> str:
    """The accuracy of groups."""
    rows = [
        Dot(one.group.title, one.accuracy.count, one.accuracy.value, one.accuracy.low, one.accuracy.high, one.small)
        for one in found
    ]
    return dots(rows, title=title, middle=overall)


def gaps(found: Sequence[Gap], *, title: str) -> str:
    """Gaps between groups."""
    rows = [Dot(gap_title(gap), None, gap.gap, gap.low, gap.high, far=gap.more_than_chance) for gap in found]
    return dots(rows, title=title, middle=0.0)


def differences(found: HeadComparison, *, title: str) -> str:
    """The difference between two models, overall, by single columns and by the crossing of the worst group."""
    crossed = cell_columns(found.attribute.name, found.grouped_by)
    rows = [
        Dot(one.group.title, one.count, one.difference, one.low, one.high, one.small, one.more_than_chance)
        for one in (found.overall, *found.groups)
        if len(one.group.columns) < 2 or one.group.columns == crossed
    ]
    return dots(rows, title=title, middle=0.0, signed=True)


def shifts(found: Sensitivity, *, title: str) -> str:
    """The share of changed answers, by single columns and by pairs of attributes that ship."""
    rows = [
        Dot(one.group.title, one.changed.count, one.changed.value, one.changed.low, one.changed.high, one.small)
        for one in found.groups
        if len(one.group.columns) < 2 or set(one.group.columns) <= set(ATTRIBUTES)
    ]
    return dots(rows, title=title, middle=found.overall.value)


def reliability(bins: Sequence[ReliabilityBin], *, title: str) -> str:
    """A reliability diagram; calibrated answers lie on the diagonal."""
    size, edge = _DIAGRAM_PX, _MARGIN_PX

    def x(value: float) -> float:
        return edge + value * size

    def y(value: float) -> float:
        return 6 + (1 - value) * size

    parts = [
        f'<line class="middle" x1="{x(0)}" y1="{y(0)}" x2="{x(1)}" y2="{y(1)}"/>',
        f'<line class="axis" x1="{x(0)}" y1="{y(0)}" x2="{x(1)}" y2="{y(0)}"/>',
        f'<line class="axis" x1="{x(0)}" y1="{y(0)}" x2="{x(0)}" y2="{y(1)}"/>',
    ]
    parts += [
        f'<text class="quiet" x="{x(mark)}" y="{y(0) + 16}" text-anchor="middle">{mark:.0%}</text>'
        f'<text class="quiet" x="{edge - 6}" y="{y(mark) + 4}" text-anchor="end">{mark:.0%}</text>'
        for mark in (0.0, 0.5, 1.0)
    ]
    most = max((one.accuracy.count for one in bins), default=1)
    for one in bins:
        found, across = one.accuracy, x(one.confidence)
        hint = f"confidence {one.confidence:.1%}, accuracy {found.value:.1%}, n = {found.count:,}"
        parts.append(
            f"<g><title>{hint}</title>"
            f'<line class="interval" x1="{across:.1f}" x2="{across:.1f}" y1="{y(found.low):.1f}" '
            f'y2="{y(found.high):.1f}"/>'
            f'<circle cx="{across:.1f}" cy="{y(found.value):.1f}" r="{3 + 4 * (found.count / most) ** 0.5:.1f}"/></g>'
        )
    return _svg(size + 2 * edge, size + 36, title, parts)


def corruptions(found: Robustness) -> str:
    """Accuracy by strength, one panel per corruption."""
    across, down = _PANEL_PX[0] + _GAP_PX[0], _PANEL_PX[1] + _GAP_PX[1]
    rows = -(-len(CORRUPTIONS) // _PANELS)
    width, height = _LEFT_PX + _PANELS * across, rows * down + 24
    parts = [_panel(found, name, at % _PANELS, at // _PANELS) for at, name in enumerate(CORRUPTIONS)]
    for at, head in enumerate(found.clean):
        x, y = _LEFT_PX + at * 150, height - 6
        ink = _INKS[at % len(_INKS)]
        line = f'<line x1="{x}" x2="{x + 18}" y1="{y - 4}" y2="{y - 4}" stroke="{ink}" stroke-width="2"/>'
        parts.append(f'{line}<text class="quiet" x="{x + 24}" y="{y}">perceived {escape(head)}</text>')
    return _svg(width, height, "Accuracy under corruptions", parts)


def _span(values: Sequence[float], signed: bool) -> tuple[float, float]:
    """The smallest range in steps of five points that contains all values."""
    if signed:
        reach = max(0.05, 0.05 * math.ceil(max(abs(value) for value in values) / 0.05 - 1e-9))
        return -reach, reach
    low, high = 0.05 * math.floor(min(values) / 0.05 + 1e-9), 0.05 * math.ceil(max(values) / 0.05 - 1e-9)
    return low, max(high, low + 0.05)


def _marks(low: float, high: float) -> list[float]:
    """Multiples of a round step, at most seven."""
    step = next(step for step in (0.05, 0.1, 0.2, 0.5, 1.0) if (high - low) / step <= 6.001)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [at * step for at in range(first, last + 1)]


def _svg(width: float, height: float, title: str, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" role="img" aria-label="{escape(title)}">'
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
        hint = ", ".join(f"{one.accuracy.value:.0%}" for one in outcomes)
        parts.append(f"<title>{escape(CORRUPTIONS[name].title)}, perceived {escape(head)}: {hint}</title>")
    return f"<g>{''.join(parts)}</g>"


def _line(ink: str, outcomes: Sequence[Outcome], x: Callable[[int], float], y: Callable[[float], float]) -> str:
    upper = [f"{x(at):.1f},{y(one.accuracy.high):.1f}" for at, one in zip(STRENGTHS, outcomes, strict=True)]
    lower = [f"{x(at):.1f},{y(one.accuracy.low):.1f}" for at, one in zip(STRENGTHS, outcomes, strict=True)]
    middle = [f"{x(at):.1f},{y(one.accuracy.value):.1f}" for at, one in zip(STRENGTHS, outcomes, strict=True)]
    return (
        f'<polygon points="{" ".join([*upper, *lower[::-1]])}" fill="{ink}" opacity=".15"/>'
        f'<polyline points="{" ".join(middle)}" fill="none" stroke="{ink}" stroke-width="2"/>'
    )

"""Plots of an evaluation as SVG for a page: they take the page's colours, light or dark."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from core.evaluation.by_group import GroupFigures, ReliabilityBin

STYLE: Final = """
:root { --dot: #2f6fd0; --far: #c2410c; }
@media (prefers-color-scheme: dark) { :root { --dot: #7fb0ff; --far: #ff9d6b; } }
svg text { fill: CanvasText; font: 12px system-ui, sans-serif; } svg text.quiet { fill: var(--quiet); }
svg .axis { stroke: var(--line); stroke-width: 1; } svg .middle { stroke: var(--quiet); stroke-dasharray: 3 3; }
svg .interval { stroke: var(--dot); stroke-width: 2; stroke-linecap: round; } svg circle { fill: var(--dot); }
svg .small { opacity: .35; } svg .far .interval { stroke: var(--far); } svg .far circle { fill: var(--far); }
"""

_LABEL_PX: Final = 190
"""At least; longer titles make more room."""
_LETTER_PX: Final = 6.2
_COUNT_PX: Final = 60
_PLOT_PX: Final = 360
_ROW_PX: Final = 22
_AXIS_PX: Final = 26
_DIAGRAM_PX: Final = 220
_MARGIN_PX: Final = 42


@dataclass(frozen=True, slots=True)
class Dot:
    """A row of a plot."""

    title: str
    count: int | None
    """Faces; None where it is not of one number of them."""
    value: float
    low: float
    high: float
    small: bool = False
    far: bool = False
    """Further from the rest than chance would put it."""


def dots(rows: Sequence[Dot], *, title: str, middle: float, signed: bool = False) -> str:
    """Values as dots with their intervals, one row each, against a dashed line.

    Args:
        rows: Shares, or differences of shares.
        title: Read out in place of the plot.
        middle: Where the line is: the whole's share, or 0.
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
        told = f"{row.title}: {shown} ({100 * row.low:.1f} to {100 * row.high:.1f})" + (count and f", n = {count}")
        parts.append(
            f'<g class="{kind}"><title>{escape(told)}</title>'
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


def dots_of(groups: Sequence[GroupFigures], figure: str, *, title: str, middle: float) -> str:
    """One figure of some groups."""
    rows = [
        Dot(one.group.title, found.count, found.value, found.low, found.high, one.small)
        for one in groups
        if (found := one.figures.get(figure)) is not None
    ]
    return dots(rows, title=title, middle=middle)


def reliability(bins: Sequence[ReliabilityBin], *, title: str) -> str:
    """How often answers of a probability agree with the labels: on the diagonal, they mean what they say."""
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
        told = f"said {one.confidence:.1%}, agreed {found.value:.1%}, n = {found.count:,}"
        parts.append(
            f"<g><title>{told}</title>"
            f'<line class="interval" x1="{across:.1f}" x2="{across:.1f}" y1="{y(found.low):.1f}" '
            f'y2="{y(found.high):.1f}"/>'
            f'<circle cx="{across:.1f}" cy="{y(found.value):.1f}" r="{3 + 4 * (found.count / most) ** 0.5:.1f}"/></g>'
        )
    return _svg(size + 2 * edge, size + 36, title, parts)


def _span(values: Sequence[float], signed: bool) -> tuple[float, float]:
    """A range in whole steps of five points that holds all values."""
    if signed:
        reach = max(0.05, 0.05 * math.ceil(max(abs(value) for value in values) / 0.05 - 1e-9))
        return -reach, reach
    low, high = 0.05 * math.floor(min(values) / 0.05 + 1e-9), 0.05 * math.ceil(max(values) / 0.05 - 1e-9)
    return low, max(high, low + 0.05)


def _marks(low: float, high: float) -> list[float]:
    """Whole multiples of a round step, at most seven of them."""
    step = next(step for step in (0.05, 0.1, 0.2, 0.5, 1.0) if (high - low) / step <= 6.001)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [at * step for at in range(first, last + 1)]


def _svg(width: float, height: float, title: str, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" role="img" aria-label="{escape(title)}">'
        f"{''.join(parts)}</svg>"
    )

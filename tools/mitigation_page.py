"""The measured part of docs/mitigation.md: a table for every data set and network, and a plot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.evaluation.plots import STYLE
from core.files import replace_file
from core.schema import ETHNICITY, GENDER
from tools.mitigation_figures import Figures, HeldOutAnswers, Interval, figures
from tools.mitigation_training import WAYS

BEGIN: Final = "<!-- measured: begin -->"
END: Final = "<!-- measured: end -->"
_PLOT: Final = "pictures/mitigation.svg"
_PANEL_PX: Final = 300
_LEFT_PX: Final = 62
_TOP_PX: Final = 40
_LEGEND_PX: Final = 200
_COLUMNS: Final = (
    "method",
    "gender accuracy",
    "worst group",
    "gap beyond chance",
    "gap left",
    "change of accuracy",
    "change of gap",
    "gap of errors among answers",
    "significant",
)
_NETWORK_COLUMNS: Final = (
    "trained on",
    "tested on",
    "network",
    "gender accuracy",
    "worst group",
    "gap beyond chance",
    "gap left",
)
_NETWORKS: Final = (
    "**Without mitigation**, all networks. *Gap left*: the gap divided by that of the first network trained and tested "
    "on the same data, seed by seed."
)
_HALVED: Final = 0.5
_COLOURS: Final = dict(
    zip(
        WAYS,
        ("#737373", "#2f6fd0", "#0d9488", "#c2410c", "#9333ea", "#ca8a04", "#db2777", "#65a30d"),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Networks of one kind, trained on one data set and tested on one."""

    learnt: str
    network: str
    asked: str
    told: Mapping[str, Sequence[HeldOutAnswers]]
    """Answers by method, one network per seed; the first method is none."""
    epochs: Sequence[float]
    """Gender accuracy on the validation side after each, mean of all trainings."""
    seconds: float
    """Median time of a training."""


def write_page(page: Path, measured: Sequence[Measured], missing: Sequence[str]) -> None:
    """Write tables and plot between the page's marks; a missing page is created.

    Args:
        page: The Markdown file.
        measured: The measurements, in the order of the page.
        missing: What is not measured yet, in words.

    Raises:
        ValueError: One of the marks is missing.
        OSError: A file cannot be written.
    """
    found = [(one, _figures(one)) for one in measured]
    text = page.read_text(encoding="utf-8") if page.exists() else f"{BEGIN}\n{END}\n"
    before, begun, rest = text.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not begun or not ended:
        raise ValueError(f"{page}: expected {BEGIN} and, after it, {END}")
    parts = [f"**Not measured yet:** {'; '.join(missing)}."] if missing else []
    if found:
        (page.parent / _PLOT).parent.mkdir(parents=True, exist_ok=True)
        replace_file(page.parent / _PLOT, _plot(found).encode())
        plot = f"![Accuracy of each method against its gap]({_PLOT})"
        parts += [_networks(found), plot, *(_table(one, ways) for one, ways in found)]
    content = "\n\n".join(parts)
    replace_file(page, f"{before}{BEGIN}\n{content}\n{END}{after}".encode())


def _figures(one: Measured) -> dict[str, Figures]:
    plain = next(iter(one.told.values()))
    return {way: figures(told, plain) for way, told in one.told.items()}


def _networks(found: Sequence[tuple[Measured, Mapping[str, Figures]]]) -> str:
    """The networks without mitigation, each beside the first one trained and tested on the same data."""
    lines = [f"| {' | '.join(_NETWORK_COLUMNS)} |", f"|{'---|' * len(_NETWORK_COLUMNS)}"]
    first: dict[tuple[str, str], Sequence[HeldOutAnswers]] = {}
    for one, ways in sorted(found, key=lambda item: (item[0].learnt, item[0].asked)):
        plain, own = next(iter(ways.values())), next(iter(one.told.values()))
        other = first.setdefault((one.learnt, one.asked), own)
        seeds = min(len(own), len(other))
        left = "" if other is own else _share(figures(own[:seeds], other[:seeds]).gap_left)
        worst = f"{_points(plain.worst)}, {_cell(plain.worst_cell)}"
        told = (one.learnt, one.asked, one.network, _points(plain.accuracy), worst, _points(plain.gap), left)
        lines.append(f"| {' | '.join(told)} |")
    return f"{_NETWORKS}\n\n" + "\n".join(lines)


def _table(one: Measured, ways: Mapping[str, Figures]) -> str:
    first, seeds = next(iter(ways.values())), len(next(iter(one.told.values())))
    title = (
        f"**Trained on {one.learnt} ({one.network} network), tested on {one.asked}**: {first.count:,} held-out faces, "
        f"at least {first.smallest:,} per group, {seeds} {'seed' if seeds == 1 else 'seeds'}."
    )
    if one.learnt == one.asked:
        epochs = ", ".join(f"{100 * share:.1f}" for share in one.epochs)
        title += (
            f" {len(one.epochs)} epochs, {one.seconds:.0f} s per training on one thread; validation accuracy of gender "
            f"after each: {epochs} %."
        )
    lines = [f"| {' | '.join(_COLUMNS)} |", f"|{'---|' * len(_COLUMNS)}"]
    for at, (way, found) in enumerate(ways.items()):
        changes = (
            ("", "", "")
            if at == 0
            else (_share(found.gap_left), _points(found.accuracy_change, "+"), _points(found.gap_change, "+"))
        )
        worst = f"{_points(found.worst)}, {_cell(found.worst_cell)}"
        told = (_points(found.accuracy), worst, _points(found.gap), *changes, _points(found.error_gap))
        lines.append(f"| {way} | {' | '.join(told)} | {_verdict(found) if at else ''} |")
    return f"{title}\n\n" + "\n".join(lines)


def _verdict(found: Figures) -> str:
    """The effects of a method whose intervals exclude zero."""
    words = []
    if found.gap_change.high < 0:
        halved = found.gap_left.value <= _HALVED
        words.append(f"gap {'halved' if halved else 'smaller'}")
    elif found.gap_change.low > 0:
        words.append("gap larger")
    if found.error_gap_change.high < 0:
        words.append("errors among answers more alike")
    elif found.error_gap_change.low > 0:
        words.append("errors among answers less alike")
    if found.accuracy_change.high < 0:
        words.append("less accurate")
    elif found.accuracy_change.low > 0:
        words.append("more accurate")
    return ", ".join(words) or "no effect beyond chance"


def _cell(cell: int) -> str:
    of, group = divmod(cell, len(ETHNICITY.labels))
    return f"{GENDER.labels[of]}, {ETHNICITY.labels[group]}"


def _points(found: Interval, sign: str = "") -> str:
    """In percentage points."""
    value, low, high = (100 * end for end in (found.value, found.low, found.high))
    return f"{value:{sign}.1f} ({low:{sign}.1f} to {high:{sign}.1f})"


def _share(found: Interval) -> str:
    return f"{found.value:.2f} ({found.low:.2f} to {found.high:.2f})"


def _plot(found: Sequence[tuple[Measured, Mapping[str, Figures]]]) -> str:
    """One panel per measurement: accuracy to the right, gap upwards."""
    ways = [way for way in WAYS if any(way in figures for _, figures in found)]
    columns = min(2, len(found))
    step = _PANEL_PX + _LEFT_PX + 20
    panels = [
        _panel(*one, (at % columns) * step + _LEFT_PX, (at // columns) * (_PANEL_PX + 2 * _TOP_PX) + _TOP_PX)
        for at, one in enumerate(found)
    ]
    left = columns * step + 20
    legend = [
        f'<circle cx="{left}" cy="{_TOP_PX + 22 * at}" r="5" style="fill:{_COLOURS[way]}"/>'
        f'<text x="{left + 14}" y="{_TOP_PX + 22 * at + 4}">{way}</text>'
        for at, way in enumerate(ways)
    ]
    width, height = left + _LEGEND_PX, -(-len(found) // columns) * (_PANEL_PX + 2 * _TOP_PX) + 10
    # An embedded picture does not inherit the page's colours.
    own = ":root { --line: #9a9a9a; --quiet: #7d7d7d; } svg text { fill: #7d7d7d; }"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f"<style>{STYLE}{own}</style>{''.join(panels)}{''.join(legend)}</svg>\n"
    )


def _panel(one: Measured, ways: Mapping[str, Figures], left: float, top: float) -> str:
    across = _Axis([found.accuracy for found in ways.values()], left, left + _PANEL_PX)
    down = _Axis([found.gap for found in ways.values()], top + _PANEL_PX, top)
    bottom = top + _PANEL_PX
    parts = [
        f'<text x="{left}" y="{top - 14}">{one.network} network, trained on {one.learnt}, tested on {one.asked}</text>',
        f'<path class="axis" fill="none" d="M{left} {top}V{bottom}H{left + _PANEL_PX}"/>',
        f'<text x="{left + _PANEL_PX}" y="{bottom + 34}" text-anchor="end">gender accuracy, %</text>',
        f'<text transform="translate({left - 42} {top}) rotate(-90)" text-anchor="end">gap, points</text>',
    ]
    parts += [
        f'<text x="{across.place(m):.1f}" y="{bottom + 16}" text-anchor="middle">{100 * m:.1f}</text>'
        for m in across.marks
    ]
    parts += [
        f'<text x="{left - 8}" y="{down.place(m) + 4:.1f}" text-anchor="end">{100 * m:.1f}</text>' for m in down.marks
    ]
    for way, found in ways.items():
        x, y = across.place(found.accuracy.value), down.place(found.gap.value)
        parts.append(
            f'<g style="stroke:{_COLOURS[way]};stroke-width:1.5"><title>{way}</title>'
            f'<path d="M{across.place(found.accuracy.low):.1f} {y:.1f}H{across.place(found.accuracy.high):.1f}"/>'
            f'<path d="M{x:.1f} {down.place(found.gap.low):.1f}V{down.place(found.gap.high):.1f}"/>'
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" style="fill:{_COLOURS[way]};stroke:none"/></g>'
        )
    return "".join(parts)


class _Axis:
    """A linear axis that covers all intervals."""

    def __init__(self, intervals: Sequence[Interval], start: float, end: float) -> None:
        low, high = min(one.low for one in intervals), max(one.high for one in intervals)
        room = max(high - low, 0.002) * 0.06
        self._low, self._high, self._start, self._end = low - room, high + room, start, end

    @property
    def marks(self) -> list[float]:
        return [self._low + (self._high - self._low) * part for part in (0.1, 0.5, 0.9)]

    def place(self, share: float) -> float:
        return self._start + (share - self._low) / (self._high - self._low) * (self._end - self._start)

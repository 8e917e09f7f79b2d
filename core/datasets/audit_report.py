"""An audit as a page to read, in one HTML file that needs nothing else, and as a table, a row a picture."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from io import StringIO
from itertools import combinations
from pathlib import Path
from typing import Final

import numpy as np

from core.datasets.audit import REASONS, Audit, Copies
from core.datasets.groups import GroupLight, counts_of, crossing, main_columns
from core.errors import DataError
from core.files import replace_file
from core.purpose import HEADER
from core.schema import AGE, ATTRIBUTES, Column

CSV_HEADER: Final = (
    "row", "name", "brightness", "sharpness", "first_exact_copy", "first_near_copy", *REASONS,
)  # fmt: skip

_LISTED: Final = 200
_BAR_PX: Final = 320
_STYLE: Final = """
:root { color-scheme: light dark; --quiet: color-mix(in srgb, CanvasText 60%, Canvas); }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 3rem auto; padding: 0 1.5rem;
  background: Canvas; color: CanvasText; }
h1 { font-size: 1.6rem; font-weight: 600; margin-bottom: 0; } h2 { font-size: 1.1rem; margin-top: 2.5rem; }
p.quiet, caption, th { color: var(--quiet); } caption { text-align: left; padding-bottom: .5rem; }
table { border-collapse: collapse; } th { font-weight: 400; text-align: left; }
td, th { padding: .2rem 1.2rem .2rem 0; vertical-align: middle; } td.number { text-align: right;
  font-variant-numeric: tabular-nums; } svg rect { fill: #3b7dd8; } li { overflow-wrap: anywhere; }
"""


def write_html(path: Path, audit: Audit) -> None:
    """Write the audit as an HTML file.

    Raises:
        DataError: It cannot be written.
    """
    _write(path, render_html(audit).encode("utf-8", "replace"))


def write_csv(path: Path, audit: Audit) -> None:
    """Write the audit as a CSV file: a row a picture, with 1 in the columns of what was found about it.

    Raises:
        DataError: It cannot be written.
    """
    flags = {reason: frozenset(audit.leave_out[reason].tolist()) for reason in REASONS}
    content = StringIO()
    writer = csv.writer(content, lineterminator="\n")
    writer.writerow(CSV_HEADER)
    for row, name in enumerate(audit.names):
        firsts = (int(groups[row]) for groups in (audit.exact_groups, audit.near_groups))
        writer.writerow(
            (
                row,
                name,
                _number(audit.brightness[row]),
                _number(audit.sharpness[row]),
                *("" if first == row else first for first in firsts),
                *(int(row in flags[reason]) for reason in REASONS),
            )
        )
    _write(path, content.getvalue().encode("utf-8", "replace"))


def render_html(audit: Audit) -> str:
    """The page."""
    parts = [
        f"<h1>{escape(audit.title)}</h1>",
        f'<p class="quiet">{audit.rows:,} pictures. {escape(audit.terms)}</p>',
        "<h2>What can be left out</h2>",
        _findings(audit),
        "<h2>Who is in it</h2>",
        '<p class="quiet">As annotators perceived them.</p>',
        *(_bars(column.attribute.title, counts_of(column)) for column in audit.columns.values()),
        *(_crossing(audit.columns[down], audit.columns[across]) for down, across in _crossed(audit)),
        "<h2>Light and sharpness</h2>",
        '<p class="quiet">Medians. A model learns to be surer of a group whose pictures are better.</p>',
        _light(audit),
        _clashes(audit),
        _listing("Pictures that cannot be read", ((row.name, row.reason) for row in audit.failed), len(audit.failed)),
        _listing("Rows left out on reading", ((row.name, row.reason) for row in audit.skipped), len(audit.skipped)),
        f'<p class="quiet">{escape(HEADER)}</p>',
    ]
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(audit.title)}: audit</title>'
        f"<style>{_STYLE}</style><body>{''.join(parts)}</body></html>\n"
    )


def _findings(audit: Audit) -> str:
    rows = [
        ("Exact copies", _copies(audit.exact), audit.exact.pictures),
        ("Near copies, exact among them", _copies(audit.near), audit.near.pictures),
        ("Pictures whose copy is labelled otherwise", "all of such a group", len(audit.leave_out["contradicting"])),
        ("Pictures that cannot be read", "", len(audit.failed)),
        ("Blank pictures", "", len(audit.leave_out["blank"])),
        ("Any of these", "", len(audit.rows_to_leave_out())),
        ("Rows left out on reading", "", len(audit.skipped)),
    ]
    return _table([(what, f"{count:,}", note) for what, note, count in rows], ("", "pictures", ""), numbers=(1,))


def _copies(copies: Copies) -> str:
    return f"beyond the first of {copies.groups:,} groups, {copies.contradicting:,} of which contradict themselves"


def _bars(title: str, counts: Mapping[str, int]) -> str:
    most, total = max(counts.values(), default=0) or 1, sum(counts.values()) or 1
    rows = [
        f'<tr><th>{escape(label)}</th><td class="number">{count:,}</td><td class="number">{count / total:.1%}</td>'
        f'<td><svg width="{_BAR_PX}" height="12" role="img" aria-label="{count / total:.1%}">'
        f'<rect width="{_BAR_PX * count / most:.1f}" height="12" rx="2"/></svg></td></tr>'
        for label, count in counts.items()
    ]
    return f"<table><caption>{escape(_upper(title))}</caption>{''.join(rows)}</table>"


def _crossed(audit: Audit) -> list[tuple[str, str]]:
    """Pairs of columns worth a table: those that matter most with one another, and the age with the last of them."""
    main = main_columns(audit.columns)
    age = [(AGE.name, main[-1])] if AGE.name in audit.columns and main else []
    return [*combinations(main, 2), *age]


def _crossing(down: Column, across: Column) -> str:
    counts = crossing(down, across)
    most = counts.max() or 1
    lines = []
    for label, row in zip(down.attribute.labels, counts.tolist(), strict=True):
        shown = "".join(
            f'<td class="number" style="background:rgb(59 125 216 / {0.5 * count / most:.2f})">{count:,}</td>'
            for count in row
        )
        lines.append(f"<tr><th>{escape(label)}</th>{shown}</tr>")
    head = "".join(f"<th>{escape(label)}</th>" for label in across.attribute.labels)
    title = _upper(f"{down.attribute.title} and {across.attribute.title}")
    return f"<table><caption>{escape(title)}</caption><tr><th></th>{head}</tr>{''.join(lines)}</table>"


def _light(audit: Audit) -> str:
    rows = [
        (_group(audit, one), f"{one.count:,}", f"{one.brightness:.2f}", f"{one.sharpness:.2f}") for one in audit.light
    ]
    return _table(rows, ("group", "pictures", "brightness", "sharpness"), numbers=(1, 2, 3))


def _group(audit: Audit, group: GroupLight) -> str:
    """Its labels, with the title of what ships no labels of its own: "yes" may be said of anything."""
    return ", ".join(
        label if name in ATTRIBUTES or name == AGE.name else f"{audit.columns[name].attribute.title}: {label}"
        for name, label in group.labels.items()
    )


def _clashes(audit: Audit) -> str:
    rows = audit.leave_out["contradicting"]
    order = rows[np.argsort(audit.near_groups[rows], kind="stable")].tolist()
    listed = ((audit.names[row], f"group of row {audit.near_groups[row]}") for row in order)
    return _listing("Copies labelled differently", listed, len(order))


def _listing(title: str, items: Iterable[tuple[str, str]], count: int) -> str:
    if not count:
        return ""
    shown = [
        f"<li>{escape(name)}: {escape(reason)}</li>" for (name, reason), _ in zip(items, range(_LISTED), strict=False)
    ]
    more = f'<p class="quiet">and {count - _LISTED:,} more</p>' if count > _LISTED else ""
    return f"<h2>{escape(title)}</h2><ul>{''.join(shown)}</ul>{more}"


def _table(rows: Sequence[Sequence[str]], head: Sequence[str], *, numbers: Sequence[int]) -> str:
    def cell(at: int, text: str) -> str:
        kind = ' class="number"' if at in numbers else ""
        return f"<td{kind}>{escape(text)}</td>"

    top = "".join(f"<th>{escape(text)}</th>" for text in head)
    body = "".join("<tr>" + "".join(cell(at, text) for at, text in enumerate(row)) + "</tr>" for row in rows)
    return f"<table><tr>{top}</tr>{body}</table>"


def _upper(title: str) -> str:
    return title[:1].upper() + title[1:]


def _number(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.4f}"


def _write(path: Path, content: bytes) -> None:
    try:
        replace_file(path, content)
    except OSError as e:
        raise DataError("export.write", path=path, reason=e.strerror or str(e)) from e

"""The audit as a self-contained HTML page and as a CSV table with one row per picture."""

from __future__ import annotations

import csv
from io import StringIO
from itertools import combinations
from pathlib import Path
from typing import Final

import numpy as np

from core.datasets.audit import REASONS, Audit, Copies
from core.datasets.groups import GroupLight, counts_of, cross_table, main_columns
from core.errors import DataError
from core.files import replace_file, safe_cell
from core.places import shipped
from core.purpose import HEADER
from core.schema import AGE, ATTRIBUTES, Column

CSV_HEADER: Final = (
    "row", "name", "brightness", "sharpness", "first_exact_copy", "first_near_copy", *REASONS,
)  # fmt: skip

_TEMPLATE: Final = "data_audit.html.jinja"
_LISTED: Final = 200
_BAR_PX: Final = 320


def write_html(path: Path, audit: Audit) -> None:
    """Write the audit as an HTML file.

    Raises:
        DataError: It cannot be written.
    """
    _write(path, render_html(audit))


def write_csv(path: Path, audit: Audit, *, raw: bool = False) -> None:
    """Write the audit as a CSV file: one row per picture, with 1 in the column of each reason to leave it out.

    `raw` writes names that are like a formula as they are (`core.files`).

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
                name if raw else safe_cell(name),
                _decimal(audit.brightness[row]),
                _decimal(audit.sharpness[row]),
                *("" if first == row else first for first in firsts),
                *(int(row in flags[reason]) for reason in REASONS),
            )
        )
    _write(path, content.getvalue())


def render_html(audit: Audit) -> str:
    """The HTML page; it needs no other file."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = FileSystemLoader(shipped("core/templates"))
    page = Environment(loader=templates, autoescape=True, undefined=StrictUndefined).get_template(_TEMPLATE)
    return page.render(
        audit=audit,
        findings=_findings(audit),
        counts=[(_capitalized(one.attribute.title), _bars(one)) for one in audit.columns.values()],
        cross_tables=[_cross_table(audit.columns[down], audit.columns[across]) for down, across in _crossed(audit)],
        groups=[(_group_label(audit, group), group) for group in audit.light],
        lists=(
            ("Copies with different labels", _contradictions(audit)),
            ("Pictures that cannot be read", [(row.name, row.reason) for row in audit.failed]),
            ("Skipped rows", [(row.name, row.reason) for row in audit.skipped]),
        ),
        listed=_LISTED,
        bar_px=_BAR_PX,
        purpose=HEADER,
        number="{:,}".format,
    )


def _findings(audit: Audit) -> list[tuple[str, int, str]]:
    return [
        ("Exact copies", audit.exact.pictures, _copies_note(audit.exact)),
        ("Near copies, including exact ones", audit.near.pictures, _copies_note(audit.near)),
        ("Pictures with a copy that has other labels", len(audit.leave_out["contradicting"]), "whole groups"),
        ("Pictures that cannot be read", len(audit.failed), ""),
        ("Blank pictures", len(audit.leave_out["blank"]), ""),
        ("Any of these", len(audit.rows_to_leave_out()), ""),
        ("Skipped rows", len(audit.skipped), ""),
    ]


def _copies_note(copies: Copies) -> str:
    return f"not counting the first of {copies.groups:,} groups; labels differ in {copies.contradicting:,} groups"


def _bars(column: Column) -> list[dict[str, object]]:
    counts = counts_of(column)
    most, total = max(counts.values(), default=0) or 1, sum(counts.values()) or 1
    return [
        {"label": label, "count": count, "share": f"{count / total:.1%}", "width": f"{_BAR_PX * count / most:.1f}"}
        for label, count in counts.items()
    ]


def _crossed(audit: Audit) -> list[tuple[str, str]]:
    """Pairs of columns that get a table: pairs of main columns, and the age with the last of them."""
    main = main_columns(audit.columns)
    age = [(AGE.name, main[-1])] if AGE.name in audit.columns and main else []
    return [*combinations(main, 2), *age]


def _cross_table(down: Column, across: Column) -> dict[str, object]:
    counts = cross_table(down, across)
    most = counts.max() or 1
    lines = [
        (label, [(count, f"{0.5 * count / most:.2f}") for count in row])
        for label, row in zip(down.attribute.labels, counts.tolist(), strict=True)
    ]
    title = _capitalized(f"{down.attribute.title} and {across.attribute.title}")
    return {"title": title, "across": across.attribute.labels, "lines": lines}


def _group_label(audit: Audit, group: GroupLight) -> str:
    """The labels of a group; those of other than built-in attributes get the title, since "yes" alone says nothing."""
    return ", ".join(
        label if name in ATTRIBUTES or name == AGE.name else f"{audit.columns[name].attribute.title}: {label}"
        for name, label in group.labels.items()
    )


def _contradictions(audit: Audit) -> list[tuple[str, str]]:
    rows = audit.leave_out["contradicting"]
    by_group = rows[np.argsort(audit.near_groups[rows], kind="stable")].tolist()
    return [(audit.names[row], f"group of row {audit.near_groups[row]}") for row in by_group]


def _capitalized(title: str) -> str:
    return title[:1].upper() + title[1:]


def _decimal(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.4f}"


def _write(path: Path, content: str) -> None:
    try:
        # Names of files may contain bytes that are not valid text.
        replace_file(path, content.encode("utf-8", "replace"))
    except OSError as e:
        raise DataError("export.write", path=path, reason=e.strerror or str(e)) from e

"""What changed pictures did to an answer, as JSON, in words, and as a section of a page.

    {"attribute", "model", "data", "rows", "left_out", "grouped_by", "minimum", "strength",
     "changes": [{"change", "n", "changed", "low", "high", "towards": {label: faces},
                  "groups": [{"group", "n", "small", "changed", "low", "high"}],
                  "gaps": [{"columns", "highest", "lowest", "gap", "low", "high", "by_chance", "p",
                            "more_than_chance"}]}]}

`changed` is the share of faces whose answer is another after the change; shares are 0 to 1, intervals 95 %.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any, Final

from core.evaluation import plots
from core.evaluation.as_json import figure_json, gap_json, group_json
from core.evaluation.by_group import Figure
from core.evaluation.counterfactual import CHANGES, STRENGTH, Counterfactual, GroupedBy, Sensitivity
from core.evaluation.plots import Dot
from core.evaluation.words import columns_text, points_text
from core.schema import ATTRIBUTES, Attribute

GROUPED_BY: Final[dict[GroupedBy, str]] = {
    "labels": "Groups are those of the labels.",
    "answers": "Groups are what the model itself perceives in the pictures as they are.",
}
_NO_DIFFERENCE: Final = "No group's answers surely change more often than another's; what differs may be chance."
_NOT_COMPARED: Final = "Its groups are too small to be compared."
_GAPS: Final = 3


def note(attribute: Attribute) -> str:
    """What is done, and what should come of it."""
    return (
        "Each aligned face is shown as it is and changed; nothing about the person is another, so neither should the "
        f"perceived {attribute.title} be."
    )


def as_json(found: Counterfactual) -> dict[str, Any]:
    """The JSON form."""
    return {
        "attribute": found.attribute.name,
        "model": found.model,
        "data": found.data,
        "rows": found.count,
        "left_out": found.left_out,
        "grouped_by": found.grouped_by,
        "minimum": found.minimum,
        "strength": STRENGTH,
        "changes": [_change_json(one) for one in found.changes],
    }


def lines(attribute: Attribute, one: Sensitivity) -> Iterator[str]:
    """What a change did, and to whom more than to others."""
    became = ", ".join(f"{count:,} became {label}" for label, count in one.towards.items() if count)
    yield (
        f"{CHANGES[one.change].capitalize()}: the perceived {attribute.title} changes for {one.overall.value:.1%} of "
        f"faces ({100 * one.overall.low:.1f} to {100 * one.overall.high:.1f}){f'; {became}' if became else ''}."
    )
    real = [gap for gap in one.gaps if gap.more_than_chance]
    if not real:
        yield _NO_DIFFERENCE if one.gaps else _NOT_COMPARED
    for gap in real[:_GAPS]:
        yield (
            f"By {columns_text(gap.highest.attributes)}: {gap.highest.title} {points_text(gap)} more often than "
            f"{gap.lowest.title}; chance alone would make it {100 * gap.by_chance:.1f}."
        )


def html_section(found: Counterfactual) -> str:
    """The section of a page, whose style is that of `core.evaluation.report_html`."""
    left_out = f" {found.left_out:,} more were left out, no face found in them." if found.left_out else ""
    return (
        f"<h2>When only the picture changes</h2><p>{escape(note(found.attribute))} {GROUPED_BY[found.grouped_by]}</p>"
        f'<p class="quiet">{found.count:,} faces, each change at strength {STRENGTH} of 5.{left_out}</p>'
        + "".join(_change_html(found.attribute, one) for one in found.changes)
    )


def _change_html(attribute: Attribute, one: Sensitivity) -> str:
    first, *rest = lines(attribute, one)
    told = "".join(f"<li>{escape(line)}</li>" for line in rest)
    rows = [
        Dot(
            shift.group.title,
            shift.changed.count,
            shift.changed.value,
            shift.changed.low,
            shift.changed.high,
            shift.small,
        )
        for shift in one.groups
        if len(shift.group.columns) < 2 or set(shift.group.columns) <= set(ATTRIBUTES)
    ]
    title = f"Share whose perceived {attribute.title} changes {CHANGES[one.change]}"
    plot = plots.dots(rows, title=title, middle=one.overall.value)
    return f"<h3>{escape(CHANGES[one.change].capitalize())}</h3><p>{escape(first)}</p><ul>{told}</ul>{plot}"


def _change_json(one: Sensitivity) -> dict[str, Any]:
    gaps = [gap_json(gap) for gap in one.gaps]
    return {
        "change": one.change,
        **_share_json(one.overall),
        "towards": dict(one.towards),
        "groups": [
            {"group": group_json(shift.group), "small": shift.small, **_share_json(shift.changed)}
            for shift in one.groups
        ],
        "gaps": [{key: value for key, value in gap.items() if key != "figure"} for gap in gaps],
    }


def _share_json(figure: Figure) -> dict[str, float]:
    told = figure_json("changed", figure)
    return {"n": figure.count, "changed": told["changed"], "low": told["changed_low"], "high": told["changed_high"]}

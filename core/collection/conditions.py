"""Filters of a collection as SQL conditions on its rows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from core.collection import second
from core.collection.layout import REASON_BITS
from core.collection.rows import SIZES, UNCERTAIN, Filter, Kind, Size
from core.export import printable
from core.schema import Attribute

SIZES_SQL: Final[Mapping[Size, str]] = MappingProxyType(
    {(low, high): f"x1 - x0 >= {low}" + ("" if high is None else f" AND x1 - x0 < {high}") for low, high in SIZES}
)
KINDS: Final[Mapping[Kind, str]] = MappingProxyType(
    {"faces": "face IS NOT NULL", "no face": "face IS NULL AND NOT failed", "errors": "face IS NULL AND failed"}
)


def where(wanted: Filter, attributes: Mapping[str, Attribute], *, two_models: bool = False) -> tuple[str, list[object]]:
    """The condition that a row matches a filter, and the values for its marks.

    Args:
        wanted: The filter.
        attributes: Those that the collection answers.
        two_models: Whether a second model has answered too.
    """
    names = list(attributes)
    conditions, values = ["1"], list[object]()
    for name, label in wanted.labels.items():
        at = names.index(name)
        if label == UNCERTAIN:
            conditions.append(f"uncertain{at}")
        else:
            conditions.append(f"label{at} = ? AND NOT uncertain{at}")
            values.append(attributes[name].labels.index(label))
    for name, limits in wanted.certainty.items():
        conditions.append(f"certainty{names.index(name)} BETWEEN ? AND ?")
        values += limits
    if wanted.kind == "uncertain":
        conditions.append("(" + " OR ".join(f"uncertain{at}" for at in range(len(attributes))) + ")")
    elif wanted.kind is not None:
        conditions.append(KINDS[wanted.kind])
    if wanted.quality == "good":
        conditions.append("face IS NOT NULL AND reasons = 0")
    elif wanted.quality == "doubtful":
        conditions.append("reasons != 0")
    elif wanted.quality is not None:
        conditions.append("reasons & ? != 0")
        values.append(REASON_BITS.get(wanted.quality, 0))
    if wanted.least_px:
        conditions.append("x1 - x0 >= ?")
        values.append(wanted.least_px)
    if wanted.below_px is not None:
        conditions.append("x1 - x0 < ?")
        values.append(wanted.below_px)
    if wanted.differing is not None:
        differ = f"row.id IN (SELECT id FROM second WHERE {second.differing(wanted.differing, names)})"
        conditions.append(differ if two_models else "0")
    if wanted.name:
        conditions.append("row.photo IN (SELECT id FROM photo WHERE instr(name, ?))")
        values.append(printable(wanted.name).casefold())
    return " AND ".join(conditions), values

"""Filters of a collection: as SQL conditions on its rows, and how many rows each of their choices would show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from core.collection import second
from core.collection.layout import REASON_BITS, SIZES
from core.collection.rows import UNCERTAIN, Filter, FilterCounts, Kind
from core.export import printable
from core.schema import Attribute

_KINDS: Final[Mapping[Kind, str]] = MappingProxyType(
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
        conditions.append(_KINDS[wanted.kind])
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


def count_choices(groups: Iterable[Sequence[int]], wanted: Filter, attributes: Mapping[str, Attribute]) -> FilterCounts:
    """How many rows each choice would show, given the choices of `wanted` by label, kind, quality and size.

    Args:
        groups: The values of `counted_columns`, and how many rows have them.
        wanted: The filter; a size that is none of `SIZES` is no choice.
        attributes: Those that the collection answers.
    """
    size = (wanted.least_px, wanted.below_px)
    chosen = [*map(wanted.labels.get, attributes), wanted.kind, wanted.quality, size if size in SIZES else None]
    totals = [Counter[object]() for _ in chosen]
    for group in groups:
        choices, count = _choices(group[:-1], attributes), group[-1]
        missed = [at for at, one in enumerate(chosen) if one is not None and one not in choices[at]]
        if len(missed) <= 1:
            for at in missed or range(len(chosen)):
                for choice in choices[at]:
                    totals[at][choice] += count
    *labels, kinds, qualities, sizes = totals
    by_attribute = zip(attributes.items(), labels, strict=True)
    return FilterCounts(
        {name: {one: its[one] for one in (*attribute.labels, UNCERTAIN)} for (name, attribute), its in by_attribute},
        {kind: kinds[kind] for kind in (*_KINDS, "uncertain")},
        {quality: qualities[quality] for quality in ("good", "doubtful", *REASON_BITS)},
        {one: sizes[one] for one in SIZES},
    )


def _choices(group: Sequence[int | None], attributes: Mapping[str, Attribute]) -> list[Sequence[object]]:
    """By which choices rows are shown: of a label by attribute, of a kind, a quality and a size."""
    *answers, failed, size, reasons = group
    if size is None:
        return [*[()] * len(attributes), ["errors" if failed else "no face"], (), ()]
    pairs = zip(attributes.values(), answers[::2], answers[1::2], strict=True)
    labels = [UNCERTAIN if uncertain else attribute.labels[label or 0] for attribute, label, uncertain in pairs]
    kinds = ["faces", "uncertain"] if UNCERTAIN in labels else ["faces"]
    codes = [code for code, bit in REASON_BITS.items() if (reasons or 0) & bit]
    return [*([label] for label in labels), kinds, ["doubtful", *codes] if reasons else ["good"], [SIZES[size]]]

"""Names of attributes in the window: shipped ones are translated, others keep the title their model gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from desktop.app.translation import texts

if TYPE_CHECKING:
    from core.schema import Attribute


@dataclass(frozen=True, slots=True)
class AttributePhrases:
    """An attribute in the places where it is named."""

    name: str
    """Inside a sentence."""
    title: str
    threshold: str
    """Of its threshold among the settings."""
    heat_map: str
    """In the menu of where the model looked."""
    live: str
    """Of the switch beside a live picture."""
    uncertain: str
    """In place of an answer that is uncertain."""


_ANY: Final = AttributePhrases(
    name="{attribute}",
    title=texts.mark("Perceived {attribute}"),
    threshold=texts.mark("Threshold for perceived {attribute}"),
    heat_map=texts.mark("For perceived {attribute}"),
    live=texts.mark("Show perceived {attribute}"),
    uncertain=texts.mark("perceived {attribute}: uncertain"),
)
_SHIPPED: Final[Mapping[str, AttributePhrases]] = MappingProxyType(
    {
        "gender": AttributePhrases(
            name=texts.mark("gender"),
            title=texts.mark("Perceived gender"),
            threshold=texts.mark("Threshold for perceived gender"),
            heat_map=texts.mark("For perceived &gender"),
            live=texts.mark("Show perceived &gender"),
            uncertain=texts.mark("perceived gender: uncertain"),
        ),
        "ethnicity": AttributePhrases(
            name=texts.mark("ethnicity"),
            title=texts.mark("Perceived ethnicity"),
            threshold=texts.mark("Threshold for perceived ethnicity"),
            heat_map=texts.mark("For perceived &ethnicity"),
            live=texts.mark("Show perceived &ethnicity"),
            uncertain=texts.mark("perceived ethnicity: uncertain"),
        ),
    }
)


def attribute_phrases(attribute: Attribute | str) -> AttributePhrases:
    """The phrases of an attribute in the chosen language; an attribute may be given by its name."""
    name = attribute if isinstance(attribute, str) else attribute.name
    if name in _SHIPPED:
        phrases = {field.name: texts.tr(getattr(_SHIPPED[name], field.name)) for field in fields(AttributePhrases)}
    else:
        title = _title(attribute)
        phrases = {
            field.name: texts.tr(getattr(_ANY, field.name)).format(attribute=title)
            for field in fields(AttributePhrases)
        }
        phrases |= {place: phrases[place].replace("&", "&&") for place in ("heat_map", "live")}  # no access keys
    return AttributePhrases(**phrases)


def _title(attribute: Attribute | str) -> str:
    if not isinstance(attribute, str):
        return attribute.title
    from core.schema import ATTRIBUTES

    return ATTRIBUTES[attribute].title if attribute in ATTRIBUTES else attribute.replace("_", " ")

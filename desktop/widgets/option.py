"""An option that a form can show: its type, bounds and texts, given in a table or read from a pydantic model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

from PySide6.QtCore import QLocale

from desktop.app.translation import texts

if TYPE_CHECKING:
    from core.validation import BaseModel

Kind = Literal["switch", "choice", "whole", "number", "text", "folder", "model"]
Value = bool | int | float | str | None
Path = tuple[str, ...]
"""Names of the submodels and of the field."""

_KINDS: Final[Mapping[str, Kind]] = {"boolean": "switch", "integer": "whole", "number": "number", "string": "text"}
"""By type in JSON Schema."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option. Its texts are English until they are translated."""

    path: Path
    kind: Kind
    title: str
    help: str
    default: Value = None
    optional: bool = False
    """Whether it may be empty."""
    choices: tuple[tuple[Value, str], ...] = ()
    """Values of a choice, and what each is called."""
    low: float | None = None
    high: float | None = None
    above: float | None = None
    """An exclusive lower bound."""
    unit: str = ""
    """Behind a number."""
    when_default: str = ""
    """What the default is called where its value says nothing."""

    @property
    def key(self) -> str:
        """The path as one name, such as "window/scheme"."""
        return "/".join(self.path)

    def translated(self, translate: Callable[[str], str]) -> Option:
        """The same with its texts in the user's language."""
        return replace(
            self,
            title=translate(self.title),
            help=translate(self.help),
            choices=tuple((value, translate(name)) for value, name in self.choices),
            when_default=translate(self.when_default),
        )

    def english(self) -> Iterator[str]:
        """All its texts."""
        yield from filter(None, (self.title, self.help, *(name for _, name in self.choices), self.when_default))

    @property
    def advice(self) -> str:
        """The help text with the bounds, unless a spin box keeps within them."""
        bounds = "" if self.when_default else self._bounds()
        return f"{self.help} {bounds[0].upper()}{bounds[1:]}." if bounds else self.help

    def accepts(self, value: object) -> bool:
        """Whether `value` is of the right type and within the bounds."""
        if self.kind == "switch":
            return isinstance(value, bool)
        if self.kind == "choice":
            return any(value == choice for choice, _ in self.choices)
        if self.kind in ("whole", "number"):
            return isinstance(value, int | float) and not isinstance(value, bool) and not self.fault(value)
        return isinstance(value, str)

    def fault(self, value: Value) -> str:
        """What is wrong with a value that was entered; empty if it is valid."""
        if value is None:
            return "" if self.optional else texts.tr("a value is required")
        if isinstance(value, str) and self.kind == "whole":
            return texts.tr("a whole number is expected")
        if isinstance(value, str) and self.kind == "number":
            return texts.tr("a number is expected")
        if isinstance(value, int | float) and not isinstance(value, bool):
            outside = (
                (self.low is not None and value < self.low)
                or (self.above is not None and value <= self.above)
                or (self.high is not None and value > self.high)
            )
            return self._bounds() if outside else ""
        return ""

    def _bounds(self) -> str:
        if self.kind not in ("whole", "number") or self.high is None:
            return ""
        high = number_text(self.high)
        if self.above is not None:
            return texts.tr("more than {low}, at most {high}").format(low=number_text(self.above), high=high)
        return texts.tr("from {low} to {high}").format(low=number_text(self.low or 0), high=high)


def number_text(value: float) -> str:
    """A number in the user's locale, without trailing zeros."""
    locale = QLocale()
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    return locale.toString(float(value), "g", 10)


def options_of(model: type[BaseModel], path: Path = ()) -> Iterator[Option]:
    """The fields of a pydantic model and its submodels, except those that a form cannot show.

    Type, bounds, choices, title and description are those of the model's JSON Schema. What the values of a field are
    called is in its `json_schema_extra`, as pairs under "names".
    """
    schema = _schema_of(model)
    yield from _options_in(schema, schema.get("$defs", {}), path)


@cache
def _schema_of(model: type[BaseModel]) -> Mapping[str, Any]:
    return model.model_json_schema()


def _options_in(schema: Mapping[str, Any], models: Mapping[str, Any], path: Path) -> Iterator[Option]:
    for name, field in schema["properties"].items():
        if reference := field.get("$ref"):
            yield from _options_in(models[reference.rpartition("/")[2]], models, (*path, name))
        elif option := _option((*path, name), field):
            yield option


def _option(path: Path, field: Mapping[str, Any]) -> Option | None:
    types = [one for one in field.get("anyOf", [field]) if one.get("type") != "null"]
    if len(types) > 1 or types[0].get("type") not in _KINDS:
        return None
    values, names = types[0], dict(field.get("names", ()))
    choices = values.get("enum", tuple(names))
    kind = _KINDS[values["type"]]
    below = values.get("exclusiveMaximum")
    usual = path[-1].replace("_", " ")
    return Option(
        path,
        "choice" if choices else kind,
        # Pydantic's own titles have capital letters inside.
        usual.capitalize() if field.get("title", "").lower() == usual else field["title"],
        field.get("description", ""),
        field.get("default"),
        optional=len(types) < len(field.get("anyOf", types)),
        choices=tuple((value, names.get(value, str(value))) for value in choices),
        low=values.get("minimum"),
        high=below - 1 if below is not None else values.get("maximum"),
        above=values.get("exclusiveMinimum"),
    )

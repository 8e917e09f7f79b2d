"""One choice of a recipe, as a form needs to know it; read from the recipe's own fields, so that none is forgotten."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, Union, get_args, get_origin

from PySide6.QtCore import QLocale

from desktop.app.translation import core_text, texts

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

Kind = Literal["switch", "choice", "whole", "number", "text"]
Value = bool | int | float | str | None
Path = tuple[str, ...]

_LABELS: Final[Mapping[str, str]] = {
    "architecture": "Network",
    "size": "Input size",
    "channels": "Input colour",
    "batch": "Batch size",
    "start": "Starting weights",
    "trained": "Trained layers",
    "head_epochs": "Last layers first, epochs",
    "bf16": "16-bit arithmetic",
    "framings": "Framing",
    "rotation_degrees": "Rotation, degrees",
    "blur": "Blur, pixels",
    "averaging": "Averaged weights",
    "warmup_epochs": "Warm-up, epochs",
    "early_stopping": "Early stopping, epochs",
}
_HELP: Final[Mapping[str, str]] = {
    "size": "Side of the picture the network is shown, in pixels.",
    "channels": "Whether it is shown colours.",
}
"""For fields that say nothing of themselves."""
_CHOICES: Final[Mapping[str, str]] = {
    "1": "grey",
    "3": "colour",
    "adam": "Adam",
    "adamw": "AdamW",
    "sgd": "SGD",
    "random": "random",
    "dlib": "dlib's face network",
    "all": "all",
    "heads": "the last only",
    "both": "as they are and found again",
    "aligned": "as they are",
    "balanced-sampling": "balanced sampling",
    "group-dro": "group DRO",
    "domain-independent": "a head per group",
    "adversarial": "adversarial debiasing",
    "mean": "best on the whole",
    "worst-group": "best for the group that fares worst",
    "together": "alike for all",
    "by-group": "by perceived group",
}

ERROR_ALLOWED: Final = "Share of wrong answers it may give; about the rest it is unsure."
"""Of an answer's errors allowed, which are no knob of their own: there is one per answer."""


@dataclass(frozen=True, slots=True)
class Knob:
    """One choice."""

    path: Path
    kind: Kind
    help: str
    optional: bool = False
    """May be left empty."""
    choices: tuple[Value, ...] = ()
    low: float | None = None
    high: float | None = None
    above: float | None = None
    """A bound that is itself too low."""
    pattern: str = ""

    @property
    def label(self) -> str:
        return core_text("recipe", self._label)

    @property
    def advice(self) -> str:
        """The help text, with the bounds."""
        text = core_text("recipe", self.help)
        bounds = self._bounds()
        return f"{text} {bounds[0].upper()}{bounds[1:]}." if bounds else text

    def choice_text(self, value: Value) -> str:
        return core_text("recipe", self._choice(value))

    def english(self) -> Iterator[str]:
        """Every text of it that is shown, before translation."""
        yield from filter(None, (self._label, self.help, *map(self._choice, self.choices)))

    def fault(self, value: Value) -> str:
        """What is wrong with a value, in words; empty where nothing is."""
        if value is None:
            return "" if self.optional else texts.tr("something must stand here")
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

    @property
    def _label(self) -> str:
        name = self.path[-1]
        return _LABELS.get(name, name.replace("_", " ").capitalize())

    def _choice(self, value: Value) -> str:
        from core.training.architectures import ARCHITECTURES

        if self.path == ("architecture",):
            return ARCHITECTURES[str(value)].title
        return _CHOICES.get(str(value), str(value))


def number_text(value: float) -> str:
    """A number as it is written where the user lives, with no digit that says nothing."""
    locale = QLocale()
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    return locale.toString(float(value), "g", 10)


def knobs(model: type[BaseModel], path: Path = ()) -> Iterator[Knob]:
    """The choices of a pydantic model and of the models in it; what a form cannot show is left out."""
    from pydantic import BaseModel

    for name, field in model.model_fields.items():
        annotation = field.annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from knobs(annotation, (*path, name))
            continue
        knob = _knob((*path, name), field)
        if knob is not None:
            yield knob


def _knob(path: Path, field: FieldInfo) -> Knob | None:
    from core.training.architectures import ARCHITECTURES

    annotation: Any = field.annotation
    metadata = list(field.metadata)
    optional = False
    if get_origin(annotation) in (Union, types.UnionType):
        inner = [part for part in get_args(annotation) if part is not type(None)]
        optional = len(inner) < len(get_args(annotation))
        if len(inner) > 1:
            return None
        annotation = inner[0]
    if hasattr(annotation, "__metadata__"):
        metadata += annotation.__metadata__
        annotation = annotation.__origin__
    choices: tuple[Value, ...] = get_args(annotation) if get_origin(annotation) is Literal else ()
    if path == ("architecture",):
        choices = tuple(ARCHITECTURES)
    simple: dict[Any, Kind] = {bool: "switch", int: "whole", float: "number", str: "text"}
    kind: Kind | None = "choice" if choices else simple.get(annotation)
    if kind is None:
        return None
    bounds = _bounds(metadata)
    return Knob(path, kind, field.description or _HELP.get(path[-1], ""), optional, choices, *bounds)


def _bounds(metadata: list[Any]) -> tuple[float | None, float | None, float | None, str]:
    """Lowest, highest, and what has to be exceeded, of pydantic's notes about a field."""
    low = high = above = None
    pattern = ""
    for note in (*metadata, *(part for each in metadata for part in getattr(each, "metadata", []))):
        low = getattr(note, "ge", None) if getattr(note, "ge", None) is not None else low
        above = getattr(note, "gt", None) if getattr(note, "gt", None) is not None else above
        high = getattr(note, "le", None) if getattr(note, "le", None) is not None else high
        if getattr(note, "lt", None) is not None:
            high = note.lt - 1
        pattern = getattr(note, "pattern", None) or pattern
    return low, high, above, pattern

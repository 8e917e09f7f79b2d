"""The fields of a recipe's form, generated from the recipe's own pydantic model."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, Union, get_args, get_origin

from PySide6.QtCore import QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.app.translation import core_text, texts
from desktop.widgets.choice_box import ChoiceBox
from desktop.widgets.theme import GRID_PX, toned

if TYPE_CHECKING:
    from core.validation import BaseModel, FieldInfo

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
"""For fields without a description."""
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
"""The help text of the errors allowed, of which there is one field per answer."""


@dataclass(frozen=True, slots=True)
class Option:
    """One field of a recipe: its type, bounds and texts."""

    path: Path
    kind: Kind
    help: str
    optional: bool = False
    """Whether it may be empty."""
    choices: tuple[Value, ...] = ()
    low: float | None = None
    high: float | None = None
    above: float | None = None
    """An exclusive lower bound."""
    pattern: str = ""

    @property
    def label(self) -> str:
        return core_text("recipe", self._label)

    @property
    def advice(self) -> str:
        """The help text with the bounds."""
        text = core_text("recipe", self.help)
        bounds = self._bounds()
        return f"{text} {bounds[0].upper()}{bounds[1:]}." if bounds else text

    def choice_text(self, value: Value) -> str:
        return core_text("recipe", self._choice(value))

    def english(self) -> Iterator[str]:
        """All its texts in English."""
        yield from filter(None, (self._label, self.help, *map(self._choice, self.choices)))

    def fault(self, value: Value) -> str:
        """What is wrong with a value; empty if it is valid."""
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
    """A number in the user's locale, without trailing zeros."""
    locale = QLocale()
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    return locale.toString(float(value), "g", 10)


def options_of(model: type[BaseModel], path: Path = ()) -> Iterator[Option]:
    """The fields of a pydantic model and its submodels, except those that a form cannot show."""
    from core.validation import BaseModel

    for name, field in model.model_fields.items():
        annotation = field.annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from options_of(annotation, (*path, name))
            continue
        option = _option((*path, name), field)
        if option is not None:
            yield option


def _option(path: Path, field: FieldInfo) -> Option | None:
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
    return Option(path, kind, field.description or _HELP.get(path[-1], ""), optional, choices, *bounds)


def _bounds(metadata: list[Any]) -> tuple[float | None, float | None, float | None, str]:
    """Minimum, maximum, exclusive minimum and pattern from pydantic's metadata of a field."""
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


_NUMBER_PX: Final = 12 * GRID_PX


class _Line(QLineEdit):
    """A line edit in which Enter does not press the default button."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


class OptionField(QWidget):
    """A check box, a combo box or a line edit, with errors below."""

    changed = Signal()

    def __init__(self, option: Option, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.option: Final = option
        self.editor = self._made()
        self.editor.setAccessibleName(option.label)
        self.editor.setAccessibleDescription(option.advice)
        self.editor.setToolTip(option.advice)
        self.label = QLabel(option.label)
        self.label.setBuddy(self.editor)
        self.label.setMinimumHeight(self.editor.sizeHint().height())
        self.label.setToolTip(option.advice)
        self.fault = toned(QLabel(), size="small", tone="warning")
        self.fault.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.editor)
        column.addWidget(self.fault)
        self.setFocusProxy(self.editor)

    @property
    def value(self) -> Value:
        """The current value; the text itself if it is not a number."""
        if isinstance(self.editor, QCheckBox):
            return self.editor.isChecked()
        if isinstance(self.editor, QComboBox):
            return self.editor.currentData()
        text = self.editor.text().strip()
        if not text:
            return None
        return _number(text, whole=self.option.kind == "whole") if self.option.kind in ("whole", "number") else text

    def show_value(self, value: Value) -> None:
        with QSignalBlocker(self.editor):
            if isinstance(self.editor, QCheckBox):
                self.editor.setChecked(bool(value))
            elif isinstance(self.editor, QComboBox):
                self.editor.setCurrentIndex(self.editor.findData(value))
            else:
                self.editor.setText(_text(value))
        self.check()

    def check(self) -> bool:
        """Show what is wrong; returns whether the value is valid."""
        return self.complain(self.option.fault(self.value))

    def complain(self, text: str) -> bool:
        self.fault.setText(text)
        self.fault.setVisible(bool(text))
        self.editor.setAccessibleDescription(f"{text}. {self.option.advice}" if text else self.option.advice)
        return not text

    def _made(self) -> QCheckBox | QComboBox | QLineEdit:
        if self.option.kind == "switch":
            box = QCheckBox()
            box.toggled.connect(self._on_changed)
            return box
        if self.option.kind == "choice":
            chooser = ChoiceBox()
            for choice in self.option.choices:
                chooser.addItem(self.option.choice_text(choice), choice)
            chooser.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            chooser.currentIndexChanged.connect(self._on_changed)
            return chooser
        line = _Line()
        line.setMaximumWidth(_NUMBER_PX if self.option.kind != "text" else 2 * _NUMBER_PX)
        if self.option.optional:
            line.setPlaceholderText(self.tr("none"))
        line.textChanged.connect(self._on_changed)
        return line

    def _on_changed(self) -> None:
        self.check()
        self.changed.emit()


def _number(text: str, *, whole: bool) -> Value:
    try:
        return int(text) if whole else float(text.replace(",", "."))
    except ValueError:
        return text


def _text(value: Value) -> str:
    if value is None:
        return ""
    return number_text(value) if isinstance(value, float) else str(value)

"""The table of settings: the settings dialog is generated from it, and `Settings` reads and writes by it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from desktop.app.translation import LANGUAGES, texts
from desktop.attribute_phrases import attribute_phrases

if TYPE_CHECKING:
    from core.schema import Attribute

Kind = Literal["model", "choice", "switch", "number", "folder"]
Page = Literal["model", "faces", "look", "data"]
Effect = Literal["", "engine", "shown"]
Value = str | int | bool


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. Texts are English; the dialog translates them."""

    key: str
    """Section and name in the file of settings."""
    kind: Kind
    page: Page
    default: Value
    label: str
    help: str
    low: int = 0
    high: int = 0
    """Bounds of a number."""
    unit: str = ""
    """Of a number, behind it."""
    when_default: str = ""
    """What the default is called, where its value says nothing."""
    choices: tuple[tuple[str, str], ...] = ()
    """Values of a choice, and what each is called."""
    effect: Effect = ""
    """What a change needs: reload the model, or show the results again."""

    def accepts(self, value: object) -> bool:
        """Whether `value` is of the right type and within the bounds."""
        if self.kind == "number":
            return isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high
        if self.kind == "switch":
            return isinstance(value, bool)
        if self.kind == "choice":
            return any(value == choice for choice, _ in self.choices)
        return isinstance(value, str)


MODEL: Final = Setting(
    key="model/name",
    kind="model",
    page="model",
    default="",
    label=texts.mark("Model in use"),
    help=texts.mark("The model that answers for your photos. Your own stand here too."),
    effect="engine",
)
DETECTOR: Final = Setting(
    key="faces/detector",
    kind="choice",
    page="faces",
    default="thorough",
    label=texts.mark("Finding faces"),
    help=texts.mark("In photos, before the camera, and in the data of audits and trainings alike."),
    choices=(
        ("thorough", texts.mark("Thorough: small faces and turned photos too")),
        ("fast", texts.mark("Fast: large faces in upright photos")),
    ),
    effect="engine",
)
_OWN_THRESHOLD: Final = texts.mark("the model's own")
_THRESHOLD_HELP: Final = texts.mark(
    "An answer less sure than this is “uncertain”. The model's own was chosen on pictures kept back for it."
)
THREADS: Final = Setting(
    key="engine/threads",
    kind="number",
    page="faces",
    default=0,
    label=texts.mark("Threads"),
    help=texts.mark("How many of the processor's cores an answer may use."),
    high=max(1, os.cpu_count() or 1),
    when_default=texts.mark("automatic"),
    effect="engine",
)
SCHEME: Final = Setting(
    key="window/scheme",
    kind="choice",
    page="look",
    default="system",
    label=texts.mark("Colours"),
    help=texts.mark("Light or dark, or as the system has it."),
    choices=(
        ("system", texts.mark("Like the system")),
        ("light", texts.mark("Light")),
        ("dark", texts.mark("Dark")),
    ),
)
MOTION: Final = Setting(
    key="window/motion",
    kind="switch",
    page="look",
    default=True,
    label=texts.mark("Motion"),
    help=texts.mark("Off: nothing moves by itself, even where the system would let it."),
)
LANGUAGE: Final = Setting(
    key="window/language",
    kind="choice",
    page="look",
    default="system",
    label=texts.mark("Language"),
    help=texts.mark("Takes effect after restart."),
    choices=(("system", texts.mark("Like the system")), *LANGUAGES.items()),
)
_SHOWN_HELP: Final = texts.mark("Shown beside a face. What is exported always has all of it.")
SHOW_REASONS: Final = Setting(
    key="show/reasons",
    kind="switch",
    page="look",
    default=True,
    label=texts.mark("Reasons for doubt"),
    help=texts.mark("What may lead the model astray in a picture: too dark, too small, turned away."),
    effect="shown",
)
DATA_FOLDER: Final = Setting(
    key="data/folder",
    kind="folder",
    page="data",
    default="",
    label=texts.mark("Data folder"),
    help=texts.mark("Where you keep data sets: choosing data for a training begins there."),
    when_default=texts.mark("your documents"),
)
COLLECT: Final = Setting(
    key="corrections/collect",
    kind="switch",
    page="data",
    default=False,
    label=texts.mark("Collect corrections"),
    help=texts.mark(
        "Lets you note beside a face what is right. The face is then kept as a small picture in the folder below, by "
        "its labels, for you to train from. Boxes drawn by hand are kept there too, and are there again when the same "
        "photo is opened. Until you switch this on, nothing is kept."
    ),
)
CORRECTIONS_FOLDER: Final = Setting(
    key="corrections/folder",
    kind="folder",
    page="data",
    default="",
    label=texts.mark("Folder of corrections"),
    help=texts.mark("A data set like any other: choose it as the data of a training. Delete it, and all is forgotten."),
)
LOG_PATHS: Final = Setting(
    key="log/paths",
    kind="switch",
    page="data",
    default=False,
    label=texts.mark("Paths in the log"),
    help=texts.mark(
        "Lets names of your files stand in the log and in reports of errors, which helps to find one. They stay on "
        "this computer. Takes effect after restart."
    ),
)

SETTINGS: Final[tuple[Setting, ...]] = (
    MODEL,
    DETECTOR,
    THREADS,
    SCHEME,
    MOTION,
    LANGUAGE,
    SHOW_REASONS,
    DATA_FOLDER,
    COLLECT,
    CORRECTIONS_FOLDER,
    LOG_PATHS,
)
"""Settings that do not depend on the model's attributes, in the order of the dialog."""
PAGES: Final[tuple[tuple[Page, str], ...]] = (
    ("model", texts.mark("Model")),
    ("faces", texts.mark("Faces and answers")),
    ("look", texts.mark("Look and language")),
    ("data", texts.mark("Data and corrections")),
)
"""The dialog's pages, in order."""
_OF_AN_ATTRIBUTE: Final = re.compile(r"faces/(\w+)_threshold|show/(?:attributes/)?(\w+)")


def threshold_setting(attribute: Attribute | str) -> Setting:
    """Below which probability an answer to the attribute is uncertain, in percent; 0 where the model's own holds."""
    return Setting(
        key=f"faces/{_name(attribute)}_threshold",
        kind="number",
        page="faces",
        default=0,
        label=attribute_phrases(attribute).threshold,
        help=_THRESHOLD_HELP,
        high=99,
        unit=" %",
        when_default=_OWN_THRESHOLD,
        effect="engine",
    )


def show_setting(attribute: Attribute | str) -> Setting:
    """Whether the answers to the attribute are to be seen."""
    key = f"show/{_name(attribute)}"
    return Setting(
        key=key if key != SHOW_REASONS.key else f"show/attributes/{_name(attribute)}",
        kind="switch",
        page="look",
        default=True,
        label=attribute_phrases(attribute).title,
        help=_SHOWN_HELP,
        effect="shown",
    )


def settings_for(attributes: Iterable[Attribute | str]) -> tuple[Setting, ...]:
    """All settings of a model that answers `attributes`, in the order of the dialog."""
    attributes = tuple(attributes)
    before: dict[Setting, list[Setting]] = {
        THREADS: [threshold_setting(one) for one in attributes],
        SHOW_REASONS: [show_setting(one) for one in attributes],
    }
    return tuple(one for setting in SETTINGS for one in (*before.get(setting, ()), setting))


def attribute_of(key: str) -> str | None:
    """The name of the attribute that a setting with this key is about; None where it is about none."""
    found = _OF_AN_ATTRIBUTE.fullmatch(key) if key != SHOW_REASONS.key else None
    return (found[1] or found[2]) if found else None


def _name(attribute: Attribute | str) -> str:
    return attribute if isinstance(attribute, str) else attribute.name

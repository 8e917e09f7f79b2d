"""The settings as a table of options, by which the dialog is generated and `Settings` reads and writes.

The first name in an option's path is its section in the file. The table is no pydantic model, since pydantic would be
imported before the window is shown.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, Literal

from desktop.app.translation import LANGUAGES, texts
from desktop.widgets.option import Option
from desktop.wording import attribute_phrases

if TYPE_CHECKING:
    from core.schema import Attribute

Page = Literal["model", "faces", "look", "data"]

MODEL: Final = Option(
    ("model", "name"),
    "model",
    texts.mark("Model in use"),
    texts.mark("The model that answers for your photos. Your own stand here too."),
    default="",
)
DETECTOR: Final = Option(
    ("faces", "detector"),
    "choice",
    texts.mark("Finding faces"),
    texts.mark("In photos, before the camera, and in the data of audits and trainings alike."),
    default="thorough",
    choices=(
        ("thorough", texts.mark("Thorough: small faces and turned photos too")),
        ("fast", texts.mark("Fast: large faces in upright photos")),
    ),
)
_OWN_THRESHOLD: Final = texts.mark("the model's own")
THRESHOLD_HELP: Final = texts.mark(
    "An answer less sure than this is “uncertain”. The model's own was chosen on pictures kept back for it."
)
THREADS: Final = Option(
    ("engine", "threads"),
    "whole",
    texts.mark("Threads"),
    texts.mark("How many of the processor's cores an answer may use."),
    default=0,
    low=0,
    high=max(1, os.cpu_count() or 1),
    when_default=texts.mark("automatic"),
)
SCHEME: Final = Option(
    ("window", "scheme"),
    "choice",
    texts.mark("Colours"),
    texts.mark("Light or dark, or as the system has it."),
    default="system",
    choices=(
        ("system", texts.mark("Like the system")),
        ("light", texts.mark("Light")),
        ("dark", texts.mark("Dark")),
    ),
)
MOTION: Final = Option(
    ("window", "motion"),
    "switch",
    texts.mark("Motion"),
    texts.mark("Off: nothing moves by itself, even where the system would let it."),
    default=True,
)
NOTICES: Final = Option(
    ("window", "notices"),
    "switch",
    texts.mark("Messages of the system"),
    texts.mark("When a training, an audit or many photos are done while no window of Facet is in front."),
    default=True,
)
LANGUAGE: Final = Option(
    ("window", "language"),
    "choice",
    texts.mark("Language"),
    texts.mark("Takes effect after restart."),
    default="system",
    choices=(("system", texts.mark("Like the system")), *LANGUAGES.items()),
)
_SHOWN_HELP: Final = texts.mark("Shown beside a face. What is exported always has all of it.")
SHOW_REASONS: Final = Option(
    ("show", "reasons"),
    "switch",
    texts.mark("Reasons for doubt"),
    texts.mark("What may lead the model astray in a picture: too dark, too small, turned away."),
    default=True,
)
DATA_FOLDER: Final = Option(
    ("data", "folder"),
    "folder",
    texts.mark("Data folder"),
    texts.mark("Where you keep data sets: choosing data for a training begins there."),
    default="",
    when_default=texts.mark("your documents"),
)
COLLECT: Final = Option(
    ("corrections", "collect"),
    "switch",
    texts.mark("Collect corrections"),
    texts.mark(
        "Lets you note beside a face what is right. The face is then kept as a small picture in the folder below, by "
        "its labels, for you to train from. Boxes drawn by hand are kept there too, and are there again when the same "
        "photo is opened. Until you switch this on, nothing is kept."
    ),
    default=False,
)
CORRECTIONS_FOLDER: Final = Option(
    ("corrections", "folder"),
    "folder",
    texts.mark("Folder of corrections"),
    texts.mark("A data set like any other: choose it as the data of a training. Delete it, and all is forgotten."),
    default="",
)
LOG_PATHS: Final = Option(
    ("log", "paths"),
    "switch",
    texts.mark("Paths in the log"),
    texts.mark(
        "Lets names of your files stand in the log and in reports of errors, which helps to find one. They stay on "
        "this computer. Takes effect after restart."
    ),
    default=False,
)

SETTINGS: Final[tuple[Option, ...]] = (
    MODEL,
    DETECTOR,
    THREADS,
    SCHEME,
    MOTION,
    NOTICES,
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
_SECTIONS: Final[Mapping[Page, tuple[str, ...]]] = {
    "model": ("model",),
    "faces": ("faces", "engine"),
    "look": ("window", "show"),
    "data": ("data", "corrections", "log"),
}
ENGINE_SECTIONS: Final = ("model", "faces", "engine")
"""A change in these loads the model again."""
SHOWN_SECTION: Final = "show"
"""A change in this shows the results again."""
AFTER_RESTART: Final = (LANGUAGE, LOG_PATHS)
"""A change of these takes effect when the program starts the next time."""
_OF_AN_ATTRIBUTE: Final = re.compile(r"faces/(\w+)_threshold|show/(?:attributes/)?(\w+)")


def threshold_setting(attribute: Attribute | str) -> Option:
    """Below which probability an answer to the attribute is uncertain, in percent; 0 where the model's own holds."""
    return Option(
        ("faces", f"{_name(attribute)}_threshold"),
        "whole",
        attribute_phrases(attribute).threshold,
        THRESHOLD_HELP,
        default=0,
        low=0,
        high=99,
        unit=" %",
        when_default=_OWN_THRESHOLD,
    )


def show_setting(attribute: Attribute | str) -> Option:
    """Whether the answers to the attribute are to be seen."""
    name = _name(attribute)
    path = (SHOWN_SECTION, name)
    return Option(
        path if path != SHOW_REASONS.path else (SHOWN_SECTION, "attributes", name),
        "switch",
        attribute_phrases(attribute).title,
        _SHOWN_HELP,
        default=True,
    )


def settings_for(attributes: Iterable[Attribute | str]) -> tuple[Option, ...]:
    """All settings of a model that answers `attributes`, in the order of the dialog."""
    attributes = tuple(attributes)
    before: dict[Option, list[Option]] = {
        THREADS: [threshold_setting(one) for one in attributes],
        SHOW_REASONS: [show_setting(one) for one in attributes],
    }
    return tuple(one for setting in SETTINGS for one in (*before.get(setting, ()), setting))


def settings_on(page: Page, attributes: Iterable[Attribute | str]) -> list[Option]:
    """The settings of one page."""
    return [setting for setting in settings_for(attributes) if setting.path[0] in _SECTIONS[page]]


def attribute_of(key: str) -> str | None:
    """The name of the attribute that a setting with this key is about; None where it is about none."""
    found = _OF_AN_ATTRIBUTE.fullmatch(key) if key != SHOW_REASONS.key else None
    return (found[1] or found[2]) if found else None


def _name(attribute: Attribute | str) -> str:
    return attribute if isinstance(attribute, str) else attribute.name

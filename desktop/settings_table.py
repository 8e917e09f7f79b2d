"""What can be set, in one table: the settings dialog is made from it, and `Settings` reads and writes by it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["model", "folder", "number"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be set. Label and help are English; the dialog translates them."""

    key: str
    """Section and name in the file of settings."""
    kind: Kind
    default: str | int
    label: str
    help: str
    low: int = 0
    high: int = 0
    """Bounds of a number."""
    when_default: str = ""
    """What the default is called, where its value says nothing."""

    def accepts(self, value: object) -> bool:
        """Whether `value` is of the right type and within the bounds."""
        if self.kind == "number":
            return isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high
        return isinstance(value, str)


MODEL: Final = Setting(
    key="model/name",
    kind="model",
    default="",
    label="Model in use",
    help="The model that answers for your photos. Your own stand here too.",
)
DATA_FOLDER: Final = Setting(
    key="data/folder",
    kind="folder",
    default="",
    label="Data folder",
    help="Where you keep data sets: choosing data for a training begins there.",
    when_default="your documents",
)
THREADS: Final = Setting(
    key="engine/threads",
    kind="number",
    default=0,
    label="Threads",
    help="How many of the processor's cores an answer may use.",
    high=max(1, os.cpu_count() or 1),
    when_default="automatic",
)

SETTINGS: Final[tuple[Setting, ...]] = (MODEL, DATA_FOLDER, THREADS)
"""In the order of the dialog."""

"""The student report's training, from which Facet grew."""

from __future__ import annotations

from typing import Final

from core.training.recipe import PRESETS
from core.training.sides import CleanSplit, clean_split

__all__ = ["NAME", "RECIPE", "CleanSplit", "clean_split"]

NAME: Final = "report-cnn"
RECIPE: Final = PRESETS["report"]

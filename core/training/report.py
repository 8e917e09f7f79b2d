"""The student report's training, from which Facet grew."""

from __future__ import annotations

from typing import Final

from core.training.recipe import PRESETS

NAME: Final = "report-cnn"
RECIPE: Final = PRESETS["report"]

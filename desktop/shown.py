"""What of an answer is to be seen beside a face, as the settings have it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.settings import Settings
from desktop.settings_table import SHOW_ETHNICITY, SHOW_GENDER, SHOW_REASONS, Setting

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.labels import Head


def shown_heads(settings: Settings) -> set[Head]:
    """The heads whose answers are to be seen."""
    heads: dict[Head, Setting] = {"gender": SHOW_GENDER, "ethnicity": SHOW_ETHNICITY}
    return {head for head, setting in heads.items() if settings.value(setting)}


def shown(analysis: Analysis, settings: Settings) -> Analysis:
    """The analysis without what is not to be shown. What is copied or exported is taken from the whole one."""
    seen = shown_heads(settings)
    with_reasons = bool(settings.value(SHOW_REASONS))
    faces = tuple(
        replace(
            face,
            answers={head: answer for head, answer in face.answers.items() if head in seen},
            quality=face.quality if with_reasons else replace(face.quality, reasons=()),
        )
        for face in analysis.faces
    )
    return replace(analysis, faces=faces)

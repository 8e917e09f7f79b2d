"""What of an answer is to be seen beside a face, as the settings have it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.app.settings import Settings
from desktop.app.settings_table import SHOW_REASONS

if TYPE_CHECKING:
    from core.analysis import Analysis


def shown(analysis: Analysis, settings: Settings) -> Analysis:
    """The analysis without what is not to be shown. What is copied or exported is taken from the whole one."""
    hidden = settings.hidden
    with_reasons = bool(settings.value(SHOW_REASONS))
    faces = tuple(
        replace(
            face,
            answers={name: answer for name, answer in face.answers.items() if name not in hidden},
            quality=face.quality if with_reasons else replace(face.quality, reasons=()),
        )
        for face in analysis.faces
    )
    return replace(analysis, faces=faces)

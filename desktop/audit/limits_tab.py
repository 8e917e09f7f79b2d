"""What the figures cannot say, what the law worries about, and the terms of the data."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.app.translation import core_text
from desktop.widgets.theme import GRID_PX, toned

_WIDTH_PX = 90 * GRID_PX


class LimitsTab(QScrollArea):
    """The card's own words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from core.evaluation.words import LIMITS, USE

        inside = QWidget()
        inside.setMaximumWidth(_WIDTH_PX)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(GRID_PX)
        self.terms = toned(QLabel())
        for text, level in (
            (self.tr("What such a model is for"), "heading"),
            *((core_text("evaluation", paragraph), "text") for paragraph in USE),
            (self.tr("Limits"), "heading"),
            *((f"•  {core_text('evaluation', limit)}", "text") for limit in LIMITS),
            (self.tr("Terms of the data"), "heading"),
        ):
            label = toned(QLabel(text), size="heading" if level == "heading" else "text")
            label.setWordWrap(True)
            column.addWidget(label)
        self.terms.setWordWrap(True)
        column.addWidget(self.terms)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)

    def show_terms(self, terms: str) -> None:
        """Say what the data may be used for, in their own words."""
        self.terms.setText(terms)

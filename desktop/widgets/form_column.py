"""A form as one column in the middle of its page."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.widgets.theme import GRID_PX


def form_column(page: QWidget, *, width_px: int) -> QVBoxLayout:
    """The column to put a form into, at most so wide, a little above the middle of `page`."""
    middle = QWidget()
    middle.setMaximumWidth(width_px)
    column = QVBoxLayout()
    column.setSpacing(2 * GRID_PX)
    whole = QVBoxLayout(middle)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addStretch(2)
    whole.addLayout(column)
    whole.addStretch(3)
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 0, 0)
    row.addStretch(1)
    row.addWidget(middle, 100)
    row.addStretch(1)
    return column

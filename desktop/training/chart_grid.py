"""Charts in rows and columns of one size, which scroll where they do not all fit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from desktop.widgets.theme import GRID_PX


class ChartGrid(QScrollArea):
    """Holds the panels it was given last; others are deleted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_panels(self, panels: Sequence[QWidget], *, columns: int) -> None:
        """Lay the panels out, a row after the other."""
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * GRID_PX)
        grid.setVerticalSpacing(2 * GRID_PX)
        for at, panel in enumerate(panels):
            grid.addWidget(panel, at // columns, at % columns)
            grid.setRowStretch(at // columns, 1)
            grid.setColumnStretch(at % columns, 1)
        self.setWidget(inner)

"""What all plots have in common: their axes and how they look. Imports pyqtgraph, so this is imported late."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsItem, QSizePolicy

from desktop.widgets.theme import GRID_PX, sized, theme
from desktop.wording import decimal, share

pg.setConfigOptions(antialias=True)

_GRID_ALPHA: Final = 0.6
_HUES: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
"""The colour-blind safe palette of Okabe and Ito."""
HUES: Final = len(_HUES)
"""How many lines can be told apart by their colours."""


class NumberAxis(pg.AxisItem):
    """Numbers in the user's language."""

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:  # noqa: N802 - pyqtgraph's
        digits = max(0, math.ceil(-math.log10(spacing) - 1e-9))
        return [decimal(value, digits) for value in values]


class ShareAxis(pg.AxisItem):
    """Shares in percent."""

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:  # noqa: N802 - pyqtgraph's
        digits = 0 if spacing >= 0.01 else 1
        return [share(value, digits) for value in values]


def make_plot(bottom: pg.AxisItem, left: pg.AxisItem) -> Any:
    """A plot without pyqtgraph's own mouse, menus and background; `tint_plot` gives it its colours."""
    plot = pg.PlotWidget(axisItems={"bottom": bottom, "left": left}, background=None)
    # Drawing numbers and grid takes most of the time, and they rarely change.
    for side in ("bottom", "left"):
        plot.getAxis(side).setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
    plot.setMouseEnabled(x=False, y=False)
    plot.setMenuEnabled(False)
    plot.hideButtons()
    plot.setAntialiasing(True)
    # Overrides pyqtgraph's large size hint.
    plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    plot.setMinimumHeight(12 * GRID_PX)
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.getPlotItem().getViewBox().setDefaultPadding(0.06)
    return plot


def tint_plot(plot: Any) -> None:
    """Give axes and grid the colours of the scheme."""
    grid = theme().color("line")
    grid.setAlphaF(_GRID_ALPHA)
    for side in ("bottom", "left"):
        axis = plot.getAxis(side)
        axis.setTextPen(theme().color("muted"))
        axis.setPen(pg.mkPen(grid, width=1))
        axis.setStyle(tickFont=sized("small"), tickLength=0)
    plot.showGrid(x=False, y=True, alpha=0.35)
    plot.resetCachedContent()  # its background, which is not drawn anew for another scheme


def hue(at: int) -> QColor:
    """The colour of line `at` of several; beyond the palette, muted."""
    if at >= len(_HUES):
        return theme().color("muted")
    color = QColor(_HUES[at])
    return color.lighter(130) if theme().dark else color

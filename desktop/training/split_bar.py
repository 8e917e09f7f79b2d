"""What goes to which side of the split, as one bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.widgets.theme import GRID_PX, sized, theme
from desktop.wording import number

if TYPE_CHECKING:
    from core.datasets.splits import SideCounts

_STRENGTH: Final = {"train": 1.0, "validation": 0.62, "calibration": 0.4, "test": 0.24}


class SplitBar(QWidget):
    """A segment a side, named and counted below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sides: list[tuple[str, int]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Split"))

    @property
    def sides(self) -> dict[str, int]:
        return dict(self._sides)

    def show_sides(self, sides: Sequence[SideCounts]) -> None:
        self._sides = [(side.side, side.count) for side in sides]
        self.setAccessibleDescription(", ".join(f"{self._name(side)}: {number(n)}" for side, n in self._sides))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(60 * GRID_PX, 4 * GRID_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        total = sum(n for _, n in self._sides)
        if not total:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = sized("small")
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        gap, left = 2.0, 0.0
        room = self.width() - gap * (len(self._sides) - 1)
        names = [f"{self._name(side)} {number(n)}" for side, n in self._sides]
        starts: list[float] = []
        for side, n in self._sides:
            width = room * n / total
            shade = theme().color("accent")
            shade.setAlphaF(_STRENGTH[side])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shade)
            painter.drawRoundedRect(QRectF(left, 0, width, GRID_PX), 2, 2)
            starts.append(left)
            left += width + gap
        painter.setPen(theme().color("muted"))
        end = float(self.width())
        # From the last to the first, so that each keeps to its segment where it can and none stands in another.
        for text, start in zip(reversed(names), reversed(starts), strict=True):
            width = metrics.horizontalAdvance(text)
            at = min(start, end - width)
            painter.drawText(QRectF(at, GRID_PX, width + 1, 3 * GRID_PX), Qt.AlignmentFlag.AlignVCenter, text)
            end = at - 2 * GRID_PX

    def _name(self, side: str) -> str:
        return {
            "train": self.tr("training"),
            "validation": self.tr("validation"),
            "calibration": self.tr("calibration"),
            "test": self.tr("test"),
        }[side]

"""Painted bars: pictures by label, and the sides of the split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.app.translation import texts
from desktop.widgets.theme import GRID_PX, sized, theme
from desktop.wording import attribute_name, decimal, label_name, listed, number

if TYPE_CHECKING:
    from core.datasets.splits import SideCounts
    from core.schema import Attribute

Counts = Mapping[tuple[str | None, ...], int]
"""Pictures by the labels of the attributes; None where a label is not given."""
Light = Mapping[tuple[str, ...], tuple[float, float]]
"""Median brightness (0 to 1) and sharpness (from 0, a blur) by the same labels, where all are given."""

_ROW_PX: Final = 3 * GRID_PX
_COLUMN_PX: Final = 20 * GRID_PX


KEYS: Final = (
    ("Left|Right|Up|Down", texts.mark("Another cell")),
    ("Return|Space", texts.mark("Show the faces of the cell")),
)
"""For the sheet of shortcuts."""


class CellMatrix(QWidget):
    """Rows: labels of the last attribute. Columns: labels of the one before it. Bars are relative to the largest count;
    tooltips show brightness and sharpness. A click, or Enter on the cell that the arrow keys choose, opens a cell."""

    opened = Signal(object)
    """The labels of a cell, in the order of the attributes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attributes: Sequence[Attribute] = ()
        self._counts: Counts = {}
        self._light: Light = {}
        self._at = (0, 0)
        """The row and the column of the current cell."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def attributes(self) -> Sequence[Attribute]:
        """Those that are shown, in the order of the labels of a cell."""
        return self._attributes

    def show_counts(self, attributes: Sequence[Attribute], counts: Counts, light: Light) -> None:
        """Show the counts of one attribute or of two crossed, in the order of the keys."""
        self._attributes, self._counts, self._light, self._at = attributes, counts, light, (0, 0)
        titles = [attribute_name(attribute) for attribute in attributes]
        name = self.tr("Pictures by perceived {attributes}")
        self.setAccessibleName(name.format(attributes=listed(titles)))
        self.setAccessibleDescription("; ".join(map(self._text, counts)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        across, down = self._axes()
        return QSize(12 * GRID_PX + _COLUMN_PX * max(1, len(across)), _ROW_PX * (len(down) + 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(24 * GRID_PX, self.sizeHint().height())  # rows are never cut off

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(event.pos()), self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._place(event.position().toPoint()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._place(event.position().toPoint())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._at = place
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, (row, column) = event.key(), self._at
        across, down = self._axes()
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        if key in steps and down:
            rows, columns = steps[Qt.Key(key)]
            self._at = (min(max(row + rows, 0), len(down) - 1), min(max(column + columns, 0), len(across) - 1))
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and down:
            self._open()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        across, down = self._axes()
        if not down:
            return
        look, font = theme(), sized("small")
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        left, width = self._columns()
        digits = max(metrics.horizontalAdvance(number(n)) for n in self._counts.values()) + GRID_PX
        most = max(self._counts.values())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(look.color("muted"))
        for column, cell in enumerate(across):
            painter.drawText(QRectF(left + column * width, 0, width, _ROW_PX), middle, self._named(cell))
        for row, label in enumerate(down, start=1):
            top = row * _ROW_PX
            painter.setPen(look.color("muted"))
            painter.drawText(QRectF(0, top, left, _ROW_PX), middle, self._name(label))
            for column, cell in enumerate(across):
                n = self._counts.get((*cell, label), 0)
                at = left + column * width
                room = width - digits - 2 * GRID_PX
                bar = QRectF(at, top + GRID_PX, room * n / most, GRID_PX)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.color("accent"))
                painter.drawRoundedRect(bar, 2, 2)
                painter.setPen(look.color("text"))
                painter.drawText(QRectF(bar.right() + GRID_PX, top, digits, _ROW_PX), middle, number(n))
                if self.hasFocus() and self._at == (row - 1, column):
                    painter.setPen(QPen(look.color("accent"), 1))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRoundedRect(QRectF(at - 4, top + 2, width - GRID_PX, _ROW_PX - 4), 3, 3)

    def _axes(self) -> tuple[list[tuple[str | None, ...]], list[str | None]]:
        """The column keys (one empty key for a single attribute) and the row labels."""
        if not self._counts:
            return [], []
        used: list[list[str | None]] = []
        for place, attribute in enumerate(self._attributes):
            there = {key[place] for key in self._counts}
            used.append([label for label in (*attribute.labels, None) if label in there])
        return list(product(*used[:-1])), used[-1]

    def _columns(self) -> tuple[float, float]:
        """Left edge of the first column, and the width of each."""
        across, down = self._axes()
        metrics = QFontMetricsF(sized("small"))
        left = max(metrics.horizontalAdvance(self._name(label)) for label in down) + 2 * GRID_PX
        return left, (self.width() - left) / len(across)

    def _tip(self, at: QPoint) -> str:
        """The tooltip of the cell at a point; empty outside the cells."""
        place = self._place(at)
        return "" if place is None else self._text(self._cell(place))

    def _place(self, at: QPoint) -> tuple[int, int] | None:
        """The row and the column of the cell at a point; None outside the cells."""
        across, down = self._axes()
        if not down:
            return None
        left, width = self._columns()
        row, column = at.y() // _ROW_PX - 1, int((at.x() - left) // width)
        return (row, column) if 0 <= row < len(down) and 0 <= column < len(across) else None

    def _cell(self, place: tuple[int, int]) -> tuple[str | None, ...]:
        across, down = self._axes()
        return (*across[place[1]], down[place[0]])

    def _open(self) -> None:
        cell = self._cell(self._at)
        if self._counts.get(cell):
            self.opened.emit(cell)

    def _text(self, cell: tuple[str | None, ...]) -> str:
        text = f"{self._named(cell)}: {number(self._counts.get(cell, 0))}"
        values = self._light.get(tuple(filter(None, cell)))
        if values is None:
            return text
        brightness, sharpness = (decimal(value, 2) for value in values)
        light = self.tr("brightness {brightness}, sharpness {sharpness}")
        return f"{text}, {light.format(brightness=brightness, sharpness=sharpness)}"

    def _named(self, cell: tuple[str | None, ...]) -> str:
        return ", ".join(map(self._name, cell))

    def _name(self, label: str | None) -> str:
        return label_name(label) if label else self.tr("not given")


_STRENGTH: Final = {"train": 1.0, "validation": 0.62, "calibration": 0.4, "test": 0.24}


class SplitBar(QWidget):
    """A segment for each side of the split, with name and count below."""

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
        # From right to left, so that names start at their segments and never overlap.
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

"""Which labels a model takes for which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.widgets.theme import GRID_PX, sized, theme
from desktop.wording import label_name, number

_LEAST_CELL_PX: Final = 7 * GRID_PX
_ROW_PX: Final = 4 * GRID_PX


class ConfusionView(QWidget):
    """Rows: label. Columns: prediction. The darker, the larger its share of the row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: Sequence[str] = ()
        self._counts: list[list[int]] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_confusion(self, labels: Sequence[str], counts: Sequence[Sequence[int]]) -> None:
        self._labels, self._counts = [label_name(label) for label in labels], [list(row) for row in counts]
        self.setAccessibleDescription(
            "; ".join(
                self.tr("%n labelled {label} answered {answer}", "", n).format(label=label, answer=answer)
                for label, row in zip(self._labels, self._counts, strict=True)
                for answer, n in zip(self._labels, row, strict=True)
                if n
            )
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        n = len(self._labels)
        return QSize(round(self._left() + n * self._cell()), round(self._top() + n * _ROW_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(sized("small"))
        look, left, top, cell = theme(), self._left(), self._top(), self._cell()
        centre = Qt.AlignmentFlag.AlignCenter
        painter.setPen(look.color("muted"))
        for at, label in enumerate(self._labels):
            painter.drawText(QRectF(left + at * cell, 0, cell, top), centre, _heading(label))
            painter.drawText(QRectF(0, top + at * _ROW_PX, left, _ROW_PX), Qt.AlignmentFlag.AlignVCenter, label)
        for y, row in enumerate(self._counts):
            whole = max(1, sum(row))
            for x, n in enumerate(row):
                place = QRectF(left + x * cell, top + y * _ROW_PX, cell, _ROW_PX).adjusted(1, 1, -1, -1)
                share = n / whole
                shade = look.color("accent" if x == y else "warning")
                shade.setAlphaF(0.06 + 0.84 * share)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(shade)
                painter.drawRoundedRect(place, 3, 3)
                painter.setPen(look.color("on_accent" if share > 0.55 else "text"))
                painter.drawText(place, centre, number(n))

    def _left(self) -> float:
        metrics = QFontMetricsF(sized("small"))
        return max((metrics.horizontalAdvance(label) for label in self._labels), default=0) + 1.5 * GRID_PX

    def _top(self) -> float:
        """Room for the headings."""
        return max((self._size_of_heading(label).height() for label in self._labels), default=0) + GRID_PX

    def _cell(self) -> float:
        """How wide a column is: no heading reaches into the next."""
        widest = max((self._size_of_heading(label).width() for label in self._labels), default=0)
        return max(_LEAST_CELL_PX, widest + GRID_PX)

    def _size_of_heading(self, label: str) -> QSizeF:
        return QFontMetricsF(sized("small")).size(0, _heading(label))


def _heading(label: str) -> str:
    return label.replace(" ", "\n", 1)  # a narrow column in every language

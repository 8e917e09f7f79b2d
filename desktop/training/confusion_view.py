"""Which labels a model takes for which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import GRID_PX, sized, theme
from desktop.wording import label_name, number

if TYPE_CHECKING:
    from core.evaluation.evaluation import Indices

_CELL_PX: Final = 7 * GRID_PX
_ROW_PX: Final = 4 * GRID_PX


class ConfusionView(QWidget):
    """Labels down, answers across; the darker, the larger its share of the row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: Sequence[str] = ()
        self._counts: list[list[int]] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_confusion(self, labels: Sequence[str], counts: Indices) -> None:
        self._labels, self._counts = [label_name(label) for label in labels], counts.tolist()
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
        return QSize(round(self._left()) + n * _CELL_PX, round(2.5 * GRID_PX) + n * _ROW_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(sized("small"))
        look, left, top = theme(), self._left(), 2.5 * GRID_PX
        centre = Qt.AlignmentFlag.AlignCenter
        painter.setPen(look.color("muted"))
        for at, label in enumerate(self._labels):
            painter.drawText(QRectF(left + at * _CELL_PX, 0, _CELL_PX, top), centre, label)
            painter.drawText(QRectF(0, top + at * _ROW_PX, left, _ROW_PX), Qt.AlignmentFlag.AlignVCenter, label)
        for y, row in enumerate(self._counts):
            whole = max(1, sum(row))
            for x, n in enumerate(row):
                place = QRectF(left + x * _CELL_PX, top + y * _ROW_PX, _CELL_PX, _ROW_PX).adjusted(1, 1, -1, -1)
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

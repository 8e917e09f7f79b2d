"""One answer of the model: the label in large type, and a bar with a percentage for every other likely label."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.widgets.theme import GRID_PX, Shade, sized, theme
from desktop.wording import answer_text, attribute_title, label_name, percent, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.model.classifier import Answer

_BAR_PX: Final = 4
_ROW_GAP_PX: Final = 3
_FOLDED_BELOW: Final = 0.02
"""Labels less likely than this share one line."""
_MOST_FOR_LABELS: Final = 0.5
_MOST_IN_NARROW: Final = 0.6
"""Largest share of the width for the labels of the bars, and in a narrow view, which has no room for bars."""


class AnswerView(QWidget):
    """Painted as a whole, so that labels, bars and digits are aligned on every card.

    Args:
        answer: The answer.
        labels: Names of the labels of all answers to be aligned.
        title: In place of the attribute's, such as the name of the model that answers; it makes the view narrow.
        alone: Whether the answer stands without the other labels, at one height whatever they are.
    """

    def __init__(
        self,
        answer: Answer,
        labels: Sequence[str] = (),
        *,
        title: str = "",
        alone: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.attribute: Final = answer.attribute
        self._labels: Final = {*labels, *map(self._name, answer.labels)}
        self._title: Final = title or attribute_title(self.attribute)
        self._narrow: Final = bool(title)
        self._alone: Final = alone
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_answer(answer)
        theme().changed.connect(self.update)

    @property
    def uncertain(self) -> bool:
        return self._answer.uncertain

    def show_answer(self, answer: Answer) -> None:
        """Show another answer for the same attribute."""
        self._answer = answer
        rows = list(zip(answer.labels, answer.probabilities, strict=True))
        # Two labels keep their places, so that the eye learns them; of several the likeliest comes first.
        self.rows = rows if len(rows) == 2 else sorted(rows, key=lambda row: -row[1])
        others = [row for row in self.rows if not self._alone and (answer.uncertain or row[0] != answer.label)]
        self._bars = [row for row in others if row[1] >= _FOLDED_BELOW]
        folded = [] if self._narrow else [row for row in others if row[1] < _FOLDED_BELOW]
        self._folded = [self._name(label) for label, _ in folded]
        self.setAccessibleName(f"{self._title}: {answer_text(answer)}")
        tips = [f"{self._name(label)} {percent(probability)}" for label, probability in self.rows]
        if answer.uncertain:
            why = self.tr("The likeliest answer is below {threshold}, where this model is wrong too often.")
            tips.append(why.format(threshold=percent(answer.threshold)))
        self.setToolTip(wrapped("\n".join([self._title, *tips])))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        height = _line(sized("small")) + _line(self._font()) + _BAR_PX
        height += len(self._bars) * (_line(sized("small")) + _ROW_GAP_PX) + _ROW_GAP_PX
        return QSize(20 * GRID_PX, height + (_line(sized("small")) if self._folded else 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = _line(sized("small"))
        self._paint_text(painter, QRectF(0, 0, self.width(), small), self._title, sized("small"), "muted")
        top = self._paint_answer(painter, small)
        for label, probability in self._bars:
            self._paint_row(painter, QRectF(0, top, self.width(), small), label, probability)
            top += small + _ROW_GAP_PX
        if self._folded:
            text = self.tr("below {share}: {labels}").format(share="2 %", labels=", ".join(self._folded))
            self._paint_text(painter, QRectF(0, top, self.width(), small), text, sized("small"), "muted")

    def _paint_answer(self, painter: QPainter, top: float) -> float:
        """Paint the answer in large type, and its bar; returns where the rows begin."""
        line = QRectF(0, top, self.width(), _line(self._font()))
        if self.uncertain:
            self._paint_text(painter, line, self.tr("uncertain"), self._font(), "muted")
            return line.bottom() + _ROW_GAP_PX
        probability = max(self._answer.probabilities)
        font = self._font(bold=True)
        number, gap = percent(probability), GRID_PX // 2
        if QFontMetrics(font).horizontalAdvance(self._name(self._answer.label) + number) + gap > self.width():
            font = sized("small", bold=True)
        width = QFontMetrics(font).horizontalAdvance(number)
        self._paint_text(painter, line.adjusted(0, 0, -width - gap, 0), self._name(self._answer.label), font, "text")
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)
        self._paint_bar(painter, QRectF(0, line.bottom(), self.width(), _BAR_PX), probability, "accent")
        return line.bottom() + _BAR_PX + _ROW_GAP_PX

    def _paint_row(self, painter: QPainter, row: QRectF, label: str, probability: float) -> None:
        labels, numbers = self._label_width(), QFontMetrics(sized("small")).horizontalAdvance("> 99 %")
        self._paint_text(painter, QRectF(row.topLeft(), QSizeF(labels, row.height())), self._name(label))
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, percent(probability))
        left, right = labels + GRID_PX, row.right() - numbers - GRID_PX
        if not self._narrow:
            self._paint_bar(painter, QRectF(left, row.center().y() - _BAR_PX / 2, right - left, _BAR_PX), probability)

    def _paint_text(
        self, painter: QPainter, place: QRectF, text: str, font: QFont | None = None, shade: Shade = "text"
    ) -> None:
        painter.setFont(font or sized("small"))
        painter.setPen(theme().color(shade))
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)

    def _paint_bar(self, painter: QPainter, track: QRectF, probability: float, shade: Shade = "muted") -> None:
        pen = painter.pen()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("line"))
        painter.drawRoundedRect(track, _BAR_PX / 2, _BAR_PX / 2)
        painter.setBrush(theme().color(shade))
        track.setWidth(max(_BAR_PX, track.width() * probability))
        painter.drawRoundedRect(track, _BAR_PX / 2, _BAR_PX / 2)
        painter.setPen(pen)

    def _font(self, *, bold: bool = False) -> QFont:
        return sized("text" if self._narrow else "answer", bold=bold)

    def _name(self, label: str) -> str:
        return label_name(label, self.attribute)

    def _label_width(self) -> int:
        metrics = QFontMetrics(sized("small"))
        longest = max(map(metrics.horizontalAdvance, self._labels))
        return min(longest, round((_MOST_IN_NARROW if self._narrow else _MOST_FOR_LABELS) * self.width()))


def _line(font: QFont) -> int:
    return QFontMetrics(font).height()

"""One answer of the model: a caption, and a bar with a percentage for every label."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.widgets.theme import GRID_PX, sized, theme
from desktop.wording import answer_text, attribute_title, label_name, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.model.classifier import Answer

_BAR_PX: Final = 6
_PILL_ABOVE_PX: Final = 4
_MUTED_BELOW: Final = 0.10
_MOST_FOR_LABELS: Final = 0.5
"""Share of the width that labels may take."""


class AnswerView(QWidget):
    """Painted as a whole, so that labels, bars and digits stand in the same columns on every card.

    Args:
        answer: The answer.
        labels: Names of those of all answers that stand in the same columns.
    """

    def __init__(self, answer: Answer, labels: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.attribute: Final = answer.attribute
        self._answer: Final = answer
        self._labels: Final = {*labels, *map(self._name, answer.labels)}
        self._title: Final = attribute_title(self.attribute)
        rows = list(zip(answer.labels, answer.probabilities, strict=True))
        # Two labels keep their places, so that the eye learns them; of five the likeliest comes first.
        self.rows: Final = rows if len(rows) == 2 else sorted(rows, key=lambda row: -row[1])
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(f"{self._title}: {answer_text(answer)}")
        if answer.uncertain:
            why = self.tr("The likeliest answer is below {threshold}, where this model is wrong too often.")
            self.setToolTip(f"{self._title}\n{why.format(threshold=percent(answer.threshold))}")
        theme().changed.connect(self.update)

    @property
    def uncertain(self) -> bool:
        return self._answer.uncertain

    def sizeHint(self) -> QSize:
        return QSize(26 * GRID_PX, self.heightForWidth(26 * GRID_PX))

    def heightForWidth(self, width: int) -> int:
        return self._caption_height(width) + len(self.rows) * self._row_height()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_caption(painter)
        top = float(self._caption_height(self.width()))
        for label, probability in self.rows:
            self._paint_row(painter, QRectF(0, top, self.width(), self._row_height()), label, probability)
            top += self._row_height()

    def _paint_caption(self, painter: QPainter) -> None:
        painter.setFont(sized("small"))
        metrics = painter.fontMetrics()
        line = QRectF(0, 0, self.width(), metrics.height())
        if self.uncertain:
            below = self._pill_below(self.width())
            top = line.bottom() + _PILL_ABOVE_PX if below else 0
            left = 0.5 if below else line.right() - self._pill_width()
            self._paint_pill(painter, QRectF(left, top + 0.5, self._pill_width() - 0.5, line.height()))
        painter.setPen(theme().color("muted"))
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)

    def _paint_pill(self, painter: QPainter, pill: QRectF) -> None:
        painter.setPen(theme().color("muted"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setPen(theme().color("text"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, self.tr("uncertain"))

    def _paint_row(self, painter: QPainter, row: QRectF, label: str, probability: float) -> None:
        first = label == self._answer.label and not self.uncertain
        quiet = probability < _MUTED_BELOW
        font = sized("text", bold=first)
        painter.setFont(font)
        painter.setPen(theme().color("muted" if quiet else "text"))
        labels, numbers = self._label_width(), self._number_width()
        centre = Qt.AlignmentFlag.AlignVCenter
        name = painter.fontMetrics().elidedText(self._name(label), Qt.TextElideMode.ElideRight, labels)
        painter.drawText(QRectF(0, row.top(), labels, row.height()), Qt.AlignmentFlag.AlignLeft | centre, name)
        painter.drawText(
            QRectF(row.right() - numbers, row.top(), numbers, row.height()),
            Qt.AlignmentFlag.AlignRight | centre,
            percent(probability),
        )
        left = labels + 1.5 * GRID_PX
        track = QRectF(left, row.center().y() - _BAR_PX / 2, row.right() - numbers - GRID_PX - left, _BAR_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("line"))
        painter.drawRoundedRect(track, _BAR_PX / 2, _BAR_PX / 2)
        painter.setBrush(self._bar_color(first))
        track.setWidth(max(_BAR_PX, track.width() * probability))
        painter.drawRoundedRect(track, _BAR_PX / 2, _BAR_PX / 2)

    def _bar_color(self, first: bool) -> QColor:
        color = theme().color("accent" if first else "muted")
        if not first:
            color.setAlphaF(0.75)
        return color

    def _name(self, label: str) -> str:
        return label_name(label, self.attribute)

    def _label_width(self) -> int:
        metrics = QFontMetrics(sized("text", bold=True))
        longest = max(map(metrics.horizontalAdvance, self._labels))
        return min(longest, round(_MOST_FOR_LABELS * self.width()))

    def _number_width(self) -> int:
        return QFontMetrics(sized("text", bold=True)).horizontalAdvance("> 99 %")

    def _row_height(self) -> int:
        return max(QFontMetrics(sized("text")).height() + 4, 2 * GRID_PX + 4)

    def _caption_height(self, width: int) -> int:
        line = QFontMetrics(sized("small")).height()
        return line + GRID_PX // 2 + (line + _PILL_ABOVE_PX if self._pill_below(width) else 0)

    def _pill_width(self) -> int:
        return QFontMetrics(sized("small")).horizontalAdvance(self.tr("uncertain")) + 2 * GRID_PX

    def _pill_below(self, width: int) -> bool:
        """Whether the word that the answer is uncertain has no room beside the title."""
        title = QFontMetrics(sized("small")).horizontalAdvance(self._title)
        return self.uncertain and title + GRID_PX + self._pill_width() > width

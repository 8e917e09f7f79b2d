"""One answer of the model: its label, bars for other likely labels, and how often the model errs for such."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.app.translation import texts
from desktop.widgets.theme import GRID_PX, Shade, sized, theme
from desktop.wording import answer_text, attribute_title, decimal, label_name, number, percent, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.analysis import AnalyzedFace
    from core.evaluation.similar_faces import SimilarFacesError
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


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """The error rate shown beside an answer."""

    text: str
    short: str
    """The same in a few words."""
    shortest: str
    """In fewer still."""
    measured_on: str
    """On which faces it was measured, with its interval."""


def error_rates(face: AnalyzedFace, shown: Mapping[str, object], results: Mapping[str, float]) -> dict[str, ErrorRate]:
    """What can be said beside each answer that is shown; nothing where the model's maker did not measure it.

    Args:
        face: With all its answers and reasons.
        shown: By attribute: an answer that is not shown is not hinted at either.
        results: Of the model's manifest.
    """
    from core.evaluation.similar_faces import similar_faces_error

    answers = {name: answer for name, answer in face.answers.items() if name in shown}
    perceived = {name: answer.label for name, answer in answers.items()}
    poor = bool(face.quality.reasons)
    found = {}
    for name, answer in answers.items():
        similar = similar_faces_error(results, name, perceived=perceived, confidence=answer.confidence, poor=poor)
        if similar is not None:
            found[name] = _error_rate(similar, uncertain=answer.uncertain)
    return found


def _error_rate(similar: SimilarFacesError, *, uncertain: bool) -> ErrorRate:
    from core.evaluation.similar_faces import ANY

    values = {
        "answer": texts.tr("any label") if similar.answer == ANY else label_name(similar.answer),
        "certainty": f"{similar.from_percent} – {similar.to_percent} %",
        "errors": number(similar.of_100) if similar.of_100 else texts.tr("fewer than 1"),
        "label": label_name(similar.label),
    }
    said = _sentences(similar, uncertain=uncertain).format(**values)
    beyond = {
        1: texts.tr("That is more often than these percentages say."),
        -1: texts.tr("That is less often than these percentages say."),
    }
    short = (
        texts.tr("Taken anyway: wrong in {errors} of 100")
        if uncertain
        else texts.tr("Wrong in {errors} of 100 such faces")
    )
    text = " ".join(filter(None, (said, beyond.get(similar.beyond_probability, ""))))
    shortest = texts.tr("{errors} % wrong").format(errors=number(similar.of_100) if similar.of_100 else "< 1")
    return ErrorRate(text, short.format(**values), shortest, _measured_on(similar))


def _sentences(similar: SimilarFacesError, *, uncertain: bool) -> str:
    from core.evaluation.groups import PICTURE
    from core.evaluation.similar_faces import ANY

    if similar.attribute == ANY:
        if uncertain:
            return texts.tr("Taken anyway, {answer} with {certainty} would be wrong in {errors} of 100.")
        return texts.tr("Where it answers {answer} with {certainty}, the model errs in {errors} of 100.")
    if similar.attribute != PICTURE.name:
        if uncertain:
            return texts.tr(
                "Taken anyway, {answer} with {certainty} would be wrong in {errors} of 100 where it perceives {label}."
            )
        return texts.tr(
            "Where it answers {answer} with {certainty} and perceives {label}, the model errs in {errors} of 100."
        )
    if similar.label == PICTURE.labels[0]:
        if uncertain:
            return texts.tr(
                "Taken anyway, {answer} with {certainty} would be wrong in {errors} of 100 in clear pictures."
            )
        return texts.tr(
            "Where it answers {answer} with {certainty} in clear pictures, the model errs in {errors} of 100."
        )
    if uncertain:
        return texts.tr("Taken anyway, {answer} with {certainty} would be wrong in {errors} of 100 in poor pictures.")
    return texts.tr("Where it answers {answer} with {certainty} in poor pictures, the model errs in {errors} of 100.")


def _measured_on(similar: SimilarFacesError) -> str:
    from core.evaluation.groups import PICTURE

    low, high = (decimal(100 * end, 0) for end in similar.interval)
    told = texts.tr(
        "Measured on %n held-out face(s) that it answered so: {low} to {high} of 100, with 95 % confidence.",
        "",
        similar.count,
    ).format(low=low, high=high)
    poor = (similar.attribute, similar.label) == (PICTURE.name, PICTURE.labels[1])
    kind = texts.tr("Poor are pictures that are dark, bright, flat, blurred, small, turned away or cut off.")
    meant = texts.tr("It is said of such faces, not of this person.")
    return " ".join((told, kind, meant) if poor else (told, meant))

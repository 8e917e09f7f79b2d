"""How confidence and accuracy agree, as a reliability diagram whose dots can be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.app.translation import texts
from desktop.audit.examples_view import Behind
from desktop.widgets.term import TermLine
from desktop.widgets.theme import GRID_PX, sized, theme, toned
from desktop.wording import interval, number, share

if TYPE_CHECKING:
    from core.evaluation.figures import ReliabilityBin

_SIDE_PX: Final = 34 * GRID_PX
_LEAST_SIDE_PX: Final = 16 * GRID_PX
_LEFT_PX: Final = 6 * GRID_PX
_BOTTOM_PX: Final = 5 * GRID_PX
_REACH_PX: Final = 2 * GRID_PX


KEYS: Final = (("Left|Right", texts.mark("Another dot, and its faces")),)
"""For the sheet of shortcuts."""


class ReliabilityView(QWidget):
    """Confidence across, accuracy up, with intervals; larger dots stand for more answers.

    A dot is chosen by a click or the arrow keys.
    """

    chosen = Signal(int)
    """The number of the bin."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bins: Sequence[ReliabilityBin] = ()
        self.current = -1
        """The chosen bin; -1 for none."""
        self.setAccessibleName(self.tr("Reliability diagram"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme().changed.connect(self.update)

    def show_reliability(self, bins: Sequence[ReliabilityBin]) -> None:
        """Show the bins; the one with most answers is chosen."""
        self._bins = bins
        self.setAccessibleDescription("; ".join(map(self.text_of, range(len(bins)))))
        self.current = max(range(len(bins)), key=lambda at: bins[at].accuracy.count, default=-1)
        self.update()

    def text_of(self, at: int) -> str:
        """A bin in words."""
        one = self._bins[at]
        return self.tr("confidence {confidence}, accuracy {accuracy} ({interval}), faces: {n}").format(
            confidence=share(one.confidence),
            accuracy=share(one.accuracy.value),
            interval=interval(one.accuracy.low, one.accuracy.high),
            n=number(one.accuracy.count),
        )

    def choose(self, at: int) -> None:
        if 0 <= at < len(self._bins) and at != self.current:
            self.current = at
            self.update()
            self.chosen.emit(at)

    def sizeHint(self) -> QSize:
        return QSize(_LEFT_PX + _SIDE_PX + _LEFT_PX, GRID_PX + _SIDE_PX + _BOTTOM_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), GRID_PX + _LEAST_SIDE_PX + _BOTTOM_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step:
            self.choose(self.current + step)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        near = {at: abs(self._at(one.confidence, 0).x() - x) for at, one in enumerate(self._bins)}
        nearest = min(near, key=lambda at: near[at], default=-1)
        if nearest >= 0 and near[nearest] <= _REACH_PX:
            self.choose(nearest)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(sized("small"))
        look, at = theme(), self._at
        painter.setPen(QPen(look.color("muted"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(at(0, 0), at(1, 1))
        painter.setPen(look.color("accent" if self.hasFocus() else "line"))
        painter.drawRect(QRectF(at(0, 1), at(1, 0)))
        painter.setPen(look.color("muted"))
        across = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        up = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for mark in (0.0, 0.5, 1.0):
            x, y = at(mark, 0).x(), at(0, mark).y()
            painter.drawText(QRectF(x - 40, at(0, 0).y() + 4, 80, 2 * GRID_PX), across, share(mark, 0))
            painter.drawText(QRectF(0, y - GRID_PX, _LEFT_PX - 6, 2 * GRID_PX), up, share(mark, 0))
        below = QRectF(0, at(0, 0).y() + 2.5 * GRID_PX, self.width(), 2 * GRID_PX)  # long in some languages
        painter.drawText(
            below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self.tr("confidence (across), accuracy (up)")
        )
        most = max((one.accuracy.count for one in self._bins), default=1)
        for place, one in enumerate(self._bins):
            found, confidence = one.accuracy, one.confidence
            faint = look.color("accent")
            faint.setAlphaF(0.5)
            painter.setPen(QPen(faint, 2))
            painter.drawLine(at(confidence, found.low), at(confidence, found.high))
            painter.setPen(QPen(look.color("text"), 2) if place == self.current else Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent"))
            radius = 3 + 4 * (found.count / most) ** 0.5
            painter.drawEllipse(at(confidence, found.value), radius, radius)

    def _at(self, confidence: float, accuracy: float) -> QPointF:
        side = self.height() - GRID_PX - _BOTTOM_PX
        return QPointF(_LEFT_PX + confidence * side, GRID_PX + (1 - accuracy) * side)


class CalibrationTab(QWidget):
    """The diagram, and the chosen dot in a sentence."""

    examples_asked = Signal(object)
    """The `Behind` of the chosen dot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bins: Sequence[ReliabilityBin] = ()
        self.reliability = ReliabilityView()
        self.reliability.chosen.connect(self.ask_examples)
        self.text = QLabel()
        self.text.setWordWrap(True)
        hint = self.tr(
            "Of the answers given with 80 %, 80 % should agree with the labels: then the dots lie on the dotted line. "
            "Choose a dot to see its faces. The calibration error of every group is under By group."
        )
        note = toned(QLabel(hint), tone="muted")
        note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2 * GRID_PX, 0, 0)
        column.addWidget(note)
        column.addWidget(TermLine("calibration", "confidence", "calibration_error", "calibration_side"))
        column.addWidget(self.text)
        column.addWidget(self.reliability)
        column.addStretch(1)

    def show_bins(self, bins: Sequence[ReliabilityBin]) -> None:
        self._bins = bins
        self.reliability.show_reliability(bins)

    def ask_examples(self) -> None:
        """Ask for the faces of the chosen dot."""
        at = self.reliability.current
        if at < 0:
            self.text.clear()
            return
        text, one = self.reliability.text_of(at), self._bins[at]
        self.text.setText(f"{text[:1].upper()}{text[1:]}")
        title = self.tr("Answers given with {low} to {high}").format(
            low=share(one.from_confidence, 0), high=share(one.to_confidence, 0)
        )
        self.examples_asked.emit(Behind(title, confidence=(one.from_confidence, one.to_confidence)))

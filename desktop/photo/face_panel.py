"""The column of face cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.photo.card_drag import CardDrag
from desktop.photo.face_card import FaceCard, SecondAnswers
from desktop.widgets.theme import GRID_PX, toned

if TYPE_CHECKING:
    from core.analysis import Analysis
    from desktop.photo.error_rates import ErrorRate
    from desktop.photo.photo import Photo


class FacePanel(QScrollArea):
    """One card per face, in reading order; or a note on why there is none.

    Args:
        rest: Takes the focus from a card that is gone; the cards follow it in the tab order.
    """

    face_chosen = Signal(int)
    correction_asked = Signal(int, QPoint)
    """As `FaceCard.correction_asked`."""
    menu_asked = Signal(int, QPoint)
    """As `FaceCard.menu_asked`."""
    what_if_asked = Signal(int)
    """As `FaceCard.what_if_asked`."""
    figures_asked = Signal()
    """For whom the model errs."""

    def __init__(self, rest: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rest = rest
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(34 * GRID_PX)
        self.setAccessibleName(self.tr("Faces"))
        self._drag = CardDrag(self)
        self.cards: list[FaceCard] = []
        self.note: QLabel | None = None
        self.clear()

    def clear(self) -> None:
        """Nothing to show: no photo, or one still being looked at."""
        self.note = None
        self._fill([])

    def show_analysis(self, photo: Photo, analysis: Analysis, error_rates: Sequence[Mapping[str, ErrorRate]]) -> None:
        """Show the faces, and beside each answer how often the model errs for such pictures."""
        count = len(analysis.faces)
        if count == 0:
            self._say_none()
            return
        cards = [
            FaceCard(face, index=index, count=count, error_rates=error_rates[index])
            for index, face in enumerate(analysis.faces)
        ]
        for card in cards:
            card.chosen.connect(self.face_chosen)
            self._drag.watch(card, photo)
            card.correction_asked.connect(self.correction_asked)
            card.menu_asked.connect(self.menu_asked)
            card.what_if_asked.connect(self.what_if_asked)
            card.figures_asked.connect(self.figures_asked)
        self.note = None
        self._fill(cards)
        stops = [self._rest, *(stop for card in cards for stop in (card, card.figures))]
        for before, after in pairwise(stops):  # after the photo, not where the panel's new contents were inserted
            QWidget.setTabOrder(before, after)
        self.cards = cards
        if self.hasFocus():
            cards[0].setFocus()

    def show_second(self, seconds: Sequence[SecondAnswers | None]) -> None:
        """Show the answers of a second model on the cards, or no longer; the chosen card stays where it is."""
        bar = self.verticalScrollBar()
        kept = next((card for card in self.cards if card.is_chosen), None)
        offset = kept.y() - bar.value() if kept else 0
        for card, second in zip(self.cards, seconds, strict=True):
            card.show_second(second)
        if kept:
            # At once, or it would be seen elsewhere for a moment.
            for widget in (*self.cards, self._content):
                QCoreApplication.sendPostedEvents(widget, QEvent.Type.LayoutRequest)
            bar.setValue(kept.y() - offset)

    def choose_face(self, index: int) -> None:
        for card in self.cards:
            card.set_chosen(card.index == index)
        if 0 <= index < len(self.cards):
            card = self.cards[index]
            self.ensureWidgetVisible(card, 0, GRID_PX)
            # Of one taller than the panel, the top: who it is about stands there.
            self.ensureVisible(0, card.y(), 0, GRID_PX)

    def _say_none(self) -> None:
        self.note = toned(QLabel(self.tr("No face was found")), size="heading")
        hint = self.tr(
            "Facet looks for faces that are turned to the camera, not too small and not hidden. "
            "Try a closer or brighter picture, or press B and drag around a face to frame it by hand."
        )
        labels = [self.note, toned(QLabel(hint), tone="muted")]
        for label in labels:
            label.setWordWrap(True)
            label.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, 0)
        self._fill(labels)
        if self.hasFocus():
            self._rest.setFocus()

    def _fill(self, widgets: Sequence[QWidget]) -> None:
        """Replace the contents by `widgets` at once, without showing intermediate layouts."""
        self.cards = []
        focused = QApplication.focusWidget()
        if focused and self.isAncestorOf(focused):
            self.setFocus()  # held for the next card: with the old one it would be lost
        content = self._content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(content)

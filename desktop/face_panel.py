"""The column of face cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.face_card import FaceCard
from desktop.theme import GRID_PX, toned

if TYPE_CHECKING:
    from core.analysis import Analysis


class FacePanel(QScrollArea):
    """One card a face, from left to right in the picture; or a word on why there is none."""

    face_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(34 * GRID_PX)
        self.setAccessibleName(self.tr("Faces"))
        self.cards: list[FaceCard] = []
        self.note = toned(QLabel(), size="heading")
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self._hint = toned(QLabel(), tone="muted")
        self._hint.setWordWrap(True)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for label in (self.note, self._hint):
            label.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, 0)
            self._column.addWidget(label)
        self._column.addStretch(1)
        self.setWidget(content)
        self.clear()

    def clear(self) -> None:
        """Nothing to show: no photo, or one still being looked at."""
        self._remove_cards()
        self._say("", "")

    def show_analysis(self, analysis: Analysis) -> None:
        self._remove_cards()
        count = len(analysis.faces)
        if count == 0:
            self._say(
                self.tr("No face was found"),
                self.tr(
                    "Facet looks for faces that are turned to the camera, not too small and not hidden. "
                    "Try a closer or brighter picture."
                ),
            )
            return
        self._say("", "")
        for index, face in enumerate(analysis.faces):
            card = FaceCard(face, index=index, count=count)
            card.chosen.connect(self.face_chosen)
            self._column.insertWidget(self._column.count() - 1, card)
            self.cards.append(card)

    def choose_face(self, index: int) -> None:
        for card in self.cards:
            card.set_chosen(card.index == index)
        if 0 <= index < len(self.cards):
            self.ensureWidgetVisible(self.cards[index], 0, GRID_PX)

    def _remove_cards(self) -> None:
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []

    def _say(self, title: str, hint: str) -> None:
        self.note.setText(title)
        self._hint.setText(hint)
        self.note.setVisible(bool(title))
        self._hint.setVisible(bool(hint))

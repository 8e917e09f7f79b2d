"""The column of face cards, each of which can be dragged out of the window as a picture."""

from __future__ import annotations

import os
import shutil
import weakref
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QObject, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDrag, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.files import fitting_name
from core.purpose import HEADER
from desktop.photo.face_card import FaceCard, SecondAnswers
from desktop.photo.photo import Photo
from desktop.widgets.theme import GRID_PX, toned

if TYPE_CHECKING:
    from core.analysis import Analysis
    from desktop.photo.answer_view import ErrorRate
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
    figures_asked = Signal(int)
    """As `FaceCard.figures_asked`."""

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


_RATIO: Final = 2.0
"""Pixels of the picture a pixel of the card, so that it is sharp in print as well."""


class CardDrag(QObject):
    """Watches cards for the beginning of a drag.

    The picture goes along twice, as an image and as a file, for what takes only one of them. The files lie in a folder
    of their own until the program ends: who is given a file may come for it late.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._stem = ""
        self._folder: Path | None = None
        self._pressed_at: QPoint | None = None

    def watch(self, card: QWidget, photo: Photo) -> None:
        """Let the card be dragged out, its file called after its photo."""
        self._stem = photo.stem
        card.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and isinstance(watched, QWidget):
            at = event.position().toPoint()
            if event.type() == QEvent.Type.MouseButtonPress:
                self._pressed_at = at if event.button() == Qt.MouseButton.LeftButton else None
            elif event.type() == QEvent.Type.MouseMove and self._pressed_at is not None:
                if (at - self._pressed_at).manhattanLength() >= QApplication.startDragDistance():
                    self._pressed_at = None
                    self._drag(watched, at)
                return True
        return super().eventFilter(watched, event)

    def _drag(self, card: QWidget, at: QPoint) -> None:
        image = picture_of(card)
        mime = QMimeData()
        mime.setImageData(image)
        path = self._kept(image, card.objectName())
        if path:
            mime.setUrls([QUrl.fromLocalFile(path)])
        drag = QDrag(card)
        drag.setMimeData(mime)
        drag.setPixmap(card.grab())
        drag.setHotSpot(at)
        drag.exec(Qt.DropAction.CopyAction)

    def _kept(self, image: QImage, name: str) -> str:
        """The path of a file with the picture; none on a full disk, and then the image goes along alone.

        One folder per drag: the target of an earlier drag may not have read its file yet.
        """
        try:
            if self._folder is None:
                self._folder = Path(mkdtemp(prefix=f".facet-{os.getpid()}-", suffix=".new"))
                weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
            folder = Path(mkdtemp(dir=self._folder))
        except OSError:
            return ""
        path = str(folder / fitting_name(self._stem, f"-{name}.png"))
        return path if image.save(path) else ""


def picture_of(card: QWidget) -> QImage:
    """The card as it looks, with what its answers are not written into it as every export has it."""
    image = QImage(card.size() * _RATIO, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_RATIO)
    image.fill(card.palette().window().color())
    card.render(image)
    image.setText("Description", HEADER)
    return image

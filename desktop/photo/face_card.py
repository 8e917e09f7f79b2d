"""One face: its crop, the answers of the model and how reliable they are; the card can be dragged out as a picture."""

from __future__ import annotations

import os
import shutil
import weakref
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QFocusEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from core.files import fitting_name
from core.purpose import HEADER
from desktop.photo.answer_view import AnswerView
from desktop.photo.heat_maps import HeatLegend
from desktop.photo.photo import Photo
from desktop.widgets.elided_label import ElidedLabel
from desktop.widgets.icons import icon
from desktop.widgets.picture import to_image
from desktop.widgets.theme import GRID_PX, theme, toned
from desktop.wording import face_text, face_title, label_name, reason_texts

if TYPE_CHECKING:
    from core.analysis import AnalyzedFace
    from core.model.explain import HeatMap
    from desktop.photo.likeness import Likeness

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
        self._stem = _stem(photo)
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


def _stem(photo: Photo) -> str:
    """The photo's name as a file's of any system: of a time it has no colon, and of what is no Unicode nothing."""
    stem = photo.path.stem if photo.path else photo.name
    return stem.replace(":", ".").encode(errors="ignore").decode()


_CROP_PX: Final = 56


class FaceCard(QWidget):
    """A card in the panel. A click or the keyboard's focus chooses its face."""

    chosen = Signal(int)
    """Its index."""
    correction_asked = Signal(int, QPoint)
    """Its index, and the point of the screen where the choice is to be offered."""
    figures_asked = Signal()
    """For whom the model errs."""

    def __init__(
        self,
        face: AnalyzedFace,
        *,
        index: int,
        count: int,
        likenesses: Mapping[str, Likeness] = MappingProxyType({}),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.index: Final = index
        self._is_chosen = False
        self.setObjectName(f"face-{index + 1}")  # also what its picture is called
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(face_text(face, index, count))
        labels = [label_name(label, one.attribute) for one in face.answers.values() for label in one.labels]
        self.answers: Final = [AnswerView(answer, labels) for answer in face.answers.values()]
        self._title = toned(QLabel(face_title(face, index, count)), size="heading")
        reasons = ", ".join(reason_texts(face))
        self._reasons = toned(ElidedLabel(reasons[:1].upper() + reasons[1:]), size="small", tone="warning")
        if not reasons:  # shown before it has a parent, it would be a window
            self._reasons.hide()
        crop = QLabel()
        crop.setPixmap(self._rounded_crop(face))
        crop.setAlignment(Qt.AlignmentFlag.AlignTop)
        crop.setToolTip(self.tr("Drag the card out of the window to have it as a picture"))

        self.correct = QToolButton()
        self.correct.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard has Ctrl+N and the card's own menu
        self.correct.setToolTip(self.tr("Note what is right (Ctrl+N)"))
        self.correct.setAccessibleName(self.tr("Note what is right for face {index}").format(index=index + 1))
        self.correct.clicked.connect(self._on_correct)
        self._noted = toned(ElidedLabel(), size="small", tone="muted")
        self._noted.hide()

        self.errors: Final[list[QLabel]] = []
        self.figures = QPushButton(self.tr("Figures by group"))
        self.figures.setObjectName("link")
        self.figures.setAutoDefault(False)
        self.figures.setCursor(Qt.CursorShape.PointingHandCursor)
        self.figures.setToolTip(self.tr("For whom this model errs, in its card"))
        self.figures.clicked.connect(self.figures_asked)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self.correct)
        self.legend = HeatLegend()
        column = self._column = QVBoxLayout()
        column.setSpacing(GRID_PX // 2)
        column.addLayout(top)
        column.addWidget(self._noted)
        column.addWidget(self._reasons)
        for view, name in zip(self.answers, face.answers, strict=True):
            column.addSpacing(GRID_PX // 2)
            column.addWidget(view)
            if name in likenesses:
                column.addWidget(self._error_line(likenesses[name]))
        column.addWidget(self.legend)
        column.addLayout(self._foot(unmeasured=bool(face.answers) and not likenesses))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(int(1.5 * GRID_PX), GRID_PX, int(1.5 * GRID_PX), GRID_PX)
        whole.setSpacing(int(1.5 * GRID_PX))
        whole.addWidget(crop, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(column, 1)
        theme().changed.connect(self._retint)
        self._retint()

    @property
    def is_chosen(self) -> bool:
        return self._is_chosen

    def set_chosen(self, chosen: bool) -> None:
        self._is_chosen = chosen
        self.update()

    @property
    def noted(self) -> str:
        """What it says was noted as right; empty where nothing was."""
        return self._noted.text()

    def show_noted(self, text: str) -> None:
        """Say what was noted as right; nothing where `text` is empty."""
        self._noted.setText(text)
        self._noted.setVisible(bool(text))

    def show_heat(self, heat: HeatMap | None) -> None:
        """Say, below the answer it is for, what the heat map on the photo tells; nothing for None."""
        self.legend.setVisible(heat is not None)
        if heat:
            self.legend.tell(heat)
            answer = next(view for view in self.answers if view.attribute.name == heat.attribute)
            self._column.removeWidget(self.legend)
            self._column.insertWidget(self._column.indexOf(answer) + 1, self.legend)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.correction_asked.emit(self.index, event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._is_chosen:
            painter.fillRect(self.rect(), theme().color("selection"))
            painter.fillRect(QRectF(0, 0, 3, self.height()), theme().color("accent"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme().color("line"))
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme().color("accent"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(5.5, 2.5, -2.5, -3.5), 4, 4)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.chosen.emit(self.index)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self.index)

    def _error_line(self, likeness: Likeness) -> QLabel:
        line = toned(
            ElidedLabel(likeness.text, short=likeness.short, more=likeness.measured_on), size="small", tone="muted"
        )
        line.setAccessibleDescription(likeness.measured_on)
        self.errors.append(line)
        return line

    def _foot(self, *, unmeasured: bool) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setSpacing(0)
        unknown = self.tr("How often this model errs for pictures like this one was not measured.")
        self.note = toned(ElidedLabel(unknown if unmeasured else ""), size="small", tone="muted")
        if not unmeasured:
            self.note.hide()
        foot.addWidget(self.note)
        foot.addWidget(self.figures, 0, Qt.AlignmentFlag.AlignLeft)
        return foot

    def _on_correct(self) -> None:
        self.correction_asked.emit(self.index, self.correct.mapToGlobal(self.correct.rect().bottomLeft()))

    def _retint(self) -> None:
        self.correct.setIcon(icon("correct"))
        self.update()

    def _rounded_crop(self, face: AnalyzedFace) -> QPixmap:
        ratio = self.devicePixelRatioF()
        side = round(_CROP_PX * ratio)
        image = to_image(face.chip).scaled(
            side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        rounded = QPixmap(side, side)
        rounded.fill(Qt.GlobalColor.transparent)
        painter = QPainter(rounded)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(0, 0, side, side), 8 * ratio, 8 * ratio)
        painter.setClipPath(path)
        painter.drawImage(0, 0, image)
        painter.end()
        rounded.setDevicePixelRatio(ratio)
        return rounded

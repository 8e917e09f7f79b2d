"""One face: its crop, what the model perceives, and what makes that less sure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.head_view import HeadView
from desktop.picture import to_image
from desktop.theme import GRID_PX, theme, toned
from desktop.wording import face_text, reason_texts

if TYPE_CHECKING:
    from core.analysis import AnalyzedFace

_CROP_PX: Final = 64


class FaceCard(QWidget):
    """A card in the panel. A click or the keyboard's focus chooses its face."""

    chosen = Signal(int)
    """Its index."""

    def __init__(self, face: AnalyzedFace, *, index: int, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.index: Final = index
        self._is_chosen = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(face_text(face, index, count))
        self.heads: Final = [HeadView(head, answer) for head, answer in face.answers.items()]
        title = self.tr("Face {index} of {count}").format(index=index + 1, count=count)
        self._title = toned(QLabel(title), size="heading")
        reasons = "\n".join(text[:1].upper() + text[1:] for text in reason_texts(face))
        self._reasons = toned(QLabel(reasons), size="small", tone="warning")
        self._reasons.setWordWrap(True)
        self._reasons.setVisible(bool(face.quality.reasons))
        crop = QLabel()
        crop.setPixmap(self._rounded_crop(face))
        crop.setAlignment(Qt.AlignmentFlag.AlignTop)

        beside = QVBoxLayout()
        beside.setSpacing(GRID_PX // 2)
        beside.addWidget(self._title)
        beside.addWidget(self._reasons)
        beside.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(int(1.5 * GRID_PX))
        top.addWidget(crop)
        top.addLayout(beside, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(int(1.5 * GRID_PX))
        column.addLayout(top)
        for head in self.heads:
            column.addWidget(head)
        theme().changed.connect(self.update)

    @property
    def is_chosen(self) -> bool:
        return self._is_chosen

    def set_chosen(self, chosen: bool) -> None:
        self._is_chosen = chosen
        self.update()

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

"""One face: its crop, what the model perceives, and what makes that less sure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop.photo.answer_view import AnswerView
from desktop.photo.heat_legend import HeatLegend
from desktop.widgets.icons import icon
from desktop.widgets.picture import to_image
from desktop.widgets.theme import GRID_PX, theme, toned
from desktop.wording import face_text, label_name, reason_texts

if TYPE_CHECKING:
    from core.analysis import AnalyzedFace
    from core.model.explain import HeatMap
    from desktop.photo.likeness import Likeness

_CROP_PX: Final = 64


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
        title = self.tr("Face {index} of {count}").format(index=index + 1, count=count)
        self._title = toned(QLabel(title), size="heading")
        reasons = "\n".join(text[:1].upper() + text[1:] for text in reason_texts(face))
        self._reasons = toned(QLabel(reasons), size="small", tone="warning")
        self._reasons.setWordWrap(True)
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
        self._noted = toned(QLabel(), size="small", tone="muted")
        self._noted.setWordWrap(True)
        self._noted.setTextFormat(Qt.TextFormat.PlainText)
        self._noted.hide()

        self.errors: Final[list[QLabel]] = []
        self.figures = QPushButton(self.tr("Figures by group"))
        self.figures.setObjectName("link")
        self.figures.setAutoDefault(False)
        self.figures.setCursor(Qt.CursorShape.PointingHandCursor)
        self.figures.setToolTip(self.tr("For whom this model errs, in its card"))
        self.figures.clicked.connect(self.figures_asked)
        beside = QVBoxLayout()
        beside.setSpacing(GRID_PX // 2)
        beside.addWidget(self._title)
        beside.addWidget(self._noted)
        beside.addWidget(self._reasons)
        beside.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(int(1.5 * GRID_PX))
        top.addWidget(crop)
        top.addLayout(beside, 1)
        top.addWidget(self.correct, 0, Qt.AlignmentFlag.AlignTop)
        self.legend = HeatLegend()
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(int(1.5 * GRID_PX))
        column.addLayout(top)
        for view, name in zip(self.answers, face.answers, strict=True):
            column.addWidget(view)
            if name in likenesses:
                column.addWidget(self._error_line(likenesses[name]))
        column.addWidget(self.legend)
        column.addLayout(self._foot(unmeasured=bool(face.answers) and not likenesses))
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
        line = toned(QLabel(likeness.text), size="small", tone="muted")
        line.setWordWrap(True)
        line.setToolTip(likeness.measured_on)
        line.setAccessibleDescription(likeness.measured_on)
        self.errors.append(line)
        return line

    def _foot(self, *, unmeasured: bool) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setSpacing(GRID_PX)
        unknown = self.tr("How often this model errs for pictures like this one was not measured.")
        self.note = toned(QLabel(unknown if unmeasured else ""), size="small", tone="muted")
        self.note.setWordWrap(True)
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

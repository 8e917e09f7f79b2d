"""The live picture: what the camera or the video shows, with a box on every face and what is perceived in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.attribute_phrases import attribute_phrases
from desktop.photo.face_item import paint_outline, rect_of
from desktop.widgets.theme import GRID_PX, sized
from desktop.wording import label_name, labelled, percent

if TYPE_CHECKING:
    from core.analysis import Analysis, AnalyzedFace
    from core.model.classifier import Answer

_LINE: Final = QColor(255, 255, 255, 225)
_TAG: Final = QColor(20, 22, 24, 190)


class LiveView(QWidget):
    """A picture, mirrored or not; or a sentence instead of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._mirrored = False
        self._analysis: Analysis | None = None
        self._title = ""
        self._text = ""
        self.setMinimumSize(240, 100)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(800, 450)

    @property
    def image(self) -> QImage:
        """The picture shown, not mirrored; null where there is a sentence."""
        return self._image

    @property
    def analysis(self) -> Analysis | None:
        """What the boxes show."""
        return self._analysis

    @property
    def text(self) -> str:
        """The sentences shown instead of a picture."""
        return f"{self._title}\n{self._text}".strip()

    def show_image(self, image: QImage, *, mirrored: bool) -> None:
        """Show the next picture; the boxes stay until newer ones come."""
        self._image, self._mirrored = image, mirrored
        if self._title:
            self._title, self._text = "", ""
            self.setAccessibleDescription("")
            self.setToolTip("")
        self.update()

    def show_faces(self, analysis: Analysis | None) -> None:
        """Draw these boxes from now on; None draws none."""
        self._analysis = analysis
        texts = [self._face_text(face) for face in analysis.faces] if analysis else []
        self.setAccessibleDescription("\n".join(texts))
        self.update()

    def show_text(self, title: str, text: str = "") -> None:
        self._image, self._analysis = QImage(), None
        self._title, self._text = title, text
        self.setAccessibleDescription(f"{title}. {text}" if text else title)
        self.setToolTip("")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.AlternateBase))
        if self._image.isNull():
            self._paint_text(painter)
            return
        target = self._target()
        self._paint_image(painter, target)
        if self._analysis is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for face in self._analysis.faces:
                self._paint_face(painter, target, face)

    def _target(self) -> QRectF:
        """Where the picture lies in the widget."""
        target = QRectF(QPointF(), self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio))
        target.moveCenter(QRectF(self.rect()).center())
        return target

    def _paint_image(self, painter: QPainter, target: QRectF) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._mirrored:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        painter.drawImage(target, self._image)
        painter.restore()

    def _paint_face(self, painter: QPainter, target: QRectF, face: AnalyzedFace) -> None:
        scale = target.width() / self._image.width()
        found = rect_of(face.face.box)
        left = self._image.width() - found.right() if self._mirrored else found.left()
        box = QRectF(left * scale, found.top() * scale, found.width() * scale, found.height() * scale)
        box.translate(target.topLeft())
        uncertain = any(answer.uncertain for answer in face.answers.values())
        paint_outline(painter, box, _LINE, width=2.0, edge=90, dashed=uncertain)
        if face.answers:
            self._paint_tag(painter, target, box, self._face_text(face))

    def _paint_tag(self, painter: QPainter, target: QRectF, box: QRectF, text: str) -> None:
        """Below the box, or over its lower edge where there is no room."""
        painter.setFont(sized("small", bold=True))
        size = painter.fontMetrics().size(0, text)
        tag = QRectF(0, 0, size.width() + 2 * GRID_PX, size.height() + GRID_PX)
        tag.moveTopLeft(QPointF(box.center().x() - tag.width() / 2, box.bottom() + GRID_PX / 2))
        tag.moveLeft(max(target.left(), min(tag.left(), target.right() - tag.width())))
        tag.moveTop(max(target.top(), min(tag.top(), target.bottom() - tag.height())))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_TAG)
        painter.drawRoundedRect(tag, 5, 5)
        painter.setPen(_LINE)
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)

    def _face_text(self, face: AnalyzedFace) -> str:
        return "\n".join(map(self._answer_text, face.answers.values()))

    def _answer_text(self, answer: Answer) -> str:
        if answer.uncertain:
            return attribute_phrases(answer.attribute).uncertain
        label = labelled(answer.attribute, label_name(answer.label, answer.attribute))
        return self.tr("perceived: {label} {percent}").format(label=label, percent=percent(answer.confidence))

    def _paint_text(self, painter: QPainter) -> None:
        area = self.rect().adjusted(4 * GRID_PX, 4 * GRID_PX, -4 * GRID_PX, -4 * GRID_PX)
        wrapped = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter
        painter.setFont(sized("title"))
        title = painter.boundingRect(area, wrapped, self._title)
        painter.setFont(sized("text"))
        body = painter.boundingRect(area, wrapped, self._text)
        title.moveTop(area.center().y() - (title.height() + GRID_PX + body.height()) // 2)
        body.moveTop(title.bottom() + GRID_PX)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.setFont(sized("title"))
        painter.drawText(title, wrapped, self._title)
        painter.setFont(sized("text"))
        painter.drawText(body, wrapped, self._text)

"""The live picture, the boxes and answers drawn on it, and the switches of sensitive attributes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.errors import FacetError
from desktop.live.analysis import LiveAnalysis
from desktop.live.sources import Trouble
from desktop.photo.face_item import paint_outline, rect_of
from desktop.widgets.progress import BusyLine
from desktop.widgets.theme import GRID_PX, sized, toned
from desktop.wording import attribute_phrases, error_text, label_name, labelled, percent, wrapped

if TYPE_CHECKING:
    from core.analysis import Analysis, AnalyzedFace
    from core.model.classifier import Answer
    from core.schema import Attribute

_LINE: Final = QColor(255, 255, 255, 225)
_TAG: Final = QColor(20, 22, 24, 190)


class LiveView(QWidget):
    """The current frame with boxes and answers, or a text in its place."""

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
        """The current frame, not mirrored; null while a text is shown."""
        return self._image

    @property
    def analysis(self) -> Analysis | None:
        """The analysis that the boxes show."""
        return self._analysis

    @property
    def text(self) -> str:
        """The text shown in place of the picture."""
        return f"{self._title}\n{self._text}".strip()

    def show_image(self, image: QImage, *, mirrored: bool) -> None:
        """Show the next frame; the boxes stay until the next analysis."""
        self._image, self._mirrored = image, mirrored
        if self._title:
            self._title, self._text = "", ""
            self.setAccessibleDescription("")
            self.setToolTip("")
        self.update()

    def show_faces(self, analysis: Analysis | None) -> None:
        """Show the boxes of an analysis; None removes them."""
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
        """The rectangle of the picture in the widget."""
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
        """Paint the answers below the box, or over its lower edge if there is no room."""
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


SMALLEST: Final = QSize(54 * GRID_PX, 45 * GRID_PX)
"""Minimum size of a window with a panel. Set by hand: Qt does not count the lines of a wrapped text."""


class LivePanel(QWidget):
    """Shows frames and has the newest one analysed. Sensitive attributes are off until the user switches them on."""

    def __init__(self, analysis: LiveAnalysis, *, mirrored: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._analysis = analysis
        self._mirrored = mirrored
        self._live = False
        analysis.setParent(self)
        analysis.answered.connect(self._on_answered)
        analysis.attributes_known.connect(self.offer)
        analysis.failed.connect(self._on_failed)
        self.view = LiveView()
        self.busy = BusyLine(self.view)
        self.switches: dict[str, QCheckBox] = {}
        """One per sensitive attribute that the model answers."""
        why = self.tr(
            "Off until you switch it on: people may come into a live picture whom nobody asked, "
            "and answers that change with every frame soon look like facts."
        )
        self._reason = toned(QLabel(why), size="small", tone="muted")
        self._reason.setWordWrap(True)
        self._reason.hide()
        self.note = toned(QLabel(), size="small", tone="warning")
        self.note.setWordWrap(True)
        self.note.hide()
        self._switches = QVBoxLayout()
        self._switches.setSpacing(GRID_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self.view, 1)
        column.addWidget(self.note)
        column.addLayout(self._switches)
        column.addWidget(self._reason)
        self.offer(analysis.attributes)

    def offer(self, attributes: Mapping[str, Attribute]) -> None:
        """Have a switch for each sensitive attribute; existing switches keep their state."""
        wanted = {name: attribute for name, attribute in attributes.items() if attribute.sensitive}
        for name in self.switches.keys() - wanted.keys():
            switch = self.switches.pop(name)
            self._switches.removeWidget(switch)
            switch.deleteLater()
        for name in [name for name in wanted if name not in self.switches]:
            switch = self.switches[name] = QCheckBox(attribute_phrases(wanted[name]).live)
            switch.setAccessibleDescription(self._reason.text())
            switch.toggled.connect(self._on_switched)
            self._switches.addWidget(switch)
        self._reason.setVisible(bool(self.switches))
        self._analysis.switched_on = self._switched_on

    def show_frame(self, image: QImage) -> None:
        """Show the next frame and analyse it."""
        self._live = True
        self.view.show_image(image, mirrored=self._mirrored)
        if self.view.analysis is None and not self.note.isVisible():
            self.busy.start()  # the model is loading
        self._analysis.look(image)

    def look_again(self) -> None:
        """Analyse the current frame again, after the model or the settings have changed."""
        if self._live:
            image = self.view.image
            self.forget()
            self.show_frame(image)

    def show_still(self, image: QImage) -> None:
        """Show a picture that was taken, not mirrored and without boxes."""
        self.forget()
        self.view.show_image(image, mirrored=False)

    def show_text(self, title: str, text: str = "") -> None:
        """Show a text in place of the picture."""
        self.forget()
        self.view.show_text(title, text)

    def show_trouble(self, trouble: Trouble) -> None:
        self.show_text(trouble.title, trouble.advice)
        self.view.setToolTip(wrapped(trouble.reason))  # the system's own words, not translated

    def forget(self) -> None:
        """Drop the current analysis and the boxes."""
        self._live = False
        self._analysis.forget()
        self.view.show_faces(None)
        self.busy.stop()
        self.note.hide()

    def close_thread(self) -> None:
        self._analysis.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.busy.setGeometry(0, 0, self.width(), self.busy.height())

    def _on_answered(self, analysis: Analysis) -> None:
        self.busy.stop()
        self.view.show_faces(analysis)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, FacetError):
            raise error
        self.busy.stop()
        self.note.setText(error_text(error))
        self.note.show()

    @property
    def _switched_on(self) -> frozenset[str]:
        return frozenset(name for name, switch in self.switches.items() if switch.isChecked())

    def _on_switched(self) -> None:
        self._analysis.switched_on = self._switched_on
        self.look_again()

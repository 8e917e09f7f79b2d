"""The window of sliders that change a face's picture, with the model's answers beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.errors import FacetError
from core.evaluation.what_if import MARGIN_PX, write_changed
from core.files import fitting_name
from desktop.photo.answer_curves import AnswerCurves
from desktop.photo.answer_view import AnswerView
from desktop.photo.what_if_sliders import WhatIfSliders, change_title
from desktop.widgets.dialogs import ask_where, documents, fit_to_screen, push_button, say_saved
from desktop.widgets.message_bar import MessageBar
from desktop.widgets.picture import to_image
from desktop.widgets.theme import GRID_PX, theme, toned
from desktop.wording import error_text, reason_texts, wrapped

if TYPE_CHECKING:
    from core.analysis import AnalyzedFace
    from core.evaluation.what_if import Outcome
    from core.model.classifier import Answer
    from desktop.app.settings import Settings
    from desktop.photo.photo import Photo
    from desktop.photo.what_if import Curve, WhatIfSession

_PICTURE_PX: Final = 272
_FIRST: Final = "light"
"""The slider whose curve is shown at first."""


class WhatIfWindow(QDialog):
    """It follows the chosen face; the sliders stay where they are, so that faces can be compared."""

    failed = Signal(object)
    """An unexpected error; expected ones are said in the message bar."""

    def __init__(self, session: WhatIfSession, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        session.setParent(self)
        self.session: Final = session
        self._settings = settings
        self._hidden: frozenset[str] = frozenset()
        self._along = _FIRST
        self._outcome: Outcome | None = None
        self._stem = ""
        self.answers: dict[str, AnswerView] = {}
        self.curves: dict[str, AnswerCurves] = {}
        self.setWindowTitle(self.tr("What if"))
        self.messages = MessageBar()
        self.picture = ChangedPicture()
        self.title = toned(QLabel(), size="heading")
        self.reasons = toned(QLabel(), size="small", tone="warning")
        self.reasons.setWordWrap(True)
        self.sliders = WhatIfSliders()
        self.curve_title = toned(QLabel(), size="heading")
        self.note = toned(QLabel(self.tr("No face is chosen. Choose one in the photo.")), size="heading")
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.compare = push_button(self.tr("Hold to see the &original"))
        self.compare.pressed.connect(lambda: self._show_original(True))
        self.compare.released.connect(lambda: self._show_original(False))
        self.reset = push_button(self.tr("&Reset all"), self.sliders.reset_all)
        self.save = push_button(self.tr("&Save picture…"), self._on_save)
        self._lay_out()
        self.sliders.changed.connect(self._ask)
        self.sliders.chosen.connect(self._on_chosen)
        session.failed.connect(self._tell)
        session.answered.connect(self._on_answered)
        session.curve_grew.connect(self._on_curve)
        fit_to_screen(self, QSize(132 * GRID_PX, 80 * GRID_PX), least=QSize(112 * GRID_PX, 66 * GRID_PX))
        self.show_none()

    def show_face(self, photo: Photo, picture: QImage, face: AnalyzedFace, *, index: int, count: int) -> None:
        """Show a face of a photo, changed as the sliders stand."""
        self._stem = f"{photo.stem}-face-{index + 1}"
        self.title.setText(self.tr("Face {index} of {count}").format(index=index + 1, count=count))
        self.note.hide()
        self._content.show()
        self.sliders.use_eyes(face.quality.eye_distance_px)
        self._outcome = None
        self._offer(list(face.answers.values()))
        self.session.take(picture, face)
        self._ask()

    def show_none(self) -> None:
        """No face is chosen."""
        self.session.take(QImage(), None)
        self._outcome = None
        self._content.hide()
        self.note.show()
        self._show_enabled()

    def show_hidden(self, hidden: frozenset[str]) -> None:
        """Leave out the answers that the settings hide."""
        if hidden != self._hidden:
            self._hidden = hidden
            if self._outcome is not None:
                self._offer(list(self._outcome.face.answers.values()))
                self._ask()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(GRID_PX)
        left.addWidget(self.title)
        left.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignHCenter)
        left.addWidget(self.compare)
        self._answer_area = _scrolling()
        left.addWidget(self.reasons)
        left.addWidget(self._answer_area, 1)
        right = QVBoxLayout()
        right.setSpacing(GRID_PX)
        right.addWidget(self.curve_title)
        self._curve_area = _scrolling()
        right.addWidget(self._curve_area, 1)
        self._content = QWidget()
        row = QHBoxLayout(self._content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3 * GRID_PX)
        row.addLayout(left)
        row.addWidget(self.sliders, 4)
        row.addLayout(right, 5)
        says = self.tr("This shows how this model's answer depends on the picture. The person is the same throughout.")
        purpose = toned(QLabel(says), size="small", tone="muted")
        purpose.setWordWrap(True)
        foot = QHBoxLayout()
        foot.addWidget(purpose, 1)
        for button in (self.reset, self.save, push_button(self.tr("Close"), self.close)):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(2 * GRID_PX)
        column.addWidget(self.messages)
        column.addWidget(self._content, 1)
        column.addWidget(self.note, 1)
        column.addLayout(foot)

    def _offer(self, answers: Sequence[Answer]) -> None:
        """Have a place for each answer that is shown."""
        seen = [answer for answer in answers if answer.attribute.name not in self._hidden]
        if [one.attribute for one in self.curves.values()] != [answer.attribute for answer in seen]:
            self.curves = {answer.attribute.name: AnswerCurves(answer) for answer in seen}
            self._curve_area.setWidget(_column(list(self.curves.values()), stretch=1))
            self.answers = {answer.attribute.name: AnswerView(answer, alone=True) for answer in seen}
            self._answer_area.setWidget(_column(list(self.answers.values()), stretch=0))
        self._show_range()

    def _show_range(self) -> None:
        self.curve_title.setText(self.tr("Answers as “{change}” changes").format(change=change_title(self._along)))
        for curves in self.curves.values():
            curves.show_range(self._along)

    def _ask(self) -> None:
        self.session.ask(self.sliders.amounts, self._along)
        self._show_enabled()

    def _show_enabled(self) -> None:
        self.reset.setEnabled(bool(self.sliders.amounts))
        self.save.setEnabled(self._outcome is not None)
        self.compare.setEnabled(self._outcome is not None)

    def _on_chosen(self, name: str) -> None:
        if name != self._along:
            self._along = name
            self._show_range()
            self._ask()

    def _on_answered(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self.picture.show_image(to_image(outcome.rgb))
        reasons = ", ".join(reason_texts(outcome.face))
        self.reasons.setText(reasons[:1].upper() + reasons[1:])
        self.reasons.setVisible(bool(reasons))
        for name, curves in self.curves.items():
            self.answers[name].show_answer(outcome.face.answers[name])
            curves.show_answer(outcome.face.answers[name], outcome.amounts.get(self._along, 0.0))
        self._show_enabled()

    def _on_curve(self, curve: Curve) -> None:
        for name, curves in self.curves.items():
            curves.show_curve(*curve.line(name))

    def _show_original(self, wanted: bool) -> None:
        if self._outcome is not None:
            original = self.session.original
            self.picture.show_image(to_image(original if wanted and original is not None else self._outcome.rgb))

    def _tell(self, error: Exception) -> None:
        if isinstance(error, FacetError):
            self.messages.say(error_text(error), kind="warning")
        else:
            self.failed.emit(error)

    def _on_save(self) -> None:
        outcome = self._outcome
        if outcome is None:
            return
        folder = self._settings.last_folder("pictures") or documents()
        proposed = folder / fitting_name(self._stem, _named(outcome) + ".png")
        path = ask_where(self, self.tr("Save the changed face"), proposed, {".png": self.tr("Picture (*.png)")})
        if path is None:
            return
        try:
            write_changed(path, outcome)
        except FacetError as e:
            self._tell(e)
            return
        self._settings.set_last_folder("pictures", path.parent)
        say_saved(self.messages, path)


class ChangedPicture(QWidget):
    """The face with its surroundings; a thin frame marks what the model sees."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(_PICTURE_PX, _PICTURE_PX)
        self.setAccessibleName(self.tr("The changed face"))
        self.setToolTip(wrapped(self.tr("The frame marks what the model sees.")))
        self._image = QImage()

    @property
    def image(self) -> QImage:
        """What it shows."""
        return self._image

    def show_image(self, image: QImage) -> None:
        self._image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = QRectF(self.rect())
        rounded = QPainterPath()
        rounded.addRoundedRect(place, 8, 8)
        painter.fillPath(rounded, theme().color("canvas"))
        if self._image.isNull():
            return
        painter.setClipPath(rounded)
        painter.drawImage(place, self._image)
        margin = MARGIN_PX / self._image.width() * _PICTURE_PX
        frame = place.adjusted(margin, margin, -margin, -margin)
        for color, width in ((Qt.GlobalColor.black, 2.0), (Qt.GlobalColor.white, 1.0)):
            painter.setOpacity(0.35 if width == 2.0 else 0.8)
            painter.setPen(QPen(color, width))
            painter.drawRect(frame)


def _named(outcome: Outcome) -> str:
    """The end of a file's name that says what was changed, such as "-light-40-blur+20"; cut where it grows long."""
    changed = [f"{name.replace('_', '-')}{round(100 * amount):+d}" for name, amount in outcome.amounts.items()]
    return "-".join(["", *changed[:4], *(["and-more"] if len(changed) > 4 else [])]) or "-unchanged"


def _scrolling() -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def _column(widgets: Sequence[QWidget], *, stretch: int) -> QWidget:
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2 * GRID_PX)
    for widget in widgets:
        column.addWidget(widget, stretch)
    if not stretch:
        column.addStretch(1)
    return inner

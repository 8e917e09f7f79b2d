"""One face: its crop, the answers of one model or two, and how reliable they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.photo.answer_view import AnswerView
from desktop.photo.heat_maps import HeatLegend
from desktop.widgets.icons import icon
from desktop.widgets.picture import to_image
from desktop.widgets.term import ElidedLabel
from desktop.widgets.theme import GRID_PX, theme, toned
from desktop.wording import attribute_title, face_text, face_title, label_name, reason_texts, wrapped

if TYPE_CHECKING:
    from core.analysis import AnalyzedFace
    from core.model.explain import HeatMap
    from desktop.photo.answer_view import ErrorRate

_CROP_PX: Final = 56
_SMALL_CROP_PX: Final = 28
"""Above the answers of two models, which need the width."""


@dataclass(frozen=True, slots=True, eq=False)
class SecondAnswers:
    """What a second model answers for a face."""

    face: AnalyzedFace
    """With the answers that are shown."""
    first_name: str
    """The name of the first model."""
    name: str
    model: str
    """Name and version of the second."""
    error_rates: Mapping[str, ErrorRate]


class FaceCard(QWidget):
    """A card in the panel. A click or the keyboard's focus chooses its face."""

    chosen = Signal(int)
    """Its index."""
    correction_asked = Signal(int, QPoint)
    """Its index, and the point of the screen where the choice is to be offered."""
    menu_asked = Signal(int, QPoint)
    """Its index, and the point of the screen where its menu is to be opened."""
    what_if_asked = Signal(int)
    """Its index: what if its picture were another?"""
    figures_asked = Signal(int)
    """Its index: for whom does the model err?"""

    def __init__(
        self,
        face: AnalyzedFace,
        *,
        index: int,
        count: int,
        error_rates: Mapping[str, ErrorRate] = MappingProxyType({}),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.index: Final = index
        self._face: Final = face
        self._count: Final = count
        self._error_rates: Final = error_rates
        self._is_chosen = False
        self.setObjectName(f"face-{index + 1}")  # also what its picture is called
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(face_text(face, index, count))
        self.answers: list[AnswerView] = []
        self.seconds: list[AnswerView] = []
        """The answers of the second model; empty while there is none."""
        self._title = toned(QLabel(face_title(face, index, count)), size="heading")
        reasons = ", ".join(reason_texts(face))
        tone: Final = "warning" if face.uncertain else "muted"
        self._reasons = toned(ElidedLabel(reasons[:1].upper() + reasons[1:]), tone=tone)
        if not reasons:  # shown before it has a parent, it would be a window
            self._reasons.hide()
        self._crop = QLabel()
        self._crop.setToolTip(wrapped(self.tr("Drag the card out of the window to have it as a picture")))

        self.correct = QToolButton()
        self.correct.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard has Ctrl+N and the card's own menu
        self.correct.setToolTip(wrapped(self.tr("Note what is right (Ctrl+N)")))
        self.correct.setAccessibleName(self.tr("Note what is right for face {index}").format(index=index + 1))
        self.correct.clicked.connect(self._on_correct)
        self._noted = toned(ElidedLabel(), size="small", tone="muted")
        self._noted.hide()

        self.errors: list[QLabel] = []
        self.what_if = _link(self.tr("What if…"), self.tr("Change the picture and see how the answers change (Ctrl+I)"))
        self.what_if.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard has Ctrl+I and the card's own menu
        self.what_if.clicked.connect(lambda: self.what_if_asked.emit(self.index))
        self.figures = _link(self.tr("Figures by group"), self.tr("For whom this model errs, in its card"))
        self.figures.clicked.connect(lambda: self.figures_asked.emit(self.index))
        top = self._top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self.what_if)
        top.addWidget(self.correct)
        self.legend = HeatLegend()
        column = self._column = QVBoxLayout()
        column.setSpacing(GRID_PX // 2)
        column.addLayout(top)
        column.addWidget(self._noted)
        column.addWidget(self._reasons)
        self._heat: HeatMap | None = None
        self._below: dict[str, tuple[QVBoxLayout, int]] = {}
        """By attribute: the place below its answer."""
        self._blocks = QVBoxLayout()
        self._blocks.setSpacing(GRID_PX)
        self._blocks.setContentsMargins(0, GRID_PX // 2, 0, 0)
        column.addLayout(self._blocks)
        column.addLayout(self._foot(unmeasured=bool(face.answers) and not error_rates))
        whole = self._whole = QHBoxLayout(self)
        whole.setContentsMargins(int(1.5 * GRID_PX), GRID_PX, int(1.5 * GRID_PX), GRID_PX)
        whole.setSpacing(int(1.5 * GRID_PX))
        whole.addLayout(column, 1)
        self._fill(None)
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
        self._heat = heat
        self.legend.setVisible(heat is not None)
        if heat:
            self.legend.tell(heat)
            block, place = self._below[heat.attribute]
            block.insertWidget(place, self.legend)

    def show_second(self, second: SecondAnswers | None) -> None:
        """Show the answers of a second model beside, or no longer."""
        self._fill(second)
        face, model = (second.face, second.model) if second else (None, "")
        self.setAccessibleName(face_text(self._face, self.index, self._count, face, model))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.chosen.emit(self.index)
        self.menu_asked.emit(self.index, event.globalPos())

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

    def _fill(self, second: SecondAnswers | None) -> None:
        """Make the views of the answers anew."""
        self._place_crop(small=second is not None)
        self._column.addWidget(self.legend)  # out of the blocks, which go
        _clear(self._blocks)
        self.answers, self.seconds, self.errors, self._below = [], [], [], {}
        ours = self._face.answers
        labels = [label_name(label, one.attribute) for one in ours.values() for label in one.labels]
        for name in ours if second is None else {**ours, **second.face.answers}:
            block = QVBoxLayout()
            block.setSpacing(GRID_PX // 2)
            if second is None:
                self.answers.append(AnswerView(ours[name], labels))
                block.addWidget(self.answers[-1])
                if name in self._error_rates:
                    block.addWidget(self._error_line(self._error_rates[name]))
            else:
                self._compare(block, name, second)
            self._below[name] = (block, 1 if second is None else 2)
            self._blocks.addLayout(block)
        for widget in _widgets(self._blocks):
            widget.show()  # at once: otherwise the card would be lower until the event loop shows them
        self.show_heat(self._heat)

    def _compare(self, block: QVBoxLayout, name: str, second: SecondAnswers) -> None:
        """The answers of both models to one attribute, side by side; where they differ it is marked."""
        ours, theirs = self._face.answers.get(name), second.face.answers.get(name)
        title = QHBoxLayout()
        attribute = next(one.attribute for one in (ours, theirs) if one)
        title.addWidget(toned(ElidedLabel(attribute_title(attribute)), size="small", tone="muted"), 1)
        if ours and theirs and ours.differs(theirs):
            mark = toned(QLabel(self.tr("≠ differ")), size="small", tone="warning")
            mark.setToolTip(wrapped(self.tr("The two models answer differently.")))
            title.addWidget(mark)
        block.addLayout(title)
        pair = QGridLayout()
        pair.setHorizontalSpacing(int(1.5 * GRID_PX))
        pair.setVerticalSpacing(0)
        columns = (
            (ours, second.first_name, self.answers, self._error_rates),
            (theirs, second.name, self.seconds, second.error_rates),
        )
        for at, (answer, model, views, error_rates) in enumerate(columns):
            pair.setColumnStretch(at, 1)
            pair.setColumnMinimumWidth(at, 8 * GRID_PX)
            if answer:
                views.append(AnswerView(answer, title=model))
                pair.addWidget(views[-1], 0, at, Qt.AlignmentFlag.AlignTop)
                if name in error_rates:
                    pair.addWidget(self._error_line(error_rates[name], error_rates[name].shortest), 1, at)
        block.addLayout(pair)

    def _error_line(self, error_rate: ErrorRate, short: str = "") -> QLabel:
        line = toned(
            ElidedLabel(error_rate.text, short=short or error_rate.short, more=error_rate.measured_on),
            size="small",
            tone="muted",
        )
        line.setAccessibleDescription(error_rate.measured_on)
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

    def _place_crop(self, *, small: bool) -> None:
        """Beside the answers, or small beside the title."""
        self._crop.setPixmap(self._rounded_crop(self._face, _SMALL_CROP_PX if small else _CROP_PX))
        row = self._top if small else self._whole
        row.insertWidget(0, self._crop, 0, Qt.AlignmentFlag.AlignVCenter if small else Qt.AlignmentFlag.AlignTop)

    def _rounded_crop(self, face: AnalyzedFace, side_px: int) -> QPixmap:
        ratio = self.devicePixelRatioF()
        side = round(side_px * ratio)
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


def _link(text: str, tip: str) -> QPushButton:
    link = QPushButton(text)
    link.setObjectName("link")
    link.setAutoDefault(False)
    link.setCursor(Qt.CursorShape.PointingHandCursor)
    link.setToolTip(wrapped(tip))
    return link


def _widgets(layout: QLayout) -> Iterator[QWidget]:
    """The widgets in a layout and in those in it."""
    for item in (layout.itemAt(at) for at in range(layout.count())):
        if item is not None and (widget := item.widget()) is not None:
            yield widget
        elif item is not None and (inner := item.layout()) is not None:
            yield from _widgets(inner)


def _clear(layout: QLayout) -> None:
    """Delete everything in a layout."""
    for widget in list(_widgets(layout)):
        widget.hide()
        widget.deleteLater()
    while (item := layout.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            _clear(inner)
            inner.deleteLater()

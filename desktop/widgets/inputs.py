"""Inputs: parts of forms, a slider whose bar begins at zero, and the frame that files are dropped on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSlider, QStyle, QVBoxLayout, QWidget

from core.files import local_path
from desktop.app.translation import texts
from desktop.widgets.theme import GRID_PX, theme

_SHORTEST: Final = 6
"""Letters of a choice that are always shown."""


def let_wheel_pass(field: QWidget) -> None:
    """Pass wheel events over `field` to the scroll area around it."""
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.installEventFilter(_Passed(field))


class _Passed(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Wheel:
            return False
        event.ignore()
        return True


class ChoiceBox(QComboBox):
    """Its list is as wide as its texts, however narrow the box, and the wheel passes over it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        let_wheel_pass(self)

    def let_shrink(self) -> None:
        """Let it be narrower than its longest text, which its list shows whole."""
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_SHORTEST)

    def showPopup(self) -> None:  # noqa: N802 - Qt's
        super().showPopup()
        view, popup = self.view(), self.view().window()
        lacking = view.sizeHintForColumn(0) - view.viewport().width()
        popup.resize(popup.width() + max(0, lacking), popup.height())


def form_column(page: QWidget, *, width_px: int) -> QVBoxLayout:
    """The column to put a form into, at most so wide, a little above the middle of `page`."""
    middle = QWidget()
    middle.setMaximumWidth(width_px)
    column = QVBoxLayout()
    column.setSpacing(2 * GRID_PX)
    whole = QVBoxLayout(middle)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addStretch(2)
    whole.addLayout(column)
    whole.addStretch(3)
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 0, 0)
    row.addStretch(1)
    row.addWidget(middle, 100)
    row.addStretch(1)
    return column


def place_in_tab_order(whole: QWidget, parts: Iterable[QWidget]) -> None:
    """Move the new `parts` of `whole` behind what comes before it; Qt puts new widgets last."""
    before: QWidget | None = whole.previousInFocusChain()
    while before and before is not whole and (whole.isAncestorOf(before) or not before.focusPolicy().value):
        before = before.previousInFocusChain()
    if before and before is not whole:
        for part in parts:
            QWidget.setTabOrder(before, part)
            before = part


def press_once(window: QWidget) -> None:
    """Make the buttons in `window` ignore the second press of a double click."""
    clicks = _DoubleClickFilter(window)
    for button in window.findChildren(QPushButton):
        button.installEventFilter(clicks)


class _DoubleClickFilter(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return event.type() == QEvent.Type.MouseButtonDblClick


_GROOVE_PX: Final = 4.0
_HANDLE_PX: Final = 14.0
_SNAP: Final = 0.03
"""A drag that ends so near to zero, as a share of the range, means zero."""


SLIDER_KEYS: Final = (
    ("Left|Right", texts.mark("A little less or more")),
    ("Delete|Backspace", texts.mark("Reset the change")),
)
"""For the sheet of shortcuts."""


class AmountSlider(QSlider):
    """Double click, Delete and Backspace set it to zero."""

    def __init__(self, lowest: int, highest: int, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(lowest, highest)
        self.setSingleStep(1)
        self.setPageStep(10)
        self.setMinimumWidth(10 * GRID_PX)
        let_wheel_pass(self)

    def sizeHint(self) -> QSize:
        return QSize(14 * GRID_PX, 3 * GRID_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.setValue(0)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside the handle moves it there, and a drag goes on from there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._follow(event)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.setValue(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle, zero, at = self.height() / 2, self._x(0), self._x(self.value())
        painter.setBrush(theme().color("line"))
        groove = QRectF(self._x(self.minimum()), middle - _GROOVE_PX / 2, 0, _GROOVE_PX)
        groove.setRight(self._x(self.maximum()))
        painter.drawRoundedRect(groove, _GROOVE_PX / 2, _GROOVE_PX / 2)
        if self.minimum() < 0:
            painter.drawRoundedRect(QRectF(zero - 1, middle - 6, 2, 12), 1, 1)
        painter.setBrush(theme().color("accent" if self.isEnabled() else "muted"))
        painter.drawRect(QRectF(min(zero, at), middle - _GROOVE_PX / 2, abs(at - zero), _GROOVE_PX))
        if not self.value():
            painter.setBrush(theme().color("panel"))
            painter.setPen(QPen(theme().color("muted"), 2))
        if self.hasFocus():
            painter.setPen(QPen(theme().color("text"), 2))
        radius = _HANDLE_PX / 2 - (1 if painter.pen().style() != Qt.PenStyle.NoPen else 0)
        painter.drawEllipse(QPointF(at, middle), radius, radius)

    def _follow(self, event: QMouseEvent) -> None:
        room = self.width() - _HANDLE_PX
        place = round(event.position().x() - _HANDLE_PX / 2)
        value = QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), place, round(room))
        snapped = 0 if abs(value) <= _SNAP * (self.maximum() - self.minimum()) / 2 else value
        self.setValue(snapped)

    def _x(self, value: int) -> float:
        share = (value - self.minimum()) / (self.maximum() - self.minimum())
        return _HANDLE_PX / 2 + share * (self.width() - _HANDLE_PX)


class DropFrame(QWidget):
    """Lies over the canvas while something is dragged over the window."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = theme().color("accent")
        painter.setPen(QPen(tint, 2))
        tint.setAlphaF(0.10)
        painter.setBrush(tint)
        inset = GRID_PX + 1.0
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), GRID_PX, GRID_PX)


def dropped_paths(mime: QMimeData) -> list[Path]:
    """The local files and folders that were dropped or pasted."""
    encoding = QUrl.ComponentFormattingOption.FullyEncoded
    return [local_path(url.toString(encoding)) for url in mime.urls() if url.isLocalFile()]

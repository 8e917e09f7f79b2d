"""Parts of forms: inputs that leave the wheel to it, its column, the order of Tab, buttons pressed once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.widgets.theme import GRID_PX

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

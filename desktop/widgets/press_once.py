"""A double click on a button is one press: the second must not press the button that took its place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QPushButton, QWidget


def press_once(window: QWidget) -> None:
    """Make the buttons in `window` ignore the second press of a double click."""
    clicks = _DoubleClickFilter(window)
    for button in window.findChildren(QPushButton):
        button.installEventFilter(clicks)


class _DoubleClickFilter(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return event.type() == QEvent.Type.MouseButtonDblClick

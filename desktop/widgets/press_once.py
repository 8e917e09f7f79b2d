"""A double click on a button is one press: its second half must not press what has come into the button's place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QPushButton, QWidget


def press_once(window: QWidget) -> None:
    """Let no button in `window` hear the second half of a double click, whichever button the first half pressed."""
    clicks = _DoubleClickFilter(window)
    for button in window.findChildren(QPushButton):
        button.installEventFilter(clicks)


class _DoubleClickFilter(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return event.type() == QEvent.Type.MouseButtonDblClick

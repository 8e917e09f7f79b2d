"""A combo box, and inputs that leave the wheel to the form around them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QComboBox, QWidget


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

    def showPopup(self) -> None:  # noqa: N802 - Qt's
        super().showPopup()
        view, popup = self.view(), self.view().window()
        lacking = view.sizeHintForColumn(0) - view.viewport().width()
        popup.resize(popup.width() + max(0, lacking), popup.height())

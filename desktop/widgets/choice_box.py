"""The box of a choice among several."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from desktop.widgets.wheel import let_wheel_pass


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

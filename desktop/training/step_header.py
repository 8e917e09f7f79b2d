"""Where one is: three words at the top, the present one strong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from desktop.widgets.theme import GRID_PX, sized, theme


class _Step(QToolButton):
    """A word with a line under it where one is."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            painter = QPainter(self)
            painter.fillRect(2, self.height() - 2, self.width() - 4, 2, theme().color("accent"))


class StepHeader(QWidget):
    """The steps in order; those that cannot be gone to yet are off."""

    chosen = Signal(int)

    def __init__(self, steps: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[QToolButton] = []
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(GRID_PX)
        for at, name in enumerate(steps):
            self.buttons.append(self._step(f"{at + 1}  {name}", name, at))
        self.row.addStretch(1)

    def add(self, button: QAbstractButton) -> None:
        """Beside the steps, at the far end."""
        self.row.addWidget(button)

    def show_step(self, step: int) -> None:
        """Mark it; -1 for none."""
        for at, button in enumerate(self.buttons):
            button.setChecked(at == step)
            button.setFont(sized("text", bold=at == step))

    def _step(self, text: str, name: str, at: int) -> QToolButton:
        button = _Step()
        button.setText(text)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setAccessibleName(self.tr("Step {n}: {name}").format(n=at + 1, name=name))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.chosen.emit(at))
        self.row.addWidget(button)
        return button

"""Three steps for who starts Facet the first time, in a line above the photo that can be left at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.app.actions import Actions
from desktop.widgets.dialogs import push_button
from desktop.widgets.theme import GRID_PX, theme, toned


class FirstSteps(QFrame):
    """Shows one step at a time: a photo, its answer, and what can be done with many faces."""

    sample_asked = Signal()

    def __init__(self, commands: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = 0
        """1 to 3; 0 while it is not shown."""
        self.title = toned(QLabel(), size="heading")
        self.text = toned(QLabel(), tone="muted")
        self.text.setWordWrap(True)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.sample = push_button(self.tr("Try the sample picture"), self.sample_asked)
        self.next = push_button(self.tr("Next"), lambda: self._show(3))
        self.leave = push_button(self.tr("Skip"), self._end)
        self._of_step: dict[int, Sequence[QPushButton]] = {
            1: (self._button(commands.open_photos), self.sample),
            2: (self.next,),
            3: (self._button(commands.show_faces), self._button(commands.train)),
        }
        for action in (commands.show_faces, commands.train):
            action.triggered.connect(self._on_reached)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID_PX, GRID_PX, 2 * GRID_PX, GRID_PX)
        row.setSpacing(GRID_PX)
        row.addLayout(words, 1)
        for buttons in self._of_step.values():
            for button in buttons:
                row.addWidget(button)
        row.addWidget(self.leave)
        self.setAutoFillBackground(True)
        self._tint()
        theme().changed.connect(self._tint)
        self.hide()

    def begin(self, *, answered: bool) -> None:
        """Show the first step, or the second where a photo is answered already."""
        self._show(2 if answered else 1)

    def follow(self) -> None:
        """A photo has been answered."""
        if self.step == 1:
            self._show(2)

    def _show(self, step: int) -> None:
        self.step = step
        title, text = {
            1: (
                self.tr("First, a photo"),
                self.tr("Open one, drag it onto the window, or try the sample picture. It stays on this computer."),
            ),
            2: (
                self.tr("Read the answer"),
                self.tr(
                    "Beside each face stands what the model perceives, and how sure it is. A dashed box marks an "
                    "uncertain answer; below stand the reasons, and how often such answers are wrong."
                ),
            ),
            3: (
                self.tr("Look at many faces, or train"),
                self.tr(
                    "Open a folder and see all its faces in a grid, filtered and sorted; or train a model of your own "
                    "and audit for whom it errs."
                ),
            ),
        }[step]
        self.title.setText(self.tr("{n} of 3. {title}").format(n=step, title=title))
        self.text.setText(text)
        for at, buttons in self._of_step.items():
            for button in buttons:
                button.setVisible(at == step)
        self.leave.setText(self.tr("Done") if step == 3 else self.tr("Skip"))
        self.setAccessibleName(f"{self.title.text()}. {self.text.text()}")
        self.show()

    def _on_reached(self) -> None:
        """What the last step points to was opened."""
        if self.step == 3:
            self._end()

    def _end(self) -> None:
        self.step = 0
        self.hide()

    def _button(self, action: QAction) -> QPushButton:
        button = push_button(action.iconText(), action.trigger)
        button.setAccessibleName(action.toolTip())
        button.setEnabled(action.isEnabled())
        action.enabledChanged.connect(button.setEnabled)
        return button

    def _tint(self) -> None:
        palette = self.palette()
        palette.setColor(self.backgroundRole(), theme().color("selection"))
        self.setPalette(palette)

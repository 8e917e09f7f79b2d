"""A button in the status bar for work running in the background."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QToolButton, QWidget


class Watched(Protocol):
    """Work that tells of itself."""

    changed: SignalInstance
    moved: SignalInstance

    @property
    def running(self) -> bool:
        """Whether it is not done yet."""


class StatusButton(QToolButton):
    """A button that opens the window of the work; subclasses give its text."""

    def __init__(self, work: Watched, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._looked_at = True
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        work.changed.connect(self.refresh)
        work.moved.connect(self.refresh)

    def look(self) -> None:
        """Its window was opened: the result was seen there."""
        self._looked_at = True
        self.refresh()

    def refresh(self) -> None:
        """Say how far it is."""
        if self._work.running:
            self._looked_at = False
        text = self._text()
        if self.text() != text:
            self.setText(text)
            self.setAccessibleName(text)
        self.setVisible(bool(text))

    def _text(self) -> str:
        raise NotImplementedError

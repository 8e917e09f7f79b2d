"""A label of one line that is cut with an ellipsis where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from desktop.wording import wrapped


class ElidedLabel(QLabel):
    """`text()` and the tooltip keep the whole text.

    Args:
        text: What it says.
        short: What it shows where `text` has no room.
        more: Further lines of the tooltip.
    """

    def __init__(self, text: str = "", *, short: str = "", more: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._short = short
        self.setToolTip(wrapped(f"{text}\n{more}".strip()))

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's
        super().setText(text)
        self.setToolTip(wrapped(text))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        width = self.contentsRect().width()
        fits = self.fontMetrics().horizontalAdvance(self.text()) <= width
        text = self.text() if fits or not self._short else self._short
        text = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            self.palette(),
            self.isEnabled(),
            text,
            self.foregroundRole(),
        )

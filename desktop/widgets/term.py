"""Labels cut where there is no room, glossary words in the window, and the popover that explains one."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from core.glossary import TERMS
from desktop.app.translation import core_text
from desktop.widgets.theme import GRID_PX, toned
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


_WIDTH_PX: Final = 44 * GRID_PX


class Popover(QFrame):
    """A small window with a word and what it means; a click elsewhere or a key closes it."""

    def __init__(self, title: str, text: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("popover")
        self.setAccessibleName(f"{title}. {text}")
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID_PX, GRID_PX, 2 * GRID_PX, GRID_PX)
        column.setSpacing(GRID_PX // 2)
        self.text = toned(QLabel(text))
        for label in (toned(QLabel(title), size="heading"), self.text):
            label.setWordWrap(True)
            column.addWidget(label)
        self.setFixedWidth(_WIDTH_PX)

    def show_below(self, widget: QWidget) -> None:
        """Show it below `widget`, or above where the screen ends."""
        self.setFixedHeight(self.heightForWidth(_WIDTH_PX))
        free = widget.screen().availableGeometry()
        at = widget.mapToGlobal(QPoint(0, widget.height() + GRID_PX // 2))
        if at.y() + self.height() > free.bottom():
            at.setY(widget.mapToGlobal(QPoint(0, 0)).y() - GRID_PX // 2 - self.height())
        at.setX(max(free.left(), min(at.x(), free.right() - self.width())))
        self.move(at)
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.close()
        else:
            super().keyPressEvent(event)


class TermButton(QToolButton):
    """A word with a dotted line under it, or a question mark beside one; pressed, it says what the word means."""

    def __init__(self, term: str, *, mark: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark: Final = mark
        self.setObjectName("mark" if mark else "term")
        self.setCursor(Qt.CursorShape.WhatsThisCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._on_clicked)
        self.show_term(term)

    def show_term(self, term: str) -> None:
        """Explain the word with this key in `core.glossary`."""
        self._title, text = (core_text("glossary", part) for part in TERMS[term])
        self._text = text
        self.setText("?" if self._mark else self._title)
        self.setAccessibleName(self.tr("What “{term}” means").format(term=self._title))
        self.setAccessibleDescription(text)
        self.setToolTip(wrapped(f"{self._title}: {text}" if self._mark else text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _on_clicked(self) -> None:
        Popover(self._title, self._text, self).show_below(self)


class TermLine(QWidget):
    """The words of the glossary that the figures or texts beside it use."""

    def __init__(self, *terms: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID_PX)
        row.addWidget(toned(ElidedLabel(self.tr("What these words mean:")), size="small", tone="muted"))
        self.buttons = [TermButton(term) for term in terms]
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)

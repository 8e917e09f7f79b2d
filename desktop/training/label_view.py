"""One face after another, large, with a question about its label: answered by a key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.app.translation import texts
from desktop.widgets.dialogs import push_button
from desktop.widgets.theme import GRID_PX, theme, toned
from desktop.wording import label_name, number, percent, wrapped

if TYPE_CHECKING:
    from core.schema import Attribute

Action = Literal["keep", "relabel", "cannot_tell", "leave_out"]
Why = Literal["contradiction", "disagreement", "chosen", "unlabelled"]

_COPY_PX: Final = 9 * GRID_PX
_MOST_COPIES: Final = 4
_MOST_KEYS: Final = 9
_SIDE_PX: Final = 46 * GRID_PX


KEYS: Final = (
    ("K", texts.mark("Keep the label")),
    ("1|2|3", texts.mark("Give the label with this number, up to 9")),
    ("C|?", texts.mark("Cannot tell")),
    ("X", texts.mark("Leave the face out")),
    ("Left|Up", texts.mark("The previous face")),
    ("Right|Down", texts.mark("The next face")),
    ("Ctrl+Z", texts.mark("Undo the last decision")),
)
"""For the sheet of shortcuts."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about one face."""

    row: int
    name: str
    attribute: Attribute
    label: str = ""
    """Empty if it has none."""
    suggested: str = ""
    certainty: float | None = None
    """Probability of the suggested label; None where nothing could judge it."""
    why: Why = "chosen"


@dataclass(frozen=True, slots=True)
class Shown:
    """A face and its copies, ready to be shown."""

    image: QImage
    """Null if the picture cannot be read."""
    copies: Sequence[tuple[QImage, str, bool]] = field(default=())
    """Picture, label, and whether it is an exact copy."""


class PictureBox(QWidget):
    """A picture as large as there is room for, never cut off; small ones grow, so that faces are easy to see."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._note = ""
        self.setMinimumSize(24 * GRID_PX, 24 * GRID_PX)

    def show_image(self, image: QImage, note: str = "") -> None:
        """Show a picture, or `note` in its place."""
        self._image, self._note = image, note
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(50 * GRID_PX, 50 * GRID_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), theme().color("canvas"))
        if self._image.isNull():
            painter.setPen(theme().color("muted"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(GRID_PX, GRID_PX, -GRID_PX, -GRID_PX), flags, self._note)
            return
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        at = QRect(
            (self.width() - size.width()) // 2, (self.height() - size.height()) // 2, size.width(), size.height()
        )
        painter.drawImage(at, self._image)


class LabelView(QWidget):
    """Shows a question and its face; says which answer was given. It keeps no list and saves nothing."""

    answered = Signal(str, str)
    """An `Action`, and the label of a relabelling."""
    moved = Signal(int)
    """-1 or 1: the previous or the next face."""
    undo_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question: Question | None = None
        self.title = toned(QLabel(), size="title")
        self.filters = QHBoxLayout()
        """For what chooses among the faces."""
        self.words = QHBoxLayout()
        """For the words that the questions use."""
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(GRID_PX // 2)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.picture = PictureBox()
        self.position = toned(QLabel(), size="small", tone="muted")
        self.file = toned(QLabel(), size="small", tone="muted")
        self.label = toned(QLabel(), size="heading")
        self.suggestion = QLabel()
        self.reason = toned(QLabel(), size="small", tone="muted")
        self.decision = toned(QLabel(), tone="warning")
        self.keep = push_button("", lambda: self.answered.emit("keep", ""))
        self.labels: list[QPushButton] = []
        self.cannot_tell = push_button(self.tr("Cannot tell (C)"), lambda: self.answered.emit("cannot_tell", ""))
        self.leave_out = push_button(self.tr("Leave the face out (X)"), lambda: self.answered.emit("leave_out", ""))
        self.previous = push_button(self.tr("Previous (←)"), lambda: self.moved.emit(-1))
        self.next = push_button(self.tr("Next (→)"), lambda: self.moved.emit(1))
        self.undo = push_button(self.tr("Undo (Ctrl+Z)"), self.undo_asked)
        self.done = push_button(self.tr("Done"), self.left)
        self.more = QHBoxLayout()
        """For further buttons before Done."""
        self.copies_title = toned(QLabel(), size="small", tone="muted")
        self._copies = QHBoxLayout()
        self._buttons = QGridLayout()
        self._set_up()
        self._lay_out()

    def show_question(self, question: Question, *, at: int, total: int, decision: str = "") -> None:
        """Show what is asked, the question `at` of `total`; `decision` is what was decided before, in words."""
        before, self._question = self._question, question
        attribute = question.attribute
        self.position.setText(self.tr("{at} of {total}").format(at=number(at + 1), total=number(total)))
        self.file.setText(question.name)
        self.file.setToolTip(wrapped(question.name))
        named = label_name(question.label) if question.label else self.tr("none")
        self.label.setText(self.tr("Label: {label}").format(label=named))
        self.label.setVisible(question.why != "unlabelled")
        self.suggestion.setText(self._suggestion_of(question))
        self.suggestion.setVisible(bool(self.suggestion.text()))
        self.reason.setText(self._reason_of(question))
        self.decision.setText(decision)
        self.keep.setText(self.tr("Keep “{label}” (K)").format(label=named))
        self.keep.setVisible(bool(question.label))
        if before is None or before.attribute != attribute or before.suggested != question.suggested:
            self._make_labels(question)
        self.setAccessibleDescription(" ".join((self.label.text(), self.suggestion.text(), self.reason.text())))

    def show_face(self, shown: Shown | None) -> None:
        """Show the face and its copies; None while they are being loaded."""
        note = self.tr("This picture cannot be read.") if shown else ""
        self.picture.show_image(shown.image if shown else QImage(), note)
        while item := self._copies.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        copies = shown.copies[:_MOST_COPIES] if shown else ()
        for image, label, exact in copies:
            self._copies.addWidget(self._copy(image, label, exact=exact))
        self._copies.addStretch(1)
        self.copies_title.setText(texts.tr("%n copy(ies) of this picture", "", len(shown.copies)) if shown else "")
        self.copies_title.setVisible(bool(copies))

    def show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)

    def set_enabled(self, *, previous: bool, following: bool, undo: bool) -> None:
        self.previous.setEnabled(previous)
        self.next.setEnabled(following)
        self.undo.setEnabled(undo)

    def _suggestion_of(self, question: Question) -> str:
        if not question.suggested:
            return ""
        text = self.tr("Suggested: {label}").format(label=label_name(question.suggested))
        return text if question.certainty is None else f"{text}, {percent(question.certainty)}"

    def _reason_of(self, question: Question) -> str:
        return {
            "contradiction": self.tr("An exact copy of this picture has another label."),
            "disagreement": self.tr("A model that has not seen this label disagrees with it."),
            "chosen": "",
            "unlabelled": self.tr("Which label do you perceive?"),
        }[question.why]

    def _make_labels(self, question: Question) -> None:
        for button in self.labels:
            button.deleteLater()
        self.labels = []
        for at, label in enumerate(question.attribute.labels):
            # Keys are the digits 1 to 9; further labels have buttons only.
            key = f" ({at + 1})" if at < _MOST_KEYS else ""
            button = push_button(f"{label_name(label)}{key}".replace("&", "&&"))
            button.clicked.connect(lambda _=False, label=label: self.answered.emit("relabel", label))
            suggested = label == question.suggested
            font = button.font()
            font.setBold(suggested)
            button.setFont(font)
            button.setAccessibleName(
                self.tr("{label}, suggested").format(label=label_name(label)) if suggested else label_name(label)
            )
            self.labels.append(button)
            self._buttons.addWidget(button, at // 2, at % 2)
        for before, after in pairwise([self.keep, *self.labels]):  # new buttons are last in the tab order
            QWidget.setTabOrder(before, after)

    def _press_label(self, at: int) -> None:
        if at < len(self.labels) and self.labels[at].isEnabled():
            self.labels[at].click()

    def _copy(self, image: QImage, label: str, *, exact: bool) -> QWidget:
        whole = QWidget()
        box = PictureBox()
        box.setMinimumSize(_COPY_PX, _COPY_PX)
        box.setMaximumSize(_COPY_PX, _COPY_PX)
        box.show_image(image, self.tr("cannot be read"))
        named = label_name(label) if label else self.tr("no label")
        line = toned(QLabel(named, alignment=Qt.AlignmentFlag.AlignCenter), size="small")
        line.setTextFormat(Qt.TextFormat.PlainText)
        whole.setToolTip(wrapped(self.tr("Exact copy") if exact else self.tr("Near copy")))
        whole.setAccessibleName(f"{whole.toolTip()}: {named}")
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(box)
        column.addWidget(line)
        return whole

    def _set_up(self) -> None:
        for line in (self.file, self.label, self.suggestion, self.reason, self.decision):
            line.setTextFormat(Qt.TextFormat.PlainText)
            line.setWordWrap(True)
        self.picture.setAccessibleName(self.tr("The face"))
        self.keep.hide()  # it has its text from the first question with a label
        keys = [("K", self.keep), ("X", self.leave_out), ("C", self.cannot_tell), ("?", self.cannot_tell)]
        keys += [("Left", self.previous), ("Up", self.previous), ("Right", self.next), ("Down", self.next)]
        for key, button in (*keys, ("Ctrl+Z", self.undo)):
            self._shortcut(key, lambda button=button: button.isVisible() and button.click())
        for at in range(_MOST_KEYS):
            self._shortcut(str(at + 1), lambda at=at: self._press_label(at))

    def _shortcut(self, key: str, slot: object) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and self.isEnabled():
            self.setFocus()

    def _lay_out(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # not a stop of Tab: its keys hold in all parts of it
        top = QHBoxLayout()
        top.setSpacing(GRID_PX)
        top.addWidget(self.title, 1)
        top.addLayout(self.filters)
        side = QWidget()
        side.setFixedWidth(_SIDE_PX)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        for widget in (self.position, self.label, self.suggestion, self.reason, self.keep):
            column.addWidget(widget)
        self._buttons.setSpacing(GRID_PX)
        column.addLayout(self._buttons)
        others = QHBoxLayout()
        others.setSpacing(GRID_PX)
        others.addWidget(self.cannot_tell)
        others.addWidget(self.leave_out)
        column.addLayout(others)
        column.addWidget(self.decision)
        column.addWidget(self.copies_title)
        column.addLayout(self._copies)
        column.addStretch(1)
        column.addWidget(self.file)
        middle = QHBoxLayout()
        middle.setSpacing(3 * GRID_PX)
        middle.addWidget(self.picture, 1)
        middle.addWidget(side)
        bottom = QHBoxLayout()
        bottom.setSpacing(GRID_PX)
        for widget in (self.previous, self.next, self.undo):
            bottom.addWidget(widget)
        bottom.addStretch(1)
        bottom.addLayout(self.more)
        bottom.addWidget(self.done)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GRID_PX)
        page.addLayout(top)
        page.addWidget(self.bar)
        page.addLayout(self.words)
        page.addLayout(middle, 1)
        page.addLayout(bottom)

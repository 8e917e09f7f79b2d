"""The problems found in a data set, and which of them the training leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.training.session import USUAL
from desktop.widgets.dialogs import push_button
from desktop.widgets.inputs import place_in_tab_order
from desktop.widgets.term import TermLine
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import wrapped

if TYPE_CHECKING:
    from core.datasets.audit import Audit, Reason

_KINDS: Final[tuple[Reason, ...]] = ("unreadable", "blank", "contradicting", "exact_copy", "near_copy")


class Findings(QWidget):
    """The problems found in the data. A checked kind is left out of the training."""

    changed = Signal()
    opened = Signal(str, str)
    """A kind of problem whose faces are asked for, and its text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[Reason, QCheckBox] = {}
        self.links: dict[Reason, QPushButton] = {}
        """What shows the faces of each kind."""
        self.title = toned(QLabel(self.tr("Found in the data")), size="heading")
        self.advice = toned(QLabel(), size="small", tone="muted")
        self.advice.setWordWrap(True)
        self.all = push_button(self.tr("Select all"), self._on_all)
        self.all.setToolTip(wrapped(self.tr("Leave out everything found here")))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID_PX)
        self._column.addWidget(self.title)
        self._column.addWidget(self.advice)
        self._column.addWidget(TermLine("exact_copy", "near_copy", "contradiction"))
        self._column.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def leave_out(self) -> tuple[Reason, ...]:
        """The kinds to leave out, in the order of the audit, with the default ones of which nothing was found."""
        found = {reason for reason, box in self.boxes.items() if box.isChecked()}
        absent = {reason for reason in USUAL if reason not in self.boxes}
        return tuple(reason for reason in _KINDS if reason in found | absent)

    def show_audit(self, audit: Audit) -> None:
        for widget in (*self.boxes.values(), *self.links.values()):
            widget.deleteLater()
        self.boxes, self.links = {}, {}
        for reason in _KINDS:
            n = len(audit.leave_out[reason])
            if n:
                text = self._text(reason, n)
                box = QCheckBox(text)
                box.setChecked(reason in USUAL)
                box.toggled.connect(self._on_toggled)
                self.boxes[reason] = box
                link = self.links[reason] = push_button(self.tr("Show"))
                link.setObjectName("link")
                link.setAccessibleName(self.tr("Show: {text}").format(text=text))
                link.clicked.connect(lambda _=False, reason=reason, text=text: self.opened.emit(reason, text))
                line = QHBoxLayout()
                line.addWidget(box, 1)
                line.addWidget(link)
                self._column.insertLayout(self._column.indexOf(self.advice), line)
        place_in_tab_order(self, [part for reason in self.boxes for part in (self.boxes[reason], self.links[reason])])
        self.advice.setText(
            self.tr("What is checked is left out. Copies that stay lie on one side of the split.")
            if self.boxes
            else self.tr("No copies, no contradictions, nothing unreadable.")
        )
        self.all.setVisible(bool(self.boxes))
        self._on_toggled()

    def _on_toggled(self) -> None:
        self.all.setEnabled(not all(box.isChecked() for box in self.boxes.values()))
        self.changed.emit()

    def _on_all(self) -> None:
        for box in self.boxes.values():
            was = box.blockSignals(True)
            box.setChecked(True)
            box.blockSignals(was)
        self._on_toggled()

    def _text(self, reason: Reason, n: int) -> str:
        return {
            "unreadable": self.tr("%n picture(s) that cannot be read", "", n),
            "blank": self.tr("%n picture(s) that show nothing", "", n),
            "contradicting": self.tr("%n picture(s) whose copies are labelled otherwise", "", n),
            "exact_copy": self.tr("%n picture(s) copied exactly from others", "", n),
            "near_copy": self.tr("%n picture(s) copied nearly from others", "", n),
        }[reason]

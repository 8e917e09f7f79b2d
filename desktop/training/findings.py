"""What the audit found, a line a kind, each with the offer to leave it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.training.order import USUAL
from desktop.widgets.theme import GRID_PX, toned

if TYPE_CHECKING:
    from core.datasets.audit import Audit, Reason

_KINDS: Final[tuple[Reason, ...]] = ("unreadable", "blank", "contradicting", "exact_copy", "near_copy")


class Findings(QWidget):
    """Checked is left out."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[Reason, QCheckBox] = {}
        self.title = toned(QLabel(self.tr("Found in the data")), size="heading")
        self.advice = toned(QLabel(), size="small", tone="muted")
        self.advice.setWordWrap(True)
        self.all = QPushButton(self.tr("Leave these out"))
        self.all.setToolTip(self.tr("Leave out everything found here"))
        self.all.setAutoDefault(False)
        self.all.clicked.connect(self._on_all)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID_PX)
        self._column.addWidget(self.title)
        self._column.addWidget(self.advice)
        self._column.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def leave_out(self) -> tuple[Reason, ...]:
        """The kinds to leave out, in the order of the audit; the usual ones of which nothing was found among them."""
        found = {reason for reason, box in self.boxes.items() if box.isChecked()}
        absent = {reason for reason in USUAL if reason not in self.boxes}
        return tuple(reason for reason in _KINDS if reason in found | absent)

    def show_audit(self, audit: Audit) -> None:
        for box in self.boxes.values():
            box.deleteLater()
        self.boxes = {}
        for reason in _KINDS:
            n = len(audit.leave_out[reason])
            if n:
                box = QCheckBox(self._text(reason, n))
                box.setChecked(reason in USUAL)
                box.toggled.connect(self._on_toggled)
                self.boxes[reason] = box
                self._column.insertWidget(self._column.indexOf(self.advice), box)
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

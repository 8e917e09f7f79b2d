"""While data are read and looked over."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.theme import GRID_PX, toned
from desktop.training.data_look import Step
from desktop.training.words import count


class ReadingPage(QWidget):
    """What is done, how far it has come, and a way to stop it."""

    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = toned(QLabel(alignment=Qt.AlignmentFlag.AlignCenter), size="title")
        self.text = toned(QLabel(alignment=Qt.AlignmentFlag.AlignCenter), tone="muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(48 * GRID_PX, GRID_PX)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.cancel_asked)
        column = QVBoxLayout(self)
        column.setSpacing(2 * GRID_PX)
        column.addStretch(5)
        column.addWidget(self.title)
        column.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.text)
        column.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(6)

    def begin(self, path: Path) -> None:
        self.title.setText(self.tr("Reading {name}").format(name=path.name))
        self.bar.setRange(0, 0)
        self.text.setText("")
        self.cancel.setFocus()

    def show_step(self, step: Step) -> None:
        self.bar.setRange(0, 1000)
        self.bar.setValue(1000 * step.done // max(1, step.total))
        if step.what == "read":
            said = self.tr("{done} of {total} MB read").format(
                done=count(step.done // 1_000_000), total=count(step.total // 1_000_000)
            )
            self.text.setText(said if step.total >= 1_000_000 else "")
        else:
            self.text.setText(
                self.tr("{done} of {total} pictures looked over").format(done=count(step.done), total=count(step.total))
            )

"""While data are read and looked over."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.training.data_look import Step
from desktop.widgets.theme import GRID_PX, show_busy, toned
from desktop.wording import number


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
        self.cancel = QPushButton()
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self._on_cancel)
        column = QVBoxLayout(self)
        column.setSpacing(2 * GRID_PX)
        column.addStretch(5)
        column.addWidget(self.title)
        column.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.text)
        column.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(6)

    def begin(self, path: Path) -> None:
        """Data are going to be read."""
        self.begin_work(self.tr("Reading {name}").format(name=path.name))

    def begin_getting(self, source: str) -> None:
        """Data are going to come from the web."""
        self.begin_work(self.tr("Getting data from {place}").format(place=source))

    def begin_work(self, title: str) -> None:
        """Something else is going to be done."""
        self.title.setText(title)
        self.bar.setAccessibleName(title)
        show_busy(self.bar)
        self.text.setText("")
        self.cancel.setText(self.tr("Cancel"))
        self.cancel.setEnabled(True)
        self.cancel.setFocus()

    def tell(self, text: str, done: int, total: int) -> None:
        """Say how far it has come."""
        self.bar.setRange(0, 1000)
        self.bar.setValue(1000 * done // max(1, total))
        self.text.setText(text)

    def show_step(self, step: Step) -> None:
        if step.what == "get":
            done = number(step.done // 1_000_000)
            if step.total:
                total = number(step.total // 1_000_000)
                self.tell(
                    self.tr("{done} of {total} MB are there").format(done=done, total=total), step.done, step.total
                )
            else:
                self.text.setText(self.tr("{done} MB are there").format(done=done))
        elif step.what == "read":
            said = self.tr("{done} of {total} MB read").format(
                done=number(step.done // 1_000_000), total=number(step.total // 1_000_000)
            )
            self.tell(said if step.total >= 1_000_000 else "", step.done, step.total)
        else:
            said = self.tr("{done} of %n picture(s) looked over", "", step.total)
            self.tell(said.format(done=number(step.done)), step.done, step.total)

    def _on_cancel(self) -> None:
        self.cancel.setText(self.tr("Cancelling…"))
        self.cancel.setEnabled(False)
        self.cancel_asked.emit()

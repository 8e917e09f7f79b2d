"""The progress of a long task: its title, a remark, a bar, how far it is and how long it will take, and its buttons."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.widgets.inputs import form_column
from desktop.widgets.theme import GRID_PX, show_busy, toned
from desktop.wording import duration, number
from desktop.worker import Step

_WIDTH_PX: Final = 80 * GRID_PX
_STEPS: Final = 1000
_MIN_S: Final = 3.0
"""A task must have run for this long before the time left is estimated."""


class RunLine(QWidget):
    """Shows one task at a time; `buttons` stand before Pause and Cancel."""

    pause_asked = Signal()
    resume_asked = Signal()
    cancel_asked = Signal()

    def __init__(self, *buttons: QPushButton, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = toned(QLabel(), size="title")
        self.title.setWordWrap(True)
        self.remark = toned(QLabel(), tone="muted")
        self.remark.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(GRID_PX // 2)
        self.bar.setAccessibleName(name)
        self.where = QLabel()
        self.aside = toned(QLabel(), tone="muted")
        self.pause, self.cancel = QPushButton(self.tr("Pause")), QPushButton(self.tr("Cancel"))
        self.pause.clicked.connect(self._on_pause)
        self.cancel.clicked.connect(self._on_cancel)
        self.pause.hide()
        self._paused = False
        self._began = ("", 0.0, 0)
        words = QVBoxLayout()
        words.setSpacing(GRID_PX // 2)
        words.addWidget(self.title)
        words.addWidget(self.remark)
        top = QHBoxLayout()
        top.setSpacing(GRID_PX)
        top.addLayout(words, 1)
        for button in (*buttons, self.pause, self.cancel):
            button.setAutoDefault(False)
            top.addWidget(button)
        below = QHBoxLayout()
        below.addWidget(self.where, 1)
        below.addWidget(self.aside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addLayout(top)
        column.addWidget(self.bar)
        column.addLayout(below)

    def begin(self, title: str) -> None:
        """Show a task that has just begun."""
        self.title.setText(title)
        self.bar.setAccessibleName(title)
        self.where.clear()
        self._began = ("", 0.0, 0)
        show_busy(self.bar)
        self.show_cancelling(False)

    def show_progress(
        self, text: str, done: float, total: float, *, stage: str = "", seconds_left: float | None = None
    ) -> None:
        """Say how far the task is.

        Args:
            text: How far, in words.
            done: How much is done.
            total: Of how much; 0 where that is unknown.
            stage: What is being done. The time left is estimated for each stage by itself.
            seconds_left: The time left, where the task knows better than an estimate from `done`.
        """
        if total:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(round(_STEPS * done / total))
        else:
            show_busy(self.bar)
        if seconds_left is None:
            seconds_left = self._seconds_left(stage, done, total)
        left = "" if seconds_left is None else self.tr("about {time} left").format(time=duration(seconds_left))
        self.where.setText(" · ".join(filter(None, (text, left))))

    def show_state(self, state: str, *, running: bool) -> None:
        """Show the buttons and the bar of a task that can be paused.

        Args:
            state: "pausing", "paused" and "cancelling" have names of their own; only a task that is "working",
                "training" or paused can be paused or resumed.
            running: Whether it has not ended.
        """
        self._paused = state == "paused"
        for widget in (self.pause, self.cancel, self.bar, self.where, self.aside):
            widget.setVisible(running)
        self.pause.setEnabled(state in ("working", "training", "paused"))
        words = {"paused": self.tr("Resume"), "pausing": self.tr("Pausing…")}
        self.pause.setText(words.get(state, self.tr("Pause")))
        self.show_cancelling(state == "cancelling")

    def show_cancelling(self, cancelling: bool) -> None:
        self.cancel.setEnabled(not cancelling)
        self.cancel.setText(self.tr("Cancelling…") if cancelling else self.tr("Cancel"))

    def say(self, text: str, *, warning: bool = False) -> None:
        """Set the remark."""
        self.remark.setText(text)
        tone = "warning" if warning else "muted"
        if self.remark.property("tone") != tone:
            self.remark.setProperty("tone", tone)
            self.remark.style().polish(self.remark)

    def _seconds_left(self, stage: str, done: float, total: float) -> float | None:
        now = time.monotonic()
        if stage != self._began[0] or not self._began[1]:
            self._began = (stage, now, round(done))
        _, began, before = self._began
        if not total or now - began < _MIN_S or done <= before:
            return None
        return (now - began) * (total - done) / (done - before)

    def _on_pause(self) -> None:
        (self.resume_asked if self._paused else self.pause_asked).emit()

    def _on_cancel(self) -> None:
        self.show_cancelling(True)
        self.cancel_asked.emit()


class WaitingPage(QWidget):
    """A page with nothing but the progress of a task that ends by itself."""

    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = RunLine()
        self.line.cancel_asked.connect(self.cancel_asked)
        form_column(self, width_px=_WIDTH_PX).addWidget(self.line)

    def begin(self, title: str) -> None:
        self.line.begin(title)
        self.line.cancel.setFocus()

    def show_step(self, step: Step) -> None:
        self.line.show_progress(self._text(step), step.done, step.total, stage=f"{step.stage} {step.subject}")

    def _text(self, step: Step) -> str:
        unit = 1_000_000 if step.stage in ("download", "read") else 1
        done, total = number(step.done // unit), number(step.total // unit)
        if not step.total:
            return self.tr("{done} MB downloaded").format(done=done) if step.stage == "download" else ""
        text = {
            "download": self.tr("{done} of {total} MB downloaded"),
            "read": self.tr("{done} of {total} MB read"),
            "check": self.tr("Pictures checked: {done} of {total}"),
            "faces": self.tr("Pictures searched for faces: {done} of {total}"),
            "features": self.tr("Faces compared: {done} of {total}"),
            "labels": self.tr("Parts of the labels checked: {done} of {total}"),
            "answer": self.tr("Faces answered by {model}: {done} of {total}"),
        }[step.stage]
        if step.stage == "read" and step.total < unit:
            return ""
        return text.format(done=done, total=total, model=step.subject)

"""Work in progress: a thin animated line, the run line of a long task, and a button in the status bar."""

from __future__ import annotations

import time
from typing import Final, Protocol

from PySide6.QtCore import Property, QEasingCurve, QPropertyAnimation, QRectF, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop.widgets.inputs import form_column
from desktop.widgets.theme import GRID_PX, motion_allowed, show_busy, theme, toned
from desktop.wording import duration, number
from desktop.worker import Step

PATIENCE_MS: Final = 500


class BusyLine(QWidget):
    """Appears only for work that takes longer than `PATIENCE_MS`, so that short work does not flicker."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(3)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self.tr("At work"))
        self._at = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE_MS)
        self._timer.timeout.connect(self._on_patience_ended)
        self._motion = QPropertyAnimation(self, b"at", self)
        self._motion.setDuration(1200)
        self._motion.setStartValue(0.0)
        self._motion.setEndValue(1.0)
        self._motion.setLoopCount(-1)
        self._motion.setEasingCurve(QEasingCurve.Type.InOutSine)
        self.hide()

    def start(self) -> None:
        if not self._timer.isActive() and self.isHidden():
            self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        self._motion.stop()
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = theme().color("accent")
        if not motion_allowed():
            color.setAlphaF(0.6)
            painter.fillRect(self.rect(), color)
            return
        width = self.width() * 0.3
        left = -width + self._at * (self.width() + width)
        painter.fillRect(QRectF(left, 0, width, self.height()), color)

    def _on_patience_ended(self) -> None:
        self.show()
        self.raise_()
        if motion_allowed():
            self._motion.start()

    def _get_at(self) -> float:
        return self._at

    def _set_at(self, at: float) -> None:
        self._at = at
        self.update()

    at = Property(float, _get_at, _set_at)


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
            "write": self.tr("Pictures written: {done} of {total}"),
            "answer": self.tr("Faces answered by {model}: {done} of {total}"),
        }[step.stage]
        if step.stage == "read" and step.total < unit:
            return ""
        return text.format(done=done, total=total, model=step.subject)


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

"""The progress of a batch, and its buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.faces.session import BatchSession
from desktop.widgets.theme import GRID_PX, show_busy, toned
from desktop.wording import duration, error_text, number

if TYPE_CHECKING:
    from core.collection.batch import BatchEnd, BatchProgress


class RunLine(QWidget):
    """A title, a remark, a progress bar and buttons for the session or an earlier table."""

    go_on_asked = Signal()
    again_asked = Signal()
    """The user wants to choose another batch or table."""

    def __init__(self, session: BatchSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.title = toned(QLabel(), size="title")
        self.remark = toned(QLabel(), tone="muted")
        self.remark.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(GRID_PX // 2)
        self.bar.setAccessibleName(self.tr("Progress of the batch"))
        self.pause = self._button(self._on_pause)
        self.cancel = self._button(session.cancel)
        self.go_on = self._button(self.go_on_asked.emit)
        self.go_on.setText(self.tr("Go on"))
        self.go_on.setToolTip(self.tr("Answer what is not answered yet, new photos too"))
        self.again = self._button(self.again_asked.emit)
        self.again.setText(self.tr("Another batch…"))
        self._lay_out()
        session.changed.connect(self.show_session)
        session.moved.connect(self._show_progress)

    def show_session(self) -> None:
        """Show the state of the session."""
        session = self._session
        state = session.state
        if session.order is None:
            return
        words = {
            "preparing": self.tr("{table}: preparing"),
            "working": self.tr("{table}: answering"),
            "paused": self.tr("{table}: paused"),
            "cancelling": self.tr("{table}: cancelling"),
            "ended": self.tr("{table}: done"),
            "failed": self.tr("{table}: stopped by an error"),
        }
        if session.end is not None and session.end.reason == "stopped":
            words["ended"] = self.tr("{table}: cancelled")
        self.title.setText(words.get(state, "{table}").format(table=session.order.out.name))
        self.title.setToolTip(str(session.order.out))
        self.pause.setEnabled(state in ("working", "paused"))
        self.pause.setText(self.tr("Resume") if state == "paused" else self.tr("Pause"))
        self.cancel.setEnabled(state != "cancelling")
        self.cancel.setText(self.tr("Cancelling…") if state == "cancelling" else self.tr("Cancel"))
        unfinished = state == "failed" or (session.end is not None and session.end.reason == "stopped")
        self._show_buttons(running=session.running, may_go_on=unfinished)
        self._show_progress()

    def show_earlier(self, name: str, remark: str, *, may_go_on: bool) -> None:
        """Show an earlier table."""
        self.title.setText(name)
        self.title.setToolTip("")
        self._say(remark)
        self._show_buttons(running=False, may_go_on=may_go_on)

    def _show_buttons(self, *, running: bool, may_go_on: bool) -> None:
        for widget in (self.bar, self.pause, self.cancel):
            widget.setVisible(running)
        self.go_on.setVisible(may_go_on and not running)
        self.again.setVisible(not running)

    def _show_progress(self) -> None:
        session = self._session
        now, end = session.progress, session.end
        if session.failure is not None:
            self._say(error_text(session.failure), warning=True)
        elif end is not None:
            self._say(self._ending(end))
        elif now is None:
            show_busy(self.bar)  # the number of photos is not known yet
            self._say(self.tr("Looking for photos and reading the model…"))
        else:
            self.bar.setRange(0, max(1, now.total))
            self.bar.setValue(now.done)
            parts = self._figures(now)
            if now.left_s is not None and session.state == "working":
                parts.append(self.tr("about {time} left").format(time=duration(now.left_s)))
            self._say(" · ".join(parts))

    def _figures(self, now: BatchProgress | BatchEnd) -> list[str]:
        parts = [
            self.tr("{done} of %n photo(s)", "", now.total).format(done=number(now.done)),
            self.tr("%n face(s)", "", now.faces),
        ]
        if now.failed:
            parts.append(self.tr("%n photo(s) could not be read", "", now.failed))
        return parts

    def _ending(self, end: BatchEnd) -> str:
        sentences = [" · ".join(self._figures(end))]
        if end.reason == "stopped":
            sentences.append(self.tr("All of it is kept, and it can go on from there."))
        if end.vanished:
            sentences.append(self.tr("No longer there: %n photo(s) of before; the rows were kept.", "", end.vanished))
        return "\n".join(sentences)

    def _say(self, text: str, *, warning: bool = False) -> None:
        tone = "warning" if warning else "muted"
        if self.remark.property("tone") != tone:
            self.remark.setProperty("tone", tone)
            self.remark.style().polish(self.remark)
        self.remark.setText(text)

    def _on_pause(self) -> None:
        if self._session.state == "paused":
            self._session.resume()
        else:
            self._session.pause()

    def _button(self, slot: object) -> QPushButton:
        button = QPushButton()
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(GRID_PX // 2)
        words.addWidget(self.title)
        words.addWidget(self.remark)
        top = QHBoxLayout()
        top.setSpacing(GRID_PX)
        top.addLayout(words, 1)
        for button in (self.pause, self.cancel, self.again, self.go_on):
            top.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addLayout(top)
        column.addWidget(self.bar)

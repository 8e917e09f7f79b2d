"""The progress of a batch in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.faces.session import BatchSession
from desktop.widgets.run_line import RunLine
from desktop.widgets.task_dialog import push_button
from desktop.wording import error_text, number

if TYPE_CHECKING:
    from core.collection.batch import BatchEnd, BatchProgress


class BatchLine(RunLine):
    """Shows the session, or an earlier table."""

    go_on_asked = Signal()
    again_asked = Signal()
    """The user wants to choose another batch or table."""

    def __init__(self, session: BatchSession, parent: QWidget | None = None) -> None:
        self.again, self.go_on = push_button(""), push_button("")
        super().__init__(self.again, self.go_on, parent=parent)
        self._session = session
        self.bar.setAccessibleName(self.tr("Progress of the batch"))
        self.again.setText(self.tr("Another batch…"))
        self.go_on.setText(self.tr("Go on"))
        self.go_on.setToolTip(self.tr("Answer what is not answered yet, new photos too"))
        self.again.clicked.connect(self.again_asked)
        self.go_on.clicked.connect(self.go_on_asked)
        self.pause_asked.connect(session.pause)
        self.resume_asked.connect(session.resume)
        self.cancel_asked.connect(session.cancel)
        session.changed.connect(self.show_session)
        session.moved.connect(self._show_figures)

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
        stopped = session.end is not None and session.end.reason == "stopped"
        if stopped:
            words["ended"] = self.tr("{table}: cancelled")
        self.title.setText(words.get(state, "{table}").format(table=session.order.out.name))
        self.title.setToolTip(str(session.order.out))
        self._show_buttons(state, running=session.running, may_go_on=state == "failed" or stopped)
        self._show_figures()

    def show_earlier(self, name: str, remark: str, *, may_go_on: bool) -> None:
        """Show an earlier table."""
        self.title.setText(name)
        self.title.setToolTip("")
        self.say(remark)
        self._show_buttons("ended", running=False, may_go_on=may_go_on)

    def _show_buttons(self, state: str, *, running: bool, may_go_on: bool) -> None:
        self.show_state(state, running=running)
        self.go_on.setVisible(may_go_on and not running)
        self.again.setVisible(not running)

    def _show_figures(self) -> None:
        session = self._session
        now, end = session.progress, session.end
        if session.failure is not None:
            self.say(error_text(session.failure), warning=True)
        elif end is not None:
            self.say(self._ending(end))
        elif now is None:
            self.show_progress("", 0, 0)  # the number of photos is not known yet
            self.say(self.tr("Looking for photos and reading the model…"))
        else:
            self.say(" · ".join(self._figures(now)))
            left = now.left_s if session.state == "working" else None
            self.show_progress("", now.done, max(1, now.total), seconds_left=left)

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

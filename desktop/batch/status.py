"""The batch in the status bar: how far it is, while one goes on with photos."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.batch.session import BatchSession
from desktop.widgets.status_button import StatusButton
from desktop.wording import duration, number


class BatchStatus(StatusButton):
    """A line that opens the batch's window again when it is clicked."""

    def __init__(self, session: BatchSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setToolTip(self.tr("Show the batch"))
        self._session = session
        self.refresh()

    def _text(self) -> str:
        session, now = self._session, self._session.progress
        match session.state:
            case "idle":
                return ""
            case "ended" | "failed" if self._looked_at:
                return ""
            case "ended":
                stopped = session.end is not None and session.end.reason == "stopped"
                return self.tr("batch: cancelled") if stopped else self.tr("batch: done")
            case "failed":
                return self.tr("batch: failed")
            case "cancelling":
                return self.tr("batch: cancelling…")
        if now is None:
            return self.tr("batch: preparing")
        values = {"done": number(now.done), "total": number(now.total)}
        if session.state == "paused":
            return self.tr("batch: {done}/{total}, paused").format(**values)
        if now.left_s is None:
            return self.tr("batch: {done}/{total}").format(**values)
        return self.tr("batch: {done}/{total} ~{time}").format(**values, time=duration(now.left_s))

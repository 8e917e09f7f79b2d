"""The training in the status bar: how far it is, while one goes on with photos."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.training.session import TrainingSession
from desktop.widgets.status_button import StatusButton
from desktop.wording import duration


class TrainingStatus(StatusButton):
    """A line that opens the training's window again when it is clicked."""

    def __init__(self, session: TrainingSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setToolTip(self.tr("Show the training"))
        self._session = session
        self.refresh()

    def _text(self) -> str:
        session = self._session
        match session.state:
            case "idle":
                return ""
            case "ended" | "failed" if self._looked_at:
                return ""
            case "ended":
                cancelled = session.outcome is not None and session.outcome.reason == "cancelled"
                return self.tr("training: cancelled") if cancelled else self.tr("training: done")
            case "failed":
                return self.tr("training: failed")
            case "cancelling":
                return self.tr("training: cancelling…")
            case "preparing" if not session.batch:
                return self.tr("training: preparing")
        left = session.seconds_left
        text = self.tr("training: epoch {epoch}/{epochs}")
        if session.state == "paused":
            text = self.tr("training: epoch {epoch}/{epochs}, paused")
        elif left is not None:
            text = self.tr("training: epoch {epoch}/{epochs} ~{time}")
        return text.format(epoch=max(1, session.epoch), epochs=session.epochs, time=duration(left or 0))

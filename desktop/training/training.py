"""Training as the main window sees it: the window to open, the line in the status bar, the question before closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.errors import FacetError
from core.places import require_full
from desktop.app.settings import Settings
from desktop.app.translation import texts
from desktop.training.session import Launch, TrainingSession, launch
from desktop.widgets.dialogs import confirmed
from desktop.widgets.progress import StatusButton
from desktop.wording import duration, failure_text, share, wrapped

if TYPE_CHECKING:
    from core.model.bundle import ModelBundle
    from desktop.training.dialog import TrainingDialog


KEYS: Final = (
    ("Alt+1|Alt+2|Alt+3", texts.mark("Data, recipe, run")),
    ("Alt+4", texts.mark("Earlier runs")),
    ("Escape", texts.mark("Leave a subpage, else hide the window")),
)
"""For the sheet of shortcuts."""


class TrainingStatus(StatusButton):
    """The training in the status bar; a click opens its window."""

    def __init__(self, session: TrainingSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setToolTip(wrapped(self.tr("Show the training")))
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
                return self.tr("training: cancelled") if session.cancelled else self.tr("training: done")
            case "failed":
                return self.tr("training: failed")
            case "cancelling":
                return self.tr("training: cancelling…")
            case "preparing" if not session.batch:
                now = session.preparing
                if now is None or not now.total:
                    return self.tr("training: preparing")
                return self.tr("training: preparing, {share}").format(share=share(now.done / now.total, 0))
        left = session.seconds_left
        text = self.tr("training: epoch {epoch}/{epochs}")
        if session.state == "paused":
            text = self.tr("training: epoch {epoch}/{epochs}, paused")
        elif left is not None:
            text = self.tr("training: epoch {epoch}/{epochs} ~{time}")
        return text.format(epoch=max(1, session.epoch), epochs=session.epochs, time=duration(left or 0))


class Training(QObject):
    """Owns the session, which continues while the window is hidden, and creates the window when first opened."""

    model_chosen = Signal(str)
    """The name of a model to use from now on."""
    reported = Signal(str, str)
    """What happened while the window was hidden, and the name of the button that shows it (calls `show_run`)."""
    noticed = Signal(str)
    """How a training that was not cancelled has ended, whether its window is open or not."""
    picture_read = Signal(object)
    """A `Photo` behind a figure, to show in the main window."""
    failed = Signal(object)

    def __init__(
        self,
        window: QWidget,
        settings: Settings,
        in_use: Callable[[], ModelBundle | None],
        *,
        launch_process: Launch = launch,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._in_use = in_use
        self.session = TrainingSession(self, launch_process=launch_process)
        self.status = TrainingStatus(self.session)
        self.dialog: TrainingDialog | None = None
        self.status.clicked.connect(self.open)
        self.session.ended.connect(self._on_ended)
        self.session.broken.connect(self.failed)

    def open(self) -> None:
        """Show the window, at the current or last training if there is one."""
        try:
            require_full()
        except FacetError as e:
            self.failed.emit(e)
            return
        if self.dialog is None:
            # Imported late: it brings pyqtgraph and pydantic.
            from desktop.training.dialog import RUN, TrainingDialog

            self.dialog = TrainingDialog(self.session, self._settings, self._in_use)
            self.dialog.picture_read.connect(self.picture_read)
            self.dialog.move(self._window.frameGeometry().center() - self.dialog.rect().center())
            self.dialog.shown.connect(self.status.look)
            self.dialog.failed.connect(self.failed)
            self.dialog.model_kept.connect(self._on_model_kept)
            if self.session.state != "idle":
                self.dialog.show_step(RUN)
        self.dialog.present()

    def show_run(self) -> None:
        """Show the window at the current or last training, wherever it was before."""
        self.open()
        if self.dialog is not None and self.session.state != "idle":
            from desktop.training.dialog import RUN

            self.dialog.show_step(RUN)

    def may_close(self) -> bool:
        """Whether the program may close; asks while a training is running."""
        session = self.session
        if not session.running or session.order is None:
            return True
        return confirmed(
            self._window,
            self.tr("A training is under way"),
            self.tr("{name} is in epoch {epoch} of {epochs}.").format(
                name=session.order.name, epoch=max(1, session.epoch), epochs=session.epochs
            ),
            means=self.tr("The epochs done are kept, and the run can go on from there another time."),
            yes=self.tr("Stop and keep what is trained so far"),
            no=self.tr("Go back"),
        )

    def close(self) -> None:
        """Stop everything; the epochs done are kept."""
        if self.dialog is not None:
            self.dialog.hide()
            self.dialog.close_threads()
        self.session.close()
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _on_model_kept(self, name: str, use: bool) -> None:
        if use:
            self.model_chosen.emit(name)

    def _on_ended(self) -> None:
        session = self.session
        seen = self.dialog is not None and self.dialog.isVisible()
        if seen:
            self.status.look()
        name = session.order.name if session.order else ""
        if session.failure:
            why = failure_text(session.failure)
            text = self.tr("The training “{name}” stopped: {why}").format(name=name, why=why)
        elif not session.cancelled:
            text = self.tr("The training “{name}” is done.").format(name=name)
        else:
            return
        self.noticed.emit(text)
        if not seen:
            self.reported.emit(text, self.tr("Show"))

"""Training as the main window knows it: a window to open, a line in the status bar, and a word before closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.errors import FacetError
from core.flavour import require_full
from desktop.app.settings import Settings
from desktop.training.order import Launch, launch
from desktop.training.session import TrainingSession
from desktop.training.status import TrainingStatus
from desktop.widgets.question import confirmed
from desktop.wording import failure_text

if TYPE_CHECKING:
    from core.model.bundle import ModelBundle
    from desktop.training.dialog import TrainingDialog


class Training(QObject):
    """Owns the session, which goes on while the window is hidden, and makes the window when it is first asked for."""

    model_chosen = Signal(str)
    """The name of a model that is to answer from now on."""
    told = Signal(str)
    """What happened while nobody looked, in words."""
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
        """Show the training's window; a training under way or just ended is what it shows."""
        try:
            require_full()
        except FacetError as e:
            self.failed.emit(e)
            return
        if self.dialog is None:
            # It brings pyqtgraph, pydantic and more: nobody else waits for them.
            from desktop.training.dialog import RUN, TrainingDialog

            self.dialog = TrainingDialog(self.session, self._settings, self._in_use, self._window)
            self.dialog.shown.connect(self.status.look)
            self.dialog.failed.connect(self.failed)
            self.dialog.model_kept.connect(self._on_model_kept)
            if self.session.state != "idle":
                self.dialog.show_step(RUN)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def may_close(self) -> bool:
        """Whether the program may close: asked where a training is under way."""
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
        """Stop everything; what is trained so far is kept."""
        if self.dialog is not None:
            self.dialog.hide()
            self.dialog.close_threads()
        self.session.close()

    def _on_model_kept(self, name: str, use: bool) -> None:
        if use:
            self.model_chosen.emit(name)

    def _on_ended(self) -> None:
        session = self.session
        if self.dialog is not None and self.dialog.isVisible():
            self.status.look()
            return
        name = session.order.name if session.order else ""
        if session.failure:
            self.told.emit(
                self.tr("The training {name} stopped: {why}").format(name=name, why=failure_text(session.failure))
            )
        elif session.outcome and session.outcome.reason != "cancelled":
            self.told.emit(self.tr("The training {name} is done.").format(name=name))

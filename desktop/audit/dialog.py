"""The audit window: the setup, the progress and the results."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.errors import FacetError
from desktop.app.settings import Settings
from desktop.audit.result_page import ResultPage
from desktop.audit.setup_page import SetupPage
from desktop.audit.work import Audited, Order, audit, regroup
from desktop.widgets.dialogs import TaskDialog, confirmed, fit_to_screen, push_button
from desktop.widgets.inputs import press_once
from desktop.widgets.progress import WaitingPage
from desktop.widgets.theme import GRID_PX
from desktop.wording import error_text
from desktop.worker import Job, Work, Worker

if TYPE_CHECKING:
    from core.model.bundle import ModelBundle

_SIZE: Final = QSize(140 * GRID_PX, 98 * GRID_PX)
_LEAST: Final = QSize(100 * GRID_PX, 70 * GRID_PX)


class AuditDialog(TaskDialog):
    """Closing it asks before it stops an audit under way; finished results stay.

    It has no parent window, so that the main window can come in front of it to show a face's photo.
    """

    picture_read = Signal(object)
    """A `Photo` to show in the main window."""
    noticed = Signal(str)
    """How an audit that was not cancelled has ended."""

    def __init__(self, settings: Settings, in_use: Callable[[], ModelBundle | None]) -> None:
        super().__init__(self.tr("Audit a model"))
        self._settings = settings
        self._in_use = in_use
        self._auditor = Worker("audit", self)
        self._errands = Worker("audit errands", self)
        self._job: Job | None = None
        self._order: Order | None = None
        self.setup = SetupPage(settings)
        self.waiting = WaitingPage()
        self.figures = ResultPage(self._errands, settings)
        self.pages = QStackedWidget()
        self._before: QWidget = self.setup
        """The page to return to when the work is cancelled or fails."""
        self.again = push_button(self.tr("&Another audit"), self.show_setup)
        self.save = push_button(self.tr("Sa&ve…"), self.figures.save_report)
        self._lay_out()
        self.setup.start_asked.connect(self.start)
        self.setup.failed.connect(self.tell)
        self.waiting.cancel_asked.connect(self.cancel)
        self.figures.picture_read.connect(self.picture_read)
        self.figures.failed.connect(self.tell)
        self.figures.groups_chosen.connect(self.regroup)
        self.figures.saved.connect(self.say_saved)
        self.setAcceptDrops(True)  # on the figures, too
        self.show_setup()

    def show_setup(self) -> None:
        bundle = self._in_use()
        self.setup.refresh(bundle.path if bundle else None)
        self._show(self.setup)

    def start(self, order: Order) -> None:
        """Audit; an audit under way is cancelled."""
        self.cancel()
        self.messages.hide()
        self._order, self._before = order, self.setup
        self.waiting.begin(self.tr("Auditing {name}").format(name=order.model.name))
        self._show(self.waiting)
        self._submit(audit(order))

    def regroup(self, groups: tuple[str, ...]) -> None:
        """Measure the same answers by other columns."""
        audited = self.figures.audited
        if audited is None or self._job is not None:
            return
        self.messages.hide()
        self._before = self.figures
        self.waiting.begin(self.tr("Measuring by other groups"))
        self._show(self.waiting)
        self._submit(regroup(audited, groups))

    def _submit(self, work: Work) -> None:
        job = self._job = self._auditor.submit(work)
        job.progress.connect(self.waiting.show_step)
        job.result.connect(self._on_audited)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(lambda: self._on_cancelled(job))

    def cancel(self) -> None:
        """Cancel the audit under way, if there is one."""
        if self._job:
            self._job.cancel()

    def may_stop(self) -> bool:
        """Whether nothing is under way, or the user agrees to stop it."""
        if self._job is None or self._order is None or self._before is self.figures:
            return True
        return confirmed(
            self,
            self.tr("An audit is under way"),
            self.tr("{model} is being audited on {data}.").format(
                model=self._order.model.name, data=(self._order.data or self._order.model).name
            ),
            means=self.tr("What it has found so far is not kept."),
            yes=self.tr("Stop the audit"),
            no=self.tr("Go back"),
        )

    def go_back(self) -> bool:
        """Escape on the results: to the setup."""
        if self.pages.currentWidget() is not self.figures:
            return False
        self.show_setup()
        return True

    def reject(self) -> None:
        """Escape, Close, and the window's close button."""
        if self.may_stop():
            self.cancel()
            super().reject()

    def close_threads(self) -> None:
        self._auditor.close()
        self._errands.close()
        self.figures.close_threads()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.pages.currentWidget() is self.setup:
            self.show_setup()  # there may be other models now

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._job is None:
            self.setup.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.show_setup()
        self.setup.dropEvent(event)

    def _show(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        for button in (self.again, self.save):
            button.setVisible(page is self.figures)

    def _on_audited(self, audited: Audited) -> None:
        self._job = None
        if audited.order.data is not None:
            self._settings.add_recent_data(audited.order.data.absolute())
        if self._before is self.setup:
            text = self.tr("The audit of {model} is done.")
            self.noticed.emit(text.format(model=audited.order.model.name))
        self.figures.show_audit(audited)
        self._show(self.figures)
        self.figures.tabs.setFocus()

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        if self._order is not None and isinstance(error, FacetError):
            text = self.tr("The audit of {model} stopped: {why}")
            self.noticed.emit(text.format(model=self._order.model.name, why=error_text(error)))
        self._leave_waiting()
        self.tell(error)

    def _on_cancelled(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self._leave_waiting()

    def _leave_waiting(self) -> None:
        if self._before is self.setup:
            self.show_setup()
        else:
            self._show(self.figures)

    def _lay_out(self) -> None:
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint, True)
        fit_to_screen(self, _SIZE, least=_LEAST)
        for page in (self.setup, self.waiting, self.figures):
            self.pages.addWidget(page)
        bottom = QHBoxLayout()
        bottom.setSpacing(GRID_PX)
        bottom.addWidget(self.again)
        bottom.addStretch(1)
        bottom.addWidget(push_button(self.tr("Close"), self.close))
        bottom.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID_PX, 2 * GRID_PX, 3 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(2 * GRID_PX)
        column.addWidget(self.messages)
        column.addWidget(self.pages, 1)
        column.addLayout(bottom)
        press_once(self)

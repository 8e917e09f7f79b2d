"""The audit's window: what to audit, while it is under way, and what it came to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.errors import FacetError
from desktop.app.settings import Settings
from desktop.audit.result_page import ResultPage
from desktop.audit.setup_page import SetupPage
from desktop.audit.work import Audited, Order, Step, audit, save
from desktop.training.reading_page import ReadingPage
from desktop.widgets.message_bar import MessageBar
from desktop.widgets.press_once import press_once
from desktop.widgets.question import confirmed
from desktop.widgets.save_place import ask_where, documents
from desktop.widgets.theme import GRID_PX
from desktop.wording import error_text, number
from desktop.worker import Job, Worker

if TYPE_CHECKING:
    from core.model.bundle import ModelBundle


class AuditDialog(QDialog):
    """Closing it stops an audit under way, if the user says so; one that is done stays."""

    picture_read = Signal(object)
    """A `Photo` to be shown in the main window."""
    failed = Signal(object)
    """An error nobody expected."""

    def __init__(
        self, settings: Settings, in_use: Callable[[], ModelBundle | None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._in_use = in_use
        self._auditor = Worker("audit", self)
        self._errands = Worker("audit errands", self)
        self._job: Job | None = None
        self._order: Order | None = None
        self.messages = MessageBar()
        self.setup = SetupPage(settings)
        self.waiting = ReadingPage()
        self.figures = ResultPage(self._errands)
        self.pages = QStackedWidget()
        self.again = self._button(self.tr("&Another audit"), self.show_setup)
        self.save = self._button(self.tr("Sa&ve…"), self._on_save)
        self._lay_out()
        self.setup.start_asked.connect(self.start)
        self.waiting.cancel_asked.connect(self.cancel)
        self.figures.picture_read.connect(self.picture_read)
        self.figures.failed.connect(self._tell)
        self.show_setup()

    def show_setup(self) -> None:
        bundle = self._in_use()
        self.setup.refresh(bundle.path if bundle else None)
        self._show(self.setup)

    def start(self, order: Order) -> None:
        """Audit; an audit under way is dropped."""
        self.cancel()
        self.messages.hide()
        self._order = order
        self.waiting.begin_work(self.tr("Auditing {name}").format(name=order.model.name))
        self._show(self.waiting)
        job = self._job = self._auditor.submit(audit(order))
        job.progress.connect(self._on_step)
        job.result.connect(self._on_audited)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(lambda: self._on_cancelled(job))

    def cancel(self) -> None:
        """Stop the audit under way, if there is one."""
        if self._job:
            self._job.cancel()

    def may_stop(self) -> bool:
        """Whether nothing is under way, or what is may be stopped: that is asked."""
        if self._job is None or self._order is None:
            return True
        return confirmed(
            self,
            self.tr("An audit is under way"),
            self.tr("{model} is being audited on {data}.").format(
                model=self._order.model.name, data=self._order.data.name
            ),
            means=self.tr("What it has found so far is not kept."),
            yes=self.tr("Stop the audit"),
            no=self.tr("Go back"),
        )

    def reject(self) -> None:
        """Close it, asked by whatever way: Escape, the button or the window's own."""
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
            self.show_setup()  # there may be other models by now

    def _show(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        for button in (self.again, self.save):
            button.setVisible(page is self.figures)

    def _on_step(self, step: Step) -> None:
        if step.what == "reading":
            return  # bytes, or nothing that could be counted
        values = {"done": number(step.done), "model": step.model}
        if step.what == "finding faces":
            said = self.tr("Faces looked for in {done} of %n picture(s)", "", step.total)
        else:
            said = self.tr("{model} asked about {done} of %n face(s)", "", step.total)
        self.waiting.tell(said.format(**values), step.done, step.total)

    def _on_audited(self, audited: Audited) -> None:
        self._job = None
        self._settings.add_recent_data(audited.order.data.absolute())
        self.figures.show_audit(audited)
        self._show(self.figures)
        self.figures.tabs.setFocus()

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self.show_setup()
        self._tell(error)

    def _on_cancelled(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.show_setup()

    def _on_save(self) -> None:
        audited = self.figures.audited
        if audited is None:
            return
        kinds = {".html": self.tr("Page (*.html)"), ".json": self.tr("JSON (*.json)")}
        if audited.report.evaluation is None:
            del kinds[".html"]
        proposed = documents() / f"audit{next(iter(kinds))}"
        path = ask_where(self, self.tr("Save the audit"), proposed, kinds)
        if path:
            job = self._errands.submit(save(audited, path))
            job.result.connect(self._on_saved)
            job.failed.connect(self._tell)

    def _on_saved(self, path: Path) -> None:
        self.messages.say(self.tr("Saved as {path}").format(path=path), kind="done")

    def _tell(self, error: Exception) -> None:
        if isinstance(error, FacetError):
            self.messages.say(error_text(error), kind="warning")
        else:
            self.failed.emit(error)

    def _button(self, text: str, slot: object) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Audit a model"))
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint, True)
        self.setMinimumSize(100 * GRID_PX, 70 * GRID_PX)
        self.resize(140 * GRID_PX, 98 * GRID_PX)
        for page in (self.setup, self.waiting, self.figures):
            self.pages.addWidget(page)
        bottom = QHBoxLayout()
        bottom.setSpacing(GRID_PX)
        bottom.addWidget(self.again)
        bottom.addStretch(1)
        bottom.addWidget(self._button(self.tr("Close"), self.close))
        bottom.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID_PX, 2 * GRID_PX, 3 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(2 * GRID_PX)
        column.addWidget(self.messages)
        column.addWidget(self.pages, 1)
        column.addLayout(bottom)
        press_once(self)

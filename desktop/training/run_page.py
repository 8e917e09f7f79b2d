"""The third step: the training under way, and its results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.errors import FacetError
from core.training.events import best_epoch, overfits_since
from desktop.app.opencv import import_opencv
from desktop.app.settings import Settings
from desktop.audit.work import regroup
from desktop.training.names import NameDialog
from desktop.training.result_view import ResultView
from desktop.training.session import Order, TrainingSession
from desktop.training.work import Result, read_result
from desktop.widgets.dialogs import push_button
from desktop.widgets.picture import offer_picture
from desktop.widgets.progress import RunLine, WaitingPage
from desktop.widgets.term import TermLine
from desktop.widgets.theme import GRID_PX
from desktop.wording import error_text, failure_text, number, wrapped
from desktop.worker import Job, Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from core.model.bundle import ModelBundle


class RunView(QWidget):
    """The training under way: its progress, its chart, and the buttons to control it."""

    start_asked = Signal()
    go_on_asked = Signal()
    model_asked = Signal()
    """Make a model of the epochs done so far."""
    picture_asked = Signal()
    """Save the chart."""

    def __init__(self, session: TrainingSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Imported late: it brings pyqtgraph.
        from desktop.training.charts import TrainingChart

        self._session = session
        self._order: Order | None = None
        self.chart = TrainingChart()
        self.run = push_button(self.tr("Start"), self.start_asked.emit)
        self.go_on = push_button(self.tr("Go on"), self.go_on_asked.emit)
        self.go_on.setToolTip(wrapped(self.tr("Go on after the last epoch kept")))
        self.make_model = push_button(self.tr("Make a model of it"), self.model_asked.emit)
        self.make_model.setToolTip(wrapped(self.tr("Measure and package the best epoch so far, without training on")))
        self.save_chart = push_button(self.tr("Save the chart…"), self.picture_asked.emit)
        self.line = RunLine(
            self.save_chart, self.run, self.make_model, self.go_on, name=self.tr("Progress of the training")
        )
        self.epoch_bar = QProgressBar()
        self.epoch_bar.setTextVisible(False)
        self.epoch_bar.setFixedHeight(2)
        self.epoch_bar.setAccessibleName(self.tr("Progress within the epoch"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addWidget(self.line)
        column.addWidget(self.epoch_bar)
        column.addWidget(self.chart, 1)
        column.addWidget(TermLine("epoch", "validation_side", "worst_group", "early_stopping"))
        self.line.pause_asked.connect(session.pause)
        self.line.resume_asked.connect(session.resume)
        self.line.cancel_asked.connect(session.cancel)
        session.changed.connect(self.refresh)
        session.moved.connect(self._on_moved)
        self.refresh()

    def refresh(self) -> None:
        """Show the session as it is now."""
        session, line = self._session, self.line
        if session.order is not self._order:
            self._order = session.order
            self.chart.begin(session.epochs)
        self._show_answers()
        if self.chart.rows_shown != len(session.rows) or not session.running:
            self.chart.show_rows(session.rows)
        state = session.state
        line.title.setText(self._title())
        overfits = session.running and bool(overfits_since(session.rows))
        line.say(self._remark(), warning=state == "failed" or overfits)
        stopped = state in ("ended", "failed") and bool(session.rows)
        unfinished = state == "failed" or session.cancelled
        self.run.setVisible(state == "idle" or (unfinished and not session.rows))
        self.go_on.setVisible(stopped and unfinished)
        self.make_model.setVisible(stopped and unfinished)
        self.save_chart.setVisible(bool(session.rows))
        self.epoch_bar.setVisible(session.running)
        line.show_state(state, running=session.running)
        self._show_progress()

    def _on_moved(self) -> None:
        if self._session.batch:
            self._show_answers()
            self.chart.show_batch(self._session.batch)
        self._show_progress()

    def _show_answers(self) -> None:
        answers = self._session.answers
        if answers and answers != self.chart.answers:
            self.chart.show_answers(answers)
            self.chart.show_rows(self._session.rows)

    def _show_progress(self) -> None:
        session = self._session
        batch, preparing = session.batch, session.preparing
        if preparing and not batch:
            self.epoch_bar.setRange(0, 1)
            self.epoch_bar.setValue(0)
            counts = self.tr("{done} of {total}") if preparing.total else ""
            counts = counts.format(done=number(preparing.done), total=number(preparing.total))
            self.line.show_progress(counts, preparing.done, preparing.total, stage=preparing.what)
        else:
            self.epoch_bar.setRange(0, 1000)
            self.epoch_bar.setValue(round(1000 * batch.step / max(1, batch.steps)) if batch else 0)
            where = self.tr("Epoch {epoch} of {epochs}").format(
                epoch=number(max(1, session.epoch)), epochs=number(session.epochs)
            )
            left = session.seconds_left if session.state in ("training", "pausing") else None
            begun = bool(batch or session.rows)
            self.line.show_progress(where if begun else "", session.progress, 1.0, stage="epochs", seconds_left=left)
        speed = session.images_per_second
        self.line.aside.setText(self.tr("%n picture(s) a second", "", round(speed)) if speed else "")

    def _title(self) -> str:
        session = self._session
        name = session.order.name if session.order else ""
        words = {
            "idle": self.tr("Ready to train"),
            "preparing": self.tr("{name}: preparing"),
            "training": self.tr("{name}: training"),
            "pausing": self.tr("{name}: pausing"),
            "paused": self.tr("{name}: paused"),
            "cancelling": self.tr("{name}: cancelling"),
            "failed": self.tr("{name}: stopped by an error"),
            "ended": self.tr("{name}: done"),
        }[session.state]
        if session.cancelled:
            words = self.tr("{name}: cancelled")
        return words.format(name=name)

    def _remark(self) -> str:
        """The current preparation, what was kept, the error, or that the model overfits."""
        session = self._session
        if session.failure:
            return f"{failure_text(session.failure)} {self._kept()}"
        if session.cancelled:
            return self._kept()
        if session.outcome:
            best, done = session.outcome.best_epoch, session.outcome.epochs_done
            text = self.tr("%n epoch(s); the best, {best}, became the model.", "", done)
            if session.outcome.reason == "early stopping":
                text = self.tr(
                    "Stopped after %n epoch(s), as none was better than {best}, which became the model.", "", done
                )
            return text.format(best=best)
        if session.preparing:
            return session.preparation
        since = overfits_since(session.rows)
        if since:
            return self.tr(
                "Since epoch {n} the training loss has fallen but the validation loss has not: overfitting."
            ).format(n=since)
        return (
            self.tr("You can close this window: the training continues and shows in the status bar.")
            if session.running
            else ""
        )

    def _kept(self) -> str:
        rows = self._session.rows
        if not rows:
            return self.tr("Nothing was kept: no epoch was done.")
        if len(rows) == 1:
            return self.tr("1 epoch is kept.")
        return self.tr("%n epoch(s) are kept; the best is {best}.", "", len(rows)).format(best=best_epoch(rows))


class RunPage(QWidget):
    """The chart, and the results once there is a model."""

    model_kept = Signal(str, bool)
    """The name of a saved model, and whether to use it."""
    picture_asked = Signal(QWidget)
    """A chart to save as a picture."""
    picture_read = Signal(object)
    """The `Photo` of a face behind a figure."""
    saved = Signal(object)
    """The path of a report or a picture."""
    discard_asked = Signal(object)
    """The folder of a run."""
    failed = Signal(object)

    def __init__(
        self,
        session: TrainingSession,
        worker: Worker,
        settings: Settings,
        in_use: Callable[[], ModelBundle | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._worker = worker
        self._in_use = in_use
        self._job: Job | None = None
        self._measured: Path | None = None
        self.view = RunView(session)
        self.view.picture_asked.connect(lambda: self.picture_asked.emit(self.view.chart))
        self.waiting = WaitingPage()
        self.waiting.cancel_asked.connect(self._on_cancel)
        self.result = ResultView(worker, settings)
        self.result.figures.picture_read.connect(self.picture_read)
        self.result.figures.saved.connect(self.saved)
        self.result.figures.failed.connect(self.failed)
        self.result.figures.groups_chosen.connect(self._regroup)
        offer_picture(self.view.chart, self.picture_asked.emit)
        self.result.use_asked.connect(lambda: self._keep(use=True))
        self.result.save_asked.connect(lambda: self._keep(use=False))
        self.result.discard_asked.connect(lambda: self.discard_asked.emit(self._measured))
        self.to_chart, self.to_result = push_button(self.tr("Chart")), push_button(self.tr("Results"))
        self._group = QButtonGroup(self)
        self._tabs = QWidget()
        self._pages = QStackedWidget()
        self._lay_out()
        session.changed.connect(self._on_session_changed)
        self._on_session_changed()

    def show_chart(self) -> None:
        self.to_chart.setChecked(True)
        self._pages.setCurrentWidget(self.view)

    def show_result(self) -> None:
        self.to_result.setChecked(True)
        order = self._session.order
        if self._measured is None and order is not None:
            self._measure(order.run)
        self._pages.setCurrentWidget(self.waiting if self._job else self.result)

    def _on_page_changed(self) -> None:
        self.result.buttons.setVisible(self._pages.currentWidget() is self.result)

    def _on_session_changed(self) -> None:
        session = self._session
        done = session.outcome is not None and not session.cancelled
        self._tabs.setVisible(done)
        if not done:
            self.show_chart()
            self._measured = None
            if self._job:
                self._job.cancel()
                self._job = None
        elif session.order and session.order.run != self._measured:
            self._measure(session.order.run)
            self.show_result()

    def _measure(self, run: Path) -> None:
        self._measured = run
        self.result.clear(run)
        self.waiting.begin(self.tr("Measuring {name}").format(name=run.name))
        self._job = self._worker.submit(read_result(run, self._in_use()))
        self._job.progress.connect(self.waiting.show_step)
        self._job.result.connect(self._on_measured)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)

    def _regroup(self, groups: tuple[str, ...]) -> None:
        """Measure the same answers by other columns."""
        result = self.result.result
        if result is None or self._job is not None:
            return
        self.waiting.begin(self.tr("Measuring by other groups"))
        self._pages.setCurrentWidget(self.waiting)
        job = self._job = self._worker.submit(regroup(result.audited, groups))
        job.result.connect(lambda audited: self._on_measured(replace(result, audited=audited)))
        job.failed.connect(self.failed)
        job.finished.connect(lambda: self._on_regrouped(job))

    def _on_regrouped(self, job: Job) -> None:
        """Show the figures again where they could not be measured by other groups."""
        if self._job is job:
            self._job = None
            self._leave_waiting()

    def _on_cancel(self) -> None:
        if self._job:
            self._job.cancel()

    def _on_measured(self, result: Result) -> None:
        self._job = None
        self.result.show_result(result)
        self._leave_waiting()

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        if isinstance(error, FacetError) and self._measured:
            self.result.show_failure(self._measured, error_text(error))
        else:
            self.failed.emit(error)
        self._leave_waiting()

    def _on_cancelled(self) -> None:
        if self.sender() is self._job:
            self._job = self._measured = None
            self.show_chart()

    def _leave_waiting(self) -> None:
        if self._pages.currentWidget() is self.waiting:
            self._pages.setCurrentWidget(self.result)

    def _keep(self, *, use: bool) -> None:
        from core.model.bundle import find_bundles
        from core.places import models_folders

        result = self.result.result
        if result is None:
            return
        title = self.tr("Use this model") if use else self.tr("Save")
        taken = set(find_bundles(models_folders()))
        name = NameDialog.ask(title, result.bundle.manifest.name, taken, self)
        if name:
            self.keep(result.bundle.path, name, use=use)

    def keep(self, bundle: Path, name: str, *, use: bool) -> None:
        """Copy a run's model to the user's own."""

        def work(progress: Progress, should_stop: ShouldStop) -> str:
            import_opencv()
            from core.model.library import keep_model

            keep_model(bundle, name)
            return name

        job = self._worker.submit(work)
        job.result.connect(lambda kept: self._on_kept(kept, use))
        job.failed.connect(self._on_not_kept)

    def _on_kept(self, name: str, use: bool) -> None:
        text = self.tr("{name} answers for your photos now.") if use else self.tr("Saved as {name}.")
        self.result.say(text.format(name=name))
        if use:
            self.result.show_used()
        self.model_kept.emit(name, use)

    def _on_not_kept(self, error: Exception) -> None:
        if isinstance(error, FacetError):
            self.result.say(error_text(error))
        else:
            self.failed.emit(error)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._tabs)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX)
        for button, slot in ((self.to_chart, self.show_chart), (self.to_result, self.show_result)):
            button.setCheckable(True)
            button.clicked.connect(slot)
            self._group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.result.buttons)
        self._pages.currentChanged.connect(self._on_page_changed)
        for page in (self.view, self.waiting, self.result):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID_PX)
        column.addWidget(self._tabs)
        column.addWidget(self._pages, 1)

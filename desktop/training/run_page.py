"""The third step: the training under way, and what it came to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from core.errors import FacetError
from desktop.app.opencv import import_opencv
from desktop.training.data_look import Step
from desktop.training.name_dialog import NameDialog
from desktop.training.result import Result, read_result
from desktop.training.result_view import ResultView
from desktop.training.run_view import RunView
from desktop.training.session import TrainingSession
from desktop.widgets.theme import GRID_PX
from desktop.wording import error_text
from desktop.worker import Job, Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from core.model.bundle import ModelBundle


class RunPage(QWidget):
    """The chart, and once there is a model, its results beside."""

    model_kept = Signal(str, bool)
    """The name of a model that was saved, and whether it is to be used."""
    discard_asked = Signal(object)
    """The folder of a run."""
    failed = Signal(object)

    def __init__(
        self,
        session: TrainingSession,
        worker: Worker,
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
        self.result = ResultView()
        self.result.use_asked.connect(lambda: self._keep(use=True))
        self.result.save_asked.connect(lambda: self._keep(use=False))
        self.result.discard_asked.connect(lambda: self.discard_asked.emit(self._measured))
        self.to_chart, self.to_result = QPushButton(self.tr("Chart")), QPushButton(self.tr("Results"))
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
        self._pages.setCurrentWidget(self.result)

    def _on_session_changed(self) -> None:
        session = self._session
        done = session.outcome is not None and session.outcome.reason != "cancelled"
        self._tabs.setVisible(done)
        if not done:
            self.show_chart()
            self._measured = None
            if self._job:
                self._job.cancel()
                self._job = None
        elif session.order and session.order.run != self._measured:
            self._measure(session.order.run)

    def _measure(self, run: Path) -> None:
        self._measured = run
        self.result.show_waiting(run, self.tr("Measuring the model…"))
        self.show_result()
        self._job = self._worker.submit(read_result(run, self._in_use()))
        self._job.progress.connect(self._on_progress)
        self._job.result.connect(self._on_measured)
        self._job.failed.connect(self._on_failed)

    def _on_progress(self, step: Step) -> None:
        if self.result.result is None and self._measured:
            done = 100 * step.done // max(1, step.total)
            self.result.show_waiting(self._measured, self.tr("Measuring the model: {n} %").format(n=done))

    def _on_measured(self, result: Result | None) -> None:
        self._job = None
        if result is not None and result.run == self._measured:
            self.result.show_result(result)

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        if isinstance(error, FacetError) and self._measured:
            self.result.show_waiting(self._measured, error_text(error))
        else:
            self.failed.emit(error)

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
        self.result.text.setText(text.format(name=name))
        if use:
            self.result.show_used()
        self.model_kept.emit(name, use)

    def _on_not_kept(self, error: Exception) -> None:
        if isinstance(error, FacetError):
            self.result.text.setText(error_text(error))
        else:
            self.failed.emit(error)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._tabs)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX)
        for button, slot in ((self.to_chart, self.show_chart), (self.to_result, self.show_result)):
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            self._group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self._pages.addWidget(self.view)
        self._pages.addWidget(self.result)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID_PX)
        column.addWidget(self._tabs)
        column.addWidget(self._pages, 1)

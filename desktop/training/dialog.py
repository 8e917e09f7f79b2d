"""The training's window: data, recipe, run, and the runs there were."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from core.errors import FacetError
from desktop.app.settings import Settings
from desktop.app.settings_table import DETECTOR
from desktop.training.data_page import DataPage
from desktop.training.order import Order
from desktop.training.recipe_page import RecipePage
from desktop.training.run_page import RunPage
from desktop.training.runs_view import RunsView
from desktop.training.session import TrainingSession
from desktop.training.step_header import StepHeader
from desktop.widgets.message_bar import MessageBar
from desktop.widgets.press_once import press_once
from desktop.widgets.question import confirmed
from desktop.widgets.theme import GRID_PX
from desktop.wording import error_text
from desktop.worker import Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from core.model.bundle import ModelBundle
    from core.training.run_folder import RunSummary

DATA, RECIPE, RUN = range(3)


class TrainingDialog(QDialog):
    """Closing hides it; the training goes on."""

    model_kept = Signal(str, bool)
    """The name of a model that was saved, and whether it is to be used."""
    shown = Signal()
    failed = Signal(object)
    """An error nobody expected."""

    def __init__(
        self,
        session: TrainingSession,
        settings: Settings,
        in_use: Callable[[], ModelBundle | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        from core.training.run_folder import runs_folder

        self._session = session
        self._settings = settings
        self._runs_folder = runs_folder()
        self._reader = Worker("training data", self)
        self._errands = Worker("training errands", self)
        self.data = DataPage(settings, self._reader)
        self.recipe = RecipePage(self._errands, self._runs_folder)
        self.run = RunPage(session, self._errands, in_use)
        self.runs = RunsView()
        self.messages = MessageBar()
        self.header = StepHeader([self.tr("Data"), self.tr("Recipe"), self.tr("Run")])
        self.earlier = QPushButton(self.tr("Earlier runs"))
        self.earlier.setCheckable(True)
        self.back = QPushButton(self.tr("Back"))
        self.hide_button = QPushButton()
        self.next = QPushButton()
        self.pages = QStackedWidget()
        self._lay_out()
        self._wire()
        self.show_step(DATA)

    @property
    def step(self) -> int:
        """DATA, RECIPE or RUN; 3 where the earlier runs are shown."""
        return self.pages.currentIndex()

    def show_step(self, step: int) -> None:
        self.pages.setCurrentIndex(step)
        if step == RECIPE:
            self.recipe.suggest_name()
        self._refresh()
        main = {DATA: self.next, RECIPE: self.recipe.presets["report"], RUN: self.hide_button}[step]
        main.setFocus()

    def show_runs(self) -> None:
        self.pages.setCurrentWidget(self.runs)
        self.refresh_runs()
        self._refresh()

    def refresh_runs(self) -> None:
        """Read the list of runs anew."""

        def work(progress: Progress, should_stop: ShouldStop) -> list[RunSummary]:
            from core.training.run_folder import list_runs

            return list_runs(self._runs_folder)

        job = self._errands.submit(work)
        job.result.connect(self.runs.show_runs)
        job.failed.connect(self._tell)

    def start(self) -> None:
        """Train with what was chosen."""
        recipe, run, look = self.recipe.recipe, self.recipe.run, self.data.look
        if recipe and run and look and not self._session.running:
            detector = str(self._settings.value(DETECTOR))
            self._begin(Order(look.path, recipe, run, leave_out=self.data.leave_out, detector=detector))

    def go_on(self, *, epochs: int | None = None) -> None:
        """Go on with the run that is shown; with as many epochs as it has, it only becomes a model."""
        order = self._session.order
        if order and not self._session.running:
            recipe = order.recipe.model_copy(update={"epochs": epochs}) if epochs else order.recipe
            self._begin(Order(order.data, recipe, order.run, resume=True))

    def close_threads(self) -> None:
        self._reader.close()
        self._errands.close()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if self.data.page is self.data.empty:
            self.data.empty.button(self.data.open_file).setFocus()
        self.shown.emit()

    def _begin(self, order: Order) -> None:
        self._session.start(order)
        self.show_step(RUN)

    def _wire(self) -> None:
        self.header.chosen.connect(self.show_step)
        self.earlier.clicked.connect(self.show_runs)
        self.back.clicked.connect(lambda: self.show_step(max(DATA, self.step - 1)))
        self.next.clicked.connect(self._on_next)
        self.hide_button.clicked.connect(self.close)
        self.data.changed.connect(self._on_data_changed)
        self.recipe.changed.connect(self._on_recipe_changed)
        self._session.changed.connect(self._refresh)
        self._session.ended.connect(self._on_ended)
        self.run.view.start_asked.connect(self._on_start_again)
        self.run.view.go_on_asked.connect(self.go_on)
        self.run.view.model_asked.connect(lambda: self.go_on(epochs=len(self._session.rows)))
        self.run.model_kept.connect(self.model_kept)
        self.run.discard_asked.connect(self._on_discard)
        self.runs.open_asked.connect(lambda run: self._open(run.path))
        self.runs.resume_asked.connect(self._on_resume)
        self.runs.delete_asked.connect(self._on_delete)
        for part in (self.data, self.recipe, self.run):
            part.failed.connect(self._tell)
        self.data.saved.connect(self._on_saved)
        for step in range(3):
            QShortcut(QKeySequence(f"Alt+{step + 1}"), self, lambda step=step: self.header.buttons[step].click())
        QShortcut(QKeySequence("Alt+4"), self, self.earlier.click)

    def _refresh(self) -> None:
        session, step = self._session, self.step
        for at, enabled in enumerate((True, self.data.look is not None, session.state != "idle")):
            self.header.buttons[at].setEnabled(enabled)
        self.header.show_step(step if step <= RUN else -1)
        self.earlier.setChecked(step > RUN)
        self.back.setVisible(step in (RECIPE, RUN))
        self.back.setEnabled(step != RUN or self.data.look is not None)
        self.next.setVisible(step in (DATA, RECIPE))
        self.next.setText(self.tr("Next: the recipe") if step == DATA else self.tr("Start training"))
        ready = self.data.look is not None
        if step == RECIPE:
            ready = ready and self.recipe.recipe is not None and self.recipe.run is not None and not session.running
        self.next.setEnabled(ready)
        self.next.setDefault(ready and step in (DATA, RECIPE))
        self.next.setToolTip(self.tr("A training is under way; one at a time.") if session.running else "")
        self.hide_button.setText(self.tr("Hide") if session.running else self.tr("Close"))

    def _on_next(self) -> None:
        if self.step == DATA:
            self.show_step(RECIPE)
        else:
            self.start()

    def _on_data_changed(self) -> None:
        self.recipe.use_data(self.data.look)
        self._refresh()
        if self.data.look is not None and self.step == DATA:
            self.next.setFocus()

    def _on_recipe_changed(self) -> None:
        recipe = self.recipe.recipe
        if recipe:
            self.data.use_recipe(recipe)
        self._refresh()

    def _on_ended(self) -> None:
        if self.step > RUN:
            self.refresh_runs()

    def _on_start_again(self) -> None:
        order = self._session.order
        if order:
            self._begin(replace(order, resume=True))

    def _open(self, run: Path) -> bool:
        if self._session.running:
            self.messages.say(self.tr("A training is under way; one at a time."))
            return False
        try:
            self._session.show_earlier(run)
        except FacetError as e:
            self._tell(e)
            return False
        self.show_step(RUN)
        return True

    def _on_resume(self, run: RunSummary) -> None:
        if self._open(run.path):
            self.go_on()

    def _on_delete(self, run: RunSummary) -> None:
        if self.runs.confirm_delete(run):
            self._delete(run.path)

    def _on_discard(self, run: Path) -> None:
        if confirmed(
            self,
            self.tr("Discard"),
            self.tr("Discard {name}?").format(name=run.name),
            means=self.tr("Its model, chart and epochs are deleted. Models saved from it stay."),
            yes=self.tr("Discard"),
            no=self.tr("Keep"),
        ):
            self._delete(run)

    def _delete(self, run: Path) -> None:
        def work(progress: Progress, should_stop: ShouldStop) -> None:
            from core.training.run_writer import delete_run

            delete_run(run)

        job = self._errands.submit(work)
        job.result.connect(lambda _: self._on_deleted(run))
        job.failed.connect(self._tell)

    def _on_deleted(self, run: Path) -> None:
        self.messages.say(self.tr("{name} was deleted.").format(name=run.name), kind="done")
        order = self._session.order
        if order and order.run == run and not self._session.running:
            self._session.forget()
            if self.step == RUN:
                self.show_step(RECIPE if self.data.look else DATA)
        self.refresh_runs()

    def _on_saved(self, path: Path) -> None:
        self.messages.say(self.tr("Saved as {path}").format(path=path), kind="done")

    def _tell(self, error: Exception) -> None:
        if isinstance(error, FacetError):
            self.messages.say(error_text(error), kind="warning")
        else:
            self.failed.emit(error)

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Train a model"))
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint, True)
        self.setMinimumSize(100 * GRID_PX, 70 * GRID_PX)
        self.resize(125 * GRID_PX, 88 * GRID_PX)
        for button in (self.earlier, self.back, self.hide_button):
            button.setAutoDefault(False)
        self.header.add(self.earlier)
        for page in (self.data, self.recipe, self.run, self.runs):
            self.pages.addWidget(page)
        bottom = QHBoxLayout()
        bottom.setSpacing(GRID_PX)
        bottom.addWidget(self.back)
        bottom.addStretch(1)
        bottom.addWidget(self.hide_button)
        bottom.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID_PX, 2 * GRID_PX, 3 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(2 * GRID_PX)
        column.addWidget(self.header)
        column.addWidget(self.messages)
        column.addWidget(self.pages, 1)
        column.addLayout(bottom)
        press_once(self)

"""The training window: data, recipe, run, and earlier runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.errors import FacetError
from desktop.app.settings import Settings
from desktop.app.settings_table import DETECTOR
from desktop.training.data_page import DataPage
from desktop.training.recipe_page import RecipePage
from desktop.training.run_page import RunPage
from desktop.training.runs_view import RunsView
from desktop.training.session import Order, TrainingSession
from desktop.widgets.dialogs import TaskDialog, confirmed, fit_to_screen, push_button
from desktop.widgets.inputs import press_once
from desktop.widgets.picture import ask_and_save_picture
from desktop.widgets.theme import GRID_PX, theme
from desktop.wording import wrapped
from desktop.worker import Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from core.model.bundle import ModelBundle
    from core.training.run_folder import RunSummary


class _Step(QToolButton):
    """A button with a line under it while it is checked."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            painter = QPainter(self)
            painter.fillRect(2, self.height() - 2, self.width() - 4, 2, theme().color("accent"))


class StepHeader(QWidget):
    """The steps in order; steps that are not possible yet are disabled."""

    chosen = Signal(int)

    def __init__(self, steps: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[QToolButton] = []
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(GRID_PX)
        for at, name in enumerate(steps):
            self.buttons.append(self._step(f"{at + 1}  {name}", name, at))
        self.row.addStretch(1)

    def add(self, button: QAbstractButton) -> None:
        """Add a button at the far end."""
        self.row.addWidget(button)

    def show_step(self, step: int) -> None:
        """Mark the current step; -1 marks none."""
        for at, button in enumerate(self.buttons):
            button.setChecked(at == step)

    def _step(self, text: str, name: str, at: int) -> QToolButton:
        button = _Step()
        button.setText(text)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setAccessibleName(self.tr("Step {n}: {name}").format(n=at + 1, name=name))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.chosen.emit(at))
        self.row.addWidget(button)
        return button


DATA, RECIPE, RUN = range(3)
_SIZE: Final = QSize(125 * GRID_PX, 84 * GRID_PX)
_LEAST: Final = QSize(100 * GRID_PX, 70 * GRID_PX)


class TrainingDialog(TaskDialog):
    """Closing hides the window; the training continues.

    It has no parent window, so that the main window can come in front of it to show a face's photo.
    """

    model_kept = Signal(str, bool)
    """The name of a saved model, and whether to use it."""
    picture_read = Signal(object)
    """A `Photo` to show in the main window."""
    shown = Signal()

    def __init__(
        self,
        session: TrainingSession,
        settings: Settings,
        in_use: Callable[[], ModelBundle | None],
    ) -> None:
        super().__init__(self.tr("Train a model"))
        from core.training.run_folder import runs_folder

        self._session = session
        self._settings = settings
        self._runs_folder = runs_folder()
        self._reader = Worker("training data", self)
        self._errands = Worker("training errands", self)
        self.data = DataPage(settings, self._reader)
        self.recipe = RecipePage(settings, self._errands, self._runs_folder)
        self.run = RunPage(session, self._errands, settings, in_use)
        self.runs = RunsView()
        self.header = StepHeader([self.tr("Data"), self.tr("Recipe"), self.tr("Run")])
        self.earlier = push_button(self.tr("Earlier runs"), self.show_runs)
        self.earlier.setCheckable(True)
        self.back = push_button(self.tr("Back"))
        self.hide_button = push_button("", self.close)
        self.next = QPushButton()
        self.pages = QStackedWidget()
        self._before = DATA
        """The step to return to from the earlier runs."""
        self._lay_out()
        self._wire()
        self.show_step(DATA)

    @property
    def step(self) -> int:
        """DATA, RECIPE or RUN; 3 while the earlier runs are shown."""
        return self.pages.currentIndex()

    def show_step(self, step: int) -> None:
        self.pages.setCurrentIndex(step)
        if step == RECIPE:
            self.recipe.suggest_name()
        self._refresh()
        main = {DATA: self.next, RECIPE: self.recipe.presets["report"], RUN: self.hide_button}[step]
        main.setFocus()

    def show_runs(self) -> None:
        if self.step <= RUN:
            self._before = self.step
        self.pages.setCurrentWidget(self.runs)
        self.refresh_runs()
        self._refresh()

    def refresh_runs(self) -> None:
        """Reload the list of runs."""

        def work(progress: Progress, should_stop: ShouldStop) -> list[RunSummary]:
            from core.training.run_folder import list_runs

            return list_runs(self._runs_folder)

        job = self._errands.submit(work)
        job.result.connect(self.runs.show_runs)
        job.failed.connect(self.tell)

    def start(self) -> None:
        """Train with the chosen data and recipe."""
        recipe, run, look = self.recipe.recipe, self.recipe.run, self.data.look
        if recipe and run and look and not self._session.running:
            detector = str(self._settings.value(DETECTOR))
            self._begin(Order(look.path, recipe, run, leave_out=self.data.leave_out, detector=detector))

    def go_on(self, *, epochs: int | None = None) -> None:
        """Go on with the current run; given the number of epochs already done, it is only packaged as a model."""
        order = self._session.order
        if order and not self._session.running:
            recipe = order.recipe.model_copy(update={"epochs": epochs}) if epochs else order.recipe
            self._begin(Order(order.data, recipe, order.run, resume=True))

    def go_back(self) -> bool:
        """Escape: leave the earlier runs, or a subpage of the data."""
        if self.step > RUN:
            self.show_step(self._before)
            return True
        return self.step == DATA and self.data.go_back()

    def close_threads(self) -> None:
        self._reader.close()
        self.data.close_worker()
        self._errands.close()
        self.run.result.figures.close_threads()

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
        self.back.clicked.connect(lambda: self.show_step(max(DATA, self.step - 1)))
        self.next.clicked.connect(self._on_next)
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
        self.data.told.connect(self.messages.say)
        for part in (self.data, self.recipe, self.run):
            part.failed.connect(self.tell)
        self.run.picture_read.connect(self.picture_read)
        for page in (self.data, self.recipe, self.run):
            page.saved.connect(self.say_saved)
        for charts in (self.run, self.runs):
            charts.picture_asked.connect(self._save_picture)
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
        self.next.setToolTip(wrapped(self.tr("A training is under way; one at a time.") if session.running else ""))
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
            self.tell(e)
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
        job.failed.connect(self.tell)

    def _on_deleted(self, run: Path) -> None:
        self.messages.say(self.tr("{name} was deleted.").format(name=run.name), kind="done")
        order = self._session.order
        if order and order.run == run and not self._session.running:
            self._session.forget()
            if self.step == RUN:
                self.show_step(RECIPE if self.data.look else DATA)
        self.refresh_runs()

    def _save_picture(self, chart: QWidget) -> None:
        order = self._session.order
        name = order.name if order and self.step == RUN else "runs"
        try:
            path = ask_and_save_picture(chart, name, self._settings)
        except FacetError as e:
            self.tell(e)
        else:
            if path:
                self.say_saved(path)

    def _lay_out(self) -> None:
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint, True)
        fit_to_screen(self, _SIZE, least=_LEAST)
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

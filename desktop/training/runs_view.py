"""Earlier runs: compared, opened, continued, deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.training.run_comparison import RunComparison
from desktop.widgets.dialogs import confirmed, push_button
from desktop.widgets.picture import offer_picture
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import date_text, number, share, wrapped

if TYPE_CHECKING:
    from core.training.run_folder import RunSummary


class RunsView(QWidget):
    """A table of runs; below, the learning curves of the selected ones over each other, and all else in a table."""

    open_asked = Signal(object)
    resume_asked = Signal(object)
    delete_asked = Signal(object)
    """These three carry a `RunSummary`."""
    picture_asked = Signal(QWidget)
    """A chart to save as a picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Imported late: it brings pyqtgraph.
        from desktop.training.charts import CompareChart

        self.runs: list[RunSummary] = []
        self.title = toned(QLabel(self.tr("Earlier runs")), size="title")
        self.hint = toned(QLabel(), tone="muted")
        self.table = QTableWidget(0, 5)
        self.chart = CompareChart()
        self.comparison = RunComparison()
        self.below = QTabWidget()
        self.open = self._button(self.tr("Open"), self.open_asked)
        self.resume = self._button(self.tr("Go on"), self.resume_asked)
        self.resume.setToolTip(wrapped(self.tr("Go on after the last epoch kept")))
        self.delete = self._button(self.tr("Delete…"), self.delete_asked)
        self.save_chart = push_button(self.tr("Save the chart…"), lambda: self.picture_asked.emit(self.chart))
        self._set_up_table()
        self._lay_out()
        self.table.itemSelectionChanged.connect(self._on_selected)
        self.table.itemActivated.connect(lambda _: self.open.click())
        self.below.currentChanged.connect(self._on_tab_changed)
        offer_picture(self.chart, self.picture_asked.emit)
        self._on_selected()

    @property
    def selected(self) -> list[RunSummary]:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.runs[row] for row in rows]

    def show_runs(self, runs: Sequence[RunSummary]) -> None:
        """Show `runs`, the newest first; the selection is kept."""
        chosen = {run.path for run in self.selected}
        self.runs = list(runs)
        self.table.blockSignals(True)
        self.table.clearSelection()
        self.table.setRowCount(len(runs))
        for row, run in enumerate(runs):
            for column, text in enumerate(self._texts(run)):
                self.table.setItem(row, column, QTableWidgetItem(text))
            if run.path in chosen:
                self.table.selectRow(row)
        self.table.blockSignals(False)
        self.hint.setText(self.tr("Select several to compare them.") if runs else self.tr("No runs yet."))
        if runs and not self.selected:
            self.table.selectRow(0)
        self._on_selected()

    def confirm_delete(self, run: RunSummary) -> bool:
        """Ask before deleting, and say what is lost."""
        return confirmed(
            self,
            self.tr("Delete a run"),
            self.tr("Delete {name}?").format(name=run.name),
            means=self.tr(
                "Its recipe, its %n epoch(s) and its model in the run's folder are lost. Models saved from it stay.",
                "",
                run.epochs_done,
            ),
            yes=self.tr("Delete"),
            no=self.tr("Keep"),
        )

    def _texts(self, run: RunSummary) -> tuple[str, ...]:
        states = {
            "running": self.tr("under way"),
            "finished": self.tr("done"),
            "early stopping": self.tr("done"),
            "cancelled": self.tr("cancelled"),
            "failed": self.tr("stopped by an error"),
            "interrupted": self.tr("interrupted"),
        }
        started = date_text(run.started) if run.started else "–"
        best = "–" if run.best_score is None else share(run.best_score)
        return run.name, states[run.state], f"{number(run.epochs_done)} / {number(run.recipe.epochs)}", best, started

    def _on_selected(self) -> None:
        from core.training.run_folder import RunFolder

        chosen = self.selected
        self.chart.show_runs({run.name: RunFolder(run.path).history() for run in chosen})
        self.comparison.show_runs(chosen)
        self.below.setVisible(bool(chosen))
        self._on_tab_changed()
        one = chosen[0] if len(chosen) == 1 else None
        self.open.setEnabled(one is not None)
        self.resume.setEnabled(one is not None and one.state in ("cancelled", "failed", "interrupted"))
        self.delete.setEnabled(one is not None and one.state != "running")

    def _on_tab_changed(self) -> None:
        self.save_chart.setVisible(bool(self.selected) and self.below.currentWidget() is self.chart)

    def _button(self, text: str, asked: object) -> QPushButton:
        return push_button(text, lambda: asked.emit(self.selected[0]))  # type: ignore[attr-defined]

    def _set_up_table(self) -> None:
        table = self.table
        table.setAccessibleName(self.tr("Runs, the newest first"))
        table.setHorizontalHeaderLabels(
            [self.tr("Run"), self.tr("State"), self.tr("Epochs"), self.tr("Best score"), self.tr("Started")]
        )
        score = self.tr("Mean of the balanced accuracies of all answers on the validation set")
        table.model().setHeaderData(3, Qt.Orientation.Horizontal, score, Qt.ItemDataRole.ToolTipRole)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(round(3.5 * GRID_PX))
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.setShowGrid(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setTabKeyNavigation(False)
        table.setMinimumHeight(16 * GRID_PX)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(GRID_PX // 2)
        words.addWidget(self.title)
        words.addWidget(self.hint)
        self.below.setDocumentMode(True)
        self.below.setAccessibleName(self.tr("Comparison of the selected runs"))
        self.below.addTab(self.chart, self.tr("Curves"))
        self.below.addTab(self.comparison, self.tr("Figures and recipes"))
        top = QHBoxLayout()
        top.setSpacing(GRID_PX)
        top.addLayout(words, 1)
        for button in (self.save_chart, self.delete, self.resume, self.open):
            top.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID_PX)
        column.addLayout(top)
        column.addWidget(self.table, 2)
        column.addWidget(self.below, 3)

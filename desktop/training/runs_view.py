"""Earlier runs: opened, continued, deleted, and compared: their figures, and in what their recipes differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

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

from core.errors import FacetError
from core.training.events import best_epoch
from desktop.app.translation import core_text
from desktop.widgets.dialogs import confirmed, push_button
from desktop.widgets.option import Option, Path, number_text, options_of
from desktop.widgets.picture import offer_picture
from desktop.widgets.theme import GRID_PX, sized, toned
from desktop.wording import attribute_title, date_text, decimal, duration, number, share, wrapped

if TYPE_CHECKING:
    from core.schema import Attribute
    from core.training.run_folder import RunSummary


_NONE: Final = "–"


@dataclass(frozen=True, slots=True)
class _Measured:
    """A run with what is known of its result."""

    run: RunSummary
    data: str
    best: Mapping[str, float]
    """The row of its best epoch; empty before the first has ended."""
    seconds: float
    results: Mapping[str, float]
    """Of its bundle; empty without one."""
    attributes: Mapping[str, Attribute]


class RunComparison(QTableWidget):
    """A column per run; the best of each figure is bold, of test figures only if all runs have the same data."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Runs compared"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setDefaultSectionSize(3 * GRID_PX)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_runs(self, runs: Sequence[RunSummary]) -> None:
        """Show the figures of runs and where their recipes differ."""
        measured = [_measured(run) for run in runs]
        rows = [*self._figures(measured), *self._recipes(measured)]
        self.clear()
        self.setColumnCount(len(measured))
        self.setRowCount(len(rows))
        self.setHorizontalHeaderLabels([one.run.name for one in measured])
        self.setVerticalHeaderLabels([title for title, _, _ in rows])
        for y, (_, texts, best) in enumerate(rows):
            for x, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(wrapped(text))
                if x in best:
                    item.setFont(sized("text", bold=True))
                self.setItem(y, x, item)

    def _figures(self, runs: Sequence[_Measured]) -> Iterator[tuple[str, list[str], set[int]]]:
        epochs = self.tr("{done} of {total}")
        yield (
            self.tr("Epochs"),
            [epochs.format(done=number(one.run.epochs_done), total=number(one.run.recipe.epochs)) for one in runs],
            set(),
        )
        yield self.tr("Best epoch"), [number(int(one.best["epoch"])) if one.best else _NONE for one in runs], set()
        yield self.tr("Time"), [duration(one.seconds) if one.seconds else _NONE for one in runs], set()
        yield self._row(self.tr("Best score"), [one.best.get("score") for one in runs], share)
        loss = [one.best.get("validation_loss") for one in runs]
        yield self._row(self.tr("Validation loss of that epoch"), loss, partial(decimal, digits=3), least=True)
        attributes = {name: attribute for one in runs for name, attribute in one.attributes.items()}
        alike = len({one.data for one in runs}) == 1
        for name, attribute in attributes.items():
            for figure, title in (
                ("accuracy", self.tr("{attribute}, test accuracy")),
                ("balanced_accuracy", self.tr("{attribute}, balanced test accuracy")),
                ("worst_group_accuracy", self.tr("{attribute}, test accuracy of the worst group")),
            ):
                values = [one.results.get(f"{name}_{figure}") for one in runs]
                row = self._row(title.format(attribute=attribute_title(attribute)), values, share)
                yield (*row[:2], row[2] if alike else set())  # figures on other faces cannot be ranked

    def _row(
        self, title: str, values: Sequence[float | None], text: Callable[[float], str], *, least: bool = False
    ) -> tuple[str, list[str], set[int]]:
        known = [value for value in values if value is not None]
        best = (min if least else max)(known) if len(known) > 1 else None
        texts = [_NONE if value is None else text(value) for value in values]
        return title, texts, {at for at, value in enumerate(values) if value is not None and value == best}

    def _recipes(self, runs: Sequence[_Measured]) -> Iterator[tuple[str, list[str], set[int]]]:
        if len({one.data for one in runs}) > 1:
            yield self.tr("Data"), [one.data or _NONE for one in runs], set()
        recipes = [dict(_flat(one.run.recipe.model_dump())) for one in runs]
        options = _options(runs)
        for path in dict.fromkeys(path for recipe in recipes for path in recipe):
            values = [recipe.get(path) for recipe in recipes]
            if any(value != values[0] for value in values):
                yield self._title(path, options), [self._text(value, options.get(path)) for value in values], set()

    def _title(self, path: Path, options: Mapping[Path, Option]) -> str:
        return options[path].title if path in options else ", ".join(path).replace("_", " ").capitalize()

    def _text(self, value: Any, option: Option | None) -> str:
        if option is not None and option.choices:
            return next((name for known, name in option.choices if known == value), str(value))
        if isinstance(value, bool):
            return self.tr("yes") if value else self.tr("no")
        if isinstance(value, tuple):
            return ", ".join(map(str, value)) or _NONE
        if value is None or value == "":
            return _NONE
        return number_text(value) if isinstance(value, int | float) else str(value)


def _measured(run: RunSummary) -> _Measured:
    from core.model.bundle import read_manifest
    from core.training.run_folder import RunFolder

    folder = RunFolder(run.path)
    rows = folder.history()
    best = best_epoch(rows)
    results: Mapping[str, float] = {}
    attributes: Mapping[str, Attribute] = {}
    if folder.bundle is not None:
        try:
            manifest = read_manifest(folder.bundle)
        except FacetError:
            pass  # a damaged bundle is told where it is opened
        else:
            results, attributes = manifest.results, manifest.attributes
    return _Measured(
        run,
        str(folder.data.get("title", "")),
        next((row for row in rows if row["epoch"] == best), {}),
        sum(row.get("seconds", 0.0) for row in rows),
        results,
        attributes,
    )


def _options(runs: Sequence[_Measured]) -> dict[Path, Option]:
    """The options of a recipe and of the networks of these runs, in the user's language."""
    from core.training.architectures import ARCHITECTURES
    from core.training.recipe import Recipe

    networks = {one.run.recipe.architecture for one in runs}
    every = [*options_of(Recipe)]
    for name in networks:
        every += options_of(ARCHITECTURES[name].parameters, ("parameters",))
    return {option.path: option.translated(partial(core_text, "recipe")) for option in every}


def _flat(content: Mapping[str, Any], path: Path = ()) -> Iterator[tuple[Path, Any]]:
    for name, value in content.items():
        if isinstance(value, dict):
            yield from _flat(value, (*path, name))
        else:
            yield (*path, name), value


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

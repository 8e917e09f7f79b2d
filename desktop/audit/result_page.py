"""The figures of a model: tabs, and below them the faces behind the chosen one. An audit and a training show it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from core.errors import FacetError
from desktop.app.settings import Settings
from desktop.app.translation import core_text
from desktop.audit.calibration_tab import CalibrationTab
from desktop.audit.difference_tabs import ChangesTab, CompareTab, GapsTab
from desktop.audit.examples_view import Behind, ExamplesView
from desktop.audit.groups_tab import GroupsTab
from desktop.audit.wording import grouped_by, not_measured, summary
from desktop.audit.work import save
from desktop.widgets.dialogs import ask_where, documents, push_button
from desktop.widgets.inputs import place_in_tab_order
from desktop.widgets.picture import ask_and_save_picture, offer_picture
from desktop.widgets.term import ElidedLabel
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import attribute_title, wrapped
from desktop.worker import Worker

if TYPE_CHECKING:
    from core.schema import Attribute
    from desktop.audit.work import Audited

_WIDTH_PX = 90 * GRID_PX


class LimitsTab(QScrollArea):
    """What the figures cannot say, and the terms of the data."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from core.evaluation.words import LIMITS, USE

        inside = QWidget()
        inside.setMaximumWidth(_WIDTH_PX)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(GRID_PX)
        self.terms = toned(QLabel())
        for text, level in (
            (self.tr("What such a model is for"), "heading"),
            *((core_text("evaluation", paragraph), "text") for paragraph in USE),
            (self.tr("Limits"), "heading"),
            *((f"•  {core_text('evaluation', limit)}", "text") for limit in LIMITS),
            (self.tr("Terms of the data"), "heading"),
        ):
            label = toned(QLabel(text), size="heading" if level == "heading" else "text")
            label.setWordWrap(True)
            column.addWidget(label)
        self.terms.setWordWrap(True)
        column.addWidget(self.terms)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("Limits"))

    def show_terms(self, terms: str) -> None:
        """Show the terms of use of the data."""
        self.terms.setText(terms)


class _CheckMenu(QMenu):
    """A menu of check boxes. It stays open, so that several can be changed at once."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        chosen = [action for action in self.actions() if self.actionGeometry(action).contains(at)]
        for action in chosen:
            action.toggle()
        if not chosen:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            for action in filter(lambda action: action is self.activeAction(), self.actions()):
                action.toggle()
        else:
            super().keyPressEvent(event)


class ResultPage(QWidget):
    """Shows one answered attribute at a time; only tabs with figures are shown."""

    picture_read = Signal(object)
    """A `Photo` to show in the main window."""
    groups_chosen = Signal(object)
    """Names of the columns to group by."""
    saved = Signal(object)
    """The path of a report or a picture."""
    failed = Signal(object)

    def __init__(self, worker: Worker, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._settings = settings
        self.audited: Audited | None = None
        self._shown = ""
        self._grouped_by: tuple[str, ...] = ()
        self.title = toned(ElidedLabel(), size="title")
        self.summary = toned(QLabel())
        self.summary.setWordWrap(True)
        self.heads: dict[str, QPushButton] = {}
        """The buttons that choose the attribute shown."""
        self._switches = QHBoxLayout()
        self._exclusive = QButtonGroup(self)
        self.groups, self.gaps, self.compare = GroupsTab(), GapsTab(), CompareTab()
        self.calibration, self.changes, self.limits = CalibrationTab(), ChangesTab(), LimitsTab()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.examples = ExamplesView(worker)
        self._with_faces: Final = (self.groups, self.gaps, self.calibration)
        for tab in self._with_faces:
            tab.examples_asked.connect(lambda behind, tab=tab: self._on_examples_asked(tab, behind))
        self.examples.picture_read.connect(self.picture_read)
        self.examples.failed.connect(self.failed)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.columns = _CheckMenu(self)
        self.columns.aboutToHide.connect(self._on_columns_chosen)
        self.choose_columns = push_button(self.tr("&Groups"))
        self.choose_columns.setToolTip(wrapped(self.tr("Choose the columns of the data to group by")))
        self.choose_columns.setMenu(self.columns)
        self._charts: Final[dict[QWidget, QWidget]] = {
            self.groups: self.groups.table,
            self.gaps: self.gaps.table,
            self.calibration: self.calibration.reliability,
            self.compare: self.compare.table,
            self.changes: self.changes.table,
        }
        """The chart of each tab."""
        for chart in (*self._charts.values(), self.groups.confusion):
            offer_picture(chart, self._save_picture)
        self.save_chart = push_button(self.tr("Save the chart…"), self._on_save_chart)
        self._lay_out()

    def show_audit(self, audited: Audited) -> None:
        """Show results; the tab stays where only the groups have changed."""
        before = self.audited.order if self.audited else None
        self.audited = audited
        report = audited.report
        self.title.setText(
            self.tr("{model} on {data}").format(model=audited.predictions.model, data=audited.dataset.title)
        )
        self.tabs.setAccessibleName(self.title.text())
        shown = self.tabs.currentWidget()
        self.tabs.blockSignals(True)
        self.tabs.clear()
        heads = report.evaluation.heads if report.evaluation is not None else {}
        if heads:
            self.tabs.addTab(self.groups, self.tr("By group"))
            self.tabs.addTab(self.gaps, self.tr("Largest gaps"))
            self.tabs.addTab(self.calibration, self.tr("Calibration"))
        if report.comparison is not None:
            self.tabs.addTab(self.compare, self.tr("Two models"))
        if report.counterfactual is not None:
            self.tabs.addTab(self.changes, self.tr("Changed pictures"))
            self.changes.show_changes(report.counterfactual)
        self.tabs.addTab(self.limits, self.tr("Limits"))
        self.tabs.setCurrentIndex(max(0, self.tabs.indexOf(shown) if audited.order is before else 0))
        self.tabs.blockSignals(False)
        self.limits.show_terms(audited.dataset.terms)
        self.limits.verticalScrollBar().setValue(0)
        self.groups.beside.verticalScrollBar().setValue(0)
        self._offer_columns(audited)
        self._make_switches([found.attribute for found in heads.values()])
        self.summary.setText(" ".join(not_measured(report.evaluation) if report.evaluation else ()))
        self.summary.setVisible(report.evaluation is not None)
        if heads:
            self._show_head(self._shown if self._shown in heads else next(iter(heads)))
        else:
            self._on_tab_changed(self.tabs.currentIndex())

    def close_threads(self) -> None:
        self.examples.close_threads()

    def _show_head(self, name: str) -> None:
        audited = self.audited
        if audited is None or audited.report.evaluation is None:
            return
        self._shown = name
        self.heads[name].setChecked(True)
        evaluation, comparison = audited.report.evaluation, audited.report.comparison
        found = evaluation.heads[name]
        self.summary.setText(summary(evaluation, found))
        self.gaps.show_head(found)
        self.groups.show_head(found, minimum=evaluation.minimum)
        self.calibration.show_bins(found.reliability)
        there = comparison is not None and name in comparison.heads
        self.tabs.setTabVisible(self.tabs.indexOf(self.compare), there)
        if comparison is not None and there:
            self.compare.show_comparison(comparison, name, audited.evaluations)
        self._on_tab_changed(self.tabs.currentIndex())

    def save_report(self) -> None:
        """Ask where to save the figures, and save them there as a page, as PDF or as JSON."""
        audited = self.audited
        if audited is None:
            return
        kinds = {
            ".html": self.tr("Page (*.html)"),
            ".pdf": self.tr("PDF (*.pdf)"),
            ".json": self.tr("JSON (*.json)"),
        }
        if audited.report.evaluation is None:
            kinds = {".json": kinds[".json"]}
        folder = self._settings.last_folder("reports") or documents()
        path = ask_where(self, self.tr("Save the figures"), folder / f"audit{next(iter(kinds))}", kinds)
        if path:
            self._settings.set_last_folder("reports", path.parent)
            job = self._worker.submit(save(audited, path))
            job.result.connect(self.saved)
            job.failed.connect(self.failed)

    def _on_save_chart(self) -> None:
        self._save_picture(self._charts[self.tabs.currentWidget()])

    def _save_picture(self, chart: QWidget) -> None:
        try:
            path = ask_and_save_picture(chart, "audit", self._settings)
        except FacetError as e:
            self.failed.emit(e)
        else:
            if path:
                self.saved.emit(path)

    def _on_examples_asked(self, tab: QWidget, behind: Behind) -> None:
        if self.audited is not None and tab is self.tabs.currentWidget():
            self.examples.show_examples(behind, self.audited.dataset, self.audited.predictions, self._shown)
            self.examples.show()

    def _on_tab_changed(self, at: int) -> None:
        shown = self.tabs.widget(at)
        self.save_chart.setVisible(shown in self._charts)
        self.examples.hide()  # until a figure has faces behind it
        for tab in self._with_faces:
            if tab is shown:
                tab.ask_examples()

    def _offer_columns(self, audited: Audited) -> None:
        """The columns of the data; those the figures are grouped by are checked."""
        evaluation = audited.report.evaluation
        heads = [] if evaluation is None else evaluation.heads.values()
        used = {columns[0] for found in heads for columns in found.groupings if len(columns) == 1}
        self.columns.clear()
        for name, column in audited.predictions.columns.items():
            title = grouped_by(column.attribute).replace("&", "&&")
            action = self.columns.addAction(f"{title[:1].upper()}{title[1:]}")
            action.setCheckable(True)
            action.setChecked(name in used)
            action.setData(name)
        self._grouped_by = self._checked_columns
        self.choose_columns.setVisible(evaluation is not None and bool(self.columns.actions()))

    @property
    def _checked_columns(self) -> tuple[str, ...]:
        return tuple(action.data() for action in self.columns.actions() if action.isChecked())

    def _on_columns_chosen(self) -> None:
        chosen = self._checked_columns
        if chosen and chosen != self._grouped_by:
            self._grouped_by = chosen
            self.groups_chosen.emit(chosen)

    def _make_switches(self, attributes: Sequence[Attribute]) -> None:
        for button in self.heads.values():
            self._exclusive.removeButton(button)
            button.hide()
            button.deleteLater()
        self.heads = {attribute.name: self._switch(attribute) for attribute in attributes}
        place_in_tab_order(self, self.heads.values())

    def _switch(self, attribute: Attribute) -> QPushButton:
        button = push_button(attribute_title(attribute), lambda: self._show_head(attribute.name))
        button.setCheckable(True)
        self._exclusive.addButton(button)
        self._switches.addWidget(button)
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID_PX)
        top.addWidget(self.title, 1)
        self._switches.setSpacing(GRID_PX)
        top.addLayout(self._switches)
        top.addWidget(self.choose_columns)
        self.tabs.setCornerWidget(self.save_chart)
        for tab in (self.groups, self.gaps, self.calibration, self.compare, self.changes, self.limits):
            tab.setParent(self.tabs)  # some are added late, and Tab would come to them last
            tab.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addLayout(top)
        column.addWidget(self.summary)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.examples)

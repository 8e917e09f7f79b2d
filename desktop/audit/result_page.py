"""What an audit came to: tabs of figures, and below them the faces behind the one that is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from desktop.audit.changes_tab import ChangesTab
from desktop.audit.compare_tab import CompareTab
from desktop.audit.examples_view import ExamplesView
from desktop.audit.gaps_tab import GapsTab
from desktop.audit.groups_tab import GroupsTab
from desktop.audit.limits_tab import LimitsTab
from desktop.audit.reliability_view import ReliabilityView
from desktop.audit.wording import summary
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import attribute_title
from desktop.worker import Worker

if TYPE_CHECKING:
    from core.evaluation.groups import Group
    from core.schema import Attribute
    from desktop.audit.work import Audited


class ResultPage(QWidget):
    """One answered attribute at a time; what was not measured has no tab."""

    picture_read = Signal(object)
    """A `Photo` that was asked for."""
    failed = Signal(object)

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.audited: Audited | None = None
        self._shown = ""
        self.title = toned(QLabel(), size="title")
        self.summary = toned(QLabel())
        self.summary.setWordWrap(True)
        self.heads: dict[str, QPushButton] = {}
        """By answered attribute; one shows its figures."""
        self._switches = QHBoxLayout()
        self._exclusive = QButtonGroup(self)
        self.groups, self.gaps, self.compare = GroupsTab(), GapsTab(), CompareTab()
        self.reliability, self.changes, self.limits = ReliabilityView(), ChangesTab(), LimitsTab()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.examples = ExamplesView(worker)
        for tab in (self.groups, self.gaps):
            tab.examples_asked.connect(lambda *what, tab=tab: self._on_examples_asked(tab, *what))
        self.examples.picture_read.connect(self.picture_read)
        self.examples.failed.connect(self.failed)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self._lay_out()

    def show_audit(self, audited: Audited) -> None:
        self.audited = audited
        report = audited.report
        self.title.setText(
            self.tr("{model} on {data}").format(model=audited.predictions.model, data=audited.dataset.title)
        )
        self.tabs.setAccessibleName(self.title.text())
        self.tabs.blockSignals(True)
        self.tabs.clear()
        if report.evaluation is not None:
            self.tabs.addTab(self.groups, self.tr("By group"))
            self.tabs.addTab(self.gaps, self.tr("Largest gaps"))
            self.tabs.addTab(self._calibration, self.tr("Calibration"))
        if report.comparison is not None:
            self.tabs.addTab(self.compare, self.tr("Two models"))
        if report.counterfactual is not None:
            self.tabs.addTab(self.changes, self.tr("Changed pictures"))
            self.changes.show_changes(report.counterfactual)
        self.tabs.addTab(self.limits, self.tr("Limits"))
        self.tabs.blockSignals(False)
        self.limits.show_terms(audited.dataset.terms)
        heads = report.evaluation.heads if report.evaluation is not None else {}
        self._make_switches([found.attribute for found in heads.values()])
        self.summary.setVisible(bool(heads))
        if heads:
            self._show_head(self._shown if self._shown in heads else next(iter(heads)))
        else:
            self.examples.hide()

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
        self.reliability.show_reliability(found.reliability)
        there = comparison is not None and name in comparison.heads
        self.tabs.setTabVisible(self.tabs.indexOf(self.compare), there)
        if comparison is not None and there:
            self.compare.show_comparison(comparison, name)
        self._on_tab_changed(self.tabs.currentIndex())

    def _on_examples_asked(self, tab: QWidget, title: str, group: Group, label: str | None, answer: str | None) -> None:
        if self.audited is not None and tab is self.tabs.currentWidget():
            predictions = self.audited.predictions
            rows = predictions.examples(self._shown, group, label=label, answer=answer, wrong=label is None)
            self.examples.show_examples(title, self.audited.dataset, predictions, self._shown, rows)

    def _on_tab_changed(self, at: int) -> None:
        tab = self.tabs.widget(at)
        self.examples.setVisible(tab in (self.groups, self.gaps))
        if tab is self.groups:
            self.groups.ask_examples()
        elif tab is self.gaps:
            self.gaps.ask_examples()

    def _make_switches(self, attributes: Sequence[Attribute]) -> None:
        for button in self.heads.values():
            self._exclusive.removeButton(button)
            button.hide()
            button.deleteLater()
        self.heads = {attribute.name: self._switch(attribute) for attribute in attributes}

    def _switch(self, attribute: Attribute) -> QPushButton:
        button = QPushButton(attribute_title(attribute))
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._show_head(attribute.name))
        self._exclusive.addButton(button)
        self._switches.addWidget(button)
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID_PX)
        top.addWidget(self.title, 1)
        self._switches.setSpacing(GRID_PX)
        top.addLayout(self._switches)
        self._calibration = QWidget()
        diagram = QVBoxLayout(self._calibration)
        diagram.setContentsMargins(0, 2 * GRID_PX, 0, 0)
        hint = self.tr(
            "Of the answers given with 80 %, 80 % should agree with the labels: then the dots lie on the dotted line. "
            "The calibration error of every group is under By group."
        )
        told = toned(QLabel(hint), tone="muted")
        told.setWordWrap(True)
        diagram.addWidget(told)
        diagram.addWidget(self.reliability)
        diagram.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addLayout(top)
        column.addWidget(self.summary)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.examples)

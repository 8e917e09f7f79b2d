"""The results of an audit: tabs of figures, and below them the faces behind the chosen one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.app.translation import core_text
from desktop.audit.difference_tabs import ChangesTab, CompareTab, GapsTab
from desktop.audit.examples_view import ExamplesView
from desktop.audit.groups_tab import GroupsTab
from desktop.audit.wording import grouped_by, summary
from desktop.widgets.save_picture import offer_picture
from desktop.widgets.task_dialog import push_button
from desktop.widgets.theme import GRID_PX, sized, theme, toned
from desktop.wording import attribute_title, interval, number, share
from desktop.worker import Worker

if TYPE_CHECKING:
    from core.evaluation.figures import ReliabilityBin
    from core.evaluation.groups import Group
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

    def show_terms(self, terms: str) -> None:
        """Show the terms of use of the data."""
        self.terms.setText(terms)


_SIDE_PX: Final = 34 * GRID_PX
_LEAST_SIDE_PX: Final = 16 * GRID_PX
_LEFT_PX: Final = 6 * GRID_PX
_BOTTOM_PX: Final = 5 * GRID_PX


class ReliabilityView(QWidget):
    """Confidence across, accuracy up, with intervals; larger dots stand for more answers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bins: Sequence[ReliabilityBin] = ()
        self.setAccessibleName(self.tr("Reliability diagram"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        theme().changed.connect(self.update)

    def show_reliability(self, bins: Sequence[ReliabilityBin]) -> None:
        self._bins = bins
        text = self.tr("confidence {confidence}, accuracy {accuracy} ({interval}), faces: {n}")
        self.setAccessibleDescription(
            "; ".join(
                text.format(
                    confidence=share(one.confidence),
                    accuracy=share(one.accuracy.value),
                    interval=interval(one.accuracy.low, one.accuracy.high),
                    n=number(one.accuracy.count),
                )
                for one in bins
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_LEFT_PX + _SIDE_PX + _LEFT_PX, GRID_PX + _SIDE_PX + _BOTTOM_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), GRID_PX + _LEAST_SIDE_PX + _BOTTOM_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(sized("small"))
        look, side = theme(), self.height() - GRID_PX - _BOTTOM_PX

        def at(confidence: float, accuracy: float) -> QPointF:
            return QPointF(_LEFT_PX + confidence * side, GRID_PX + (1 - accuracy) * side)

        painter.setPen(QPen(look.color("muted"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(at(0, 0), at(1, 1))
        painter.setPen(look.color("line"))
        painter.drawRect(QRectF(at(0, 1), at(1, 0)))
        painter.setPen(look.color("muted"))
        across = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        up = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for mark in (0.0, 0.5, 1.0):
            x, y = at(mark, 0).x(), at(0, mark).y()
            painter.drawText(QRectF(x - 40, at(0, 0).y() + 4, 80, 2 * GRID_PX), across, share(mark, 0))
            painter.drawText(QRectF(0, y - GRID_PX, _LEFT_PX - 6, 2 * GRID_PX), up, share(mark, 0))
        below = QRectF(0, at(0, 0).y() + 2.5 * GRID_PX, 2 * _LEFT_PX + side, 2 * GRID_PX)
        painter.drawText(below, across, self.tr("confidence (across), accuracy (up)"))
        most = max((one.accuracy.count for one in self._bins), default=1)
        faint = look.color("accent")
        faint.setAlphaF(0.5)
        for one in self._bins:
            found, confidence = one.accuracy, one.confidence
            painter.setPen(QPen(faint, 2))
            painter.drawLine(at(confidence, found.low), at(confidence, found.high))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent"))
            radius = 3 + 4 * (found.count / most) ** 0.5
            painter.drawEllipse(at(confidence, found.value), radius, radius)


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
    picture_asked = Signal(QWidget)
    """A chart to save as a picture."""
    failed = Signal(object)

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.audited: Audited | None = None
        self._shown = ""
        self._grouped_by: tuple[str, ...] = ()
        self.title = toned(QLabel(), size="title")
        self.summary = toned(QLabel())
        self.summary.setWordWrap(True)
        self.heads: dict[str, QPushButton] = {}
        """The buttons that choose the attribute shown."""
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
        self.columns = _CheckMenu(self)
        self.columns.aboutToHide.connect(self._on_columns_chosen)
        self.choose_columns = push_button(self.tr("&Groups"))
        self.choose_columns.setToolTip(self.tr("Choose the columns of the data to group by"))
        self.choose_columns.setMenu(self.columns)
        for chart in (self.groups.table, self.gaps.table, self.compare.table, self.changes.table, self.reliability):
            offer_picture(chart, self.picture_asked.emit)
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
        self.tabs.setCurrentIndex(max(0, self.tabs.indexOf(shown) if audited.order is before else 0))
        self.tabs.blockSignals(False)
        self.limits.show_terms(audited.dataset.terms)
        self.limits.verticalScrollBar().setValue(0)
        self.groups.beside.verticalScrollBar().setValue(0)
        self._offer_columns(audited)
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
        self._calibration = QWidget()
        diagram = QVBoxLayout(self._calibration)
        diagram.setContentsMargins(0, 2 * GRID_PX, 0, 0)
        hint = self.tr(
            "Of the answers given with 80 %, 80 % should agree with the labels: then the dots lie on the dotted line. "
            "The calibration error of every group is under By group."
        )
        note = toned(QLabel(hint), tone="muted")
        note.setWordWrap(True)
        diagram.addWidget(note)
        diagram.addWidget(self.reliability)
        diagram.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addLayout(top)
        column.addWidget(self.summary)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.examples)

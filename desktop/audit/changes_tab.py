"""What light, colour and blur do to an answer, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.audit.figure_table import FigureTable, Row
from desktop.audit.wording import change_title, group_title, sensitivity
from desktop.widgets.choice_box import ChoiceBox
from desktop.widgets.theme import GRID_PX, toned

if TYPE_CHECKING:
    from core.evaluation.counterfactual import Counterfactual


class ChangesTab(QWidget):
    """The share of a group's faces whose answer is another when only the picture is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Counterfactual | None = None
        self.change = ChoiceBox()
        self.change.setAccessibleName(self.tr("Change of the picture"))
        self.note = toned(QLabel(), tone="muted")
        self.text = QLabel()
        self.table = FigureTable(self.tr("Changed answers by group"))
        self.change.currentIndexChanged.connect(self._refresh)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2 * GRID_PX, 0, 0)
        column.setSpacing(GRID_PX)
        for label in (self.note, self.text):
            label.setWordWrap(True)
        column.addWidget(self.note)
        column.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.text)
        column.addWidget(self.table, 1)

    def show_changes(self, found: Counterfactual) -> None:
        self._found = found
        note = self.tr(
            "Each face is shown as it is and changed. Nothing about the person is another, so the answer should not be."
        )
        if found.grouped_by == "labels":
            groups = self.tr("Groups are those of the labels.")
        else:
            groups = self.tr("Groups are what the model itself perceives in the pictures as they are.")
        self.note.setText(f"{note} {groups}")
        self.change.blockSignals(True)
        self.change.clear()
        for one in found.changes:
            self.change.addItem(change_title(one.change))
        self.change.blockSignals(False)
        self._refresh()

    def _refresh(self) -> None:
        at = self.change.currentIndex()
        if self._found is None or at < 0:
            return
        one = self._found.changes[at]
        self.text.setText(sensitivity(self._found.attribute, one))
        low, high = one.overall.low, one.overall.high
        self.table.show_figures(
            [
                Row(
                    group_title(shift.group),
                    shift.changed.count,
                    shift.changed.value,
                    shift.changed.low,
                    shift.changed.high,
                    shift.small,
                    shift.changed.low > high or shift.changed.high < low,
                )
                for shift in one.groups
            ],
            middle=one.overall.value,
        )

"""Whose errors are evened out, and between which groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.widgets.choice_box import ChoiceBox
from desktop.widgets.theme import GRID_PX

if TYPE_CHECKING:
    from core.training.recipe import Mitigation


class MitigationField(QWidget):
    """A list of the answers, and a check box per column; where none is chosen, the recipe's own rule holds."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.of = ChoiceBox()
        self.of.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.of.currentIndexChanged.connect(self.changed)
        self.groups: dict[str, QCheckBox] = {}
        self._titles: dict[str, str] = {}
        of_label = QLabel(self.tr("Errors evened out"))
        of_label.setBuddy(self.of)
        self.of.setAccessibleName(of_label.text())
        self._between = QLabel(self.tr("Between the groups of (none chosen: the other answers that Facet knows)"))
        self._between.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID_PX // 2)
        for widget in (of_label, self.of, self._between):
            self._column.addWidget(widget)
        self.offer((), {})

    def offer(self, answers: Sequence[str], titles: Mapping[str, str]) -> None:
        """Take other answers and columns, by name with their titles; what was chosen and is still there stays."""
        chosen = self.of.currentData() or ""
        with QSignalBlocker(self.of):
            self.of.clear()
            self.of.addItem(self.tr("of the first answer"), "")
            for name in answers:
                self.of.addItem(titles.get(name, name), name)
            self.of.setCurrentIndex(max(0, self.of.findData(chosen)))
        if dict(titles) != self._titles:
            self._titles = dict(titles)
            self._offer_groups()

    def show_choice(self, mitigation: Mitigation) -> None:
        """Show a recipe's."""
        with QSignalBlocker(self.of):
            self.of.setCurrentIndex(max(0, self.of.findData(mitigation.of)))
        for name, box in self.groups.items():
            with QSignalBlocker(box):
                box.setChecked(name in mitigation.groups)

    def changes(self) -> dict[str, object]:
        """The fields of a recipe's mitigation that this holds."""
        return {
            "of": self.of.currentData() or "",
            "groups": tuple(name for name, box in self.groups.items() if box.isChecked()),
        }

    def _offer_groups(self) -> None:
        checked = {name for name, box in self.groups.items() if box.isChecked()}
        for box in self.groups.values():
            self._column.removeWidget(box)
            box.deleteLater()
        self.groups = {}
        before: QWidget = self.of
        for name, title in self._titles.items():
            box = self.groups[name] = QCheckBox(title)
            box.setChecked(name in checked)
            box.setAccessibleDescription(self._between.text())
            box.toggled.connect(self.changed)
            self._column.addWidget(box)
            QWidget.setTabOrder(before, box)
            before = box

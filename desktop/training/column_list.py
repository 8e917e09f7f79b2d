"""What is given of the pictures, a line per column: its title, its labels, and how many pictures have each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import attribute_name, label_name, number

if TYPE_CHECKING:
    from core.schema import Column


class ColumnList(QWidget):
    """All columns of a data set."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: dict[str, QLabel] = {}
        """The labels and counts of each column, by its name."""
        self._shown: list[QLabel] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID_PX)
        self._grid.setVerticalSpacing(GRID_PX // 2)
        self._grid.setColumnStretch(1, 1)

    def show_columns(self, columns: Mapping[str, Column]) -> None:
        for widget in self._shown:
            widget.deleteLater()
        self._shown, self.lines = [], {}
        for row, (name, column) in enumerate(columns.items()):
            title = toned(QLabel(attribute_name(column.attribute)), size="small", tone="muted")
            title.setTextFormat(Qt.TextFormat.PlainText)
            line = self.lines[name] = toned(QLabel(self._said(column)), size="small")
            line.setTextFormat(Qt.TextFormat.PlainText)
            line.setWordWrap(True)
            line.setAccessibleName(f"{title.text()}: {line.text()}")
            self._shown += [title, line]
            self._grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(line, row, 1, Qt.AlignmentFlag.AlignTop)

    def _said(self, column: Column) -> str:
        from core.datasets.groups import counts_of

        names = {label: label_name(label) for label in column.attribute.labels}
        missing = self.tr("not given")
        counts = counts_of(column).items()
        # A label and its number stay on one line.
        said = (f"{names.get(label, missing)}: {number(count)}".replace(" ", "\u00a0") for label, count in counts)
        return "\u00a0\u00a0·  ".join(said)

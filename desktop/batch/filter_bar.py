"""Which rows of a batch's result are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.theme import GRID_PX, toned
from desktop.translation import core_text
from desktop.wording import head_title, label_name, number

if TYPE_CHECKING:
    from core.batch.results import Wanted
    from core.labels import Head


class FilterBar(QWidget):
    """A choice for each head, for what became of a photo and for a face's quality; all of them hold at once."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from core.batch.summary import UNCERTAIN
        from core.labels import HEADS
        from core.quality import REASONS

        self.heads: dict[Head, QComboBox] = {}
        for head, labels in HEADS.items():
            box = self.heads[head] = self._box(head_title(head))
            box.addItem(self.tr("{head}: any").format(head=head_title(head)), None)
            for label in labels:
                box.addItem(label_name(label), label)
            box.addItem(self.tr("uncertain"), UNCERTAIN)
        self.kind = self._box(self.tr("Rows"))
        for text, kind in (
            (self.tr("All rows"), None),
            (self.tr("Faces"), "faces"),
            (self.tr("Uncertain answers"), "uncertain"),
            (self.tr("Photos without a face"), "no face"),
            (self.tr("Errors"), "errors"),
        ):
            self.kind.addItem(text, kind)
        self.quality = self._box(self.tr("Quality"))
        self.quality.addItem(self.tr("Quality: any"), None)
        self.quality.addItem(self.tr("nothing against it"), "good")
        self.quality.addItem(self.tr("something against it"), "doubtful")
        for code, reason in REASONS.items():
            self.quality.addItem(core_text("quality", reason), code)
        self.quality.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.quality.setMinimumContentsLength(len(self.quality.itemText(0)))
        self.everything = QPushButton(self.tr("Show everything"))
        self.everything.setObjectName("link")
        self.everything.setAutoDefault(False)
        self.everything.clicked.connect(self.clear)
        self.count = toned(QLabel(), tone="muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX)
        for box in self._boxes:
            row.addWidget(box)
            box.currentIndexChanged.connect(self._on_changed)
        row.addStretch(1)
        row.addWidget(self.everything)
        row.addWidget(self.count)
        self.everything.hide()

    @property
    def wanted(self) -> Wanted:
        """What the rows shown have in common."""
        from core.batch.results import Wanted

        labels = {head: box.currentData() for head, box in self.heads.items() if box.currentData()}
        return Wanted(labels, self.kind.currentData(), self.quality.currentData())

    def show_count(self, shown: int, rows: int) -> None:
        """Say how many of all rows are shown."""
        if shown == rows:
            text = self.tr("%n row(s)", "", rows)
        else:
            text = self.tr("{shown} of %n row(s)", "", rows).format(shown=number(shown))
        if text != self.count.text():
            self.count.setText(text)

    def clear(self) -> None:
        """Show everything."""
        for box in self._boxes:
            box.setCurrentIndex(0)

    @property
    def _boxes(self) -> list[QComboBox]:
        return [*self.heads.values(), self.kind, self.quality]

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        return box

    def _on_changed(self) -> None:
        self.everything.setVisible(any(box.currentIndex() for box in self._boxes))
        self.changed.emit()

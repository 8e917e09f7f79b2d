"""Which rows of a batch's result are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.app.translation import core_text
from desktop.widgets.choice_box import ChoiceBox
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import attribute_title, label_name, number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.batch.results import Wanted
    from core.schema import Attribute

_LEAST_PX: Final = 20 * GRID_PX
"""What is left of the longest box where there is not the room for its texts."""
_IN_A_ROW: Final = 4
"""How many attributes stand side by side."""


class FilterBar(QWidget):
    """A choice for each attribute, for what became of a photo and for a face's quality; all of them hold at once."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from core.vision.quality import REASONS

        self.answers: dict[str, ChoiceBox] = {}
        """By attribute."""
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
        self.quality.setMinimumWidth(_LEAST_PX)
        self.quality.currentTextChanged.connect(self.quality.setToolTip)
        self.everything = QPushButton(self.tr("Show everything"))
        self.everything.setObjectName("link")
        self.everything.setAutoDefault(False)
        self.everything.clicked.connect(self.clear)
        self.count = toned(QLabel(), tone="muted")
        self._lay_out()
        for box in self._boxes:
            box.currentIndexChanged.connect(self._on_changed)
        self.everything.hide()

    def offer(self, attributes: Mapping[str, Attribute]) -> None:
        """Have a choice for each of these attributes, none made."""
        from core.batch.summary import UNCERTAIN

        for box in self.answers.values():
            self._answers.removeWidget(box)
            box.deleteLater()
        self.answers = {}
        for at, (name, attribute) in enumerate(attributes.items()):
            title = attribute_title(attribute)
            box = self.answers[name] = self._box(title)
            box.addItem(self.tr("{attribute}: any").format(attribute=title), None)
            for label in attribute.labels:
                box.addItem(label_name(label, attribute), label)
            box.addItem(self.tr("uncertain"), UNCERTAIN)
            box.setMinimumWidth(_LEAST_PX)
            box.currentIndexChanged.connect(self._on_changed)
            self._answers.addWidget(box, *divmod(at, _IN_A_ROW))
        self._on_changed()

    @property
    def wanted(self) -> Wanted:
        """What the rows shown have in common."""
        from core.batch.results import Wanted

        labels = {name: box.currentData() for name, box in self.answers.items() if box.currentData() is not None}
        return Wanted(labels, self.kind.currentData(), self.quality.currentData())

    def show_count(self, shown: int, rows: int) -> None:
        """Say how many of all rows are shown."""
        if shown == rows:
            text = self.tr("%n row(s)", "", rows)
        else:
            text = self.tr("{shown} of %n row(s)", "", rows).format(shown=number(shown))
        if text != self.count.text():
            self.count.setText(text)
            self._fit()

    def clear(self) -> None:
        """Show everything."""
        for box in self._boxes:
            box.setCurrentIndex(0)

    @property
    def _boxes(self) -> list[ChoiceBox]:
        return [*self.answers.values(), self.kind, self.quality]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _lay_out(self) -> None:
        self._answers, others = QGridLayout(), QHBoxLayout()
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        for part in (self._rows, self._answers, others):
            part.setSpacing(GRID_PX)
        self._answers.setColumnStretch(_IN_A_ROW, 1)
        for box in (self.kind, self.quality):
            others.addWidget(box)
        others.addStretch(1)
        others.addWidget(self.everything)
        others.addWidget(self.count)
        self._rows.addLayout(self._answers)
        self._rows.addLayout(others, 1)

    def _fit(self) -> None:
        """In one row, or in two where the boxes would be too narrow for their texts."""
        shown = [*self._boxes, *([self.everything] if self.everything.isVisibleTo(self) else []), self.count]
        needed = sum(widget.sizeHint().width() for widget in shown) + GRID_PX * len(shown)
        narrow = needed > self.width()
        self._rows.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def _box(self, name: str) -> ChoiceBox:
        box = ChoiceBox()
        box.setAccessibleName(name)
        return box

    def _on_changed(self) -> None:
        self.everything.setVisible(any(box.currentIndex() for box in self._boxes))
        self._fit()
        self.changed.emit()

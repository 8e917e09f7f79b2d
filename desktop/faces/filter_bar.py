"""The filter of the faces: which rows are shown, and how many each choice would show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)

from desktop.app.translation import core_text
from desktop.widgets.inputs import ChoiceBox, let_wheel_pass
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import attribute_name, attribute_title, label_name, number, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.collection.rows import Filter, FilterCounts
    from core.schema import Attribute

_TEXT_ROLE: Final = Qt.ItemDataRole.UserRole + 1
"""A choice without its count."""
_LEAST_PX: Final = 20 * GRID_PX
"""The least width of a box that is too narrow for its texts."""
_NAME_PX: Final = 20 * GRID_PX
_IN_A_ROW: Final = 4
"""How many attributes are side by side."""


class FilterBar(QWidget):
    """Choices by attribute, kind of row, quality, size, certainty and part of the photo's name: all hold at once."""

    changed = Signal()
    cleared = Signal()
    """Everything is to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from core.collection.layout import SIZES
        from core.vision.quality import REASONS

        self.answers: dict[str, ChoiceBox] = {}
        """By attribute."""
        self._excluded = 0
        self.differing = self._box(self.tr("Second model"))
        """Hidden without a second model."""
        self.kind = self._box(self.tr("Rows"))
        for text, kind in (
            (self.tr("All rows"), None),
            (self.tr("Faces"), "faces"),
            (self.tr("Uncertain answers"), "uncertain"),
            (self.tr("Photos without a face"), "no face"),
            (self.tr("Errors"), "errors"),
        ):
            _add(self.kind, text, kind)
        self.quality = self._box(self.tr("Quality"))
        _add(self.quality, self.tr("Quality: any"), None)
        _add(self.quality, self.tr("nothing against it"), "good")
        _add(self.quality, self.tr("something against it"), "doubtful")
        for code, reason in REASONS.items():
            _add(self.quality, core_text("quality", reason), code)
        self.quality.setMinimumWidth(_LEAST_PX)
        self.quality.currentTextChanged.connect(self.quality.setToolTip)
        self.face_size = self._box(self.tr("Size of the face"))
        _add(self.face_size, self.tr("Size: any"), None)
        for at, (low, high) in enumerate(SIZES):
            if high is None:
                text = self.tr("{low} px or more").format(low=round(low))
            elif low:
                text = self.tr("{low} to {high} px").format(low=round(low), high=round(high))
            else:
                text = self.tr("under {high} px").format(high=round(high))
            _add(self.face_size, text, at)
        self.certainty = self._box(self.tr("Certainty"))
        self.least, self.most = self._percent(0), self._percent(100)
        self.least.setAccessibleName(self.tr("Lowest certainty"))
        self.most.setAccessibleName(self.tr("Highest certainty"))
        self._dash = QLabel("–")
        self.name = QLineEdit()
        """Laid out by the page, which has room for it."""
        self.name.setPlaceholderText(self.tr("Photo name"))
        self.name.setAccessibleName(self.tr("Photo name"))
        self.name.setClearButtonEnabled(True)
        for button in self.name.findChildren(QToolButton):
            button.setToolTip(wrapped(self.tr("Clear")))
        self.name.setMinimumWidth(_NAME_PX)
        self.name.textChanged.connect(self._on_changed)
        self.everything = QPushButton(self.tr("Show everything"))
        self.everything.setObjectName("link")
        self.everything.setAutoDefault(False)
        self.everything.clicked.connect(self.clear)
        self.count = toned(QLabel(), tone="muted")
        self._lay_out()
        for box in self._boxes:
            box.currentIndexChanged.connect(self._on_changed)
        self.everything.hide()
        self._show_limits()

    def offer(self, attributes: Mapping[str, Attribute]) -> None:
        """Offer these attributes, without a condition."""
        from core.collection.rows import UNCERTAIN

        for box in self.answers.values():
            self._answers.removeWidget(box)
            box.deleteLater()
        self.answers = {}
        for at, (name, attribute) in enumerate(attributes.items()):
            title = attribute_title(attribute)
            box = self.answers[name] = self._box(title)
            _add(box, self.tr("{attribute}: any").format(attribute=title), None)
            for label in attribute.labels:
                _add(box, label_name(label, attribute), label)
            _add(box, self.tr("uncertain"), UNCERTAIN)
            box.setMinimumWidth(_LEAST_PX)
            box.currentIndexChanged.connect(self._on_changed)
            self._answers.addWidget(box, *divmod(at, _IN_A_ROW))
        with QSignalBlocker(self.certainty):
            self.certainty.clear()
            _add(self.certainty, self.tr("Certainty: any"), None)
            for name, attribute in attributes.items():
                text = self.tr("Certainty: {attribute}").format(attribute=attribute_name(attribute))
                _add(self.certainty, text, name)
        self._on_changed()

    def offer_differing(self, attributes: Mapping[str, Attribute], second: Mapping[str, Attribute]) -> None:
        """Offer to show only where two models answer `attributes` and `second` differently; not without a second."""
        from core.collection.second import ANY

        chosen = self.differing.currentData()
        shared = [attribute for name, attribute in attributes.items() if name in second]
        with QSignalBlocker(self.differing):
            self.differing.clear()
            if shared:
                _add(self.differing, self.tr("Second model: any"), None)
                _add(self.differing, self.tr("the models disagree"), ANY)
                for attribute in shared if len(shared) > 1 else ():
                    text = self.tr("they disagree: {attribute}").format(attribute=attribute_title(attribute))
                    _add(self.differing, text, attribute.name)
                self.differing.setCurrentIndex(max(0, self.differing.findData(chosen)))
        self.differing.setMinimumWidth(_LEAST_PX)
        self._on_changed()

    @property
    def wanted(self) -> Filter:
        """The filter as chosen."""
        from core.collection.layout import SIZES
        from core.collection.rows import Filter

        labels = {name: box.currentData() for name, box in self.answers.items() if box.currentData() is not None}
        limits = (self.least.value() / 100, self.most.value() / 100)
        size = self.face_size.currentData()
        least_px, below_px = (0.0, None) if size is None else SIZES[size]
        return Filter(
            labels,
            self.kind.currentData(),
            self.quality.currentData(),
            self.name.text().strip(),
            {self.certainty.currentData(): limits} if self.certainty.currentData() else {},
            least_px,
            below_px,
            self.differing.currentData(),
        )

    @property
    def filtered(self) -> bool:
        """Whether some rows may be left out."""
        return bool(self._excluded or self.name.text() or any(box.currentIndex() > 0 for box in self._boxes))

    def show_count(self, shown: int, rows: int) -> None:
        """Show how many of all rows match."""
        if shown == rows:
            text = self.tr("%n row(s)", "", rows)
        else:
            text = self.tr("{shown} of %n row(s)", "", rows).format(shown=number(shown))
        if text != self.count.text():
            self.count.setText(text)
            self._fit()

    def show_counts(self, counts: FilterCounts) -> None:
        """Say beside each choice how many rows it would show."""
        by_box: dict[ChoiceBox, Mapping[Any, int]] = {
            self.kind: counts.kinds,
            self.quality: counts.qualities,
            self.face_size: dict(enumerate(counts.sizes.values())),
        }
        if self.differing.count() and counts.differing:
            by_box[self.differing] = counts.differing
        by_box |= {self.answers[name]: its for name, its in counts.labels.items() if name in self.answers}
        for box, its in by_box.items():
            for at in range(1, box.count()):
                text = f"{box.itemData(at, _TEXT_ROLE)} ({number(its[box.itemData(at)])})"
                if text != box.itemText(at):
                    box.setItemText(at, text)

    def choose(self, attribute: str, label: str) -> None:
        """Show only rows with this answer, or all if they are shown already."""
        box = self.answers[attribute]
        at = box.findData(label)
        box.setCurrentIndex(0 if at == box.currentIndex() else at)

    def show_excluded(self, count: int) -> None:
        """Offer to show everything while rows are excluded by hand."""
        self._excluded = count
        self.everything.setVisible(self.filtered)
        self._fit()

    def clear(self) -> None:
        """Show everything."""
        for box in self._boxes:
            box.setCurrentIndex(0)
        self.least.setValue(0)
        self.most.setValue(100)
        self.name.clear()
        self.cleared.emit()

    @property
    def _boxes(self) -> list[ChoiceBox]:
        return [*self.answers.values(), self.differing, self.kind, self.quality, self.face_size, self.certainty]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _lay_out(self) -> None:
        self._answers, kinds, others = QGridLayout(), QHBoxLayout(), QHBoxLayout()
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._first = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for part in (self._whole, self._first, self._answers, kinds, others):
            part.setSpacing(GRID_PX)
        self._answers.setColumnStretch(_IN_A_ROW, 1)
        for box in (self.differing, self.kind, self.quality):
            kinds.addWidget(box)
        kinds.addStretch(1)
        for widget in (self.face_size, self.certainty, self.least, self._dash, self.most):
            others.addWidget(widget)
        others.addStretch(1)
        others.addWidget(self.everything)
        others.addWidget(self.count)
        self._first.addLayout(self._answers)
        self._first.addLayout(kinds, 1)
        self._whole.addLayout(self._first)
        self._whole.addLayout(others, 1)

    def _fit(self) -> None:
        """In one row, or in two or three if the boxes would be too narrow for their texts."""
        first = [*self.answers.values(), self.kind, self.quality]
        if self.differing.count():
            first.append(self.differing)
        others = [self.face_size, self.certainty, self.least, self._dash, self.most, self.everything, self.count]
        shown = [one for one in others if one.isVisibleTo(self)]
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._whole.setDirection(across if _width([*first, *shown]) <= self.width() else down)
        self._first.setDirection(across if _width(first) <= self.width() else down)

    def _box(self, name: str) -> ChoiceBox:
        box = ChoiceBox()
        box.setAccessibleName(name)
        return box

    def _percent(self, value: int) -> QSpinBox:
        box = QSpinBox()
        box.setRange(0, 100)
        box.setSuffix(" %")
        box.setValue(value)
        box.setKeyboardTracking(False)
        let_wheel_pass(box)
        box.valueChanged.connect(self._on_limit_changed)
        return box

    def _on_limit_changed(self) -> None:
        """Neither limit passes the other."""
        if self.least.value() > self.most.value():
            moved = self.sender()
            other = self.least if moved is self.most else self.most
            other.setValue(self.most.value() if moved is self.most else self.least.value())
        self._on_changed()

    def _show_limits(self) -> None:
        for widget in (self.least, self._dash, self.most):
            widget.setVisible(self.certainty.currentIndex() > 0)
        self.differing.setVisible(self.differing.count() > 0)

    def _on_changed(self) -> None:
        self._show_limits()
        self.everything.setVisible(self.filtered)
        self._fit()
        self.changed.emit()


def _width(widgets: Sequence[QWidget]) -> int:
    """How wide a row of them wants to be."""
    return sum(widget.sizeHint().width() for widget in widgets) + GRID_PX * len(widgets)


def _add(box: ChoiceBox, text: str, value: object) -> None:
    box.addItem(text, value)
    box.setItemData(box.count() - 1, text, _TEXT_ROLE)

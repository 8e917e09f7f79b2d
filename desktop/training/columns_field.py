"""The columns of the data that a model answers, that figures are grouped by, and that mitigation is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.schema import ATTRIBUTES, Attribute
from desktop.widgets.form import Field, make_field
from desktop.widgets.inputs import ChoiceBox, place_in_tab_order
from desktop.widgets.option import Option
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import attribute_name, label_name, wrapped

if TYPE_CHECKING:
    from core.datasets.dataset import FaceDataset
    from core.training.recipe import Mitigation, Recipe

_LABELS_SHOWN: Final = 12


class ColumnsField(QWidget):
    """A row per column: whether the model answers it, whether figures are grouped by it, and the errors allowed."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dataset: FaceDataset | None = None
        self.answers: dict[str, QCheckBox] = {}
        self.groups: dict[str, QCheckBox] = {}
        self.errors: dict[str, Field] = {}
        self._attributes: dict[str, Attribute] = {}
        self.fault = toned(QLabel(), size="small", tone="warning")
        self.fault.setWordWrap(True)
        self.fault.hide()
        self._rows = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID_PX)
        self._column.addWidget(toned(QLabel(self.tr("What the model answers")), size="heading"))
        self._column.addWidget(self._rows)
        self._column.addWidget(self.fault)

    def use_dataset(self, dataset: FaceDataset | None) -> None:
        """Use the columns of other data; `show_recipe` shows them."""
        self._dataset = dataset

    def show_recipe(self, recipe: Recipe) -> None:
        """Show a row for each column of the data or the recipe."""
        answers, groups = recipe.answers or self._usual_answers(), recipe.groups or self._usual_groups()
        attributes = dict(ATTRIBUTES)
        if self._dataset is not None:
            attributes = {name: column.attribute for name, column in self._dataset.columns.items()}
        names = tuple(dict.fromkeys((*attributes, *answers, *groups)))
        if (names, attributes) != (tuple(self.answers), self._attributes):
            self._attributes = attributes
            self._lay_out(names)
        for boxes, chosen in ((self.answers, answers), (self.groups, groups)):
            for name, box in boxes.items():
                with QSignalBlocker(box):
                    box.setChecked(name in chosen)
        for name, field in self.errors.items():
            if name in attributes:
                field.show_value(recipe.target_error(attributes[name]))
        self._enable()

    @property
    def titles(self) -> dict[str, str]:
        """The titles of the columns by name."""
        return {name: self._title(name) for name in self.answers}

    @property
    def chosen(self) -> tuple[str, ...]:
        """The names of the answered columns."""
        return _checked(self.answers)

    def changes(self) -> dict[str, object] | None:
        """The fields of a recipe that are set here; None if something is invalid, which is shown."""
        answers, groups = self.chosen, _checked(self.groups)
        fault = ""
        if not answers:
            fault = self.tr("Choose at least one column for the model to answer.")
        elif not groups and self._usual_groups():
            fault = self.tr("Choose at least one column to group the figures by.")
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        known = [name for name in answers if name in self._attributes]
        faulty = [name for name in known if not self.errors[name].check()]
        if fault or faulty:
            return None
        errors = {name: self.errors[name].value for name in known}
        return {
            # Defaults are stored as empty, so that the recipe fits other data too.
            "answers": () if answers == self._usual_answers() else answers,
            "groups": () if groups == self._usual_groups() else groups,
            "target_errors": {
                name: value for name, value in errors.items() if value != self._attributes[name].target_error
            },
        }

    def _usual_answers(self) -> tuple[str, ...]:
        if self._dataset is None:
            return tuple(ATTRIBUTES)
        from core.training.task import default_answers

        return default_answers(self._dataset)

    def _usual_groups(self) -> tuple[str, ...]:
        if self._dataset is None:
            return tuple(ATTRIBUTES)
        from core.training.task import default_groups

        return default_groups(self._dataset)

    def _lay_out(self, names: Sequence[str]) -> None:
        self.answers, self.groups, self.errors = {}, {}, {}
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID_PX)
        grid.setVerticalSpacing(GRID_PX // 2)
        heads = (self.tr("Answered"), self.tr("Group by"), self.tr("Errors allowed"))
        for at, text in enumerate(heads, start=1):
            head = toned(QLabel(text), size="small", tone="muted")
            head.setWordWrap(True)
            head.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(head, 0, at)
        for at, name in enumerate(names, start=1):
            title = self._title(name)
            label = QLabel(title)
            label.setWordWrap(True)
            label.setToolTip(wrapped(self._labels(name)))
            answer = self.answers[name] = self._box(heads[0], title)
            group = self.groups[name] = self._box(heads[1], title)
            error = self.errors[name] = self._error_field(name, title)
            for place, widget in enumerate((label, answer, group, error)):
                grid.addWidget(widget, at, place)
            grid.setRowMinimumHeight(at, error.input.sizeHint().height())
        grid.setColumnStretch(0, 1)
        self._column.replaceWidget(self._rows, rows)
        self._rows.deleteLater()
        self._rows = rows
        place_in_tab_order(
            self, [part for name in names for part in (self.answers[name], self.groups[name], self.errors[name].input)]
        )

    def _box(self, head: str, title: str) -> QCheckBox:
        box = QCheckBox()
        box.setAccessibleName(f"{head}: {title}")
        box.toggled.connect(self._on_changed)
        return box

    def _error_field(self, name: str, title: str) -> Field:
        label = self.tr("Errors allowed, {attribute}").format(attribute=title)
        advice = self.tr("Share of wrong answers it may give; about the rest it is unsure.")
        field = make_field(Option(("target_errors", name), "number", label, advice, low=0, high=1))
        field.chosen.connect(self.changed)
        return field

    def _title(self, name: str) -> str:
        title = attribute_name(self._attributes.get(name, name))
        return f"{title[:1].upper()}{title[1:]}"

    def _labels(self, name: str) -> str:
        if name not in self._attributes:
            return self.tr("The data have no such column.")
        labels = self._attributes[name].labels
        return ", ".join([*map(label_name, labels[:_LABELS_SHOWN]), *(["…"] if len(labels) > _LABELS_SHOWN else [])])

    def _enable(self) -> None:
        """Enable the possible columns; an answer needs two labels. Checked boxes can always be unchecked."""
        possible = tuple(self._attributes)
        if self._dataset is not None:
            from core.training.task import answerable

            possible = answerable(self._dataset)
        for name, box in self.answers.items():
            box.setEnabled(name in possible or box.isChecked())
            self.groups[name].setEnabled(name in self._attributes or self.groups[name].isChecked())
            self.errors[name].setVisible(box.isChecked() and name in self._attributes)

    def _on_changed(self) -> None:
        self._enable()
        self.changed.emit()


def _checked(boxes: Mapping[str, QCheckBox]) -> tuple[str, ...]:
    return tuple(name for name, box in boxes.items() if box.isChecked())


class MitigationField(QWidget):
    """The answer whose errors are evened out, and the columns between whose groups; none means the default."""

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
        """Offer other answers and columns, with titles by name; the current choice is kept if possible."""
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
        """Show the choice of a recipe."""
        with QSignalBlocker(self.of):
            self.of.setCurrentIndex(max(0, self.of.findData(mitigation.of)))
        for name, box in self.groups.items():
            with QSignalBlocker(box):
                box.setChecked(name in mitigation.groups)

    def changes(self) -> dict[str, object]:
        """The fields of a recipe's mitigation that are set here."""
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

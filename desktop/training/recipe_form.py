"""The form of a recipe, generated from its fields: the main ones are visible, the others under "More"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from core.errors import FacetError
from desktop.app.translation import core_text
from desktop.training.columns_field import ColumnsField, MitigationField
from desktop.widgets.form import Field, add_rows, form_layout, make_field
from desktop.widgets.option import Option, Path, Value, options_of
from desktop.widgets.term import TermButton
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import error_text

if TYPE_CHECKING:
    from core.datasets.dataset import FaceDataset
    from core.training.recipe import Recipe
    from core.validation import BaseModel

_MAIN: Final[tuple[Path, ...]] = (
    ("epochs",),
    ("batch",),
    ("learning_rate",),
    ("architecture",),
    ("input", "size"),
    ("input", "channels"),
)


_TERMS: Final[Mapping[Path, str]] = {
    ("epochs",): "epoch",
    ("batch",): "batch",
    ("learning_rate",): "learning_rate",
    ("teacher",): "teacher",
    ("weight_decay",): "weight_decay",
    ("label_smoothing",): "label_smoothing",
    ("dropout",): "dropout",
    ("early_stopping",): "early_stopping",
    ("mirrored",): "second_look",
}
"""Words of the glossary behind fields."""


class RecipeForm(QWidget):
    """Shows a recipe, and builds one from the fields."""

    changed = Signal()

    def __init__(self, recipe: Recipe, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recipe = recipe
        self._dataset: FaceDataset | None = None
        self.columns = ColumnsField()
        self.columns.show_recipe(recipe)
        self.columns.changed.connect(self._on_columns_changed)
        self.mitigation = MitigationField()
        self.mitigation.changed.connect(self._on_changed)
        self.fields: dict[Path, Field] = {}
        self._network: dict[Path, Field] = {}
        self.fault = toned(QLabel(), tone="warning")
        self.fault.setWordWrap(True)
        self.fault.hide()
        self.more = QToolButton()
        self.more.setText(self.tr("More"))
        self.more.setCheckable(True)
        self.more.setArrowType(Qt.ArrowType.RightArrow)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.toggled.connect(self._on_more)
        self._others = QWidget()
        self._network_form = form_layout()
        self._lay_out(type(recipe))
        self._others.hide()
        self.show_recipe(recipe)

    def show_recipe(self, recipe: Recipe) -> None:
        self._recipe = recipe
        content = recipe.model_dump()
        for path, field in self.fields.items():
            field.show_value(_at(content, path))
        self.columns.show_recipe(recipe)
        self.mitigation.offer(self.columns.chosen, self.columns.titles)
        self.mitigation.show_choice(recipe.mitigation)
        self._show_network(recipe.architecture, content["parameters"])
        self.fault.hide()
        self.changed.emit()

    def use_dataset(self, dataset: FaceDataset | None) -> None:
        """Offer the columns of other data; chosen columns that they have stay chosen."""
        recipe = self.recipe or self._recipe
        self._dataset = dataset
        self.columns.use_dataset(dataset)
        kept: dict[str, object] = {}
        if dataset is not None:
            kept = {
                "answers": tuple(name for name in recipe.answers if name in dataset.columns),
                "groups": tuple(name for name in recipe.groups if name in dataset.columns),
            }
        self.show_recipe(recipe.model_copy(update=kept))

    @property
    def recipe(self) -> Recipe | None:
        """The recipe of the fields; None if a field is invalid, which is shown beside it."""
        everything = {**self.fields, **self._network}
        faulty = [field for field in everything.values() if not field.check()]
        if faulty:
            self._open_more_at_fault(everything)
            return None
        return self._validated()

    def _validated(self) -> Recipe | None:
        from core.validation import ValidationError

        columns = self.columns.changes()
        if columns is None:
            return None
        content: dict[str, Any] = {**self._recipe.model_dump(), **columns}
        for path, field in self.fields.items():
            _put(content, path, field.value)
        content["mitigation"] |= self.mitigation.changes()
        content["parameters"] = {path[-1]: field.value for path, field in self._network.items()}
        try:
            recipe = type(self._recipe).model_validate(content)
        except ValidationError as e:
            self._show_error(e.errors()[0])
            return None
        fault = self._misfit(recipe)
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        return None if fault else recipe

    def _misfit(self, recipe: Recipe) -> str:
        """Why the recipe does not fit the data; empty if it does."""
        from core.training.task import task_of

        if self._dataset is None:
            return ""
        try:
            task_of(recipe, self._dataset)
        except FacetError as e:
            return error_text(e)
        return ""

    def _show_error(self, fault: Mapping[str, Any]) -> None:
        """Show an error beside its field, or at the top if it belongs to none."""
        words = str(fault["msg"]).removeprefix("Value error, ")
        place = tuple(str(part) for part in fault["loc"])
        field = self.fields.get(place) or self._network.get(("parameters", *place[-1:]))
        if field is not None:
            field.complain(words)
            self._open_more_at_fault({**self.fields, **self._network})
        else:
            self.fault.setText(words)
            self.fault.show()

    def _open_more_at_fault(self, fields: Mapping[Path, Field]) -> None:
        if any(path not in _MAIN and field.fault.text() for path, field in fields.items()):
            self.more.setChecked(True)

    def _lay_out(self, model: type[Recipe]) -> None:
        every = _options(model)
        main = form_layout()
        self._fill(main, (every[path] for path in _MAIN if path in every))
        rest = [option for path, option in every.items() if path not in _MAIN]
        column = QVBoxLayout(self._others)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID_PX)
        sections = (
            (self.tr("Learning"), "", [option for option in rest if len(option.path) == 1]),
            (self.tr("Fairness between groups"), "mitigation", [one for one in rest if one.path[0] == "mitigation"]),
            (self.tr("Augmentation"), "augmentation", [one for one in rest if one.path[0] == "augmentation"]),
        )
        for title, term, some in sections:
            heading = QHBoxLayout()
            heading.setSpacing(GRID_PX)
            heading.addWidget(toned(QLabel(title), size="heading"))
            if term:
                heading.addWidget(TermButton(term, mark=True))
            heading.addStretch(1)
            column.addLayout(heading)
            form = form_layout()
            self._fill(form, some)
            column.addLayout(form)
            if some and some[0].path[0] == "mitigation":
                column.addWidget(self.mitigation)
        column.addWidget(toned(QLabel(self.tr("Network")), size="heading"))
        column.addLayout(self._network_form)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 2 * GRID_PX, 0)
        page.setSpacing(2 * GRID_PX)
        page.addWidget(self.fault)
        page.addWidget(self.columns)
        page.addLayout(main)
        page.addWidget(self.more)
        page.addWidget(self._others)
        page.addStretch(1)

    def _fill(self, form: QFormLayout, some: Iterable[Option]) -> None:
        fields = [make_field(option) for option in some]
        add_rows(form, fields)
        for field in fields:
            path = field.option.path
            if path in _TERMS:
                field.explain(_TERMS[path])
            self.fields[path] = field
            field.chosen.connect(self._on_architecture if path == ("architecture",) else self._on_changed)

    def _show_network(self, architecture: str, values: Mapping[str, Value]) -> None:
        """Show the fields of a network."""
        from core.training.architectures import ARCHITECTURES

        parameters = ARCHITECTURES[architecture].parameters
        choices = _options(parameters, ("parameters",))
        if choices != {path: field.option for path, field in self._network.items()}:
            while self._network_form.rowCount():
                self._network_form.removeRow(0)
            self._network = {path: make_field(option) for path, option in choices.items()}
            for field in self._network.values():
                field.chosen.connect(self._on_changed)
            add_rows(self._network_form, list(self._network.values()))
            # New widgets are last in the tab order; move them behind the other fields.
            before: QWidget = list(self.fields.values())[-1].tab_stops[-1]
            for field in self._network.values():
                QWidget.setTabOrder(before, field.input)
                before = field.input
        usual = parameters().model_dump()
        for path, field in self._network.items():
            field.show_value(values.get(path[-1], usual[path[-1]]))

    def _on_columns_changed(self) -> None:
        self.mitigation.offer(self.columns.chosen, self.columns.titles)
        self._on_changed()

    def _on_architecture(self) -> None:
        self._show_network(str(self.fields[("architecture",)].value), {})
        self._on_changed()

    def _on_changed(self) -> None:
        self.fault.hide()
        self.changed.emit()

    def _on_more(self, shown: bool) -> None:
        self._others.setVisible(shown)
        self.more.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)


def _options(model: type[BaseModel], path: Path = ()) -> dict[Path, Option]:
    """The options of a recipe or of a network's parameters by path, in the user's language."""
    translate = partial(core_text, "recipe")
    return {option.path: option.translated(translate) for option in options_of(model, path)}


def _at(content: Mapping[str, Any], path: Path) -> Value:
    inner: Any = content
    for name in path:
        inner = inner[name]
    value: Value = inner
    return value


def _put(content: dict[str, Any], path: Path, value: Value) -> None:
    for name in path[:-1]:
        content = content[name]
    content[path[-1]] = value

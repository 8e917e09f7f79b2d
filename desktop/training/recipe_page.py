"""The second step: how to train."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.errors import FacetError
from core.files import free_name
from desktop.app.settings import Settings
from desktop.training.augmentation_preview import AugmentationPreview
from desktop.training.names import name_fault
from desktop.training.recipe_form import RecipeForm
from desktop.training.work import AuditedData
from desktop.widgets.dialogs import ask_where, documents, push_button
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import error_text
from desktop.worker import Worker

if TYPE_CHECKING:
    from core.training.recipe import Recipe

_PRESETS: Final = ("report", "fine-tune", "head", "better", "quick")


class RecipePage(QWidget):
    """Presets, the form of the recipe, and a preview of its augmentation."""

    changed = Signal()
    failed = Signal(object)
    saved = Signal(object)
    """The path of a saved recipe."""

    def __init__(self, settings: Settings, worker: Worker, runs: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from core.training.presets import PRESETS

        self._settings = settings
        self._runs = runs
        self._named_by_user = False
        self.presets: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self.preset_text = toned(QLabel(), tone="muted")
        self.preset_text.setWordWrap(True)
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name of the run"))
        self.name_fault = toned(QLabel(), size="small", tone="warning")
        self.message = toned(QLabel(), tone="warning")
        self.message.setWordWrap(True)
        self.message.hide()
        self.form = RecipeForm(PRESETS["report"])
        self.preview = AugmentationPreview(worker)
        self.preview.failed.connect(self.failed)
        self.load = push_button(self.tr("Load recipe…"), self._on_load)
        self.save = push_button(self.tr("Save recipe…"), self._on_save)
        self._lay_out()
        self.form.changed.connect(self._on_changed)
        self.name.textEdited.connect(self._on_named)
        self.choose("report")

    @property
    def recipe(self) -> Recipe | None:
        """The chosen recipe; None while a field is invalid."""
        return self.form.recipe

    @property
    def run(self) -> Path | None:
        """The folder of the new run; None while its name is invalid."""
        name = self.name.text()
        return self._runs / name if not name_fault(name, taken=self._taken()) else None

    def choose(self, preset: str) -> None:
        """Fill the form from a preset."""
        from core.training.presets import PRESETS

        self.message.hide()
        # The columns depend on the data and not on the preset.
        self.form.show_recipe(PRESETS[preset].model_copy(update=_columns_of(self.form.recipe)))

    def use_data(self, look: AuditedData | None) -> None:
        self.preview.use_data(look)
        self.form.use_dataset(look.dataset if look else None)

    def suggest_name(self) -> None:
        """Propose a name for the next run, unless the user has given a valid one."""
        if self._named_by_user and self.run:
            return
        stem = next((name for name, button in self.presets.items() if button.isChecked()), "own")
        self.name.setText(free_name(stem, taken=self._taken()))
        self._on_name_changed()

    def load_recipe(self, path: Path) -> None:
        from core.training.recipe import read_recipe

        try:
            recipe = read_recipe(path)
        except FacetError as e:
            self._show_error(error_text(e))
            return
        self.message.hide()
        self.form.show_recipe(recipe)

    def save_recipe(self, path: Path) -> None:
        from core.training.recipe import write_recipe

        recipe = self.recipe
        if recipe is None:
            return
        try:
            write_recipe(path, recipe)
        except OSError as e:
            self._show_error(
                self.tr("{path} could not be written: {reason}.").format(path=path, reason=e.strerror or e)
            )
        else:
            self.saved.emit(path)

    def _lay_out(self) -> None:
        presets = QHBoxLayout()
        presets.setSpacing(GRID_PX)
        titles = (
            self.tr("As in the report"),
            self.tr("Fine-tune"),
            self.tr("Last layer only"),
            self.tr("Better"),
            self.tr("Quick look"),
        )
        for name, title in zip(_PRESETS, titles, strict=True):
            button = self.presets[name] = QPushButton(title)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, name=name: self.choose(name))
            self._group.addButton(button)
            presets.addWidget(button)
        presets.addStretch(1)
        about = QHBoxLayout()
        about.setSpacing(GRID_PX)
        about.addWidget(self.preset_text, 1)
        about.addWidget(self.load)
        about.addWidget(self.save)
        scroll = QScrollArea()
        scroll.setWidget(self.form)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the fields take the focus, and the area scrolls to them
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        right = QVBoxLayout()
        right.setSpacing(3 * GRID_PX)
        right.addWidget(self.preview)
        right.addLayout(self._name_row())
        right.addStretch(1)
        columns = QGridLayout()
        columns.setHorizontalSpacing(4 * GRID_PX)
        columns.addWidget(scroll, 0, 0)
        columns.addLayout(right, 0, 1)
        columns.setColumnStretch(0, 1)
        columns.setColumnStretch(1, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(2 * GRID_PX)
        page.addLayout(presets)
        page.addLayout(about)
        page.addWidget(self.message)
        page.addLayout(columns, 1)

    def _name_row(self) -> QVBoxLayout:
        label = toned(QLabel(self.tr("Name of the run")), size="heading")
        label.setBuddy(self.name)
        column = QVBoxLayout()
        column.setSpacing(GRID_PX // 2)
        column.addWidget(label)
        column.addWidget(self.name)
        column.addWidget(self.name_fault)
        return column

    def _taken(self) -> set[str]:
        return {path.name.lower() for path in self._runs.glob("*")}

    def _show_error(self, text: str) -> None:
        self.message.setText(text)
        self.message.show()

    def _on_changed(self) -> None:
        from core.training.presets import PRESETS

        recipe = self.form.recipe
        columns = _columns_of(recipe)
        chosen = next((name for name in _PRESETS if PRESETS[name].model_copy(update=columns) == recipe), "")
        self._group.setExclusive(False)
        for name, button in self.presets.items():
            button.setChecked(name == chosen)
        self._group.setExclusive(bool(chosen))
        self.preset_text.setText(
            {
                "report": self.tr("The student report's network and settings"),
                "fine-tune": self.tr("Starts from a network that knows faces: the best answers, even from few faces"),
                "head": self.tr("The same network as it is, with new answers: takes seconds, a little less accurate"),
                "better": self.tr("Deeper, with attention and augmentation, from random weights; takes much longer"),
                "quick": self.tr("Small and short: are the data any good?"),
                "": self.tr("Your own recipe"),
            }[chosen]
        )
        self.preview.use_recipe(recipe)
        self.suggest_name()
        self.changed.emit()

    def _on_named(self) -> None:
        self._named_by_user = True
        self._on_name_changed()
        self.changed.emit()

    def _on_name_changed(self) -> None:
        text = name_fault(self.name.text(), taken=self._taken())
        self.name_fault.setText(text)
        self.name_fault.setVisible(bool(text))

    def _on_load(self) -> None:
        kinds = self.tr("Recipes (*.json)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Load a recipe"), str(self._folder()), kinds)
        if name:
            self._settings.set_last_folder("recipes", Path(name).parent)
            self.load_recipe(Path(name))

    def _on_save(self) -> None:
        if self.recipe is None:
            return
        proposed = self._folder() / f"{self.name.text() or 'recipe'}.json"
        path = ask_where(self, self.tr("Save the recipe"), proposed, {".json": self.tr("Recipes (*.json)")})
        if path:
            self._settings.set_last_folder("recipes", path.parent)
            self.save_recipe(path)

    def _folder(self) -> Path:
        return self._settings.last_folder("recipes") or documents()


def _columns_of(recipe: Recipe | None) -> dict[str, object]:
    """The fields of a recipe that depend on the data."""
    return {name: getattr(recipe, name) for name in ("answers", "groups", "target_errors")} if recipe else {}

"""The second step: how to train, with a preview of the augmentation on pictures of the data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPixmap
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
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.errors import FacetError
from core.files import free_name
from desktop.app.settings import Settings
from desktop.training.names import name_fault
from desktop.training.recipe_form import RecipeForm
from desktop.training.work import AuditedData
from desktop.widgets.dialogs import ask_where, documents, push_button
from desktop.widgets.picture import to_image
from desktop.widgets.theme import GRID_PX, sized, theme, toned
from desktop.wording import error_text, wrapped
from desktop.worker import Job, Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from core.training.recipe import Recipe


COUNT: Final = 6
_AFTER_MS: Final = 150
_CHIP_PX: Final = 96


class AugmentationPreview(QWidget):
    """Six pictures before and after. They are made in a worker, for the newest recipe only."""

    failed = Signal(object)

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._look: AuditedData | None = None
        self._recipe: Recipe | None = None
        self._turn = 0
        self._job: Job | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_AFTER_MS)
        self._patience.timeout.connect(self._make)
        self.before, self.after = _Pairs(self.tr("as they are")), _Pairs(self.tr("as the network sees them"))
        self.again = QPushButton(self.tr("Others"))
        self.again.setAutoDefault(False)
        self.again.setToolTip(wrapped(self.tr("Show other pictures and other changes")))
        self.again.clicked.connect(self._on_again)
        top = QHBoxLayout()
        top.addWidget(toned(QLabel(self.tr("What the network is shown")), size="heading"), 1)
        top.addWidget(self.again)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID_PX)
        row.addWidget(self.before)
        row.addWidget(self.after)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        column.addLayout(top)
        column.addLayout(row)

    @property
    def ready(self) -> bool:
        """Whether the preview shows the newest recipe."""
        return self._job is None and not self._patience.isActive() and bool(self.after.pictures)

    def use_data(self, look: AuditedData | None) -> None:
        self._look = look
        self._later()

    def use_recipe(self, recipe: Recipe | None) -> None:
        if recipe is not None:
            self._recipe = recipe
            self._later()

    def _later(self) -> None:
        if self._look and self._recipe:
            self._patience.start()

    def _make(self) -> None:
        if self._job:
            self._job.cancel()
        if self._look and self._recipe:
            job = self._job = self._worker.submit(_preview(self._look, self._recipe, self._turn))
            job.result.connect(self._on_made)
            job.failed.connect(self.failed)
            job.finished.connect(lambda: self._on_finished(job))

    def _on_made(self, made: tuple[list[Any], list[Any]]) -> None:
        for pairs, pictures in zip((self.before, self.after), made, strict=True):
            pairs.show_pictures([QPixmap.fromImage(to_image(rgb)) for rgb in pictures])

    def _on_finished(self, job: Job) -> None:
        if job is self._job:
            self._job = None

    def _on_again(self) -> None:
        self._turn += 1
        self._make()


class _Pairs(QWidget):
    """Six pictures in two rows, under a title."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.pictures: Sequence[QPixmap] = ()
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_pictures(self, pictures: Sequence[QPixmap]) -> None:
        self.pictures = pictures
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(3 * 9 * GRID_PX, 2 * 9 * GRID_PX + 3 * GRID_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        font = sized("small")
        painter.setFont(font)
        painter.setPen(theme().color("muted"))
        above = QFontMetricsF(font).height() + GRID_PX // 2
        painter.drawText(QRectF(0, 0, self.width(), above), Qt.AlignmentFlag.AlignTop, self._title)
        gap = GRID_PX // 2
        side = min((self.width() - 2 * gap) / 3, (self.height() - above - gap) / 2)
        for at in range(COUNT):
            place = QRectF((at % 3) * (side + gap), above + (at // 3) * (side + gap), side, side)
            shape = QPainterPath()
            shape.addRoundedRect(place, 4, 4)
            painter.save()
            painter.setClipPath(shape)
            if at < len(self.pictures):
                picture = self.pictures[at]
                painter.drawPixmap(place, picture, QRectF(picture.rect()))
            else:
                painter.fillPath(shape, theme().color("raised"))
            painter.restore()


def _preview(look: AuditedData, recipe: Recipe, turn: int) -> Any:
    """Work whose result is two lists of RGB pictures: before and after."""

    def work(progress: Progress, should_stop: ShouldStop) -> tuple[list[Any], list[Any]]:
        import numpy as np

        from core.datasets.chips import as_chip
        from core.errors import FacetError
        from core.training.augmentation import preview

        chips: list[Any] = []
        for row in np.random.default_rng(turn).permutation(len(look.dataset))[: 4 * COUNT].tolist():
            if should_stop() or len(chips) == COUNT:
                break
            try:
                chips.append(_sized(as_chip(look.dataset.image(row))))
            except FacetError:
                continue  # the audit reports it
        if not chips:
            return [], []
        made = preview(np.stack(chips), recipe, seed=turn + 1)
        return chips, [np.repeat(picture, 3, axis=2) if picture.shape[2] == 1 else picture for picture in made]

    return work


def _sized(chip: Any) -> Any:
    import cv2

    method = cv2.INTER_AREA if len(chip) > _CHIP_PX else cv2.INTER_LINEAR
    return cv2.resize(chip, (_CHIP_PX, _CHIP_PX), interpolation=method)


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

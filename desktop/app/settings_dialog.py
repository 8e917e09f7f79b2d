"""The settings dialog; changes take effect at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.errors import DataError
from core.places import own_corrections
from desktop.app.opencv import import_opencv
from desktop.app.settings import Settings
from desktop.app.settings_model import ModelField
from desktop.app.settings_table import (
    AFTER_RESTART,
    CORRECTIONS_FOLDER,
    MODEL,
    PAGES,
    SCHEME,
    SHOW_REASONS,
    THRESHOLD_HELP,
    Page,
    settings_for,
    settings_on,
    threshold_setting,
)
from desktop.app.translation import texts
from desktop.widgets.form import Field, SpinField, add_rows, form_layout, make_field
from desktop.widgets.message_bar import MessageBar
from desktop.widgets.option import Option, Value
from desktop.widgets.theme import GRID_PX, theme, toned
from desktop.wording import detection_text, error_text, percent, wrapped
from desktop.worker import Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from pathlib import Path

    from core.schema import Attribute

_SIZE: Final = QSize(104 * GRID_PX, 76 * GRID_PX)
_LEAST_HEIGHT_PX: Final = 54 * GRID_PX
_LIST_PX: Final = 24 * GRID_PX
_OF_ATTRIBUTES: Final[tuple[Page, ...]] = ("faces", "look")
"""Pages on which something can be set per attribute."""


class SettingsDialog(QDialog):
    """One page per kind of setting and one row per setting, generated from the table; there is no OK button.

    Settings per attribute follow the model that is shown.
    """

    changed = Signal(object)
    """The setting (an `Option`) whose value is another now."""
    retrain_asked = Signal()
    restart_asked = Signal()
    failed = Signal(object)
    """An error nobody expected."""

    def __init__(self, settings: Settings, parent: QWidget | None = None, *, model: str = "") -> None:
        super().__init__(parent)
        self._settings = settings
        self._model = model
        self._worker = Worker("settings", self)
        self.messages = MessageBar()
        self.fields: dict[str, Field] = {}
        self._attributes: tuple[Attribute, ...] = ()
        self.list = QListWidget()
        self.pages = QStackedWidget()
        self.note = toned(QLabel(), size="small", tone="muted")
        self.boxes = toned(QLabel(), size="small", tone="muted")
        """How well faces were found, by the boxes in the folder of corrections."""
        self._counted: Path | None = None
        self.reset = QPushButton(self.tr("Reset"))
        self.model = ModelField(settings, self._worker, self.messages)
        self._lay_out()
        self.model.retrain_asked.connect(self.retrain_asked)
        self.model.failed.connect(self.failed)
        self.reset.clicked.connect(self._on_reset)
        self.list.currentRowChanged.connect(self.pages.setCurrentIndex)
        theme().changed.connect(self._on_theme_changed)
        self.show_page("model")
        self.refresh()

    @classmethod
    def show_for(cls, settings: Settings, parent: QWidget, *, model: str) -> SettingsDialog:
        """Open it over `parent` without stopping the program; `model` is the name of the one in use."""
        dialog = cls(settings, parent, model=model)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()
        return dialog

    def show_page(self, page: Page) -> None:
        self.list.setCurrentRow([name for name, _ in PAGES].index(page))

    def use_model(self, name: str) -> None:
        """Another model answers now."""
        self._model = name
        self.refresh()

    def refresh(self) -> None:
        """Show what the settings hold."""
        self.model.show_value(self._settings.value(MODEL) or self._model)
        self._follow_model()
        for setting in settings_for(self._attributes):
            if setting is not MODEL:
                self.fields[setting.key].show_value(self._settings.value(setting))
        self._name_thresholds()
        self._count_boxes()
        self.note.setText(self._remarks())
        self.note.setVisible(bool(self.note.text()))

    def _on_theme_changed(self) -> None:
        self.fields[SCHEME.key].show_value(self._settings.scheme)

    def done(self, result: int) -> None:
        from core.model.library import empty_bin

        self._worker.close()
        empty_bin()
        super().done(result)

    def _name_thresholds(self) -> None:
        """Say beside each threshold what the model's own is."""
        manifest = self.model.manifest
        for attribute in self._attributes:
            setting = threshold_setting(attribute)
            field = self.fields[setting.key]
            name = texts.tr(setting.when_default)
            if manifest and not manifest.heads[attribute.name].by_group:
                own = percent(manifest.heads[attribute.name].threshold)
                name = self.tr("the model's own, {percent}").format(percent=own)
            if isinstance(field, SpinField):
                field.name_default(name)

    def _count_boxes(self) -> None:
        """Count the boxes in the folder of corrections, if it is another one than before."""
        folder = self._settings.corrections
        if folder == self._counted:
            return
        self._counted = folder
        self._show_boxes("")

        def work(progress: Progress, should_stop: ShouldStop) -> str:
            import_opencv()
            from core.corrections import all_boxes, detection_figures

            try:
                return detection_text(detection_figures(all_boxes(folder)))
            except DataError as e:
                return "" if e.code == "boxes.missing" else error_text(e)

        self._worker.submit(work).result.connect(self._show_boxes)

    def _show_boxes(self, text: str) -> None:
        self.boxes.setText(text)
        self.boxes.setVisible(bool(text))

    def _remarks(self) -> str:
        """Remarks about the settings file: a later version, unknown keys."""
        said = []
        if self._settings.newer:
            said.append(self.tr("A later Facet wrote these settings. What this one knows of them holds."))
        if self._settings.unknown:
            keys = ", ".join(self._settings.unknown)
            said.append(self.tr("Unknown to this Facet, and left as they are: {keys}").format(keys=keys))
        return "\n".join(said)

    def _keep(self, values: Mapping[Option, Value], undo: Callable[[], None] | None = None) -> None:
        """Store these values; warn if the file cannot be written."""
        changed = {setting: value for setting, value in values.items() if value != self._settings.value(setting)}
        for setting, value in changed.items():
            self._settings.set_value(setting, value)
        if changed and not self._settings.keep():
            text = self.tr("{path} could not be written. What you change holds until Facet is closed.")
            self.messages.say(text.format(path=self._settings.path), kind="warning", undo=undo)
        elif undo is None and any(setting in AFTER_RESTART for setting in changed):
            text = self.tr("This takes effect when Facet starts the next time.")
            self.messages.say(text, undo=self.restart_asked.emit, offer=self.tr("Restart now"))
        for setting in changed:
            self.changed.emit(setting)
        self.refresh()

    def _on_reset(self) -> None:
        of_any_model = {setting.key: setting for setting in settings_for(self._settings.attributes)}
        settings = (of_any_model | {setting.key: setting for setting in settings_for(self._attributes)}).values()
        before = {setting: self._settings.value(setting) for setting in settings}

        def undo() -> None:
            self._keep(before)

        self.messages.say(self.tr("Everything is as it was at first."), undo=undo)
        self._keep({setting: setting.default for setting in settings}, undo)

    def _made(self, setting: Option) -> Field:
        if setting is MODEL:
            field: Field = self.model
        elif setting is CORRECTIONS_FOLDER:
            field = make_field(replace(setting.translated(texts.tr), when_default=str(own_corrections())))
        else:
            field = make_field(setting.translated(texts.tr))
        if setting.help == THRESHOLD_HELP:
            field.explain("uncertain")
        elif setting is SHOW_REASONS:
            field.explain("reason")
        field.chosen.connect(lambda value: self._keep({setting: value}))
        self.fields[setting.key] = field
        return field

    def _answered(self) -> tuple[Attribute, ...]:
        """Attributes of the model that is shown; the shipped ones if they are not known."""
        from core.schema import ATTRIBUTES

        attributes = self.model.manifest.attributes if self.model.manifest else ATTRIBUTES
        return tuple(attributes.values())

    def _follow_model(self) -> None:
        """Make the pages anew on which attributes stand, where the model that is shown answers others."""
        answered = self._answered()
        if answered == self._attributes:
            return
        self._attributes = answered
        current = self.pages.currentIndex()
        for at, (page, _) in enumerate(PAGES):
            if page in _OF_ATTRIBUTES:
                if before := self.pages.widget(at):
                    self.pages.removeWidget(before)
                    before.deleteLater()
                self.pages.insertWidget(at, _scrolled(self._page(page)))
                stops = [stop for one in settings_on(page, answered) for stop in self.fields[one.key].tab_stops]
                for first, second in pairwise([self.list, *stops]):
                    self.setTabOrder(first, second)
        self.pages.setCurrentIndex(current)

    def _page(self, page: Page) -> QWidget:
        fields = [self._made(setting) for setting in settings_on(page, self._attributes)]
        if page == "model":  # its card takes the whole page
            return self.model
        made = QWidget()
        form = form_layout()
        add_rows(form, fields, with_help=True)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        if CORRECTIONS_FOLDER in settings_on(page, self._attributes):
            self.boxes.setWordWrap(True)
            column.addWidget(self.boxes)
        column.addStretch(1)
        return made

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Settings"))
        self.setMinimumHeight(_LEAST_HEIGHT_PX)
        self.resize(_SIZE)
        self.list.setObjectName("index")
        self.list.setAccessibleName(self.tr("Pages"))
        self.list.setFixedWidth(_LIST_PX)
        for name, title in PAGES:
            item = QListWidgetItem(texts.tr(title), self.list)
            item.setSizeHint(QSize(0, 4 * GRID_PX))
            self.pages.addWidget(_scrolled(self._page(name)))
        self.note.setWordWrap(True)
        self.reset.setToolTip(wrapped(self.tr("Set everything back to how it was at first")))
        self.reset.setAutoDefault(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.reset, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.rejected.connect(self.reject)
        beside = QHBoxLayout()
        beside.setSpacing(3 * GRID_PX)
        beside.addWidget(self.list)
        beside.addWidget(self.pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID_PX, 3 * GRID_PX, 3 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(2 * GRID_PX)
        column.addLayout(beside, 1)
        column.addWidget(self.note)
        column.addWidget(self.messages)
        column.addWidget(buttons)


def _scrolled(page: QWidget) -> QScrollArea:
    """`page` in an area in which it is never too narrow, and scrolls where it is too high."""
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setMinimumWidth(page.minimumSizeHint().width() + area.verticalScrollBar().sizeHint().width())
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields have the keyboard, and it follows them
    area.setFrameShape(QFrame.Shape.NoFrame)
    return area

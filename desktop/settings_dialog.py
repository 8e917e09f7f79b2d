"""The settings, in a window of their own: what is changed holds at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from core.places import models_folders
from desktop.settings import Settings
from desktop.settings_table import SETTINGS, Setting
from desktop.theme import GRID_PX, toned

_FIELD_PX = 40 * GRID_PX


class SettingsDialog(QDialog):
    """One row a setting, made from the table; there is nothing to confirm."""

    changed = Signal(object)
    """The `Setting` whose value is another now."""
    retrain_asked = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None, *, model: str = "") -> None:
        super().__init__(parent)
        self._settings = settings
        self._model = model
        self.fields: dict[str, QWidget] = {}
        self._refreshers: list[Callable[[], None]] = []
        self.setWindowTitle(self.tr("Settings"))
        self.retrain = QPushButton(self.tr("Retrain…"))
        self.retrain.setToolTip(self.tr("Train a model of your own (Ctrl+R)"))
        self.retrain.setAutoDefault(False)
        self.retrain.clicked.connect(self.retrain_asked)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID_PX)
        grid.setVerticalSpacing(GRID_PX // 2)
        grid.setColumnMinimumWidth(1, _FIELD_PX)
        for row, setting in enumerate(SETTINGS):
            self._add(grid, 2 * row, setting)
        self.reset = QPushButton(self.tr("Reset"))
        self.reset.setToolTip(self.tr("Set everything back to how it was at first"))
        self.reset.setAutoDefault(False)
        self.reset.clicked.connect(self._on_reset)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.reset, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID_PX, 3 * GRID_PX, 3 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(2 * GRID_PX)
        column.addLayout(grid)
        column.addStretch(1)
        column.addWidget(buttons)
        self.refresh()

    @classmethod
    def show_for(cls, settings: Settings, parent: QWidget, *, model: str) -> SettingsDialog:
        """Open it over `parent` without stopping the program; `model` is the name of the one in use."""
        dialog = cls(settings, parent, model=model)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()
        return dialog

    def use_model(self, name: str) -> None:
        """Another model answers now."""
        self._model = name
        self.refresh()

    def refresh(self) -> None:
        """Show what the settings hold."""
        for refresh in self._refreshers:
            refresh()

    def _add(self, grid: QGridLayout, row: int, setting: Setting) -> None:
        make = {"model": self._model_field, "folder": self._folder_field, "number": self._number_field}[setting.kind]
        name, advice = _translated(setting.label), _translated(setting.help)
        field, shown = make(setting)
        field.setAccessibleName(name)
        field.setAccessibleDescription(advice)
        field.setToolTip(advice)
        self.fields[setting.key] = field
        label = QLabel(name)
        label.setBuddy(field)
        grid.addWidget(label, row, 0)
        grid.addLayout(shown, row, 1)
        note = toned(QLabel(advice), size="small", tone="muted")
        note.setWordWrap(True)
        note.setContentsMargins(0, 0, 0, 2 * GRID_PX)
        grid.addWidget(note, row + 1, 1)

    def _model_field(self, setting: Setting) -> tuple[QWidget, QHBoxLayout]:
        field = QComboBox()

        def refresh() -> None:
            from core.bundle import find_bundles

            field.clear()
            field.addItems(list(find_bundles(models_folders())))
            field.setCurrentIndex(field.findText(str(self._settings.value(setting)) or self._model))

        self._refreshers.append(refresh)
        field.activated.connect(lambda _: self._keep(setting, field.currentText()))
        return field, _row(field, self.retrain)

    def _folder_field(self, setting: Setting) -> tuple[QWidget, QHBoxLayout]:
        field = QLineEdit()
        field.setReadOnly(True)
        field.setPlaceholderText(_translated(setting.when_default))
        choose = QPushButton(self.tr("Choose…"))
        choose.setAutoDefault(False)
        choose.setAccessibleName(self.tr("Choose: {what}").format(what=_translated(setting.label)))

        def ask() -> None:
            documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
            chosen = QFileDialog.getExistingDirectory(self, _translated(setting.label), field.text() or documents)
            if chosen:
                self._keep(setting, str(Path(chosen)))
                refresh()

        def refresh() -> None:
            field.setText(str(self._settings.value(setting)))

        self._refreshers.append(refresh)
        choose.clicked.connect(ask)
        return field, _row(field, choose)

    def _number_field(self, setting: Setting) -> tuple[QWidget, QHBoxLayout]:
        field = QSpinBox()
        field.setRange(setting.low, setting.high)
        field.setSpecialValueText(_translated(setting.when_default))
        field.setMinimumWidth(16 * GRID_PX)

        def refresh() -> None:
            was = field.blockSignals(True)
            field.setValue(int(self._settings.value(setting)))
            field.blockSignals(was)

        self._refreshers.append(refresh)
        field.valueChanged.connect(lambda value: self._keep(setting, value))
        row = _row(field)
        row.addStretch(1)
        return field, row

    def _keep(self, setting: Setting, value: str | int) -> None:
        if value != self._settings.value(setting):
            self._settings.set_value(setting, value)
            self.changed.emit(setting)

    def _on_reset(self) -> None:
        for setting in SETTINGS:
            self._keep(setting, setting.default)
        self.refresh()


def _row(field: QWidget, *buttons: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GRID_PX)
    row.addWidget(field, 1 if buttons else 0)
    for button in buttons:
        row.addWidget(button)
    return row


def _translated(text: str) -> str:
    return QCoreApplication.translate("settings", text) if text else ""

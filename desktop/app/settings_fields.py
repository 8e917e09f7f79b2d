"""A field for each kind of setting that needs no more than its row of the table."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from desktop.app.settings_table import Setting, Value
from desktop.app.translation import texts
from desktop.widgets.choice_box import ChoiceBox
from desktop.widgets.save_place import documents
from desktop.widgets.theme import GRID_PX
from desktop.widgets.wheel import let_wheel_pass

INPUT_PX: Final = 30 * GRID_PX


class Field(QWidget):
    """Shows the value of a setting and lets another be chosen. What was chosen is told; what is shown is told to it."""

    chosen = Signal(object)

    def __init__(self, setting: Setting, input_widget: QWidget) -> None:
        super().__init__()
        self.setting: Final = setting
        self.input: Final = input_widget
        """What has the keyboard."""
        self.name: Final = texts.tr(setting.label)
        self.setFocusProxy(input_widget)
        input_widget.setAccessibleName(self.name)
        input_widget.setAccessibleDescription(texts.tr(setting.help))
        input_widget.setToolTip(texts.tr(setting.help))
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(GRID_PX)
        self.row.addWidget(input_widget)

    def show_value(self, value: Value) -> None:
        raise NotImplementedError


class ChoiceField(Field):
    """One of several."""

    def __init__(self, setting: Setting) -> None:
        self._box = ChoiceBox()
        super().__init__(setting, self._box)
        for value, name in setting.choices:
            self._box.addItem(texts.tr(name), value)
        self._box.setMinimumWidth(INPUT_PX)
        self.row.addStretch(1)
        self._box.activated.connect(lambda _: self.chosen.emit(self._box.currentData()))

    def show_value(self, value: Value) -> None:
        self._box.setCurrentIndex(self._box.findData(value))


class SwitchField(Field):
    """On or off, its name beside it."""

    def __init__(self, setting: Setting) -> None:
        self._box = QCheckBox(texts.tr(setting.label))
        super().__init__(setting, self._box)
        self._box.clicked.connect(lambda _: self.chosen.emit(self._box.isChecked()))

    def show_value(self, value: Value) -> None:
        self._box.setChecked(bool(value))


class NumberField(Field):
    """A whole number; its lowest stands for the default where that has a name."""

    def __init__(self, setting: Setting) -> None:
        self._box = QSpinBox()
        super().__init__(setting, self._box)
        let_wheel_pass(self._box)
        self._box.setRange(setting.low, setting.high)
        self._box.setSuffix(setting.unit)
        self._box.setKeyboardTracking(False)  # not "7" on the way to "75"
        self._box.setMinimumWidth(INPUT_PX)
        self._box.lineEdit().setTextMargins(GRID_PX // 2, 0, 0, 0)
        self.name_default(texts.tr(setting.when_default))
        self.row.addStretch(1)
        self._box.valueChanged.connect(self.chosen.emit)

    def name_default(self, name: str) -> None:
        """Say what the default is."""
        self._box.setSpecialValueText(name)

    def show_value(self, value: Value) -> None:
        was = self._box.blockSignals(True)
        self._box.setValue(int(value))
        self._box.blockSignals(was)


class FolderField(Field):
    """The path of a folder, and a button to choose another. `fallback` is what holds where none is chosen."""

    def __init__(self, setting: Setting, fallback: str) -> None:
        self._line = QLineEdit()
        super().__init__(setting, self._line)
        self._line.setReadOnly(True)
        self._line.setPlaceholderText(fallback)
        choose = QPushButton(texts.tr("Choose…"))
        choose.setAutoDefault(False)
        choose.setAccessibleName(texts.tr("Choose: {what}").format(what=self.name))
        choose.clicked.connect(self._ask)
        self.row.addWidget(choose)

    def show_value(self, value: Value) -> None:
        self._line.setText(str(value))

    def _ask(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.name, self._line.text() or str(documents()))
        if folder:
            self.chosen.emit(str(Path(folder)))

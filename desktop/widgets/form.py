"""The fields of a form, one for each kind of option, and the form itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.app.translation import texts
from desktop.widgets.dialogs import documents
from desktop.widgets.inputs import ChoiceBox, let_wheel_pass
from desktop.widgets.option import Option, Value, number_text
from desktop.widgets.term import TermButton
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import wrapped

_NUMBER_PX: Final = 12 * GRID_PX
_SPIN_PX: Final = 30 * GRID_PX


class Field(QWidget):
    """Shows the value of an option, and below it what is wrong with it."""

    chosen = Signal(object)
    """The value, as the user changes it."""

    def __init__(self, option: Option, input_widget: QWidget) -> None:
        super().__init__()
        self.option: Final = option
        self.input: Final = input_widget
        """What has the keyboard."""
        input_widget.setAccessibleName(option.title)
        input_widget.setAccessibleDescription(option.advice)
        input_widget.setToolTip(wrapped(option.advice))
        self.fault = toned(QLabel(), size="small", tone="warning")
        self.fault.setWordWrap(True)
        self.fault.hide()
        self.term: TermButton | None = None
        self.row = QHBoxLayout()
        self.row.setSpacing(GRID_PX)
        self.row.addWidget(input_widget)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)
        self.column.addLayout(self.row)
        self.column.addWidget(self.fault)

    def explain(self, term: str) -> None:
        """Put a question mark behind the input that explains a word of the glossary."""
        self.term = TermButton(term, mark=True)
        self.row.insertWidget(1, self.term)

    @property
    def tab_stops(self) -> list[QWidget]:
        """What has the keyboard, in order."""
        return [self.input] if self.term is None else [self.input, self.term]

    @property
    def value(self) -> Value:
        """The current value; of a number its text where that is not one."""
        raise NotImplementedError

    def show_value(self, value: Value) -> None:
        """Show a value that the user did not choose just now."""
        with QSignalBlocker(self.input):
            self._show(value)
        self.check()

    def check(self) -> bool:
        """Show what is wrong; returns whether the value is valid."""
        return self.complain(self.option.fault(self.value))

    def complain(self, text: str) -> bool:
        """Show an error, or none if `text` is empty; returns whether it is."""
        self.fault.setText(text)
        self.fault.setVisible(bool(text))
        advice = self.option.advice
        self.input.setAccessibleDescription(f"{text}. {advice}" if text else advice)
        return not text

    def _show(self, value: Value) -> None:
        raise NotImplementedError

    def _on_changed(self) -> None:
        self.check()
        self.chosen.emit(self.value)


class SwitchField(Field):
    """On or off; its title is beside it."""

    def __init__(self, option: Option) -> None:
        self._box = QCheckBox(option.title.replace("&", "&&"))
        super().__init__(option, self._box)
        self.row.addStretch(1)
        self._box.toggled.connect(self._on_changed)

    @property
    def value(self) -> Value:
        return self._box.isChecked()

    def _show(self, value: Value) -> None:
        self._box.setChecked(bool(value))


class ChoiceField(Field):
    """One of several values."""

    def __init__(self, option: Option) -> None:
        self._box = ChoiceBox()
        super().__init__(option, self._box)
        for value, name in option.choices:
            self._box.addItem(name, value)
        self._box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._box.currentIndexChanged.connect(self._on_changed)

    @property
    def value(self) -> Value:
        return self._box.currentData()

    def _show(self, value: Value) -> None:
        self._box.setCurrentIndex(self._box.findData(value))


class SpinField(Field):
    """A whole number whose lowest value is its default, which has a name."""

    def __init__(self, option: Option) -> None:
        self._box = QSpinBox()
        super().__init__(option, self._box)
        let_wheel_pass(self._box)
        self._box.setRange(round(option.low or 0), round(option.high or 0))
        self._box.setSuffix(option.unit)
        self._box.setKeyboardTracking(False)  # not "7" on the way to "75"
        self._box.setMinimumWidth(_SPIN_PX)
        self._box.lineEdit().setTextMargins(GRID_PX // 2, 0, 0, 0)
        self.name_default(option.when_default)
        self.row.addStretch(1)
        self._box.valueChanged.connect(self._on_changed)

    @property
    def value(self) -> Value:
        return self._box.value()

    def name_default(self, name: str) -> None:
        """Say what the default is."""
        self._box.setSpecialValueText(name)

    def _show(self, value: Value) -> None:
        self._box.setValue(int(value or 0))


class _Line(QLineEdit):
    """A line edit in which Enter does not press the default button."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


class LineField(Field):
    """A number or a text."""

    def __init__(self, option: Option) -> None:
        self._line = _Line()
        super().__init__(option, self._line)
        self._line.setMaximumWidth(2 * _NUMBER_PX if option.kind == "text" else _NUMBER_PX)
        if option.optional:
            self._line.setPlaceholderText(texts.tr("none"))
        self.row.addStretch(1)
        self._line.textChanged.connect(self._on_changed)

    @property
    def value(self) -> Value:
        text = self._line.text().strip()
        if not text:
            return None
        if self.option.kind == "text":
            return text
        try:
            return int(text) if self.option.kind == "whole" else float(text.replace(",", "."))
        except ValueError:
            return text

    def _show(self, value: Value) -> None:
        text = number_text(value) if isinstance(value, float) else str(value)
        self._line.setText("" if value is None else text)


class FolderField(Field):
    """The path of a folder, and a button to choose another."""

    def __init__(self, option: Option) -> None:
        self._line = QLineEdit()
        super().__init__(option, self._line)
        self._line.setReadOnly(True)
        self._line.setPlaceholderText(option.when_default)
        choose = QPushButton(texts.tr("Choose…"))
        choose.setAutoDefault(False)
        choose.setAccessibleName(texts.tr("Choose: {what}").format(what=option.title))
        choose.clicked.connect(self._on_choose)
        self.row.addWidget(choose)

    @property
    def value(self) -> Value:
        return self._line.text()

    def _show(self, value: Value) -> None:
        self._line.setText(str(value))

    def _on_choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.option.title, self._line.text() or str(documents()))
        if folder:
            self._line.setText(str(Path(folder)))
            self._on_changed()


def make_field(option: Option) -> Field:
    """The field for an option whose texts are translated."""
    if option.kind == "switch":
        return SwitchField(option)
    if option.kind == "choice":
        return ChoiceField(option)
    if option.kind == "folder":
        return FolderField(option)
    return SpinField(option) if option.when_default else LineField(option)


def form_layout() -> QFormLayout:
    """An empty form."""
    form = QFormLayout()
    form.setHorizontalSpacing(0)
    form.setVerticalSpacing(GRID_PX)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return form


def add_rows(form: QFormLayout, fields: Sequence[Field], *, with_help: bool = False) -> None:
    """Add a row for each field, `with_help` its help text below it. A switch is its own label."""
    labels = [_label(field) for field in fields]
    widest = max((label.sizeHint().width() for label in labels), default=0)
    for label, field in zip(labels, fields, strict=True):
        # Qt wraps rows by the width of their own label, but aligns the fields to the widest one.
        label.setMinimumWidth(widest + 2 * GRID_PX)
        form.addRow(label, field)
        if with_help:
            advice = toned(QLabel(field.option.help), size="small", tone="muted")
            advice.setWordWrap(True)
            advice.setContentsMargins(0, 0, 0, GRID_PX)
            field.column.addWidget(advice)


def _label(field: Field) -> QLabel:
    label = QLabel("" if isinstance(field, SwitchField) else field.option.title)
    label.setBuddy(field.input)
    label.setFixedHeight(field.input.sizeHint().height())
    label.setToolTip(field.input.toolTip())
    return label

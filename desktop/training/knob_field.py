"""The field of one choice of a recipe, with what is wrong with it in words below."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.training.knob import Knob, Value, number_text
from desktop.widgets.choice_box import ChoiceBox
from desktop.widgets.theme import GRID_PX, toned

_NUMBER_PX: Final = 12 * GRID_PX


class _Line(QLineEdit):
    """Enter keeps to the field: it does not start anything."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


class KnobField(QWidget):
    """A check box, a list or a line, as the choice asks for."""

    changed = Signal()

    def __init__(self, knob: Knob, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.knob: Final = knob
        self.editor = self._made()
        self.editor.setAccessibleName(knob.label)
        self.editor.setAccessibleDescription(knob.advice)
        self.editor.setToolTip(knob.advice)
        self.label = QLabel(knob.label)
        self.label.setBuddy(self.editor)
        self.label.setMinimumHeight(self.editor.sizeHint().height())
        self.label.setToolTip(knob.advice)
        self.fault = toned(QLabel(), size="small", tone="warning")
        self.fault.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.editor)
        column.addWidget(self.fault)
        self.setFocusProxy(self.editor)

    @property
    def value(self) -> Value:
        """What it holds; text where it is no number."""
        if isinstance(self.editor, QCheckBox):
            return self.editor.isChecked()
        if isinstance(self.editor, QComboBox):
            return self.editor.currentData()
        text = self.editor.text().strip()
        if not text:
            return None
        return _number(text, whole=self.knob.kind == "whole") if self.knob.kind in ("whole", "number") else text

    def show_value(self, value: Value) -> None:
        with QSignalBlocker(self.editor):
            if isinstance(self.editor, QCheckBox):
                self.editor.setChecked(bool(value))
            elif isinstance(self.editor, QComboBox):
                self.editor.setCurrentIndex(self.editor.findData(value))
            else:
                self.editor.setText(_said(value))
        self.check()

    def check(self) -> bool:
        """Say what is wrong; returns whether nothing is."""
        return self.complain(self.knob.fault(self.value))

    def complain(self, text: str) -> bool:
        self.fault.setText(text)
        self.fault.setVisible(bool(text))
        self.editor.setAccessibleDescription(f"{text}. {self.knob.advice}" if text else self.knob.advice)
        return not text

    def _made(self) -> QCheckBox | QComboBox | QLineEdit:
        if self.knob.kind == "switch":
            box = QCheckBox()
            box.toggled.connect(self._on_changed)
            return box
        if self.knob.kind == "choice":
            chooser = ChoiceBox()
            for choice in self.knob.choices:
                chooser.addItem(self.knob.choice_text(choice), choice)
            chooser.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            chooser.currentIndexChanged.connect(self._on_changed)
            return chooser
        line = _Line()
        line.setMaximumWidth(_NUMBER_PX if self.knob.kind != "text" else 2 * _NUMBER_PX)
        if self.knob.optional:
            line.setPlaceholderText(self.tr("none"))
        line.textChanged.connect(self._on_changed)
        return line

    def _on_changed(self) -> None:
        self.check()
        self.changed.emit()


def _number(text: str, *, whole: bool) -> Value:
    try:
        return int(text) if whole else float(text.replace(",", "."))
    except ValueError:
        return text


def _said(value: Value) -> str:
    if value is None:
        return ""
    return number_text(value) if isinstance(value, float) else str(value)

"""A row of the form of a network made elsewhere: one attribute that it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpinBox, QToolButton, QVBoxLayout, QWidget

from desktop.widgets.icons import icon
from desktop.widgets.inputs import ChoiceBox, let_wheel_pass
from desktop.widgets.theme import GRID_PX
from desktop.wording import attribute_title, wrapped

_NAME_PX: Final = 14 * GRID_PX
_FIRST_PX: Final = 12 * GRID_PX
_LAST_AXIS: Final = 10_000


class AnswerRow(QWidget):
    """Where the scores of one attribute lie."""

    changed = Signal()
    removed = Signal()

    def __init__(self, name: str, answer: Mapping[str, Any], outputs: tuple[str, ...]) -> None:
        super().__init__()
        self.name = QLineEdit(name)
        self.name.setPlaceholderText(self.tr("attribute"))
        self.name.setAccessibleName(self.tr("Name of the attribute"))
        self.name.setFixedWidth(_NAME_PX)
        self.labels = QLineEdit(", ".join(answer["labels"]))
        self.labels.setCursorPosition(0)
        self.labels.setPlaceholderText(self.tr("labels"))
        self.labels.setAccessibleName(self.tr("Labels in the order of the output"))
        self.output = ChoiceBox()
        self.output.addItems(list(dict.fromkeys((*outputs, answer["output"]))))
        self.output.setCurrentText(answer["output"])
        self.output.setAccessibleName(self.tr("Output"))
        self.first = QSpinBox()
        let_wheel_pass(self.first)
        self.first.setRange(0, _LAST_AXIS)
        self.first.setValue(answer["first"])
        self.first.setPrefix(self.tr("no. "))
        self.first.setFixedWidth(_FIRST_PX)
        self.first.lineEdit().setTextMargins(GRID_PX // 2, 0, 0, 0)
        self.first.setAccessibleName(self.tr("Position of the first label in the output, from 0"))
        self.first.setToolTip(wrapped(self.first.accessibleName()))
        self.scores = ChoiceBox()
        for kind, title in (("probabilities", self.tr("probabilities")), ("logits", self.tr("logits"))):
            self.scores.addItem(title, kind)
        self.scores.setCurrentIndex(self.scores.findData(answer["scores"]))
        for box in (self.output, self.scores):
            box.let_shrink()
        self.scores.setAccessibleName(self.tr("Kind of scores"))
        self.remove = QToolButton()
        self.remove.setIcon(icon("close"))
        self.remove.setToolTip(wrapped(self.tr("Remove this answer")))
        self.remove.setAccessibleName(self.tr("Remove this answer"))
        self.remove.clicked.connect(self.removed)
        for line in (self.name, self.labels):
            line.textChanged.connect(self.changed)
        self.output.currentIndexChanged.connect(self.changed)
        self.scores.currentIndexChanged.connect(self.changed)
        self.first.valueChanged.connect(self.changed)
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.name)
        above.addWidget(self.labels, 1)
        above.addWidget(self.remove)
        below.addWidget(self.output, 2)
        below.addWidget(self.first)
        below.addWidget(self.scores, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        for row in (above, below):
            row.setSpacing(GRID_PX)
            column.addLayout(row)

    def fault(self) -> str:
        """What is wrong with its name or its labels, in words; empty if nothing is."""
        from core.schema import ATTRIBUTES, Attribute

        name, labels = self.name.text().strip(), self.content()["labels"]
        try:
            attribute = ATTRIBUTES.get(name) or Attribute(name, ("no", "yes"))
        except ValueError:
            text = self.tr("“{name}” cannot be the name of an attribute: expected are up to 40 of a-z, 0-9 and _.")
            return text.format(name=name)
        title = attribute_title(attribute)
        unknown = [label for label in labels if name in ATTRIBUTES and attribute.index(label) is None]
        if unknown:
            text = self.tr("{attribute} has no label “{label}”; expected are {labels}.")
            return text.format(attribute=title, label=unknown[0], labels=", ".join(attribute.labels))
        if len({attribute.index(label) if name in ATTRIBUTES else label for label in labels}) < 2:
            return self.tr("{attribute}: at least two labels are expected, all different.").format(attribute=title)
        return ""

    def content(self) -> dict[str, Any]:
        """Its JSON in the form."""
        return {
            "output": self.output.currentText(),
            "first": self.first.value(),
            "labels": [label.strip() for label in self.labels.text().split(",") if label.strip()],
            "scores": self.scores.currentData(),
        }

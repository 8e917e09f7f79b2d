"""The sliders of what may change in a face's picture."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QToolButton, QWidget

from core.evaluation.what_if import CHANGES
from desktop.app.translation import core_text, texts
from desktop.widgets.icons import icon
from desktop.widgets.inputs import AmountSlider
from desktop.widgets.theme import GRID_PX, sized, theme, toned
from desktop.wording import decimal, wrapped

if TYPE_CHECKING:
    from core.evaluation.what_if import Amounts

_STEPS: Final = 100
"""Of a slider, from zero to full strength."""
_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    texts.mark("Lighting"): ("light", "contrast", "side_light", "colour", "tint"),
    texts.mark("Camera"): ("blur", "noise", "size", "tilt"),
    texts.mark("Accessories"): ("glasses", "sunglasses", "mask", "hat"),
}
"""Names of `CHANGES` by heading: what a teacher asks for first stands first."""


def change_title(name: str) -> str:
    """A change's title in the user's language."""
    return core_text("what_if", CHANGES[name].title)


def amount_text(name: str, amount: float, *, eyes_px: float) -> str:
    """An amount with its unit, such as "−2.0 stops"; `eyes_px` is what the photo has between the eyes."""
    change = CHANGES[name]
    value = change.value(amount)
    sign = "+" if value > 0 and change.left else ""
    if change.unit == "percent":
        return f"{sign}{decimal(value, 0)} %"
    if change.unit == "degrees":
        return f"{sign}{decimal(value, 0)}°"
    if change.unit == "stops":
        return texts.tr("{n} stops").format(n=f"{sign}{decimal(value)}")
    return texts.tr("{n} px").format(n=decimal(min(value, eyes_px) if amount else eyes_px, 0))


def tip_of(name: str) -> str:
    """What a slider does, where its title does not say it."""
    tips = {
        "light": texts.tr("Under- and overexposed, in stops: each halves or doubles the light."),
        "colour": texts.tr("The colour of the light, from shade to a light bulb, at the same brightness."),
        "tint": texts.tr("The colour of the light, from fluorescent tubes to neon, at the same brightness."),
        "side_light": texts.tr("A lamp on one side; the other side of the face gets darker."),
        "size": texts.tr("As if the face were smaller in the photo: pixels from eye to eye."),
        "tilt": texts.tr(
            "Facet aligns a face by its eyes and mouth. "
            "This shows what it would answer if the face were aligned at an angle."
        ),
        "noise": texts.tr("Grain, as in a photo taken in the dark."),
        "glasses": texts.tr("Drawn on the picture, from thin wire to thick rims."),
        "sunglasses": texts.tr("Drawn on the picture, from lightly tinted to black."),
        "mask": texts.tr("Drawn on the picture, from below the lip up to the bridge of the nose."),
        "hat": texts.tr("Drawn on the picture, from the hair down to the brows."),
    }
    return tips.get(name, "")


class WhatIfSliders(QScrollArea):
    """One row per change: title, slider, amount, and a button that takes it back."""

    chosen = Signal(str)
    """The name of the change whose slider is in hand: it has the focus or moves."""
    changed = Signal()
    """An amount changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._eyes_px = 0.0
        self.sliders: dict[str, AmountSlider] = {}
        self.readouts: dict[str, QLabel] = {}
        self.resets: dict[str, QToolButton] = {}
        inner = QWidget()
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(0, 0, GRID_PX, 0)
        self._grid.setHorizontalSpacing(GRID_PX)
        self._grid.setVerticalSpacing(GRID_PX // 2)
        self._grid.setColumnStretch(1, 1)
        for heading, names in _GROUPS.items():
            label = toned(QLabel(texts.tr(heading)), size="small", tone="muted")
            label.setContentsMargins(0, GRID_PX if self.sliders else 0, 0, 0)
            self._grid.addWidget(label, self._grid.rowCount(), 0, 1, 4)
            for name in names:
                self._add_row(name)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        readout = max(
            self._text_width(amount_text(name, amount, eyes_px=80))
            for name in CHANGES
            for amount in (-1.0, 1.0, 0.5)
            if amount >= CHANGES[name].lowest
        )
        self._grid.setColumnMinimumWidth(2, readout)
        self.setWidget(inner)
        self.setMinimumWidth(inner.minimumSizeHint().width() + 12)
        theme().changed.connect(self._tint)
        self._tint()
        self.show_amounts()

    @property
    def amounts(self) -> Amounts:
        """By name, without those that are zero."""
        return {name: slider.value() / _STEPS for name, slider in self.sliders.items() if slider.value()}

    def use_eyes(self, eyes_px: float) -> None:
        """Say how many pixels the photo has between the eyes of the face."""
        self._eyes_px = eyes_px
        self.show_amounts()

    def reset_all(self) -> None:
        """Set all sliders to zero."""
        for slider in self.sliders.values():
            with QSignalBlocker(slider):
                slider.setValue(0)
        self.show_amounts()
        self.changed.emit()

    def show_amounts(self) -> None:
        """Say where each slider stands."""
        for name, slider in self.sliders.items():
            amount = slider.value() / _STEPS
            text = amount_text(name, amount, eyes_px=self._eyes_px)
            self.readouts[name].setText(text)
            slider.setAccessibleDescription(text)
            self.resets[name].setVisible(slider.value() != 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, AmountSlider):
            self.ensureWidgetVisible(watched, 0, 2 * GRID_PX)
            self.chosen.emit(next(name for name, slider in self.sliders.items() if slider is watched))
        return super().eventFilter(watched, event)

    def _add_row(self, name: str) -> None:
        row = self._grid.rowCount()
        slider = AmountSlider(round(_STEPS * CHANGES[name].lowest), _STEPS)
        title = QLabel(change_title(name))
        title.setToolTip(wrapped(tip_of(name)))
        slider.setToolTip(wrapped(tip_of(name)))
        slider.setAccessibleName(title.text())
        slider.valueChanged.connect(partial(self._on_moved, name))
        slider.installEventFilter(self)
        readout = toned(QLabel(), size="small", tone="muted")
        readout.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        reset = QToolButton()
        policy = reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        reset.setSizePolicy(policy)
        reset.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard has Delete
        reset.setToolTip(wrapped(self.tr("Reset (Delete)")))
        reset.setAccessibleName(self.tr("Reset {change}").format(change=title.text()))
        reset.clicked.connect(lambda: slider.setValue(0))
        for column, widget in enumerate((title, slider, readout, reset)):
            self._grid.addWidget(widget, row, column)
        self.sliders[name], self.readouts[name], self.resets[name] = slider, readout, reset

    def _on_moved(self, name: str, _: int) -> None:
        self.show_amounts()
        self.chosen.emit(name)
        self.changed.emit()

    def _text_width(self, text: str) -> int:
        return QFontMetrics(sized("small")).horizontalAdvance(text)

    def _tint(self) -> None:
        for reset in self.resets.values():
            reset.setIcon(icon("reset"))

"""The pictures a model got most wrong: often the labels are, and that is worth seeing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop.app.translation import texts
from desktop.widgets.picture import to_image
from desktop.widgets.theme import GRID_PX, toned
from desktop.wording import label_name, percent

if TYPE_CHECKING:
    from desktop.training.result import Wrong

_CHIP_PX: Final = 9 * GRID_PX
_A_ROW: Final = 6


class WrongView(QWidget):
    """Chips with the label, and what the model answered how surely."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GRID_PX)
        self._grid.setVerticalSpacing(2 * GRID_PX)
        self._grid.setColumnStretch(_A_ROW, 1)

    def show_wrong(self, wrong: Sequence[Wrong]) -> None:
        for chip in self.chips:
            chip.deleteLater()
        self.chips = [_chip(each) for each in wrong]
        for at, chip in enumerate(self.chips):
            self._grid.addWidget(chip, at // _A_ROW, at % _A_ROW, Qt.AlignmentFlag.AlignTop)


def _chip(wrong: Wrong) -> QWidget:
    ratio = 2.0
    pixmap = QPixmap.fromImage(to_image(wrong.rgb)).scaled(
        round(_CHIP_PX * ratio),
        round(_CHIP_PX * ratio),
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    pixmap.setDevicePixelRatio(ratio)
    picture = QLabel()
    picture.setPixmap(pixmap)
    picture.setFixedSize(_CHIP_PX, _CHIP_PX)
    label = toned(QLabel(label_name(wrong.face.label)), size="small", tone="muted")
    answer = toned(QLabel(f"{label_name(wrong.face.answer)} {percent(wrong.face.probability)}"), size="small")
    chip = QWidget()
    text = texts.tr("Labelled {label}, answered {answer}")
    chip.setAccessibleName(text.format(label=label.text(), answer=answer.text()))
    chip.setToolTip(f"{chip.accessibleName()}\n{wrong.name}")
    column = QVBoxLayout(chip)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    for widget in (picture, label, answer):
        column.addWidget(widget)
    return chip

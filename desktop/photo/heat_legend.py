"""What a heat map tells, in words beside the answer it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.photo.heat_picture import heat_image
from desktop.widgets.theme import GRID_PX, theme, toned
from desktop.wording import label_name

if TYPE_CHECKING:
    from core.model.explain import HeatMap

_BAR_PX: Final = 6


class HeatLegend(QWidget):
    """The colours from cold to hot, and a line below; hidden until it has something to tell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = toned(QLabel(), size="small", tone="muted")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = _Bar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX // 2)
        column.addWidget(self._bar)
        column.addWidget(self._text)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while hidden."""
        return "" if self.isHidden() else self._text.text()

    def tell(self, heat: HeatMap) -> None:
        """Say what this heat map is, and what it is not."""
        found = bool(heat.values.any())
        if found:
            text = self.tr(
                "Where the model looked for “{label}”: the brighter, the more that answer depended on it. "
                "A hint, not a proof."
            )
        else:
            text = self.tr("The answer “{label}” depends on no single part: none of them, taken away, weakens it.")
        self._bar.setVisible(found)
        self._text.setText(text.format(label=label_name(heat.label, heat.attribute)))
        self.setToolTip(self._method(heat))
        self.setAccessibleName(self._text.text())
        self.setAccessibleDescription(self.toolTip())

    def _method(self, heat: HeatMap) -> str:
        parts = [
            self.tr(
                "Occlusion: parts of the face are blurred away one by one, and each counts by how much that weakens "
                "the answer."
            )
        ]
        if "class activation" in heat.methods:
            parts.append(self.tr("Class activation: what each field of the network's last layer adds to the answer."))
        parts.append(self.tr("It shows what the model used, not whether it was right to."))
        return "\n".join(parts)


class _Bar(QWidget):
    """From what did not count, on the left, to what counted most."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(_BAR_PX)
        self._colours = QImage()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._colours.isNull():
            import numpy as np

            self._colours = heat_image(np.linspace(0.0, 1.0, 256, dtype=np.float32)[np.newaxis], soft=False)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rounded = QPainterPath()
        rounded.addRoundedRect(QRectF(self.rect()), _BAR_PX / 2, _BAR_PX / 2)
        painter.setClipPath(rounded)
        painter.fillRect(self.rect(), theme().color("line"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect(), self._colours)

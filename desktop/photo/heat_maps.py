"""Where the model looked in the chosen face: the heat map over the photo, and its legend on the card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QAction, QImage, QPainter, QPainterPath, QPaintEvent, QTransform
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.widgets.theme import GRID_PX, theme, toned
from desktop.wording import label_name, wrapped
from desktop.worker import Job

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from core.analysis import AnalyzedFace
    from core.model.explain import HeatMap
    from core.vision.faces import Face
    from desktop.app.actions import Actions
    from desktop.app.engine import Engine
    from desktop.app.settings import Settings
    from desktop.photo.work_page import WorkPage

_EDGE: Final = 0.16
"""Over this share of its side a soft map fades out: a hard line there would look like a finding."""


def heat_image(values: NDArray[np.float32], *, soft: bool) -> QImage:
    """A heat map, shape (height, width), 0 to 1, as colours, clear where there is no heat and, if soft, at its edge."""
    import numpy as np

    from core.model.explain import heat_colours

    colours = heat_colours(values)
    height, width = values.shape
    if soft:
        opaque = colours[..., 3] * _fade(height)[:, np.newaxis] * _fade(width)
        colours[..., 3] = opaque.astype(np.uint8)
    image = QImage(colours.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def place_in_photo(face: Face, side: int) -> QTransform:
    """What takes the pixels of an aligned face of that side to those of its photo."""
    from core.vision.faces import frame_matrix

    (a, b, x), (c, d, y) = frame_matrix(face, side).tolist()
    # The matrix counts from the centre of the first pixel, Qt from its edge.
    to_chip = QTransform(a, c, b, d, x + 0.5 - (a + b) / 2, y + 0.5 - (c + d) / 2)
    return to_chip.inverted()[0]


def _fade(count: int) -> NDArray[np.float64]:
    """From 0 at both ends of a row of pixels smoothly to 1."""
    import numpy as np

    places = (np.arange(count) + 0.5) / count
    way = np.minimum(np.minimum(places, 1.0 - places) / _EDGE, 1.0)
    return way * way * (3.0 - 2.0 * way)


_BAR_PX: Final = 6


class HeatLegend(QWidget):
    """The colours from cold to hot, and a line below; hidden until it has something to tell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = toned(QLabel(), size="small", tone="muted")
        self._text.setWordWrap(True)
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
        self.setToolTip(wrapped(self._method(heat)))
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


class HeatMaps(QObject):
    """Follows the choice of face and answer; a map that comes after the choice has moved on is dropped."""

    failed = Signal(object)

    def __init__(self, engine: Engine, settings: Settings, commands: Actions, work: WorkPage) -> None:
        super().__init__(work)
        self._engine = engine
        self._settings = settings
        self._commands = commands
        self._work = work
        self._attribute: str | None = None
        self._asked: tuple[AnalyzedFace, str] | None = None
        self._job: Job | None = None
        self._heat: HeatMap | None = None
        self._image = QImage()
        commands.heat_map_group.triggered.connect(self._on_chosen)
        commands.next_heat_map.triggered.connect(self._on_next)

    def refresh(self, *, at_work: bool) -> None:
        """Look anew at which face is chosen and which answers are shown."""
        there = at_work and self._work.chosen_face is not None
        hidden = self._settings.hidden
        if self._attribute not in self._commands.heat_maps:  # of another model
            self._attribute = None
        for name, action in self._commands.heat_maps.items():
            action.setEnabled(there and name not in hidden)
        self._commands.next_heat_map.setEnabled(there)
        self._follow()

    def _on_chosen(self, action: QAction) -> None:
        self._choose(action.data())

    def _choose(self, attribute: str | None) -> None:
        self._commands.heat_maps[attribute].setChecked(True)
        self._attribute = attribute
        self._follow()

    def _on_next(self) -> None:
        """Choose what comes next in the menu, round and round."""
        choices = list(self._commands.heat_maps.items())
        after = [name for name, _ in choices].index(self._attribute) + 1
        self._choose(next(name for name, action in choices[after:] + choices[:after] if action.isEnabled()))

    def _follow(self) -> None:
        face, name = self._work.chosen_face, self._attribute
        seen = face is not None and name in face.answers and name not in self._settings.hidden
        asked = (face, name) if face and name and seen else None
        if asked != self._asked:
            self._asked = asked
            self._heat = None
            if self._job:
                self._job.cancel()
                self._job = None
            if asked:
                self._ask(*asked)
        self._show()

    def _ask(self, face: AnalyzedFace, attribute: str) -> None:
        self._job = self._engine.explain(face.chip, attribute, face.answers[attribute].label)
        self._job.result.connect(self._on_explained)
        self._job.failed.connect(self._on_failed)

    def _show(self) -> None:
        canvas = self._work.viewer.canvas
        if self._heat and self._asked:
            canvas.show_heat(self._image, place_in_photo(self._asked[0].face, self._image.width()))
        else:
            canvas.hide_heat()
        for card in self._work.panel.cards:
            card.show_heat(self._heat if card.index == self._work.face else None)

    def _on_explained(self, heat: HeatMap) -> None:
        self._heat = heat
        self._image = heat_image(heat.values, soft=True)
        self._show()

    def _on_failed(self, error: Exception) -> None:
        """Off again: the menu does not claim what is not there."""
        self._choose(None)
        self.failed.emit(error)

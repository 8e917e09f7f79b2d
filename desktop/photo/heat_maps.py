"""Where the model looked in the chosen face, shown on the photo while the user wants to see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QImage

from desktop.app.actions import Actions
from desktop.app.engine import Engine
from desktop.app.settings import Settings
from desktop.photo.heat_picture import heat_image, place_in_photo
from desktop.photo.work_page import WorkPage
from desktop.worker import Job

if TYPE_CHECKING:
    from core.analysis import AnalyzedFace
    from core.model.explain import HeatMap


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
        there = at_work and self._face is not None
        hidden = self._settings.hidden
        if self._attribute not in self._commands.heat_maps:  # of another model
            self._attribute = None
        for name, action in self._commands.heat_maps.items():
            action.setEnabled(there and name not in hidden)
        self._commands.next_heat_map.setEnabled(there)
        self._follow()

    @property
    def _face(self) -> AnalyzedFace | None:
        analysis, index = self._work.analysis, self._work.face
        return analysis.faces[index] if analysis and index >= 0 else None

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
        face, name = self._face, self._attribute
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

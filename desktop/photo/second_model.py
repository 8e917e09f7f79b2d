"""A second model that answers for the faces of the photo, beside the one in use."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from core.places import models_folders

if TYPE_CHECKING:
    from core.analysis import Analysis, Analyzer
    from core.model.bundle import ModelBundle
    from core.model.classifier import Answer
    from desktop.app.actions import Actions
    from desktop.app.engine import Engine
    from desktop.app.settings import Settings
    from desktop.photo.work_page import WorkPage


class SecondModel(QObject):
    """Keeps the second model in step with the photo shown; the settings remember which it is."""

    asked = Signal(object, str)
    """The question to a second model, and its name."""
    dropped = Signal()
    """There is no second model any more."""
    failed = Signal(object)

    def __init__(self, engine: Engine, settings: Settings, commands: Actions, work: WorkPage) -> None:
        super().__init__(work)
        self._settings = settings
        self._commands = commands
        self._work = work
        self._engine = engine.another()
        self._in_use = ""
        """The name of the first model."""
        self._last = settings.compared
        self._bundle: ModelBundle | None = None
        self._answered: Analysis | None = None
        engine.model_loaded.connect(self._on_first_loaded)
        self._engine.model_loaded.connect(self._on_loaded)
        self._engine.model_failed.connect(self._on_failed)
        commands.compare.setChecked(bool(settings.compared))
        commands.compare.triggered.connect(self._on_switched)

    @property
    def name(self) -> str:
        """The name of the second model; empty while there is none."""
        return self._settings.compared

    def compare_with(self, name: str) -> None:
        """Have the model called `name` answer too; none if empty."""
        self._settings.compared = name
        self._last = name or self._last
        self._commands.compare.setChecked(bool(name))
        self._bundle = self._answered = None
        self._work.show_second(None, None)
        if name:
            self._engine.load_model(name, anew=True)
        else:
            self.dropped.emit()

    def refresh(self) -> None:
        """Ask for the faces shown, unless that was done."""
        analysis = self._work.analysis
        if analysis is self._answered or self._bundle is None:
            return
        self._answered = analysis
        if analysis is not None and analysis.faces:
            job = self._engine.ask(partial(_answers, analysis))
            job.result.connect(partial(self._on_answered, analysis))
            job.failed.connect(self._on_failed)

    def close(self) -> None:
        self._engine.close()

    def _on_first_loaded(self, bundle: ModelBundle) -> None:
        """A model beside itself says nothing: the one that was in use takes its place."""
        before, self._in_use = self._in_use, bundle.path.name
        if self.name == self._in_use:
            self.compare_with(before if before != self._in_use else "")
        elif self.name:
            self.compare_with(self.name)  # thresholds or threads may have changed

    def _on_switched(self, wanted: bool) -> None:
        self.compare_with(self._proposed() if wanted else "")

    def _proposed(self) -> str:
        """The last second model, or any other than the first."""
        from core.model.bundle import find_bundles

        others = [name for name in find_bundles(models_folders()) if name != self._in_use]
        return self._last if self._last in others else next(iter(others), "")

    def _on_loaded(self, bundle: ModelBundle) -> None:
        if bundle.path.name == self.name:
            self._bundle = bundle
            self.asked.emit(self._engine.question, self.name)
            self.refresh()

    def _on_answered(self, analysis: Analysis, answers: list[dict[str, Answer]]) -> None:
        if self._bundle is None or analysis is not self._work.analysis:
            return
        faces = (replace(face, answers=own) for face, own in zip(analysis.faces, answers, strict=True))
        self._work.show_second(replace(analysis, faces=tuple(faces), model=self._bundle.title), self._bundle)

    def _on_failed(self, error: Exception) -> None:
        self.compare_with("")
        self.failed.emit(error)


def _answers(analysis: Analysis, analyzer: Analyzer) -> Any:
    return analyzer.classifier.classify([face.chip for face in analysis.faces])

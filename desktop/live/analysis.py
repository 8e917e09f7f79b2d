"""Analysing live frames in a worker: always the newest one, and nothing is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop.app.engine import LoadAnalyzer, load_small_analyzer
from desktop.app.opencv import import_opencv
from desktop.app.settings import Settings
from desktop.app.settings_table import DETECTOR
from desktop.widgets.picture import to_rgb
from desktop.worker import Job, Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from core.analysis import Analysis, Analyzer
    from core.model.classifier import Answer
    from core.schema import Attribute


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The settings that an analyzer depends on; when one changes, a new analyzer is made."""

    model: str
    thresholds: Mapping[str, float]
    detector: str


class LiveAnalysis(QObject):
    """Analyses the newest frame. Of the frames that arrive meanwhile, all but the last are dropped.

    Args:
        settings: Name the model and the hidden attributes; read before every frame.
        attributes: Those that the model in use answers, as far as they are known.
        load_analyzer: Loads the model of a name, in the worker's thread.
    """

    answered = Signal(object)
    """The `Analysis` of a frame."""
    attributes_known = Signal(object)
    """The attributes that the model answers, by name. Emitted with every frame."""
    failed = Signal(object)
    """The error. No frame is analysed after it until `forget`."""

    def __init__(
        self,
        settings: Settings,
        *,
        attributes: Mapping[str, Attribute] = MappingProxyType({}),
        load_analyzer: LoadAnalyzer = load_small_analyzer,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.attributes: Final = attributes
        self._settings = settings
        self._load_analyzer = load_analyzer
        self._worker = Worker("live", self)
        self._job: Job | None = None
        self._newest = QImage()
        self._gave_up = False
        self.switched_on: frozenset[str] = frozenset()
        """Names of the sensitive attributes to answer; answers of others never leave the worker."""
        # Both are used in the worker's thread only.
        self._analyzer: Analyzer | None = None
        self._of: _Wanted | None = None

    def look(self, image: QImage) -> None:
        """Analyse `image` after the current frame, unless a newer one arrives first."""
        self._newest = image
        if self._job is None and not self._gave_up:
            self._begin()

    def forget(self) -> None:
        """Drop the current frame; no signal about it follows."""
        self._newest, self._gave_up = QImage(), False
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def close(self) -> None:
        self._worker.close()

    def _begin(self) -> None:
        image, self._newest = self._newest, QImage()
        wanted = _Wanted(self._settings.model, self._settings.thresholds, str(self._settings.value(DETECTOR)))
        hidden, switched_on = self._settings.hidden, self.switched_on

        def seen(answer: Answer) -> bool:
            name = answer.attribute.name
            return name in switched_on if answer.attribute.sensitive else name not in hidden

        def work(progress: Progress, should_stop: ShouldStop) -> Analysis:
            analyzer = self._loaded(wanted)
            progress(analyzer.classifier.bundle.manifest.attributes)
            return _with_answers(analyzer.analyze(to_rgb(image)), seen)

        job = self._job = self._worker.submit(work)
        job.progress.connect(self.attributes_known)
        job.result.connect(self.answered)
        job.failed.connect(self._on_failed)
        job.finished.connect(self._on_finished)  # a lambda would keep the job and its frame alive

    def _loaded(self, wanted: _Wanted) -> Analyzer:
        if self._analyzer is None or wanted != self._of:
            import_opencv()
            self._analyzer = self._load_analyzer(wanted.model)
            self._of = wanted
        return self._analyzer

    def _on_failed(self, error: Exception) -> None:
        self._gave_up = True
        self.failed.emit(error)

    def _on_finished(self) -> None:
        if self.sender() is not self._job:
            return  # forgotten meanwhile
        self._job = None
        if not self._newest.isNull() and not self._gave_up:
            self._begin()


def _with_answers(analysis: Analysis, seen: Callable[[Answer], bool]) -> Analysis:
    faces = (
        replace(face, answers={name: answer for name, answer in face.answers.items() if seen(answer)})
        for face in analysis.faces
    )
    return replace(analysis, faces=tuple(faces))

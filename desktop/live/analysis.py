"""Looking at live frames, away from the window: one thread, the newest frame, nothing kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop.engine import LoadAnalyzer, load_live_analyzer
from desktop.opencv import import_opencv
from desktop.picture import to_rgb
from desktop.settings import Settings
from desktop.settings_table import DETECTOR, SHOW_GENDER
from desktop.worker import Job, Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from core.analysis import Analysis, Analyzer
    from core.labels import Head


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the settings say of the answers: where any of it is another, the analyzer is made anew."""

    model: str
    thresholds: Mapping[Head, float]
    detector: str


class LiveAnalysis(QObject):
    """Looks at the newest frame only: of those that come while it is at work all but the last are dropped.

    Args:
        settings: Say which model answers, and whether the gender is shown; they are asked before every frame.
        load_analyzer: Loads the model of a name, in the worker's thread.
    """

    answered = Signal(object)
    """The `Analysis` of a frame."""
    failed = Signal(object)
    """The error; nothing more is looked at until `forget`."""

    def __init__(
        self,
        settings: Settings,
        *,
        load_analyzer: LoadAnalyzer = load_live_analyzer,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._load_analyzer = load_analyzer
        self._worker = Worker("live", self)
        self._job: Job | None = None
        self._newest = QImage()
        self._gave_up = False
        self.ethnicity = False
        """Whether the ethnicity is answered too; otherwise it does not leave the worker."""
        # Both are touched by the worker's thread alone.
        self._analyzer: Analyzer | None = None
        self._of: _Wanted | None = None

    def look(self, image: QImage) -> None:
        """Look at `image` as soon as the frame under way is done, unless a newer one comes until then."""
        self._newest = image
        if self._job is None and not self._gave_up:
            self._begin()

    def forget(self) -> None:
        """Drop the frame under way; it is not heard of any more."""
        self._newest, self._gave_up = QImage(), False
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def close(self) -> None:
        self._worker.close()

    def _begin(self) -> None:
        image, self._newest = self._newest, QImage()
        wanted = _Wanted(self._settings.model, self._settings.thresholds, str(self._settings.value(DETECTOR)))
        asked: dict[Head, bool] = {"gender": bool(self._settings.value(SHOW_GENDER)), "ethnicity": self.ethnicity}

        def work(progress: Progress, should_stop: ShouldStop) -> Analysis:
            return _with_heads(self._loaded(wanted).analyze(to_rgb(image)), asked)

        job = self._job = self._worker.submit(work)
        job.result.connect(self.answered)
        job.failed.connect(self._on_failed)
        job.finished.connect(self._on_finished)  # a lambda holding the job would keep it, and its frame, for ever

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


def _with_heads(analysis: Analysis, asked: Mapping[Head, bool]) -> Analysis:
    faces = (
        replace(face, answers={head: answer for head, answer in face.answers.items() if asked[head]})
        for face in analysis.faces
    )
    return replace(analysis, faces=tuple(faces))

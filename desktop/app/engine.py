"""The model and the one thread it works in."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from core.errors import FacetError
from desktop.app.opencv import import_opencv
from desktop.app.settings import Settings
from desktop.app.settings_table import DETECTOR, THREADS
from desktop.photo.photo import Photo, PhotoBoxes
from desktop.widgets.picture import Picture, to_rgb
from desktop.worker import Job, Progress, ShouldStop, Work, Worker

if TYPE_CHECKING:
    from core.analysis import Analysis, Analyzer
    from core.model.bundle import Manifest
    from core.vision.imaging import RGB

LoadAnalyzer = Callable[[str], "Analyzer"]
Recall = Callable[[Photo, "RGB", "Manifest"], "Analysis | None"]


class Engine(QObject):
    """Reads and analyses one photo at a time; the newest request wins."""

    model_loaded = Signal(object)
    """The model's `ModelBundle`."""
    model_failed = Signal(object)
    decoded = Signal(object, object)
    """A photo and its `Picture`, before its faces are looked for."""
    analyzed = Signal(object, object)
    """A photo and its `Analysis`."""
    failed = Signal(object, object)
    """A photo and the error."""

    def __init__(
        self, load_analyzer: LoadAnalyzer, parent: QObject | None = None, *, load_small: LoadAnalyzer | None = None
    ) -> None:
        super().__init__(parent)
        self._load_analyzer = load_analyzer
        self._load_small = load_small or load_analyzer
        self.question: Mapping[str, Any] = {}
        """What the model in use answers, and how, as `core.collection.batch.question` says it."""
        self.recall: Recall = lambda photo, rgb, manifest: None
        """Asked in the worker's thread for an answer that is there already."""
        self._worker = Worker("analysis", self)
        self.boxes = PhotoBoxes()
        self._photo_job: Job | None = None
        self._model_job: Job | None = None
        self._name = ""
        # These are written by the worker's thread alone.
        self._analyzer: Analyzer | None = None
        self._last: tuple[Photo, int, Analyzer, Analysis] | None = None
        """What was answered last: the photo, how it was turned, by what, and the answer."""
        self._loaded_name = ""

    def another(self) -> Engine:
        """An engine with a thread and a model of its own, loaded the same way."""
        return Engine(self._load_analyzer, self)

    def load_small(self, name: str) -> Analyzer:
        """An analyzer of one thread, for the background; it knows the boxes by hand."""
        analyzer = self._load_small(name)
        analyzer.use_boxes(self.boxes.kept)
        return analyzer

    def load_model(self, name: str, *, anew: bool = False) -> None:
        """Load the model called `name`, or the preferred one if empty; the one in use stays until that has worked.

        `anew` loads it also where it is the one in use.
        """
        if self._model_job:
            self._model_job.cancel()

        def work(progress: Progress, should_stop: ShouldStop) -> object:
            self._load(name, anew=anew)
            return self._analyzer.classifier.bundle if self._analyzer else None

        self._name = name
        self._model_job = self._worker.submit(work)
        self._model_job.result.connect(self.model_loaded)
        self._model_job.failed.connect(self.model_failed)

    def analyze(self, photo: Photo) -> None:
        """Read `photo` and look for faces; earlier requests are dropped and not heard of again."""
        self.stop()
        name = self._name
        unread: list[Exception] = []

        def work(progress: Progress, should_stop: ShouldStop) -> object:
            start = time.perf_counter()
            rgb, turns = photo.read(), photo.quarter_turns
            if should_stop():
                return None
            progress(Picture.from_rgb(rgb))
            if self._analyzer is None:
                self._load(name)
            if should_stop() or self._analyzer is None:
                return None
            try:
                self.boxes.look_up(photo, rgb)
            except FacetError as e:
                unread.append(e)
            edits = self.boxes.shown(photo, rgb)
            stored = None if edits else self.recall(photo, rgb, self._analyzer.classifier.bundle.manifest)
            photo.recalled = stored is not None
            if stored is not None:
                photo.milliseconds = stored.timings.total_ms
                return stored
            analysis = self._analyzer.analyze(rgb, edits)
            self._last = (photo, turns, self._analyzer, analysis)
            photo.milliseconds = (time.perf_counter() - start) * 1e3
            return analysis

        job = self._submit(photo, work)
        job.progress.connect(lambda picture: self.decoded.emit(photo, picture))
        job.result.connect(lambda _: self._tell_unread(photo, unread))

    def analyze_again(self, photo: Photo, picture: Picture) -> None:
        """Answer anew the faces of a photo that was read, as `picture`, and whose boxes have changed since."""
        self.stop()

        def work(progress: Progress, should_stop: ShouldStop) -> object:
            if self._analyzer is None:
                raise RuntimeError("boxes are changed before a photo was answered")
            rgb, turns = to_rgb(picture.levels[0]), photo.quarter_turns
            known = self._last and self._last[:3] == (photo, turns, self._analyzer)
            before = self._last[3] if self._last and known else None
            analysis = self._analyzer.analyze(rgb, self.boxes.shown(photo, rgb), before=before)
            self._last = (photo, turns, self._analyzer, analysis)
            return analysis

        photo.recalled = False
        self._submit(photo, work)

    def _tell_unread(self, photo: Photo, errors: Sequence[Exception]) -> None:
        for error in errors:
            self.failed.emit(photo, error)

    def _submit(self, photo: Photo, work: Work) -> Job:
        job = self._photo_job = self._worker.submit(work)
        job.finished.connect(lambda: self._on_photo_finished(job))
        job.result.connect(lambda analysis: self.analyzed.emit(photo, analysis))
        job.failed.connect(lambda error: self.failed.emit(photo, error))
        return job

    def explain(self, chip: RGB, attribute: str, label: str) -> Job:
        """Find where the model in use looks in an aligned face for a label; the job's result is a `HeatMap`."""

        def work(analyzer: Analyzer) -> object:
            from core.model.explain import explain

            return explain(analyzer.classifier, chip, attribute, label)

        return self.ask(work)

    def ask(self, work: Callable[[Analyzer], object]) -> Job:
        """Have `work` done with the model in use, after what was submitted before; its result is the job's."""

        def with_analyzer(progress: Progress, should_stop: ShouldStop) -> object:
            if self._analyzer is None:
                raise RuntimeError("a model is asked before it was loaded")
            return work(self._analyzer)

        return self._worker.submit(with_analyzer)

    @property
    def loaded(self) -> str:
        """The name of the model in use, as it was asked for."""
        return self._loaded_name

    @property
    def at_work(self) -> bool:
        """Whether a photo is being read or analysed."""
        return self._photo_job is not None

    def stop(self) -> None:
        """Drop the photo under way, if any."""
        if self._photo_job:
            self._photo_job.cancel()
            self._photo_job = None

    def close(self) -> None:
        self._worker.close()

    def _on_photo_finished(self, job: Job) -> None:
        if job is self._photo_job:
            self._photo_job = None

    def _load(self, name: str, *, anew: bool = False) -> None:
        if self._analyzer is not None and name == self._loaded_name and not anew:
            return
        import_opencv()
        analyzer = self._load_analyzer(name)
        from core.collection.batch import question

        self.question = question(analyzer.classifier.bundle.manifest, analyzer.detector_name)
        self._analyzer, self._loaded_name = analyzer, name


def load_analyzer(name: str) -> Analyzer:
    """The analyzer of the bundle called `name`, or of the default one.

    Raises:
        BundleError: There is no such bundle, or it is refused.
        DetectorError: The face detector cannot be loaded.
    """
    return _loaded(name, threads=int(Settings().value(THREADS)) or min(4, os.cpu_count() or 1))


def load_small_analyzer(name: str) -> Analyzer:
    """As `load_analyzer`, but with one thread, for the background, which runs one per core, and for a live picture."""
    return _loaded(name, threads=1)


def _loaded(name: str, *, threads: int) -> Analyzer:
    from core.analysis import Analyzer
    from core.model.bundle import DEFAULT, resolve_bundle
    from core.places import models_folders

    # Settings of its own: this is not the window's thread.
    settings = Settings()
    return Analyzer.load(
        resolve_bundle(name or DEFAULT, models_folders()),
        threads=threads,
        detector=str(settings.value(DETECTOR)),
        thresholds=settings.thresholds,
    )

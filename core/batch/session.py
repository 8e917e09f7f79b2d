"""A batch from its photos to its tables: begun, gone on with, paused, stopped."""

from __future__ import annotations

import os
import stat
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import cv2

from core.analysis import Analyzer
from core.batch.journal import Journal, Record, journal_path
from core.batch.photos import Photo, list_photos, photo_order
from core.batch.tables import Outputs, Tables, is_table
from core.batch.workers import PhotoAnswer, Workers, missing_folder
from core.errors import ExportError, ImageError
from core.export import about
from core.files import is_folder

_MEASURED_PHOTOS: Final = 200
"""Over how many of the newest photos the speed is measured."""


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """How far a batch is."""

    state: Literal["working", "paused"]
    done: int
    """Of the photos that were asked for, those of earlier calls among them."""
    total: int
    failed: int
    """Photos that could not be read or answered."""
    faces: int
    left_s: float | None
    """Seconds until the end at the speed of late; None until there is one."""
    newest: Record | None
    """The photo that was done just now; None where only time has passed."""


@dataclass(frozen=True, slots=True)
class BatchEnd:
    """How a batch ended."""

    reason: Literal["finished", "stopped"]
    done: int
    total: int
    failed: int
    faces: int
    kept: int
    """How many of those done were kept from earlier calls."""
    vanished: int
    """Photos with rows from earlier calls that are no longer among those asked for; their rows stay."""


def run_batch(
    paths: Sequence[Path],
    outputs: Outputs,
    make_analyzer: Callable[[], Analyzer],
    *,
    threads: int,
    progress: Callable[[BatchProgress], None] = lambda now: None,
    should_stop: Callable[[], bool] = lambda: False,
    should_pause: Callable[[], bool] = lambda: False,
) -> BatchEnd:
    """Answer the photos in `paths` and below the folders among them; what earlier calls kept is not asked again.

    Args:
        paths: Photos and folders.
        outputs: The tables; the journal beside the first of them is what is gone on with.
        make_analyzer: Called once per thread; with `threads=1`, because the photos are what is done side by side.
        threads: How many photos at a time.
        progress: Called in this thread for each photo in order, and ten times a second while none is done.
        should_stop: Asked ten times a second. What is done by then is kept.
        should_pause: Asked as often; while it says so, no further photo is begun.

    Raises:
        ImageError: A folder is not there, vanished meanwhile, or holds no picture.
        ExportError: A table cannot be written, is another's, or was begun with another model, detector or thresholds.
        FacetError: As `make_analyzer`.
    """
    photos = list_photos(paths)
    analyzer = make_analyzer()
    _refuse_others(outputs)
    asked = _asked(analyzer) | {"paths": [os.path.abspath(path) for path in paths]}  # noqa: PTH100 - as Photo.key
    with Journal(outputs.first, asked) as journal, _one_thread_each():
        _refuse_other_answers(outputs.first, journal.asked, asked)
        batch = _Batch(photos, outputs, journal)
        with batch.tables_open():
            if batch.pending:
                workers = Workers(analyzer, make_analyzer, threads=min(threads, len(batch.pending)))
                answers = workers.answers(batch.pending, should_stop=should_stop, should_pause=should_pause)
                with closing(answers):
                    for answer in answers:
                        batch.take(answer)
                        progress(batch.progress(answer, paused=should_pause()))
        return batch.end()


class _Batch:
    """What is done and what is not."""

    def __init__(self, photos: Sequence[Photo], outputs: Outputs, journal: Journal) -> None:
        asked = {photo.key for photo in photos}
        self._outputs = outputs
        self._journal = journal
        self._tables = Tables(outputs, journal.asked["about"])
        # A photo that no longer is asked for keeps its row, whatever is in it.
        self._kept = {e.key for e in journal.entries.values() if not (e.try_again and e.key in asked)}
        self._vanished = len(self._kept - asked)
        self.pending: list[Photo] = [photo for photo in photos if photo.key not in self._kept]
        self._total = len(photos)
        self._faces = self._failed = self._done = 0
        for record in journal.records(self._kept & asked):
            self._count(record)
        self._before = self._done
        self._clock = _Clock()

    @contextmanager
    def tables_open(self) -> Iterator[None]:
        """The tables, growing; at the end, finished or stopped, in the order of the photos."""
        self._tables.rewrite(lambda: self._journal.records(self._kept))
        try:
            yield
            replaced = not self._tables.in_place
            if replaced:  # by an editor that saves so; what was appended since went into the file before
                _refuse_others(self._outputs)
            if replaced or (self._kept and self.pending and self._in_between()):
                self._tables.rewrite(self._journal.records)
            self._tables.finish(self._journal.records())
        finally:
            self._tables.close()

    def take(self, answer: PhotoAnswer | None) -> None:
        """Keep an answer.

        Raises:
            ImageError: It is none, because the photo's folder vanished.
            ExportError: It cannot be written.
        """
        if answer is None:
            return
        if answer.code is not None and (folder := missing_folder(answer.photo)) is not None:
            raise ImageError("batch.folder_gone", path=folder, done=self._done, out=self._outputs.first)
        self._journal.add(answer.photo.key, answer.record, answer.code)
        self._tables.add(answer.record)
        self._count(answer.record)

    def progress(self, answer: PhotoAnswer | None, *, paused: bool) -> BatchProgress:
        """How far it is, now that `answer` was taken."""
        self._clock.tick(done=answer is not None, paused=paused)
        return BatchProgress(
            state="paused" if paused else "working",
            done=self._done,
            total=self._total,
            failed=self._failed,
            faces=self._faces,
            left_s=self._clock.left_s(self._total - self._done),
            newest=None if answer is None else answer.record,
        )

    def end(self) -> BatchEnd:
        """How it ended."""
        return BatchEnd(
            reason="finished" if self._done == self._total else "stopped",
            done=self._done,
            total=self._total,
            failed=self._failed,
            faces=self._faces,
            kept=self._before,
            vanished=self._vanished,
        )

    def _count(self, record: Record) -> None:
        self._done += 1
        self._faces += len(record["faces"])
        self._failed += record["error"] is not None

    def _in_between(self) -> bool:
        return photo_order(self.pending[0].key) < max(map(photo_order, self._kept))


class _Clock:
    """The speed of late, pauses left out."""

    def __init__(self) -> None:
        self._before = time.monotonic()
        self._worked_s = 0.0
        self._at: deque[float] = deque([0.0], maxlen=_MEASURED_PHOTOS)

    def tick(self, *, done: bool, paused: bool) -> None:
        now = time.monotonic()
        if done or not paused:
            self._worked_s += now - self._before
        self._before = now
        if done:
            self._at.append(self._worked_s)

    def left_s(self, photos: int) -> float | None:
        if len(self._at) < 2:
            return None
        return max(0.0, (self._worked_s - self._at[0]) / (len(self._at) - 1) * photos)


def _asked(analyzer: Analyzer) -> dict[str, Any]:
    manifest = analyzer.classifier.bundle.manifest
    thresholds = {name: spec.threshold for name, spec in manifest.heads.items()}
    return {"about": dict(about(manifest)) | {"detector": analyzer.detector_name}, "thresholds": thresholds}


def _refuse_others(outputs: Outputs) -> None:
    """What is there already and is no batch's is nobody's to overwrite."""
    for path in outputs.paths:
        if not is_folder(path.parent):
            raise ExportError("batch.no_folder", path=path, folder=path.parent)
        try:
            if stat.S_ISDIR(path.stat().st_mode):
                raise ExportError("batch.write", path=path, reason="it is a folder")
            goes_on = journal_path(outputs.first).exists()
            if path.is_file() and path.stat().st_size and not (goes_on and is_table(path)):
                raise ExportError("batch.exists", path=path)
        except FileNotFoundError:
            continue
        except OSError as e:
            raise ExportError("batch.write", path=path, reason=e.strerror or e) from e


def _refuse_other_answers(out: Path, there: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
    models = [f"{a['about']['model']} (SHA-256 {a['about']['model_sha256'][:12]})" for a in (there, asked)]
    if there["about"]["model_sha256"] != asked["about"]["model_sha256"] or models[0] != models[1]:
        raise ExportError("batch.other_model", path=out, there=models[0], asked=models[1])
    if there["thresholds"] != asked["thresholds"]:
        texts = [", ".join(f"{name} {value:.6g}" for name, value in a["thresholds"].items()) for a in (there, asked)]
        raise ExportError("batch.other_thresholds", path=out, there=texts[0], asked=texts[1])
    # A journal of before does not say what found its faces; it may go on.
    detectors = [a["about"].get("detector", asked["about"]["detector"]) for a in (there, asked)]
    if detectors[0] != detectors[1]:
        raise ExportError("batch.other_detector", path=out, there=detectors[0], asked=detectors[1])


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """OpenCV's own threads would only stand in the way of those that work on other photos."""
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(before)

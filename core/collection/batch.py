"""A batch: answers photos into a collection and writes its tables; it can be paused, stopped and resumed."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import cv2

from core.analysis import Analyzer
from core.collection.journal import collection_path, journal_path
from core.collection.layout import Record
from core.collection.object_store import clean, list_sources
from core.collection.photos import Photo, photo_order
from core.collection.progress import BatchEnd, BatchProgress, Clock
from core.collection.second import FacesToAnswer
from core.collection.store import CollectionWriter, count_moved
from core.collection.tables import Outputs, Tables, is_table
from core.collection.workers import AnswersPhotos, PhotoAnswer, SecondAnswer, Workers, face_answerer, photo_answerer
from core.errors import ExportError, ImageError
from core.export import about
from core.files import is_folder
from core.model.bundle import Manifest
from core.tidy import sweep


def run_batch(
    paths: Sequence[Path | str],
    outputs: Outputs,
    make_analyzer: Callable[[], Analyzer],
    *,
    threads: int,
    make_second: Callable[[], Analyzer] | None = None,
    cluster: Callable[[], AnswersPhotos] | None = None,
    progress: Callable[[BatchProgress], None] = lambda now: None,
    should_stop: Callable[[], bool] = lambda: False,
    should_pause: Callable[[], bool] = lambda: False,
) -> BatchEnd:
    """Answer the photos in `paths` and the folders among them; photos that earlier calls answered are kept.

    Args:
        paths: Photos and folders; texts are addresses in object stores (`core.collection.object_store`).
        outputs: The tables; the collection lies beside the first of them.
        make_analyzer: Called once per thread. Use `threads=1` for it: photos are answered in parallel.
        threads: Photos answered at the same time.
        make_second: Makes analyzers of a second model, as `make_analyzer`. It answers the faces that the first found,
            when all photos are answered.
        cluster: Makes what answers the photos in place of threads; a second model answers in threads nevertheless.
        progress: Called in this thread for each photo in order, and ten times a second in between.
        should_stop: Called ten times a second. Answers so far are kept.
        should_pause: Called as often; while it returns True, no further photo is started.

    Raises:
        ImageError: A folder does not exist, vanished meanwhile, or contains no picture.
        ExportError: A table cannot be written, is not from a batch, or was begun with another model, detector or
            thresholds.
        FacetError: As `make_analyzer`.
    """
    photos = list_sources(paths)
    analyzer, second = make_analyzer(), make_second and make_second()
    _require_own_tables(outputs)
    names = [clean(one) if isinstance(one, str) else os.path.abspath(one) for one in paths]  # noqa: PTH100 - as Photo.key
    asked = question(analyzer.classifier.bundle.manifest, analyzer.detector_name) | {"paths": names}
    with CollectionWriter(outputs.first, asked) as collection, single_threaded_opencv():
        _require_same_question(outputs.first, collection.asked, asked)
        for folder in {path.parent for path in outputs.paths}:
            sweep(folder)
        if second is not None:
            _ask_second(outputs.first, collection, question(second.classifier.bundle.manifest, second.detector_name))
        about = collection.asked["about"] if second is None else collection.about
        batch = _Batch(photos, outputs, collection, about)

        def work(
            workers: AnswersPhotos | Workers[FacesToAnswer, SecondAnswer],
            next_one: Callable[[], Any],
            take: Callable[[Any], None],
        ) -> None:
            with closing(workers.answers(next_one, should_stop=should_stop, should_pause=should_pause)) as answers:
                for answer in answers:
                    take(answer)
                    progress(batch.progress(answer, paused=should_pause()))

        with batch.tables_open():
            if batch.pending:
                workers: AnswersPhotos
                if cluster is not None:
                    workers = cluster()
                else:
                    more = min(threads, len(batch.pending)) - 1
                    workers = Workers([photo_answerer(lambda: analyzer), *[photo_answerer(make_analyzer)] * more])
                work(workers, partial(next, iter(batch.pending), None), batch.take)
            if make_second is not None and second is not None:
                loaded = second
                makers = [face_answerer(lambda: loaded), *[face_answerer(make_second)] * (threads - 1)]
                work(Workers(makers), partial(next, batch.faces_to_answer(), None), batch.take_second)
        return batch.end()


class _Batch:
    """Which photos are answered and which are pending."""

    def __init__(
        self, photos: Sequence[Photo], outputs: Outputs, collection: CollectionWriter, about: Mapping[str, str]
    ) -> None:
        asked = {photo.key: photo for photo in photos}
        stored = collection.photos
        changed = {key for key in asked.keys() & stored.keys() if stored[key].is_other_than(asked[key].state)}
        self._outputs = outputs
        self._collection = collection
        self._photos = asked
        self._tables = Tables(outputs, about)
        self._second_missing = self._second_taken = 0
        # A photo that is no longer asked for keeps its row, whatever it says.
        self._kept = {one.key for one in stored.values() if one.key not in asked or not one.retry} - changed
        vanished = self._kept - asked.keys()
        self._vanished, self._changed = len(vanished), len(changed)
        self.pending: list[Photo] = [photo for photo in photos if photo.key not in self._kept]
        there = {(photo.path.name, photo.state) for photo in self.pending} if vanished else set()
        self._moved = count_moved([stored[key] for key in vanished], there)
        self._total = len(photos)
        self._faces = self._failed = self._done = 0
        for record in collection.records(self._kept & asked.keys()):
            self._count(record)
        self._before = self._done
        self._clock = Clock()

    @contextmanager
    def tables_open(self) -> Iterator[None]:
        """The tables, appended to; at the end, finished or stopped, in the order of the photos."""
        self._tables.rewrite(lambda: self._collection.records(self._kept))
        try:
            yield
            replaced = not self._tables.in_place
            if replaced:  # by an editor that saves so; later rows went into the old file
                _require_own_tables(self._outputs)
            if replaced or self._second_taken or (self._kept and self.pending and self._in_between()):
                self._tables.rewrite(self._collection.records)
            self._tables.finish(self._collection.records())
        finally:
            self._tables.close()

    def take(self, answer: PhotoAnswer | None) -> None:
        """Store an answer.

        Raises:
            ImageError: The folder of the photo has vanished.
            ExportError: It cannot be written.
        """
        if answer is None:
            return
        if answer.code is not None and (folder := answer.photo.missing_folder) is not None:
            raise ImageError("batch.folder_gone", path=folder, done=self._done, out=self._outputs.first)
        self._collection.add(
            answer.photo.key, answer.record, code=answer.code, state=answer.state, points=answer.points
        )
        self._tables.add(answer.record)
        self._count(answer.record)

    def faces_to_answer(self) -> Iterator[FacesToAnswer]:
        """The faces for the second model, photo by photo."""
        keys = self._collection.without_second()
        self._second_missing, self._clock = len(keys), Clock()
        found = ((key, self._collection.faces_to_answer(key)) for key in keys)
        return (replace(faces, photo=self._photos.get(key, faces.photo)) for key, faces in found if faces)

    def take_second(self, answer: SecondAnswer | None) -> None:
        """Store an answer of the second model.

        Raises:
            ExportError: It cannot be written.
        """
        if answer is not None:
            self._second_missing -= 1
            if answer.answers:
                self._collection.add_second(answer.asked, answer.answers)
                self._second_taken += 1

    def progress(self, answer: PhotoAnswer | SecondAnswer | None, *, paused: bool) -> BatchProgress:
        """The progress after `answer`."""
        self._clock.tick(done=answer is not None, paused=paused)
        return BatchProgress(
            state="paused" if paused else "working",
            done=self._done,
            total=self._total,
            failed=self._failed,
            faces=self._faces,
            left_s=self._clock.left_s(self._second_missing or self._total - self._done),
            newest=answer.record if isinstance(answer, PhotoAnswer) else None,
            second_missing=self._second_missing,
        )

    def end(self) -> BatchEnd:
        """The outcome."""
        return BatchEnd(
            reason="finished" if self._done == self._total and not self._second_missing else "stopped",
            done=self._done,
            total=self._total,
            failed=self._failed,
            faces=self._faces,
            kept=self._before,
            vanished=self._vanished,
            changed=self._changed,
            moved=self._moved,
        )

    def _count(self, record: Record) -> None:
        self._done += 1
        self._faces += len(record["faces"])
        self._failed += record["error"] is not None

    def _in_between(self) -> bool:
        return photo_order(self.pending[0].key) < max(map(photo_order, self._kept))


def question(manifest: Manifest, detector: str) -> dict[str, Any]:
    """What a collection is asked: the model, its thresholds and what finds the faces."""
    thresholds = {name: spec.threshold for name, spec in manifest.heads.items()}
    return {"about": dict(about(manifest)) | {"detector": detector}, "thresholds": thresholds}


def same_question(there: Mapping[str, Any], asked: Mapping[str, Any]) -> bool:
    """Whether answers to one question may stand beside those to the other."""
    try:
        _require_same_question(Path(), there, asked)
    except ExportError:
        return False
    return True


def _ask_second(out: Path, collection: CollectionWriter, asked: Mapping[str, Any]) -> None:
    """Have the second model of an earlier call answer again, or a first one."""
    if collection.asked_second:
        _require_same_question(out, collection.asked_second, asked)
    there = collection.stored_second
    collection.ask_second(asked, keep=bool(there) and same_question(there, asked))


def _require_own_tables(outputs: Outputs) -> None:
    """Refuse to overwrite a file that is not the table of a batch."""
    for path in outputs.paths:
        if not is_folder(path.parent):
            raise ExportError("batch.no_folder", path=path, folder=path.parent)
        try:
            if stat.S_ISDIR(path.stat().st_mode):
                raise ExportError("batch.write", path=path, reason="it is a folder")
            goes_on = collection_path(outputs.first).exists() or journal_path(outputs.first).exists()
            if path.is_file() and path.stat().st_size and not (goes_on and is_table(path)):
                raise ExportError("batch.exists", path=path)
        except FileNotFoundError:
            continue
        except OSError as e:
            raise ExportError("batch.write", path=path, reason=e.strerror or e) from e


def _require_same_question(out: Path, there: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
    models = [f"{a['about']['model']} (SHA-256 {a['about']['model_sha256'][:12]})" for a in (there, asked)]
    if there["about"]["model_sha256"] != asked["about"]["model_sha256"] or models[0] != models[1]:
        raise ExportError("batch.other_model", path=out, there=models[0], asked=models[1])
    if there["thresholds"] and there["thresholds"] != asked["thresholds"]:
        texts = [", ".join(f"{name} {value:.6g}" for name, value in a["thresholds"].items()) for a in (there, asked)]
        raise ExportError("batch.other_thresholds", path=out, there=texts[0], asked=texts[1])
    # Early journals do not name the detector; they may be resumed.
    detectors = [a["about"].get("detector", asked["about"]["detector"]) for a in (there, asked)]
    if detectors[0] != detectors[1]:
        raise ExportError("batch.other_detector", path=out, there=detectors[0], asked=detectors[1])


@contextmanager
def single_threaded_opencv() -> Iterator[None]:
    """Photos are answered in parallel: threads of OpenCV would only compete with them."""
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(before)

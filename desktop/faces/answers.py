"""The answers to the open photos: stored as they come, the missing ones worked out in the background."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from core.errors import FacetError, ImageError
from core.files import is_private, make_folder
from desktop.app.engine import Engine
from desktop.app.opencv import import_opencv
from desktop.faces.stored import (
    delete_leftover,
    given_answer,
    kept_path,
    opened_photo,
    own_place,
    put_away,
    recalled,
    session_path,
    stored_photo,
)
from desktop.photo.intake import COLLECTION_SUFFIX
from desktop.photo.photo import Photo, PhotoList
from desktop.worker import Job, Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.collection.answering import Answering
    from core.collection.photos import Photo as StoredPhoto
    from core.collection.progress import AnsweringProgress
    from core.model.bundle import Manifest
    from core.vision.imaging import RGB

State = Literal["empty", "answering", "paused", "stopped", "done", "foreign", "failed"]

_LOOK_EVERY_MS: Final = 100
_OPENS_WITHIN_S: Final = 2.0
"""The first photo waits so long for stored answers that are being opened, so that it is not answered again."""


class Answers(QObject):
    """One collection at a time: that of the session, or one that the user opened or saved.

    Args:
        engine: Answers the photo being looked at; the background waits for it.
        photos: The open photos; the collection follows them.
        threads: Photos answered at the same time; 0 for one per core.
    """

    changed = Signal()
    """The state has changed."""
    moved = Signal()
    """Further photos joined or were answered."""
    opened = Signal()
    """There is another collection than before, or none."""
    listed = Signal(object, int)
    """The photos of a collection that was opened, and how many of them are answered."""
    noticed = Signal(object)
    """How many photos were found changed, gone or moved, by `core.collection.answering.Change`."""
    saved = Signal(object)
    """The path that the collection was saved as."""
    failed = Signal(object)

    _begun = Signal(object, object, int)
    _copied = Signal(object, object)

    def __init__(
        self, engine: Engine, photos: PhotoList, threads: Callable[[], int], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._photos = photos
        self._threads = threads
        self._worker = Worker("answers", self)
        self._answering: Answering | None = None
        self._early: list[Callable[[Answering], None]] | None = None
        """What is to be told to a collection that is being prepared; None while none is."""
        self._preparing: Job | None = None
        self._running = self._ready = False
        self._settled = threading.Event()
        """Cleared while stored answers are being opened."""
        self._settled.set()
        self._resumes = 0.0
        self._model: str | None = None
        self._second: tuple[Mapping[str, Any], str] | None = None
        """The question to the second model, and its name."""
        self._fresh = True
        """Whether what a crashed program left in the session's place is to be deleted."""
        self._reopens: bool | None = True
        """Whether the photos of a collection are opened, as after a crash; None while that is not decided."""
        self._unlisted: tuple[Sequence[Photo], int] | None = None
        """These photos, and how many of them are answered."""
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self.content: dict[str, bytes] = {}
        """The pictures that have no file, by name."""
        self.document: Path | None = None
        """The collection or table that the user opened, or saved it as; None for that of the session."""
        self.state: State = "empty"
        self.progress: AnsweringProgress | None = None
        self.failure: Exception | None = None
        engine.recall = self.recall
        photos.joined.connect(self.add)
        photos.left.connect(self.remove)
        engine.analyzed.connect(self._on_analyzed)
        engine.failed.connect(self._on_failed)
        self._begun.connect(self._on_begun, Qt.ConnectionType.QueuedConnection)
        self._copied.connect(self._on_copied, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        return self.state in ("answering", "paused")

    @property
    def path(self) -> Path | None:
        """The SQLite file; None while there is none."""
        return self._answering.path if self._answering and self._ready else None

    @property
    def temporary(self) -> bool:
        """Whether the answers are lost when the window is closed, unless they are kept."""
        return self.document is None or self.document == kept_path()

    @property
    def answered(self) -> int:
        """How many photos are answered."""
        return self.progress.answered if self.progress else 0

    @property
    def missing(self) -> int:
        """How many photos are not answered yet."""
        return self.progress.total - self.progress.answered if self.progress else 0

    @property
    def second_missing(self) -> int:
        """How many photos the second model has not answered yet, of those in which the first one found faces."""
        return self.progress.second_missing if self.progress else 0

    def use_model(self) -> None:
        """The engine has loaded a model: its question is asked from now on."""
        self._model = self._engine.loaded
        self._tell(self._ask)

    def use_second(self, question: Mapping[str, Any], name: str) -> None:
        """Have the model called `name` answer the same faces too.

        In a collection that was opened it replaces another one only with `answer_again`.
        """
        self._second = question, name
        self._tell(self._ask_second)

    def drop_second(self) -> None:
        """Have the first model answer alone."""
        if self._second is not None:
            self._second = None
            self._tell(lambda answering: answering.drop_second())

    def recall(self, photo: Photo, rgb: RGB, manifest: Manifest) -> Analysis | None:
        """The stored answer to a photo that was just decoded, if there is one that holds; called in any thread."""
        self._settled.wait(_OPENS_WITHIN_S)
        answering = self._answering
        if answering is None or (answering.fresh and not self._ready):
            return None  # else they can be read before the list of a long collection is
        return recalled(answering.path, photo, rgb, manifest, self._engine.question)

    def add(self, photos: Sequence[Photo]) -> None:
        """Have photos answered."""
        self.content.update((photo.name, photo.content) for photo in photos if photo.path is None)
        if self._answering is None and self._early is None:
            self._begin(session_path(), fresh=self._fresh)
        self._tell(lambda answering: answering.add(map(stored_photo, photos)))

    def remove(self, photos: Sequence[Photo]) -> None:
        """Forget photos and their answers."""
        for photo in photos:
            self.content.pop(photo.name, None)
        self._tell(lambda answering: answering.remove([stored_photo(photo).key for photo in photos]))

    def look_for(self, folders: Sequence[Path]) -> None:
        """Count what is no longer in folders that were opened."""
        self._tell(lambda answering: answering.look_for([folder.absolute() for folder in folders]))

    def open(self, path: Path) -> None:
        """Open a collection, a table of Facet's, or what was kept; the one before must have been left."""
        self.document, self._reopens = path, True
        self._begin(path, fresh=False, opens=True)

    def take_over(self, *, undecided: bool = False) -> None:
        """Use the answers that a crashed program left, instead of deleting them, and open its photos.

        If it is `undecided`, they are opened when this is called again, and not after `keep_only_open`.
        """
        self._fresh, self._reopens = False, None if undecided else True
        if self._reopens and self._unlisted is not None:
            self.listed.emit(*self._unlisted)
            self._unlisted = None

    def keep_only_open(self) -> None:
        """Delete the answers of photos that were not opened again after a crash."""
        self._reopens, self._unlisted = False, None
        self._fresh = self._answering is None and self._early is None
        photos = list(self._photos.photos)
        self._tell(lambda answering: answering.keep_only(stored_photo(photo).key for photo in photos))

    def reopen_kept(self) -> None:
        """Open what was kept when the window was closed, unless another window has it open."""
        if not kept_path().is_file():
            return
        from core.collection.open import is_being_written

        if not is_being_written(kept_path()):
            self.open(kept_path())

    def save_as(self, path: Path) -> None:
        """Copy the collection to `path`, and go on there."""
        if self._answering is None or path == self._answering.path:
            return
        self._answering.stop()
        self._answering.copy_to(path, lambda error: self._copied.emit(path, error))

    def answer_again(self) -> None:
        """Replace the answers of other models, first or second, by those of the ones in use."""
        self._tell(lambda answering: answering.answer_again())

    def give_way(self) -> None:
        """Begin no photo for a moment: the user scrolls."""
        self._resumes = time.monotonic() + 0.3

    def pause(self) -> None:
        """Pause, or go on after a pause."""
        self._tell(lambda answering: answering.pause(not answering.paused))
        self._look()

    def stop(self) -> None:
        """Answer nothing further until `resume`."""
        self._tell(lambda answering: answering.stop())
        self._look()

    def resume(self) -> None:
        """Answer what is missing, also after a failure."""
        if self._answering is not None and self.failure is not None:
            self._begin(self._answering.path, table=self._answering.table, fresh=False)
            self.add(list(self._photos.photos))
        else:
            self._tell(lambda answering: answering.resume())
        self._look()

    def leave(self, *, keep: bool = False) -> None:
        """Close the collection. That of the session is deleted, or kept for the next start.

        That happens in the worker, which opens the next collection after it; the window does not wait.
        """
        answering, keeps = self._answering, keep and self.temporary
        self._early = None
        if self._preparing is not None:
            self._preparing.cancel()
        self._settled.set()
        if answering is not None:
            path = answering.path
            answering.close(delete=is_private(path) and not keeps)
            job = self._worker.submit(lambda progress, should_stop: put_away(path, keep=keeps))
            job.failed.connect(self.failed)
        self._answering, self.document, self.progress, self.failure = None, None, None, None
        self._running = self._ready = False
        self._fresh = self._reopens = True
        self.content.clear()
        self._timer.stop()
        self._enter("empty")
        self.opened.emit()

    def close(self, *, keep: bool = False) -> None:
        """Leave the collection and end the thread."""
        begun = self._answering is not None or self._early is not None
        self.leave(keep=keep)
        self._worker.finish()
        if begun:
            from core.collection.workers import wait_for_all

            wait_for_all()
        else:
            delete_leftover()
        self._worker.close()

    def _tell(self, call: Callable[[Answering], None]) -> None:
        if self._early is not None:
            self._early.append(call)
        elif self._answering is not None:
            call(self._answering)

    def _begin(self, path: Path, *, table: Path | None = None, fresh: bool, opens: bool = False) -> None:
        """Prepare a collection in the worker, where what it needs is imported."""
        self._answering, self._early, self.failure = None, [], None
        self._running = self._ready = self._fresh = False
        if not fresh:
            self._settled.clear()
        renew, threads = self.temporary, self._threads() or os.cpu_count() or 1

        def work(progress: Progress, should_stop: ShouldStop) -> Answering:
            import_opencv()
            from core.collection.answering import Answering
            from core.collection.open import open_collection

            if path == session_path():
                make_folder(path.parent)
            found = (
                open_collection(path, lambda: own_place() / path.with_suffix(COLLECTION_SUFFIX).name)
                if opens
                else (path, table)
            )
            return Answering(found[0], table=found[1], fresh=fresh, renew=renew, threads=threads)

        job = self._preparing = self._worker.submit(work)
        job.result.connect(self._on_prepared)
        job.failed.connect(self._on_not_prepared)

    def _on_prepared(self, answering: Answering) -> None:
        early, self._early, self._preparing = self._early or [], None, None
        self._answering = answering
        self._settled.set()
        answering.held = lambda: self._engine.at_work or time.monotonic() < self._resumes

        def begun(photos: Sequence[StoredPhoto], answered: int) -> None:
            self._begun.emit(answering, [opened_photo(photo) for photo in photos], answered)

        answering.on_open = begun
        self._timer.start()
        for call in early:
            call(answering)
        if self._model is not None:
            self._ask(answering)
        self._ask_second(answering)

    def _on_not_prepared(self, error: Exception) -> None:
        self._early, self._preparing, self.document = None, None, None
        self._settled.set()
        self.failed.emit(error)
        if self._photos.photos:
            self.add(list(self._photos.photos))

    def _ask(self, answering: Answering) -> None:
        """Ask the question of the model in use; the first one begins the work."""
        if self._model is None:
            return
        answering.ask(self._engine.question, partial(self._engine.load_small, self._model))
        if not self._running and self.failure is None:
            self._running = True

            def work(progress: Progress, should_stop: ShouldStop) -> None:
                answering.run()

            job = self._worker.submit(work)
            job.failed.connect(lambda error: self._on_run_failed(answering, error))

    def _ask_second(self, answering: Answering) -> None:
        if self._second is not None:
            question, name = self._second
            answering.ask_second(question, partial(self._engine.load_small, name), replace=self.temporary)

    def _on_begun(self, answering: Answering, photos: Sequence[Photo], answered: int) -> None:
        if answering is not self._answering:
            return
        self._ready = True
        self.opened.emit()
        if photos and self._reopens:
            self.listed.emit(photos, answered)
        elif photos and self._reopens is None:
            self._unlisted = photos, answered

    def _on_run_failed(self, answering: Answering, error: Exception) -> None:
        if answering is not self._answering:
            if not is_private(answering.path):  # what the user saved has lost its last answers
                self.failed.emit(error)
            return
        self._running = False
        code = error.code if isinstance(error, FacetError) else ""
        if not self._ready and self.document is None and code in ("batch.locked", "batch.journal"):
            # Another window has the session's place, or what a crash left there is damaged.
            place = own_place() / f"answers{COLLECTION_SUFFIX}" if code == "batch.locked" else answering.path
            self._begin(place, fresh=True)
            self.add(list(self._photos.photos))
            return
        self.failure = error
        self._look()
        self.failed.emit(error)

    def _on_copied(self, path: Path, error: Exception | None) -> None:
        if error is not None:
            self.resume()
            self.failed.emit(error)
            return
        photos = list(self._photos.photos)
        self.leave()
        self.document, self._reopens = path, False  # its photos are open
        self._begin(path, fresh=False)
        self.add(photos)
        self.saved.emit(path)

    def _on_analyzed(self, photo: Photo, analysis: Analysis) -> None:
        if not photo.recalled:
            self._put(photo, analysis)

    def _on_failed(self, photo: Photo, error: Exception) -> None:
        if isinstance(error, ImageError) and self._engine.question:
            self._put(photo, error)

    def _put(self, photo: Photo, found: Analysis | ImageError) -> None:
        answer = given_answer(photo, found, (question := self._engine.question)["about"]["model"])
        self._tell(lambda answering: answering.put(answer, question))

    def _look(self) -> None:
        """Say what has changed; called ten times a second."""
        answering = self._answering
        if answering is None:
            return
        now = answering.progress
        if answering.changes and answering.idle and self._photos.complete:
            changes = dict(answering.changes)
            answering.changes.clear()
            self.noticed.emit(changes)
        if now != self.progress:
            self.progress = now
            self.moved.emit()
        self._enter(self._state_of(answering, now))

    def _state_of(self, answering: Answering, now: AnsweringProgress) -> State:
        if self.failure is not None or now.error is not None:
            return "failed"
        if now.swapped is not None:
            return "answering"
        if now.other_model:
            return "foreign"
        if now.answered >= now.total and not now.second_missing:
            return "done" if now.total else "empty"
        if answering.stopped:
            return "stopped"
        return "paused" if answering.paused else "answering"

    def _enter(self, state: State) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit()

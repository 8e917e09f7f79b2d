"""A collection kept open: photos join and leave it at any time, and those without an answer are answered meanwhile."""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal

from core.analysis import Analyzer
from core.collection.batch import same_question, single_threaded_opencv
from core.collection.photos import FileState, Photo, photos_below
from core.collection.progress import AnsweringProgress, Clock
from core.collection.second_pass import SecondPass
from core.collection.store import CollectionWriter, count_moved
from core.collection.tables import write_table
from core.collection.workers import (
    Asked,
    Given,
    PhotoAnswer,
    SecondAnswer,
    Workers,
    face_answerer,
    photo_answerer,
)
from core.errors import ImageError
from core.export import attributes_in, second_attributes_in, table_rows
from core.work import Stopped

Change = Literal["changed", "gone", "moved"]

_LOOK_S: Final = 0.1
_AFTER_S: Final = 0.3
"""Photos that have just joined wait so long: one of them may be being looked at, and is answered there."""


class Answering:
    """A collection and what it takes to fill it. `run` works in a thread of its own; the rest is called from outside.

    Args:
        path: The collection, made if there is none.
        table: The table it belongs to, if any; written again whenever all photos are answered.
        fresh: Whether to delete what is there first.
        renew: Whether all photos are answered again when the question changes; else the answers there are stay.
        threads: Photos answered at the same time.
    """

    def __init__(
        self, path: Path, *, table: Path | None = None, fresh: bool = False, renew: bool = True, threads: int = 1
    ) -> None:
        self.path: Final = path
        self.table: Final = table
        self.fresh: Final = fresh
        self._renew, self._threads = renew, threads
        self._commands: deque[Callable[[CollectionWriter], None]] = deque()
        self._changed = threading.Condition()
        self._closing = self._deleted = False
        self._stopped = threading.Event()
        self._paused = threading.Event()
        self.held: Callable[[], bool] = lambda: False
        """Asked ten times a second; while it returns True, no further photo is started."""
        self._not_before = 0.0
        self._asked: Mapping[str, Any] = {}
        self._make: Callable[[], Analyzer] | None = None
        self._second = SecondPass()
        self._pending: dict[str, Photo] = {}
        self._queue: deque[Photo] = deque()
        self._unreachable: set[str] = set()
        """Those of the pending whose folder is gone."""
        self._error: ImageError | None = None
        self._other_model = ""
        self._keys: set[str] = set()
        self._revision = 0
        self._clock = Clock()
        self.changes: Counter[Change] = Counter()
        """Counts of changes noticed when photos joined again; the caller clears them once they are shown."""
        self.on_open: Callable[[Sequence[Photo], int], None] = lambda photos, answered: None
        """Called by `run` when the collection is open, with the photos in it and how many of them are answered."""
        self.progress = AnsweringProgress(0, 0, None, working=False, other_model="", error=None)

    # Called from any thread.

    def ask(self, asked: Mapping[str, Any], make: Callable[[], Analyzer]) -> None:
        """Answer this question with analyzers of one thread each, made by `make`."""

        def command(store: CollectionWriter) -> None:
            self._asked, self._make = asked, make
            self._compare(store)

        if not self._asked:
            self._asked, self._make = asked, make
        self._command(command)

    def ask_second(self, asked: Mapping[str, Any], make: Callable[[], Analyzer], *, replace: bool) -> None:
        """Have the faces that the first model found answered by a second one too, once the first is done.

        Args:
            asked: The question, as for `ask`.
            make: Makes analyzers of one thread; only their models are used.
            replace: Whether answers of another second model are forgotten; else they stay until `answer_again`.
        """

        def command(store: CollectionWriter) -> None:
            self._second.ask(store, asked, make, replace=replace)
            self._revision += 1

        self._command(command)

    def drop_second(self) -> None:
        """Show the answers of the first model alone. Those of the second are kept in case it is asked again."""

        def command(store: CollectionWriter) -> None:
            self._second.drop(store)
            self._revision += 1

        self._command(command)

    def answer_again(self) -> None:
        """Have the models in use answer in place of others, first and second."""

        def command(store: CollectionWriter) -> None:
            if self._other_model:
                self._ask_again(store)
            if not self._other_model:
                self._second.answer(store)
            self._revision += 1

        self._command(command)

    def add(self, photos: Iterable[Photo]) -> None:
        """Have photos answered; one that is answered already is answered again only if its file has changed.

        `photos` is read in the thread of `run`.
        """
        self._command(lambda store: self._add(store, photos))

    def remove(self, keys: Sequence[str]) -> None:
        """Remove photos and their answers."""
        self._command(lambda store: self._remove(store, keys))

    def keep_only(self, keys: Iterable[str]) -> None:
        """Remove all other photos; `keys` is read in the thread of `run`."""

        def command(store: CollectionWriter) -> None:
            self._remove(store, list(self._keys.difference(keys)))

        self._command(command)

    def put(self, answer: PhotoAnswer, asked: Mapping[str, Any]) -> None:
        """Store an answer to `asked` that was given elsewhere, if the photo is in the collection."""
        self._command(lambda store: self._put(store, answer, asked))

    def look_for(self, folders: Sequence[Path]) -> None:
        """Count which photos below `folders` are no longer there; their answers are kept."""
        self._command(lambda store: self._look_for(store, folders))

    def copy_to(self, path: Path, done: Callable[[Exception | None], None]) -> None:
        """Copy the collection; `done` is called in the thread of `run`."""

        def command(store: CollectionWriter) -> None:
            try:
                store.copy_to(path)
            except Exception as e:  # noqa: BLE001 - handed on
                done(e)
            else:
                done(None)

        self._command(command)

    def pause(self, paused: bool) -> None:
        """Start no further photo while paused."""
        (self._paused.set if paused else self._paused.clear)()

    @property
    def paused(self) -> bool:
        return self._paused.is_set()

    def stop(self) -> None:
        """Answer nothing further until `resume`; while two models change places, leave them where they were instead."""
        (self._stopped if self._second.swapped is None else self._second.unswapped).set()

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()

    def resume(self) -> None:
        """Answer what is not answered yet."""
        self._paused.clear()

        def command(store: CollectionWriter) -> None:
            self._stopped.clear()
            self._unreachable.clear()
            self._error = None
            self._second.find(store)

        self._command(command)

    @property
    def idle(self) -> bool:
        """Whether all that it was told to do is done, but for the answers."""
        return not self._commands

    def close(self, *, delete: bool = False) -> None:
        """Let `run` end after what it was told so far; delete the collection if it is not to be kept."""
        with self._changed:
            self._closing, self._deleted = True, delete
            self._changed.notify()

    # The thread of `run`.

    def run(self) -> None:
        """Do what is asked for, until `close`. The question must be known.

        Raises:
            ExportError: The collection cannot be read or written.
            FacetError: As the analyzers.
        """
        out = self.table or self.path
        try:
            with CollectionWriter(out, self._asked, path=self.path, fresh=self.fresh) as store:
                self._fill(store)
                if self._deleted:
                    store.close(delete=True)
        finally:
            # Code that still refers to it, or to one of its callbacks, does not keep 50,000 photos alive.
            for held in (self._pending, self._queue, self._keys, self._unreachable, self._commands):
                held.clear()

    def _fill(self, store: CollectionWriter) -> None:
        self._open(store)
        while True:
            self._obey(store)
            self._report()
            if self._closing:
                return
            if self._may_answer_later and not self.held() and time.monotonic() > self._not_before:
                self._answer(store)
                continue
            with self._changed:
                wait_s = _LOOK_S if self._may_answer_later else None
                self._changed.wait_for(lambda: self._commands or self._closing, wait_s)

    def _open(self, store: CollectionWriter) -> None:
        found = {photo.key: photo for photo in store.listed()}
        for photo in photos_below(store.asked.get("paths", ())):
            found.setdefault(photo.key, photo)
        self._keys = set(found)
        self._compare(store)
        self._pending = {key: one for key, one in found.items() if key not in store.photos or store.photos[key].retry}
        self.on_open(list(found.values()), len(found) - len(self._pending))

    def _compare(self, store: CollectionWriter) -> None:
        if same_question(store.asked, self._asked):
            self._other_model = ""
        elif self._renew:
            self._ask_again(store)
        else:
            self._other_model = str(store.asked["about"]["model"])

    def _ask_again(self, store: CollectionWriter) -> None:
        """Forget the answers of another model, unless it has only changed places with the second."""
        self._other_model = ""
        try:
            swapped = self._second.swap(store, self._asked, lambda: self._closing, partial(self._report, working=True))
        except Stopped:
            self._other_model = str(store.asked["about"]["model"])
            return
        self._pending = {photo.key: photo for photo in store.listed()}
        if not swapped:
            store.ask(self._asked)
            self._second.begin_again(store)
        self._revision += 1
        for key in [one.key for one in store.photos.values() if not one.retry]:
            del self._pending[key]
        self._queue = deque(self._pending.values())

    def _add(self, store: CollectionWriter, photos: Iterable[Photo]) -> None:
        fresh: list[Photo] = []
        for photo in photos:
            stored = store.photos.get(photo.key)
            if stored is None:
                if photo.key not in self._keys:
                    fresh.append(photo)
                elif photo.key in self._pending:
                    self._pending[photo.key] = photo
                continue
            now = None if photo.content is not None else FileState.of(photo.path)
            if stored.state is not None and now is None:
                self.changes["gone"] += 1
            elif stored.is_other_than(now) and not self._other_model:
                self.changes["changed"] += 1
                self._wait_for(photo)
        if fresh:
            self._revision += 1
            store.list_photos(fresh)
            self._keys.update(photo.key for photo in fresh)
            for photo in fresh:
                self._wait_for(photo)

    def _wait_for(self, photo: Photo) -> None:
        self._not_before = time.monotonic() + _AFTER_S
        self._pending[photo.key] = photo
        self._queue.append(photo)

    def _remove(self, store: CollectionWriter, keys: Sequence[str]) -> None:
        its = [key for key in keys if key in self._keys]
        self._revision += 1
        store.remove(its)
        self._keys.difference_update(its)
        for key in its:
            self._pending.pop(key, None)
            self._unreachable.discard(key)
        self._second.forget(its)

    def _put(self, store: CollectionWriter, answer: PhotoAnswer, asked: Mapping[str, Any]) -> None:
        if answer.photo.key in self._keys and same_question(store.asked, asked):
            self._store(store, answer)

    def _look_for(self, store: CollectionWriter, folders: Sequence[Path]) -> None:
        gone = store.gone_from(folders)
        if gone:
            there = {(photo.path.name, FileState.of(photo.path)) for photo in self._pending.values()}
            there |= {(Path(key).name, one.state) for key, one in store.photos.items() if key not in gone}
            moved = count_moved(gone.values(), there)
            self.changes.update(gone=len(gone) - moved, moved=moved)

    def _store(self, store: CollectionWriter, answer: PhotoAnswer) -> None:
        self._revision += 1
        store.add(answer.photo.key, answer.record, code=answer.code, state=answer.state, points=answer.points)
        self._pending.pop(answer.photo.key, None)
        self._unreachable.discard(answer.photo.key)
        self._second.answered_by_first(answer)

    @property
    def _may_answer_later(self) -> bool:
        """Whether there is something to answer, now or when nothing holds it back."""
        return self._photos_wait or bool(self._second.pending and not self._stopped.is_set())

    @property
    def _photos_wait(self) -> bool:
        """The same, for the first model."""
        return bool(
            self._make
            and not self._other_model
            and not self._stopped.is_set()
            and len(self._pending) > len(self._unreachable)
        )

    def _answer(self, store: CollectionWriter) -> None:
        """Answer what is pending, and what joins meanwhile: photos first, then faces by the second model."""
        make, make_second = self._make, self._second.make
        if self._photos_wait and make is not None:
            self._queue = deque(photo for key, photo in self._pending.items() if key not in self._unreachable)
            photos = Workers([photo_answerer(make)] * max(1, min(self._threads, len(self._queue))))
            self._work(store, photos, self._next, self._take, lambda: make is self._make)
        elif make_second is not None:
            keys = deque(self._second.pending)
            faces = Workers([face_answerer(make_second)] * max(1, min(self._threads, len(keys))))
            next_faces = partial(self._second.next_faces, store, keys)
            same = lambda: make_second is self._second.make and not self._photos_wait  # noqa: E731
            self._work(store, faces, next_faces, self._take_second, same)
        if self.table is not None and not self._pending and not self._second.pending:
            self._write_table(store, self.table)

    def _work(
        self,
        store: CollectionWriter,
        workers: Workers[Asked, Given],
        next_one: Callable[[], Asked | None],
        take: Callable[[CollectionWriter, Given], None],
        wanted: Callable[[], bool],
    ) -> None:
        """Have workers answer until there is nothing more, or it is no longer wanted."""
        self._clock = Clock()
        answers = workers.answers(
            next_one,
            should_stop=lambda: self._closing or self._stopped.is_set() or not wanted(),
            should_pause=lambda: self._paused.is_set() or self.held(),
        )
        with single_threaded_opencv(), closing(answers):
            for answer in answers:
                if answer is not None:
                    take(store, answer)
                self._clock.tick(done=answer is not None, paused=self._paused.is_set())
                self._obey(store)
                self._report(working=True)

    def _next(self) -> Photo | None:
        while self._queue:
            photo = self._queue.popleft()
            if photo.key in self._pending:
                return photo
        return None

    def _take_second(self, store: CollectionWriter, answer: SecondAnswer) -> None:
        self._second.take(store, answer)
        self._revision += 1

    def _take(self, store: CollectionWriter, answer: PhotoAnswer) -> None:
        key = answer.photo.key
        if key not in self._pending:
            return  # it has left, or was answered elsewhere meanwhile
        folder = answer.photo.path.parent
        if answer.code is not None and answer.photo.content is None and not folder.is_dir():
            self._unreachable.add(key)
            done = len(store.photos)
            self._error = ImageError("batch.folder_gone", path=folder, done=done, out=self.table or self.path)
        else:
            self._store(store, answer)

    def _write_table(self, store: CollectionWriter, table: Path) -> None:
        about = store.about
        answered = attributes_in(about), second_attributes_in(about)
        write_table(table, about, (row for one in store.records() for row in table_rows(one, *answered)))

    def _obey(self, store: CollectionWriter) -> None:
        while self._commands:
            self._commands[0](store)
            self._commands.popleft()

    def _report(self, *, working: bool = False) -> None:
        waiting, second_waiting = len(self._pending), len(self._second.pending)
        self.progress = AnsweringProgress(
            answered=len(self._keys) - waiting,
            total=len(self._keys),
            left_s=self._clock.left_s(waiting if self._photos_wait else second_waiting) if working else None,
            working=working or self._may_answer_later,
            other_model=self._other_model,
            error=self._error,
            second_missing=second_waiting,
            revision=self._revision,
            other_second=self._second.other_model,
            swapped=self._second.swapped,
        )

    def _command(self, command: Callable[[CollectionWriter], None]) -> None:
        with self._changed:
            self._commands.append(command)
            self._changed.notify()

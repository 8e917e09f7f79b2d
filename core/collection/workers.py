"""Threads that answer photos on all cores and return the answers in the order of the photos."""

from __future__ import annotations

import json
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from core.analysis import Analyzer, PhotoResult
from core.collection.layout import Record
from core.collection.photos import FileState, Photo
from core.errors import ImageError
from core.export import record

_AHEAD_A_THREAD: Final = 16
"""How many answers may wait for an earlier photo: they are small, and one photo may take as long as dozens."""
_LOOK_S: Final = 0.1
"""How often stop and pause are checked."""
_LEAVE_S: Final = 0.4
THREAD: Final = "batch"
"""The name of the threads."""


@dataclass(frozen=True, slots=True)
class PhotoAnswer:
    """The answer for a photo, small enough to wait."""

    photo: Photo
    record: Record
    code: str | None
    """The code of its error."""
    state: FileState | None
    """The file when it was read."""
    points: str | None
    """The key points of its faces as JSON."""


@dataclass(slots=True)
class _Task:
    photo: Photo
    done: threading.Event
    answer: PhotoAnswer | None = None
    failure: Exception | None = None


class AnswersPhotos(Protocol):
    """Answers photos in parallel."""

    def answers(
        self,
        next_photo: Callable[[], Photo | None],
        *,
        should_stop: Callable[[], bool],
        should_pause: Callable[[], bool],
    ) -> Generator[PhotoAnswer | None, None, None]:
        """Answers to the photos that `next_photo` gives, in their order; None ten times a second while there is none.

        It ends when `next_photo` returns None and every photo is answered. After `should_stop`, only answers that are
        ready follow. While `should_pause`, no further photo is started.
        """


class Workers:
    """Threads that answer photos. Each has an analyzer of its own and one decoded photo at a time.

    Stopping waits only a moment for photos under way: a photo may take seconds.

    Args:
        makers: One per thread, called in that thread to make its analyzer.
    """

    def __init__(self, makers: Sequence[Callable[[], Analyzer]]) -> None:
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._ahead = len(makers) * _AHEAD_A_THREAD
        self._stopped, self._allowed = threading.Event(), threading.Event()
        self._threads = [threading.Thread(target=self._work, args=(make,), name=THREAD, daemon=True) for make in makers]
        for thread in self._threads:
            thread.start()

    def answers(
        self,
        next_photo: Callable[[], Photo | None],
        *,
        should_stop: Callable[[], bool],
        should_pause: Callable[[], bool],
    ) -> Generator[PhotoAnswer | None, None, None]:
        """As the protocol says.

        Raises:
            FacetError: A thread's analyzer cannot be made.
        """
        waiting: deque[_Task] = deque()
        try:
            while True:
                stopping = should_stop()
                self._allow(not should_pause())
                if not stopping:
                    self._begin(next_photo, waiting)
                if not waiting:
                    return
                if waiting[0].done.wait(0.0 if stopping else _LOOK_S):
                    yield _answer(waiting.popleft())
                elif stopping:
                    return
                else:
                    yield None
        finally:
            self._stop()

    def _stop(self) -> None:
        """Start no further photo, and wait a moment for those under way."""
        self._stopped.set()
        self._allowed.set()
        until = time.monotonic() + _LEAVE_S
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def _allow(self, allowed: bool) -> None:
        if allowed:
            self._allowed.set()
        else:
            self._allowed.clear()

    def _begin(self, next_photo: Callable[[], Photo | None], waiting: deque[_Task]) -> None:
        while len(waiting) < self._ahead and (photo := next_photo()) is not None:
            waiting.append(_Task(photo, threading.Event()))
            self._tasks.put(waiting[-1])

    def _work(self, make: Callable[[], Analyzer]) -> None:
        analyzer: Analyzer | None = None
        while (task := self._tasks.get()) is not None:
            self._allowed.wait()
            if self._stopped.is_set():
                return
            try:
                analyzer = analyzer or make()
                task.answer = answer_photo(analyzer, task.photo)
            except Exception as e:  # noqa: BLE001 - raised again where the answer is taken
                task.failure = e
            task.done.set()


def wait_for_all() -> None:
    """Wait for photos that were under way when their batch was stopped: the program must not exit during one."""
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join()


def _answer(task: _Task) -> PhotoAnswer:
    if task.answer is None:
        raise task.failure or RuntimeError(f"{task.photo.path} has no answer and no error")
    return task.answer


def answer_photo(analyzer: Analyzer, photo: Photo) -> PhotoAnswer:
    """Answer a photo; an unexpected error costs this photo, not the batch."""
    state = FileState.of(photo.path)  # before it is read, so that a change meanwhile is noticed next time
    try:
        result = analyzer.answer(photo.load())
    except Exception as e:  # noqa: BLE001 - as the docstring says
        reason = f"{type(e).__name__}: {e}".rstrip(": ")
        result = PhotoResult(str(photo.path), None, ImageError("batch.photo", path=photo.path, reason=reason), 0.0)
    return photo_answer(photo, result, analyzer.classifier.bundle.title, state)


def photo_answer(photo: Photo, result: PhotoResult, model: str, state: FileState | None) -> PhotoAnswer:
    """The result for a photo as it is stored; `model` is the title of the model, `state` the file when it was read."""
    faces = result.analysis.faces if result.analysis else ()
    # Not rounded: an aligned face made from them again is the same to the last pixel.
    points = json.dumps([face.face.keypoints.astype(float).tolist() for face in faces]) if faces else None
    stored = record(result, model)
    if result.analysis and result.analysis.edited:
        stored["edited"] = True
    if photo.quarter_turns % 4:
        stored["quarter_turns"] = photo.quarter_turns % 4
    return PhotoAnswer(photo, stored, result.error.code if result.error else None, state, points)

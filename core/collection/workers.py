"""Threads that answer photos, or faces found in them, on all cores and return the answers in order."""

from __future__ import annotations

import json
import queue
import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Generic, Protocol, TypeVar

from core.analysis import Analyzer, PhotoResult
from core.collection.layout import Record
from core.collection.photos import FileState, Photo
from core.collection.second import Answers, FacesToAnswer
from core.errors import ImageError
from core.export import answer_record, printable, record
from core.model.classifier import CHIP_PX
from core.vision.faces import align

_AHEAD_A_THREAD: Final = 16
"""How many answers may wait for an earlier photo: they are small, and one photo may take as long as dozens."""
_LOOK_S: Final = 0.1
"""How often stop and pause are checked."""
THREAD: Final = "batch"
"""The name of the threads."""

Asked = TypeVar("Asked")
Given = TypeVar("Given")


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


@dataclass(frozen=True, slots=True)
class SecondAnswer:
    """What a second model answers to the faces of a photo."""

    asked: FacesToAnswer
    answers: tuple[Answers, ...]
    """By face; empty if the photo cannot be read as it was."""


@dataclass(slots=True)
class _Task(Generic[Asked, Given]):
    asked: Asked
    done: threading.Event
    answer: Given | None = None
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


class Workers(Generic[Asked, Given]):
    """Threads that answer photos. Each has a model of its own and one decoded photo at a time.

    Stopping does not wait for photos under way, which may take seconds; `wait_for_all` does.

    Args:
        makers: One per thread, called in that thread to make what answers.
    """

    def __init__(self, makers: Sequence[Callable[[], Callable[[Asked], Given]]]) -> None:
        self._tasks: queue.SimpleQueue[_Task[Asked, Given] | None] = queue.SimpleQueue()
        self._ahead = len(makers) * _AHEAD_A_THREAD
        self._stopped, self._allowed = threading.Event(), threading.Event()
        self._threads = [threading.Thread(target=self._work, args=(make,), name=THREAD, daemon=True) for make in makers]
        for thread in self._threads:
            thread.start()

    def answers(
        self,
        next_photo: Callable[[], Asked | None],
        *,
        should_stop: Callable[[], bool],
        should_pause: Callable[[], bool],
    ) -> Generator[Given | None, None, None]:
        """As `AnswersPhotos` says; what is asked need not be a photo.

        Raises:
            FacetError: What answers in a thread cannot be made.
        """
        waiting: deque[_Task[Asked, Given]] = deque()
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
            self._stopped.set()
            self._allowed.set()
            for _ in self._threads:
                self._tasks.put(None)
            for thread in () if waiting else self._threads:
                thread.join()

    def _allow(self, allowed: bool) -> None:
        if allowed:
            self._allowed.set()
        else:
            self._allowed.clear()

    def _begin(self, next_photo: Callable[[], Asked | None], waiting: deque[_Task[Asked, Given]]) -> None:
        while len(waiting) < self._ahead and (asked := next_photo()) is not None:
            waiting.append(_Task(asked, threading.Event()))
            self._tasks.put(waiting[-1])

    def _work(self, make: Callable[[], Callable[[Asked], Given]]) -> None:
        answer: Callable[[Asked], Given] | None = None
        while (task := self._tasks.get()) is not None:
            self._allowed.wait()
            if self._stopped.is_set():
                return
            try:
                answer = answer or make()
                task.answer = answer(task.asked)
            except Exception as e:  # noqa: BLE001 - raised again where the answer is taken
                task.failure = e
            except BaseException as e:  # noqa: BLE001 - such as a panic of Rust; the batch would wait for ever
                task.failure = RuntimeError(repr(e))
            task.done.set()


def wait_for_all() -> None:
    """Wait for photos that were under way when their batch was stopped: the program must not exit during one."""
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join()


def _answer(task: _Task[Asked, Given]) -> Given:
    if task.answer is None:
        raise task.failure or RuntimeError(f"{task.asked} has no answer and no error")
    return task.answer


def photo_answerer(make: Callable[[], Analyzer]) -> Callable[[], Callable[[Photo], PhotoAnswer]]:
    """What `Workers` need to answer photos with analyzers made by `make`."""
    return lambda: partial(answer_photo, make())


def face_answerer(make: Callable[[], Analyzer]) -> Callable[[], Callable[[FacesToAnswer], SecondAnswer]]:
    """What `Workers` need to answer faces that were found before with the models of analyzers made by `make`."""
    return lambda: partial(_answer_faces, make())


def _answer_faces(analyzer: Analyzer, asked: FacesToAnswer) -> SecondAnswer:
    """The answers to faces; none where the photo has changed or cannot be read: it is answered anew as a whole."""
    photo = asked.photo
    if photo.content is None and asked.state != photo.state:
        return SecondAnswer(asked, ())
    try:
        rgb = photo.load().rgb
        chips = [] if rgb is None else [align(rgb, face, CHIP_PX) for face in asked.faces]
    except Exception:  # noqa: BLE001 - as for `answer_photo`, it costs this photo alone
        chips = []
    answers = analyzer.classifier.classify(chips) if chips else []
    return SecondAnswer(asked, tuple({name: answer_record(one) for name, one in its.items()} for its in answers))


def answer_photo(analyzer: Analyzer, photo: Photo) -> PhotoAnswer:
    """Answer a photo; an unexpected error costs this photo, not the batch."""
    state = photo.state  # before it is read, so that a change meanwhile is noticed next time
    try:
        result = analyzer.answer(photo.load(), quarter_turns=photo.quarter_turns)
    except Exception as e:  # noqa: BLE001 - as the docstring says
        reason = f"{type(e).__name__}: {e}".rstrip(": ")
        result = PhotoResult(photo.shown, None, ImageError("batch.photo", path=photo.shown, reason=reason), 0.0)
    return photo_answer(photo, result, analyzer.classifier.bundle.title, state)


def photo_answer(photo: Photo, result: PhotoResult, model: str, state: FileState | None) -> PhotoAnswer:
    """The result for a photo as it is stored; `model` is the title of the model, `state` the file when it was read."""
    faces = result.analysis.faces if result.analysis else ()
    # Not rounded: an aligned face made from them again is the same to the last pixel.
    points = json.dumps([face.face.keypoints.astype(float).tolist() for face in faces]) if faces else None
    stored = record(result, model) | {"path": printable(photo.shown)}
    if result.analysis and result.analysis.edited:
        stored["edited"] = True
    if photo.quarter_turns % 4:
        stored["quarter_turns"] = photo.quarter_turns % 4
    return PhotoAnswer(photo, stored, result.error.code if result.error else None, state, points)

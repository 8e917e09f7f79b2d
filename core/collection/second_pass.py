"""What a second model has yet to answer in a collection that is kept open."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from core.analysis import Analyzer
from core.collection.batch import same_question
from core.collection.second import FacesToAnswer
from core.collection.store import CollectionWriter
from core.collection.workers import PhotoAnswer, SecondAnswer
from core.work import ShouldStop

_REPORTED_EVERY: Final = 50
"""Photos whose models have changed places."""


class SecondPass:
    """The photos whose faces the second model has not answered; used in the thread that writes the collection."""

    def __init__(self) -> None:
        self._asked: Mapping[str, Any] = {}
        self._make: Callable[[], Analyzer] | None = None
        self.other_model = ""
        """The model and version that the answers there are of, if not of the one asked; nothing is answered then."""
        self.swapped: int | None = None
        """Photos whose two models have changed places so far; None while they do not."""
        self.unswapped = threading.Event()
        """Set, by any thread, if they are to stay where they were."""
        self.pending: dict[str, None] = {}
        """Keys of photos, in their order."""

    @property
    def make(self) -> Callable[[], Analyzer] | None:
        """Makes analyzers, of which only the models are used; None if no second model is to answer."""
        return None if self.other_model else self._make

    def ask(
        self, store: CollectionWriter, asked: Mapping[str, Any], make: Callable[[], Analyzer], *, replace: bool
    ) -> None:
        """Have a second model answer. Unless it is to `replace` another one, answers of that stay instead."""
        self._asked, self._make = asked, make
        if replace and not same_question(asked, store.asked):  # then the two have yet to change places
            self.answer(store)
        else:
            self._compare(store)

    def answer(self, store: CollectionWriter) -> None:
        """Have the model that was asked answer, if there is one; answers of another one are forgotten."""
        if self._make is not None:
            there = store.stored_second
            store.ask_second(self._asked, keep=bool(there) and same_question(there, self._asked))
            self.other_model = ""
            self.find(store)

    def drop(self, store: CollectionWriter) -> None:
        """Have no second model; what it answered is kept in case it is asked again."""
        self._make, self.other_model = None, ""
        self.pending.clear()
        if store.asked_second:
            store.ask_second({}, keep=True)

    def begin_again(self, store: CollectionWriter) -> None:
        """The answers of the first model were forgotten, and with them those of the second."""
        if self._make is None:
            self.drop(store)
        else:
            self.answer(store)

    def swap(
        self, store: CollectionWriter, asked: Mapping[str, Any], should_stop: ShouldStop, report: Callable[[], None]
    ) -> bool:
        """Make the first model the second, if the second was asked what is asked now; their answers go with them.

        For 50,000 photos that takes a minute; `report` is called meanwhile.

        Raises:
            Stopped: They stay where they were.
        """

        def progress(done: int, total: int) -> None:
            self.swapped = done
            if done % _REPORTED_EVERY == 0:
                report()

        there = store.stored_second
        if not there or not same_question(there, asked):
            return False
        self.unswapped.clear()
        try:
            if not store.swap_models(
                asked, progress=progress, should_stop=lambda: should_stop() or self.unswapped.is_set()
            ):
                return False
        finally:
            self.swapped = None
        self.pending.clear()
        if self._make is not None and same_question(self._asked, store.asked):
            self._make = None  # it is the first now; which model is the second is said next
        else:
            self._compare(store)
        return True

    def _compare(self, store: CollectionWriter) -> None:
        """Go on from the answers that are there; those of another model stay and are shown, and nothing is asked."""
        there = store.stored_second
        if self._make is None or not there or same_question(there, self._asked):
            self.answer(store)
            return
        self.other_model = str(there["about"]["model"])
        self.pending.clear()
        if not store.asked_second:
            store.ask_second({key: its for key, its in there.items() if key != "hidden"}, keep=True)

    def find(self, store: CollectionWriter) -> None:
        """Find what it has not answered, also what it could not answer before."""
        self.pending = dict.fromkeys(store.without_second() if self.make else ())

    def answered_by_first(self, answer: PhotoAnswer) -> None:
        """The first model has found these faces, which are new to the second."""
        if self.make and answer.record["faces"]:
            self.pending[answer.photo.key] = None
        else:
            self.pending.pop(answer.photo.key, None)

    def forget(self, keys: Iterable[str]) -> None:
        """Photos have left."""
        for key in keys:
            self.pending.pop(key, None)

    def next_faces(self, store: CollectionWriter, keys: deque[str]) -> FacesToAnswer | None:
        """The faces of the first of `keys` that is still pending, which are taken off; None if there is none."""
        while keys:
            key = keys.popleft()
            if key in self.pending:
                if faces := store.faces_to_answer(key):
                    return faces
                del self.pending[key]
        return None

    def take(self, store: CollectionWriter, answer: SecondAnswer) -> None:
        """Store an answer; faces that the first model has found anew meanwhile stay pending."""
        if not answer.answers or store.add_second(answer.asked, answer.answers):
            self.pending.pop(answer.asked.photo.key, None)

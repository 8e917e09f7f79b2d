"""What a second model has yet to answer in a collection that is kept open."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from core.analysis import Analyzer
from core.collection.batch import same_question
from core.collection.second import FacesToAnswer
from core.collection.store import CollectionWriter
from core.collection.workers import PhotoAnswer, SecondAnswer


class SecondPass:
    """The photos whose faces the second model has not answered; used in the thread that writes the collection."""

    def __init__(self) -> None:
        self.make: Callable[[], Analyzer] | None = None
        """Makes analyzers, of which only the models are used; None without a second model."""
        self.pending: dict[str, None] = {}
        """Keys of photos, in their order."""

    def ask(
        self, store: CollectionWriter, asked: Mapping[str, Any], make: Callable[[], Analyzer], *, replace: bool
    ) -> None:
        """Have a second model answer. Unless it is to `replace` another one, answers of that stay instead."""
        same = bool(store.stored_second) and same_question(store.stored_second, asked)
        if same or replace or not store.asked_second:
            store.ask_second(asked, keep=same)
            self.make = make
            self.find(store)

    def drop(self, store: CollectionWriter) -> None:
        """Have no second model; what it answered is kept in case it is asked again."""
        self.make = None
        self.pending.clear()
        if store.asked_second:
            store.ask_second({}, keep=True)

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

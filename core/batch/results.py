"""The faces of a batch to look through: filtered, sorted and counted, however many they are.

What is asked of every face lies in one array, some fifty bytes per face, so that ten thousand photos cost no more
memory than one of them decoded.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.batch.journal import Record
from core.batch.photos import Order, photo_order
from core.batch.summary import UNCERTAIN, Summary
from core.export import record_keys
from core.schema import Attribute
from core.vision.quality import REASONS

Kind = Literal["faces", "uncertain", "no face", "errors"]
Quality = Literal["good", "doubtful"]
Rows = NDArray[np.intp]
"""Numbers of rows, in the order in which they are shown."""

_NO_FACE: Final = -1
_CODES: Final = tuple(REASONS)
_BITS: Final = MappingProxyType({code: 1 << at for at, code in enumerate(_CODES)})
_FIRST_ROOM: Final = 1024


@dataclass(frozen=True, slots=True)
class SortKey:
    """What rows are sorted by: the answers of an attribute, or how sure they are."""

    attribute: str
    certainty: bool = False


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """What a row says about one attribute."""

    label: str
    """The likeliest label, also where the answer is uncertain."""
    certainty: float
    """Its calibrated probability."""
    uncertain: bool


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A face, or a photo in which there is none or which could not be read."""

    path: Path
    face: int | None
    """Its number in the photo, from 0."""
    error: str | None
    size: tuple[int, int]
    """Width and height of the upright photo; zeros where it could not be read."""
    box: tuple[float, float, float, float]
    answers: Mapping[str, RowAnswer]
    """By attribute; empty where there is no face."""
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are asked for; what is not given is not asked about."""

    labels: Mapping[str, str] = field(default_factory=dict)
    """By attribute a label that is not uncertain, or `UNCERTAIN`."""
    kind: Kind | None = None
    quality: Quality | str | None = None
    """Without any reason, with one, or with that of a code of `core.vision.quality.REASONS`."""


@dataclass(frozen=True, slots=True)
class _Photo:
    path: str
    size: tuple[int, int]
    error: str | None


class Results:
    """Rows in the order in which their photos were answered.

    Args:
        attributes: What the model of the batch answers.
    """

    def __init__(self, attributes: Mapping[str, Attribute]) -> None:
        self.attributes: Final = attributes
        self._keys = record_keys(attributes)
        self._place = {name: at for at, name in enumerate(attributes)}
        self._room: NDArray[np.void] = np.zeros(_FIRST_ROOM, _row_type(len(attributes)))
        self._count = 0
        self._photos: list[_Photo] = []
        self._number: dict[str, int] = {}
        self._in_order: list[int] = []
        """The photos' numbers in the order a person counts them."""
        self.as_counted = True
        """Whether the photos were answered in the order a person counts them, so that their rows need no sorting."""
        self.replaced = 0
        """How many rows stand no longer, because their photo was answered again."""

    @classmethod
    def of(cls, attributes: Mapping[str, Attribute], answers: Iterable[tuple[str, Record]]) -> Results:
        """All of `answers`, such as `core.batch.journal.JournalReader.read` gives."""
        results = cls(attributes)
        for key, record in answers:
            results.add(key, record)
        return results

    def __len__(self) -> int:
        """How many rows there are, replaced ones among them."""
        return self._count

    def add(self, key: str, record: Record) -> None:
        """Add a photo in the form of `core.export.record`; one of the same `key` is replaced."""
        photo = _Photo(key, (record["width"] or 0, record["height"] or 0), record["error"])
        number = self._number.get(key)
        if number is None:
            number = self._number[key] = len(self._photos)
            self._photos.append(photo)
            self._put_in_order(number)
        else:
            self._replace(number, photo)
        for at, face in enumerate(record["faces"]):
            self._append({"photo": number, "face": at, **self._values(face)})
        if not record["faces"]:
            self._append({"photo": number, "face": _NO_FACE, "failed": photo.error is not None})

    def row(self, number: int) -> ResultRow:
        """What row `number` says."""
        row = self._rows[number]
        photo = self._photos[row["photo"]]
        face = int(row["face"])
        answers: dict[str, RowAnswer] = {}
        if face != _NO_FACE:
            for name, at in self._place.items():
                label = self.attributes[name].labels[row["label"][at]]
                answers[name] = RowAnswer(label, float(row["certainty"][at]), bool(row["uncertain"][at]))
        x0, y0, x1, y1 = map(float, row["box"])
        return ResultRow(
            path=Path(photo.path),
            face=None if face == _NO_FACE else face,
            error=photo.error,
            size=photo.size,
            box=(x0, y0, x1, y1),
            answers=answers,
            reasons=tuple(code for code in _CODES if row["reasons"] & _BITS[code]),
        )

    def find(self, wanted: Wanted, *, begin: int = 0) -> Rows:
        """The rows from `begin` on that are `wanted`."""
        rows = self._rows[begin:]
        found = ~rows["replaced"]
        is_face = rows["face"] != _NO_FACE
        for name, label in wanted.labels.items():
            at = self._place[name]
            unsure = rows["uncertain"][:, at]
            if label == UNCERTAIN:
                found &= is_face & unsure
            else:
                found &= is_face & ~unsure & (rows["label"][:, at] == self.attributes[name].labels.index(label))
        if wanted.kind == "faces":
            found &= is_face
        elif wanted.kind == "uncertain":
            found &= is_face & rows["uncertain"].any(axis=1)
        elif wanted.kind is not None:
            found &= ~is_face & (rows["failed"] == (wanted.kind == "errors"))
        if wanted.quality == "good":
            found &= is_face & (rows["reasons"] == 0)
        elif wanted.quality is not None:
            bits = _BITS.get(wanted.quality, ~np.uint32(0))
            found &= (rows["reasons"] & bits) != 0
        return np.flatnonzero(found) + begin

    def sort(self, rows: Rows, by: SortKey | None, *, descending: bool = False) -> Rows:
        """`rows` in another order: that of the photos in their table, or by a key, those without a face last."""
        if by is None:
            counted = rows[np.lexsort((rows, self._places()[self._rows["photo"][rows]]))]
            return counted[::-1] if descending else counted
        column = self._rows["certainty" if by.certainty else "label"][:, self._place[by.attribute]]
        values = column[rows].astype(np.float32)
        values[self._rows["face"][rows] == _NO_FACE] = np.nan
        return rows[np.argsort(-values if descending else values, kind="stable")]

    def summary(self) -> Summary:
        """All of it in a few figures."""
        faces = self._rows[self.find(Wanted(kind="faces"))]
        counts: dict[str, dict[str, int]] = {}
        for name, at in self._place.items():
            labels = self.attributes[name].labels
            sure = np.bincount(faces["label"][~faces["uncertain"][:, at], at], minlength=len(labels))
            counts[name] = dict(zip(labels, map(int, sure), strict=True))
            counts[name][UNCERTAIN] = len(faces) - int(sure.sum())
        return Summary.of(
            photos=len(self._photos),
            no_face=len(self.find(Wanted(kind="no face"))),
            failed=len(self.find(Wanted(kind="errors"))),
            faces=len(faces),
            counts=counts,
        )

    @property
    def _rows(self) -> NDArray[np.void]:
        return self._room[: self._count]

    def _put_in_order(self, number: int) -> None:
        if not self._in_order or self._order(self._in_order[-1]) < self._order(number):
            self._in_order.append(number)
        else:
            insort(self._in_order, number, key=self._order)
            self.as_counted = False

    def _order(self, number: int) -> Order:
        return photo_order(self._photos[number].path)

    def _places(self) -> Rows:
        """By a photo's number its place in the order a person counts them."""
        places = np.empty(len(self._photos), np.intp)
        places[self._in_order] = np.arange(len(self._photos))
        return places

    def _replace(self, number: int, photo: _Photo) -> None:
        before = self._rows["photo"] == number
        self._rows["replaced"][before] = True
        self.replaced = int(self._rows["replaced"].sum())
        self._photos[number] = photo

    def _append(self, values: Mapping[str, Any]) -> None:
        if self._count == len(self._room):
            self._room = np.concatenate([self._room, np.zeros_like(self._room)])
        row = self._room[self._count]
        for name, value in values.items():
            row[name] = value
        self._count += 1

    def _values(self, face: Mapping[str, Any]) -> dict[str, Any]:
        answers = {name: face[key] for name, key in self._keys.items()}
        return {
            "box": face["box"],
            "reasons": sum(_BITS.get(code, 0) for code in face["quality"]["reasons"]),
            "label": [self.attributes[name].labels.index(answer["label"]) for name, answer in answers.items()],
            "certainty": [answer["probabilities"][answer["label"]] for answer in answers.values()],
            "uncertain": [answer["uncertain"] for answer in answers.values()],
        }


def _row_type(answers: int) -> np.dtype[np.void]:
    return np.dtype(
        [
            ("photo", np.int32),
            ("face", np.int16),
            ("failed", np.bool_),
            ("replaced", np.bool_),
            ("box", np.float32, 4),
            ("reasons", np.uint32),
            ("label", np.int16, (answers,)),
            ("certainty", np.float32, (answers,)),
            ("uncertain", np.bool_, (answers,)),
        ]
    )

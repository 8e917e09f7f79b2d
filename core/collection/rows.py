"""What is asked of a collection, and what it answers: rows of faces, filters, counts and shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, Self

from core.collection.layout import Record, Size
from core.collection.photos import FileState
from core.evaluation.groups import SMALL
from core.stats import wilson_interval

Kind = Literal["faces", "uncertain", "no face", "errors"]
Quality = Literal["good", "doubtful"]

UNCERTAIN: Final = ""
"""Stands for a label where no answer is certain enough."""


@dataclass(frozen=True, slots=True)
class SortKey:
    """Sort rows by the answers of an attribute or their certainty; without an attribute by the size of the face."""

    attribute: str = ""
    certainty: bool = False
    difference: bool = False
    """By how much two models' probabilities differ instead: of the attribute, or without one the most of any."""


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """The answer of a row for one attribute."""

    label: str
    """The likeliest label, also if the answer is uncertain."""
    certainty: float
    """Its calibrated probability."""
    uncertain: bool


@dataclass(frozen=True, slots=True)
class FaceRow:
    """A face, or a photo that has none or could not be read."""

    path: Path
    face: int | None
    """Its number in the photo, from 0."""
    error: str | None
    size: tuple[int, int]
    """Width and height of the upright photo; zeros if it could not be read."""
    box: tuple[float, float, float, float]
    answers: Mapping[str, RowAnswer]
    """By attribute; empty if there is no face."""
    reasons: tuple[str, ...]
    quarter_turns: int = 0
    """How the user turned the photo, clockwise; size and box are those of the turned photo."""
    second: Mapping[str, RowAnswer] = field(default_factory=dict)
    """What a second model answers, by its attributes; empty while it has not answered."""
    differing: frozenset[str] = frozenset()
    """The attributes for which the two models' answers differ."""
    difference: float | None = None
    """The largest difference of a probability between the two models; None if they are not compared."""


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What a collection holds of one photo."""

    record: Record
    points: tuple[Any, ...]
    """The key points of each face: five `[x, y]`, or None in collections of early versions."""
    state: FileState | None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows to show; all conditions hold at once, and None is no condition."""

    labels: Mapping[str, str] = field(default_factory=dict)
    """By attribute a label that is not uncertain, or `UNCERTAIN`."""
    kind: Kind | None = None
    quality: Quality | str | None = None
    """Without any reason, with one, or with the given code of `core.vision.quality.REASONS`."""
    name: str = ""
    """Part of the photo's file name; case does not matter."""
    certainty: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """By attribute the lowest and highest certainty."""
    least_px: float = 0.0
    """The least width of a face's box."""
    below_px: float | None = None
    """Its width is less than this."""
    differing: str | None = None
    """The attribute for which two models' answers differ, or `core.collection.second.ANY` of them."""


@dataclass(frozen=True, slots=True)
class FilterCounts:
    """How many rows each choice of a filter would show, given the other conditions."""

    labels: Mapping[str, Mapping[str, int]]
    """By attribute and label or `UNCERTAIN`."""
    kinds: Mapping[Kind, int]
    qualities: Mapping[str, int]
    sizes: Mapping[Size, int]
    differing: Mapping[str, int] = field(default_factory=dict)
    """By attribute or `core.collection.second.ANY`; empty without a second model."""


@dataclass(frozen=True, slots=True)
class Share:
    """A count out of a total, with its 95 % interval (Wilson 1927)."""

    count: int
    whole: int
    low: float
    high: float

    @classmethod
    def of(cls, count: int, whole: int) -> Self:
        """With a total of zero the interval is 0 to 1."""
        return cls(count, whole, *(wilson_interval(count, whole) if whole else (0.0, 1.0)))

    @property
    def share(self) -> float:
        """0 if the total is zero."""
        return self.count / self.whole if self.whole else 0.0

    @property
    def small(self) -> bool:
        """Whether the count is too small for more than a hint."""
        return self.count < SMALL


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of the rows of a collection that match a filter."""

    photos: int
    no_face: Share
    """Of the photos."""
    failed: Share
    """Of the photos: those that could not be read or answered."""
    faces: int
    groups: Mapping[str, Mapping[str, Share]]
    """By attribute and label or `UNCERTAIN`, of the faces that match all conditions but that on the attribute itself;
    below the model's threshold they count as uncertain."""
    agreeing: Mapping[str, Share] = field(default_factory=dict)
    """By attribute, of the faces that a second model has answered too: those where the answers do not differ."""
    without_second: int = 0
    """Faces that a second model has not answered, or cannot; 0 without one."""

    @classmethod
    def empty(cls) -> Self:
        """The figures of nothing."""
        return cls(0, Share.of(0, 0), Share.of(0, 0), 0, {})

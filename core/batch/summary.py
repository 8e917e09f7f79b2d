"""What a batch found, in shares with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Self

from core.evaluation.groups import SMALL
from core.stats import wilson_interval

UNCERTAIN: Final = ""
"""In place of a label where none is sure enough."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a whole, with the 95 % interval of what that says about photos like these (Wilson 1927)."""

    count: int
    whole: int
    low: float
    high: float

    @classmethod
    def of(cls, count: int, whole: int) -> Self:
        """Where the whole is nothing, the interval says nothing either."""
        return cls(count, whole, *(wilson_interval(count, whole) if whole else (0.0, 1.0)))

    @property
    def share(self) -> float:
        """0 where there is nothing."""
        return self.count / self.whole if self.whole else 0.0

    @property
    def small(self) -> bool:
        """Whether it is of too few for more than a hint."""
        return self.count < SMALL


@dataclass(frozen=True, slots=True)
class Summary:
    """A batch in a few figures."""

    photos: int
    no_face: Share
    """Of the photos."""
    failed: Share
    """Of the photos: those that could not be read or answered."""
    faces: int
    groups: Mapping[str, Mapping[str, Share]]
    """By attribute and label or `UNCERTAIN`, of the faces; below the model's threshold they count as uncertain."""

    @classmethod
    def of(cls, *, photos: int, no_face: int, failed: int, faces: int, counts: Mapping[str, Mapping[str, int]]) -> Self:
        """The shares of what was counted; `counts` are of faces, by attribute and label or `UNCERTAIN`."""
        groups = {
            name: MappingProxyType({label: Share.of(count, faces) for label, count in its.items()})
            for name, its in counts.items()
        }
        return cls(photos, Share.of(no_face, photos), Share.of(failed, photos), faces, MappingProxyType(groups))

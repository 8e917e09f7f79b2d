"""What a batch found, in shares with intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from core.batch.journal import Record
from core.evaluation.metrics import wilson_interval
from core.labels import HEADS, Head

UNCERTAIN: Final = "uncertain"


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a whole, with the 95 % interval of what that says about photos like these (Wilson 1927)."""

    count: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """0 where there is nothing."""
        return self.count / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Summary:
    """A batch in a few figures."""

    photos: int
    no_face: Share
    """Of the photos."""
    failed: Share
    """Of the photos: those that could not be read or answered."""
    faces: int
    groups: Mapping[Head, Mapping[str, Share]]
    """By head and label, and `UNCERTAIN`; of the faces. Those below the model's threshold count as uncertain alone."""


def summarize(records: Iterable[Record]) -> Summary:
    """The summary of photos in the form of `core.export.record`, such as `core.batch.journal.read_records` gives."""
    photos = faces = no_face = failed = 0
    answers: dict[Head, Counter[str]] = {head: Counter() for head in HEADS}
    for record in records:
        photos += 1
        faces += len(record["faces"])
        failed += record["error"] is not None
        no_face += record["error"] is None and not record["faces"]
        for face in record["faces"]:
            for head, counts in answers.items():
                counts[UNCERTAIN if face[head]["uncertain"] else face[head]["label"]] += 1
    groups = {
        head: MappingProxyType({label: _share(answers[head][label], faces) for label in (*labels, UNCERTAIN)})
        for head, labels in HEADS.items()
    }
    return Summary(photos, _share(no_face, photos), _share(failed, photos), faces, MappingProxyType(groups))


def _share(count: int, of: int) -> Share:
    return Share(count, of, *(wilson_interval(count, of) if of else (0.0, 1.0)))

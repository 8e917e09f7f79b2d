"""Boxes against labels: one-to-one matching, and the share of labels that is found, by kind and size."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from core.stats import wilson_interval
from core.vision.detectors.networks import overlap

LABELS: Final = "labels.json"
MIN_OVERLAP: Final = 0.4
"""Intersection over union from which a box matches a label."""
BARE: Final = "bare"
MASKED: Final = "masked"
PROFILE: Final = "profile"
SIZES: Final = (("96 px and more", 96.0), ("48 to 96", 48.0), ("24 to 48", 24.0), ("under 24", 0.0))
"""Bare faces by the longer side of their label, with the lower bound of each."""
COLUMNS: Final = (BARE, *(title for title, _ in SIZES), PROFILE, MASKED)

Box = tuple[float, float, float, float]


class Detection(Protocol):
    """What a detector returns for each face."""

    @property
    def box(self) -> Box: ...

    @property
    def score(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Label:
    """A face that a person marked in a photo."""

    box: Box
    kind: str
    pose: str | None

    @property
    def columns(self) -> Iterator[str]:
        """The columns of the table it counts in. Badly worn masks are matched and counted in none."""
        if self.kind == MASKED:
            yield MASKED
        if self.kind == BARE:
            yield BARE
            side = max(self.box[2] - self.box[0], self.box[3] - self.box[1])
            yield next(title for title, low in SIZES if side >= low)
            if self.pose == PROFILE:
                yield PROFILE


def read_labels(folder: Path) -> dict[str, list[Label]]:
    """Labels by file name, in the order of the names.

    Raises:
        OSError: There is no `labels.json`.
        ValueError: It is not JSON, or a label lacks a value.
    """
    content = json.loads((folder / LABELS).read_text(encoding="utf-8"))
    try:
        return {
            name: [Label(tuple(one["box"]), one["kind"], one.get("pose")) for one in labels]
            for name, labels in sorted(content.items())
        }
    except (AttributeError, KeyError, TypeError) as e:
        raise ValueError(f"{folder / LABELS}: expected file name -> list of box, kind and pose, got {e!r}") from e


def match(found: Sequence[Detection], labels: Sequence[Label]) -> dict[int, int]:
    """Which detection each label is found by, both as indices; a detection belongs to one label at most.

    The highest score chooses first, and chooses the free label it overlaps most.
    """
    boxes = np.array([label.box for label in labels], np.float32).reshape(-1, 4)
    matched: dict[int, int] = {}
    for at in sorted(range(len(found)), key=lambda at: -found[at].score):
        shared = overlap(np.array(found[at].box, np.float32), boxes)
        shared[list(matched)] = 0.0
        if len(shared) and shared.max() >= MIN_OVERLAP:
            matched[int(shared.argmax())] = at
    return matched


@dataclass(slots=True)
class Tally:
    """What one detector found in all photos."""

    hits: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COLUMNS, 0))
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COLUMNS, 0))
    unmatched: list[tuple[str, Detection]] = field(default_factory=list)
    """File name and detection for each box that matches no label."""
    photos: int = 0

    def add(self, name: str, found: Sequence[Detection], labels: Sequence[Label]) -> None:
        """Compare the detections in one photo with its labels."""
        matched = match(found, labels)
        self.photos += 1
        for at, label in enumerate(labels):
            for column in label.columns:
                self.counts[column] += 1
                self.hits[column] += at in matched
        self.unmatched += [(name, one) for at, one in enumerate(found) if at not in matched.values()]

    def cells(self) -> list[str]:
        """The row of a table: the share found for each of `COLUMNS`, then unmatched boxes per photo."""
        shares = [share_text(self.hits[column], self.counts[column]) for column in COLUMNS]
        return [*shares, f"{len(self.unmatched) / max(1, self.photos):.2f}"]


def share_text(hits: int, count: int) -> str:
    """A share in percent with its 95 % Wilson interval."""
    if not count:
        return "-"
    low, high = wilson_interval(hits, count)
    return f"{100 * hits / count:.0f} ({100 * low:.0f} to {100 * high:.0f})"

"""For whom the face detector finds no face: FairFace's validation crops as they are, padded and corrupted."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from core.datasets.chips import central_face
from core.datasets.dataset import FaceDataset, Indices
from core.datasets.fairface import HELD_BACK, RACE
from core.evaluation.corruptions import CORRUPTIONS, corrupt
from core.evaluation.groups import EVERYBODY, SMALL, Columns, Group, groups_of
from core.evaluation.tally import DRAWS, Gap, Measured, gap_between, judged_together
from core.schema import AGE, ETHNICITY, GENDER, Attribute, Column
from core.vision.detectors import make_detector
from core.vision.faces import Face, FaceDetector
from core.vision.imaging import RGB

LIGHT: Final = ("dark", "bright", "side_light", "low_contrast", "colour_cast")
STRENGTHS: Final = (3, 5)
LIGHT_CROPS: Final = 1400
OTHER_CROPS: Final = 420
"""How many crops are corrupted by light, and in other ways: 200 and 60 for each ethnicity."""
PADDED_BY: Final = 0.25
GROUPINGS: Final[tuple[Columns, ...]] = ((ETHNICITY.name,), (GENDER.name,), (AGE.name,))
SEVEN: Final = Attribute(ETHNICITY.name, RACE.labels)
"""The ethnicities in FairFace's own labels."""
_SEED: Final = 1

Flags = NDArray[np.bool_]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Condition:
    """What was done to the crops."""

    name: str
    """`AS_IS`'s, `PADDED`'s, or one of `CORRUPTIONS`."""
    strength: int = 0

    @property
    def title(self) -> str:
        """As shown to people."""
        return f"{CORRUPTIONS[self.name].title}, strength {self.strength}" if self.strength else self.name


AS_IS: Final = Condition("as they are")
PADDED: Final = Condition("padded")


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """Which faces were found under which condition."""

    data: str
    count: int
    light: int
    others: int
    """How many of them were corrupted by light, and in other ways."""
    not_found: Mapping[Condition, tuple[Measured, ...]]
    """The share not found by condition: of everybody first, then of the groups of `GROUPINGS`."""
    gaps: tuple[Gap, ...]
    """Their `figure` is the condition's title. Judged together, the one furthest beyond chance first."""

    def of(self, condition: Condition, columns: Columns) -> list[Measured]:
        """The groups of one grouping."""
        return [one for one in self.not_found[condition] if one.group.columns == columns]


def measure(
    dataset: FaceDataset,
    detector: Callable[[], FaceDetector] = make_detector,
    *,
    light: int = LIGHT_CROPS,
    others: int = OTHER_CROPS,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    minimum: int = SMALL,
) -> Detection:
    """Look for the face in FairFace's validation crops as they are, padded and corrupted.

    Args:
        dataset: FairFace.
        detector: Makes a face detector; called once for each thread.
        light: How many crops are corrupted by light.
        others: How many crops are corrupted in other ways; at most as many.
        threads: How many; by default one for each core.
        progress: Called with crops done and their number, first for all of them, then for those that are corrupted.
        minimum: Faces below which a group takes no part in gaps.

    Raises:
        ValueError: The data have no validation side.
    """
    rows = np.flatnonzero(np.array(dataset.own_sides) == HELD_BACK)
    if not len(rows):
        raise ValueError(f"{dataset.title}: expected rows of the side val")
    members = _members(dataset, rows)
    used = {
        Condition(name, strength): _balanced(members[SEVEN.name].values, light if name in LIGHT else others)
        for name in CORRUPTIONS
        for strength in STRENGTHS
    }
    local = threading.local()

    def own_detector() -> FaceDetector:
        if not hasattr(local, "detector"):
            local.detector = detector()
        made: FaceDetector = local.detector
        return made

    def as_is(at: int) -> tuple[Face | None, bool, bool]:
        rgb = dataset.image(int(rows[at]))
        faces = own_detector().detect(rgb)
        face = central_face(faces, width=rgb.shape[1], height=rgb.shape[0])
        padded = _padded(rgb)
        return face, _covered(faces, rgb), _covered(own_detector().detect(padded), padded)

    looks = list(_in_parallel(as_is, range(len(rows)), threads, progress))
    usual = _usual_face([face for face, found, _ in looks if face is not None and found])

    def corrupted(at: int) -> dict[Condition, bool]:
        rgb, (face, found, _) = dataset.image(int(rows[at])), looks[at]
        drawn_at = face if face is not None and found else usual
        seed = _SEED * 1_000_003 + int(rows[at])
        pictures = ((one, corrupt(rgb, drawn_at, one.name, one.strength, seed)) for one in used if at in used[one])
        return {one: _covered(own_detector().detect(picture), picture) for one, picture in pictures}

    drawn = sorted(set().union(*used.values()))
    answers = dict(zip(drawn, _in_parallel(corrupted, drawn, threads, progress), strict=True))
    not_found = {
        AS_IS: tuple(_measured(np.array([not look[1] for look in looks]), members)),
        PADDED: tuple(_measured(np.array([not look[2] for look in looks]), members)),
    }
    for one, which in used.items():
        at = np.array(sorted(which))
        missed = np.array([not answers[place][one] for place in at.tolist()])
        not_found[one] = tuple(_measured(missed, {name: column.taken(at) for name, column in members.items()}))
    gaps = judged_together(
        gap
        for condition, measured in not_found.items()
        for columns in (GROUPINGS if condition in (AS_IS, PADDED) else GROUPINGS[:1])
        if (gap := _gap(condition, [one for one in measured if one.group.columns == columns], minimum)) is not None
    )
    of_light, of_others = (len(used[Condition(name, STRENGTHS[0])]) for name in ("dark", "mask"))
    return Detection(dataset.title, len(rows), of_light, of_others, not_found, gaps)


def _members(dataset: FaceDataset, rows: Indices) -> dict[str, Column]:
    """What is given of each crop, by name."""
    races = Column(SEVEN, dataset.values(RACE.name)[rows])
    return {SEVEN.name: races, **{name: dataset.columns[name].taken(rows) for name in (GENDER.name, AGE.name)}}


def _balanced(groups: Indices, count: int) -> set[int]:
    """Positions of `count` crops at most, as many of each group."""
    drawn = np.random.default_rng(_SEED).permutation(len(groups))
    each = max(1, count // len(SEVEN.labels))
    return {at for group in np.unique(groups) for at in drawn[groups[drawn] == group][:each].tolist()}


def _padded(rgb: RGB) -> RGB:
    y, x = (round(PADDED_BY * side) for side in rgb.shape[:2])
    return np.asarray(cv2.copyMakeBorder(rgb, y, y, x, x, cv2.BORDER_REPLICATE), np.uint8)


def _covered(faces: Sequence[Face], rgb: RGB) -> bool:
    """Whether one of the faces lies over the picture's centre."""
    x, y = rgb.shape[1] / 2.0, rgb.shape[0] / 2.0
    return any(face.box[0] <= x <= face.box[2] and face.box[1] <= y <= face.box[3] for face in faces)


def _usual_face(faces: Sequence[Face]) -> Face:
    """Where a crop's face mostly lies: what is worn is drawn there where none was found."""
    boxes = np.median([face.box for face in faces], axis=0).tolist()
    points = np.median([face.keypoints for face in faces], axis=0)
    return Face((boxes[0], boxes[1], boxes[2], boxes[3]), points.astype(np.float32), 0.0)


def _measured(missed: Flags, members: Mapping[str, Column]) -> Iterator[Measured]:
    rng = np.random.default_rng(_SEED)
    everybody: Iterable[tuple[Group, Flags]] = [(EVERYBODY, np.ones(len(missed), np.bool_))]
    for found in (everybody, *(groups_of(members, columns) for columns in GROUPINGS)):
        for group, which in found:
            hits, count = int(missed[which].sum()), int(which.sum())
            # Faces of a group drawn anew are missed a binomial number of times.
            yield Measured(group, hits, count, rng.binomial(count, hits / count, size=DRAWS) / count)


def _gap(condition: Condition, groups: Sequence[Measured], minimum: int) -> Gap | None:
    return gap_between(condition.title, groups, minimum=minimum, seed=_SEED)


def _in_parallel(
    work: Callable[[int], Result], rows: Sequence[int], threads: int | None, progress: Callable[[int, int], None] | None
) -> Iterator[Result]:
    count = threads or os.cpu_count() or 1
    remaining, done = iter(rows), 0
    with ThreadPoolExecutor(count) as pool:
        # A batch at a time, so that an error does not wait for all that were handed out.
        while batch := list(islice(remaining, 8 * count)):
            yield from pool.map(work, batch)
            done += len(batch)
            if progress:
                progress(done, len(rows))

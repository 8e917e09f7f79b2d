"""Measure for whom the face detector finds no face, and write it into docs/detection.md and the models' cards.

    python -m tools.measure_detection FAIRFACE [--subset 700] [--print-only]
    python -m tools.measure_detection --cards-only

FAIRFACE is its zip archive or folder. Every validation crop is one face: it counts as found if a box covers the crop's
centre. Looked at are the crops as they are, padded by a quarter of their side on each side, and corrupted at two
strengths: changes of the light on all crops, the others on a subset drawn by a fixed seed, with as many crops of each
of FairFace's seven ethnicities. It takes about 20 minutes of one core. With --cards-only nothing is measured: the cards
get what stands in docs/detection.md.
"""

from __future__ import annotations

import argparse
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from core.bundle import MANIFEST
from core.datasets.chips import central_face
from core.datasets.dataset import FaceDataset, Indices
from core.datasets.fairface import RACE, SIDE, read_fairface
from core.detectors import make_detector
from core.evaluation.corruptions import CORRUPTIONS, corrupt
from core.evaluation.gaps import Gap, Measured, gap_between, judged_together
from core.evaluation.groups import EVERYBODY, SMALL, Column, Columns, Group, age_bands
from core.evaluation.tally import DRAWS
from core.faces import Face, FaceDetector
from core.imaging import RGB
from core.labels import FAIRFACE_ETHNICITIES, GENDERS
from core.terminal import told_progress

PAGE: Final = Path("docs/detection.md")
MODELS: Final = Path("models")
LIGHT: Final = ("dark", "bright", "side_light", "low_contrast", "colour_cast")
STRENGTHS: Final = (3, 5)
SUBSET: Final = 700
PADDED_BY: Final = 0.25
GROUPINGS: Final[tuple[Columns, ...]] = (("ethnicity",), ("gender",), ("age",))
LABELS: Final[Mapping[Column, tuple[str, ...]]] = {
    "ethnicity": tuple(FAIRFACE_ETHNICITIES),
    "gender": GENDERS,
    # FairFace's own ranges, in the age bands their middle falls into.
    "age": ("0-2", "3-9", "10-19", "20-39", "40-59", "60 and older"),
}
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
    subset: int
    not_found: Mapping[Condition, tuple[Measured, ...]]
    """The share not found by condition: of everybody first, then of the groups of `GROUPINGS`."""
    gaps: tuple[Gap, ...]
    """Their `figure` is the condition's title. Judged together, the one furthest beyond chance first."""

    def of(self, condition: Condition, columns: Columns) -> list[Measured]:
        """The groups of one grouping."""
        return [one for one in self.not_found[condition] if one.group.columns == columns]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and write."""
    from tools.detection_page import amend_card, as_markdown, card_of_page, write_page

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?", help="FairFace, as a zip archive or a folder")
    parser.add_argument("--subset", type=int, default=SUBSET, help="crops for what is not light, all groups together")
    parser.add_argument("--print-only", action="store_true", help="leave the cards and the page as they are")
    parser.add_argument("--cards-only", action="store_true", help="copy what the page says into the cards")
    chosen = parser.parse_args(arguments)
    if not chosen.cards_only:
        if chosen.data is None:
            parser.error("FAIRFACE is needed, or --cards-only")
        with told_progress() as told:
            found = measure(read_fairface(chosen.data), subset=chosen.subset, progress=partial(told, "looking"))
        print(as_markdown(found))
        if chosen.print_only:
            return
        write_page(PAGE, found)
    for manifest in sorted(MODELS.glob(f"*/{MANIFEST}")):
        amend_card(manifest.parent, card_of_page(PAGE))


def measure(
    dataset: FaceDataset,
    detector: Callable[[], FaceDetector] = make_detector,
    *,
    subset: int = SUBSET,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    minimum: int = SMALL,
) -> Detection:
    """Look for the face in FairFace's validation crops as they are, padded and corrupted.

    Args:
        dataset: FairFace.
        detector: Makes a face detector; called once for each thread.
        subset: How many crops are corrupted in other ways than by light.
        threads: How many; by default one for each core.
        progress: Called with crops done and their number; each is looked at twice.
        minimum: Faces below which a group takes no part in gaps.

    Raises:
        ValueError: The data have no validation side.
    """
    rows = np.flatnonzero(np.array(dataset.extra[SIDE]) == "val")
    if not len(rows):
        raise ValueError(f"{dataset.title}: expected rows of the side val")
    members = _members(dataset, rows)
    few = _balanced(members["ethnicity"], subset)
    light = [Condition(name, strength) for name in CORRUPTIONS for strength in STRENGTHS if name in LIGHT]
    other = [Condition(name, strength) for name in CORRUPTIONS for strength in STRENGTHS if name not in LIGHT]
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

    every = list(range(len(rows)))
    looks = list(_in_parallel(as_is, every, threads, progress, 0, 2 * len(rows)))
    usual = _usual_face([face for face, found, _ in looks if face is not None and found])

    def corrupted(at: int) -> list[bool]:
        rgb, (face, found, _) = dataset.image(int(rows[at])), looks[at]
        drawn_at = face if face is not None and found else usual
        seed = _SEED * 1_000_003 + int(rows[at])
        spoilt = (corrupt(rgb, drawn_at, one.name, one.strength, seed) for one in conditions_of(at))
        return [_covered(own_detector().detect(picture), picture) for picture in spoilt]

    def conditions_of(at: int) -> list[Condition]:
        return light + other if at in few else light

    answers = list(_in_parallel(corrupted, every, threads, progress, len(rows), 2 * len(rows)))
    found = {AS_IS: np.array([look[1] for look in looks]), PADDED: np.array([look[2] for look in looks])}
    found |= {one: np.array([answer[at] for answer in answers]) for at, one in enumerate(light)}
    of_few = [answers[at] for at in sorted(few)]
    found |= {one: np.array([answer[len(light) + at] for answer in of_few]) for at, one in enumerate(other)}
    at_few = np.array(sorted(few))
    members_of = {one: members if len(found[one]) == len(rows) else _taken(members, at_few) for one in found}
    not_found = {one: tuple(_measured(~found[one], members_of[one])) for one in found}
    gaps = judged_together(
        gap
        for condition, measured in not_found.items()
        for columns in (GROUPINGS if condition in (AS_IS, PADDED) else GROUPINGS[:1])
        if (gap := _gap(condition, [one for one in measured if one.group.columns == columns], minimum)) is not None
    )
    return Detection(dataset.title, len(rows), len(few), not_found, gaps)


def _members(dataset: FaceDataset, rows: Indices) -> dict[Column, Indices]:
    """Index into `LABELS` by column, a row for each crop."""
    races = {race: at for at, race in enumerate(LABELS["ethnicity"])}
    return {
        "ethnicity": np.array([races[dataset.extra[RACE][row]] for row in rows.tolist()], np.int64),
        "gender": dataset.gender[rows],
        "age": age_bands(dataset.ages[rows]),
    }


def _taken(members: Mapping[Column, Indices], at: Indices) -> dict[Column, Indices]:
    return {column: values[at] for column, values in members.items()}


def _balanced(groups: Indices, count: int) -> set[int]:
    """Positions of `count` crops at most, as many of each group."""
    drawn = np.random.default_rng(_SEED).permutation(len(groups))
    each = max(1, count // len(LABELS["ethnicity"]))
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


def _measured(missed: Flags, members: Mapping[Column, Indices]) -> Iterator[Measured]:
    rng = np.random.default_rng(_SEED)
    for column, values in ((None, np.zeros(len(missed), np.int64)), *((name, members[name]) for (name,) in GROUPINGS)):
        for at in np.unique(values[values >= 0]).tolist():
            which = values == at
            hits, count = int(missed[which].sum()), int(which.sum())
            group = EVERYBODY if column is None else Group((column,), (LABELS[column][at],))
            # Faces of a group drawn anew are missed a binomial number of times.
            yield Measured(group, hits, count, rng.binomial(count, hits / count, size=DRAWS) / count)


def _gap(condition: Condition, groups: Sequence[Measured], minimum: int) -> Gap | None:
    return gap_between(condition.title, groups, minimum=minimum, seed=_SEED)


def _in_parallel(
    work: Callable[[int], Result],
    rows: Sequence[int],
    threads: int | None,
    progress: Callable[[int, int], None] | None,
    before: int,
    total: int,
) -> Iterator[Result]:
    count = threads or os.cpu_count() or 1
    remaining, done = iter(rows), before
    with ThreadPoolExecutor(count) as pool:
        # A batch at a time, so that an error does not wait for all that were handed out.
        while batch := list(islice(remaining, 8 * count)):
            yield from pool.map(work, batch)
            done += len(batch)
            if progress:
                progress(done, total)


if __name__ == "__main__":
    main()

"""A model's answers to pictures as they are and under every corruption."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.datasets.chips import central_face
from core.datasets.dataset import FaceDataset
from core.errors import FacetError
from core.evaluation.corruptions import CORRUPTIONS, STRENGTHS, corrupt
from core.evaluation.predictions import in_labels_of
from core.evaluation.quality_evidence import badness
from core.model.chips import CHIP_PX
from core.model.classifier import Classifier
from core.schema import NOT_GIVEN
from core.vision.detectors import THOROUGH, make_detector
from core.vision.faces import Face, FaceDetector, align, frame_matrix, framed_face
from core.vision.imaging import RGB
from core.vision.quality import REASONS, measure_quality
from core.work import Progress, ShouldStop, stop_if

Mode = Literal["photos", "chips"]
"""Whether corruption comes before detection and alignment, as in life, or is done to the aligned face."""

VERSIONS: Final = ((None, 0), *((name, strength) for name in CORRUPTIONS for strength in STRENGTHS))
"""What each picture is answered for: first as it is, then corrupted."""


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """Answers by picture (first axis) and version (second axis, `VERSIONS`); mappings are by answered attribute."""

    mode: Mode
    labels: Mapping[str, NDArray[np.int64]]
    """Shape (n,); -1 where none is given."""
    predicted: Mapping[str, NDArray[np.int8]]
    """Shape (n, versions); -1 where no face was found."""
    confidence: Mapping[str, NDArray[np.float32]]
    """Shape (n, versions): the probability of the likeliest label."""
    uncertain: Mapping[str, NDArray[np.bool_]]
    """Shape (n, versions): where it is below the face's threshold."""
    bad: NDArray[np.float32]
    """Shape (n, versions, reasons), from `badness`; all 0 in mode `chips`."""
    told: NDArray[np.bool_]
    left_out: int
    """Pictures in which no face is found as they are, or that cannot be read: nothing can be drawn on them."""

    @property
    def found(self) -> NDArray[np.bool_]:
        """Shape (n, versions): where there was a face to answer for."""
        return np.asarray(next(iter(self.predicted.values())) >= 0)


def run_trials(
    classifiers: Sequence[Classifier],
    dataset: FaceDataset,
    detector: str = THOROUGH,
    *,
    rows: NDArray[np.int64] | None = None,
    mode: Mode = "photos",
    limit: int | None = None,
    versions: int = len(VERSIONS),
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> tuple[Trials, ...]:
    """Let models answer for every picture of a data set as it is and under every corruption; one `Trials` per model.

    Args:
        classifiers: The models; all are shown the same.
        dataset: Grey pictures of a CSV are only answered for in mode `chips`.
        detector: A name of `core.vision.detectors.DETECTORS`.
        rows: Use only these; None for all.
        mode: Where the corruption is done.
        limit: Use so many pictures, drawn by `seed`.
        versions: Use only the first so many of `VERSIONS`; 1 for the pictures as they are.
        seed: Of the draw, and with the picture's row of what corruptions leave to chance.
        threads: How many pictures to work on at once; by default one per core.
        progress: Called with pictures done and their number.
        should_stop: Asked after every picture.

    Raises:
        Stopped: `should_stop` asked for it.
    """
    mode = "chips" if dataset.grey is not None else mode
    rows = np.arange(len(dataset)) if rows is None else rows
    labels = [_labels(classifier, dataset) for classifier in classifiers]
    labelled = np.any([values[rows] >= 0 for by_name in labels for values in by_name.values()], axis=0)
    rows = np.random.default_rng(seed).permutation(rows[labelled])[:limit]
    local = threading.local()

    def one(row: int) -> tuple[int, list[_Answers] | None]:
        if not hasattr(local, "detector"):
            local.detector = make_detector(detector)
        try:
            rgb = dataset.image(row)
        except FacetError:
            return row, None
        face = _face_of(rgb, local.detector, grey=dataset.grey is not None)
        if face is None:
            return row, None
        make = _on_chip if mode == "chips" else _in_photo
        shown = make(rgb, face, local.detector, VERSIONS[:versions], seed * 1_000_003 + row)
        return row, [_answered(classifier, shown) for classifier in classifiers]

    used: list[int] = []
    answers: list[list[_Answers]] = []
    for done, (row, answer) in enumerate(_in_parallel(one, rows.tolist(), threads or os.cpu_count() or 1), start=1):
        stop_if(should_stop)
        if answer is not None:
            used.append(row)
            answers.append(answer)
        if progress:
            progress(done, len(rows))
    at = np.array(used, np.int64)
    left_out = len(rows) - len(used)
    return tuple(
        _trials(mode, {name: values[at] for name, values in own.items()}, found, versions, left_out)
        for own, found in zip(labels, [[row[which] for row in answers] for which in range(len(labels))], strict=True)
    )


def together(parts: Sequence[Trials]) -> Trials:
    """The trials of several data sets as those of one."""

    def by_attribute(name: str) -> dict[str, Any]:
        return {
            answered: np.concatenate([getattr(part, name)[answered] for part in parts]) for answered in parts[0].labels
        }

    return Trials(
        mode=parts[0].mode,
        labels=by_attribute("labels"),
        predicted=by_attribute("predicted"),
        confidence=by_attribute("confidence"),
        uncertain=by_attribute("uncertain"),
        bad=np.concatenate([part.bad for part in parts]),
        told=np.concatenate([part.told for part in parts]),
        left_out=sum(part.left_out for part in parts),
    )


def _labels(classifier: Classifier, dataset: FaceDataset) -> dict[str, NDArray[np.int64]]:
    """By what the model answers, of all rows of the data."""
    return {
        name: in_labels_of(attribute, dataset.columns[name]).values
        if name in dataset.columns
        else np.full(len(dataset), NOT_GIVEN, np.int64)
        for name, attribute in classifier.bundle.manifest.attributes.items()
    }


def _trials(
    mode: Mode, labels: Mapping[str, NDArray[np.int64]], answers: Sequence[_Answers], versions: int, left_out: int
) -> Trials:
    shape = (len(answers), versions)
    return Trials(
        mode=mode,
        labels=labels,
        predicted={head: np.array([a.predicted[head] for a in answers], np.int8).reshape(shape) for head in labels},
        confidence={
            head: np.array([a.confidence[head] for a in answers], np.float32).reshape(shape) for head in labels
        },
        uncertain={head: np.array([a.uncertain[head] for a in answers], np.bool_).reshape(shape) for head in labels},
        bad=np.array([a.bad for a in answers], np.float32).reshape(*shape, len(REASONS)),
        told=np.array([a.told for a in answers], np.bool_).reshape(*shape, len(REASONS)),
        left_out=left_out,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _CorruptedVersions:
    """The versions of one picture."""

    chips: NDArray[np.uint8]
    found: NDArray[np.bool_]
    bad: NDArray[np.float32]
    told: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class _Answers:
    """Of one picture; first axis its versions."""

    predicted: dict[str, NDArray[np.int8]]
    confidence: dict[str, NDArray[np.float32]]
    uncertain: dict[str, NDArray[np.bool_]]
    bad: NDArray[np.float32]
    told: NDArray[np.bool_]


_Versions = tuple[tuple[str | None, int], ...]


def _in_photo(rgb: RGB, face: Face, detector: FaceDetector, versions: _Versions, seed: int) -> _CorruptedVersions:
    chips = np.zeros((len(versions), CHIP_PX, CHIP_PX, 3), np.uint8)
    found = np.zeros(len(versions), np.bool_)
    bad = np.zeros((len(versions), len(REASONS)), np.float32)
    told = np.zeros((len(versions), len(REASONS)), np.bool_)
    for at, (name, strength) in enumerate(versions):
        picture = rgb if name is None else corrupt(rgb, face, name, strength, seed)
        seen = face
        if name is not None:
            near = _nearest(detector.detect(picture), face)
            if near is None:
                continue
            seen = near
        found[at] = True
        chips[at] = align(picture, seen, CHIP_PX)
        bad[at], told[at] = badness(measure_quality(picture, seen, chips[at]))
    return _CorruptedVersions(chips, found, bad, told)


def _on_chip(rgb: RGB, face: Face, detector: FaceDetector, versions: _Versions, seed: int) -> _CorruptedVersions:
    chip = align(rgb, face, CHIP_PX)
    matrix = frame_matrix(face, CHIP_PX)
    points = ((face.keypoints - 0.5) @ matrix[:, :2].T + matrix[:, 2] + 0.5).astype(np.float32)
    framed = Face((0.0, 0.0, float(CHIP_PX), float(CHIP_PX)), points, face.score)
    corrupted = [chip if name is None else corrupt(chip, framed, name, strength, seed) for name, strength in versions]
    shape = (len(versions), len(REASONS))
    found = np.ones(len(versions), np.bool_)
    return _CorruptedVersions(np.stack(corrupted), found, np.zeros(shape, np.float32), np.zeros(shape, np.bool_))


def _answered(classifier: Classifier, shown: _CorruptedVersions) -> _Answers:
    answers, found = classifier.read(shown.chips), shown.found
    likeliest = {head: read.probabilities.argmax(axis=1) for head, read in answers.items()}
    confidence = {head: read.probabilities.max(axis=1) for head, read in answers.items()}
    return _Answers(
        predicted={head: np.where(found, at, -1).astype(np.int8) for head, at in likeliest.items()},
        confidence={head: values.astype(np.float32) for head, values in confidence.items()},
        uncertain={head: confidence[head] < read.thresholds for head, read in answers.items()},
        bad=shown.bad,
        told=shown.told,
    )


def _face_of(rgb: RGB, detector: FaceDetector, *, grey: bool) -> Face | None:
    height, width = rgb.shape[:2]
    if grey:
        return framed_face(width, height)
    return central_face(detector.detect(rgb), width=width, height=height)


def _nearest(faces: tuple[Face, ...], face: Face) -> Face | None:
    """The face found where the face was; another one elsewhere in the picture is not it."""
    middle, reach = _middle(face), max(face.box[2] - face.box[0], face.box[3] - face.box[1]) / 2.0
    near = min(faces, key=lambda other: float(np.hypot(*(_middle(other) - middle))), default=None)
    return near if near is not None and float(np.hypot(*(_middle(near) - middle))) < reach else None


def _middle(face: Face) -> NDArray[np.float64]:
    x0, y0, x1, y1 = face.box
    return np.array([(x0 + x1) / 2.0, (y0 + y1) / 2.0])


def _in_parallel(
    work: Callable[[int], tuple[int, list[_Answers] | None]], rows: list[int], threads: int
) -> Iterator[tuple[int, list[_Answers] | None]]:
    remaining = iter(rows)
    with ThreadPoolExecutor(threads) as pool:
        # A batch at a time, so that a stop does not wait for all that were handed out.
        while batch := list(islice(remaining, 4 * threads)):
            yield from pool.map(work, batch)

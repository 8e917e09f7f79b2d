"""Accuracy under common corruptions of the pictures, and the answers to them that it is counted from.

After Hendrycks and Dietterich 2019, Benchmarking Neural Network Robustness to Common Corruptions.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.datasets.chips import central_face
from core.datasets.dataset import FaceDataset
from core.errors import DataError, FacetError
from core.evaluation.corruptions import CORRUPTIONS, STRENGTHS, corrupt
from core.evaluation.figures import Figure
from core.evaluation.picture_quality import MEASURED_REASONS, Evidence, badness, quality_evidence
from core.evaluation.predictions import in_labels_of, only_label
from core.model.classifier import CHIP_PX, Classifier
from core.schema import ATTRIBUTES, NOT_GIVEN, Attribute
from core.stats import mean_interval, wilson_interval
from core.vision.detectors import THOROUGH, make_detector
from core.vision.faces import Face, FaceDetector, align, frame_matrix, framed_face
from core.vision.imaging import RGB
from core.vision.quality import measure_quality
from core.work import Progress, ShouldStop, ordered_map

Mode = Literal["photos", "chips"]
"""Whether pictures are corrupted before detection and alignment, or aligned faces after it."""

VERSIONS: Final = ((None, 0), *((name, strength) for name in CORRUPTIONS for strength in STRENGTHS))
"""The versions of each picture: the original, then every corruption and strength."""


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """Answers by picture (first axis) and version (second axis, `VERSIONS`); mappings are by answered attribute."""

    mode: Mode
    labels: Mapping[str, NDArray[np.int64]]
    """Shape (n,); -1 where there is none."""
    predicted: Mapping[str, NDArray[np.int8]]
    """Shape (n, versions); -1 where no face was found."""
    confidence: Mapping[str, NDArray[np.float32]]
    """Shape (n, versions): the probability of the most likely label."""
    uncertain: Mapping[str, NDArray[np.bool_]]
    """Shape (n, versions): whether it is below the face's threshold."""
    bad: NDArray[np.float32]
    """Shape (n, versions, reasons), from `badness`; all 0 in mode `chips`."""
    reported: NDArray[np.bool_]
    """Shape (n, versions, reasons), likewise."""
    left_out: int
    """Pictures in which no face is detected, or that cannot be read."""

    @property
    def found(self) -> NDArray[np.bool_]:
        """Shape (n, versions): where a face was detected."""
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
    """Run models on every version of the pictures of a data set; returns one `Trials` per model.

    Args:
        classifiers: The models; all of them get the same pictures.
        dataset: The pictures; small grey ones of a CSV always use mode `chips`.
        detector: A name in `core.vision.detectors.DETECTORS`.
        rows: The rows to use; by default all.
        mode: What is corrupted.
        limit: The size of the sample; by default all rows.
        versions: Use only the first of `VERSIONS`; 1 for the originals alone.
        seed: Of the sample and, with the row, of the random parts of a corruption.
        threads: Number of threads; by default one per core.
        progress: Called with the number of pictures done and their total.
        should_stop: Polled before every picture.

    Raises:
        Stopped: `should_stop` asked for it.
    """
    mode = "chips" if dataset.grey is not None else mode
    rows = np.arange(len(dataset)) if rows is None else rows
    labels = [_labels(classifier, dataset) for classifier in classifiers]
    labelled = np.any([values[rows] >= 0 for by_name in labels for values in by_name.values()], axis=0)
    rows = np.random.default_rng(seed).permutation(rows[labelled])[:limit]
    local = threading.local()

    def answer_versions(row: int) -> tuple[int, list[_Answers] | None]:
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
    results = ordered_map(answer_versions, rows.tolist(), threads=threads, should_stop=should_stop)
    for done, (row, answer) in enumerate(results, start=1):
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
    """Join the trials of several data sets."""

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
        reported=np.concatenate([part.reported for part in parts]),
        left_out=sum(part.left_out for part in parts),
    )


def _labels(classifier: Classifier, dataset: FaceDataset) -> dict[str, NDArray[np.int64]]:
    """The labels of all rows, by answered attribute."""
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
        bad=np.array([a.bad for a in answers], np.float32).reshape(*shape, len(MEASURED_REASONS)),
        reported=np.array([a.reported for a in answers], np.bool_).reshape(*shape, len(MEASURED_REASONS)),
        left_out=left_out,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _CorruptedVersions:
    """The versions of one picture."""

    chips: NDArray[np.uint8]
    found: NDArray[np.bool_]
    bad: NDArray[np.float32]
    reported: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class _Answers:
    """The answers to one picture; the first axis is its versions."""

    predicted: dict[str, NDArray[np.int8]]
    confidence: dict[str, NDArray[np.float32]]
    uncertain: dict[str, NDArray[np.bool_]]
    bad: NDArray[np.float32]
    reported: NDArray[np.bool_]


_Versions = tuple[tuple[str | None, int], ...]


def _in_photo(rgb: RGB, face: Face, detector: FaceDetector, versions: _Versions, seed: int) -> _CorruptedVersions:
    chips = np.zeros((len(versions), CHIP_PX, CHIP_PX, 3), np.uint8)
    found = np.zeros(len(versions), np.bool_)
    bad = np.zeros((len(versions), len(MEASURED_REASONS)), np.float32)
    reported = np.zeros((len(versions), len(MEASURED_REASONS)), np.bool_)
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
        bad[at], reported[at] = badness(measure_quality(picture, seen, chips[at]))
    return _CorruptedVersions(chips, found, bad, reported)


def _on_chip(rgb: RGB, face: Face, detector: FaceDetector, versions: _Versions, seed: int) -> _CorruptedVersions:
    chip = align(rgb, face, CHIP_PX)
    matrix = frame_matrix(face, CHIP_PX)
    points = ((face.keypoints - 0.5) @ matrix[:, :2].T + matrix[:, 2] + 0.5).astype(np.float32)
    framed = Face((0.0, 0.0, float(CHIP_PX), float(CHIP_PX)), points, face.score)
    corrupted = [chip if name is None else corrupt(chip, framed, name, strength, seed) for name, strength in versions]
    shape = (len(versions), len(MEASURED_REASONS))
    found = np.ones(len(versions), np.bool_)
    return _CorruptedVersions(np.stack(corrupted), found, np.zeros(shape, np.float32), np.zeros(shape, np.bool_))


def _answered(classifier: Classifier, shown: _CorruptedVersions) -> _Answers:
    answers, found = classifier.calibrated(shown.chips), shown.found
    most_likely = {head: read.probabilities.argmax(axis=1) for head, read in answers.items()}
    confidence = {head: read.probabilities.max(axis=1) for head, read in answers.items()}
    return _Answers(
        predicted={head: np.where(found, at, -1).astype(np.int8) for head, at in most_likely.items()},
        confidence={head: values.astype(np.float32) for head, values in confidence.items()},
        uncertain={head: confidence[head] < read.thresholds for head, read in answers.items()},
        bad=shown.bad,
        reported=shown.reported,
    )


def _face_of(rgb: RGB, detector: FaceDetector, *, grey: bool) -> Face | None:
    height, width = rgb.shape[:2]
    if grey:
        return framed_face(width, height)
    return central_face(detector.detect(rgb), width=width, height=height)


def _nearest(faces: tuple[Face, ...], face: Face) -> Face | None:
    """The detected face at the place of a face; None if there is none near it."""
    middle, reach = _middle(face), max(face.box[2] - face.box[0], face.box[3] - face.box[1]) / 2.0
    near = min(faces, key=lambda other: float(np.hypot(*(_middle(other) - middle))), default=None)
    return near if near is not None and float(np.hypot(*(_middle(near) - middle))) < reach else None


def _middle(face: Face) -> NDArray[np.float64]:
    x0, y0, x1, y1 = face.box
    return np.array([(x0 + x1) / 2.0, (y0 + y1) / 2.0])


Flags = NDArray[np.bool_]

AT_STRENGTH: Final = 3
"""The strength of the mean loss that stands for a model."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One answered attribute under one corruption at one strength."""

    accuracy: Figure
    """A face that is no longer detected counts as wrong."""
    lost: Figure
    """The loss of accuracy, on the same pictures."""


@dataclass(frozen=True, slots=True, eq=False)
class Robustness:
    """A model's accuracy on original and corrupted pictures, for the answered attributes with labels."""

    model: str
    data: str
    mode: Mode
    count: int
    left_out: int
    """Pictures in which no face is detected, or that cannot be read."""
    clean: Mapping[str, Figure]
    outcomes: Mapping[str, Mapping[str, tuple[Outcome, ...]]]
    """By answered attribute and corruption, one outcome per strength."""
    not_found: Mapping[str, tuple[float, ...]]
    """Figure of faces no longer found by corruption, one value per strength."""
    mean_lost: Mapping[str, tuple[Figure, ...]]
    """The mean loss over all corruptions, one value per strength."""
    evidence_clean: Mapping[str, tuple[Evidence, ...]]
    """How quality predicts errors in the original pictures; empty in mode `chips`."""
    evidence_corrupted: Mapping[str, tuple[Evidence, ...]]
    """The same in all corrupted pictures. Versions of a picture are counted as independent, so these intervals are too
    narrow."""
    one_label: tuple[tuple[Attribute, str], ...] = ()
    """Attributes with a single label in the data, and that label: their accuracy says nothing."""


def measure_robustness(
    classifier: Classifier,
    dataset: FaceDataset,
    detector: str = THOROUGH,
    *,
    rows: NDArray[np.int64] | None = None,
    mode: Mode = "photos",
    limit: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Robustness:
    """Measure a model under every corruption and strength, on a data set or a sample of `limit` pictures.

    Arguments as in `core.evaluation.robustness.run_trials`.

    Raises:
        DataError: No picture can be used.
        Stopped: `should_stop` asked for it.
    """
    (trials,) = run_trials(
        [classifier],
        dataset,
        detector,
        rows=rows,
        mode=mode,
        limit=limit,
        threads=threads,
        progress=progress,
        should_stop=should_stop,
    )
    if not len(trials.found):
        reason = "no face with a label was found in its pictures"
        raise DataError("data.format", path=dataset.title, reason=reason, expected="labelled pictures of faces")
    attributes = classifier.bundle.manifest.attributes
    return summarize(trials, model=classifier.bundle.title, data=dataset.title, attributes=attributes)


def summarize(trials: Trials, *, model: str, data: str, attributes: Mapping[str, Attribute] = ATTRIBUTES) -> Robustness:
    """The figures of trials of every version; `attributes` are those the model answers."""
    heads = [head for head, labels in trials.labels.items() if (labels >= 0).any()]
    correct = {head: _correct(trials, head) for head in heads}
    found = trials.found
    return Robustness(
        model=model,
        data=data,
        mode=trials.mode,
        count=len(found),
        left_out=trials.left_out,
        clean={head: _share(correct[head][:, 0]) for head in heads},
        outcomes={head: {name: _outcomes(correct[head], name) for name in CORRUPTIONS} for head in heads},
        not_found={name: tuple(float(1.0 - found[:, at].mean()) for at in _columns(name)) for name in CORRUPTIONS},
        mean_lost={head: tuple(_mean_lost(correct[head], strength) for strength in STRENGTHS) for head in heads},
        evidence_clean={head: evidence(trials, head, slice(0, 1)) for head in heads},
        evidence_corrupted={head: evidence(trials, head, slice(1, None)) for head in heads},
        one_label=tuple(
            (attributes[head], label)
            for head in heads
            if (label := only_label(attributes[head], trials.labels[head])) is not None
        ),
    )


def evidence(trials: Trials, head: str, versions: slice) -> tuple[Evidence, ...]:
    """How quality predicts errors of `head` in some versions of the pictures, where a face was detected."""
    if trials.mode == "chips":
        return ()
    labels = np.broadcast_to(trials.labels[head][:, np.newaxis], trials.predicted[head].shape)[:, versions]
    predicted = trials.predicted[head][:, versions]
    usable = (predicted >= 0) & (labels >= 0)
    confidence = trials.confidence[head][:, versions][usable].astype(np.float64)
    return quality_evidence(
        trials.bad[:, versions][usable].astype(np.float64),
        trials.reported[:, versions][usable],
        1.0 - confidence,
        trials.uncertain[head][:, versions][usable],
        predicted[usable] != labels[usable],
    )


def _correct(trials: Trials, head: str) -> Flags:
    labelled = trials.labels[head] >= 0
    return np.asarray(trials.predicted[head][labelled] == trials.labels[head][labelled, np.newaxis])


def _columns(name: str) -> list[int]:
    return [VERSIONS.index((name, strength)) for strength in STRENGTHS]


def _outcomes(correct: Flags, name: str) -> tuple[Outcome, ...]:
    return tuple(Outcome(_share(correct[:, at]), _lost(correct[:, 0], correct[:, [at]])) for at in _columns(name))


def _mean_lost(correct: Flags, strength: int) -> Figure:
    columns = [VERSIONS.index((name, strength)) for name in CORRUPTIONS]
    return _lost(correct[:, 0], correct[:, columns])


def _share(correct: Flags) -> Figure:
    return Figure(float(correct.mean()), *wilson_interval(int(correct.sum()), len(correct)), len(correct))


def _lost(before: Flags, after: Flags) -> Figure:
    lost = before.astype(np.float64) - after.mean(axis=1)
    return Figure(float(lost.mean()), *mean_interval(lost), len(lost))

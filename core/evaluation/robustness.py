"""Accuracy under common corruptions of the pictures.

After Hendrycks and Dietterich 2019, Benchmarking Neural Network Robustness to Common Corruptions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.datasets.dataset import FaceDataset
from core.errors import DataError
from core.evaluation.corruptions import CORRUPTIONS, STRENGTHS
from core.evaluation.figures import Figure
from core.evaluation.picture_quality import Evidence, quality_evidence
from core.evaluation.predictions import only_label
from core.evaluation.trials import VERSIONS, Mode, Trials, run_trials
from core.model.classifier import Classifier
from core.schema import ATTRIBUTES, Attribute
from core.stats import mean_interval, wilson_interval
from core.vision.detectors import THOROUGH
from core.work import Progress, ShouldStop

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

    Arguments as in `core.evaluation.trials.run_trials`.

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

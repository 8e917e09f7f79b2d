"""How much of a model's accuracy is left in bad pictures.

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
from core.evaluation.metrics import wilson_interval
from core.evaluation.quality_evidence import Evidence, quality_evidence
from core.evaluation.trials import VERSIONS, Mode, Trials, run_trials
from core.model.classifier import Classifier
from core.vision.detectors import THOROUGH
from core.work import Progress, ShouldStop

Flags = NDArray[np.bool_]

AT_STRENGTH: Final = 3
"""The strength at which losses are averaged into one figure."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """One answered attribute under one corruption at one strength."""

    accuracy: Share
    """A face that is no longer found counts as wrong."""
    lost: Share
    """By how much accuracy falls below that on the same pictures as they are."""


@dataclass(frozen=True, slots=True, eq=False)
class Robustness:
    """A model's accuracy in good and bad pictures, for the answered attributes the data have labels of."""

    model: str
    data: str
    mode: Mode
    count: int
    left_out: int
    """Pictures in which no face is found as they are."""
    clean: Mapping[str, Share]
    outcomes: Mapping[str, Mapping[str, tuple[Outcome, ...]]]
    """By answered attribute and corruption, one outcome per strength."""
    not_found: Mapping[str, tuple[float, ...]]
    """Share of faces no longer found by corruption, one value per strength."""
    mean_lost: Mapping[str, tuple[Share, ...]]
    """The mean loss over all corruptions, one value per strength."""
    evidence_clean: Mapping[str, tuple[Evidence, ...]]
    """What quality says about errors in the pictures as they are; none in mode `chips`."""
    evidence_corrupted: Mapping[str, tuple[Evidence, ...]]
    """The same in all corrupted pictures together. Their intervals take the versions of a picture for so many pictures,
    so they are narrower than they should be; the shares are not touched by that."""


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
    """Measure a model on a data set, or on `limit` pictures drawn from it, under every corruption and strength.

    Arguments as for `core.evaluation.trials.run_trials`.

    Raises:
        DataError: No picture of it can be used.
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
        reason = "in none of its pictures a face was found that has a label"
        raise DataError("data.format", path=dataset.title, reason=reason, expected="labelled pictures of faces")
    return summarize(trials, model=classifier.bundle.title, data=dataset.title)


def summarize(trials: Trials, *, model: str, data: str) -> Robustness:
    """The figures of trials of every version."""
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
    )


def evidence(trials: Trials, head: str, versions: slice) -> tuple[Evidence, ...]:
    """What quality says about errors of `head` in some versions of the pictures, where a face was found."""
    if trials.mode == "chips":
        return ()
    labels = np.broadcast_to(trials.labels[head][:, np.newaxis], trials.predicted[head].shape)[:, versions]
    predicted = trials.predicted[head][:, versions]
    usable = (predicted >= 0) & (labels >= 0)
    confidence = trials.confidence[head][:, versions][usable].astype(np.float64)
    return quality_evidence(
        trials.bad[:, versions][usable].astype(np.float64),
        trials.told[:, versions][usable],
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


def _mean_lost(correct: Flags, strength: int) -> Share:
    columns = [VERSIONS.index((name, strength)) for name in CORRUPTIONS]
    return _lost(correct[:, 0], correct[:, columns])


def _share(correct: Flags) -> Share:
    return Share(float(correct.mean()), *wilson_interval(int(correct.sum()), len(correct)))


def _lost(before: Flags, after: Flags) -> Share:
    """Of the same pictures before and after, so its interval is that of the mean of their differences."""
    lost = before.astype(np.float64) - after.mean(axis=1)
    reach = 1.959964 * float(lost.std()) / float(np.sqrt(len(lost)))
    return Share(float(lost.mean()), float(lost.mean()) - reach, float(lost.mean()) + reach)

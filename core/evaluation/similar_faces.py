"""How often a model errs on faces that it answered like a given face, with similar confidence.

A photo comes without a label, so faces are similar if the model gives the same answer with a similar calibrated
probability and, optionally, if the picture quality or the model's other answers are the same too. The figures are in a
manifest's `results`, under keys such as `similar/eyewear/glasses/90-95/any/n` and `.../error`: a band of probabilities
is in percent, and `any` stands for all such faces.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.evaluation.groups import PICTURE
from core.evaluation.predictions import LabelledPredictions
from core.stats import wilson_interval

Flags = NDArray[np.bool_]

PREFIX: Final = "similar/"
ENOUGH: Final = 100
"""The minimum number of faces in a band, and of a kind in it."""
ANY: Final = "any"
"""Stands for every answer, or every kind of faces."""
_BANDS: Final = ((0, 30, 40, 50), (50, 60, 70), (70, 80, 90), (90, 95, 98, 99, 100))
"""Edges in percent. Edges within a tuple are left out if there are too few faces between them; those of different
tuples never are, so that no band is so wide that its error contradicts a probability in it."""
_CLEAR, _POOR = PICTURE.labels


@dataclass(frozen=True, slots=True)
class SimilarFacesError:
    """The error of a model on similar faces."""

    answer: str
    """The answer; `ANY` if the model gave this one too rarely with that confidence."""
    from_percent: int
    """Lower end of the band of probabilities, in percent, included."""
    to_percent: int
    """Upper end, excluded, but for 100."""
    attribute: str
    """What else is the same: the name of `PICTURE` or of another answered attribute, or `ANY` for nothing."""
    label: str
    """Its label; for another answered attribute, the perceived one."""
    count: int
    error: float
    """A share."""

    @property
    def of_100(self) -> int:
        """Errors per hundred faces."""
        return round(100 * self.error)

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of `error`."""
        return wilson_interval(round(self.error * self.count), self.count)

    @property
    def beyond_probability(self) -> int:
        """1 if the error is significantly higher than any probability of the band implies, -1 if lower, else 0."""
        low, high = self.interval
        return int(100 * low > 100 - self.from_percent) - int(100 * high < 100 - self.to_percent)


def similar_faces(predictions: LabelledPredictions, *, minimum: int = ENOUGH) -> dict[str, float]:
    """The table for a manifest's `results`.

    It has the bands with at least `minimum` faces and, within a band, the kinds of faces whose error differs
    significantly from that of the band. Faces that were not found, and attributes with a single label, are left out.

    Args:
        predictions: On held-out faces, with a column `PICTURE` if that was measured.
        minimum: The minimum number of faces in a band, and of a kind in it.
    """
    table: dict[str, float] = {}
    for name, attribute in predictions.attributes.items():
        kept = predictions.taken(predictions.found & (predictions.labels(name) >= 0))
        if kept.only_label(name) is not None:
            continue
        predicted, confidence = kept.predicted(name), kept.confidence(name)
        wrong = predicted != kept.labels(name)
        answers = {label: predicted == at for at, label in enumerate(attribute.labels)}
        answers[ANY] = np.ones(len(kept), np.bool_)
        kinds = dict(_kinds(kept, other_than=name))
        for answer, so_answered in answers.items():
            for low, high in _bands(confidence[so_answered], minimum):
                alike = so_answered & _within(confidence, low, high)
                error = float(wrong[alike].mean())
                for kind, flags in kinds.items():
                    count, hits = int((alike & flags).sum()), int(wrong[alike & flags].sum())
                    if count < minimum or (kind != ANY and _holds(error, hits, count)):
                        continue
                    key = f"{PREFIX}{name}/{answer}/{low}-{high}/{kind}"
                    table |= {f"{key}/n": count, f"{key}/error": round(hits / count, 4)}
    return table


def similar_faces_error(
    results: Mapping[str, float], name: str, *, perceived: Mapping[str, str], confidence: float, poor: bool
) -> SimilarFacesError | None:
    """The error of the model on faces similar to this one; None if the manifest does not tell.

    All these faces have the same answer with a similar confidence. If the error is known for pictures of the same
    quality and for faces with the same other answers, the higher one is returned.

    Args:
        results: Of a manifest.
        name: The answered attribute.
        perceived: The perceived label of every answered attribute.
        confidence: The calibrated probability of the answer.
        poor: Whether the picture quality is poor.
    """
    for answer in (perceived[name], ANY):
        for low, high in _bands_around(confidence):
            found = partial(_found, results, name, answer, low, high)
            everybody = found(ANY)
            if everybody is None:
                continue
            others = (found(other, label) for other, label in perceived.items() if other != name)
            people = next((one for one in others if one is not None), None)
            picture = found(PICTURE.name, _POOR if poor else _CLEAR)
            kinds = [one for one in (people, picture) if one is not None]
            return max(kinds, key=lambda one: one.error, default=everybody)
    return None


def _found(
    results: Mapping[str, float], name: str, answer: str, low: int, high: int, attribute: str, label: str = ""
) -> SimilarFacesError | None:
    key = f"{PREFIX}{name}/{answer}/{low}-{high}/{_kind(attribute, label)}"
    if f"{key}/n" not in results or f"{key}/error" not in results:
        return None
    count, error = int(results[f"{key}/n"]), results[f"{key}/error"]
    return SimilarFacesError(answer, low, high, attribute, label, count, error)


def _kinds(predictions: LabelledPredictions, *, other_than: str) -> Iterator[tuple[str, Flags]]:
    yield ANY, np.ones(len(predictions), np.bool_)
    if PICTURE.name in predictions.columns:
        picture = predictions.columns[PICTURE.name].values
        yield from ((_kind(PICTURE.name, label), picture == at) for at, label in enumerate(PICTURE.labels))
    for other, attribute in predictions.attributes.items():
        if other != other_than:
            perceived = predictions.predicted(other)
            yield from ((_kind(other, label), perceived == at) for at, label in enumerate(attribute.labels))


def _holds(error: float, hits: int, count: int) -> bool:
    """Whether the interval of hits out of count contains `error`."""
    low, high = wilson_interval(hits, count)
    return low <= error <= high


def _kind(attribute: str, label: str) -> str:
    return ANY if attribute == ANY else f"{attribute}={label}"


def _bands(confidence: NDArray[np.float64], minimum: int) -> Iterator[tuple[int, int]]:
    """The bands with enough faces, as narrow as the edges allow, the highest first."""
    for edges in _BANDS:
        closed: list[tuple[int, int]] = []
        high = edges[-1]
        for low in reversed(edges[:-1]):
            if _within(confidence, low, high).sum() >= minimum:
                closed.append((low, high))
                high = low
        if closed and high != edges[0]:
            closed[-1] = (edges[0], closed[-1][1])  # the few that are left
        yield from closed


def _bands_around(confidence: float) -> Iterator[tuple[int, int]]:
    """Every possible band that contains a probability."""
    for edges in _BANDS:
        for at, low in enumerate(edges):
            yield from ((low, high) for high in edges[at + 1 :] if _within(np.array(confidence), low, high))


def _within(confidence: NDArray[np.float64], low: int, high: int) -> Flags:
    return np.asarray((100 * confidence >= low) & ((100 * confidence < high) | (high == 100)))

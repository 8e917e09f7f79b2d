"""How often a model errs where it answered as it did for a face just seen, as surely as it did then.

A label is not there when a photo is answered, so faces are likened by what is known of them without one: what the model
answers, at which calibrated probability, and then either whether the picture is poor, or what the model perceives
besides. The figures lie in a manifest's `results`, under keys such as `similar/eyewear/glasses/90-95/any/n` and
`.../error`, a band of probabilities being in percent and `any` being all such faces.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.evaluation.groups import PICTURE
from core.evaluation.metrics import wilson_interval
from core.evaluation.predictions import LabelledPredictions

Flags = NDArray[np.bool_]

PREFIX: Final = "similar/"
ENOUGH: Final = 100
"""Faces of a band, and of a kind in it, of fewer of which a share would mostly be chance."""
ANY: Final = "any"
"""In place of an answer, or of a kind of faces: all of them."""
_BANDS: Final = ((0, 30, 40, 50), (50, 60, 70), (70, 80, 90), (90, 95, 98, 99, 100))
"""Edges in percent. Those of one tuple may be left out where there are too few faces between them, so a band never is
so wide that what is said of it contradicts a probability in it."""
_CLEAR, _POOR = PICTURE.labels


@dataclass(frozen=True, slots=True)
class SimilarFacesError:
    """How often the model erred for faces that it answered alike."""

    answer: str
    """The label it answered; `ANY` where it answered that one as surely too seldom to say it."""
    from_percent: int
    """It answered at this probability or a higher one, in percent,"""
    to_percent: int
    """and below this one; 100 is in it."""
    attribute: str
    """By what the faces are alike besides: `PICTURE`'s name, another answered attribute's, or `ANY` for by nothing."""
    label: str
    """Which label of that they have; as perceived, where that is an answer."""
    count: int
    error: float
    """A share."""

    @property
    def of_100(self) -> int:
        """Errors in a hundred such faces."""
        return round(100 * self.error)

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of `error`."""
        return wilson_interval(round(self.error * self.count), self.count)

    @property
    def beyond_probability(self) -> int:
        """1 where it surely errs more often than any probability of the band says, -1 where less often, else 0."""
        low, high = self.interval
        return int(100 * low > 100 - self.from_percent) - int(100 * high < 100 - self.to_percent)


def similar_faces(predictions: LabelledPredictions, *, minimum: int = ENOUGH) -> dict[str, float]:
    """The table, flat, for a manifest's `results`.

    Bands of fewer than `minimum` faces are not in it, and of the kinds of faces in a band only those that surely err
    more or less often than the whole band: of the others, the whole band says more. Faces that were not found are not
    in it either: nobody is shown an answer for them.

    Args:
        predictions: For held-out faces, with a column of `PICTURE` where that was measured.
        minimum: Faces of a band, and of a kind in it.
    """
    table: dict[str, float] = {}
    for name, attribute in predictions.attributes.items():
        kept = predictions.taken(predictions.found & (predictions.labels(name) >= 0))
        predicted, confidence = kept.predicted(name), kept.confidence(name)
        wrong = predicted != kept.labels(name)
        answers = {label: predicted == at for at, label in enumerate(attribute.labels)}
        answers[ANY] = np.ones(len(kept), np.bool_)
        kinds = dict(_kinds(kept, besides=name))
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
    """How often the model erred where it answered as it did here; None where a manifest does not say it.

    All is of answers that were as certain. Where both are known to differ from the others, what is told is the worse of
    two: how often it erred in such pictures, and for faces in which it perceives the same besides.

    Args:
        results: Of a manifest.
        name: Of the attribute whose errors are meant.
        perceived: The labels that the model perceives in the face, its answer for `name` among them, by attribute.
        confidence: The calibrated probability of the answer.
        poor: Whether the picture is a reason to doubt.
    """
    for answer in (perceived[name], ANY):
        for low, high in _bands_around(confidence):
            found = partial(_found, results, name, answer, low, high)
            everybody = found(ANY)
            if everybody is None:
                continue
            besides = (found(other, label) for other, label in perceived.items() if other != name)
            people = next((one for one in besides if one is not None), None)
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


def _kinds(predictions: LabelledPredictions, *, besides: str) -> Iterator[tuple[str, Flags]]:
    yield ANY, np.ones(len(predictions), np.bool_)
    if PICTURE.name in predictions.columns:
        picture = predictions.columns[PICTURE.name].values
        yield from ((_kind(PICTURE.name, label), picture == at) for at, label in enumerate(PICTURE.labels))
    for other, attribute in predictions.attributes.items():
        if other != besides:
            perceived = predictions.predicted(other)
            yield from ((_kind(other, label), perceived == at) for at, label in enumerate(attribute.labels))


def _holds(error: float, hits: int, count: int) -> bool:
    """Whether a share may be that of faces of which so many were counted."""
    low, high = wilson_interval(hits, count)
    return low <= error <= high


def _kind(attribute: str, label: str) -> str:
    return ANY if attribute == ANY else f"{attribute}={label}"


def _bands(confidence: NDArray[np.float64], minimum: int) -> Iterator[tuple[int, int]]:
    """Bands with enough faces, as narrow as the edges allow, the most certain first."""
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
    """Every band there could be that a probability lies in."""
    for edges in _BANDS:
        for at, low in enumerate(edges):
            yield from ((low, high) for high in edges[at + 1 :] if _within(np.array(confidence), low, high))


def _within(confidence: NDArray[np.float64], low: int, high: int) -> Flags:
    return np.asarray((100 * confidence >= low) & ((100 * confidence < high) | (high == 100)))

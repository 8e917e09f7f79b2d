"""The deletion test of heat maps (Petsiuk et al. 2018, RISE)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from core.model.classifier import Classifier
from core.model.explain import attributions, explain
from core.vision.imaging import RGB

Floats = NDArray[np.float64]
Order = Literal[
    "explained",
    "class activation alone",
    "occlusion alone",
    "least first",
    "random patches",
    "random pixels",
    "average face",
]
Fill = Literal["grey", "blur"]

SHARES: Final = tuple(step / 20.0 for step in range(21))
"""The share of pixels deleted at each step."""
_PATCH: Final = 0.06
_BLUR: Final = 0.12


@dataclass(frozen=True, slots=True, eq=False)
class Deletion:
    """How the probability of the answer falls as pixels are deleted; means over faces."""

    head: str
    fill: Fill
    count: int
    curves: Mapping[Order, Floats]
    """Shape (steps,) by order, at `SHARES`."""
    faster: Mapping[Order, float]
    """The share of faces for which the explained order has a smaller area under the curve than this order."""

    def area(self, order: Order) -> float:
        """The mean of the curve; lower is better."""
        return float(self.curves[order].mean())


def deletion_test(
    classifier: Classifier, chips: Sequence[RGB], head: str, *, fill: Fill = "grey", seed: int = 1
) -> Deletion:
    """Delete pixels of aligned faces in several orders and compare.

    Random patches are as coarse as a heat map. The average face is the mean map of all given faces: it knows where eyes
    are but nothing about the individual face. If a heat map combines two methods, each is also tested alone.

    Args:
        classifier: The model.
        chips: Aligned faces, square, of one size.
        head: The answered attribute.
        fill: The replacement: the mean colour of the face, or its blur.
        seed: Of the random orders.
    """
    rng = np.random.default_rng(seed)
    maps = [explain(classifier, chip, head) for chip in chips]
    each = [attributions(classifier, chip, head).heat for chip in chips]
    average = np.mean([found.values for found in maps], axis=0)
    side = len(chips[0])
    ranks: dict[Order, Callable[[int], Floats]] = {
        "explained": lambda at: maps[at].values.astype(np.float64),
        "least first": lambda at: -maps[at].values.astype(np.float64),
        "average face": lambda at: average.astype(np.float64),
        "random patches": lambda at: _patches(rng, side),
        "random pixels": lambda at: rng.random((side, side)),
    }
    if len(each[0]) > 1:
        ranks["class activation alone"] = lambda at: _enlarged(each[at]["class activation"], side)
        ranks["occlusion alone"] = lambda at: _enlarged(each[at]["occlusion"], side)
    curves = {
        order: np.stack([_curve(classifier, chip, head, rank(at), fill) for at, chip in enumerate(chips)])
        for order, rank in ranks.items()
    }
    areas = {order: curve.mean(axis=1) for order, curve in curves.items()}
    return Deletion(
        head=head,
        fill=fill,
        count=len(chips),
        curves={order: curve.mean(axis=0) for order, curve in curves.items()},
        faster={order: float((areas["explained"] < area).mean()) for order, area in areas.items()},
    )


def _curve(classifier: Classifier, chip: RGB, head: str, importance: Floats, fill: Fill) -> Floats:
    """The probability of the answer to the whole chip, after each share of the most important pixels is deleted."""
    order = np.argsort(-importance, axis=None, kind="stable")
    rank = np.empty(order.size)
    rank[order] = np.arange(order.size) / order.size
    rank = rank.reshape(chip.shape[:2])[..., np.newaxis]
    instead = _instead(chip, fill)
    answers = classifier.probabilities(np.stack([np.where(rank < share, instead, chip) for share in SHARES]))[head]
    return np.asarray(answers[:, answers[0].argmax()], np.float64)


def _enlarged(heat: NDArray[np.float32], side: int) -> Floats:
    return np.asarray(cv2.resize(heat, (side, side)), np.float64)


def _instead(chip: RGB, fill: Fill) -> RGB:
    if fill == "blur":
        return np.asarray(cv2.GaussianBlur(chip, (0, 0), _BLUR * len(chip)), np.uint8)
    return np.broadcast_to(chip.mean(axis=(0, 1)).round().astype(np.uint8), chip.shape)


def _patches(rng: np.random.Generator, side: int) -> Floats:
    return np.asarray(cv2.GaussianBlur(rng.standard_normal((side, side)), (0, 0), _PATCH * side), np.float64)

"""Where a model looked: which parts of a face its answer depends on, and the deletion test of such maps.

Occlusion sensitivity (Zeiler and Fergus 2014): parts of the face are blurred one by one, and each counts by how much
that lowers the answer. It needs only answers, so it works for every bundle, with LiteRT alone.

Class activation (Zhou et al. 2016): the contribution of each cell of the last convolution to the answer, for networks
with such an output. It costs nothing, but the receptive field of a cell is larger than the cell, and occlusion with
parts of the same size passes the deletion test better. A large network leaves time for few parts; then both are
combined.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal
from weakref import WeakKeyDictionary

import cv2
import numpy as np
from numpy.typing import NDArray

from core.model.bundle import InputSpec
from core.model.classifier import Classifier
from core.vision.imaging import RGB

Floats = NDArray[np.float32]
Method = Literal["class activation", "occlusion"]

BUDGET_MS: Final = 50.0
_FINEST, _COARSEST = 8, 3
_SPENT_ON_ANSWERS: Final = 0.8
"""Share of the time budget; the rest is for masks and pictures."""
_SPOT: Final = 0.5
"""Standard deviation of a blurred spot, in steps of the grid. Of 0.5, 0.75 and 1 the one whose map passes the deletion
test best, as do spots in turn against as many random patterns at once (RISE, Petsiuk et al. 2018)."""
_FILL: Final = 0.12
"""Standard deviation of the blur that removes a part, in sides of the network's input."""
_SMALLEST: Final = 1e-9
_OPAQUE: Final = 0.75
"""Opacity of the hottest part."""

_grids: WeakKeyDictionary[Classifier, int] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True, eq=False)
class HeatMap:
    """The parts of a face that an answer depends on."""

    values: Floats
    """Shape of the chip, 0 to 1: 1 where taking the face's picture away speaks most against the label, 0 where it does
    not or where the network is not shown the chip."""
    attribute: str
    """Its name."""
    label: str
    methods: tuple[Method, ...]
    how: str
    """The methods in words, with their resolution."""
    milliseconds: float

    def __post_init__(self) -> None:
        if self.values.ndim != 2:
            raise ValueError(f"values of shape {self.values.shape}: expected (height, width)")


@dataclass(frozen=True, slots=True, eq=False)
class Attributions:
    """What speaks for a label, by each method."""

    heat: dict[Method, Floats]
    """Shape (side, side) over the chip, as large as the network needs it, 0 to 1."""
    label: str
    how: str
    """In words."""


def explain(classifier: Classifier, chip: RGB, attribute: str, label: str | None = None) -> HeatMap:
    """The parts of a face that one of the model's answers depends on.

    Args:
        classifier: The model.
        chip: An aligned face, square.
        attribute: Which answer.
        label: Which label to explain; by default the likeliest.

    Raises:
        ValueError: The attribute has no such label.
    """
    start = time.perf_counter()
    found = attributions(classifier, chip, attribute, label)
    heat = _scaled(np.sum(list(found.heat.values()), axis=0))
    values = cv2.resize(heat, chip.shape[1::-1])
    milliseconds = (time.perf_counter() - start) * 1e3
    return HeatMap(np.asarray(values), attribute, found.label, tuple(found.heat), found.how, milliseconds)


def attributions(classifier: Classifier, chip: RGB, attribute: str, label: str | None = None) -> Attributions:
    """The attributions that a heat map is made of; arguments and errors as in `explain`."""
    spec = classifier.bundle.manifest.heads[attribute]
    if label is not None and label not in spec.labels:
        raise ValueError(f"label {label}: expected one of {', '.join(spec.labels)}")
    shown = classifier.bundle.manifest.input
    small = _shrunk(chip, shown)
    steps = _grid(classifier, small)
    spots = _spots(len(small), steps, shown.crop)
    away = cv2.GaussianBlur(small.astype(np.float32), (0, 0), _FILL * len(small)) - small
    asked = np.concatenate([small[np.newaxis], (small + away * spots[..., np.newaxis] + 0.5).astype(np.uint8)])
    answers, maps = classifier.probabilities_and_maps(asked)
    answer = answers[attribute]
    at = int(answer[0].argmax()) if label is None else spec.labels.index(label)
    heat: dict[Method, Floats] = {"occlusion": _scaled(_occlusion(answer[:, at], spots))}
    how = f"occlusion {steps} x {steps}"
    if attribute in maps and len(maps[attribute][0]) > steps:
        fields = _activation(maps[attribute][0], answer[0], at)
        heat["class activation"] = _scaled(_placed(fields, len(small), shown.crop))
        how = f"class activation {len(fields)} x {fields.shape[1]} and {how}"
    return Attributions(heat, spec.labels[at], how)


def heat_colours(values: Floats) -> NDArray[np.uint8]:
    """The overlay of a chip: transparent where there is no heat, then from red to yellow.

    Returns:
        Shape (height, width, 4): red, green, blue, and how opaque they are.
    """
    heat = np.clip(values, 0.0, 1.0)
    rgb = cv2.applyColorMap(np.uint8(heat * 255.0), cv2.COLORMAP_INFERNO)[..., ::-1]  # type: ignore[call-overload]
    return np.dstack([rgb, np.asarray(_OPAQUE * 255.0 * heat**0.7 + 0.5, np.uint8)])


def overlay(chip: RGB, values: Floats) -> RGB:
    """The chip with its heat map on it."""
    colours = heat_colours(values).astype(np.float32)
    return np.asarray(chip + (colours[..., :3] - chip) * colours[..., 3:] / 255.0 + 0.5, np.uint8)


def grid_within(answer_ms: float, budget_ms: float = BUDGET_MS) -> int:
    """Number of parts per side for which the answers, `answer_ms` each, stay within the time budget."""
    affordable = math.sqrt(max(0.0, _SPENT_ON_ANSWERS * budget_ms / max(answer_ms, _SMALLEST) - 1.0))
    return min(_FINEST, max(_COARSEST, int(affordable)))


def _occlusion(chances: NDArray[np.float64], spots: Floats) -> Floats:
    """By how much the log odds fall where the face is blurred; `chances` are those of the whole face, then a spot."""
    # Log odds still change where the probability of a confident answer stays near 1.
    chances = np.clip(chances, _SMALLEST, 1.0 - _SMALLEST)
    odds = np.log(chances / (1.0 - chances))
    heat = np.tensordot(odds[0] - odds[1:], spots, 1) / np.maximum(spots.sum(axis=0), _SMALLEST)
    return np.asarray(heat * (spots.max(axis=0) > 0.0), np.float32)


def _activation(fields: Floats, answer: NDArray[np.float64], at: int) -> Floats:
    """What each field adds to the log odds of label `at`: what adds as much to all labels speaks for none."""
    others = np.maximum(np.delete(answer, at), _SMALLEST)
    return np.asarray(fields[..., at] - np.delete(fields, at, axis=2) @ (others / others.sum()), np.float32)


def _placed(fields: Floats, side: int, crop: tuple[float, float, float, float]) -> Floats:
    """Cells over the network's crop of the chip."""
    left, top, right, bottom = (round(share * side) for share in crop)
    placed = np.zeros((side, side), np.float32)
    placed[top:bottom, left:right] = cv2.resize(fields, (right - left, bottom - top))
    return placed


def _scaled(heat: Floats) -> Floats:
    """Scaled so that negative values are 0 and the largest is 1."""
    return np.asarray(np.maximum(heat, 0.0) / max(float(heat.max()), _SMALLEST), np.float32)


def _grid(classifier: Classifier, small: RGB) -> int:
    """Chosen once per model, so that its maps can be compared with one another."""
    if classifier not in _grids:
        few = np.repeat(small[np.newaxis], 4, axis=0)
        _grids[classifier] = grid_within(min(_ms(lambda: classifier.probabilities(few)) for _ in range(3)) / len(few))
    return _grids[classifier]


def _ms(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def _shrunk(chip: RGB, spec: InputSpec) -> RGB:
    """The chip at the size at which the network's part of it needs no further resizing, or as it is if smaller."""
    left, top, right, bottom = spec.crop
    side = min(len(chip), math.ceil(spec.size / min(right - left, bottom - top)))
    if side == len(chip):
        return chip
    return np.asarray(cv2.resize(chip, (side, side), interpolation=cv2.INTER_AREA), np.uint8)


@lru_cache(maxsize=8)
def _spots(side: int, steps: int, crop: tuple[float, float, float, float]) -> Floats:
    """Soft spots over what the network is shown of a chip, shape (steps * steps, side, side), 0 to 1."""
    left, top, right, bottom = crop
    columns, rows = _bumps(side, steps, left, right), _bumps(side, steps, top, bottom)
    spots = (rows[:, np.newaxis, :, np.newaxis] * columns[np.newaxis, :, np.newaxis, :]).reshape(-1, side, side)
    spots.setflags(write=False)
    return spots


def _bumps(side: int, steps: int, low: float, high: float) -> Floats:
    places = (np.arange(side) + 0.5) / side
    step = (high - low) / steps
    centres = low + (np.arange(steps) + 0.5) * step
    bumps = np.exp(-0.5 * ((places - centres[:, np.newaxis]) / (_SPOT * step)) ** 2)
    return np.asarray(bumps * ((places >= low) & (places <= high)), np.float32)


Doubles = NDArray[np.float64]
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
    curves: Mapping[Order, Doubles]
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
    ranks: dict[Order, Callable[[int], Doubles]] = {
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


def _curve(classifier: Classifier, chip: RGB, head: str, importance: Doubles, fill: Fill) -> Doubles:
    """The probability of the answer to the whole chip, after each share of the most important pixels is deleted."""
    order = np.argsort(-importance, axis=None, kind="stable")
    rank = np.empty(order.size)
    rank[order] = np.arange(order.size) / order.size
    rank = rank.reshape(chip.shape[:2])[..., np.newaxis]
    instead = _instead(chip, fill)
    answers = classifier.probabilities(np.stack([np.where(rank < share, instead, chip) for share in SHARES]))[head]
    return np.asarray(answers[:, answers[0].argmax()], np.float64)


def _enlarged(heat: NDArray[np.float32], side: int) -> Doubles:
    return np.asarray(cv2.resize(heat, (side, side)), np.float64)


def _instead(chip: RGB, fill: Fill) -> RGB:
    if fill == "blur":
        return np.asarray(cv2.GaussianBlur(chip, (0, 0), _BLUR * len(chip)), np.uint8)
    return np.broadcast_to(chip.mean(axis=(0, 1)).round().astype(np.uint8), chip.shape)


def _patches(rng: np.random.Generator, side: int) -> Doubles:
    return np.asarray(cv2.GaussianBlur(rng.standard_normal((side, side)), (0, 0), _PATCH * side), np.float64)

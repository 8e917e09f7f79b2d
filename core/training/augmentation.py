"""Small changes to the pictures a network learns from: a function of seed, epoch and the picture's row alone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from core.model.bundle import InputSpec
from core.model.chips import to_input
from core.training.recipe import Augmentation, Recipe
from core.vision.faces import IN_FRAME

Pictures = NDArray[np.uint8]
Floats = NDArray[np.float32]

_DRAWS: Final = (24, 10)
_EYES_DOWN: Final = IN_FRAME[0][1]
_SMALLEST_SIGMA: Final = 0.2
_SOME: Final = 1 / 3
"""Share of the pictures that the rarer changes are for."""
_NOISE: Final = np.random.default_rng(0).standard_normal(1 << 20).astype(np.float32)
"""Drawn once: a picture takes its noise from a place of its own in it."""
_GREYS: Final = np.arange(256, dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """What is done to each of a number of pictures."""

    matrices: NDArray[np.float64] | None
    """Shape (n, 2, 3): where each pixel of the changed picture comes from; None where none is moved."""
    tables: Pictures | None
    """Shape (n, 256) or, a channel each, (n, 256, 3): what each value becomes; None where none does."""
    sigmas: Floats | None
    """Of a Gaussian blur, in pixels; 0 for none."""
    boxes: NDArray[np.int64] | None
    """Shape (n, 4): left, top, right and bottom of what is covered; None where nothing is."""
    covers: Pictures | None
    """The grey a box is filled with."""
    shades: Floats | None
    """Shape (n, 3): how much darker a picture grows from one side to the other, and the direction; 0 for most."""
    deviations: Floats | None
    """Of noise; 0 for most."""
    noise_at: NDArray[np.int64]
    """Where in the noise drawn once theirs begins."""
    coarse: NDArray[np.int64] | None
    """The side a picture is shrunk to and enlarged again."""
    worn: Worn | None
    """What covers a part of each face; None where nothing does."""
    streaks: Floats | None
    """Shape (n, 2): how far each picture is smeared, in pixels, across and down; 0 for most."""


@dataclass(frozen=True, slots=True, eq=False)
class Worn:
    """Something plain over the eyes, the mouth or the forehead of faces that are aligned."""

    boxes: NDArray[np.int64]
    """Shape (n, 4): left, top, right and bottom; empty for faces that wear nothing."""
    round: NDArray[np.bool_]
    """Shape (n,): an ellipse instead of the box itself."""
    colours: Pictures
    """Shape (n, 3)."""


def draws(count: int, *, seed: int, epoch: int) -> Floats:
    """The random numbers of every row for an epoch, 0 to 1, shape (count, a fixed number).

    Each change has its own column whether or not it is switched on, so switching one does not change the others.
    Columns that came later are drawn apart, so that older recipes still give what they gave.
    """
    parts = [
        np.random.default_rng((seed, epoch, part)).random((count, columns), np.float32)
        for part, columns in enumerate(_DRAWS, start=1)
    ]
    return np.concatenate(parts, axis=1)


def changes(drawn: Floats, chosen: Augmentation, size: int) -> Changes:
    """What rows of `draws` mean for pictures of `size` pixels."""
    signed = 2 * drawn - 1
    return Changes(
        matrices=_matrices(drawn, signed, chosen, size),
        tables=_tables(signed, drawn[:, 14] < _SOME, chosen),
        sigmas=np.where(drawn[:, 7] < 0.5, drawn[:, 8] * chosen.blur, 0).astype(np.float32) if chosen.blur else None,
        boxes=_boxes(drawn[:, 9:13], chosen.erasing, size) if chosen.erasing else None,
        covers=(drawn[:, 13] * 255).astype(np.uint8) if chosen.erasing else None,
        shades=_shades(drawn[:, 18:20], chosen.side_light) if chosen.side_light else None,
        noise_at=(drawn[:, 22] * (len(_NOISE) - 3 * size * size)).astype(np.int64),
        deviations=_of_some(drawn[:, 20]) * chosen.noise if chosen.noise else None,
        coarse=np.rint(size * (1 - _of_some(drawn[:, 21]) * chosen.coarse)).astype(np.int64) if chosen.coarse else None,
        worn=_worn(drawn[:, 25:], chosen.covering, size) if chosen.covering else None,
        streaks=_streaks(drawn[:, 23:25], chosen.motion * size) if chosen.motion else None,
    )


def change(pictures: Pictures, how: Changes) -> Pictures:
    """The changed pictures, shape (n, size, size, channels) as they came.

    One call into OpenCV a picture and step, which lets other threads run meanwhile.
    """
    changed = np.stack([_changed(picture, how, at) for at, picture in enumerate(pictures)])
    if how.boxes is not None and how.covers is not None:
        for picture, (left, top, right, bottom), cover in zip(changed, how.boxes.tolist(), how.covers, strict=True):
            picture[top:bottom, left:right] = cover
    return changed


def preview(chips_rgb: Pictures, recipe: Recipe, *, seed: int = 0) -> Pictures:
    """What a network would be shown for some chips, after the recipe's changes; another seed gives others.

    Args:
        chips_rgb: Shape (n, side, side, 3), aligned faces.
        recipe: Its input and augmentation are used.
        seed: As an epoch's.

    Returns:
        Shape (n, size, size, channels).
    """
    shown = as_input(chips_rgb, recipe.input)
    drawn = draws(len(shown), seed=recipe.seed, epoch=seed)
    return change(shown, changes(drawn, recipe.augmentation, recipe.input.size))


def as_input(chips_rgb: Pictures, spec: InputSpec) -> Pictures:
    """As `to_input`, in a quarter of the room: the values are whole."""
    return to_input(chips_rgb, spec).astype(np.uint8)


def _changed(picture: Pictures, how: Changes, at: int) -> Pictures:
    shape = picture.shape
    if how.worn is not None and how.worn.boxes[at].any():
        picture = _covered(picture, how.worn, at)
    if how.matrices is not None:
        picture = np.asarray(
            cv2.warpAffine(
                picture,
                how.matrices[at],
                (shape[1], shape[0]),
                flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                borderMode=cv2.BORDER_REPLICATE,
            ),
            np.uint8,
        )
    if how.tables is not None:
        table = how.tables[at].reshape(256, 1, -1)[:, :, : shape[2]]
        picture = np.asarray(cv2.LUT(picture.reshape(shape), np.ascontiguousarray(table)), np.uint8)
    if how.sigmas is not None and how.sigmas[at] > _SMALLEST_SIGMA:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), float(how.sigmas[at])), np.uint8)
    if how.streaks is not None and how.streaks[at].any():
        picture = _smeared(picture, *how.streaks[at].tolist())
    if how.coarse is not None and how.coarse[at] < len(picture):
        picture = _coarser(picture, int(how.coarse[at]))
    if how.shades is not None and how.shades[at, 0]:
        picture = _shaded(picture, *how.shades[at].tolist())
    if how.deviations is not None and how.deviations[at]:
        picture = _noisy(picture, float(how.deviations[at]), int(how.noise_at[at]))
    return picture.reshape(shape)


def _matrices(drawn: Floats, signed: Floats, chosen: Augmentation, size: int) -> NDArray[np.float64] | None:
    if not (chosen.rotation_degrees or chosen.flip or chosen.scale or chosen.shift):
        return None
    turn = signed[:, 0] * math.radians(chosen.rotation_degrees)
    # As far down as up: 1.1 and 1 / 1.1.
    grow = (1 + chosen.scale) ** signed[:, 1].astype(np.float64)
    mirror = np.where((drawn[:, 2] < 0.5) & chosen.flip, -1.0, 1.0)
    cosine, sine = np.cos(turn) / grow, np.sin(turn) / grow
    matrices = np.empty((len(drawn), 2, 3))
    matrices[:, 0, 0], matrices[:, 0, 1] = mirror * cosine, -mirror * sine
    matrices[:, 1, 0], matrices[:, 1, 1] = sine, cosine
    centre = np.full(2, (size - 1) / 2)
    moved = centre + signed[:, 3:5] * chosen.shift * size
    matrices[:, :, 2] = centre - np.einsum("nij,nj->ni", matrices[:, :, :2], moved)
    return matrices


def _tables(signed: Floats, tinted: NDArray[np.bool_], chosen: Augmentation) -> Pictures | None:
    if not (chosen.light or chosen.contrast or chosen.colour):
        return None
    gain = (1 + chosen.light) ** signed[:, 5, np.newaxis]
    slope = (1 + chosen.contrast) ** signed[:, 6, np.newaxis]
    values = ((_GREYS - 128) * slope + 128) * gain
    if chosen.colour:
        tint = np.where(tinted[:, np.newaxis], (1 + chosen.colour) ** signed[:, 15:18], 1)
        values = values[:, :, np.newaxis] * tint[:, np.newaxis]
    return np.asarray(np.clip(np.rint(values), 0, 255), np.uint8)


def _of_some(drawn: Floats) -> Floats:
    """0 to 1 for some of the pictures, 0 for the others; which and how much share a number."""
    return np.asarray(np.maximum(0, 1 - drawn / _SOME), np.float32)


def _shades(drawn: Floats, share: float) -> Floats:
    angle = drawn[:, 1] * 2 * math.pi
    return np.stack([_of_some(drawn[:, 0]) * share, np.cos(angle), np.sin(angle)], axis=1)


def _shaded(picture: Pictures, depth: float, across: float, down: float) -> Pictures:
    side = len(picture)
    place = np.linspace(-1, 1, side, dtype=np.float32)
    # 1 on the lit side, 1 - depth on the other.
    light = 1 - depth * np.clip(0.5 + 0.5 * (across * place[np.newaxis] + down * place[:, np.newaxis]), 0, 1)
    return np.asarray(picture * light.reshape(side, side, *(1,) * (picture.ndim - 2)), np.uint8)


def _noisy(picture: Pictures, deviation: float, start: int) -> Pictures:
    noise = _NOISE[start : start + picture.size].reshape(picture.shape)
    return np.asarray(np.clip(picture + deviation * noise, 0, 255), np.uint8)


def _coarser(picture: Pictures, side: int) -> Pictures:
    small = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, picture.shape[1::-1], interpolation=cv2.INTER_LINEAR), np.uint8)


def _streaks(drawn: Floats, longest: float) -> Floats:
    angle, length = drawn[:, 1] * math.pi, _of_some(drawn[:, 0]) * longest
    return np.stack([length * np.cos(angle), length * np.sin(angle)], axis=1)


def _smeared(picture: Pictures, across: float, down: float) -> Pictures:
    reach = math.ceil(max(abs(across), abs(down)) / 2)
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    # A line between places that are no whole pixels, in 1/16 of one.
    ends = [(round(16 * (reach + sign * across / 2)), round(16 * (reach + sign * down / 2))) for sign in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0, lineType=cv2.LINE_AA, shift=4)
    return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()), np.uint8)


def _worn(drawn: Floats, share: float, size: int) -> Worn:
    """A third each over the eyes, from below the eyes down, and over the forehead, where alignment puts them."""
    part = (drawn[:, 1] * 3).astype(np.int64)
    more, wide = drawn[:, 2], drawn[:, 3]
    top = np.choose(part, [_EYES_DOWN - 0.05 - 0.08 * more, 0.42 + 0.22 * more, np.zeros_like(more)])
    bottom = np.choose(part, [_EYES_DOWN + 0.05 + 0.08 * drawn[:, 4], 0.82 + 0.18 * drawn[:, 4], 0.08 + 0.16 * more])
    half = np.choose(part, [0.26 + 0.24 * wide, 0.2 + 0.3 * wide, 0.4 + 0.1 * wide])
    boxes = np.rint(size * np.stack([0.5 - half, top, 0.5 + half, bottom], axis=1)).astype(np.int64)
    boxes[drawn[:, 0] >= share] = 0
    # Dark things are worn as often as those of any colour.
    colours = drawn[:, 6:9] * np.where(drawn[:, 5:6] < 0.5, 60, 255)
    return Worn(boxes, drawn[:, 2] * 8 % 1 < 0.5, colours.astype(np.uint8))


def _covered(picture: Pictures, worn: Worn, at: int) -> Pictures:
    left, top, right, bottom = worn.boxes[at].tolist()
    colour = worn.colours[at, : picture.shape[2]].tolist()
    picture = picture.copy()
    if worn.round[at]:
        centre, axes = ((left + right) // 2, (top + bottom) // 2), ((right - left) // 2, (bottom - top) // 2)
        cv2.ellipse(picture, centre, axes, 0, 0, 360, colour, cv2.FILLED, cv2.LINE_AA)
    else:
        picture[top:bottom, left:right] = colour
    return picture


def _boxes(drawn: Floats, share: float, size: int) -> NDArray[np.int64]:
    """Rectangles of 2 to 20 % of the picture, at most twice as high as wide or the other way round; empty for most."""
    # Which pictures and how much share a number: below the share it is spread over 0 to 1 again.
    area = (0.02 + 0.18 * drawn[:, 0] / share) * size * size
    ratio = np.exp2(2 * drawn[:, 1] - 1)
    wide = np.minimum(np.sqrt(area * ratio), size).astype(np.int64)
    high = np.minimum(np.sqrt(area / ratio), size).astype(np.int64)
    left = (drawn[:, 2] * (size - wide + 1)).astype(np.int64)
    top = (drawn[:, 3] * (size - high + 1)).astype(np.int64)
    boxes = np.stack([left, top, left + wide, top + high], axis=1)
    boxes[drawn[:, 0] >= share] = 0
    return boxes

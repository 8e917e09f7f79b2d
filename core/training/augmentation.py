"""Data augmentation: random changes that are a function of seed, epoch and row."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from core.model.bundle import InputSpec
from core.model.classifier import to_input
from core.training.recipe import Augmentation, Recipe
from core.vision.faces import IN_FRAME

Pictures = NDArray[np.uint8]
Floats = NDArray[np.float32]

_DRAWS: Final = (24, 10)
_EYES_DOWN: Final = IN_FRAME[0][1]
_SMALLEST_SIGMA: Final = 0.2
_SOME: Final = 1 / 3
"""Share of the pictures that the rarer changes apply to."""
_NOISE: Final = np.random.default_rng(0).standard_normal(1 << 20).astype(np.float32)
"""Drawn once; each picture uses a random section of it."""
_GREYS: Final = np.arange(256, dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """The changes of a batch of pictures; None or 0: not changed."""

    matrices: NDArray[np.float64] | None
    """Shape (n, 2, 3): affine maps from the changed picture to the original."""
    tables: Pictures | None
    """Lookup tables of values, shape (n, 256), or (n, 256, 3) with one per channel."""
    sigmas: Floats | None
    """Standard deviations of a Gaussian blur, in pixels."""
    boxes: NDArray[np.int64] | None
    """Rectangles of random erasing, shape (n, 4): left, top, right, bottom."""
    covers: Pictures | None
    """The grey value of each rectangle."""
    shades: Floats | None
    """Side light, shape (n, 3): darkening from one side to the other, and the direction."""
    deviations: Floats | None
    """Standard deviations of noise."""
    noise_at: NDArray[np.int64]
    """Start of each picture's section of the noise."""
    coarse: NDArray[np.int64] | None
    """Side in pixels that each picture is reduced to before it is enlarged again."""
    occlusions: Occlusions | None
    """Coverings of a part of the face."""
    motion: Floats | None
    """Motion blur, shape (n, 2): length in pixels along x and y."""


@dataclass(frozen=True, slots=True, eq=False)
class Occlusions:
    """Plain shapes over the eyes, the mouth or the forehead of aligned faces."""

    boxes: NDArray[np.int64]
    """Shape (n, 4): left, top, right, bottom; empty for uncovered faces."""
    round: NDArray[np.bool_]
    """Shape (n,): whether the shape is an ellipse instead of the rectangle."""
    colours: Pictures
    """Shape (n, 3)."""


def draws(count: int, *, seed: int, epoch: int) -> Floats:
    """The random numbers of an epoch, 0 to 1, shape (count, columns).

    Each change has columns of its own whether or not it is enabled, so that enabling one does not alter the others.
    Columns added later are drawn separately, so that older recipes give the same pictures.
    """
    parts = [
        np.random.default_rng((seed, epoch, part)).random((count, columns), np.float32)
        for part, columns in enumerate(_DRAWS, start=1)
    ]
    return np.concatenate(parts, axis=1)


def changes(drawn: Floats, chosen: Augmentation, size: int) -> Changes:
    """The changes for rows of `draws` and pictures of `size` pixels."""
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
        occlusions=_occlusions(drawn[:, 25:], chosen.covering, size) if chosen.covering else None,
        motion=_motion(drawn[:, 23:25], chosen.motion * size) if chosen.motion else None,
    )


def change(pictures: Pictures, how: Changes) -> Pictures:
    """Apply changes to pictures of shape (n, size, size, channels).

    OpenCV releases the GIL, so other threads run meanwhile.
    """
    changed = np.stack([_changed(picture, how, at) for at, picture in enumerate(pictures)])
    if how.boxes is not None and how.covers is not None:
        for picture, (left, top, right, bottom), cover in zip(changed, how.boxes.tolist(), how.covers, strict=True):
            picture[top:bottom, left:right] = cover
    return changed


def preview(chips_rgb: Pictures, recipe: Recipe, *, seed: int = 0) -> Pictures:
    """Pictures as a training sees them: the input of some chips after augmentation.

    Args:
        chips_rgb: Shape (n, side, side, 3), aligned faces.
        recipe: Its input and augmentation are used.
        seed: Another seed gives other changes.

    Returns:
        Shape (n, size, size, channels).
    """
    shown = as_input(chips_rgb, recipe.input)
    drawn = draws(len(shown), seed=recipe.seed, epoch=seed)
    return change(shown, changes(drawn, recipe.augmentation, recipe.input.size))


def as_input(chips_rgb: Pictures, spec: InputSpec) -> Pictures:
    """As `to_input`, in uint8."""
    return to_input(chips_rgb, spec).astype(np.uint8)


def _changed(picture: Pictures, how: Changes, at: int) -> Pictures:
    shape = picture.shape
    if how.occlusions is not None and how.occlusions.boxes[at].any():
        picture = _covered(picture, how.occlusions, at)
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
    if how.motion is not None and how.motion[at].any():
        picture = _motion_blurred(picture, *how.motion[at].tolist())
    if how.coarse is not None and how.coarse[at] < len(picture):
        picture = _coarser(picture, int(how.coarse[at]))
    if how.shades is not None and how.shades[at, 0]:
        picture = _side_lit(picture, *how.shades[at].tolist())
    if how.deviations is not None and how.deviations[at]:
        picture = _noisy(picture, float(how.deviations[at]), int(how.noise_at[at]))
    return picture.reshape(shape)


def _matrices(drawn: Floats, signed: Floats, chosen: Augmentation, size: int) -> NDArray[np.float64] | None:
    if not (chosen.rotation_degrees or chosen.flip or chosen.scale or chosen.shift):
        return None
    turn = signed[:, 0] * math.radians(chosen.rotation_degrees)
    # Symmetric: 1.1 or 1 / 1.1.
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
    """0 to 1 for `_SOME` of the pictures, 0 for the others; one number decides which and how much."""
    return np.asarray(np.maximum(0, 1 - drawn / _SOME), np.float32)


def _shades(drawn: Floats, share: float) -> Floats:
    angle = drawn[:, 1] * 2 * math.pi
    return np.stack([_of_some(drawn[:, 0]) * share, np.cos(angle), np.sin(angle)], axis=1)


def _side_lit(picture: Pictures, depth: float, across: float, down: float) -> Pictures:
    side = len(picture)
    place = np.linspace(-1, 1, side, dtype=np.float32)
    # 1 on the lit side, 1 - depth on the opposite one.
    light = 1 - depth * np.clip(0.5 + 0.5 * (across * place[np.newaxis] + down * place[:, np.newaxis]), 0, 1)
    return np.asarray(picture * light.reshape(side, side, *(1,) * (picture.ndim - 2)), np.uint8)


def _noisy(picture: Pictures, deviation: float, start: int) -> Pictures:
    noise = _NOISE[start : start + picture.size].reshape(picture.shape)
    return np.asarray(np.clip(picture + deviation * noise, 0, 255), np.uint8)


def _coarser(picture: Pictures, side: int) -> Pictures:
    small = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, picture.shape[1::-1], interpolation=cv2.INTER_LINEAR), np.uint8)


def _motion(drawn: Floats, longest: float) -> Floats:
    angle, length = drawn[:, 1] * math.pi, _of_some(drawn[:, 0]) * longest
    return np.stack([length * np.cos(angle), length * np.sin(angle)], axis=1)


def _motion_blurred(picture: Pictures, across: float, down: float) -> Pictures:
    reach = math.ceil(max(abs(across), abs(down)) / 2)
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    # A line with ends in 1/16 of a pixel.
    ends = [(round(16 * (reach + sign * across / 2)), round(16 * (reach + sign * down / 2))) for sign in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0, lineType=cv2.LINE_AA, shift=4)
    return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()), np.uint8)


def _occlusions(drawn: Floats, share: float, size: int) -> Occlusions:
    """One third each over the eyes, the mouth and the forehead, at their positions in aligned faces."""
    part = (drawn[:, 1] * 3).astype(np.int64)
    more, wide = drawn[:, 2], drawn[:, 3]
    top = np.choose(part, [_EYES_DOWN - 0.05 - 0.08 * more, 0.42 + 0.22 * more, np.zeros_like(more)])
    bottom = np.choose(part, [_EYES_DOWN + 0.05 + 0.08 * drawn[:, 4], 0.82 + 0.18 * drawn[:, 4], 0.08 + 0.16 * more])
    half = np.choose(part, [0.26 + 0.24 * wide, 0.2 + 0.3 * wide, 0.4 + 0.1 * wide])
    boxes = np.rint(size * np.stack([0.5 - half, top, 0.5 + half, bottom], axis=1)).astype(np.int64)
    boxes[drawn[:, 0] >= share] = 0
    # Half of the shapes are dark, like sunglasses and masks.
    colours = drawn[:, 6:9] * np.where(drawn[:, 5:6] < 0.5, 60, 255)
    return Occlusions(boxes, drawn[:, 2] * 8 % 1 < 0.5, colours.astype(np.uint8))


def _covered(picture: Pictures, occlusions: Occlusions, at: int) -> Pictures:
    left, top, right, bottom = occlusions.boxes[at].tolist()
    colour = occlusions.colours[at, : picture.shape[2]].tolist()
    picture = picture.copy()
    if occlusions.round[at]:
        centre, axes = ((left + right) // 2, (top + bottom) // 2), ((right - left) // 2, (bottom - top) // 2)
        cv2.ellipse(picture, centre, axes, 0, 0, 360, colour, cv2.FILLED, cv2.LINE_AA)
    else:
        picture[top:bottom, left:right] = colour
    return picture


def _boxes(drawn: Floats, share: float, size: int) -> NDArray[np.int64]:
    """Rectangles of 2 to 20 % of the picture with an aspect ratio of at most 2; empty for most pictures."""
    # One number decides which pictures and how much: below `share` it is scaled to 0 to 1 again.
    area = (0.02 + 0.18 * drawn[:, 0] / share) * size * size
    ratio = np.exp2(2 * drawn[:, 1] - 1)
    wide = np.minimum(np.sqrt(area * ratio), size).astype(np.int64)
    high = np.minimum(np.sqrt(area / ratio), size).astype(np.int64)
    left = (drawn[:, 2] * (size - wide + 1)).astype(np.int64)
    top = (drawn[:, 3] * (size - high + 1)).astype(np.int64)
    boxes = np.stack([left, top, left + wide, top + high], axis=1)
    boxes[drawn[:, 0] >= share] = 0
    return boxes

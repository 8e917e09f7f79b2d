"""What covers parts of a face: bars, glasses, masks, hats, scarves and make-up."""

from __future__ import annotations

import numpy as np

from core.evaluation.corruptions.drawing import Colour, HeadFrame, Painter, Points, ellipse, smooth
from core.vision.imaging import RGB


def eyes_covered(rgb: RGB, head: HeadFrame, level: float, rng: np.random.Generator) -> RGB:
    """A bar of the face's own mean colour over the eyes, at most from the brows to the middle of the nose."""
    middle = (head.right_eye + head.left_eye) / 2.0
    return _covered(rgb, head, middle + np.array([0.0, 0.02]), 0.85 + 0.25 * level, 0.05 + 0.33 * level)


def mouth_covered(rgb: RGB, head: HeadFrame, level: float, rng: np.random.Generator) -> RGB:
    """A patch of the face's own mean colour over the mouth, at most from the nose to the chin."""
    return _covered(rgb, head, head.mouth, 0.3 + 0.5 * level, 0.1 + 0.42 * level)


def _covered(rgb: RGB, head: HeadFrame, centre: Points, half_width: float, half_height: float) -> RGB:
    painter = Painter(rgb, head)
    x, y = np.round(head.pixels([(u, v) for u in (-0.5, 0.0, 0.5) for v in (-0.3, 0.5, 1.2)])).astype(int).T
    inside = (x >= 0) & (y >= 0) & (x < rgb.shape[1]) & (y < rgb.shape[0])
    mean = rgb[y[inside], x[inside]].mean(axis=0) if inside.any() else np.full(3, 128.0)
    red, green, blue = (mean / painter.light).tolist()
    painter.fill(ellipse(centre, half_width, half_height, power=5.0), (red, green, blue))
    return painter.rgb


_LENS = (
    (-0.40, -0.20),
    (-0.05, -0.235),
    (0.33, -0.20),
    (0.395, -0.02),
    (0.30, 0.22),
    (0.0, 0.29),
    (-0.27, 0.235),
    (-0.41, 0.0),
)
"""Around an eye, with the nose on the right."""
_FRAMES: tuple[Colour, ...] = ((28.0, 26.0, 28.0), (92.0, 56.0, 34.0), (150.0, 146.0, 140.0), (40.0, 44.0, 92.0))
_TINTS: tuple[Colour, ...] = ((22.0, 24.0, 26.0), (58.0, 36.0, 22.0), (24.0, 40.0, 36.0))


def sunglasses(rgb: RGB, head: HeadFrame, level: float, rng: np.random.Generator) -> RGB:
    """Sunglasses, from lightly tinted to large and black."""
    painter = Painter(rgb, head)
    tint = _TINTS[int(rng.integers(len(_TINTS)))]
    frame = _FRAMES[int(rng.integers(2))]
    lenses = _lenses(head, 0.92 + 0.26 * level)
    for lens in lenses:
        painter.fill(lens, tint, opacity=0.35 + 0.65 * level)
        _gloss(painter, lens, 0.10 + 0.08 * level)
    _frame(painter, lenses, frame, 0.055 + 0.02 * level)
    return painter.rgb


def glasses(rgb: RGB, head: HeadFrame, level: float, rng: np.random.Generator) -> RGB:
    """Clear glasses, from thin wire to thick rims with reflecting lenses."""
    painter = Painter(rgb, head)
    frame = _FRAMES[int(rng.integers(len(_FRAMES)))]
    lenses = _lenses(head, 0.92 + 0.10 * level)
    for lens in lenses:
        painter.fill(lens, (235.0, 240.0, 245.0), opacity=0.04 + 0.05 * level)
        _gloss(painter, lens, 0.6 * level)
    _frame(painter, lenses, frame, 0.02 + 0.075 * level)
    return painter.rgb


def _lenses(head: HeadFrame, size: float) -> tuple[Points, Points]:
    shape = np.asarray(_LENS)
    # On a turned head the lenses appear narrower too.
    width = np.clip((head.left_eye[0] - head.right_eye[0]), 0.6, 1.05)
    right = smooth(shape * (size * width, size) + head.right_eye + (-0.01, 0.05))
    left = smooth(shape * (-size * width, size) + head.left_eye + (0.01, 0.05))
    return right, left


def _frame(painter: Painter, lenses: tuple[Points, Points], colour: Colour, width: float) -> None:
    right, left = lenses
    head = painter.head
    for lens in lenses:
        painter.outline(lens, width, colour)
    inner_right, inner_left = right[right[:, 0].argmax()], left[left[:, 0].argmin()]
    lift = np.array([0.0, -0.09])
    arch = [inner_right + lift, (inner_right + inner_left) / 2.0 + 1.6 * lift, inner_left + lift]
    painter.line(smooth(np.array(arch), closed=False), width * 1.1, colour)
    for lens, ear, outermost in ((right, head.right_ear, np.argmin), (left, head.left_ear, np.argmax)):
        hinge = lens[outermost(lens[:, 0])] + (0.0, -0.10)
        end = np.array([ear[0], min(ear[1], 0.1) - 0.08])
        if abs(end[0]) > abs(hinge[0]):
            painter.line(np.linspace(hinge, end, 4), width * 1.2, colour)


def _gloss(painter: Painter, lens: Points, opacity: float) -> None:
    """Two slanted reflections."""
    low, high = lens.min(axis=0), lens.max(axis=0)
    size = high - low
    for start, width in ((0.15, 0.20), (0.45, 0.08)):
        streak = [(start + 0.25, 0.0), (start + 0.25 + width, 0.0), (start + width - 0.1, 1.0), (start - 0.1, 1.0)]
        painter.fill(low + np.array(streak) * size, (250.0, 252.0, 255.0), opacity=opacity, soft=0.02, within=lens)


_MASKS: tuple[Colour, ...] = ((150.0, 190.0, 212.0), (226.0, 228.0, 228.0), (150.0, 196.0, 178.0), (44.0, 46.0, 50.0))
_HATS: tuple[Colour, ...] = ((92.0, 66.0, 44.0), (44.0, 46.0, 54.0), (150.0, 128.0, 94.0), (60.0, 74.0, 60.0))
_SCARVES: tuple[Colour, ...] = ((150.0, 40.0, 44.0), (52.0, 70.0, 110.0), (120.0, 116.0, 108.0), (84.0, 104.0, 74.0))


def mask(rgb: RGB, head: HeadFrame, level: float, rng: np.random.Generator) -> RGB:
    """A medical mask, from under the lip up to the bridge of the nose."""
    painter = Painter(rgb, head)
    colour = _MASKS[int(rng.integers(len(_MASKS)))]
    top = 1.42 - 1.12 * level
    side = max(top + 0.14, 0.5)
    right = [head.edge(v, left=False) for v in (side, 1.0, 1.3, 1.55) if v >= side]
    left = [head.edge(v, left=True) for v in (side, 1.0, 1.3, 1.55) if v >= side]
    crest = float(np.interp(top, (0.0, 0.56, 1.05), (0.0, head.nose[0], head.mouth[0])))
    chin = (head.middle(1.8), 1.84)
    body = smooth(
        [
            (crest, top),
            (0.5 * (crest + left[0][0]), top + 0.05),
            *left,
            chin,
            *right[::-1],
            (0.5 * (crest + right[0][0]), top + 0.05),
        ]
    )
    for ear, cloth in ((head.right_ear, right), (head.left_ear, left)):
        for end, v in ((cloth[0], ear[1] - 0.05), (cloth[-2] if len(cloth) > 2 else cloth[-1], ear[1] + 0.22)):
            strap = np.linspace((end[0] * 0.97, end[1]), (ear[0] * 1.04, v), 5)
            painter.line(strap, 0.028, (225.0, 225.0, 225.0), opacity=0.9)
    painter.shade(body + np.array([0.0, 0.03]), 0.25, soft=0.04)
    painter.fill(body, colour, round_off=0.38, stripes=0.26)
    fold = smooth(
        [(right[0][0] * 0.75, top + 0.16), (crest, top + 0.07), (left[0][0] * 0.75, top + 0.16)], closed=False
    )
    painter.line(fold, 0.02, (70.0, 80.0, 90.0), opacity=0.25)
    return painter.rgb


def hat(rgb: RGB, head: HeadFrame, level: float, rng: np.random.Generator) -> RGB:
    """A hat whose brim comes down from the hair to the brows and shades the eyes."""
    painter = Painter(rgb, head)
    colour = _HATS[int(rng.integers(len(_HATS)))]
    band = tuple(0.45 * value for value in colour)
    low = -0.92 + 0.66 * level
    middle = (head.right_ear[0] + head.left_ear[0]) / 2.0
    half = (head.left_ear[0] - head.right_ear[0]) / 2.0

    def around(shape: list[tuple[float, float]]) -> Points:
        return np.array([(middle + half * u, low + v) for u, v in shape])

    painter.shade(
        around([(-1.0, -0.1), (1.0, -0.1), (0.92, 0.32), (0.0, 0.42), (-0.92, 0.32)]), 0.2 + 0.4 * level, soft=0.08
    )
    crown = around(
        [
            (-1.02, -0.10),
            (-1.0, -0.6),
            (-0.86, -1.12),
            (-0.4, -1.3),
            (0.0, -1.2),
            (0.4, -1.3),
            (0.86, -1.12),
            (1.0, -0.6),
            (1.02, -0.10),
        ]
    )
    painter.fill(smooth(crown), colour, round_off=0.45)
    painter.fill(
        around(
            [
                (-1.03, -0.08),
                (-1.02, -0.36),
                (-0.5, -0.27),
                (0.0, -0.24),
                (0.5, -0.27),
                (1.02, -0.36),
                (1.03, -0.08),
                (0.0, 0.06),
            ]
        ),
        (band[0], band[1], band[2]),
        round_off=0.4,
    )
    brim = around(
        [
            (-1.85, -0.26),
            (-1.2, -0.23),
            (-0.6, -0.13),
            (0.0, -0.09),
            (0.6, -0.13),
            (1.2, -0.23),
            (1.85, -0.26),
            (1.5, -0.04),
            (0.8, 0.11),
            (0.0, 0.16),
            (-0.8, 0.11),
            (-1.5, -0.04),
        ]
    )
    painter.fill(smooth(brim), colour, round_off=0.25)
    edge = around([(-1.5, -0.05), (-0.8, 0.10), (0.0, 0.15), (0.8, 0.10), (1.5, -0.05)])
    painter.line(smooth(edge, closed=False), 0.035, (band[0], band[1], band[2]), opacity=0.8)
    return painter.rgb


def scarf(rgb: RGB, head: HeadFrame, level: float, rng: np.random.Generator) -> RGB:
    """A knitted scarf around the neck that comes up over chin and mouth to the nose."""
    painter = Painter(rgb, head)
    colour = _SCARVES[int(rng.integers(len(_SCARVES)))]
    deep = tuple(0.8 * value for value in colour)
    top = 1.72 - 1.06 * level
    right, left = head.right_ear[0] * 1.12, head.left_ear[0] * 1.12
    middle = head.middle(top)
    rim = [
        (right, top - 0.10),
        (0.6 * right, top + 0.05),
        (middle, top + 0.10),
        (0.6 * left, top + 0.05),
        (left, top - 0.10),
    ]
    body = smooth(
        [*rim, (left * 1.22, 2.0), (left * 1.2, 3.0), (middle, 3.15), (right * 1.2, 3.0), (right * 1.22, 2.0)]
    )
    painter.shade(body - (0.0, 0.05), 0.35, soft=0.06)
    painter.fill(body, (deep[0], deep[1], deep[2]), round_off=0.5, stripes=0.11)
    # A second, lower winding, so that it does not look cut out.
    fold = np.array(rim) + np.array([0.0, 0.52])
    painter.line(smooth(fold, closed=False), 0.07, (0.0, 0.0, 0.0), opacity=0.35)
    roll = smooth([*rim, *[(u, v + 0.50) for u, v in rim[::-1]]])
    painter.fill(roll, colour, round_off=0.45, stripes=0.11)
    return painter.rgb


_LIPS: tuple[Colour, ...] = ((170.0, 24.0, 44.0), (150.0, 30.0, 90.0), (190.0, 64.0, 50.0), (90.0, 20.0, 40.0))
_LIDS: tuple[Colour, ...] = ((70.0, 90.0, 160.0), (120.0, 60.0, 130.0), (50.0, 110.0, 100.0), (60.0, 48.0, 48.0))
_CHEEKS: tuple[Colour, ...] = ((224.0, 96.0, 110.0), (216.0, 110.0, 84.0), (196.0, 70.0, 110.0))
_UPPER_LIP = (
    (-0.36, -0.015),
    (-0.20, -0.085),
    (-0.06, -0.125),
    (0.0, -0.105),
    (0.06, -0.125),
    (0.20, -0.085),
    (0.36, -0.015),
)
_LOWER_LIP = ((0.22, 0.10), (0.0, 0.155), (-0.22, 0.10))
_LID = (
    (-0.27, 0.00),
    (-0.16, -0.09),
    (0.0, -0.12),
    (0.16, -0.08),
    (0.25, 0.03),
    (0.30, -0.10),
    (0.18, -0.22),
    (0.0, -0.26),
    (-0.18, -0.19),
)
"""Above an eye, with the temple on the right."""


def lips(rgb: RGB, head: HeadFrame, level: float, rng: np.random.Generator) -> RGB:
    """Lipstick, from light to heavy."""
    painter = Painter(rgb, head)
    colour = _LIPS[int(rng.integers(len(_LIPS)))]
    shape = smooth(np.array([*_UPPER_LIP, *_LOWER_LIP]) * (1.0, 1.0 + 0.15 * level) + head.mouth)
    painter.fill(shape, colour, opacity=0.15 + 0.75 * level, soft=0.025, keep_detail=0.8)
    return painter.rgb


def eyelids(rgb: RGB, head: HeadFrame, level: float, rng: np.random.Generator) -> RGB:
    """Eye shadow with a dark line below, from light to stage make-up."""
    painter = Painter(rgb, head)
    colour = _LIDS[int(rng.integers(len(_LIDS)))]
    lid = np.asarray(_LID)
    for eye, side in ((head.right_eye, -1.0), (head.left_eye, 1.0)):
        shape = smooth(lid * (side, 1.0 + 0.2 * level) + eye)
        painter.fill(shape, colour, opacity=0.15 + 0.75 * level, soft=0.04, keep_detail=0.6)
        line = smooth(lid[:5] * (side, 1.0) + eye + (0.0, 0.015), closed=False)
        painter.line(line, 0.02 + 0.03 * level, (24.0, 20.0, 22.0), opacity=0.7 * level)
    return painter.rgb


def cheeks(rgb: RGB, head: HeadFrame, level: float, rng: np.random.Generator) -> RGB:
    """Rouge, from light to heavy."""
    painter = Painter(rgb, head)
    colour = _CHEEKS[int(rng.integers(len(_CHEEKS)))]
    for ear in (head.right_ear, head.left_ear):
        spot = ellipse((0.62 * ear[0], 0.66), 0.20 * abs(ear[0]), 0.19)
        painter.fill(spot, colour, opacity=0.15 + 0.75 * level, soft=0.10, keep_detail=0.8)
    return painter.rgb

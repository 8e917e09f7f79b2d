"""Medical mask, hat, scarf."""

from __future__ import annotations

import numpy as np

from core.evaluation.corruptions.head import HeadFrame, Points
from core.evaluation.corruptions.paint import Colour, Painter, smooth
from core.vision.imaging import RGB

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
    # A second winding, lower, so that it looks wound and not cut out.
    fold = np.array(rim) + np.array([0.0, 0.52])
    painter.line(smooth(fold, closed=False), 0.07, (0.0, 0.0, 0.0), opacity=0.35)
    roll = smooth([*rim, *[(u, v + 0.50) for u, v in rim[::-1]]])
    painter.fill(roll, colour, round_off=0.45, stripes=0.11)
    return painter.rgb

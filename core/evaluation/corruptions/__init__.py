"""Common corruptions of photographs: bad light, lost detail, covered faces, each at five strengths and any between.

All sizes are in units of the face, so a strength means the same in small and large pictures.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from core.evaluation.corruptions import camera, coverings
from core.evaluation.corruptions.drawing import HeadFrame
from core.vision.faces import Face
from core.vision.imaging import RGB

STRENGTHS: Final = (1, 2, 3, 4, 5)
_SHARES: Final = (0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Corruption:
    """One kind of corruption."""

    title: str
    """For display."""
    apply: Callable[..., RGB]
    """Takes the picture, the `HeadFrame` of its face, the level, a generator, and by name what chance would choose."""
    levels: tuple[float, float, float, float, float]
    """The level for each strength."""
    neutral: float = 0.0
    """The level that changes nothing."""

    def level(self, strength: float) -> float:
        """The level for a strength from 0 to 5, interpolated between the five."""
        return float(np.interp(strength, (0, *STRENGTHS), (self.neutral, *self.levels)))


CORRUPTIONS: Final[Mapping[str, Corruption]] = MappingProxyType(
    {
        "dark": Corruption("too dark", camera.dark, (1.0, 2.0, 3.0, 4.0, 5.0)),
        "bright": Corruption("too bright", camera.bright, (0.5, 1.0, 1.5, 2.0, 2.5)),
        "side_light": Corruption("side light", camera.side_light, _SHARES),
        "low_contrast": Corruption("little contrast", camera.low_contrast, (0.7, 0.5, 0.35, 0.22, 0.12), neutral=1.0),
        "colour_cast": Corruption("coloured light", camera.colour_cast, _SHARES),
        "noise": Corruption("noise", camera.noise, (5.0, 10.0, 17.0, 26.0, 38.0)),
        "blur": Corruption("out of focus", camera.blur, (0.02, 0.04, 0.07, 0.11, 0.16)),
        "motion_blur": Corruption("motion blur", camera.motion_blur, (0.1, 0.2, 0.35, 0.5, 0.7)),
        "jpeg": Corruption("JPEG", camera.jpeg, (40.0, 25.0, 15.0, 9.0, 5.0), neutral=100.0),
        "low_resolution": Corruption("few pixels", camera.low_resolution, (24.0, 16.0, 11.0, 8.0, 6.0), neutral=80.0),
        "rotation": Corruption("tilted", camera.rotation, (8.0, 15.0, 25.0, 35.0, 45.0)),
        "eyes_covered": Corruption("eyes covered", coverings.eyes_covered, _SHARES),
        "mouth_covered": Corruption("mouth covered", coverings.mouth_covered, _SHARES),
        "sunglasses": Corruption("sunglasses", coverings.sunglasses, _SHARES),
        "glasses": Corruption("clear glasses", coverings.glasses, _SHARES),
        "mask": Corruption("medical mask", coverings.mask, _SHARES),
        "hat": Corruption("hat", coverings.hat, _SHARES),
        "scarf": Corruption("scarf", coverings.scarf, _SHARES),
        "lips": Corruption("coloured lips", coverings.lips, _SHARES),
        "eyelids": Corruption("coloured eyelids", coverings.eyelids, _SHARES),
        "cheeks": Corruption("coloured cheeks", coverings.cheeks, _SHARES),
    }
)
"""By name, in the order of display."""


def corrupt(picture_rgb: RGB, face: Face, name: str, strength: float, seed: int, **chosen: object) -> RGB:
    """A copy of the picture with corruption `name` of `CORRUPTIONS` at a strength above 0, up to 5.

    The seed determines grain, direction, side and colour, which are the same at every strength, unless `chosen` names
    them as the corruption's function does: `side`, `cast`.

    Raises:
        ValueError: Unknown corruption or strength.
    """
    if name not in CORRUPTIONS:
        raise ValueError(f"corruption {name}: expected one of {', '.join(CORRUPTIONS)}")
    if not 0 < strength <= STRENGTHS[-1]:
        raise ValueError(f"strength {strength}: expected more than 0 and at most 5")
    corruption = CORRUPTIONS[name]
    rng = np.random.default_rng([seed, zlib.crc32(name.encode())])
    return corruption.apply(picture_rgb, HeadFrame(face), corruption.level(strength), rng, **chosen)

"""What happens to photographs: bad light, lost detail, things before a face, each at five strengths.

Each is drawn or computed in units of the face, so that a strength means the same in a small picture and a large one.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from core.evaluation.corruptions import detail, eyewear, light, make_up, occlusion, wear
from core.evaluation.corruptions.head import HeadFrame
from core.vision.faces import Face
from core.vision.imaging import RGB

STRENGTHS: Final = (1, 2, 3, 4, 5)
_SHARES: Final = (0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Corruption:
    """One thing that happens to photographs."""

    title: str
    """In words, as shown to people."""
    apply: Callable[[RGB, HeadFrame, float, np.random.Generator], RGB]
    levels: tuple[float, float, float, float, float]
    """What each strength means to `apply`."""


CORRUPTIONS: Final[Mapping[str, Corruption]] = MappingProxyType(
    {
        "dark": Corruption("too dark", light.dark, (1.0, 2.0, 3.0, 4.0, 5.0)),
        "bright": Corruption("too bright", light.bright, (0.5, 1.0, 1.5, 2.0, 2.5)),
        "side_light": Corruption("side light", light.side_light, _SHARES),
        "low_contrast": Corruption("little contrast", light.low_contrast, (0.7, 0.5, 0.35, 0.22, 0.12)),
        "colour_cast": Corruption("coloured light", light.colour_cast, _SHARES),
        "noise": Corruption("noise", detail.noise, (5.0, 10.0, 17.0, 26.0, 38.0)),
        "blur": Corruption("out of focus", detail.blur, (0.02, 0.04, 0.07, 0.11, 0.16)),
        "motion_blur": Corruption("motion blur", detail.motion_blur, (0.1, 0.2, 0.35, 0.5, 0.7)),
        "jpeg": Corruption("JPEG", detail.jpeg, (40.0, 25.0, 15.0, 9.0, 5.0)),
        "low_resolution": Corruption("few pixels", detail.low_resolution, (24.0, 16.0, 11.0, 8.0, 6.0)),
        "rotation": Corruption("tilted", occlusion.rotation, (8.0, 15.0, 25.0, 35.0, 45.0)),
        "eyes_covered": Corruption("eyes covered", occlusion.eyes_covered, _SHARES),
        "mouth_covered": Corruption("mouth covered", occlusion.mouth_covered, _SHARES),
        "sunglasses": Corruption("sunglasses", eyewear.sunglasses, _SHARES),
        "glasses": Corruption("clear glasses", eyewear.glasses, _SHARES),
        "mask": Corruption("medical mask", wear.mask, _SHARES),
        "hat": Corruption("hat", wear.hat, _SHARES),
        "scarf": Corruption("scarf", wear.scarf, _SHARES),
        "lips": Corruption("coloured lips", make_up.lips, _SHARES),
        "eyelids": Corruption("coloured eyelids", make_up.eyelids, _SHARES),
        "cheeks": Corruption("coloured cheeks", make_up.cheeks, _SHARES),
    }
)
"""By name, in the order in which they are told."""


def corrupt(picture_rgb: RGB, face: Face, name: str, strength: int, seed: int) -> RGB:
    """The picture as it would be with `name` of `CORRUPTIONS` at `strength` 1 to 5; the one given is left alone.

    The seed chooses what is left to chance: grain, direction, side, colour. It is the same at every strength.

    Raises:
        ValueError: There is no such corruption or strength.
    """
    if name not in CORRUPTIONS:
        raise ValueError(f"corruption {name}: expected one of {', '.join(CORRUPTIONS)}")
    if strength not in STRENGTHS:
        raise ValueError(f"strength {strength}: expected 1 to 5")
    corruption = CORRUPTIONS[name]
    rng = np.random.default_rng([seed, zlib.crc32(name.encode())])
    return corruption.apply(picture_rgb, HeadFrame(face), corruption.levels[strength - 1], rng)

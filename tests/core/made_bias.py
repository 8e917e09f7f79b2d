"""Made faces whose bias is known.

The left half of a picture tells the ethnicity without doubt. In the right half the upper part is brighter than the
lower in women and darker in men, by a normal variate whose mean is `STRONG` deviations, but `WEAK` for one ethnicity,
of whose people few are women in what is learnt from. So a network that learns how likely each answer is takes half of
these women for men: it says so where the variate lies below log(odds) / (2 `WEAK`). One that disregards how rare they
are would be right about either gender alike.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from core.model.bundle import InputSpec
from core.schema import ATTRIBUTES, ETHNICITY, GENDER
from core.training.mitigation import Groups
from core.training.pictures import Faces
from core.training.recipe import Recipe
from core.training.task import Task

SIDE = 16
STRONG, WEAK = 2.2, 0.9
TASK = Task(answers=ATTRIBUTES, groups=(), mitigation=Groups(GENDER, (ETHNICITY,)))
WRONGED = ETHNICITY.labels.index("Black")
SHARE = 0.4
"""Share of the wronged group."""
WOMEN = 0.15
"""Share of women in the wronged group, where it is learnt from; elsewhere half."""


def share_right(deviations: float) -> float:
    """The share of a normal variate that lies below."""
    return 0.5 * (1 + math.erf(deviations / math.sqrt(2)))


SHIFT = math.log((1 - WOMEN) / WOMEN) / (2 * WEAK)
BIASED_GAP = share_right(STRONG) - share_right(WEAK - SHIFT)
"""Between the gender accuracy of most groups and that of the women of the wronged group, for a plain network."""
FAIR_GAP = share_right(STRONG) - share_right(WEAK)
"""For a network that disregards how rare they are; what is left is that their cue is weak."""


def made_faces(count: int, *, seed: int, women: float = WOMEN) -> Faces:
    """Faces of all ethnicities; `women` is their share in the wronged group."""
    rng = np.random.default_rng(seed)
    wronged = rng.random(count) < SHARE
    others = [at for at in range(len(ETHNICITY.labels)) if at != WRONGED]
    ethnicity = np.where(wronged, WRONGED, rng.choice(others, count)).astype(np.int64)
    gender = (rng.random(count) < np.where(wronged, women, 0.5)).astype(np.int64)
    cue = rng.standard_normal(count) + np.where(wronged, WEAK, STRONG) * (2 * gender - 1)
    pictures: NDArray[np.float64] = np.empty((count, SIDE, SIDE, 1))
    half = SIDE // 2
    # The wronged group lies at an end, where one threshold tells it from all others.
    pictures[:, :, :half] = (90 + 40 * ((ethnicity - WRONGED) % len(ETHNICITY.labels)))[:, None, None, None]
    pictures[:, :half, half:] = (128 + 28 * cue)[:, None, None, None]
    pictures[:, half:, half:] = (128 - 28 * cue)[:, None, None, None]
    shown = np.clip(np.rint(pictures), 0, 255).astype(np.uint8)
    return Faces((shown,), np.arange(count), {"gender": gender, "ethnicity": ethnicity})


SMALL = Recipe(
    architecture="report-cnn",
    parameters={"blocks": 1, "width": 4, "dense": 32, "block_dropout": 0.0, "dropout": 0.0},
    input=InputSpec(size=SIDE, channels=1),
    epochs=8,
    batch=64,
    learning_rate=0.004,
    schedule="cosine",
)

"""What a network learns besides its answers, where the data know it: features that tell age and origin help both.

Caruana 1997, Multitask Learning. Nothing of it is exported.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from core.datasets.dataset import FaceDataset, Indices
from core.datasets.fairface import RACE
from core.datasets.groups import AGE_BANDS, age_bands
from core.labels import FAIRFACE_ETHNICITIES

SIDE_TASKS: Final[Mapping[str, int]] = MappingProxyType({"age": len(AGE_BANDS), "race": len(FAIRFACE_ETHNICITIES)})
"""Classes of each: FairFace's age bands and its own seven races."""

_RACES: Final = {name: at for at, name in enumerate(FAIRFACE_ETHNICITIES)}


def side_labels(dataset: FaceDataset, rows: Indices) -> dict[str, Indices]:
    """The classes of rows by task; -1 where the data do not say."""
    races = np.array([_RACES.get(name, -1) for name in dataset.extra.get(RACE, ("",) * len(dataset))], np.int64)
    return {"age": age_bands(dataset.ages)[rows], "race": races[rows]}

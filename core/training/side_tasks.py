"""What a network learns besides its answers, where the data know it: features that tell age and origin help both.

Caruana 1997, Multitask Learning. Nothing of it is exported.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from core.datasets.dataset import FaceDataset, Indices
from core.datasets.fairface import RACE
from core.schema import AGE

SIDE_TASKS: Final[Mapping[str, int]] = MappingProxyType({one.name: len(one.labels) for one in (AGE, RACE)})
"""Classes of each: FairFace's age bands and its own seven races."""


def side_labels(dataset: FaceDataset, rows: Indices) -> dict[str, Indices]:
    """The classes of rows by task; -1 where the data do not say."""
    return {name: dataset.values(name)[rows] for name in SIDE_TASKS}

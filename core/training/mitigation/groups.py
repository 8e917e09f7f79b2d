"""The groups a network is to be as good for as for any other: combinations of gender and ethnicity, as labelled.

Ethnicities alone would not do. Where one gender of a group is rare in the data, the network guesses the other for all
of the group; the group as a whole looks well served, and half of its people are not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from core.datasets.dataset import Indices
from core.labels import ETHNICITIES, GENDERS, Head

CELLS: Final = len(GENDERS) * len(ETHNICITIES)
MOST: Final = 10.0
"""No picture counts for more than this many, however rare its like: a handful would be learnt by heart."""


def cells(labels: Mapping[Head, Indices]) -> Indices:
    """The combination each face belongs to, 0 to `CELLS` - 1."""
    return np.asarray(labels["gender"] * len(ETHNICITIES) + labels["ethnicity"])

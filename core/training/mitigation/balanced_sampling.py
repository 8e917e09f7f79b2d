"""Balanced sampling: every combination of label and group is shown as often as any other.

Idrissi et al. 2022, Simple data balancing achieves competitive worst-group-accuracy (there RWG).
"""

from __future__ import annotations

import numpy as np

from core.datasets.dataset import Indices
from core.training.mitigation.groups import MOST, Groups, Labels


def balanced_order(groups: Groups, labels: Labels, rng: np.random.Generator) -> Indices:
    """Places of the faces of an epoch, as many as there are faces, with the same number of each combination.

    Of one combination no face comes a second time before all have come once. None stands for more than `MOST`, so that
    a combination of a few faces comes less often than others. Faces of no known combination come once.
    """
    cell = groups.cells(labels)
    unknown = np.flatnonzero(cell < 0)
    members = [np.flatnonzero(cell == one) for one in np.unique(cell[cell >= 0])]
    if not members:
        return rng.permutation(unknown)
    count = len(cell) - len(unknown)
    alike, most = count / len(members), MOST * np.array([len(some) for some in members])
    few = most < alike
    rest = (count - most[few].sum()) / np.count_nonzero(~few)
    ends = np.rint(np.cumsum(np.where(few, most, rest))).astype(np.int64)
    sizes = np.diff(ends, prepend=0).tolist()
    drawn = [np.resize(rng.permutation(some), size) for some, size in zip(members, sizes, strict=True)]
    return rng.permutation(np.concatenate([*drawn, unknown]))

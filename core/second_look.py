"""A second look at the faces a network is not sure of: at their mirror image, and the answer is the mean of both.

Such a mean errs less than either answer (Krizhevsky et al. 2012, ImageNet Classification with Deep Convolutional Neural
Networks, section 4.1) and takes twice as long. Sure answers it hardly ever changes, so those faces do without it, as in
networks with early exits (Teerapittayanon et al. 2016, BranchyNet).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from core.labels import Head
from core.litert import Network

Floats = NDArray[np.float32]

_NEARLY_ALL: Final = 0.95
"""Share of the answers changed by a second look that is not to be missed."""


def look(network: Network, shown: Floats, below: Mapping[Head, float]) -> dict[str, Floats]:
    """A network's outputs for pictures, the mean with their mirror images' where it is not sure at first sight.

    Args:
        network: Has an output of probabilities, shape (n, labels), for each head of `below`. Outputs with rows and
            columns are mirrored back.
        shown: Shape (n, rows, columns, channels), as the network takes them.
        below: By head: pictures whose likeliest label has a lower probability are looked at again.
    """
    found = network.run(shown)
    unsure = np.zeros(len(shown), np.bool_)
    for head, probability in below.items():
        unsure |= found[head].max(axis=1) < probability
    if not unsure.any():
        return found
    again = network.run(np.ascontiguousarray(shown[unsure, :, ::-1]))
    for name, values in found.items():
        mirrored = again[name][:, :, ::-1] if values.ndim == 4 else again[name]
        values[unsure] = (values[unsure] + mirrored) / 2
    return found


def worth_below(first: NDArray[np.floating[Any]], both: NDArray[np.floating[Any]]) -> float:
    """The probability at first sight below which nearly all answers lie that a second look changes.

    Args:
        first: What is answered at first sight, shape (n, labels).
        both: The mean with what is answered for the mirror images.

    Returns:
        0 where none changes: a second look is worth nothing.
    """
    changed = first.argmax(axis=1) != both.argmax(axis=1)
    return float(np.quantile(first.max(axis=1)[changed], _NEARLY_ALL)) if changed.any() else 0.0

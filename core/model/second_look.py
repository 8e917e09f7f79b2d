"""Evaluating the mirror image of faces a network is not sure of; the answer is the mean of both.

Such a mean errs less than either answer (Krizhevsky et al. 2012, ImageNet Classification with Deep Convolutional Neural
Networks, section 4.1) and takes twice as long. It hardly ever changes sure answers, so those faces do without it, as in
networks with early exits (Teerapittayanon et al. 2016, BranchyNet).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from core.litert import Network

Floats = NDArray[np.float32]

_NEARLY_ALL: Final = 0.95
"""Share of the answers that a second look changes for which it must be taken."""


def look(network: Network, shown: Floats, below: Mapping[str, float]) -> dict[str, Floats]:
    """A network's outputs for pictures; the mean with their mirror images' where it is not sure.

    Args:
        network: Has an output of probabilities, shape (n, labels), for each name in `below`. Outputs with rows and
            columns are mirrored back.
        shown: Shape (n, rows, columns, channels), as the network takes them.
        below: By attribute: pictures whose likeliest label has a lower probability are evaluated a second time.
    """
    found = network.run(shown)
    unsure = np.zeros(len(shown), np.bool_)
    for name, probability in below.items():
        unsure |= found[name].max(axis=1) < probability
    if not unsure.any():
        return found
    again = network.run(np.ascontiguousarray(shown[unsure, :, ::-1]))
    for name, values in found.items():
        mirrored = again[name][:, :, ::-1] if values.ndim == 4 else again[name]
        values[unsure] = (values[unsure] + mirrored) / 2
    return found


def second_look_cutoff(single_view: NDArray[np.floating[Any]], with_mirror: NDArray[np.floating[Any]]) -> float:
    """The probability below which nearly all answers lie that a second look changes.

    Args:
        single_view: The answers to the pictures alone, shape (n, labels).
        with_mirror: The means with the answers to the mirror images.

    Returns:
        0 where none changes: a second look is of no use.
    """
    changed = single_view.argmax(axis=1) != with_mirror.argmax(axis=1)
    return float(np.quantile(single_view.max(axis=1)[changed], _NEARLY_ALL)) if changed.any() else 0.0

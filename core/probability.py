"""Softmax probabilities read at another temperature."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

SMALLEST: Final = 1e-12
"""In place of a probability of 0, whose logarithm is no number."""


def tempered(probabilities: NDArray[np.floating[Any]], temperature: float) -> NDArray[np.float64]:
    """Probabilities, shape (n, classes), as if their logits had been divided by `temperature` (Guo et al. 2017).

    Their logarithms are the logits but for a shift, which a softmax does not see.
    """
    logits = np.log(np.maximum(probabilities.astype(np.float64), SMALLEST)) / temperature
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))

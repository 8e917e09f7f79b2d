"""How a network's softmax probabilities are read: at which temperature, and from which probability on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SMALLEST: Final = 1e-12
"""In place of a probability of 0, whose logarithm is no number."""


class CalibrationParams(Protocol):
    """How probabilities are read."""

    @property
    def temperature(self) -> float:
        """Logits are divided by it."""

    @property
    def threshold(self) -> float:
        """Below this calibrated probability the answer is "uncertain"."""


class AttributeCalibration(CalibrationParams, Protocol):
    """How the probabilities of an attribute are read."""

    @property
    def label_temperatures(self) -> Sequence[float]:
        """One per label in place of the common one, weighed by the label's probability at that; or none."""

    @property
    def grouped_by(self) -> str:
        """Another attribute, by whose labels this one is read; empty where all faces are read alike."""

    @property
    def by_group(self) -> Sequence[CalibrationParams]:
        """One per label of that attribute, in their order, in place of the common one."""


@dataclass(frozen=True, slots=True, eq=False)
class Calibrated:
    """An attribute's answers for n faces."""

    probabilities: Floats
    """Shape (n, labels)."""
    thresholds: Floats
    """Shape (n,): below it the face's answer is uncertain."""


def read(
    outputs: Mapping[str, NDArray[np.floating[Any]]], how: Mapping[str, AttributeCalibration]
) -> dict[str, Calibrated]:
    """A network's outputs by attribute, each of shape (n, labels), as they are to be read.

    A network can be too sure where it says one label and not sure enough where it says another, so each has a
    temperature. Where an attribute is read by group, the temperatures and thresholds of the groups are weighted by the
    groups' calibrated probabilities, as the same network perceives them in the face. The likeliest label stays the
    likeliest.
    """
    alike = {
        name: calibrated(outputs[name], params.temperature, params.label_temperatures)
        for name, params in how.items()
        if not params.grouped_by
    }
    return {
        name: _by_group(outputs[name], params, alike[params.grouped_by])
        if params.grouped_by
        else Calibrated(alike[name], np.full(len(outputs[name]), params.threshold))
        for name, params in how.items()
    }


def tempered(probabilities: NDArray[np.floating[Any]], temperature: float | Floats) -> Floats:
    """Probabilities, shape (n, classes), as if their logits had been divided by `temperature` (Guo et al. 2017).

    Their logarithms are the logits but for a shift, which a softmax does not see. A temperature is for all, or of shape
    (n, 1).
    """
    logits = np.log(np.maximum(probabilities.astype(np.float64), SMALLEST)) / temperature
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def calibrated(probabilities: NDArray[np.floating[Any]], temperature: float, by_label: Sequence[float] = ()) -> Floats:
    """Probabilities, shape (n, labels), at a temperature, or at the mean of the labels' own weighed by those."""
    alike = tempered(probabilities, temperature)
    return tempered(probabilities, alike @ np.array(by_label)[:, np.newaxis]) if by_label else alike


def _by_group(output: NDArray[np.floating[Any]], how: AttributeCalibration, groups: Floats) -> Calibrated:
    temperatures = groups @ np.array([one.temperature for one in how.by_group])
    thresholds = groups @ np.array([one.threshold for one in how.by_group])
    return Calibrated(tempered(output, temperatures[:, np.newaxis]), thresholds)

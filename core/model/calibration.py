"""From a network's outputs to calibrated probabilities.

Faces a network is not sure of are evaluated a second time as mirror images, and the answer is the mean of both. Such a
mean errs less than either answer (Krizhevsky et al. 2012, ImageNet Classification with Deep Convolutional Neural
Networks, section 4.1) and takes twice as long. It rarely changes confident answers, so those faces are evaluated once,
as in networks with early exits (Teerapittayanon et al. 2016, BranchyNet).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from core.litert import Network

Floats = NDArray[np.float64]

_NEARLY_ALL: Final = 0.95
"""Share of the answers that a second look changes for which it must be taken."""
SMALLEST: Final = 1e-12
"""Replaces a probability of 0, whose logarithm is infinite."""


class CalibrationParams(Protocol):
    """How probabilities are calibrated."""

    @property
    def temperature(self) -> float:
        """Logits are divided by it."""

    @property
    def threshold(self) -> float:
        """Below this calibrated probability the answer is "uncertain"."""


class AttributeCalibration(CalibrationParams, Protocol):
    """How the probabilities of an attribute are calibrated."""

    @property
    def label_temperatures(self) -> Sequence[float]:
        """One per label, weighted by the label's probability at the common temperature; empty to use that one."""

    @property
    def grouped_by(self) -> str:
        """Another attribute whose labels select the parameters; empty if all faces use the same."""

    @property
    def by_group(self) -> Sequence[CalibrationParams]:
        """Parameters per label of that attribute, in their order."""


@dataclass(frozen=True, slots=True, eq=False)
class Calibrated:
    """An attribute's answers for n faces."""

    probabilities: Floats
    """Shape (n, labels)."""
    thresholds: Floats
    """Shape (n,): below it the face's answer is uncertain."""


def run_with_mirror(
    network: Network, shown: NDArray[np.float32], below: Mapping[str, float]
) -> dict[str, NDArray[np.float32]]:
    """Run a network on pictures, and on the mirror images of those it is not sure of; return the mean outputs.

    Args:
        network: Has an output of probabilities, shape (n, labels), for each name in `below`. Outputs with rows and
            columns are mirrored back.
        shown: The network's input, shape (n, rows, columns, channels).
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
    """The probability below which nearly all answers lie that the mirror image changes.

    Args:
        single_view: The answers to the pictures alone, shape (n, labels).
        with_mirror: The means with the answers to the mirror images.

    Returns:
        0 if no answer changes.
    """
    changed = single_view.argmax(axis=1) != with_mirror.argmax(axis=1)
    return float(np.quantile(single_view.max(axis=1)[changed], _NEARLY_ALL)) if changed.any() else 0.0


def apply_calibration(
    outputs: Mapping[str, NDArray[np.floating[Any]]], how: Mapping[str, AttributeCalibration]
) -> dict[str, Calibrated]:
    """Calibrate a network's outputs by attribute, each of shape (n, labels).

    A network can be overconfident for one label and underconfident for another, so each label may have a temperature.
    If an attribute is calibrated by group, the temperatures and thresholds of the groups are weighted by the groups'
    calibrated probabilities, as the same network perceives them in the face. The likeliest label does not change.
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

    Their logarithms are the logits up to a constant, which does not change a softmax. `temperature` is a scalar or has
    shape (n, 1).
    """
    logits = np.log(np.maximum(probabilities.astype(np.float64), SMALLEST)) / temperature
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def calibrated(probabilities: NDArray[np.floating[Any]], temperature: float, by_label: Sequence[float] = ()) -> Floats:
    """Probabilities, shape (n, labels), at a temperature, or at the weighted mean of the labels' own temperatures."""
    alike = tempered(probabilities, temperature)
    return tempered(probabilities, alike @ np.array(by_label)[:, np.newaxis]) if by_label else alike


def _by_group(output: NDArray[np.floating[Any]], how: AttributeCalibration, groups: Floats) -> Calibrated:
    temperatures = groups @ np.array([one.temperature for one in how.by_group])
    thresholds = groups @ np.array([one.threshold for one in how.by_group])
    return Calibrated(tempered(output, temperatures[:, np.newaxis]), thresholds)

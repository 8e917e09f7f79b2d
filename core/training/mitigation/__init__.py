"""The registry of bias mitigation methods in training.

A method balances the error rates of one attribute between groups: the combinations of its labels with those of other
columns (`groups`). Other answers are trained as usual. The exported network keeps nothing of a method but its weights.
TensorFlow is imported only when a training begins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.datasets.dataset import Indices
from core.training.mitigation.groups import Groups, Labels, balanced_order, reweighing_weights
from core.training.mitigation.objectives import Adversarial, DomainIndependent, GroupDRO, Objective

MethodName = Literal["none", "balanced-sampling", "reweighing", "group-dro", "domain-independent", "adversarial"]


def _shuffled(groups: Groups, labels: Labels, rng: np.random.Generator) -> Indices:
    return rng.permutation(len(labels[groups.of.name]))


def _equal_weights(groups: Groups, labels: Labels) -> NDArray[np.float32]:
    return np.ones(len(labels[groups.of.name]), np.float32)


@dataclass(frozen=True, slots=True)
class Method:
    """What a method changes in a training."""

    words: str
    """Sentence for the card, with `{of}` for the attribute's title and `{groups}` for the titles of the group
    columns."""
    order: Callable[[Groups, Labels, np.random.Generator], Indices] = _shuffled
    """Indices of the faces of an epoch, as many as there are faces."""
    weights: Callable[[Groups, Labels], NDArray[np.float32]] = _equal_weights
    """Sample weights, shape (n,), mean 1."""
    objective: Callable[[Groups], Objective] = Objective


METHODS: Final[Mapping[MethodName, Method]] = MappingProxyType(
    {
        "none": Method(""),
        "balanced-sampling": Method(
            "Every combination of {of} and {groups} was shown as often as any other (balanced sampling).",
            order=balanced_order,
        ),
        "reweighing": Method(
            "Sample weights make {of} and {groups} statistically independent (reweighing).",
            weights=reweighing_weights,
        ),
        "group-dro": Method(
            "The loss of the worst combinations of {of} and {groups} was minimised (group DRO).",
            order=balanced_order,
            objective=GroupDRO,
        ),
        "domain-independent": Method(
            "Perceived {of} was learned by one head per {groups}; the answer is the mean of all heads "
            "(domain-independent training).",
            objective=DomainIndependent,
        ),
        "adversarial": Method(
            "The {of} answer was trained not to reveal the {groups} of faces of the same {of} (adversarial debiasing).",
            objective=Adversarial,
        ),
    }
)

"""Training that errs no more for one group than for another, by name.

What is to be evened out is how often one attribute is told as the annotators told it. The groups are the combinations
of its labels with those of other columns (`groups`); methods that compare the columns' groups do so for each label
apart. Other answers are learnt as they always are. Of no method anything is left in the network that is served but its
weights. TensorFlow is imported when a training begins, not before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.datasets.dataset import Indices
from core.training.mitigation.adversarial import Adversarial
from core.training.mitigation.balanced_sampling import balanced_order
from core.training.mitigation.domain_independent import DomainIndependent
from core.training.mitigation.group_dro import GroupDRO
from core.training.mitigation.groups import Groups, Labels
from core.training.mitigation.objective import Objective
from core.training.mitigation.reweighing import reweighed

MethodName = Literal["none", "balanced-sampling", "reweighing", "group-dro", "domain-independent", "adversarial"]


def _shuffled(groups: Groups, labels: Labels, rng: np.random.Generator) -> Indices:
    return rng.permutation(len(labels[groups.of.name]))


def _alike(groups: Groups, labels: Labels) -> NDArray[np.float32]:
    return np.ones(len(labels[groups.of.name]), np.float32)


@dataclass(frozen=True, slots=True)
class Method:
    """What a training does otherwise than a plain one."""

    words: str
    """For the card, with `{of}` for the attribute's title and `{groups}` for those of the groups' columns."""
    order: Callable[[Groups, Labels, np.random.Generator], Indices] = _shuffled
    """Places of the faces of an epoch, as many as there are faces."""
    weights: Callable[[Groups, Labels], NDArray[np.float32]] = _alike
    """What each face counts, shape (n,), mean 1."""
    objective: Callable[[Groups], Objective] = Objective


METHODS: Final[Mapping[MethodName, Method]] = MappingProxyType(
    {
        "none": Method(""),
        "balanced-sampling": Method(
            "Every combination of {of} and {groups} was shown as often as any other (balanced sampling).",
            order=balanced_order,
        ),
        "reweighing": Method(
            "Pictures counted for so much that {of} and {groups} told nothing of each other (reweighing).",
            weights=reweighed,
        ),
        "group-dro": Method(
            "The loss of the combinations of {of} and {groups} that fared worst was made small (group DRO).",
            order=balanced_order,
            objective=GroupDRO,
        ),
        "domain-independent": Method(
            "Perceived {of} was learnt by a head per {groups}; the answer is that of all of them together "
            "(domain-independent training).",
            objective=DomainIndependent,
        ),
        "adversarial": Method(
            "The {of} answer was kept from telling the {groups} of faces of one {of} (adversarial debiasing).",
            objective=Adversarial,
        ),
    }
)

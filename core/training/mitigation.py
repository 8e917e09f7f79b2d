"""Bias mitigation in training: the registry of methods, their groups, and their loss functions.

A method balances the error rates of one attribute between groups: the combinations of its labels with those of other
columns (`groups`). Other answers are trained as usual. The exported network keeps nothing of a method but its weights.
TensorFlow is imported only when a training begins.

The groups are combinations of an attribute's labels with those of other columns. The other columns alone would not be
enough: if a label is rare in a group, a network that always predicts another is accurate for the group as a whole, and
wrong for everyone with that label.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from core.datasets.dataset import Indices
from core.schema import NOT_GIVEN, Attribute

if TYPE_CHECKING:
    import keras


Labels = Mapping[str, Indices]

MAX_WEIGHT: Final = 10.0
"""Largest weight of a picture, so that a small combination is not memorised."""


@dataclass(frozen=True, slots=True)
class Groups:
    """The attribute whose errors are balanced, and the columns that define the groups."""

    of: Attribute
    columns: tuple[Attribute, ...]

    @property
    def count(self) -> int:
        """Number of groups: combinations of the columns' labels."""
        return math.prod(len(column.labels) for column in self.columns)

    @property
    def cell_count(self) -> int:
        """Number of combinations of a label of `of` with a group."""
        return len(self.of.labels) * self.count

    def group_ids(self, labels: Labels) -> Indices:
        """The group of each face, below `count`; `NOT_GIVEN` if a label is missing."""
        found = np.zeros(len(labels[self.of.name]), np.int64)
        for column in self.columns:
            values = labels[column.name]
            found = np.where((found >= 0) & (values >= 0), found * len(column.labels) + values, NOT_GIVEN)
        return found

    def cells(self, labels: Labels) -> Indices:
        """The combination of each face, below `cell_count`; `NOT_GIVEN` if a label is missing."""
        own, group_ids = labels[self.of.name], self.group_ids(labels)
        return np.where((own >= 0) & (group_ids >= 0), own * self.count + group_ids, NOT_GIVEN)


_ENOUGH: Final = 20
"""Combinations with fewer faces are ignored: their accuracy is mostly noise."""


def worst_group_accuracy(groups: Groups, labels: Labels, predicted: Indices) -> float:
    """The lowest accuracy of a combination of label and group, for the choice of the epoch.

    Sagawa et al. 2020, Distributionally Robust Neural Networks for Group Shifts; Idrissi et al. 2022 found that this
    choice matters as much as the training. The overall accuracy if every combination is too small."""
    actual, cell = labels[groups.of.name], groups.cells(labels)
    right, known = predicted == actual, cell >= 0
    counts = np.bincount(cell[known], minlength=1)
    shares = np.bincount(cell[known], weights=right[known], minlength=1) / np.maximum(counts, 1)
    enough = counts >= _ENOUGH
    return float(shares[enough].min()) if enough.any() else float(right[actual >= 0].mean())


def balanced_order(groups: Groups, labels: Labels, rng: np.random.Generator) -> Indices:
    """Balanced sampling: indices of an epoch with the same number of faces of each combination.

    Idrissi et al. 2022, Simple data balancing achieves competitive worst-group-accuracy (there RWG). No face of a
    combination is repeated before all have been used, and none is used more than `MAX_WEIGHT` times. Faces without a
    known combination are used once.
    """
    cell = groups.cells(labels)
    unknown = np.flatnonzero(cell < 0)
    members = [np.flatnonzero(cell == one) for one in np.unique(cell[cell >= 0])]
    if not members:
        return rng.permutation(unknown)
    count = len(cell) - len(unknown)
    alike, most = count / len(members), MAX_WEIGHT * np.array([len(some) for some in members])
    few = most < alike
    rest = (count - most[few].sum()) / np.count_nonzero(~few)
    ends = np.rint(np.cumsum(np.where(few, most, rest))).astype(np.int64)
    sizes = np.diff(ends, prepend=0).tolist()
    drawn = [np.resize(rng.permutation(some), size) for some, size in zip(members, sizes, strict=True)]
    return rng.permutation(np.concatenate([*drawn, unknown]))


def reweighing_weights(groups: Groups, labels: Labels) -> NDArray[np.float32]:
    """Reweighing: sample weights, mean 1, that make label and group statistically independent.

    Kamiran and Calders 2012, Data preprocessing techniques for classification without discrimination. The weight is the
    expected frequency of a combination divided by its actual one; 1 for faces without a known combination.
    """
    cell = groups.cells(labels)
    known = cell >= 0
    each = np.ones(len(cell), np.float32)
    if known.any():
        found = np.bincount(cell[known], minlength=groups.cell_count).reshape(-1, groups.count)
        expected = np.outer(found.sum(axis=1), found.sum(axis=0)) / np.count_nonzero(known)
        counting = np.minimum(expected / np.maximum(found, 1), MAX_WEIGHT).ravel()[cell[known]]
        each[known] = counting / counting.mean()
    return each


Tensor = Any
CrossEntropy = Callable[[Tensor, Tensor], Tensor]
"""Cross-entropy of each face, shape (n,), from probabilities of shape (n, classes) and labels; 0 if a label is
missing."""


class Objective:
    """The plain loss: mean cross-entropy.

    Subclasses override what they change. One instance per training; its methods run while TensorFlow traces the graph.

    Args:
        groups: The mitigated attribute and the groups.
    """

    def __init__(self, groups: Groups) -> None:
        self.groups = groups

    def extended(self, network: keras.Model) -> keras.Model:
        """The network with further outputs for training; they are not exported."""
        return network

    @property
    def state(self) -> Sequence[Any]:
        """Further variables for the checkpoint."""
        return ()

    def loss(
        self,
        answers: Mapping[str, Tensor],
        labels: Tensor,
        group_ids: Tensor,
        weights: Tensor,
        cross_entropy: CrossEntropy,
    ) -> Tensor:
        """The loss to minimise.

        Args:
            answers: Outputs of the extended network by name.
            labels: Of the attribute, shape (n,); `NOT_GIVEN` if missing.
            group_ids: The group of each face, shape (n,), likewise.
            weights: Sample weights, shape (n,).
            cross_entropy: With the recipe's label smoothing.
        """
        import tensorflow as tf

        return tf.reduce_mean(weights * cross_entropy(answers[self.groups.of.name], labels))

    def after_step(self, network: keras.Model) -> None:
        """Update the answering layers after a step."""


def label_at(values: Tensor, indices: Tensor) -> Tensor:
    """Rows `values[n, indices[n]]`; arbitrary where the index is missing."""
    import tensorflow as tf

    return tf.gather(values, tf.maximum(indices, 0), batch_dims=1)


def where_both(values: Tensor, other: Tensor) -> Tensor:
    """`values` where both are given; `NOT_GIVEN` elsewhere."""
    import tensorflow as tf

    return tf.where(other >= 0, values, other)


_STEP: Final = 0.01
"""Step size of the group weights, as in the paper."""


class GroupDRO(Objective):
    """Minimise the loss of the worst combination of label and group instead of the mean.

    Sagawa et al. 2020, Distributionally Robust Neural Networks for Group Shifts, algorithm 1: groups are sampled
    equally, and the weights of groups with a high loss grow. Needs weight decay or early stopping, as the paper found.
    Faces without a known combination have no loss.
    """

    def __init__(self, groups: Groups) -> None:
        import tensorflow as tf

        super().__init__(groups)
        self._shares = tf.Variable(tf.fill([groups.cell_count], 1.0 / groups.cell_count), trainable=False)

    @property
    def state(self) -> Sequence[Any]:
        """The group weights."""
        return (self._shares,)

    def loss(
        self,
        answers: Mapping[str, Tensor],
        labels: Tensor,
        group_ids: Tensor,
        weights: Tensor,
        cross_entropy: CrossEntropy,
    ) -> Tensor:
        """The mean loss of each combination in the batch, weighted."""
        import tensorflow as tf

        cells = self.groups.cell_count
        losses = weights * cross_entropy(answers[self.groups.of.name], labels)
        # Negative indices are ignored by the sum.
        cell = where_both(where_both(labels * self.groups.count + group_ids, labels), group_ids)
        sums = tf.math.unsorted_segment_sum(losses, cell, cells)
        means = tf.math.divide_no_nan(sums, tf.math.unsorted_segment_sum(tf.ones_like(losses), cell, cells))
        grown = self._shares * tf.exp(_STEP * tf.stop_gradient(means))
        self._shares.assign(grown / tf.reduce_sum(grown))
        return tf.reduce_sum(self._shares * means)


_HEADS_OUTPUT: Final = "answer-by-group"


class DomainIndependent(Objective):
    """One output layer per group, each trained on its own faces; the answer is their mean.

    Wang et al. 2020, Towards Fairness in Visual Recognition: Effective Strategies for Bias Mitigation. There the answer
    is the sum of the logits; a mean differs by a temperature only, which calibration fits. A mean of linear layers is a
    linear layer, so the exported network is a plain one. It balances the effect of rare labels on a group's answers,
    not groups that are harder to classify.
    """

    @property
    def _shape(self) -> tuple[int, int]:
        return self.groups.count, len(self.groups.of.labels)

    def extended(self, network: keras.Model) -> keras.Model:
        """With the probabilities of each head, shape (n, groups, labels)."""
        import keras
        from keras import layers, ops

        together = network.get_layer(self.groups.of.name)
        together.trainable = False  # it is set after each step, not trained
        features = together.input
        logits = layers.Dense(self._shape[0] * self._shape[1], dtype="float32", name=_HEADS_OUTPUT)(features)
        heads = ops.softmax(ops.reshape(logits, (-1, *self._shape)))
        return keras.Model(network.input, {**network.output, _HEADS_OUTPUT: heads}, name=f"{network.name}_with_heads")

    def loss(
        self,
        answers: Mapping[str, Tensor],
        labels: Tensor,
        group_ids: Tensor,
        weights: Tensor,
        cross_entropy: CrossEntropy,
    ) -> Tensor:
        """The mean cross-entropy of the heads, each on the faces of its group."""
        import tensorflow as tf

        own = label_at(answers[_HEADS_OUTPUT], group_ids)
        return tf.reduce_mean(weights * cross_entropy(own, where_both(labels, group_ids)))

    def after_step(self, network: keras.Model) -> None:
        """Set the answering head to the mean of all heads."""
        import tensorflow as tf

        heads, together = network.get_layer(_HEADS_OUTPUT), network.get_layer(self.groups.of.name)
        together.kernel.assign(tf.reduce_mean(tf.reshape(heads.kernel, (-1, *self._shape)), axis=1))
        together.bias.assign(tf.reduce_mean(tf.reshape(heads.bias, self._shape), axis=0))


_ADVERSARY_OUTPUT: Final = "group-by-answer"
_STRENGTH: Final = 3.0
"""Factor of the reversed gradient."""
_UNITS: Final = 32
_SMALLEST: Final = 1e-7


class Adversarial(Objective):
    """Adversarial debiasing: a second network predicts the group from the answer, and the first is trained against it.

    Zhang et al. 2018, Mitigating Unwanted Biases with Adversarial Learning, for equality of odds: the adversary sees
    the answer and the true label. Both are trained in one step with a reversed gradient (Ganin et al. 2016, Domain-
    Adversarial Training of Neural Networks) instead of the paper's projection. The adversary does not see the features,
    from which another head may have to predict the group.
    """

    def extended(self, network: keras.Model) -> keras.Model:
        """With the group probabilities for each true label, shape (n, labels, groups)."""
        import keras
        from keras import layers, ops

        shape = (len(self.groups.of.labels), self.groups.count)
        chances = ops.log(ops.maximum(network.output[self.groups.of.name], _SMALLEST))
        odds = chances[:, 1:] - chances[:, :1]
        # The same value with a reversed gradient.
        reversed_odds = ops.stop_gradient((1 + _STRENGTH) * odds) - _STRENGTH * odds
        hidden = layers.Dense(_UNITS, activation="relu", dtype="float32", name="adversary-hidden")(reversed_odds)
        by_label = layers.Dense(shape[0] * shape[1], dtype="float32", name=_ADVERSARY_OUTPUT)(hidden)
        by_label = ops.softmax(ops.reshape(by_label, (-1, *shape)))
        return keras.Model(
            network.input, {**network.output, _ADVERSARY_OUTPUT: by_label}, name=f"{network.name}_with_adversary"
        )

    def loss(
        self,
        answers: Mapping[str, Tensor],
        labels: Tensor,
        group_ids: Tensor,
        weights: Tensor,
        cross_entropy: CrossEntropy,
    ) -> Tensor:
        """The sum of the two losses."""
        import tensorflow as tf

        by_label = label_at(answers[_ADVERSARY_OUTPUT], labels)
        own = super().loss(answers, labels, group_ids, weights, cross_entropy)
        return own + tf.reduce_mean(cross_entropy(by_label, where_both(group_ids, labels)))


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

"""Domain-independent training: a head for each group, learnt on its own faces; all are asked together.

Wang et al. 2020, Towards Fairness in Visual Recognition: Effective Strategies for Bias Mitigation. Their answer is the
label with the largest sum of logits over all heads. A sum of linear layers is a linear layer, so the network that is
served is the plain one: its head is the mean of the heads. A mean in place of a sum is a matter of temperature, which
calibration settles.

It evens out what a rare label does to one group's answers: of so many heads that is the habit of one. Where a group's
labels are as common but harder to tell, there is nothing that it could even out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from core.training.mitigation.objective import CrossEntropy, Objective, Tensor, label_at, where_both

if TYPE_CHECKING:
    import keras

_OUTPUT: Final = "answer-by-group"


class DomainIndependent(Objective):
    """Each face is learnt by the head of its group as labelled."""

    @property
    def _shape(self) -> tuple[int, int]:
        return self.groups.count, len(self.groups.of.labels)

    def extended(self, network: keras.Model) -> keras.Model:
        """With each head's probabilities, shape (n, groups, labels)."""
        import keras
        from keras import layers, ops

        together = network.get_layer(self.groups.of.name)
        together.trainable = False  # it is set, not learnt
        features = together.input
        logits = layers.Dense(self._shape[0] * self._shape[1], dtype="float32", name=_OUTPUT)(features)
        heads = ops.softmax(ops.reshape(logits, (-1, *self._shape)))
        return keras.Model(network.input, {**network.output, _OUTPUT: heads}, name=f"{network.name}_with_heads")

    def loss(
        self,
        answers: Mapping[str, Tensor],
        labels: Tensor,
        places: Tensor,
        weights: Tensor,
        cross_entropy: CrossEntropy,
    ) -> Tensor:
        """The mean cross-entropy of the heads, each on its own faces."""
        import tensorflow as tf

        own = label_at(answers[_OUTPUT], places)
        return tf.reduce_mean(weights * cross_entropy(own, where_both(labels, places)))

    def after_step(self, network: keras.Model) -> None:
        """Make the head that answers the mean of all."""
        import tensorflow as tf

        heads, together = network.get_layer(_OUTPUT), network.get_layer(self.groups.of.name)
        together.kernel.assign(tf.reduce_mean(tf.reshape(heads.kernel, (-1, *self._shape)), axis=1))
        together.bias.assign(tf.reduce_mean(tf.reshape(heads.bias, self._shape), axis=0))

"""Domain-independent training: a gender head for each ethnicity, learnt on its own faces; all are asked together.

Wang et al. 2020, Towards Fairness in Visual Recognition: Effective Strategies for Bias Mitigation. Their answer is the
label with the largest sum of logits over all heads. A sum of linear layers is a linear layer, so the network that is
served is the plain one: its gender head is the mean of the heads. A mean in place of a sum is a matter of temperature,
which calibration settles.

It evens out what a rare gender does to one group's answers: of so many heads that is the habit of one. Where a group's
genders are as common but harder to tell, there is nothing that it could even out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from core.labels import ETHNICITIES, GENDERS, Head
from core.training.mitigation.objective import Objective, Surprise, Tensor

if TYPE_CHECKING:
    import keras

_OUTPUT: Final = "gender_by_ethnicity"
_SHAPE: Final = (len(ETHNICITIES), len(GENDERS))


class DomainIndependent(Objective):
    """Each face is learnt by the head of its ethnicity as labelled."""

    def extended(self, network: keras.Model) -> keras.Model:
        """With each head's probabilities, shape (n, ethnicities, genders)."""
        import keras
        from keras import layers, ops

        together = network.get_layer("gender")
        together.trainable = False  # it is set, not learnt
        features = together.input
        logits = layers.Dense(_SHAPE[0] * _SHAPE[1], dtype="float32", name=_OUTPUT)(features)
        heads = ops.softmax(ops.reshape(logits, (-1, *_SHAPE)))
        return keras.Model(network.input, {**network.output, _OUTPUT: heads}, name=f"{network.name}_with_heads")

    def gender_loss(
        self, answers: Mapping[str, Tensor], labels: Mapping[Head, Tensor], weights: Tensor, surprise: Surprise
    ) -> Tensor:
        """The mean cross-entropy of the heads, each on its own faces."""
        import tensorflow as tf

        own = tf.gather(answers[_OUTPUT], labels["ethnicity"], batch_dims=1)
        return tf.reduce_mean(weights * surprise(own, labels["gender"]))

    def settle(self, network: keras.Model) -> None:
        """Make the head that answers the mean of all."""
        import tensorflow as tf

        heads, together = network.get_layer(_OUTPUT), network.get_layer("gender")
        together.kernel.assign(tf.reduce_mean(tf.reshape(heads.kernel, (-1, *_SHAPE)), axis=1))
        together.bias.assign(tf.reduce_mean(tf.reshape(heads.bias, _SHAPE), axis=0))

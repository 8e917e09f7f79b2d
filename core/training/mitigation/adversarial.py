"""Adversarial debiasing: another network tries to tell the group by the answer, and is not to succeed.

Zhang et al. 2018, Mitigating Unwanted Biases with Adversarial Learning, for equality of odds: the adversary sees the
answer and knows the true label, so that all it can find is that people of one label are answered otherwise in one
group than in another. Both learn in one step by a gradient that is reversed on its way (Ganin et al. 2016,
Domain-Adversarial Training of Neural Networks), in place of the paper's projection. The adversary sees the answer alone
and not the features, for from those another head may have to tell the group.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from core.training.mitigation.objective import CrossEntropy, Objective, Tensor, label_at, where_both

if TYPE_CHECKING:
    import keras

_OUTPUT: Final = "group-by-answer"
_STRENGTH: Final = 3.0
"""By how much the reversed gradient is multiplied."""
_UNITS: Final = 32
_SMALLEST: Final = 1e-7


class Adversarial(Objective):
    """The answers' cross-entropy and, reversed for the network, the adversary's."""

    def extended(self, network: keras.Model) -> keras.Model:
        """With the groups' probabilities for each true label, shape (n, labels, groups)."""
        import keras
        from keras import layers, ops

        shape = (len(self.groups.of.labels), self.groups.count)
        chances = ops.log(ops.maximum(network.output[self.groups.of.name], _SMALLEST))
        odds = chances[:, 1:] - chances[:, :1]
        # The same value, whose gradient is turned round.
        turned = ops.stop_gradient((1 + _STRENGTH) * odds) - _STRENGTH * odds
        hidden = layers.Dense(_UNITS, activation="relu", dtype="float32", name="adversary-hidden")(turned)
        told = layers.Dense(shape[0] * shape[1], dtype="float32", name=_OUTPUT)(hidden)
        told = ops.softmax(ops.reshape(told, (-1, *shape)))
        return keras.Model(network.input, {**network.output, _OUTPUT: told}, name=f"{network.name}_with_adversary")

    def loss(
        self,
        answers: Mapping[str, Tensor],
        labels: Tensor,
        places: Tensor,
        weights: Tensor,
        cross_entropy: CrossEntropy,
    ) -> Tensor:
        """The sum of both."""
        import tensorflow as tf

        told = label_at(answers[_OUTPUT], labels)
        own = super().loss(answers, labels, places, weights, cross_entropy)
        return own + tf.reduce_mean(cross_entropy(told, where_both(places, labels)))

"""Adversarial debiasing: another network tries to tell the ethnicity by the gender answer, and is not to succeed.

Zhang et al. 2018, Mitigating Unwanted Biases with Adversarial Learning, for equality of odds: the adversary sees the
answer and knows the true gender, so that all it can find is that people of one gender are answered otherwise in one
group than in another. Both learn in one step by a gradient that is reversed on its way (Ganin et al. 2016,
Domain-Adversarial Training of Neural Networks), in place of the paper's projection. The adversary sees the answer alone
and not the features, for from those the other head has to tell the ethnicity.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from core.labels import ETHNICITIES, GENDERS, Head
from core.training.mitigation.objective import Objective, Surprise, Tensor

if TYPE_CHECKING:
    import keras

_OUTPUT: Final = "ethnicity_by_answer"
_STRENGTH: Final = 3.0
"""By how much the reversed gradient is multiplied."""
_UNITS: Final = 32
_SMALLEST: Final = 1e-7


class Adversarial(Objective):
    """The answers' cross-entropy and, reversed for the network, the adversary's."""

    def extended(self, network: keras.Model) -> keras.Model:
        """With the ethnicity's probabilities for either true gender, shape (n, genders, ethnicities)."""
        import keras
        from keras import layers, ops

        chances = ops.log(ops.maximum(network.output["gender"], _SMALLEST))
        odds = chances[:, 1:] - chances[:, :1]
        # The same value, whose gradient is turned round.
        turned = ops.stop_gradient((1 + _STRENGTH) * odds) - _STRENGTH * odds
        hidden = layers.Dense(_UNITS, activation="relu", dtype="float32", name="adversary")(turned)
        told = layers.Dense(len(GENDERS) * len(ETHNICITIES), dtype="float32", name=_OUTPUT)(hidden)
        told = ops.softmax(ops.reshape(told, (-1, len(GENDERS), len(ETHNICITIES))))
        return keras.Model(network.input, {**network.output, _OUTPUT: told}, name=f"{network.name}_with_adversary")

    def gender_loss(
        self, answers: Mapping[str, Tensor], labels: Mapping[Head, Tensor], weights: Tensor, surprise: Surprise
    ) -> Tensor:
        """The sum of both."""
        import tensorflow as tf

        told = tf.gather(answers[_OUTPUT], labels["gender"], batch_dims=1)
        return super().gender_loss(answers, labels, weights, surprise) + tf.reduce_mean(
            surprise(told, labels["ethnicity"])
        )

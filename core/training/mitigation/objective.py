"""What the gender head learns by, unless a method says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.labels import Head

if TYPE_CHECKING:
    import keras

Tensor = Any
Surprise = Callable[[Tensor, Tensor], Tensor]
"""Cross-entropy a face, shape (n,), of probabilities of shape (n, classes) and labels."""


class Objective:
    """The mean cross-entropy of the answers.

    A method overrides what it does otherwise. One is made a training, and asked while TensorFlow draws its graph.
    """

    def extended(self, network: keras.Model) -> keras.Model:
        """The network with what else is learnt, as further outputs; it shares all layers and is not served."""
        return network

    @property
    def state(self) -> Sequence[Any]:
        """Variables besides the network's, which a checkpoint keeps."""
        return ()

    def gender_loss(
        self, answers: Mapping[str, Tensor], labels: Mapping[Head, Tensor], weights: Tensor, surprise: Surprise
    ) -> Tensor:
        """What is made small.

        Args:
            answers: Of the extended network, by the names of its outputs.
            labels: By head, shape (n,).
            weights: Of the faces, shape (n,).
            surprise: Cross-entropy with the recipe's label smoothing.
        """
        import tensorflow as tf

        return tf.reduce_mean(weights * surprise(answers["gender"], labels["gender"]))

    def settle(self, network: keras.Model) -> None:
        """After a step, bring what answers in the extended network in line with what was learnt."""

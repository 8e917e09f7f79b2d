"""What the head whose errors are evened out learns by, unless a method says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.training.mitigation.groups import Groups

if TYPE_CHECKING:
    import keras

Tensor = Any
CrossEntropy = Callable[[Tensor, Tensor], Tensor]
"""Cross-entropy per face, shape (n,), of probabilities of shape (n, classes) and labels; 0 where none is given."""


class Objective:
    """The mean cross-entropy of the answers.

    A method overrides what it does otherwise. One is made per training, and asked while TensorFlow draws its graph.

    Args:
        groups: The attribute that is learnt, and the groups between which its errors are to be even.
    """

    def __init__(self, groups: Groups) -> None:
        self.groups = groups

    def extended(self, network: keras.Model) -> keras.Model:
        """The network with what else is learnt, as further outputs; it shares all layers and is not served."""
        return network

    @property
    def state(self) -> Sequence[Any]:
        """Variables besides the network's, which a checkpoint keeps."""
        return ()

    def loss(
        self,
        answers: Mapping[str, Tensor],
        labels: Tensor,
        places: Tensor,
        weights: Tensor,
        cross_entropy: CrossEntropy,
    ) -> Tensor:
        """What is made small.

        Args:
            answers: Of the extended network, by the names of its outputs.
            labels: Of the attribute, shape (n,); `NOT_GIVEN` where there is none.
            places: The group of each face, shape (n,), likewise.
            weights: Of the faces, shape (n,).
            cross_entropy: With the recipe's label smoothing.
        """
        import tensorflow as tf

        return tf.reduce_mean(weights * cross_entropy(answers[self.groups.of.name], labels))

    def after_step(self, network: keras.Model) -> None:
        """Bring what answers in the extended network in line with what was learnt."""


def label_at(values: Tensor, indices: Tensor) -> Tensor:
    """Rows `values[n, indices[n]]`, any of them where no index is given."""
    import tensorflow as tf

    return tf.gather(values, tf.maximum(indices, 0), batch_dims=1)


def where_both(values: Tensor, other: Tensor) -> Tensor:
    """The first indices where both are given; `NOT_GIVEN` elsewhere."""
    import tensorflow as tf

    return tf.where(other >= 0, values, other)

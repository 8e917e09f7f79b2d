"""Group DRO: what is made small is the loss of the group that fares worst, not the mean.

Sagawa et al. 2020, Distributionally Robust Neural Networks for Group Shifts, algorithm 1: groups are drawn alike, each
has a share of the loss, and the shares of groups with a high loss grow. The paper found that it needs weights to be
held small or an early end; `mitigation.best_epoch` and `weight_decay` are for that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from core.labels import ETHNICITIES, Head
from core.training.mitigation.groups import CELLS
from core.training.mitigation.objective import Objective, Surprise, Tensor

_STEP: Final = 0.01
"""How fast shares change; the paper's."""


class GroupDRO(Objective):
    """The loss of each combination of gender and ethnicity by its share."""

    def __init__(self) -> None:
        import tensorflow as tf

        self._shares = tf.Variable(tf.fill([CELLS], 1.0 / CELLS), trainable=False)

    @property
    def state(self) -> Sequence[Any]:
        """The shares."""
        return (self._shares,)

    def gender_loss(
        self, answers: Mapping[str, Tensor], labels: Mapping[Head, Tensor], weights: Tensor, surprise: Surprise
    ) -> Tensor:
        """The mean loss of each combination in the batch, weighed by its share."""
        import tensorflow as tf

        surprises = weights * surprise(answers["gender"], labels["gender"])
        cell = labels["gender"] * len(ETHNICITIES) + labels["ethnicity"]
        sums = tf.math.unsorted_segment_sum(surprises, cell, CELLS)
        means = tf.math.divide_no_nan(sums, tf.math.unsorted_segment_sum(tf.ones_like(surprises), cell, CELLS))
        grown = self._shares * tf.exp(_STEP * tf.stop_gradient(means))
        self._shares.assign(grown / tf.reduce_sum(grown))
        return tf.reduce_sum(self._shares * means)

"""Group DRO: what is made small is the loss of the group that fares worst, not the mean.

Sagawa et al. 2020, Distributionally Robust Neural Networks for Group Shifts, algorithm 1: groups are drawn alike, each
has a share of the loss, and the shares of groups with a high loss grow. The paper found that it needs weights to be
held small or an early end; `mitigation.best_epoch` and `weight_decay` are for that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from core.training.mitigation.groups import Groups
from core.training.mitigation.objective import CrossEntropy, Objective, Tensor, where_both

_STEP: Final = 0.01
"""How fast shares change; the paper's."""


class GroupDRO(Objective):
    """The loss of each combination of label and group by its share; faces of no known combination have none."""

    def __init__(self, groups: Groups) -> None:
        import tensorflow as tf

        super().__init__(groups)
        self._shares = tf.Variable(tf.fill([groups.cell_count], 1.0 / groups.cell_count), trainable=False)

    @property
    def state(self) -> Sequence[Any]:
        """The shares."""
        return (self._shares,)

    def loss(
        self,
        answers: Mapping[str, Tensor],
        labels: Tensor,
        places: Tensor,
        weights: Tensor,
        cross_entropy: CrossEntropy,
    ) -> Tensor:
        """The mean loss of each combination in the batch, weighed by its share."""
        import tensorflow as tf

        cells = self.groups.cell_count
        losses = weights * cross_entropy(answers[self.groups.of.name], labels)
        # A negative index is in no sum.
        cell = where_both(where_both(labels * self.groups.count + places, labels), places)
        sums = tf.math.unsorted_segment_sum(losses, cell, cells)
        means = tf.math.divide_no_nan(sums, tf.math.unsorted_segment_sum(tf.ones_like(losses), cell, cells))
        grown = self._shares * tf.exp(_STEP * tf.stop_gradient(means))
        self._shares.assign(grown / tf.reduce_sum(grown))
        return tf.reduce_sum(self._shares * means)

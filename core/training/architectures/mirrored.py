"""The mean of what a network answers for a face and for its mirror image, which errs less than either."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.training.architectures.parts import Tensor

if TYPE_CHECKING:
    import keras


def mirrored(network: keras.Model) -> keras.Model:
    """A network that shows `network` every picture twice, the second time mirrored, and has the same weights."""
    import keras
    from keras import ops

    shown = keras.Input(network.input.shape[1:], name="picture")
    found = network(ops.concatenate([shown, ops.flip(shown, axis=2)], axis=0))
    return keras.Model(shown, {name: _mean(values) for name, values in found.items()}, name=f"{network.name}_mirrored")


def _mean(values: Tensor) -> Tensor:
    """Of the two halves of a batch; what has rows and columns is mirrored back."""
    from keras import ops

    seen, mirrored_seen = ops.split(values, 2, axis=0)
    if len(values.shape) == 4:
        mirrored_seen = ops.flip(mirrored_seen, axis=2)
    return (seen + mirrored_seen) / 2

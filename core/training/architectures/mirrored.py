"""The mean of what a network answers for a face and for its mirror image, which errs less than either."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras


def mirrored(network: keras.Model) -> keras.Model:
    """A network that shows `network` every picture twice, the second time mirrored, and has the same weights."""
    import keras
    from keras import ops

    shown = keras.Input(network.input.shape[1:], name="picture")
    found = network(ops.concatenate([shown, ops.flip(shown, axis=2)], axis=0))
    means = {head: ops.mean(ops.reshape(values, (2, -1, values.shape[-1])), axis=0) for head, values in found.items()}
    return keras.Model(shown, means, name=f"{network.name}_mirrored")

"""Where a network looked, told by the network itself.

Class activation maps: Zhou et al. 2016, Learning Deep Features for Discriminative Localization.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.model.bundle import map_output
from core.training.architectures.parts import FIELDS

if TYPE_CHECKING:
    import keras


def with_maps(network: keras.Model) -> keras.Model:
    """The network with one more output per answer, shape (n, rows, columns, labels); as it is where it cannot have it.

    An answer that is told from the mean of the last fields is a sum over the fields: of what each of them adds to each
    label. The mean of a map is the label's logit but for its bias.
    """
    import keras
    from keras import layers

    if not any(layer.name == FIELDS for layer in network.layers):
        return network
    fields = network.get_layer(FIELDS).input
    maps = {}
    for name, probabilities in network.output.items():
        added = layers.Conv2D(probabilities.shape[-1], 1, use_bias=False, dtype="float32", name=map_output(name))
        maps[map_output(name)] = added(fields)
        added.set_weights([network.get_layer(name).get_weights()[0][None, None]])
    return keras.Model(network.input, {**network.output, **maps}, name=network.name)

"""Where a network looked, told by the network itself.

Class activation maps: Zhou et al. 2016, Learning Deep Features for Discriminative Localization.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.bundle import map_output
from core.labels import HEADS
from core.training.architectures.parts import FIELDS

if TYPE_CHECKING:
    import keras


def with_maps(network: keras.Model) -> keras.Model:
    """The network with one more output a head, shape (n, rows, columns, labels); as it is where it cannot have them.

    An answer that is told from the mean of the last fields is a sum over the fields: of what each of them adds to each
    label. The mean of a map is the label's logit but for its bias.
    """
    import keras
    from keras import layers

    if not any(layer.name == FIELDS for layer in network.layers):
        return network
    fields = network.get_layer(FIELDS).input
    maps = {}
    for head, labels in HEADS.items():
        added = layers.Conv2D(len(labels), 1, use_bias=False, dtype="float32", name=map_output(head))
        maps[map_output(head)] = added(fields)
        added.set_weights([network.get_layer(head).get_weights()[0][None, None]])
    return keras.Model(network.input, {**network.output, **maps}, name=network.name)

"""The network of the student report "Gender and Ethnicity Authentication", from which Facet grew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.bundle import InputSpec
from core.labels import HEADS

if TYPE_CHECKING:
    import keras


def build(
    spec: InputSpec,
    *,
    blocks: int = 3,
    width: int = 32,
    dense: int = 256,
    block_dropout: float = 0.25,
    dropout: float = 0.5,
) -> keras.Model:
    """Blocks of convolution and max-pooling, flatten, dense, dropout, a softmax for each head.

    Args:
        spec: Its size and channels are the input's.
        blocks: Each halves the picture and has twice the filters of the one before.
        width: Filters of the first block.
        dense: Units of the dense layer.
        block_dropout: Share of values dropped after each block.
        dropout: Share of values dropped before the heads.
    """
    import keras
    from keras import layers

    picture = keras.Input((spec.size, spec.size, spec.channels), name="picture")
    x = layers.Rescaling(1 / 255)(picture)
    for block in range(blocks):
        x = layers.Conv2D(width * 2**block, 3, activation="relu")(x)
        x = layers.MaxPooling2D()(x)
        x = layers.Dropout(block_dropout)(x)
    x = layers.Flatten()(x)
    x = layers.Dense(dense, activation="relu")(x)
    x = layers.Dropout(dropout)(x)
    heads = {head: layers.Dense(len(labels), activation="softmax", name=head)(x) for head, labels in HEADS.items()}
    return keras.Model(picture, heads, name="report_cnn")

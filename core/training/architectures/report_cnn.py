"""The network of the student report from which Facet grew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from core.model.bundle import InputSpec
from core.training.architectures.parts import Attributes, answers, picture
from core.training.knobs import Knobs

if TYPE_CHECKING:
    import keras


class Parameters(Knobs):
    """What can be chosen about the report's network."""

    blocks: int = Field(3, ge=1, le=5, description="Blocks of convolution and pooling; each halves the picture.")
    width: int = Field(32, ge=4, le=256, description="Filters of the first block; each block has twice the last one's.")
    dense: int = Field(256, ge=8, le=4096, description="Units of the layer before the answers.")
    block_dropout: float = Field(0.25, ge=0, le=0.9, description="Share of values left out at random after each block.")
    dropout: float = Field(0.5, ge=0, le=0.9, description="Share of values left out at random before the answers.")


def build(spec: InputSpec, chosen: Parameters, attributes: Attributes) -> keras.Model:
    """Blocks of convolution and max-pooling, flatten, dense, dropout, a softmax per attribute."""
    import keras
    from keras import layers

    shown, x = picture(spec)
    for block in range(chosen.blocks):
        x = layers.Conv2D(chosen.width * 2**block, 3, activation="relu")(x)
        x = layers.MaxPooling2D()(x)
        x = layers.Dropout(chosen.block_dropout)(x)
    x = layers.Flatten()(x)
    x = layers.Dense(chosen.dense, activation="relu")(x)
    x = layers.Dropout(chosen.dropout)(x)
    return keras.Model(shown, answers(x, attributes), name="report_cnn")

"""A residual network that weighs its channels and lets the parts of the face look at one another.

Squeeze-excitation: Hu et al. 2018, Squeeze-and-Excitation Networks. The transformer block at the end: Vaswani et al.
2017, Attention Is All You Need, in the form of Dosovitskiy et al. 2021 (normalised before each half), over the fields
of the last convolution, as in Srinivas et al. 2021, Bottleneck Transformers.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pydantic import Field

from core.model.bundle import InputSpec
from core.training.architectures.parts import (
    Attributes,
    Tensor,
    answers,
    convolution,
    mean_of_fields,
    picture,
    residual_block,
    stages,
)
from core.training.knobs import Knobs

if TYPE_CHECKING:
    import keras


class Parameters(Knobs):
    """What can be chosen about the network with attention."""

    blocks: str = Field(
        "1-2-2-2", pattern=r"^[1-6](-[1-6]){1,3}$", description="Residual blocks of each stage, such as 1-2-2-2."
    )
    width: int = Field(32, ge=8, le=128, description="Filters of the first stage; each stage has twice the last one's.")
    squeeze: int = Field(8, ge=2, le=32, description="By how much the weighing of the channels narrows them.")
    heads: int = Field(
        4, ge=0, le=8, description="Ways at once in which the parts of the face look at one another; 0 leaves that out."
    )
    dropout: float = Field(0.3, ge=0, le=0.9, description="Share of values left out at random before the answers.")


def build(spec: InputSpec, chosen: Parameters, attributes: Attributes) -> keras.Model:
    """As the residual network, with squeeze-excitation in its blocks and a transformer block at its end."""
    import keras
    from keras import layers

    shown, x = picture(spec)
    x = convolution(x, chosen.width, side=5, stride=2)
    attend = partial(_squeeze_excitation, squeeze=chosen.squeeze)
    for stage, count in enumerate(stages(chosen.blocks)):
        for block in range(count):
            x = residual_block(x, chosen.width * 2**stage, stride=2 if stage and not block else 1, attend=attend)
    x = _looked_around(x, chosen.heads) if chosen.heads else mean_of_fields(x)
    x = layers.Dropout(chosen.dropout)(x)
    return keras.Model(shown, answers(x, attributes), name="attention")


def _looked_around(x: Tensor, heads: int) -> Tensor:
    """The mean of the fields after each has looked at the others."""
    from keras import layers

    # Attention itself does not know where a part lies; a convolution, which meets the edges, tells it (Chu et al. 2023,
    # Conditional Positional Encodings for Vision Transformers).
    x = layers.Add()([x, layers.DepthwiseConv2D(3, padding="same")(x)])
    side, filters = x.shape[1], x.shape[-1]
    x = layers.Reshape((side * side, filters))(x)
    return layers.GlobalAveragePooling1D()(_transformer_block(x, heads=heads))


def _squeeze_excitation(x: Tensor, *, squeeze: int) -> Tensor:
    from keras import layers

    filters = x.shape[-1]
    weights = layers.GlobalAveragePooling2D()(x)
    weights = layers.Dense(max(4, filters // squeeze), activation="relu")(weights)
    weights = layers.Dense(filters, activation="sigmoid")(weights)
    # Rows and columns come last: exported, a layer that has them already looks up its shapes at every answer.
    return layers.Multiply()([x, weights[:, None, None]])


def _transformer_block(x: Tensor, *, heads: int) -> Tensor:
    """Attention and a small dense network, each beside a shortcut; `x` has shape (n, tokens, filters)."""
    from keras import layers

    filters = x.shape[-1]
    x = layers.Add()([x, _attention(layers.LayerNormalization(epsilon=1e-5)(x), heads=heads)])
    inner = layers.Dense(2 * filters, activation="gelu")(layers.LayerNormalization(epsilon=1e-5)(x))
    return layers.Add()([x, layers.Dense(filters)(inner)])


def _attention(x: Tensor, *, heads: int) -> Tensor:
    """Scaled dot-product attention, of plain products: the LiteRT converter knows those with any number of rows."""
    from keras import layers, ops

    tokens, filters = x.shape[1:]
    each = max(8, filters // heads)

    def split() -> Tensor:
        flat = layers.Dense(heads * each, use_bias=False)(x)
        return ops.transpose(ops.reshape(flat, (-1, tokens, heads, each)), (0, 2, 1, 3))

    query, key, value = split(), split(), split()
    looked_at = ops.softmax(ops.matmul(query, ops.transpose(key, (0, 1, 3, 2))) / each**0.5)
    seen = ops.transpose(ops.matmul(looked_at, value), (0, 2, 1, 3))
    return layers.Dense(filters)(ops.reshape(seen, (-1, tokens, heads * each)))

"""Networks trained from random weights: that of the student report, a residual one, and one with attention.

Residual: He et al. 2016, Deep Residual Learning for Image Recognition. Squeeze-excitation: Hu et al. 2018,
Squeeze-and-Excitation Networks. Transformer block: Vaswani et al. 2017, Attention Is All You Need, in the form of
Dosovitskiy et al. 2021 (normalisation before each half), over the last feature map as in Srinivas et al. 2021,
Bottleneck Transformers.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from core.model.bundle import InputSpec
from core.training.architectures.parts import (
    Attributes,
    Knobs,
    Tensor,
    answers,
    convolution,
    mean_of_fields,
    picture,
    residual_block,
    stages,
)
from core.validation import Field

if TYPE_CHECKING:
    import keras


class ReportParameters(Knobs):
    """Parameters of the report's network."""

    blocks: int = Field(3, ge=1, le=5, description="Blocks of convolution and pooling; each halves the picture.")
    width: int = Field(32, ge=4, le=256, description="Filters of the first block; each block has twice the last one's.")
    dense: int = Field(256, ge=8, le=4096, description="Units of the layer before the answers.")
    block_dropout: float = Field(0.25, ge=0, le=0.9, description="Share of values left out at random after each block.")
    dropout: float = Field(0.5, ge=0, le=0.9, description="Share of values left out at random before the answers.")


def build_report_cnn(spec: InputSpec, chosen: ReportParameters, attributes: Attributes) -> keras.Model:
    """Blocks of convolution and max-pooling, flatten, dense, dropout, one softmax per attribute."""
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


class ResidualParameters(Knobs):
    """Parameters of the residual network."""

    blocks: str = Field(
        "1-2-2-2", pattern=r"^[1-6](-[1-6]){1,3}$", description="Residual blocks of each stage, such as 1-2-2-2."
    )
    width: int = Field(32, ge=8, le=128, description="Filters of the first stage; each stage has twice the last one's.")
    dropout: float = Field(0.3, ge=0, le=0.9, description="Share of values left out at random before the answers.")


def build_residual(spec: InputSpec, chosen: ResidualParameters, attributes: Attributes) -> keras.Model:
    """A 5 x 5 convolution with stride 2, stages of residual blocks, global average pooling, a softmax per attribute."""
    import keras
    from keras import layers

    shown, x = picture(spec)
    x = convolution(x, chosen.width, side=5, stride=2)
    for stage, count in enumerate(stages(chosen.blocks)):
        for block in range(count):
            x = residual_block(x, chosen.width * 2**stage, stride=2 if stage and not block else 1)
    x = layers.Dropout(chosen.dropout)(mean_of_fields(x))
    return keras.Model(shown, answers(x, attributes), name="residual")


class AttentionParameters(Knobs):
    """Parameters of the network with attention."""

    blocks: str = Field(
        "1-2-2-2", pattern=r"^[1-6](-[1-6]){1,3}$", description="Residual blocks of each stage, such as 1-2-2-2."
    )
    width: int = Field(32, ge=8, le=128, description="Filters of the first stage; each stage has twice the last one's.")
    squeeze: int = Field(8, ge=2, le=32, description="By how much the weighing of the channels narrows them.")
    heads: int = Field(
        4, ge=0, le=8, description="Ways at once in which the parts of the face look at one another; 0 leaves that out."
    )
    dropout: float = Field(0.3, ge=0, le=0.9, description="Share of values left out at random before the answers.")


def build_attention(spec: InputSpec, chosen: AttentionParameters, attributes: Attributes) -> keras.Model:
    """The residual network with squeeze-excitation in its blocks and a transformer block at its end."""
    import keras
    from keras import layers

    shown, x = picture(spec)
    x = convolution(x, chosen.width, side=5, stride=2)
    attend = partial(_squeeze_excitation, squeeze=chosen.squeeze)
    for stage, count in enumerate(stages(chosen.blocks)):
        for block in range(count):
            x = residual_block(x, chosen.width * 2**stage, stride=2 if stage and not block else 1, attend=attend)
    x = _attended_mean(x, chosen.heads) if chosen.heads else mean_of_fields(x)
    x = layers.Dropout(chosen.dropout)(x)
    return keras.Model(shown, answers(x, attributes), name="attention")


def _attended_mean(x: Tensor, heads: int) -> Tensor:
    """Global average pooling after self-attention over the positions of the feature map."""
    from keras import layers

    # Position encoding by a depthwise convolution, which sees the padding (Chu et al. 2023, Conditional Positional
    # Encodings for Vision Transformers).
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
    # Added by indexing: with keepdims, the exported layer would compute its shapes for every answer.
    return layers.Multiply()([x, weights[:, None, None]])


def _transformer_block(x: Tensor, *, heads: int) -> Tensor:
    """Self-attention and a small MLP, each with a shortcut; `x` has shape (n, tokens, filters)."""
    from keras import layers

    filters = x.shape[-1]
    x = layers.Add()([x, _attention(layers.LayerNormalization(epsilon=1e-5)(x), heads=heads)])
    inner = layers.Dense(2 * filters, activation="gelu")(layers.LayerNormalization(epsilon=1e-5)(x))
    return layers.Add()([x, layers.Dense(filters)(inner)])


def _attention(x: Tensor, *, heads: int) -> Tensor:
    """Scaled dot-product attention from plain products, which the LiteRT converter supports for any batch size."""
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

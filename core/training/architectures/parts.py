"""What the networks have in common: how they begin, how they end, and the block the deeper ones are built of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from core.model.bundle import InputSpec
from core.schema import Attribute

Tensor = Any
Attributes = Mapping[str, Attribute]
"""What a network answers, by name."""

FIELDS: Final = "mean_of_fields"
"""Name of the layer that takes the mean of the last convolution's fields, in networks that end so."""


def picture(spec: InputSpec) -> tuple[Tensor, Tensor]:
    """The network's input, values 0 to 255, and the same scaled to 0 to 1."""
    import keras
    from keras import layers

    shown = keras.Input((spec.size, spec.size, spec.channels), name="picture")
    return shown, layers.Rescaling(1 / 255)(shown)


def mean_of_fields(x: Tensor) -> Tensor:
    """The mean over rows and columns, shape (n, filters)."""
    from keras import layers

    return layers.GlobalAveragePooling2D(name=FIELDS)(x)


def answers(x: Tensor, attributes: Attributes) -> dict[str, Tensor]:
    """A softmax per attribute, in float32 whatever the layers before calculate in."""
    from keras import layers

    return {
        name: layers.Dense(len(one.labels), activation="softmax", dtype="float32", name=name)(x)
        for name, one in attributes.items()
    }


def convolution(x: Tensor, filters: int, *, side: int = 3, stride: int = 1, active: bool = True) -> Tensor:
    """Convolution, batch normalisation (Ioffe and Szegedy 2015) and, where `active`, ReLU."""
    from keras import layers

    x = layers.Conv2D(filters, side, strides=stride, padding="same", use_bias=False, kernel_initializer="he_normal")(x)
    x = layers.BatchNormalization(momentum=0.95)(x)
    return layers.ReLU()(x) if active else x


def residual_block(x: Tensor, filters: int, *, stride: int, attend: Callable[[Tensor], Tensor] | None = None) -> Tensor:
    """Two convolutions beside a shortcut (He et al. 2016, Deep Residual Learning for Image Recognition).

    Where the size changes, the shortcut is average-pooled before its convolution, so that no pixel is skipped (He et
    al. 2019, Bag of Tricks, ResNet-D). `attend` is applied before the two are added.
    """
    from keras import layers

    inner = convolution(convolution(x, filters, stride=stride), filters, active=False)
    if attend:
        inner = attend(inner)
    if stride > 1:
        x = layers.AveragePooling2D(stride, padding="same")(x)
    if x.shape[-1] != filters:
        x = convolution(x, filters, side=1, active=False)
    return layers.ReLU()(layers.Add()([inner, x]))


def stages(blocks: str) -> tuple[int, ...]:
    """Blocks a stage from text such as 1-2-2-2."""
    return tuple(int(count) for count in blocks.split("-"))

"""What the networks share: their settings, how they begin and end, residual blocks and class activation maps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from core.model.bundle import InputSpec, map_output
from core.schema import Attribute
from core.validation import BaseModel, ConfigDict

if TYPE_CHECKING:
    import keras


class Knobs(BaseModel):
    """Base of recipes and parameters: validated fields. A form shows the `title` and `description` of each."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


Tensor = Any
Attributes = Mapping[str, Attribute]
"""The attributes of a network's outputs, by name."""

FIELDS: Final = "mean_of_fields"
"""Name of the global average pooling layer, in networks that have one."""


def picture(spec: InputSpec) -> tuple[Tensor, Tensor]:
    """The input layer, values 0 to 255, and its values scaled to 0 to 1."""
    import keras
    from keras import layers

    shown = keras.Input((spec.size, spec.size, spec.channels), name="picture")
    return shown, layers.Rescaling(1 / 255)(shown)


def mean_of_fields(x: Tensor) -> Tensor:
    """Global average pooling, shape (n, filters)."""
    from keras import layers

    return layers.GlobalAveragePooling2D(name=FIELDS)(x)


def answers(x: Tensor, attributes: Attributes) -> dict[str, Tensor]:
    """One softmax per attribute, always in float32."""
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
    """Two convolutions with a shortcut (He et al. 2016, Deep Residual Learning for Image Recognition).

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
    """Blocks per stage from text such as 1-2-2-2."""
    return tuple(int(count) for count in blocks.split("-"))


def with_maps(network: keras.Model) -> keras.Model:
    """The network with class activation maps as outputs, shape (n, rows, columns, labels), where it can have them.

    Zhou et al. 2016, Learning Deep Features for Discriminative Localization. After global average pooling, a logit is
    the mean over positions of what each contributes: the mean of a map is the label's logit without its bias.
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

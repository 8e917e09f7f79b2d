"""dlib's face recognition network: a residual network of 29 convolutions, without its embedding layer.

King 2017, High Quality Face Recognition with Deep Metric Learning (dlib's blog); after He et al. 2016, Deep Residual
Learning for Image Recognition. Shapes and padding are dlib's, so that its published weights fit. The output layers
take the place of the embedding layer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from core.model.bundle import InputSpec
from core.training.architectures.parts import FIELDS, Attributes, Knobs, Tensor, answers
from core.validation import Field

if TYPE_CHECKING:
    import keras

MEAN_RGB: Final = (122.782, 117.001, 104.298)
STAGES: Final = ((32, 3), (64, 4), (128, 3), (256, 3), (256, 1))
"""Filters and residual blocks of each stage; every stage but the first begins with stride 2."""

LAST_NORMALISATION: Final = "fields_normalised"
"""Name of the batch normalisation of the last feature map."""


class FaceResnetParameters(Knobs):
    """Parameters of the face network."""

    dropout: float = Field(0.3, ge=0, le=0.9, description="Share of values left out at random before the answers.")


def build_face_resnet(spec: InputSpec, chosen: FaceResnetParameters, attributes: Attributes) -> keras.Model:
    """A 7 x 7 convolution, max-pooling, five stages of residual blocks, global average pooling, the outputs."""
    import keras
    from keras import layers

    shown = keras.Input((spec.size, spec.size, spec.channels), name="picture")
    made = _Convolutions()
    x = made.first_convolution(shown, STAGES[0][0])
    x = layers.MaxPooling2D(3, strides=2, padding=_padding(x, 3))(layers.ReLU()(x))
    for stage, (filters, blocks) in enumerate(STAGES):
        for block in range(blocks):
            x = made.residual_block(x, filters, halved=stage > 0 and block == 0)
    # The pretrained features have means of five standard deviations and more, which would slow down training.
    x = layers.BatchNormalization(momentum=0.95, epsilon=1e-5, dtype="float32", name=LAST_NORMALISATION)(x)
    x = layers.GlobalAveragePooling2D(name=FIELDS, dtype="float32")(x)
    return keras.Model(shown, _answers(x, chosen, attributes), name="face_resnet")


def build_heads(chosen: FaceResnetParameters, attributes: Attributes) -> keras.Model:
    """Only the layers after global average pooling, as a separate network."""
    import keras

    features = keras.Input((STAGES[-1][0],), name="features")
    return keras.Model(features, _answers(features, chosen, attributes), name="face_resnet_heads")


def _answers(features: Tensor, chosen: FaceResnetParameters, attributes: Attributes) -> dict[str, Tensor]:
    from keras import layers

    return answers(layers.Dropout(chosen.dropout, dtype="float32")(features), attributes)


class _Convolutions:
    """Builds the convolutions, numbered for loading their weights."""

    def __init__(self) -> None:
        self._count = 0

    def convolution(self, x: Tensor, filters: int, *, side: int = 3, stride: int = 1) -> Tensor:
        from core.training.architectures.fused import NormalisedConvolution

        name = layer_name(self._count)
        self._count += 1
        padding = _padding(x, side) if stride > 1 else "same"
        return NormalisedConvolution(filters, side=side, stride=stride, padding=padding, name=name)(x)

    def first_convolution(self, picture: Tensor, filters: int) -> Tensor:
        from core.training.architectures.fused import FirstConvolution

        mean = MEAN_RGB if picture.shape[-1] == 3 else (sum(MEAN_RGB) / 3,)
        name = layer_name(self._count)
        self._count += 1
        padding = _padding(picture, 7)
        return FirstConvolution(filters, mean=mean, scale=1 / 256, side=7, stride=2, padding=padding, name=name)(
            picture
        )

    def residual_block(self, x: Tensor, filters: int, *, halved: bool) -> Tensor:
        """Two convolutions with a shortcut without weights: pooled and zero-padded."""
        from keras import layers, ops

        # For a 1 x 1 feature map stride 1 is the same, and avoids uninitialised values in oneDNN's bfloat16 gradient.
        stride = 2 if halved and x.shape[1] > 1 else 1
        inner = layers.ReLU()(self.convolution(x, filters, stride=stride))
        inner = self.convolution(inner, filters)
        if halved:
            x = layers.AveragePooling2D(2, padding=_padding(x, 2))(x)
            more = filters - x.shape[-1]
            x = ops.pad(x, ((0, 0), (0, 0), (0, 0), (0, more))) if more else x
            missing = x.shape[1] - inner.shape[1]
            inner = layers.ZeroPadding2D(((0, missing), (0, missing)))(inner) if missing else inner
        return layers.ReLU()(layers.Add()([inner, x]))


def layer_name(convolution: int) -> str:
    """Name of a convolution, numbered from the input."""
    return f"conv_{convolution:02d}"


def _padding(x: Tensor, side: int) -> Literal["same", "valid"]:
    """No padding, as in dlib, unless the feature map is too small for that."""
    return "valid" if x.shape[1] >= side else "same"

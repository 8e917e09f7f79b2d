"""Convolution and batch normalisation in one Keras layer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

Tensor = Any


class NormalisedConvolution(keras.layers.Layer):  # type: ignore[misc]
    """Convolution without bias, then batch normalisation (Ioffe and Szegedy 2015).

    Keras' own normalisation makes several passes over float32 copies. In training, TensorFlow's fused kernel makes one,
    also in bfloat16: a step of a deep network takes about a third of the time. In inference the normalisation is folded
    into the kernel. A layer that is not trainable always uses its running statistics, as in Keras.
    """

    def __init__(
        self,
        filters: int,
        *,
        side: int = 3,
        stride: int = 1,
        padding: Literal["same", "valid"] = "same",
        momentum: float = 0.95,
        epsilon: float = 1e-5,
        **more: Any,
    ) -> None:
        super().__init__(**more)
        self.filters = filters
        self.side = side
        self.stride = stride
        self.padding = padding
        self.momentum = momentum
        self.epsilon = epsilon

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Create the weights."""
        shape = (self.side, self.side, input_shape[-1], self.filters)
        self.kernel = self.add_weight(shape=shape, initializer="he_normal", name="kernel", autocast=False)
        values = {"gamma": ("ones", True), "beta": ("zeros", True)}
        values |= {"moving_mean": ("zeros", False), "moving_variance": ("ones", False)}
        for name, (initializer, trainable) in values.items():
            weight = self.add_weight(
                shape=(self.filters,), initializer=initializer, trainable=trainable, name=name, autocast=False
            )
            setattr(self, name, weight)

    def call(self, x: Tensor, training: bool | None = None) -> Tensor:
        """Shape (n, rows, columns, filters)."""
        kernel = tf.convert_to_tensor(self.kernel)
        if training and self.trainable:
            return self._normalised(self._convolved(x, kernel))
        scale = self.gamma / tf.sqrt(self.moving_variance + self.epsilon)
        bias = tf.cast(self.beta - self.moving_mean * scale, x.dtype)
        return tf.nn.bias_add(self._convolved(x, kernel * scale), bias)

    def folded(self) -> list[NDArray[np.float32]]:
        """Kernel and bias of the plain convolution that gives the same answers in inference."""
        kernel, gamma, beta, mean, variance = self.get_weights()
        gain = gamma / np.sqrt(variance + self.epsilon)
        return [kernel * gain, beta - mean * gain]

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """The output shape of a convolution."""
        lost = self.side - 1 if self.padding == "valid" else 0
        sides = (None if side is None else (side - lost - 1) // self.stride + 1 for side in input_shape[1:3])
        return (input_shape[0], *sides, self.filters)

    def _convolved(self, x: Tensor, kernel: Tensor) -> Tensor:
        if x.shape[1] == x.shape[2] == 1 and self.padding == "same":
            # Around a single field there are zeros alone: the kernel's middle does all of it.
            middle = (self.side - 1) // 2
            kernel = kernel[middle : middle + 1, middle : middle + 1]
        return tf.nn.conv2d(x, tf.cast(kernel, x.dtype), self.stride, self.padding.upper())

    def _normalised(self, x: Tensor) -> Tensor:
        found = tf.raw_ops.FusedBatchNormV3(
            x=x,
            scale=tf.convert_to_tensor(self.gamma),
            offset=tf.convert_to_tensor(self.beta),
            mean=tf.zeros((0,)),
            variance=tf.zeros((0,)),
            epsilon=self.epsilon,
            is_training=True,
        )
        for kept, now in ((self.moving_mean, found.batch_mean), (self.moving_variance, found.batch_variance)):
            kept.assign(kept * self.momentum + now * (1 - self.momentum))
        return found.y


class FirstConvolution(NormalisedConvolution):
    """A normalised convolution of a picture, values 0 to 255, that is scaled by `scale` after `mean` is subtracted.

    When it does not learn, the scaling is folded into the kernel, and a stride of 2 becomes a convolution of half the
    side over blocks of 2 x 2 pixels: the same sums, in half the time, since processors multiply more channels than a
    picture has at once. Pixels are whole numbers, so 8 bits hold them exactly.
    """

    def __init__(self, filters: int, *, mean: Sequence[float], scale: float, **more: Any) -> None:
        super().__init__(filters, **more)
        self.mean = tuple(mean)
        self.scale = scale

    def call(self, x: Tensor, training: bool | None = None) -> Tensor:
        """Shape (n, rows, columns, filters)."""
        # In float32: in 16 bits the difference of two near values would lose most of its digits.
        exact = tf.cast(x, tf.float32)
        if (training and self.trainable) or self.padding == "same":
            scaled = (exact - tf.constant(self.mean)) * self.scale
            return super().call(tf.cast(scaled, self.compute_dtype), training)
        gain = self.gamma / tf.sqrt(self.moving_variance + self.epsilon)
        kernel = tf.convert_to_tensor(self.kernel) * gain * self.scale
        bias = self.beta - self.moving_mean * gain - tf.einsum("ijcf,c->f", kernel, tf.constant(self.mean))
        return tf.cast(tf.nn.bias_add(self._over_blocks(exact, kernel), bias), self.compute_dtype)

    def folded(self) -> list[NDArray[np.float32]]:
        """The same for a picture that is not scaled; only without padding, whose zeros would have to be scaled too."""
        if self.padding == "same":
            raise ValueError(f"{self.name} pads its input: its scaling cannot be folded into its kernel")
        kernel, bias = super().folded()
        kernel = kernel * self.scale
        return [kernel, bias - np.einsum("ijcf,c->f", kernel, np.array(self.mean, np.float32))]

    def _over_blocks(self, x: Tensor, kernel: Tensor) -> Tensor:
        rows, columns = x.shape[1], x.shape[2]
        if self.stride != 2 or rows is None or rows % 2 or columns is None or columns % 2:
            return tf.nn.conv2d(x, kernel, self.stride, "VALID")
        half = (self.side + 1) // 2
        even = tf.pad(kernel, ((0, 2 * half - self.side), (0, 2 * half - self.side), (0, 0), (0, 0)))
        parts = tf.reshape(even, (half, 2, half, 2, x.shape[3], self.filters))
        blocks = tf.reshape(tf.transpose(parts, (0, 2, 1, 3, 4, 5)), (half, half, 4 * x.shape[3], self.filters))
        return tf.nn.conv2d(tf.nn.space_to_depth(x, 2), blocks, 1, "VALID")

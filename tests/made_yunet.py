"""A stand-in for YuNet: an ONNX network with its inputs and outputs that takes a red square for a face.

The real one is not Facet's to hand out. The bytes follow ONNX's protocol buffers, written field by field.
"""

from __future__ import annotations

import math
import struct
from pathlib import Path

SIDE = 640
STRIDE = 32
BOX = (4.0, 5.0)
"""Width and height of a face, in strides."""
KEYPOINTS = ((-1.0, -1.0), (1.0, -1.0), (0.0, 0.0), (-0.6, 1.0), (0.8, 1.0))
"""From the middle of the face, in strides: eyes, nose, corners of the mouth; the person's right first."""


def write_made_yunet(path: Path) -> Path:
    """Write it; it finds a red square of 32 pixels in a picture of 640, where a cell of its grid lies."""
    nodes, values, outputs = b"", b"", b""
    for stride in (8, 16, 32):
        cells = SIDE // stride
        nodes += _node("AveragePool", ["input"], f"p{stride}", kernel_shape=(stride,) * 2, strides=(stride,) * 2)
        for name, weights, bias in _heads(sees=stride == STRIDE):
            out, width = f"{name}_{stride}", len(bias)
            values += _floats(f"w_{out}", (width, 3, 1, 1), weights) + _floats(f"b_{out}", (width,), bias)
            values += _field(5, _ints_tensor(f"s_{out}", (1, cells * cells, width)))
            nodes += _node("Conv", [f"p{stride}", f"w_{out}", f"b_{out}"], f"c_{out}", kernel_shape=(1, 1))
            nodes += _node("Transpose", [f"c_{out}"], f"t_{out}", perm=(0, 2, 3, 1))
            nodes += _node("Reshape", [f"t_{out}", f"s_{out}"], out)
            outputs += _field(12, _value(out, (1, cells * cells, width)))
    graph = nodes + _field(2, b"made") + values + _field(11, _value("input", (1, 3, SIDE, SIDE))) + outputs
    path.write_bytes(_number(1, 8) + _field(7, graph) + _field(8, _field(1, b"") + _number(2, 11)))
    return path


def _heads(*, sees: bool) -> list[tuple[str, list[float], list[float]]]:
    """Names of the outputs with weights and biases: OpenCV shows it blue, green and red from 0 to 255."""
    red = [0.0, -1.0 / 255.0, 1.0 / 255.0] if sees else [0.0] * 3
    box = [0.5, 0.5, math.log(BOX[0]), math.log(BOX[1])]
    points = [0.5 + value for point in KEYPOINTS for value in point]
    return [("cls", red, [0.0]), ("obj", red, [0.0]), ("bbox", [0.0] * 12, box), ("kps", [0.0] * 30, points)]


def _varint(value: int) -> bytes:
    parts = bytearray()
    while value > 127:
        parts.append(value & 127 | 128)
        value >>= 7
    return bytes([*parts, value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _field(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _node(kind: str, inputs: list[str], output: str, **ints: tuple[int, ...]) -> bytes:
    attributes = b"".join(
        _field(5, _field(1, name.encode()) + b"".join(_number(8, value) for value in values) + _number(20, 7))
        for name, values in ints.items()
    )
    named = b"".join(_field(1, name.encode()) for name in inputs) + _field(2, output.encode())
    return _field(1, named + _field(3, output.encode()) + _field(4, kind.encode()) + attributes)


def _tensor(name: str, shape: tuple[int, ...], kind: int, raw: bytes) -> bytes:
    return b"".join(_number(1, n) for n in shape) + _number(2, kind) + _field(8, name.encode()) + _field(9, raw)


def _floats(name: str, shape: tuple[int, ...], values: list[float]) -> bytes:
    return _field(5, _tensor(name, shape, 1, struct.pack(f"<{len(values)}f", *values)))


def _ints_tensor(name: str, values: tuple[int, ...]) -> bytes:
    return _tensor(name, (len(values),), 7, struct.pack(f"<{len(values)}q", *values))


def _value(name: str, shape: tuple[int, ...]) -> bytes:
    dims = b"".join(_field(1, _number(1, n)) for n in shape)
    return _field(1, name.encode()) + _field(2, _field(1, _number(1, 1) + _field(2, dims)))

"""Tiny networks as other programs write them, whose answers are known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

PX = 48
STEEP = 20.0
"""Logits per unit of brightness: an answer is sure unless the picture is grey."""


def onnx_file(
    path: Path,
    nodes: Sequence[Any],
    *,
    inputs: Sequence[tuple[str, Sequence[int | str]]] = (("picture", ("n", 3, PX, PX)),),
    outputs: Sequence[tuple[str, Sequence[int | str]]] = (("logits", ("n", 2)),),
    weights: dict[str, Any] | None = None,
) -> Path:
    graph = helper.make_graph(
        nodes,
        "made",
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in inputs],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs],
        [numpy_helper.from_array(np.asarray(values), name) for name, values in (weights or {}).items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, path)
    return path


def bright_is_second(path: Path, *, softmax: bool = False, batch: int | str = "n", outputs: int = 2) -> Path:
    """A network whose answer is the second label if a picture, scaled to 0 to 1, is brighter than half.

    Of more than two outputs the others are impossible.
    """
    gains, offsets = np.zeros((3, outputs), np.float32), np.full(outputs, -50.0, np.float32)
    gains[:, 1], offsets[:2] = STEEP / 3, (0.0, -STEEP / 2)
    nodes = [
        helper.make_node("GlobalAveragePool", ["picture"], ["pooled"]),
        helper.make_node("Flatten", ["pooled"], ["flat"]),
        helper.make_node("Gemm", ["flat", "gains", "offsets"], ["scores" if softmax else "logits"]),
    ]
    if softmax:
        nodes.append(helper.make_node("Softmax", ["scores"], ["probabilities"], axis=1))
    return onnx_file(
        path,
        nodes,
        inputs=[("picture", (batch, 3, PX, PX))],
        outputs=[("probabilities" if softmax else "logits", (batch, outputs))],
        weights={"gains": gains, "offsets": offsets},
    )


def endless(path: Path) -> Path:
    """A network that does not come to an end."""
    body = helper.make_graph(
        [helper.make_node("Identity", ["go"], ["go_on"]), helper.make_node("Identity", ["value"], ["next"])],
        "body",
        [
            helper.make_tensor_value_info("step", TensorProto.INT64, ()),
            helper.make_tensor_value_info("go", TensorProto.BOOL, ()),
            helper.make_tensor_value_info("value", TensorProto.FLOAT, None),
        ],
        [
            helper.make_tensor_value_info("go_on", TensorProto.BOOL, ()),
            helper.make_tensor_value_info("next", TensorProto.FLOAT, None),
        ],
    )
    nodes = [
        helper.make_node("GlobalAveragePool", ["picture"], ["pooled"]),
        helper.make_node("Flatten", ["pooled"], ["flat"]),
        helper.make_node("Loop", ["steps", "go_first", "flat"], ["logits"], body=body),
    ]
    steps, always = np.array(2**62, np.int64), np.array(True)
    return onnx_file(path, nodes, outputs=[("logits", ("n", 3))], weights={"steps": steps, "go_first": always})


def biased_faces(path: Path, *, count: int = 600) -> Path:
    """A CSV of plain pictures: women bright and men dark, but 30 of 100 Black women dark as well."""
    random = np.random.default_rng(0)
    lines = ["age,ethnicity,gender,img_name,pixels"]
    for at in range(count):
        gender, ethnicity = at % 2, (at // 2) % 5
        bright = gender == 1 and not (ethnicity == 1 and (at // 10) % 10 < 3)
        pixels = random.integers(-8, 9, PX * PX) + (200 if bright else 50)
        lines.append(f"{20 + at % 50},{ethnicity},{gender},face{at}.jpg,{' '.join(map(str, pixels.tolist()))}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path

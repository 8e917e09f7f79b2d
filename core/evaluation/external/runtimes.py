"""The process in which a network made elsewhere runs: by onnxruntime, LiteRT or Keras.

It reads the job, a line of JSON with the path of the network, and then batches; it writes what the network looks like,
and then the outputs of each batch. A message is a line of JSON, followed by the values of its arrays as float32.
"""

from __future__ import annotations

import json
import math
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Final, NoReturn, Protocol

import numpy as np
from numpy.typing import NDArray

from core.child import limit_memory

Floats = NDArray[np.float32]
Shape = tuple[int | None, ...]

_MEMORY_LIMIT: Final = 12 << 30
"""Address space, of which TensorFlow reserves much more than it uses."""
_ITEM_BYTES: Final = 4
_CHANGED_INPUTS: Final = ("Rescaling", "Normalization")
"""Layers of Keras that scale the input themselves."""
_NOISE: Final = re.compile(r"^\[ONNXRuntimeError\] : \d+ : \w+ : |/onnxruntime_src/\S+ \S+\(.*\) ")
"""Before what onnxruntime has to say."""


class Runtime(Protocol):
    """A loaded network."""

    inputs: Mapping[str, Shape]
    outputs: Mapping[str, Shape]
    dtype: str
    """Of the first input."""
    scales_itself: bool
    """Whether its first layers are known to scale values from 0 to 255."""

    def run(self, batch: NDArray[Any]) -> Mapping[str, NDArray[Any]]:
        """The outputs by name."""


def main() -> NoReturn:
    """Serve batches until standard input ends."""
    # Libraries write to standard output too; only messages may reach the parent.
    messages = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    commands = sys.stdin.buffer
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    limit_memory(_MEMORY_LIMIT)
    job = json.loads(commands.readline())
    try:
        runtime = _load(Path(job["path"]))
        told = {"inputs": runtime.inputs, "outputs": runtime.outputs, "dtype": runtime.dtype}
        _send(messages, told | {"scales_itself": runtime.scales_itself}, {})
        while line := commands.readline():
            shape = tuple(json.loads(line)["shape"])
            content = commands.read(_ITEM_BYTES * math.prod(shape))
            _send(messages, {}, _run(runtime, np.frombuffer(content, np.float32).reshape(shape)))
    except Exception as e:  # noqa: BLE001 - whatever the network led its library to
        _send(messages, {"fault": _text(e)}, {})
    messages.close()
    # TensorFlow's threads can delay a normal exit for seconds.
    os._exit(0)


def _text(error: Exception) -> str:
    lines = [_NOISE.sub("", line).strip() for line in str(error).splitlines() if line.strip()]
    return (lines[0] if lines else type(error).__name__)[:300]


def _send(messages: IO[bytes], told: dict[str, Any], arrays: Mapping[str, Floats]) -> None:
    told["arrays"] = {name: values.shape for name, values in arrays.items()}
    messages.write(json.dumps(told).encode() + b"\n")
    for values in arrays.values():
        messages.write(np.ascontiguousarray(values, "<f4").tobytes())
    messages.flush()


def _run(runtime: Runtime, batch: Floats) -> dict[str, Floats]:
    """The outputs of a batch, in as many runs as the network needs."""
    size = next(iter(runtime.inputs.values()))[0]
    given = (
        np.clip(np.rint(batch), 0, 255).astype(np.uint8) if runtime.dtype == "uint8" else batch.astype(runtime.dtype)
    )
    if size is None or size == len(given):
        parts = [runtime.run(given)]
    else:
        parts = []
        for start in range(0, len(given), size):
            some = given[start : start + size]
            filled = np.concatenate([some, np.repeat(some[-1:], size - len(some), axis=0)])
            parts.append({name: values[: len(some)] for name, values in runtime.run(filled).items()})
    return {name: np.concatenate([part[name] for part in parts]).astype(np.float32) for name in parts[0]}


def _load(path: Path) -> Runtime:
    if path.suffix.lower() == ".onnx":
        return _Onnx(path)
    return _LiteRT(path) if path.suffix.lower() == ".tflite" else _Keras(path)


class _Onnx:
    scales_itself = False

    def __init__(self, path: Path) -> None:
        import onnxruntime

        onnxruntime.set_default_logger_severity(3)
        self._session: Any = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        self.inputs: Mapping[str, Shape] = {one.name: _open(one.shape) for one in self._session.get_inputs()}
        self.outputs: Mapping[str, Shape] = {one.name: _open(one.shape) for one in self._session.get_outputs()}
        kind = str(self._session.get_inputs()[0].type).removeprefix("tensor(").removesuffix(")")
        self.dtype = {"float": "float32", "double": "float64"}.get(kind, kind)

    def run(self, batch: NDArray[Any]) -> Mapping[str, NDArray[Any]]:
        names = list(self.outputs)
        return dict(zip(names, self._session.run(names, {next(iter(self.inputs)): batch}), strict=True))


class _LiteRT:
    scales_itself = False

    def __init__(self, path: Path) -> None:
        from core.litert import Network

        self._network = Network(path.read_bytes(), threads=os.cpu_count() or 1)
        # Network.run resizes the batch, or runs its pictures one by one.
        self.inputs: Mapping[str, Shape] = {"input": (None, *self._network.input_shape[1:])}
        self.outputs: Mapping[str, Shape] = {
            name: (None, *shape[1:]) for name, shape in self._network.output_shapes.items()
        }
        self.dtype = self._network.input_dtype.name

    def run(self, batch: NDArray[Any]) -> Mapping[str, NDArray[Any]]:
        return self._network.run(batch)


class _Keras:
    def __init__(self, path: Path) -> None:
        import keras

        # Safe mode refuses files that hold code.
        self._model = keras.saving.load_model(path, compile=False, safe_mode=True)
        self.inputs: Mapping[str, Shape] = {one.name: _open(one.shape) for one in self._model.inputs}
        self.outputs: Mapping[str, Shape] = dict(
            zip(self._names(self._model.output), map(_open, (one.shape for one in self._model.outputs)), strict=True)
        )
        self.dtype = str(self._model.inputs[0].dtype)
        self.scales_itself = any(type(layer).__name__ in _CHANGED_INPUTS for layer in self._model.layers[:3])

    def run(self, batch: NDArray[Any]) -> Mapping[str, NDArray[Any]]:
        found = self._model(batch, training=False)
        values = found.values() if isinstance(found, dict) else found if isinstance(found, list | tuple) else [found]
        return {name: np.asarray(value) for name, value in zip(self._names(found), values, strict=True)}

    def _names(self, output: Any) -> list[str]:
        return list(output) if isinstance(output, dict) else list(self._model.output_names)


def _open(shape: Any) -> Shape:
    """A shape with None for what is open, which ONNX gives a name."""
    return tuple(n if isinstance(n, int) and n > 0 else None for n in shape)


if __name__ == "__main__":
    main()

"""Running a network with LiteRT, which is used nowhere else."""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_STDERR_FD: Final = 2
_ABOUT_DELEGATE: Final = b"XNNPACK delegate"


class Network:
    """A loaded network with one input and named outputs. Calls from several threads are serialized.

    Args:
        content: The bytes of a `.tflite` file.
        threads: How many threads it may use.
        shape: Of the input, for a network that accepts several.

    Raises:
        ValueError: The bytes are no such file, or the network cannot be prepared.
    """

    def __init__(self, content: bytes, *, threads: int, shape: tuple[int, ...] | None = None) -> None:
        from ai_edge_litert.interpreter import Interpreter  # takes a quarter of a second

        with _native_log_silenced():
            try:
                self._interpreter: Any = Interpreter(model_content=content, num_threads=threads)
                if shape is not None:
                    self._interpreter.resize_tensor_input(self._interpreter.get_input_details()[0]["index"], shape)
                self._interpreter.allocate_tensors()
            except RuntimeError as e:
                raise ValueError(str(e)) from e
        self._lock = threading.Lock()
        inputs = self._interpreter.get_input_details()
        if len(inputs) != 1:
            raise ValueError(f"the network has {len(inputs)} inputs, expected 1")
        self._input: dict[str, Any] = inputs[0]
        self._outputs = _outputs_by_name(self._interpreter)

    @property
    def input_shape(self) -> tuple[int, ...]:
        """The input's shape; an open batch size is 1."""
        return tuple(int(n) for n in self._input["shape"])

    @property
    def input_dtype(self) -> np.dtype[Any]:
        """The input's type."""
        dtype: np.dtype[Any] = np.dtype(self._input["dtype"])
        return dtype

    @property
    def output_shapes(self) -> dict[str, tuple[int, ...]]:
        """The outputs' shapes by name: the serving signature's where the file has one, else the tensors' own."""
        details = {detail["index"]: detail for detail in self._interpreter.get_output_details()}
        return {name: tuple(int(n) for n in details[index]["shape"]) for name, index in self._outputs.items()}

    def run(self, batch: Floats) -> dict[str, Floats]:
        """The outputs by name for a batch of the input's shape with any number of rows.

        Raises:
            ValueError: The batch does not fit the network.
        """
        with self._lock:
            if batch.shape == self.input_shape or self._resized(batch.shape):
                return self._answers(batch)
            if batch.shape[1:] != self.input_shape[1:]:
                raise ValueError(f"the network takes {self.input_shape}, not {batch.shape}")
            # Some networks accept one picture at a time.
            rows = [self._answers(batch[at : at + 1]) for at in range(len(batch))]
            return {name: np.concatenate([row[name] for row in rows]) for name in self._outputs}

    def _answers(self, batch: Floats) -> dict[str, Floats]:
        self._interpreter.set_tensor(self._input["index"], batch)
        self._interpreter.invoke()
        return {name: self._interpreter.get_tensor(index) for name, index in self._outputs.items()}

    def _resized(self, shape: tuple[int, ...]) -> bool:
        before = self.input_shape
        try:
            self._resize(shape)
        except RuntimeError:
            self._resize(before)
            return False
        return True

    def _resize(self, shape: tuple[int, ...]) -> None:
        self._interpreter.resize_tensor_input(self._input["index"], shape)
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]


def _outputs_by_name(interpreter: Any) -> dict[str, int]:
    details = {detail["name"]: int(detail["index"]) for detail in interpreter.get_output_details()}
    signatures = interpreter.get_signature_list()
    if not signatures:
        return details
    key = "serving_default" if "serving_default" in signatures else next(iter(signatures))
    runner = interpreter.get_signature_runner(key)
    return {name: int(detail["index"]) for name, detail in runner.get_output_details().items()}


class _Silence:
    """Hides LiteRT's line about its delegate, which no setting turns off.

    It is printed once per process; afterwards nothing is held back. What other threads write to standard error
    meanwhile is written a little later.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._over = False

    @contextlib.contextmanager
    def __call__(self) -> Iterator[None]:
        with self._lock, contextlib.ExitStack() as stack:
            if not self._over:
                with contextlib.suppress(OSError):  # a windowed program has no standard error
                    stack.enter_context(self._held_back())
            yield

    @contextlib.contextmanager
    def _held_back(self) -> Iterator[None]:
        saved = os.dup(_STDERR_FD)
        with tempfile.TemporaryFile() as words:
            os.dup2(words.fileno(), _STDERR_FD)
            try:
                yield
            finally:
                os.dup2(saved, _STDERR_FD)
                os.close(saved)
                words.seek(0)
                for line in words:
                    if _ABOUT_DELEGATE in line:
                        self._over = True
                    else:
                        os.write(_STDERR_FD, line)


_native_log_silenced: Final = _Silence()

"""A network made elsewhere, running in a process of its own: it may crash, never end or take all memory there."""

from __future__ import annotations

import contextlib
import json
import math
import os
import queue
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

import numpy as np

from core.child import start_child
from core.errors import BundleError
from core.evaluation.external.form import (
    ExternalNetwork,
    Floats,
    NetworkForm,
    from_outputs,
    parse_form,
    sums_to_one,
    to_input,
)
from core.evaluation.external.runtimes import Shape
from core.schema import AGE, ATTRIBUTES, ETHNICITY, GENDER
from core.work import ShouldStop, stop_if

START_LIMIT_S: Final = 180.0
"""TensorFlow takes many seconds to load on a busy machine."""
BATCH_LIMIT_S: Final = 20.0
FACE_LIMIT_S: Final = 5.0
"""Added per face of a batch: a slower network is refused, as one of Facet's own is."""
_POLL_S: Final = 0.1
_ITEM_BYTES: Final = 4
_LARGEST: Final = 1 << 28
"""Values that an output may have."""
_TRIED: Final = (1, 3)
"""Sizes of the batches it is tried with."""
_TRIED_SEED: Final = 0
_GUESSED_PX: Final = 224
_FAIRFACE: Final = ("White", "Black", "Latino_Hispanic", "East Asian", "Southeast Asian", "Indian", "Middle Eastern")
"""The races of FairFace's own network, in its order."""


@dataclass(frozen=True, slots=True)
class NetworkInfo:
    """What a file says of its network."""

    inputs: dict[str, Shape]
    """Shapes by name, with None for what is open."""
    outputs: dict[str, Shape]
    dtype: str
    scales_itself: bool
    """Whether its first layers are known to scale values from 0 to 255."""


@dataclass(frozen=True, slots=True)
class AnswerPlace:
    """The labels of an answer, and where its scores lie, if that is known."""

    labels: tuple[str, ...]
    output: str = ""
    first: int | None = None


class NetworkProcess:
    """A running network. Use it in a `with` statement.

    Args:
        path: The network.
        should_stop: Polled for cancellation.

    Raises:
        BundleError: It cannot be read or loaded.
        Stopped: `should_stop` asked for it.
    """

    def __init__(self, path: Path, *, should_stop: ShouldStop | None = None) -> None:
        self._path, self._should_stop = path, should_stop
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the child
        self._child = start_child(
            "core.evaluation.external.runtimes", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors
        )
        self._messages: queue.Queue[tuple[dict[str, Any], dict[str, Floats]] | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        try:
            self._send(json.dumps({"path": os.fsdecode(path.absolute())}).encode() + b"\n")
            told, _ = self._answer(START_LIMIT_S, "loading it")
            self.info: Final = NetworkInfo(
                inputs={name: tuple(shape) for name, shape in told["inputs"].items()},
                outputs={name: tuple(shape) for name, shape in told["outputs"].items()},
                dtype=told["dtype"],
                scales_itself=told["scales_itself"],
            )
        except BaseException:
            self.close()
            raise

    def run(self, batch: Floats) -> dict[str, Floats]:
        """The outputs by name.

        Raises:
            BundleError: It failed, ended or took too long.
            Stopped: `should_stop` asked for it.
        """
        self._send(json.dumps({"shape": batch.shape}).encode() + b"\n" + np.ascontiguousarray(batch, "<f4").tobytes())
        _, outputs = self._answer(BATCH_LIMIT_S + FACE_LIMIT_S * len(batch), f"answering {len(batch)} faces")
        for name, values in outputs.items():
            if not values.shape or len(values) != len(batch):
                raise self._unfit(f"its output {name} has shape {values.shape} for {len(batch)} faces")
        return outputs

    def check(self, form: NetworkForm) -> None:
        """Run it on noise, and see whether its input and outputs are what the form says.

        Raises:
            BundleError: They are not; the message says what was found.
        """
        if not form.answers:
            raise self._unfit(f"its form names no answer; its outputs are {outputs_text(self.info)}")
        for count in _TRIED:
            try:
                from_outputs(self._outputs(form, count), form)
            except ValueError as e:
                raise self._unfit(str(e)) from e

    def guess(self) -> NetworkForm:
        """A form from what the file says, what is usual for such files, and a run on noise.

        What no file says is taken as usual: the range, the order of the colours, and the order of the labels.

        Raises:
            BundleError: It does not run, or is not a network for pictures.
        """
        form = self._guessed_input()
        return self.placed(form, _guessed_answers(self._outputs(form)))

    def placed(self, form: NetworkForm, answers: Mapping[str, AnswerPlace]) -> NetworkForm:
        """A form with these answers; whether the network gives probabilities or logits is seen from a run on noise.

        Without an output an answer lies in the one of its name, or else in the first one, after the answers before it.

        Raises:
            BundleError: It does not run, or does not fit the form.
        """
        outputs = self._outputs(form)
        first_output = next(iter(outputs))
        free: dict[str, int] = {}
        found = {}
        for name, answer in answers.items():
            output = answer.output or (name if name in outputs else first_output)
            first = free.get(output, 0) if answer.first is None else answer.first
            free[output] = first + len(answer.labels)
            scores = (
                _guessed_scores(outputs[output], first, len(answer.labels)) if output in outputs else "probabilities"
            )
            found[name] = {"output": output, "first": first, "labels": answer.labels, "scores": scores}
        try:
            return parse_form(form.model_dump() | {"answers": found})
        except ValueError as e:
            raise self._unfit(str(e)) from e

    def close(self) -> None:
        """End the process."""
        self._child.kill()
        self._child.wait()
        self._reader.join()
        for pipe in (self._child.stdin, self._child.stdout, self._errors):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _guessed_input(self) -> NetworkForm:
        if len(self.info.inputs) != 1:
            raise self._unfit(f"it has {len(self.info.inputs)} inputs, {', '.join(self.info.inputs)}; expected one")
        shape = next(iter(self.info.inputs.values()))
        if len(shape) != 4:
            raise self._unfit(f"its input has shape {shape_text(shape)}, expected pictures: four axes")
        first = shape[1] in (1, 3) and shape[3] not in (1, 3)
        colours, sides = (shape[1], shape[2:]) if first else (shape[3], shape[1:3])
        if len({side for side in sides if side}) > 1:
            fault = f"its input has shape {shape_text(shape)}, expected a square picture"
            raise self._unfit(f"{fault}: ask for a network with one, or audit a table of its answers")
        as_is = self.info.scales_itself or self.info.dtype == "uint8"
        usual = "imagenet" if first and colours != 1 else "0-1"
        return NetworkForm(
            size=next((side for side in sides if side), _GUESSED_PX),
            layout="NCHW" if first else "NHWC",
            colour="grey" if colours == 1 else "rgb",
            scaling="0-255" if as_is else usual,
        )

    def _outputs(self, form: NetworkForm, count: int = _TRIED[-1]) -> dict[str, Floats]:
        """The outputs for noise in the input that the form says."""
        fault = _misfit(self.info, form)
        if fault:
            raise self._unfit(fault)
        return self.run(to_input(_noise(count), form))

    def _send(self, message: bytes) -> None:
        assert self._child.stdin is not None  # a pipe was asked for
        # If the child has just ended, waiting for its answer says so.
        with contextlib.suppress(OSError):
            self._child.stdin.write(message)
            self._child.stdin.flush()

    def _read(self) -> None:
        pipe = self._child.stdout
        assert pipe is not None  # a pipe was asked for
        try:
            while line := pipe.readline():
                told = json.loads(line)
                self._messages.put((told, {name: _values(pipe, shape) for name, shape in told["arrays"].items()}))
        except (OSError, ValueError, KeyError, TypeError):
            pass  # what follows cannot be understood either
        self._messages.put(None)

    def _answer(self, limit_s: float, doing: str) -> tuple[dict[str, Any], dict[str, Floats]]:
        end = time.monotonic() + limit_s
        while True:
            stop_if(self._should_stop)
            try:
                message = self._messages.get(timeout=_POLL_S)
            except queue.Empty:
                if time.monotonic() > end:
                    raise self._unfit(f"{doing} takes more than {limit_s:.0f} seconds") from None
                continue
            if message is None:
                raise self._unfit(f"{doing} ended its process (exit {self._child.wait()})")
            if "fault" in message[0]:
                raise self._unfit(str(message[0]["fault"]))
            return message

    def _unfit(self, reason: str) -> BundleError:
        return BundleError("network.run", path=self._path, reason=reason)


def _misfit(info: NetworkInfo, form: NetworkForm) -> str:
    """Why the input of the form is not what the file says; empty if it is."""
    if len(info.inputs) != 1:
        return f"it has {len(info.inputs)} inputs, {', '.join(info.inputs)}; expected one"
    colours = 1 if form.colour == "grey" else 3
    expected = (colours, form.size, form.size) if form.layout == "NCHW" else (form.size, form.size, colours)
    shape = next(iter(info.inputs.values()))
    if len(shape) != 4 or any(there not in (None, given) for there, given in zip(shape[1:], expected, strict=True)):
        return f"its input has shape {shape_text(shape)}, but its form says {shape_text((None, *expected))}"
    if info.dtype not in ("float32", "float16", "float64", "uint8"):
        return f"its input is {info.dtype}, expected floating point or uint8"
    return ""


def check_network(network: ExternalNetwork, *, should_stop: ShouldStop | None = None) -> None:
    """Run a network in a process of its own, and see whether it fits its form.

    Raises:
        BundleError: It does not, or does not run.
        Stopped: `should_stop` asked for it.
    """
    with NetworkProcess(network.path, should_stop=should_stop) as process:
        process.check(network.form)


def shape_text(shape: Shape) -> str:
    """A shape for people."""
    return f"({', '.join('?' if n is None else str(n) for n in shape)})"


def outputs_text(info: NetworkInfo) -> str:
    """Names and shapes of the outputs."""
    return ", ".join(f"{name} {shape_text(shape)}" for name, shape in info.outputs.items())


def _values(pipe: IO[bytes], shape: list[int]) -> Floats:
    if math.prod(shape) > _LARGEST:
        raise ValueError(f"an output of shape {shape}")
    content = pipe.read(_ITEM_BYTES * math.prod(shape))
    return np.frombuffer(content, "<f4").reshape(shape)


def _noise(count: int) -> Any:
    return np.random.default_rng(_TRIED_SEED).integers(0, 256, (count, 64, 64, 3), np.uint8)


def _guessed_answers(outputs: Mapping[str, Floats]) -> dict[str, AnswerPlace]:
    """By the names of the outputs, or else by the number of their values."""
    counts = {name: values.shape[1] for name, values in outputs.items() if values.ndim == 2}
    found: dict[str, AnswerPlace] = {}
    for output, count in counts.items():
        for attribute in ATTRIBUTES.values():
            labels = _usual_labels(attribute.name, count)
            if labels and any(word in output.casefold() for word in (attribute.name, *attribute.synonyms)):
                found.setdefault(attribute.name, AnswerPlace(labels, output))
    if found:
        return found
    for output, count in counts.items():
        if count == len(_FAIRFACE) + len(GENDER.labels) + len(AGE.labels):
            labels_of = {ETHNICITY.name: _FAIRFACE, GENDER.name: GENDER.labels, AGE.name: AGE.labels}
            return {name: AnswerPlace(labels, output) for name, labels in labels_of.items()}
        for name in ATTRIBUTES:
            if labels := _usual_labels(name, count):
                found.setdefault(name, AnswerPlace(labels, output))
    return found


def _usual_labels(name: str, count: int) -> tuple[str, ...]:
    """The usual labels of an attribute that ships, with so many values; none if there are none."""
    if name == GENDER.name:
        return GENDER.labels if count in (1, len(GENDER.labels)) else ()
    return {len(ETHNICITY.labels): ETHNICITY.labels, len(_FAIRFACE): _FAIRFACE}.get(count, ())


def _guessed_scores(values: Floats, first: int, count: int) -> str:
    if values.ndim == 1:
        values = values[:, np.newaxis]
    some = values[:, first : first + count]
    if some.shape[1] == 1:
        some = np.concatenate([1 - some, some], axis=1)
    return "probabilities" if sums_to_one(some) else "logits"

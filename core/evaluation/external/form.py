"""The form of a network made elsewhere: how a face becomes its input, and where its answers lie in its outputs.

    {"size", "layout", "colour", "scaling", "mean", "std", "framing", "margin",
     "answers": {ATTRIBUTE: {"output", "first", "labels", "scores"}}}

Such a file says neither; the user does, once per network: the form is remembered by the SHA-256 of the network.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from core.errors import BundleError
from core.files import make_folder, parse_json, read_ordinary, replace_file
from core.model.bundle import NETWORK_SUFFIXES
from core.places import user_data
from core.schema import ATTRIBUTES, Attribute
from core.validation import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

Floats = NDArray[np.float32]
Chips = NDArray[np.uint8]

_FORM_BYTES: Final = 1 << 20
_IMAGENET: Final = ((123.675, 116.28, 103.53), (58.395, 57.12, 57.375))
"""Mean and standard deviation of red, green and blue, of values from 0 to 255."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AnswerForm(_Strict):
    """Where the scores of an attribute lie in the outputs."""

    output: str
    """Name of the output, of shape (n, values)."""
    first: int = Field(0, ge=0)
    """Position of the first label's score."""
    labels: tuple[str, ...] = Field(min_length=2)
    """In the order of the scores. Several may mean one label of an attribute that ships; their scores are added."""
    scores: Literal["probabilities", "logits"] = "probabilities"
    """An output with a single value holds the score of the second of two labels, as a sigmoid gives it."""


class NetworkForm(_Strict):
    """How a network is fed and read."""

    size: int = Field(224, ge=8, le=1024, title="Input size", description="Side of the input, in pixels.")
    layout: Literal["NHWC", "NCHW"] = Field(
        "NHWC",
        title="Order of the axes",
        description="Keras and LiteRT have colours last, PyTorch has them first.",
        json_schema_extra={"names": [["NHWC", "colours last (NHWC)"], ["NCHW", "colours first (NCHW)"]]},
    )
    colour: Literal["rgb", "bgr", "grey"] = Field(
        "rgb",
        title="Colours",
        description="Networks fed by OpenCV often expect blue first.",
        json_schema_extra={
            "names": [["rgb", "red, green, blue"], ["bgr", "blue, green, red (OpenCV)"], ["grey", "grey"]]
        },
    )
    scaling: Literal["0-255", "0-1", "-1-1", "imagenet", "own"] = Field(
        "0-1",
        title="Range of values",
        description="What the values of a picture, 0 to 255, are scaled to. A wrong range costs accuracy.",
        json_schema_extra={
            "names": [
                ["0-255", "0 to 255, as they are"],
                ["0-1", "0 to 1"],
                ["-1-1", "-1 to 1"],
                ["imagenet", "mean and deviation of ImageNet"],
                ["own", "another mean and deviation"],
            ]
        },
    )
    mean: tuple[float, ...] = ()
    """With `scaling` "own", of values from 0 to 255: one, or one per colour in the network's order."""
    std: tuple[Annotated[float, Field(gt=0)], ...] = ()
    framing: Literal["aligned", "picture"] = Field(
        "aligned",
        title="What it is shown",
        description="The face, found and turned upright, or the picture as it is.",
        json_schema_extra={"names": [["aligned", "the face, aligned"], ["picture", "the whole picture"]]},
    )
    margin: float = Field(
        0.0,
        ge=-0.3,
        le=1.5,
        title="Margin",
        description="Added on each side of an aligned face, as a share of its width; below 0 the crop is tighter.",
    )
    answers: dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")], AnswerForm] = Field(
        default_factory=dict
    )
    """By attribute."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        colours = 1 if self.colour == "grey" else 3
        if self.scaling == "imagenet" and colours == 1:
            raise ValueError("scaling: ImageNet's means are those of three colours, but the input is grey")
        if self.scaling == "own":
            for name, values in (("mean", self.mean), ("std", self.std)):
                if len(values) not in (1, colours):
                    raise ValueError(f"{name}: got {len(values)} values, expected 1 or {colours}, one per colour")
        for name, answer in self.answers.items():
            attribute_of(name, answer)
        return self

    @property
    def attributes(self) -> dict[str, Attribute]:
        """What the network answers."""
        return {name: attribute_of(name, answer) for name, answer in self.answers.items()}


@dataclass(frozen=True, slots=True)
class ExternalNetwork:
    """A network made elsewhere, with its form."""

    path: Path
    form: NetworkForm

    @property
    def title(self) -> str:
        """Its name, as shown to people."""
        return self.path.stem

    @property
    def attributes(self) -> dict[str, Attribute]:
        """What it answers."""
        return self.form.attributes


def is_network_file(path: Path) -> bool:
    """Whether a path is that of a network made elsewhere."""
    return path.suffix.lower() in NETWORK_SUFFIXES and path.is_file()


def attribute_of(name: str, answer: AnswerForm) -> Attribute:
    """The attribute of an answer, in the labels of Facet where it ships.

    Raises:
        ValueError: It has labels that the attribute does not have, or a label twice.
    """
    if name not in ATTRIBUTES:
        return Attribute(name, answer.labels)
    attribute = ATTRIBUTES[name]
    unknown = [label for label in answer.labels if attribute.index(label) is None]
    if unknown:
        raise ValueError(f"answers.{name}: unknown labels {', '.join(unknown)}; expected {', '.join(attribute.labels)}")
    if len({attribute.index(label) for label in answer.labels}) < 2:
        raise ValueError(f"answers.{name}: {', '.join(answer.labels)} are all the same label")
    return attribute


def to_input(chips_rgb: Chips, form: NetworkForm) -> Floats:
    """The input of a network for square pictures of shape (n, side, side, 3)."""
    sized = np.stack([_resized(chip, form.size) for chip in chips_rgb])
    if form.colour == "grey":
        sized = np.stack([cv2.cvtColor(chip, cv2.COLOR_RGB2GRAY)[:, :, np.newaxis] for chip in sized])
    elif form.colour == "bgr":
        sized = sized[..., ::-1]
    mean, std = _mean_and_std(form)
    scaled = (sized.astype(np.float32) - np.array(mean, np.float32)) / np.array(std, np.float32)
    return np.ascontiguousarray(np.moveaxis(scaled, 3, 1) if form.layout == "NCHW" else scaled)


def from_outputs(outputs: Mapping[str, Floats], form: NetworkForm) -> dict[str, NDArray[np.float64]]:
    """The probabilities of each attribute's labels, shape (n, labels); they sum to 1.

    Raises:
        ValueError: An output is missing, or does not hold what the form says.
    """
    return {name: _probabilities(outputs, name, answer) for name, answer in form.answers.items()}


def read_form(path: Path) -> NetworkForm:
    """Read a form from a JSON file.

    Raises:
        BundleError: It cannot be read, or is not a form.
    """
    try:
        return parse_form(parse_json(read_ordinary(path, limit=_FORM_BYTES)))
    except OSError as e:
        raise BundleError("network.form_file", path=path, reason=e.strerror or e) from e
    except ValueError as e:
        raise BundleError("network.form_file", path=path, reason=e) from e


def parse_form(content: Any) -> NetworkForm:
    """A form from its JSON.

    Raises:
        ValueError: It is not a form; the text names the first fault.
    """
    try:
        return NetworkForm.model_validate(content)
    except ValidationError as e:
        fault = e.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        reason = str(fault["msg"]).removeprefix("Value error, ")
        raise ValueError(f"{place}: {reason}" if place else reason) from None


def write_form(path: Path, form: NetworkForm) -> None:
    """Write a form as JSON.

    Raises:
        BundleError: It cannot be written.
    """
    try:
        replace_file(path, form.model_dump_json(indent=2).encode() + b"\n")
    except OSError as e:
        raise BundleError("network.form_file", path=path, reason=e.strerror or e) from e


def remember(network: ExternalNetwork) -> None:
    """Keep the form of a network for the next time.

    Raises:
        BundleError: It cannot be kept, or the network cannot be read.
    """
    place = _place(network.path)
    try:
        make_folder(place.parent)
    except OSError as e:
        raise BundleError("network.form_file", path=place, reason=e.strerror or e) from e
    write_form(place, network.form)


def remembered(path: Path) -> NetworkForm | None:
    """The form kept for a network; None if there is none that can be read.

    Raises:
        BundleError: The network cannot be read.
    """
    place = _place(path)
    if not place.is_file():
        return None
    try:
        return read_form(place)
    except BundleError:
        return None  # the user is asked again


def load_network(path: Path) -> ExternalNetwork:
    """A network whose form is known.

    Raises:
        BundleError: It is not known yet, or the network cannot be read.
    """
    form = remembered(path)
    if form is None:
        raise BundleError("network.unknown", path=path)
    return ExternalNetwork(path, form)


def _place(path: Path) -> Path:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as e:
        raise BundleError("network.read", path=path, reason=e.strerror or e) from e
    return user_data() / "networks" / f"{digest}.json"


def _resized(chip: Chips, size: int) -> Chips:
    if chip.shape[:2] == (size, size):
        return chip
    method = cv2.INTER_AREA if min(chip.shape[:2]) >= size else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(chip, (size, size), interpolation=method), np.uint8)


def _mean_and_std(form: NetworkForm) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Of values from 0 to 255, in the network's order of colours."""
    if form.scaling == "own":
        return form.mean, form.std
    if form.scaling == "imagenet":
        mean, std = _IMAGENET
        return (mean[::-1], std[::-1]) if form.colour == "bgr" else (mean, std)
    return {"0-255": ((0.0,), (1.0,)), "0-1": ((0.0,), (255.0,)), "-1-1": ((127.5,), (127.5,))}[form.scaling]


def _probabilities(outputs: Mapping[str, Floats], name: str, answer: AnswerForm) -> NDArray[np.float64]:
    attribute, given = attribute_of(name, answer), _scores(outputs, name, answer)
    places = [attribute.index(label) for label in answer.labels]
    found = np.zeros((len(given), len(attribute.labels)))
    for column, at in enumerate(places):
        found[:, at] += given[:, column]
    return found


def _scores(outputs: Mapping[str, Floats], name: str, answer: AnswerForm) -> NDArray[np.float64]:
    """Probabilities in the order of the answer's labels."""
    if answer.output not in outputs:
        raise ValueError(f"it has no output {answer.output} for {name}; it has {', '.join(outputs)}")
    values = np.asarray(outputs[answer.output], np.float64)
    if values.ndim == 1:
        values = values[:, np.newaxis]
    count = len(answer.labels)
    if values.ndim != 2:
        raise ValueError(f"its output {answer.output} has shape {values.shape}, expected (faces, values)")
    single = count == 2 and values.shape[1] == answer.first + 1
    some = values[:, answer.first : answer.first + (1 if single else count)]
    if not single and some.shape[1] < count:
        raise ValueError(
            f"its output {answer.output} has {values.shape[1]} values, expected {answer.first + count} for the {count} "
            f"labels of {name}"
        )
    if not np.isfinite(some).all():
        raise ValueError(f"its output {answer.output} has values that are not finite numbers")
    if answer.scores == "logits":
        logits = np.concatenate([np.zeros_like(some), some], axis=1) if single else some
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))
    if single:
        some = np.concatenate([1 - some, some], axis=1)
    sums = some.sum(axis=1)
    if not sums_to_one(some):
        raise ValueError(
            f"the values of {name} in its output {answer.output} are no probabilities: they lie between "
            f"{some.min():.3g} and {some.max():.3g} and sum to {sums[0]:.3g}; perhaps they are logits"
        )
    return np.asarray(np.clip(some, 0, None) / np.clip(some, 0, None).sum(axis=1, keepdims=True))


def sums_to_one(values: NDArray[Any], tolerance: float = 0.02) -> bool:
    """Whether all rows are probabilities of labels."""
    return bool((values >= -tolerance).all() and (np.abs(values.sum(axis=1) - 1) <= tolerance).all())


def summary(form: NetworkForm) -> Iterator[tuple[str, str]]:
    """A form for people: what each value is called, and the value."""
    for name, field in NetworkForm.model_fields.items():
        extra = field.json_schema_extra
        names = dict(extra["names"]) if isinstance(extra, dict) and "names" in extra else {}  # type: ignore[arg-type]
        if field.title and not (name == "margin" and form.framing == "picture"):
            value = getattr(form, name)
            yield field.title, str(names.get(value, value))
    if form.scaling == "own":
        yield "Mean and deviation", f"{_listed(form.mean)} and {_listed(form.std)}"
    for name, answer in form.answers.items():
        last = answer.first + len(answer.labels) - 1
        yield name, f"{', '.join(answer.labels)}: {answer.scores} in {answer.output}, values {answer.first} to {last}"


def _listed(values: tuple[float, ...]) -> str:
    return ", ".join(f"{value:g}" for value in values)

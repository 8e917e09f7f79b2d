"""The recipe of a training: every choice but the data, validated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from core.errors import DataError
from core.files import read_ordinary, replace_file
from core.model.bundle import InputSpec
from core.schema import ATTRIBUTES, Attribute
from core.training.architectures import ARCHITECTURES
from core.training.architectures.parts import Knobs
from core.training.features import FEATURES, Start
from core.training.mitigation import MethodName
from core.validation import (
    Field,
    JsonValue,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

Share = Annotated[float, Field(ge=0, le=1)]
ColumnName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""As `core.schema.Attribute.name`."""

_FILE_BYTES: Final = 1 << 20


def _called(names: Mapping[str, str]) -> dict[str, JsonValue]:
    """What the values of a field are called in a form, in order; a value that is not named is called itself."""
    return {"names": [[value, name] for value, name in names.items()]}


_TARGET_ERRORS: Final = {"gender_target_error": "gender", "ethnicity_target_error": "ethnicity"}
"""Fields of recipes from before `target_errors`, and the attribute of each."""


class Augmentation(Knobs):
    """Data augmentation, random in every epoch; 0 or off changes nothing."""

    rotation_degrees: float = Field(
        0,
        ge=0,
        le=45,
        title="Rotation, degrees",
        description="Rotated by up to this many degrees in either direction.",
    )
    flip: bool = Field(False, description="Half of the pictures are mirrored.")
    scale: float = Field(0, ge=0, le=0.5, description="Scaled up or down by up to this share.")
    shift: float = Field(0, ge=0, le=0.3, description="Moved by up to this share of the picture, across and down.")
    light: float = Field(0, ge=0, le=0.8, description="Made lighter or darker by up to this share.")
    contrast: float = Field(0, ge=0, le=0.8, description="Made more or less contrasty by up to this share.")
    blur: float = Field(
        0, ge=0, le=3, title="Blur, pixels", description="Half of the pictures are blurred by up to this many pixels."
    )
    erasing: Share = Field(
        0, description="Share of the pictures in which a rectangle is covered (Zhong et al. 2020, Random Erasing)."
    )
    side_light: float = Field(0, ge=0, le=0.9, description="A third are lit from one side, down by up to this share.")
    colour: float = Field(0, ge=0, le=0.5, description="A third have their colours tinted by up to this share.")
    noise: float = Field(0, ge=0, le=64, description="A third have noise of up to this standard deviation, of 255.")
    coarse: float = Field(0, ge=0, le=0.9, description="A third have their resolution reduced by up to this share.")
    motion: float = Field(0, ge=0, le=0.5, description="A third have motion blur of up to this share of their side.")
    covering: Share = Field(
        0, description="Share of the pictures in which a plain shape covers the eyes, the mouth or the forehead."
    )

    @property
    def any(self) -> bool:
        """Whether any augmentation is enabled."""
        return self != Augmentation()


class Mitigation(Knobs):
    """Bias mitigation between groups; none by default."""

    method: MethodName = Field(
        "none",
        description="Balanced sampling shows every label of every group equally often; reweighing evens out the share "
        "of each label; group DRO learns most from the group that fares worst; a head per group learns its own faces, "
        "and all answer together; adversarial debiasing keeps the answer from telling the group.",
        json_schema_extra=_called(
            {
                "balanced-sampling": "balanced sampling",
                "group-dro": "group DRO",
                "domain-independent": "a head per group",
                "adversarial": "adversarial debiasing",
            }
        ),
    )
    best_epoch: Literal["mean", "worst-group", "likelihood"] = Field(
        "mean",
        description="Which epoch is kept: the best on average, the best for the group with the lowest accuracy, or the "
        "one that finds the labels likeliest. Likelihoods differ less by chance than accuracies do.",
        json_schema_extra=_called(
            {
                "mean": "best on the whole",
                "worst-group": "best for the group that fares worst",
                "likelihood": "likeliest labels",
            }
        ),
    )
    calibration: Literal["together", "by-group"] = Field(
        "together",
        description="Thresholds of the answers: the same for all, or by perceived group.",
        json_schema_extra=_called({"together": "alike for all", "by-group": "by perceived group"}),
    )
    of: ColumnName | Literal[""] = Field(
        "", description="The attribute whose errors are balanced; empty: the first answer."
    )
    groups: tuple[ColumnName, ...] = Field(
        (), description="Columns that define the groups; empty: the other answers that Facet knows."
    )

    @field_validator("calibration", mode="before")
    @classmethod
    def _ethnicity_was_the_only_grouping(cls, value: object) -> object:
        return "by-group" if value == "by-ethnicity" else value

    @field_validator("groups")
    @classmethod
    def _are_named_once(cls, names: tuple[str, ...], given: ValidationInfo) -> tuple[str, ...]:
        if given.data.get("of") in names:
            raise ValueError(f"{given.data['of']} is the answer itself, expected other columns")
        return _each_once(names)

    @property
    def any(self) -> bool:
        """Whether any mitigation is enabled."""
        return self.method != "none" or self.best_epoch == "worst-group" or self.calibration == "by-group"


class Recipe(Knobs):
    """Every choice that a training depends on, except the data."""

    answers: tuple[ColumnName, ...] = Field(
        (),
        description="Columns of the data that the model learns to answer; empty: those that Facet knows, or else all "
        "but the age bands.",
    )
    groups: tuple[ColumnName, ...] = Field(
        (), description="Columns that the figures are grouped by; empty: those that Facet knows, and the age bands."
    )
    architecture: str = Field(
        "report-cnn",
        title="Network",
        description="The architecture of the network.",
        json_schema_extra=_called({name: one.title for name, one in ARCHITECTURES.items()}),
    )
    parameters: dict[str, int | float | str | bool] = Field({}, description="Parameters of the architecture.")
    input: InputSpec = Field(InputSpec(size=48, channels=1), description="Size and colour of the input.")
    start: Start = Field(
        "random",
        title="Starting weights",
        description="Initial weights: random, or those of dlib's face recognition network, which fit the network of "
        "that name in colour only.",
        json_schema_extra=_called({"dlib": "dlib's face network"}),
    )
    start_model: str | None = Field(
        None,
        min_length=1,
        max_length=4096,
        pattern=r"^[^\x00-\x1f]*$",
        description="A Facet model to start from in place of these weights, by name or folder; empty: none.",
    )
    teacher: str | None = Field(
        None,
        min_length=1,
        max_length=4096,
        pattern=r"^[^\x00-\x1f]*$",
        description="A Facet model, by name or folder, whose answers are learned beside the labels: knowledge "
        "distillation (Hinton et al. 2015); empty: none.",
    )
    teaching: Share = Field(
        0.5, title="Weight of the teacher", description="Weight of the teacher's answers; the labels have the rest."
    )
    trained: Literal["all", "heads"] = Field(
        "all",
        title="Trained layers",
        description="All layers, or only the output layers. Then the rest of the network is run only once per picture, "
        "so the training takes seconds.",
        json_schema_extra=_called({"heads": "the last only"}),
    )
    head_epochs: int = Field(
        0,
        ge=0,
        le=100,
        title="Last layers first, epochs",
        description="Epochs in which only the last layers are trained, before all layers are (Kumar et al. 2022, "
        "Fine-Tuning can Distort Pretrained Features). The others then start from answers that suit them.",
    )
    framings: Literal["both", "aligned"] = Field(
        "both",
        title="Framing",
        description="Data that come aligned are used both as they are and aligned anew as in a photo, or only aligned "
        "anew.",
        json_schema_extra=_called({"both": "as they are and found again", "aligned": "as they are"}),
    )
    epochs: int = Field(40, ge=1, le=1000, description="Number of passes over the training pictures.")
    batch: int = Field(64, ge=1, le=4096, title="Batch size", description="Pictures per training step.")
    optimizer: Literal["adam", "adamw", "sgd"] = Field(
        "adam",
        description="Adam (Kingma and Ba 2015), AdamW (Loshchilov and Hutter 2019) or SGD with Nesterov momentum 0.9.",
        json_schema_extra=_called({"adam": "Adam", "adamw": "AdamW", "sgd": "SGD"}),
    )
    learning_rate: float = Field(
        0.001, gt=0, le=1, description="Step size of the optimizer; too large a value makes the training diverge."
    )
    schedule: Literal["constant", "cosine", "step"] = Field(
        "constant", description="The learning rate stays, falls along a cosine to 0, or falls to a tenth twice."
    )
    warmup_epochs: float = Field(
        0, ge=0, le=50, title="Warm-up, epochs", description="Epochs over which the learning rate rises from 0."
    )
    weight_decay: float = Field(0, ge=0, le=1, description="Strength of weight decay.")
    label_smoothing: float = Field(0, ge=0, le=0.5, description="Share of each label that is spread over all classes.")
    dropout: float | None = Field(
        None, ge=0, le=0.9, description="Dropout rate before the outputs; empty: the default of the network."
    )
    augmentation: Augmentation = Field(Augmentation(), description="Random changes of the training pictures.")
    mitigation: Mitigation = Field(Mitigation(), description="How gaps between groups are reduced.")
    early_stopping: int | None = Field(
        None,
        ge=1,
        le=1000,
        title="Early stopping, epochs",
        description="Stop after this many epochs without improvement; empty: never.",
    )
    averaging: float | None = Field(
        None,
        ge=0.5,
        le=0.99999,
        title="Averaged weights",
        description="Decay of a running mean of the weights, which replaces them; empty: none.",
    )
    side_tasks: Share = Field(
        0, description="Weight of auxiliary tasks, where the data have them: age, and FairFace's seven races."
    )
    mirrored: bool = Field(
        False,
        description="Faces with a low probability are evaluated a second time, mirrored; the answer is the mean of "
        "both.",
    )
    quantised: bool = Field(
        False, description="The weights are quantised to 8 bits: a quarter of the size, and several times as fast."
    )
    bf16: bool = Field(
        False,
        title="16-bit arithmetic",
        description="Calculate in 16 bits if that is faster on this computer; weights and answers keep 32.",
    )
    target_errors: dict[ColumnName, Share] = Field(
        {}, description='Accepted share of wrong answers, by attribute; answers beyond it are "uncertain".'
    )
    seed: int = Field(1, ge=0, lt=2**31, description="Seed of initial weights, order, augmentation and dropout.")
    split_seed: int = Field(
        1, ge=0, lt=2**31, description="Seed of the split into training, validation, calibration and test side."
    )

    @model_validator(mode="before")
    @classmethod
    def _target_errors_were_fields(cls, given: object) -> object:
        if not isinstance(given, dict):
            return given
        old = {name: given[field] for field, name in _TARGET_ERRORS.items() if field in given}
        # Default values are dropped, so that an old recipe equals its preset.
        errors = {name: value for name, value in old.items() if value != ATTRIBUTES[name].target_error}
        rest = {field: value for field, value in given.items() if field not in _TARGET_ERRORS}
        now = rest.get("target_errors", {})
        return {**rest, "target_errors": {**errors, **now}} if errors and isinstance(now, dict) else rest

    @field_validator("answers", "groups")
    @classmethod
    def _are_named_once(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return _each_once(names)

    @field_validator("architecture")
    @classmethod
    def _is_known(cls, name: str) -> str:
        if name not in ARCHITECTURES:
            raise ValueError(f"there is no architecture {name!r}; there are {', '.join(ARCHITECTURES)}")
        return name

    @field_validator("start")
    @classmethod
    def _fits_the_network(cls, start: Start, given: ValidationInfo) -> Start:
        if start == "random":
            return start
        expected, architecture = FEATURES[start].architecture, given.data.get("architecture")
        if architecture is not None and architecture != expected:
            raise ValueError(f"these weights fit the architecture {expected!r}, got {architecture!r}")
        if "input" in given.data and given.data["input"].channels != 3:
            raise ValueError("these weights need an input in colour (3 channels)")
        return start

    @field_validator("trained", "head_epochs")
    @classmethod
    def _has_features_to_keep(cls, value: str | int, given: ValidationInfo) -> str | int:
        if value in ("all", 0) or not {"start", "start_model", "architecture"} <= set(given.data):
            return value
        if given.data["start"] == "random" and not given.data["start_model"]:
            raise ValueError("the last layers cannot be trained alone from random weights: choose starting weights")
        if given.data["architecture"] != "face-resnet":
            raise ValueError("the last layers can be trained alone only in the architecture 'face-resnet'")
        return value

    @model_validator(mode="after")
    def _architecture_knows_its_parameters(self) -> Self:
        ARCHITECTURES[self.architecture].parameters.model_validate(self.network_parameters)
        return self

    def target_error(self, attribute: Attribute) -> float:
        """The accepted share of wrong answers of an attribute."""
        return self.target_errors.get(attribute.name, attribute.target_error)

    @property
    def starts_random(self) -> bool:
        """Whether the initial weights are random."""
        return self.start == "random" and not self.start_model

    @property
    def network_parameters(self) -> dict[str, int | float | str | bool]:
        """The parameters that the architecture is built with."""
        return self.parameters if self.dropout is None else {**self.parameters, "dropout": self.dropout}


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{name} is named twice")
    return names


def parse_recipe(text: str, *, source: object = "the recipe") -> Recipe:
    """Parse the JSON of a recipe.

    Args:
        text: As written by `Recipe.model_dump_json`; missing fields have their defaults.
        source: Named in the message.

    Raises:
        DataError: It is not JSON, a field is unknown or a value out of bounds; the message names it.
    """
    try:
        return Recipe.model_validate_json(text)
    except ValidationError as e:
        raise _refused(e, source) from e


def with_changes(recipe: Recipe, changes: Mapping[str, object]) -> Recipe:
    """A recipe with some fields replaced.

    Raises:
        DataError: A value is not valid; the message names the field.
    """
    try:
        return Recipe.model_validate({**recipe.model_dump(), **changes})
    except ValidationError as e:
        raise _refused(e, "the recipe") from e


def read_recipe(path: Path) -> Recipe:
    """Read a recipe from a JSON file.

    Raises:
        DataError: It is missing or not valid.
    """
    try:
        return parse_recipe(read_ordinary(path, limit=_FILE_BYTES).decode(), source=path)
    except FileNotFoundError as e:
        raise DataError("recipe.missing", path=path) from e
    except UnicodeDecodeError as e:
        raise DataError("recipe.not_text", source=path) from e
    except OSError as e:
        raise DataError("recipe.read", source=path, reason=e.strerror or str(e)) from e


def _refused(error: ValidationError, source: object) -> DataError:
    fault = error.errors()[0]
    field = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "json_invalid":
        line = re.search(r"line (\d+)", fault["msg"])
        return DataError("recipe.not_json", source=source, line=line[1] if line else 1)
    if not field and fault["type"] == "model_type":
        return DataError("recipe.not_object", source=source)
    if fault["type"] == "extra_forbidden":
        return DataError("recipe.unknown_field", source=source, field=field)
    return DataError("recipe.invalid", source=source, reason=f"{field}: {fault['msg']}" if field else fault["msg"])


def write_recipe(path: Path, recipe: Recipe) -> None:
    """Write a recipe as JSON.

    Raises:
        OSError: It cannot be written; an older file at `path` is unchanged.
    """
    replace_file(path, (recipe.model_dump_json(indent=2) + "\n").encode())

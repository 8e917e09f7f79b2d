"""The registry of networks that Facet can train. Keras is imported only when one is built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from core.model.bundle import InputSpec
from core.training.architectures.convolutional import (
    AttentionParameters,
    ReportParameters,
    ResidualParameters,
    build_attention,
    build_report_cnn,
    build_residual,
)
from core.training.architectures.face_resnet import FaceResnetParameters, build_face_resnet
from core.training.architectures.parts import Attributes, Knobs

if TYPE_CHECKING:
    import keras

Values = Mapping[str, int | float | str | bool]


@dataclass(frozen=True, slots=True)
class Architecture:
    """An architecture and its parameters."""

    title: str
    parameters: type[Knobs]
    build: Callable[[InputSpec, Any, Attributes], keras.Model]
    """Builds the untrained network from input, parameters and attributes."""


ARCHITECTURES: Final[Mapping[str, Architecture]] = MappingProxyType(
    {
        "report-cnn": Architecture("The report's network", ReportParameters, build_report_cnn),
        "residual": Architecture("Deeper, with shortcuts", ResidualParameters, build_residual),
        "attention": Architecture("With attention", AttentionParameters, build_attention),
        "face-resnet": Architecture("dlib's face network", FaceResnetParameters, build_face_resnet),
    }
)


def build(name: str, spec: InputSpec, parameters: Values, attributes: Attributes) -> keras.Model:
    """An untrained network; its outputs are probabilities in float32, named as the attributes.

    Raises:
        KeyError: There is no architecture called `name`.
        pydantic.ValidationError: A parameter is unknown or out of bounds.
    """
    architecture = ARCHITECTURES[name]
    return architecture.build(spec, architecture.parameters.model_validate(dict(parameters)), attributes)

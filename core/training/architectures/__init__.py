"""The networks Facet can train, by name. Keras is imported when one is built, not before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from core.model.bundle import InputSpec
from core.training.architectures import attention, face_resnet, report_cnn, residual
from core.training.architectures.parts import Attributes
from core.training.knobs import Knobs

if TYPE_CHECKING:
    import keras

Values = Mapping[str, int | float | str | bool]


@dataclass(frozen=True, slots=True)
class Architecture:
    """A kind of network, and what can be chosen about it."""

    title: str
    parameters: type[Knobs]
    build: Callable[[InputSpec, Any, Attributes], keras.Model]
    """Makes the network, untrained, from an input, a `parameters` and what it answers."""


ARCHITECTURES: Final[Mapping[str, Architecture]] = MappingProxyType(
    {
        "report-cnn": Architecture("The report's network", report_cnn.Parameters, report_cnn.build),
        "residual": Architecture("Deeper, with shortcuts", residual.Parameters, residual.build),
        "attention": Architecture("With attention", attention.Parameters, attention.build),
        "face-resnet": Architecture("dlib's face network", face_resnet.Parameters, face_resnet.build),
    }
)


def build(name: str, spec: InputSpec, parameters: Values, attributes: Attributes) -> keras.Model:
    """An untrained network whose outputs are named as the attributes and are probabilities in float32.

    Raises:
        KeyError: There is no architecture called `name`.
        pydantic.ValidationError: It knows no such parameter, or the value is out of bounds.
    """
    architecture = ARCHITECTURES[name]
    return architecture.build(spec, architecture.parameters.model_validate(dict(parameters)), attributes)

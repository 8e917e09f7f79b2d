"""The networks Facet can train, by name. Keras is imported when one is built, not before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from core.bundle import InputSpec
from core.training.architectures import report_cnn

if TYPE_CHECKING:
    import keras

Builder = Callable[..., "keras.Model"]

ARCHITECTURES: Final[Mapping[str, Builder]] = MappingProxyType({"report-cnn": report_cnn.build})


def build(name: str, spec: InputSpec, parameters: Mapping[str, int | float | str | bool]) -> keras.Model:
    """An untrained network whose outputs are named as the heads and are probabilities.

    Raises:
        KeyError: There is no architecture called `name`.
        TypeError: It knows no such parameter.
    """
    return ARCHITECTURES[name](spec, **parameters)

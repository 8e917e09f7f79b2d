"""A deeper network with shortcuts: He et al. 2016, Deep Residual Learning for Image Recognition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from core.model.bundle import InputSpec
from core.training.architectures.parts import (
    Attributes,
    answers,
    convolution,
    mean_of_fields,
    picture,
    residual_block,
    stages,
)
from core.training.knobs import Knobs

if TYPE_CHECKING:
    import keras


class Parameters(Knobs):
    """What can be chosen about the residual network."""

    blocks: str = Field(
        "1-2-2-2", pattern=r"^[1-6](-[1-6]){1,3}$", description="Residual blocks of each stage, such as 1-2-2-2."
    )
    width: int = Field(32, ge=8, le=128, description="Filters of the first stage; each stage has twice the last one's.")
    dropout: float = Field(0.3, ge=0, le=0.9, description="Share of values left out at random before the answers.")


def build(spec: InputSpec, chosen: Parameters, attributes: Attributes) -> keras.Model:
    """A 5 x 5 convolution that halves the picture, stages of residual blocks, the mean of what is left, the answers."""
    import keras
    from keras import layers

    shown, x = picture(spec)
    x = convolution(x, chosen.width, side=5, stride=2)
    for stage, count in enumerate(stages(chosen.blocks)):
        for block in range(count):
            x = residual_block(x, chosen.width * 2**stage, stride=2 if stage and not block else 1)
    x = layers.Dropout(chosen.dropout)(mean_of_fields(x))
    return keras.Model(shown, answers(x, attributes), name="residual")

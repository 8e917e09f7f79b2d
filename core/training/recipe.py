"""What a training does, in one validated object."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from core.bundle import InputSpec


class Recipe(BaseModel):
    """Every choice a training depends on, but for the data."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    architecture: str
    parameters: dict[str, int | float | str | bool] = {}
    """What the architecture's builder is given."""
    input: InputSpec
    epochs: Annotated[int, Field(ge=1, le=1000)] = 40
    batch: Annotated[int, Field(ge=1, le=4096)] = 64
    learning_rate: Annotated[float, Field(gt=0, le=1)] = 0.001
    """Of Adam (Kingma and Ba 2015)."""
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 1
    """Of the first weights, the order of the pictures and the dropout."""

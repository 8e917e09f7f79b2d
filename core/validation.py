"""Every name of pydantic that Facet uses: the one module that imports pydantic.

Pydantic imports most of its modules when one of its names is first used, and these import each other in a circle. Two
threads that enter the circle in two places can each meet a module that the other has not finished, which is an
ImportError. Here a thread enters it in one place only and leaves with everything loaded; Python's lock of this module
makes the others wait.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

__all__ = [
    "BaseModel",
    "ConfigDict",
    "Field",
    "JsonValue",
    "StringConstraints",
    "ValidationError",
    "ValidationInfo",
    "field_validator",
    "model_validator",
]


class _LoadsTheRest(BaseModel):
    """Making a model and a JSON schema loads what pydantic still leaves for later."""

    text: Annotated[str, StringConstraints(pattern="^a"), Field(max_length=2)] = "a"


_LoadsTheRest.model_json_schema()
_LoadsTheRest.model_validate_json(_LoadsTheRest().model_dump_json())

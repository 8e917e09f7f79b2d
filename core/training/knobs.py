"""What every set of choices has in common: bounds are kept, and a name nobody knows is refused by that name."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Knobs(BaseModel):
    """Validated choices; each field's `description` is its help text, for people."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

"""The vocabulary of Facet's answers: what annotators perceived, in index order.

The order is UTKFace's: gender 0 is male and 1 female; ethnicity 0 to 4 are White, Black, Asian, Indian and Others
(Hispanic, Latino, Middle Eastern).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

Head = str

GENDERS: Final = ("Male", "Female")
ETHNICITIES: Final = ("White", "Black", "Asian", "Indian", "Others")

HEADS: Final[Mapping[Head, tuple[str, ...]]] = MappingProxyType({"gender": GENDERS, "ethnicity": ETHNICITIES})

FAIRFACE_ETHNICITIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "White": "White",
        "Black": "Black",
        "East Asian": "Asian",
        "Southeast Asian": "Asian",
        "Indian": "Indian",
        "Middle Eastern": "Others",
        "Latino_Hispanic": "Others",
    }
)
"""FairFace's seven races on UTKFace's five, the usual map."""

"""What the known data sets are called and what they may be used for."""

from __future__ import annotations

from typing import Final

UTKFACE: Final = "UTKFace"
UTKFACE_TERMS: Final = "Non-commercial research only; copyright stays with the images' owners."
FAIRFACE: Final = "FairFace"
FAIRFACE_TERMS: Final = "CC BY 4.0 (Kärkkäinen and Joo 2021)."
OWN_TERMS: Final = "Not stated; ask whoever made the data."

"""Where Facet's files lie: in a checkout, an installed package or an installed program."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs


def shipped(name: str) -> Path:
    """A file or folder that comes with Facet, such as `resources/icons` or `models`, whether or not it is there."""
    frozen = getattr(sys, "_MEIPASS", None)
    root = Path(frozen) if frozen else Path(__file__).resolve().parent.parent
    return root / name


def resource(name: str) -> Path:
    """A file of `resources/`."""
    return shipped("resources") / name


def user_data() -> Path:
    """The folder for what the user makes and keeps; the environment variable FACET_HOME replaces it."""
    home = os.environ.get("FACET_HOME")
    return Path(home) if home else Path(platformdirs.user_data_dir("Facet", appauthor=False))


def own_models() -> Path:
    """The folder of the user's own models."""
    return user_data() / "models"


def own_corrections() -> Path:
    """The folder of what the user noted as right, unless another was chosen."""
    return user_data() / "corrections"


def models_folders() -> list[Path]:
    """Where models are looked for: the user's own first, then those shipped with Facet."""
    return [own_models(), shipped("models")]

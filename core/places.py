"""What this Facet is installed with and where its files are: in a checkout, a package or an installed program."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import platformdirs

from core.errors import FacetError


def shipped(name: str) -> Path:
    """The path of a file or folder that ships with Facet, such as `resources/icons` or `models`; it may be missing."""
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
    """The default folder of the user's corrections."""
    return user_data() / "corrections"


def models_folders() -> list[Path]:
    """Folders searched for models: the user's own first, then those shipped with Facet."""
    return [own_models(), shipped("models")]


def require_full() -> None:
    """Check that this program can train and audit models: the viewer, the smaller installer, cannot.

    Raises:
        FacetError: This is the viewer.
    """
    if importlib.util.find_spec("tensorflow") is None:
        raise FacetError("program.viewer")

"""What an installed program may lack: the viewer, the small one of two, comes without what trains and measures."""

from __future__ import annotations

import importlib.util

from core.errors import FacetError


def require_full() -> None:
    """To be asked before a training or an audit.

    Raises:
        FacetError: This is the viewer.
    """
    if importlib.util.find_spec("tensorflow") is None:
        raise FacetError("program.viewer")

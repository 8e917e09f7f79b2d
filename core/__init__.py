"""Facet's engine: from pictures to answers, and from labelled pictures to models. It knows no Qt."""

from __future__ import annotations

from typing import Final

__version__: Final = "0.1.0"

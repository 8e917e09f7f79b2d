"""Names of runs and of models: also names of folders, so not every one will do."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

from desktop.app.translation import texts

_PATTERN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)


def fault(name: str, *, taken: Container[str]) -> str:
    """What is wrong with a name, in words; empty where nothing is."""
    if not name:
        return texts.tr("A name is needed.")
    if not _PATTERN.fullmatch(name):
        return texts.tr("Small letters, digits, dots and hyphens only, a letter or digit first, 64 at most.")
    if name.split(".", maxsplit=1)[0] in _RESERVED or name.endswith("."):
        return texts.tr("Some systems cannot keep that name.")
    if name in taken:
        return texts.tr("That name is taken.")
    return ""

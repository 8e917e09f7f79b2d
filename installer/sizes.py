"""Unpacked size on disk."""

from __future__ import annotations

from pathlib import Path


def size_mb(folder: Path) -> float:
    """Megabytes (10^6 bytes) of all files below `folder`; links count nothing."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6

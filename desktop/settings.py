"""What the window remembers between two starts, and where."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QSettings

from core.places import user_data
from desktop.settings_table import MODEL, Setting

Scheme = Literal["system", "light", "dark"]

PURPOSE_VERSION: Final = 1
"""Raised when the purpose's text changes so much that it has to be confirmed again."""
RECENT_LIMIT: Final = 10


class Settings:
    """The window's memory: typed names over an INI file."""

    def __init__(self, path: Path | None = None) -> None:
        self._store = QSettings(str(path or user_data() / "window.ini"), QSettings.Format.IniFormat)

    @property
    def purpose_confirmed(self) -> bool:
        return self._integer("purpose/confirmed") >= PURPOSE_VERSION

    def confirm_purpose(self) -> None:
        self._store.setValue("purpose/confirmed", PURPOSE_VERSION)
        self._store.sync()

    @property
    def scheme(self) -> Scheme:
        value = self._store.value("window/scheme")
        return value if value in ("light", "dark") else "system"

    @scheme.setter
    def scheme(self, value: Scheme) -> None:
        self._store.setValue("window/scheme", value)

    @property
    def model(self) -> str:
        """The name of the chosen model; empty for the one the program prefers."""
        return str(self.value(MODEL))

    @model.setter
    def model(self, value: str) -> None:
        self.set_value(MODEL, value)

    def value(self, setting: Setting) -> str | int:
        """What `setting` is set to; its default where nothing, or nothing that can be, is kept."""
        kept: object = self._store.value(setting.key, setting.default)
        if setting.kind == "number":
            kept = self._integer(setting.key, int(setting.default))
        return kept if isinstance(kept, str | int) and setting.accepts(kept) else setting.default

    def set_value(self, setting: Setting, value: str | int) -> None:
        self._store.setValue(setting.key, value)

    @property
    def recent(self) -> list[Path]:
        """Photos opened lately, newest first."""
        return self._paths("recent/paths")

    def add_recent(self, path: Path) -> None:
        self._add_path("recent/paths", path)

    def clear_recent(self) -> None:
        self._store.remove("recent/paths")

    @property
    def recent_data(self) -> list[Path]:
        """Data sets opened lately for a training, newest first."""
        return self._paths("recent/data")

    def add_recent_data(self, path: Path) -> None:
        self._add_path("recent/data", path)

    @property
    def geometry(self) -> object:
        return self._store.value("window/geometry")

    @geometry.setter
    def geometry(self, value: object) -> None:
        self._store.setValue("window/geometry", value)

    def _paths(self, key: str) -> list[Path]:
        value = self._store.value(key)
        paths = value if isinstance(value, list) else [value] if value else []
        return [Path(str(path)) for path in paths]

    def _add_path(self, key: str, path: Path) -> None:
        others = [other for other in self._paths(key) if other != path]
        self._store.setValue(key, [str(entry) for entry in [path, *others][:RECENT_LIMIT]])

    def _integer(self, key: str, default: int = 0) -> int:
        try:
            return int(str(self._store.value(key, default)))
        except ValueError:
            return default

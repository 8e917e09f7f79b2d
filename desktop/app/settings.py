"""What the window remembers between two starts, and where."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final, Literal, cast, get_args

from PySide6.QtCore import QSettings

from core.files import make_file, make_folder, replace_file
from core.places import own_corrections, user_data
from desktop.app.settings_table import (
    CORRECTIONS_FOLDER,
    LANGUAGE,
    MODEL,
    SCHEME,
    attribute_of,
    settings_for,
    show_setting,
    threshold_setting,
)
from desktop.widgets.option import Option, Value

Scheme = Literal["system", "light", "dark"]
FolderPurpose = Literal["collections", "data", "exports", "models", "photos", "pictures", "recipes", "reports"]

VERSION: Final = 1
"""Raised when a key changes its meaning."""

PURPOSE_VERSION: Final = 1
"""Raised when the purpose's text changes so much that it has to be confirmed again."""
RECENT_LIMIT: Final = 10
REMEMBERED: Final = (
    "camera/id",
    *(f"folders/{purpose}" for purpose in get_args(FolderPurpose)),
    "help/first_steps",
    "model/compared",
    "purpose/confirmed",
    "recent/data",
    "recent/networks",
    "recent/paths",
    "settings/version",
    "window/geometry",
)
"""Keys of what is remembered without being set."""


class Settings:
    """The window's memory: typed names over an INI file. What this Facet does not know stays in it."""

    def __init__(self, path: Path | None = None) -> None:
        self.path: Final = path or user_data() / "window.ini"
        with contextlib.suppress(OSError):  # a home that cannot be written to is no reason not to start
            make_folder(self.path.parent)
            make_file(self.path)
        self._store = QSettings(str(self.path), QSettings.Format.IniFormat)
        self._store.allKeys()  # reads the file
        self.damaged: Path | None = None
        """Where the file is now that could not be understood; what could be read of it holds."""
        if self._store.status() == QSettings.Status.FormatError:
            self._set_aside()
        self.newer: Final = self._integer("settings/version", VERSION) > VERSION
        """Whether a later Facet wrote the file."""

    @property
    def unknown(self) -> tuple[str, ...]:
        """Keys in the file that this Facet does not know."""
        known = {*REMEMBERED, *(setting.key for setting in settings_for(self.attributes))}
        return tuple(key for key in self._store.allKeys() if key not in known)

    @property
    def attributes(self) -> list[str]:
        """Names of the attributes of which something is kept, whatever model answers them."""
        names = map(attribute_of, self._store.allKeys())
        return list(dict.fromkeys(name for name in names if name))

    def keep(self) -> bool:
        """Write what has changed to the file now, and return whether that went well."""
        if self._store.status() != QSettings.Status.NoError:
            # It would say so for ever; another of the same file holds what could not be written before.
            self._store = QSettings(str(self.path), QSettings.Format.IniFormat)
        self._store.sync()
        return self._store.status() == QSettings.Status.NoError

    @property
    def purpose_confirmed(self) -> bool:
        return self._integer("purpose/confirmed") >= PURPOSE_VERSION

    def confirm_purpose(self) -> None:
        self._store.setValue("purpose/confirmed", PURPOSE_VERSION)
        self._store.sync()

    @property
    def first_steps_shown(self) -> bool:
        """Whether the steps of the first start were shown."""
        return bool(self._integer("help/first_steps"))

    def keep_first_steps_shown(self) -> None:
        self._store.setValue("help/first_steps", 1)

    @property
    def scheme(self) -> Scheme:
        return cast(Scheme, self.value(SCHEME))

    @scheme.setter
    def scheme(self, value: Scheme) -> None:
        self.set_value(SCHEME, value)

    @property
    def language(self) -> str:
        """The code of the chosen language, or "system"."""
        return str(self.value(LANGUAGE))

    @property
    def thresholds(self) -> dict[str, float]:
        """By attribute, the probability below which an answer is uncertain; without those whose model's own holds."""
        chosen = {name: int(self.value(threshold_setting(name))) / 100 for name in self.attributes}
        return {name: threshold for name, threshold in chosen.items() if threshold}

    @property
    def hidden(self) -> frozenset[str]:
        """Names of the attributes whose answers are not to be seen."""
        return frozenset(name for name in self.attributes if not self.value(show_setting(name)))

    @property
    def corrections(self) -> Path:
        """The folder of corrections, whether or not it is there."""
        return Path(str(self.value(CORRECTIONS_FOLDER)) or own_corrections())

    @property
    def model(self) -> str:
        """The name of the chosen model; empty for the one the program prefers."""
        return str(self.value(MODEL))

    @model.setter
    def model(self, value: str) -> None:
        self.set_value(MODEL, value)

    @property
    def compared(self) -> str:
        """The name of the second model, whose answers stand beside; empty where there is none."""
        return str(self._store.value("model/compared", ""))

    @compared.setter
    def compared(self, value: str) -> None:
        self._store.setValue("model/compared", value)

    def value(self, setting: Option) -> str | int:
        """What `setting` is set to; its default where nothing, or nothing that can be, is kept."""
        kept: object = self._store.value(setting.key, setting.default)
        if setting.kind == "whole":
            kept = self._integer(setting.key, int(cast(int, setting.default)))
        elif setting.kind == "switch":
            kept = {"true": True, "false": False}.get(str(kept).lower())
        return cast("str | int", kept if setting.accepts(kept) else setting.default)

    def set_value(self, setting: Option, value: Value) -> None:
        if not self.newer:
            self._store.setValue("settings/version", VERSION)
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
    def recent_networks(self) -> list[Path]:
        """Networks made elsewhere and tables of answers audited lately, newest first."""
        return self._paths("recent/networks")

    def add_recent_network(self, path: Path) -> None:
        self._add_path("recent/networks", path)

    @property
    def camera(self) -> str:
        """The system's name for the camera chosen last; empty where none was."""
        return str(self._store.value("camera/id", ""))

    @camera.setter
    def camera(self, value: str) -> None:
        self._store.setValue("camera/id", value)

    def last_folder(self, purpose: FolderPurpose) -> Path | None:
        """The folder used last for `purpose`; None where there was none or it is gone."""
        kept = str(self._store.value(f"folders/{purpose}", ""))
        return Path(kept) if kept and Path(kept).is_dir() else None

    def set_last_folder(self, purpose: FolderPurpose, folder: Path) -> None:
        if _can_be_kept(folder):
            self._store.setValue(f"folders/{purpose}", str(folder.absolute()))

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
        if not _can_be_kept(path):
            return
        others = [other for other in self._paths(key) if other != path]
        self._store.setValue(key, [str(entry) for entry in [path, *others][:RECENT_LIMIT]])

    def _set_aside(self) -> None:
        damaged = self.path.with_suffix(".damaged.ini")
        try:
            replace_file(damaged, self.path.read_bytes())
        except OSError:
            return  # the disk is as it is, and settings are no reason not to start
        self.damaged = damaged
        self._store.setValue("settings/version", VERSION)
        self._store.sync()
        # A store that met damage says so for ever.
        self._store = QSettings(str(self.path), QSettings.Format.IniFormat)

    def _integer(self, key: str, default: int = 0) -> int:
        try:
            return int(str(self._store.value(key, default)))
        except ValueError:
            return default


def _can_be_kept(path: Path) -> bool:
    """Whether the INI file gives the same path back; a name that is not valid Unicode would become another one."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True

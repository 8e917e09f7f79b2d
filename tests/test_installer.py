"""What an installed Facet holds: all that it needs, little else, and the terms of its packages."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import PySide6
import pytest

from installer import entry
from installer.contents import FLAVOURS, ROOT, Flavour, own_files, stays
from installer.deb import make_deb

QT = Path(PySide6.__file__).parent / "Qt"


def kept(file: Path) -> bool:
    return stays(file.relative_to(QT.parent.parent).as_posix(), str(file))


@pytest.mark.skipif(sys.platform != "linux", reason="asks ldd")
def test_of_qt_stays_what_its_plugins_load_and_no_window_of_its_own() -> None:
    plugins = [file for file in QT.glob("plugins/*/*.so") if kept(file)]
    assert "libffmpegmediaplugin.so" in {file.name for file in plugins}
    told = subprocess.run(["ldd", *plugins], capture_output=True, text=True, check=True).stdout
    loaded = {line.split()[0] for line in told.splitlines() if "=>" in line}
    libraries = [file for file in QT.glob("lib/libQt6*") if file.is_file()]
    assert [file.name for file in libraries if file.name in loaded and not kept(file)] == []
    drawn = [file for file in libraries if "Qml" in file.name or "Quick" in file.name]
    assert [file.name for file in drawn if kept(file) and file.name not in loaded] == []


@pytest.mark.parametrize("form", ["libQt6{}.so.6", "Qt6{}.dll", "Qt{}"])
@pytest.mark.parametrize(
    ("library", "needed"),
    [("Quick", True), ("QmlModels", True), ("Quick3D", False), ("QuickTemplates2", False), ("QmlCompiler", False)],
)
def test_the_libraries_for_videos_are_known_on_every_system(form: str, library: str, needed: bool) -> None:
    assert stays(f"PySide6/{form.format(library)}", "/elsewhere") == needed


def terms(flavour: Flavour) -> dict[str, str]:
    """The texts by the folder and name they get in the program."""
    found: dict[str, str] = {}
    for source, folder in own_files(flavour):
        if folder.startswith("licenses"):
            for file in Path(source).iterdir() if Path(source).is_dir() else [Path(source)]:
                assert stays(f"{folder}/{file.name}", str(file))
                found[f"{folder}/{file.name}"] = file.read_text("utf-8")
    return found


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_the_terms_of_the_packages_brought_along_are_there(flavour: Flavour) -> None:
    texts = terms(flavour)
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in texts["licenses/python/LICENSE.txt"]
    for name in ("GPL-3.0", "LGPL-3.0", "LGPL-2.1"):
        assert "GENERAL PUBLIC LICENSE" in texts[f"licenses/{name}.txt"]
    folders = {place.split("/")[1] for place in texts}
    assert {"opencv-python", "pi-heif", "pillow", "pyside6-essentials", "pydantic-core", "numpy"} <= folders
    assert ({"tensorflow", "h5py"} <= folders) == (flavour == "full")
    assert not folders & {"pytest", "ruff", "pyinstaller", "grpcio"}
    assert any("FFmpeg" in text for place, text in texts.items() if place.startswith("licenses/opencv-python/"))


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_every_folder_that_the_code_opens_is_in_the_program(flavour: Flavour) -> None:
    opened = {
        name
        for part in ("core", "desktop")
        for file in (ROOT / part).rglob("*.py")
        for name in re.findall(r'\bshipped\("([^"{]+)"\)', file.read_text("utf-8"))
    }
    assert "core/templates" in opened
    # Of the resources, only some are in the program.
    assert opened - {"resources"} <= {folder for _, folder in own_files(flavour)}


def test_pythons_terms_stay_where_it_is_the_systems() -> None:
    assert stays("licenses/python/LICENSE.txt", "/usr/lib/python3.11/LICENSE.txt")


def test_what_tensorflow_loads_in_vain_is_left_out_and_not_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "tensorflow.python.profiler.internal._pywrap_profiler_plugin"
    assert not stays(f"{name.replace('.', '/')}.so", "/anywhere")
    before = ModuleType(name)
    monkeypatch.setitem(sys.modules, name, before)
    monkeypatch.setattr(sys, "argv", ["facet-cli", "--version"])
    assert entry.main() == 0
    assert sys.modules[name] is not before


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="makes a Debian package")
def test_the_package_says_where_the_terms_lie(tmp_path: Path) -> None:
    program = tmp_path / "facet"
    (program / "_internal" / "licenses").mkdir(parents=True)
    make_deb(program, "viewer", tmp_path / "out")
    said = tmp_path / "out/work/viewer/deb/usr/share/doc/facet-viewer/copyright"
    assert "/usr/lib/facet/_internal/licenses" in said.read_text("utf-8")

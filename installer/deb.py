"""A package for Debian and its relatives, made with dpkg-deb."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from core import __version__
from desktop.app.system import ALWAYS_NEEDED, CAMERA_NEEDED, X11_NEEDED
from installer.contents import ROOT, Flavour
from installer.look import ICON
from installer.sizes import size_mb

_ALSO_NEEDED: Final = ("libc6", "libgcc-s1", "libstdc++6", "libxcb-randr0", "libxcb-shm0", "libxcb-sync1",
                       "libxcb-xfixes0", "libxcb-xinput0", "libxcb-xkb1", "libxext6")  # fmt: skip
"""Libraries besides those whose absence the program itself reports."""
_MIME_TYPES: Final = ("avif", "bmp", "gif", "heic", "heif", "jpeg", "png", "tiff", "webp")
_PROGRAM: Final = "usr/lib/facet"
_NAMES: Final[dict[Flavour, str]] = {"full": "facet", "viewer": "facet-viewer"}
_PURPOSE: Final[dict[Flavour, str]] = {
    "full": " It also trains such models on your own data, and audits them by group.",
    "viewer": " This is the small package: it answers for photos, but cannot train or audit models.",
}
_READABLE: Final = 0o755


def make_deb(program: Path, flavour: Flavour, out: Path) -> Path:
    """Pack the folder `program` and return the package, in `out`."""
    root = out / "work" / flavour / "deb"
    shutil.rmtree(root, ignore_errors=True)
    (root / "usr" / "lib").mkdir(parents=True)
    shutil.copytree(program, root / _PROGRAM, symlinks=True, copy_function=_link)
    _links(root / "usr" / "bin")
    _write(root / "usr/share/applications/facet.desktop", _desktop_file())
    _write(root / "usr/share/icons/hicolor/scalable/apps/facet.svg", ICON.read_text(encoding="utf-8"))
    _write(root / "usr/share/doc" / _NAMES[flavour] / "copyright", _terms())
    _write(root / "DEBIAN" / "control", _control(flavour, size_mb(root)))
    _let_all_read(root)
    package = out / f"{_NAMES[flavour]}_{__version__}_{_architecture()}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(package)], check=True)
    return package


def _control(flavour: Flavour, megabytes: float) -> str:
    needed = sorted({*ALWAYS_NEEDED.values(), *X11_NEEDED.values(), *CAMERA_NEEDED.values(), *_ALSO_NEEDED})
    other = next(name for of, name in _NAMES.items() if of != flavour)
    return f"""Package: {_NAMES[flavour]}
Version: {__version__}
Architecture: {_architecture()}
Maintainer: The Facet authors <facet@localhost>
Installed-Size: {round(megabytes * 1e6 / 1024)}
Depends: {", ".join(needed)}
Recommends: libwayland-client0, libwayland-cursor0, libwayland-egl1
Conflicts: {other}
Replaces: {other}
Section: science
Priority: optional
Description: says what a model perceives in the faces of photos
 Facet finds the faces in a photo and says which gender and which ethnicity a
 model perceives in each, how sure it is, and what may lead it astray. It runs
 on your own machine, and nothing leaves it.
 .
{_wrapped(_PURPOSE[flavour])}
"""


def _wrapped(text: str) -> str:
    import textwrap

    return textwrap.fill(text.strip(), 79, initial_indent=" ", subsequent_indent=" ")


def _desktop_file() -> str:
    template = (ROOT / "installer" / "linux" / "facet.desktop").read_text(encoding="utf-8")
    return template.replace("@MIME_TYPES@", "".join(f"image/{kind};" for kind in _MIME_TYPES))


def _terms() -> str:
    """Copyright and licence of the program and its models."""
    models = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(ROOT.glob("models/*/manifest.json"))]
    own = "".join(f"The model {model['name']} {model['version']}: {model['terms']}\n" for model in models)
    notice = (ROOT / "resources" / "detector" / "NOTICE.txt").read_text(encoding="utf-8")
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    return (
        "Facet is under the Apache License 2.0, whose text stands below. It uses Qt for Python, libheif and libde265 "
        "under the LGPL 3 and FFmpeg under the LGPL 2.1; their libraries lie as files of their own in "
        f"/{_PROGRAM} and can be replaced. The terms of the packages that it brings along lie in "
        f"/{_PROGRAM}/_internal/licenses.\n\n{own}\n{notice}\n{licence}"
    )


def _links(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name in ("facet", "facet-cli"):
        (folder / name).symlink_to(Path("..", *Path(_PROGRAM).parts[1:], name))


def _link(source: str, destination: str) -> str:
    """Hard-link a file, because a read-only file needs no second copy."""
    try:
        os.link(source, destination)
    except OSError:
        shutil.copy2(source, destination)
    return destination


def _let_all_read(root: Path) -> None:
    for path in root.rglob("*"):
        if not path.is_symlink():
            path.chmod(_READABLE if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    root.chmod(_READABLE)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _architecture() -> str:
    asked = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)
    return asked.stdout.strip()

"""Builds the installers: `make installer`, or `python -m installer.build --flavour viewer`.

Needs the dependency group `installer`. On Linux the result is a .deb; on Windows and macOS it is the program's
folder, from which .github/workflows/installers.yml builds the installer.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

from installer.contents import FLAVOURS, ROOT, Flavour
from installer.deb import make_deb
from installer.sizes import size_mb

_STRIPPED: Final = ("libpython*.so*", "ai_edge_litert/*.so", "pyarrow/*.so*", "tensorflow/**/*.so*")
"""Large libraries with debug symbols to strip. Not all: libraries that were patched break when stripped."""


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m installer.build", description="Make what people install.")
    parser.add_argument("--flavour", choices=FLAVOURS, default="full", help="viewer comes without training")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="the folder of what is made")
    options = parser.parse_args(argv)
    folder = freeze(options.flavour, options.out.resolve())
    print(f"{folder}: {size_mb(folder):.0f} MB")
    if sys.platform == "linux":
        package = make_deb(folder, options.flavour, options.out.resolve())
        print(f"{package}: {package.stat().st_size / 1e6:.0f} MB")


def freeze(flavour: Flavour, out: Path) -> Path:
    """Build the program's folder; `out` contains one per flavour."""
    made = out / flavour
    command = [sys.executable, "-m", "PyInstaller", "build_installer.spec", "--noconfirm", "--log-level", "WARN"]
    folders = ["--distpath", str(made), "--workpath", str(out / "work" / flavour)]
    environment = os.environ | {"PYTHONPATH": str(_opencv_without_windows(out))}
    subprocess.run([*command, *folders, "--", "--flavour", flavour], cwd=ROOT, env=environment, check=True)
    folder = made / "facet"
    if sys.platform == "linux":
        for pattern in _STRIPPED:
            for library in folder.rglob(pattern):
                if not library.is_symlink():
                    subprocess.run(["strip", "--strip-unneeded", str(library)], check=True)
    if sys.platform != "win32":
        (folder / "facet-cli").symlink_to("facet")
    return folder


def _opencv_without_windows(out: Path) -> Path:
    """A folder with the same OpenCV without its own copy of Qt, which the program does not need."""
    folder = out / "work" / "opencv"
    wheel = f"opencv-python-headless=={version('opencv-python')}"
    if not (folder / "cv2").is_dir():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"]
        subprocess.run([*pip, "--target", str(folder), wheel], check=True)
    return folder


if __name__ == "__main__":
    main()

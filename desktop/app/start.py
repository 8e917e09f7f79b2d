"""Starts the program and connects its parts.

Qt, numpy and the engine are imported only when needed: the window is shown before the model is loaded.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from core import __version__
from core.files import local_path
from core.places import resource, user_data
from desktop.app.system import has_display, missing_packages

_OK, _CANNOT_START = 0, 1


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window with the photos named in `argv` and return the exit code when it is closed."""
    paths = _parsed(argv)
    if not has_display():
        return _answer_in_terminal(paths)
    packages = missing_packages()
    if packages:
        _complain(f"Facet's window needs system libraries that are missing here: sudo apt install {' '.join(packages)}")
        return _CANNOT_START
    try:
        import PySide6.QtWidgets  # noqa: F401 - its absence is told in words
    except ImportError as e:
        _complain(f"Facet's window cannot start because Qt does not load: {e}")
        return _CANNOT_START
    return _run(paths)


def _parsed(argv: Sequence[str] | None) -> list[Path]:
    parser = argparse.ArgumentParser(
        prog="facet", description="Finds the faces in photos and says what a model perceives in them."
    )
    parser.add_argument("photos", nargs="*", type=local_path, metavar="PHOTO", help="photos or folders to open")
    parser.add_argument("--version", action="version", version=f"facet {__version__}")
    paths: list[Path] = parser.parse_args(argv).photos
    return paths


def _run(paths: Sequence[Path]) -> int:
    from PySide6.QtWidgets import QApplication

    from desktop.app.crash import LastResort, Recovery, program, start_log, without_paths
    from desktop.app.engine import Engine, load_analyzer, load_small_analyzer
    from desktop.app.main_window import MainWindow
    from desktop.app.open_work import OpenWork
    from desktop.app.settings import Settings
    from desktop.app.settings_table import LANGUAGE, LOG_PATHS
    from desktop.app.translation import install_language
    from desktop.widgets.icons import program_icon
    from desktop.widgets.theme import install_theme
    from desktop.worker import GarbageCollection

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C in the terminal ends the program, also inside Qt's loop
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication([sys.argv[0] or "facet"])
    app.setApplicationName("facet")
    app.setApplicationDisplayName("Facet")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("facet")
    app.setWindowIcon(program_icon())
    if sys.platform.startswith("linux"):
        app.setStyle("fusion")
    settings = Settings()
    clean = str if settings.value(LOG_PATHS) else without_paths
    start_log(user_data(), clean)
    open_work = OpenWork(user_data() / "open", program())
    last_resort = LastResort(clean, open_work.note_error, app)
    garbage = GarbageCollection(app)
    try:
        install_language(app, str(settings.value(LANGUAGE)))
        install_theme(app, settings.scheme)
        window = MainWindow(Engine(load_analyzer, load_small=load_small_analyzer), settings)
        if not open_work.first:
            window.step_aside()
        recovery = Recovery(window, open_work, user_data() / "crash-report.txt", clean)
        window.show()
        recovery.start(paths)
        code = app.exec()
        recovery.close()
        open_work.close()
        if window.workshop.restart:
            _start_again([photo.path for photo in window.work.photos.photos if photo.path])
    except Exception as e:  # noqa: BLE001 - a program without a console has no other way to say it
        last_resort.tell_end(e)
        return _CANNOT_START
    finally:
        garbage.remove()
        last_resort.remove()
    return code


def _start_again(photos: Sequence[Path]) -> None:
    from PySide6.QtCore import QProcess

    module = [] if getattr(sys, "frozen", False) else ["-m", "desktop"]
    QProcess.startDetached(sys.executable, [*module, *map(str, photos)])


def _answer_in_terminal(paths: Sequence[Path]) -> int:
    from core.cli.main import main as cli_main

    shown = [str(path) for path in paths] or [str(resource("sample/astronaut.png"))]
    what = "the photos" if paths else "the sample picture"
    _complain(f"There is no display to open a window on; here is the answer for {what} instead.")
    return cli_main(["classify", *shown])


def _complain(text: str) -> None:
    # A program installed without a console has no stderr.
    if sys.stderr is not None:
        print(text, file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())

"""Cleaning up at the start: modes of the user's data, and temporary files of programs that were killed."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from core.files import is_private, make_folder
from core.places import user_data

_OF_A_PROCESS: Final = re.compile(r"\.facet-(\d+)(?:-.*)?\.new")
"""Names of temporary files and folders: the number is the process that writes them."""
_OF_NO_PROCESS: Final = re.compile(r"\.new-\w+")
"""Names that earlier versions gave to models being unpacked."""
_OLD_S: Final = 7 * 24 * 3600
"""The age that decides where the writer cannot be asked for."""
_OWN: Final = frozenset({"cache", "corrections", "models", "open", "runs"})
"""Folders in the user's data folder that are closed to others; it may be a folder that holds other things too."""
_OWN_FILES: Final = ("window", "facet.log", "facet-cli.log", "crash-report")


def tidy_user_data() -> None:
    """Close the user's data folder to others, and delete what killed programs left in it and in the temporary folder.

    Nothing is created. Whatever cannot be changed is left as it is.
    """
    home = user_data()
    with contextlib.suppress(OSError):
        if home.is_dir():
            make_folder(home)
        for path in home.iterdir():
            if path.name in _OWN or path.name.startswith(_OWN_FILES):
                _close_to_others(path)
    for own in sorted(_OWN):
        for folder, folders, files in os.walk(home / own):
            for name in (*folders, *files):
                path = Path(folder, name)
                if is_leftover(path):
                    _delete(path)
                else:
                    _close_to_others(path)
    sweep(home)
    sweep(Path(tempfile.gettempdir()))


def sweep(folder: Path) -> None:
    """Delete the temporary files and folders in `folder`, not below it, that killed programs of this user left."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            path = Path(entry.path)
            if is_leftover(path):
                _delete(path)


@contextlib.contextmanager
def own_temporary_folder() -> Iterator[None]:
    """Have this process put its temporary files into a folder of its own, deleted at the end or by a later `sweep`.

    TensorFlow leaves files in the temporary folder when it is killed.
    """
    before = tempfile.tempdir
    folder = tempfile.mkdtemp(prefix=f".facet-{os.getpid()}-", suffix=".new")
    tempfile.tempdir = folder
    try:
        yield
    finally:
        tempfile.tempdir = before
        shutil.rmtree(folder, ignore_errors=True)


def is_leftover(path: Path) -> bool:
    """Whether a file or folder is a temporary one of Facet's whose writer has ended."""
    found = _OF_A_PROCESS.fullmatch(path.name)
    if not found and not (_OF_NO_PROCESS.fullmatch(path.name) and is_private(path)):
        return False
    try:
        state = path.lstat()
    except OSError:
        return False
    if sys.platform != "win32" and state.st_uid != os.getuid():
        return False
    if found is None or sys.platform == "win32":  # where os.kill would end the process
        return time.time() - state.st_mtime > _OLD_S
    return not is_alive(int(found[1]))


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _close_to_others(path: Path) -> None:
    with contextlib.suppress(OSError):
        mode = path.lstat().st_mode
        if mode & 0o077 and (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            path.chmod(stat.S_IMODE(mode) & 0o700)


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()

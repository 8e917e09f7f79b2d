"""*Get data*: from Kaggle, from a Google Drive share link, or from any address."""

from __future__ import annotations

import importlib
import importlib.util
import multiprocessing
import shutil
import urllib.parse
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path, PurePosixPath
from typing import Final

from core.datasets.download import SCHEMES, Confirm, Offer, download
from core.errors import DataError
from core.work import Progress, ShouldStop, Stopped, stop_if

KAGGLE_UTKFACE_CSV: Final = "nipunarora8/age-gender-and-ethnicity-face-data-csv"
"""The data set of the student report."""
KAGGLE: Final = "kaggle:"

_DRIVE_HOSTS: Final = frozenset(("drive.google.com", "docs.google.com", "drive.usercontent.google.com"))
_EXPECTED: Final = "kaggle:OWNER/NAME, a Google Drive share link, or an address that begins with https://"
_WAIT_S: Final = 0.1


def connects_to(source: str) -> str | None:
    """Whom `get_data` would talk to for a source, such as Kaggle or `example.org`; None where it is no source."""
    if source.startswith(KAGGLE):
        owner, _, name = source.removeprefix(KAGGLE).partition("/")
        return "Kaggle" if owner and name and "/" not in name else None
    try:
        parts = urllib.parse.urlsplit(source)
    except ValueError:
        return None
    if parts.hostname in _DRIVE_HOSTS:
        return "Google Drive"
    return parts.hostname if parts.scheme in SCHEMES else None


def get_data(
    source: str,
    destination: Path,
    *,
    confirm: Confirm,
    sha256: str | None = None,
    size_bytes: int | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Path:
    """Get data from `source` into the folder `destination` and say where they lie, to be opened from there.

    Args:
        source: `kaggle:OWNER/NAME`, a share link of Google Drive, or the address of a file.
        destination: A folder; made where it is not there.
        confirm: Asked before anything is connected to.
        sha256: Of the file, where it is known.
        size_bytes: Of the file, where it is known.
        progress: Called with bytes there and their number; Kaggle and Google Drive do not say.
        should_stop: Asked several times a second.

    Raises:
        DataError: The source is none of these, needs a package that is not installed, or does not give the data.
        Stopped: `confirm` said no, or `should_stop` asked for it.
    """
    try:
        destination.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise DataError("export.write", path=destination, reason=e.strerror or str(e)) from e
    place = connects_to(source)
    if place is None:
        raise DataError("get.address", address=source, expected=_EXPECTED)
    if place == "Kaggle":
        handle = source.removeprefix(KAGGLE)
        _agree(confirm, place, handle, destination)
        return _in_child(place, "kagglehub", _from_kaggle, (handle, str(destination)), should_stop)
    if place == "Google Drive":
        _agree(confirm, place, source, destination)
        return _in_child(place, "gdown", _from_drive, (source, str(destination)), should_stop)
    name = PurePosixPath(urllib.parse.unquote(urllib.parse.urlsplit(source).path)).name or "data"
    return download(
        source,
        destination / name,
        confirm=confirm,
        sha256=sha256,
        size_bytes=size_bytes,
        progress=progress,
        should_stop=should_stop,
    )


def _agree(confirm: Confirm, source: str, what: str, destination: Path) -> None:
    stop_if(lambda: not confirm(Offer(source, what, destination, None, 0)))


def _in_child(
    source: str,
    package: str,
    work: Callable[[Connection, str, str], None],
    arguments: tuple[str, str],
    should_stop: ShouldStop | None,
) -> Path:
    """Run a package that cannot be stopped in a process that can."""
    if importlib.util.find_spec(package) is None:
        raise DataError("get.package", source=source, package=package)
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=work, args=(sender, *arguments), daemon=True)
    child.start()
    sender.close()
    try:
        while not receiver.poll(_WAIT_S):
            stop_if(should_stop)
        found, reason = receiver.recv()
    except Stopped:
        child.terminate()
        raise
    except EOFError:
        found, reason = None, "it ended without saying why"
    finally:
        child.join()
        receiver.close()
    if found is None:
        raise DataError("get.failed", source=source, what=arguments[0], reason=reason)
    return Path(found)


def _from_kaggle(sender: Connection, handle: str, destination: str) -> None:
    try:
        kagglehub = importlib.import_module("kagglehub")
        folder = Path(kagglehub.dataset_download(handle))
        target = Path(destination) / handle.rpartition("/")[2]
        shutil.copytree(folder, target, dirs_exist_ok=True)
        sender.send((str(target), None))
    except Exception as e:  # noqa: BLE001 - whatever the package raises is told by the parent
        sender.send((None, f"{type(e).__name__}: {e}"))


def _from_drive(sender: Connection, link: str, destination: str) -> None:
    try:
        gdown = importlib.import_module("gdown")
        # The slash at its end makes gdown keep the file's own name.
        path = gdown.download(url=link, output=f"{destination}/", fuzzy=True, resume=True, quiet=True)
        sender.send((path, "no file came; is the link shared with everyone?"))
    except Exception as e:  # noqa: BLE001 - as above
        sender.send((None, f"{type(e).__name__}: {e}"))

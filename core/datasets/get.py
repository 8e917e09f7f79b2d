"""Download data sets from Kaggle, from a Google Drive share link, or from any address.

Downloads from an address are confirmed first, resumed after a lost connection, and verified before they appear.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import http.client
import importlib
import importlib.util
import json
import multiprocessing
import shutil
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path, PurePosixPath
from typing import Final

from core.errors import DataError
from core.files import parse_json, read_ordinary, replace_file
from core.work import Progress, ShouldStop, Stopped, stop_if

KAGGLE_UTKFACE_CSV: Final = "nipunarora8/age-gender-and-ethnicity-face-data-csv"
"""The UTKFace CSV."""
KAGGLE: Final = "kaggle:"

_BLOCK_BYTES: Final = 1 << 18
_TIMEOUT_S: Final = 30.0
_ATTEMPTS: Final = 5
_SCHEMES: Final = ("http", "https")
_DRIVE_HOSTS: Final = frozenset(("drive.google.com", "docs.google.com", "drive.usercontent.google.com"))
_EXPECTED: Final = "kaggle:OWNER/NAME, a Google Drive share link, or an address that starts with https://"
_WAIT_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class Offer:
    """A connection that the user is asked to confirm before it is made."""

    source: str
    """The server or service, such as `example.org`."""
    what: str
    """The address, or the name of the data set."""
    destination: Path
    size_bytes: int | None
    """None if it is not known yet."""
    there_bytes: int
    """Bytes received by an earlier attempt."""


Confirm = Callable[[Offer], bool]


@dataclass(frozen=True, slots=True)
class _Part:
    """The origin of a partial file."""

    address: str
    etag: str | None
    modified: str | None
    total: int | None

    @property
    def validator(self) -> str | None:
        """For the header If-Range: lets the server notice a changed file. Weak tags are not allowed there."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modified


def connects_to(source: str) -> str | None:
    """The service or host that `get_data` connects to, such as Kaggle or `example.org`; None for an invalid source."""
    if source.startswith(KAGGLE):
        owner, _, name = source.removeprefix(KAGGLE).partition("/")
        return "Kaggle" if owner and name and "/" not in name else None
    try:
        parts = urllib.parse.urlsplit(source)
    except ValueError:
        return None
    if parts.hostname in _DRIVE_HOSTS:
        return "Google Drive"
    return parts.hostname if parts.scheme in _SCHEMES else None


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
    """Download data into the folder `destination` and return the path to open.

    Args:
        source: `kaggle:OWNER/NAME`, a share link of Google Drive, or the address of a file.
        destination: A folder; made if necessary.
        confirm: Called before connecting; False stops.
        sha256: Expected SHA-256 of a file from an address, if known.
        size_bytes: Expected size of a file from an address, if known.
        progress: Called with bytes received and the total; not for Kaggle and Google Drive.
        should_stop: Called several times a second.

    Raises:
        DataError: The source is invalid, needs a package that is not installed, or the download fails.
        Stopped: `confirm` returned False, or `should_stop` returned True.
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
        _require_consent(confirm, place, handle, destination)
        return _in_child(place, "kagglehub", _from_kaggle, (handle, str(destination)), should_stop)
    if place == "Google Drive":
        _require_consent(confirm, place, source, destination)
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


def _require_consent(confirm: Confirm, source: str, what: str, destination: Path) -> None:
    stop_if(lambda: not confirm(Offer(source, what, destination, None, 0)))


def _in_child(
    source: str,
    package: str,
    work: Callable[[Connection, str, str], None],
    arguments: tuple[str, str],
    should_stop: ShouldStop | None,
) -> Path:
    """Run the download of a package in a process of its own, which can be stopped."""
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
        found, reason = None, "it ended without an error message"
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
    except Exception as e:  # noqa: BLE001 - the parent process reports it
        sender.send((None, f"{type(e).__name__}: {e}"))


def _from_drive(sender: Connection, link: str, destination: str) -> None:
    try:
        gdown = importlib.import_module("gdown")
        # With a slash at the end, gdown keeps the name of the file.
        path = gdown.download(url=link, output=f"{destination}/", fuzzy=True, resume=True, quiet=True)
        sender.send((path, "no file was received; is the link shared with everyone?"))
    except Exception as e:  # noqa: BLE001 - as above
        sender.send((None, f"{type(e).__name__}: {e}"))


def download(
    address: str,
    destination: Path,
    *,
    confirm: Confirm,
    sha256: str | None = None,
    size_bytes: int | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> Path:
    """Download the file at `address` to `destination`, which appears only when it is complete and verified.

    A lost connection is retried a few times. After that, the part received stays in `destination` + `.part`, and the
    next call resumes it if the file on the server is unchanged.

    Args:
        address: An http or https address.
        destination: A file in an existing folder.
        confirm: Called before connecting; False stops.
        sha256: Expected SHA-256, if known.
        size_bytes: Expected size, if known.
        progress: Called with bytes received and the total, 0 if the server does not tell it.
        should_stop: Called after each block.

    Raises:
        DataError: The address is invalid, or the file cannot be downloaded, verified or written.
        Stopped: `confirm` returned False, or `should_stop` returned True; the part received is kept.
    """
    parts = urllib.parse.urlsplit(address)
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise DataError("get.address", address=address, expected="an address that starts with https:// or http://")
    part_path = destination.with_name(destination.name + ".part")
    received = part_path.stat().st_size if part_path.is_file() else 0
    stop_if(lambda: not confirm(Offer(parts.hostname or "", address, destination, size_bytes, received)))
    try:
        transfer = _Transfer(address, part_path, size_bytes, progress, should_stop)
        transfer.run()
        error = _verification_error(
            address, part_path, size_bytes if size_bytes is not None else transfer.total, sha256
        )
        if error is not None:
            transfer.discard()
            raise error
        part_path.replace(destination)
        transfer.note_path.unlink(missing_ok=True)
    except OSError as e:
        if e.errno == errno.ENOSPC:
            raise _disk_full(destination, size_bytes or 0) from e
        raise DataError("export.write", path=destination, reason=e.strerror or str(e)) from e
    return destination


class _Transfer:
    """A download to a partial file, with a JSON note of its origin beside it."""

    def __init__(
        self,
        address: str,
        part_path: Path,
        expected_bytes: int | None,
        progress: Progress | None,
        should_stop: ShouldStop | None,
    ) -> None:
        self.total = expected_bytes
        self.note_path = part_path.with_name(part_path.name + ".json")
        self._address = address
        self._path = part_path
        self._expected = expected_bytes
        self._progress = progress
        self._should_stop = should_stop

    def run(self) -> None:
        reason = ""
        for _ in range(_ATTEMPTS):
            before = self._received
            try:
                if self._fetch():
                    return
                reason = "it ended early"
            except (http.client.HTTPException, TimeoutError, ConnectionError, ssl.SSLError) as e:
                reason = str(e) or type(e).__name__
            if self._received <= before and self._note() is None:
                break  # there is nothing to resume
        if not self._received:
            raise DataError("get.unreachable", address=self._address, reason=reason)
        raise DataError(
            "get.lost", address=self._address, received=self._received, total=self.total or "an unknown number of"
        )

    @property
    def _received(self) -> int:
        return self._path.stat().st_size if self._path.is_file() else 0

    def _fetch(self) -> bool:
        """Download what is missing; returns whether the file is complete."""
        stop_if(self._should_stop)
        note = self._note()
        received = self._received if note is not None and note.validator else 0
        if note is not None and received and received == note.total:
            self.total = note.total
            return True
        # Sizes and ranges count the bytes of the file, not those of a compressed transfer.
        headers = {"User-Agent": "Facet", "Accept-Encoding": "identity"}
        if note is not None and note.validator and received:
            headers |= {"Range": f"bytes={received}-", "If-Range": note.validator}
        try:
            response = urllib.request.urlopen(
                urllib.request.Request(self._address, headers=headers), timeout=_TIMEOUT_S
            )
        except urllib.error.HTTPError as e:
            with e:
                if e.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                    self.discard()
                    return False
                raise DataError("get.refused", address=self._address, status=e.code, reason=e.reason) from e
        except urllib.error.URLError as e:
            if isinstance(e.reason, TimeoutError | ConnectionResetError):
                raise e.reason from e
            raise DataError("get.unreachable", address=self._address, reason=e.reason) from e
        with response:
            return self._receive(response, received)

    def _receive(self, response: http.client.HTTPResponse, received: int) -> bool:
        resumed = response.status == http.HTTPStatus.PARTIAL_CONTENT
        start = _range_start(response.headers.get("Content-Range")) if resumed else 0
        if resumed and start != received:
            self.discard()
            return False
        length = response.headers.get("Content-Length", "")
        self.total = start + int(length) if length.isdecimal() else None
        if self._expected is not None and self.total not in (None, self._expected):
            raise DataError("get.size", address=self._address, received=self.total, expected=self._expected)
        note = _Part(self._address, response.headers.get("ETag"), response.headers.get("Last-Modified"), self.total)
        if not resumed:
            self._path.write_bytes(b"")
            replace_file(self.note_path, json.dumps(asdict(note)).encode())
        needed, free = (self.total or 0) - start, shutil.disk_usage(self._path.parent).free
        if needed > free:
            raise _disk_full(self._path, needed)
        with self._path.open("ab") as file:
            done = start
            while block := response.read1(_BLOCK_BYTES):
                file.write(block)
                done += len(block)
                if self._progress:
                    self._progress(done, self.total or 0)
                stop_if(self._should_stop)
        return self.total is None or done >= self.total

    def _note(self) -> _Part | None:
        try:
            note = _Part(**parse_json(read_ordinary(self.note_path)))
        except (OSError, ValueError, TypeError):
            return None
        return note if note.address == self._address else None

    def discard(self) -> None:
        """Delete the partial file."""
        self._path.unlink(missing_ok=True)
        self.note_path.unlink(missing_ok=True)


def _range_start(content_range: str | None) -> int:
    """The first number of `bytes 100-199/200`; -1 if it cannot be parsed."""
    first = (content_range or "").removeprefix("bytes ").partition("-")[0]
    return int(first) if first.isdecimal() else -1


def _verification_error(address: str, path: Path, size_bytes: int | None, sha256: str | None) -> DataError | None:
    received = path.stat().st_size
    if size_bytes is not None and received != size_bytes:
        return DataError("get.size", address=address, received=received, expected=size_bytes)
    if sha256 is None:
        return None
    with path.open("rb") as file:
        actual = hashlib.file_digest(file, "sha256").hexdigest()
    if actual == sha256.lower():
        return None
    return DataError("get.hash", address=address, actual=actual, expected=sha256.lower())


def _disk_full(path: Path, needed_bytes: int) -> DataError:
    free = 0
    with contextlib.suppress(OSError):
        free = shutil.disk_usage(path.parent).free
    return DataError("get.disk_full", path=path, needed=-(-needed_bytes // 1_000_000), free=free // 1_000_000)

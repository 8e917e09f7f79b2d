"""Getting one large file from the web: asked first, resumed after a loss, checked, never half there."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import http.client
import json
import shutil
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from core.errors import DataError
from core.files import replace_file
from core.work import Progress, ShouldStop, stop_if

_BLOCK_BYTES: Final = 1 << 18
_TIMEOUT_S: Final = 30.0
_ATTEMPTS: Final = 5
SCHEMES: Final = ("http", "https")


@dataclass(frozen=True, slots=True)
class Offer:
    """What the user is asked to agree to, before anything is connected to."""

    source: str
    """Who the program will talk to, such as `example.org`."""
    what: str
    """The address, or the name of the data set."""
    destination: Path
    size_bytes: int | None
    """None where nobody has said it yet."""
    there_bytes: int
    """What an earlier attempt has already brought."""


Confirm = Callable[[Offer], bool]


@dataclass(frozen=True, slots=True)
class _Part:
    """What a partial file is part of."""

    address: str
    etag: str | None
    modified: str | None
    total: int | None

    @property
    def validator(self) -> str | None:
        """What the server can tell by whether the file is still the same; weak tags cannot."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modified


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
    """Get the file at `address` as the file `destination`, which appears when it is whole and right.

    A loss of connection is made good a few times; then what came so far stays in `destination` + `.part`, and the next
    call goes on from there if the server still has the same file.

    Args:
        address: http or https.
        destination: A file in a folder that is there.
        confirm: Asked before anything is connected to.
        sha256: Of the file, where it is known.
        size_bytes: Of the file, where it is known.
        progress: Called with bytes there and their number, 0 where the server does not say.
        should_stop: Asked after each block.

    Raises:
        DataError: The address is none, or the file cannot be had, is another than expected, or cannot be written.
        Stopped: `confirm` said no, or `should_stop` asked for it; what came so far is kept.
    """
    parts = urllib.parse.urlsplit(address)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise DataError("get.address", address=address, expected="one that begins with https:// or http://")
    part_path = destination.with_name(destination.name + ".part")
    there = part_path.stat().st_size if part_path.is_file() else 0
    stop_if(lambda: not confirm(Offer(parts.hostname or "", address, destination, size_bytes, there)))
    try:
        transfer = _Transfer(address, part_path, size_bytes, progress, should_stop)
        transfer.run()
        wrong = _wrong(address, part_path, size_bytes if size_bytes is not None else transfer.total, sha256)
        if wrong is not None:
            transfer.forget()
            raise wrong
        part_path.replace(destination)
        transfer.note_path.unlink(missing_ok=True)
    except OSError as e:
        if e.errno == errno.ENOSPC:
            raise _disk_full(destination, size_bytes or 0) from e
        raise DataError("export.write", path=destination, reason=e.strerror or str(e)) from e
    return destination


class _Transfer:
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
            before = self._there
            try:
                if self._fetch():
                    return
                reason = "it ended early"
            except (http.client.HTTPException, TimeoutError, ConnectionError, ssl.SSLError) as e:
                reason = str(e) or type(e).__name__
            if self._there <= before and self._note() is None:
                break  # nothing to go on from
        if not self._there:
            raise DataError("get.unreachable", address=self._address, reason=reason)
        raise DataError(
            "get.lost", address=self._address, received=self._there, total=self.total or "an unknown number of"
        )

    @property
    def _there(self) -> int:
        return self._path.stat().st_size if self._path.is_file() else 0

    def _fetch(self) -> bool:
        """Get what is missing; whether all is there now."""
        stop_if(self._should_stop)
        note = self._note()
        there = self._there if note is not None and note.validator else 0
        if note is not None and there and there == note.total:
            self.total = note.total
            return True
        # What is asked for is the file's own bytes, which a packed transfer would not count.
        headers = {"User-Agent": "Facet", "Accept-Encoding": "identity"}
        if note is not None and note.validator and there:
            headers |= {"Range": f"bytes={there}-", "If-Range": note.validator}
        try:
            response = urllib.request.urlopen(
                urllib.request.Request(self._address, headers=headers), timeout=_TIMEOUT_S
            )
        except urllib.error.HTTPError as e:
            with e:
                if e.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                    self.forget()
                    return False
                raise DataError("get.refused", address=self._address, status=e.code, reason=e.reason) from e
        except urllib.error.URLError as e:
            if isinstance(e.reason, TimeoutError | ConnectionResetError):
                raise e.reason from e
            raise DataError("get.unreachable", address=self._address, reason=e.reason) from e
        with response:
            return self._receive(response, there)

    def _receive(self, response: http.client.HTTPResponse, there: int) -> bool:
        resumed = response.status == http.HTTPStatus.PARTIAL_CONTENT
        start = _range_start(response.headers.get("Content-Range")) if resumed else 0
        if start != there and resumed:
            self.forget()
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
            note = _Part(**json.loads(self.note_path.read_bytes()))
        except (OSError, ValueError, TypeError):
            return None
        return note if note.address == self._address else None

    def forget(self) -> None:
        """Throw away what came."""
        self._path.unlink(missing_ok=True)
        self.note_path.unlink(missing_ok=True)


def _range_start(content_range: str | None) -> int:
    """Of `bytes 100-199/200` the 100; -1 where it cannot be read."""
    first = (content_range or "").removeprefix("bytes ").partition("-")[0]
    return int(first) if first.isdecimal() else -1


def _wrong(address: str, path: Path, size_bytes: int | None, sha256: str | None) -> DataError | None:
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

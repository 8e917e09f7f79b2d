"""Photos in object stores (s3://, gs://, abfs://, hdfs://), through pyarrow's file systems and their credentials."""

from __future__ import annotations

import functools
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import quote, urlsplit

from core.collection.photos import FileState, Photo, list_photos, photo_order
from core.errors import ImageError
from core.vision.imaging import MAX_BYTES, SUFFIXES, LoadedPhoto, decode_with_notes

_ADDRESS: Final = re.compile(r"(?!file:)[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_REFUSED: Final = re.compile(r"ACCESS_DENIED|credential|signature|forbidden|40[13]|permission", re.IGNORECASE)
"""What the stores' own messages have in common where the user may not look."""
_MEANT: Final = ":/?#[]@!$&'()*+,;=%-._~"
"""What an address may hold as it is; spaces and letters beyond ASCII are quoted."""
_REASON: Final = 300


@dataclass(frozen=True, slots=True)
class RemotePhoto(Photo):
    """A photo in an object store, read wherever it is answered; `path` is that within the store."""

    store: str = ""
    """The address by which its store is opened, with options and perhaps credentials."""
    listed: FileState | None = None
    """Its size and time when it was listed."""

    @property
    def key(self) -> str:
        """Its address, without options and credentials."""
        return f"{urlsplit(self.store).scheme}://{PurePosixPath(self.path)}"

    @property
    def shown(self) -> str:
        """Its address."""
        return self.key

    @property
    def state(self) -> FileState | None:
        """As it was listed: to ask again would be a request per photo."""
        return self.listed

    @property
    def missing_folder(self) -> None:
        """Stores have no folders that could vanish."""
        return

    def load(self) -> LoadedPhoto:
        """Read it; an error is part of the result."""
        start = time.perf_counter()
        try:
            decoded = decode_with_notes(self._content(), name=self.key)
        except ImageError as e:
            return LoadedPhoto(self.path, None, e, (time.perf_counter() - start) * 1e3)
        return LoadedPhoto(self.path, decoded.rgb, None, (time.perf_counter() - start) * 1e3, decoded.notes)

    def _content(self) -> bytes:
        if self.listed is not None and self.listed.size > MAX_BYTES:
            sizes = {"megabytes": self.listed.size // 1_000_000, "limit": MAX_BYTES // 1_000_000}
            raise ImageError("image.too_many_bytes", path=self.key, **sizes)
        try:
            filesystem, _ = _opened(self.store)
            with filesystem.open_input_stream(self.path.as_posix()) as stream:
                return bytes(stream.read())
        except (OSError, ValueError) as e:
            raise ImageError("image.read", path=self.key, reason=_reason(e, self.store)) from e


def is_address(text: str) -> bool:
    """Whether `text` is the address of something in a store, not a path or a `file:` address."""
    return _ADDRESS.match(text) is not None


def clean(address: str) -> str:
    """An address without options and credentials, to be kept and shown."""
    parts = urlsplit(address)
    user, _, host = parts.netloc.rpartition("@")
    return f"{parts.scheme}://{host if ':' in user else parts.netloc}{parts.path}"


def list_sources(sources: Sequence[Path | str]) -> list[Photo]:
    """As `list_photos`, also for addresses, which are text.

    Raises:
        ImageError: A folder or store does not exist, may not be read, or contains no picture.
    """
    local = [one for one in sources if not isinstance(one, str)]
    found = {photo.key: photo for photo in (list_photos(local) if local else [])}
    for address in sources:
        if isinstance(address, str):
            found |= {photo.key: photo for photo in _list_stored(quote(address, safe=_MEANT))}
    return [found[key] for key in sorted(found, key=photo_order)]


def _list_stored(address: str) -> list[RemotePhoto]:
    """The photos at an address: itself, or those below it by their suffix."""
    from pyarrow.fs import FileSelector, FileType

    try:
        filesystem, path = _opened(address)
        (at,) = filesystem.get_file_info([path])
        found = [at] if at.type == FileType.File else []
        if at.type == FileType.Directory:
            found = filesystem.get_file_info(FileSelector(path, recursive=True))
    except (OSError, ValueError, ImportError) as e:
        code = "store.refused" if _REFUSED.search(str(e)) else "store.read"
        raise ImageError(code, path=clean(address), reason=_reason(e, address)) from e
    photos = [
        RemotePhoto(Path(one.path), store=address, listed=FileState(one.size, one.mtime_ns or 0))
        for one in found
        if one.type == FileType.File and _is_picture(one.path)
    ]
    if not photos:
        raise ImageError("store.empty", path=clean(address))
    return photos


def _is_picture(path: str) -> bool:
    name = PurePosixPath(path)
    return name.suffix.lower() in SUFFIXES and not name.name.startswith(".")


@functools.lru_cache(maxsize=8)
def _opened(address: str) -> tuple[Any, str]:
    """The store, and the path in it."""
    from pyarrow.fs import FileSystem

    filesystem, path = FileSystem.from_uri(address)
    return filesystem, path.rstrip("/")


def _reason(error: Exception, address: str) -> str:
    """What pyarrow says, without the credentials that it may repeat."""
    return " ".join(str(error).replace(address, clean(address)).split())[:_REASON] or type(error).__name__

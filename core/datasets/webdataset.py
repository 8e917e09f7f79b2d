"""WebDataset: tar files ("shards") in which the files of a picture share a name up to its first dot.

    a/0001.jpg  a/0001.json  a/0002.jpg  a/0002.cls

The members of `.json` are labels by title; `.cls` and `.txt` hold one label, titled `cls` and `txt`, or as their name
says: `0001.gender.cls`. Nothing is unpacked: pictures are read from their place in the tar when they are needed.

Aizman, Maltby and Breuel 2019, High Performance I/O For Large Scale Deep Learning.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from core.datasets.annotations import words_of
from core.datasets.csv_file import as_text
from core.datasets.dataset import SkippedRow
from core.datasets.declared_sides import side_of_file
from core.datasets.raw_table import FreeNames, RawRow, RawTable, Row, hashed
from core.errors import DataError
from core.files import parse_json, walk
from core.vision.imaging import MAX_BYTES, SUFFIXES, decode_image
from core.work import Progress, ShouldStop, stop_if

LAYOUT: Final = "tar files of pictures with a .json, .cls or .txt of the same name beside each (WebDataset)"
PICTURE: Final = "image"
_SUFFIX: Final = ".tar"
_BESIDE: Final = {".md", ".json", ".txt", ".yaml", ".idx"}
_LABEL_SUFFIXES: Final = (".json", ".cls", ".txt")
_MOST_LABEL_BYTES: Final = 1 << 20
_MAGIC_AT: Final = 257
_MAGIC: Final = b"ustar"


@dataclass(slots=True)
class _Sample:
    """The files of one picture."""

    where: str
    picture: tuple[str, int, int] | None = None
    """Name, and first byte and size in the tar."""
    words: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)


def tar_files(path: Path) -> list[Path]:
    """The tar files that `path` is or contains, in order; empty if it contains other data too."""
    if path.is_file():
        with path.open("rb") as file:
            file.seek(_MAGIC_AT)
            return [path] if file.read(len(_MAGIC)) == _MAGIC else []
    shards: list[Path] = []
    for root, names in walk(path, onerror=lambda error: None, hidden=False):
        for name in names:
            suffix = PurePosixPath(name).suffix.lower()
            if suffix == _SUFFIX:
                shards.append(Path(root, name))
            elif suffix not in _BESIDE and not name.startswith("."):
                return []
    return sorted(shards)


def tar_table(
    path: Path, shards: Sequence[Path], *, progress: Progress | None = None, should_stop: ShouldStop | None = None
) -> RawTable:
    """The pictures in the tar files of the data set at `path`.

    Args:
        path: The file, or the folder of the files.
        shards: The files, as `tar_files` finds them.
        progress: Called with bytes passed and the files' size.
        should_stop: Called for each picture.

    Raises:
        DataError: A file cannot be read.
        Stopped: `should_stop` returned True.
    """
    places: dict[str, tuple[Path, int, int]] = {}
    free = FreeNames()
    titles: dict[str, None] = {}
    found: list[tuple[str, str, dict[str, str], str] | SkippedRow] = []
    done, total = 0, sum(shard.stat().st_size for shard in shards)
    for shard in shards:
        side = side_of_file(shard.relative_to(path).as_posix()) if len(shards) > 1 else ""
        several = f"{shard.relative_to(path).as_posix()}/" if len(shards) > 1 else ""
        for one in _samples(shard, should_stop):
            if isinstance(one, SkippedRow):
                found.append(SkippedRow(several + one.name, one.reason))
            elif one.picture is None or one.faults:
                found.append(SkippedRow(several + one.where, "; ".join(one.faults) or "it has no picture"))
            else:
                name, start, size = one.picture
                name = free(several + name)
                places[name] = shard, start, size
                titles |= dict.fromkeys(one.words)
                found.append((several + one.where, name, one.words, side))
        done += shard.stat().st_size
        if progress:
            progress(done, total)

    def rows() -> Iterator[Row]:
        for one in found:
            if isinstance(one, SkippedRow):
                yield one
            else:
                where, name, words, side = one
                yield RawRow(where, (name, *(words.get(title, "") for title in titles)), side=side)

    def content(name: str) -> bytes:
        shard, start, size = places[name]
        try:
            with shard.open("rb") as file:
                file.seek(start)
                return file.read(size)
        except OSError as e:
            raise _refused(shard, e.strerror or str(e)) from e

    return RawTable(
        path=path,
        expected=LAYOUT,
        header=(PICTURE, *titles),
        rows=rows,
        decode=lambda name: decode_image(content(name), name=name),
        state=hashed([(str(shard.relative_to(path.parent)), *_size_and_time(shard)) for shard in shards]),
        picture=PICTURE,
        content=content,
    )


def _samples(shard: Path, should_stop: ShouldStop | None) -> Iterator[_Sample | SkippedRow]:
    """The samples of a shard in order, and members that belong to none."""
    samples: dict[str, _Sample] = {}
    try:
        with shard.open("rb") as file, tarfile.open(fileobj=file, mode="r:") as archive:
            for member in archive:
                stop_if(should_stop)
                name = member.name.removeprefix("./")
                path = PurePosixPath(name)
                if member.isdir() or any(part.startswith(".") and part != ".." for part in path.parts):
                    continue
                if path.is_absolute() or ".." in path.parts:
                    yield SkippedRow(name[:200], "its name leads out of the archive")
                elif not member.isreg():
                    yield SkippedRow(name[:200], "it is a link or a device, not a file")
                else:
                    key, _, kind = path.name.partition(".")
                    sample = samples.setdefault(str(path.with_name(key or path.name)), _Sample(name))
                    _take(sample, member, kind.lower(), file)
    except tarfile.TarError as e:
        if not samples:
            raise _refused(shard, f"it is damaged: {e}") from e
        yield SkippedRow(shard.name, f"what follows is damaged: {e}")
    except OSError as e:
        raise _refused(shard, e.strerror or str(e)) from e
    yield from samples.values()


def _take(sample: _Sample, member: tarfile.TarInfo, kind: str, file: BinaryIO) -> None:
    """Take what a member says about a sample."""
    suffix, name = PurePosixPath(f"x.{kind}").suffix, member.name.removeprefix("./")
    if kind in sample.seen:
        sample.faults.append(f"{name[:200]} occurs twice")
    sample.seen.add(kind)
    if suffix in SUFFIXES:
        if member.size > MAX_BYTES:
            sample.faults.append(f"{name[:200]} is larger than 1 GB")
        elif sample.picture is None:
            sample.picture, sample.where = (name, member.offset_data, member.size), name
    elif suffix in _LABEL_SUFFIXES:
        if member.size > _MOST_LABEL_BYTES:
            sample.faults.append(f"{name[:200]} is larger than 1 MB")
            return
        back = file.tell()
        file.seek(member.offset_data)
        text = as_text(file.read(member.size)).strip()
        file.seek(back)
        if suffix == ".json":
            try:
                sample.words |= words_of(parse_json(text))
            except ValueError:
                sample.faults.append(f"{name[:200]} is not valid JSON")
        else:
            sample.words[kind.removesuffix(suffix) or suffix[1:]] = text


def _size_and_time(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_size, found.st_mtime_ns


def _refused(path: Path, reason: str) -> DataError:
    return DataError("data.format", path=path, reason=reason, expected=LAYOUT)

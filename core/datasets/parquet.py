"""Parquet files of pictures and labels, as the Hugging Face hub keeps image data sets.

A column of pictures holds their bytes (a binary column, or a struct with `bytes` and perhaps `path`, which may also
name a file beside). Other columns
hold labels, as words, or as numbers whose names the file's metadata list (features of the class `ClassLabel`). A data
set is one file, or a folder of them ("shards").

Pictures are read when they are needed, a row group at a time.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from core.datasets.declared_sides import side_of_file
from core.datasets.picture_files import FilesBeside
from core.datasets.raw_table import FreeNames, RawRow, RawTable, Row, hashed
from core.errors import DataError
from core.files import parse_json, read_ordinary, walk
from core.vision.imaging import MAX_BYTES, decode_image

SUFFIX: Final = ".parquet"
LAYOUT: Final = (
    "a Parquet file with a column of pictures, as bytes or as a struct with bytes and path, and columns of labels"
)
_BESIDE: Final = {".md", ".json", ".txt", ".yaml"}
_MAGIC: Final = b"PAR1"
_GROUPS_KEPT: Final = 3
_MOST_BYTES: Final = 1 << 30
"""Of a row group's pictures; a larger one would not fit beside the rest."""
_BATCH_ROWS: Final = 2000


def parquet_files(path: Path) -> list[Path]:
    """The Parquet files that `path` is or contains, in order; empty if it contains other data too."""
    if path.is_file():
        with path.open("rb") as file:
            return [path] if file.read(len(_MAGIC)) == _MAGIC else []
    shards: list[Path] = []
    for root, names in walk(path, onerror=lambda error: None, hidden=False):
        for name in names:
            suffix = PurePosixPath(name).suffix.lower()
            if suffix == SUFFIX:
                shards.append(Path(root, name))
            elif suffix not in _BESIDE and not name.startswith("."):
                return []
    return sorted(shards)


def parquet_table(path: Path, files: Sequence[Path]) -> RawTable:
    """The files of the data set at `path`.

    Args:
        path: The file, or the folder of the files.
        files: The files, as `parquet_files` finds them.

    Raises:
        DataError: A file is not such a file, or its columns differ from those of the first.
    """
    shards = [_Shard.open(file) for file in files]
    for shard in shards[1:]:
        if shard.labels != shards[0].labels or shard.picture != shards[0].picture:
            raise _refused(shard.path, f"its columns differ from those of {shards[0].path.name}")
    first, pictures = shards[0], _Pictures()
    base = path if path.is_dir() else path.parent
    sides = {file: side_of_file(file.relative_to(base).as_posix()) for file in files}
    beside = {file: FilesBeside(file.parent) for file in files}
    places: dict[str, _Place] = {}

    def rows() -> Iterator[Row]:
        free, done = FreeNames(), 0
        for shard in shards:
            for row, name, words in shard.rows():
                where = f"row {row + 1} of {shard.path.name}" if len(shards) > 1 else f"row {row + 1}"
                unique = free(name)
                places[unique] = _Place(shard, row, name)
                yield RawRow(where, (unique, *words), side=sides[shard.path], done=done)
            done += shard.path.stat().st_size

    def content(name: str) -> bytes:
        place = places[name]
        found = pictures.content(place)
        if found or not place.shard.has_path:
            return found
        try:  # some files name their pictures only
            return read_ordinary(beside[place.shard.path].path(place.name), limit=MAX_BYTES)
        except OSError as e:
            reason = (
                f"row {place.row + 1} has only the path of a picture, {place.name[:200]}, and there is no such file"
            )
            raise _refused(place.shard.path, reason) from e

    return RawTable(
        path=path,
        expected=LAYOUT,
        header=(first.picture, *first.labels),
        rows=rows,
        decode=lambda name: decode_image(content(name), name=name),
        state=_state(path, files),
        picture=first.picture,
        content=content,
        size=sum(file.stat().st_size for file in files),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Shard:
    """One file: which column has the pictures, and the labels' columns with the words of their numbers."""

    path: Path
    picture: str
    nested: bool
    """Whether pictures are structs with `bytes`."""
    has_path: bool
    labels: Mapping[str, tuple[str, ...]]
    """Names of a column's numbers by title; empty for a column of words."""
    group_ends: tuple[int, ...]
    """The row after the last of each row group."""

    @classmethod
    def open(cls, path: Path) -> _Shard:
        import pyarrow as pa
        from pyarrow.parquet import ParquetFile

        try:
            with ParquetFile(path) as file:
                schema = file.schema_arrow
                counts = [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)]
        except (OSError, ValueError, pa.ArrowException) as e:
            raise _refused(path, str(e).partition("\n")[0][:200]) from e
        if twice := next((name for name in schema.names if schema.names.count(name) > 1), None):
            raise _refused(path, f"it has several columns named {twice}")
        features = _features(schema.metadata or {})
        picture = next((field for field in schema if _holds_pictures(pa, field.type)), None)
        if picture is None:
            raise _refused(path, f"none of its columns ({', '.join(schema.names[:12])}) has pictures")
        labels = {
            field.name: _class_names(features.get(field.name))
            for field in schema
            if field.name != picture.name and not pa.types.is_nested(field.type) and not _is_binary(pa, field.type)
        }
        nested = pa.types.is_struct(picture.type)
        at = picture.type.get_field_index("path") if nested else -1
        has_path = at >= 0 and pa.types.is_string(picture.type.field(at).type)
        ends = tuple(sum(counts[: at + 1]) for at in range(len(counts)))
        return cls(path, picture.name, nested, has_path, labels, ends)

    def rows(self) -> Iterator[tuple[int, str, list[str]]]:
        """Number, name and words of each row."""
        import pyarrow as pa
        from pyarrow.parquet import ParquetFile

        columns = [*self.labels, *([f"{self.picture}.path"] if self.has_path else [])]
        row = 0
        try:
            with ParquetFile(self.path) as file:
                for batch in file.iter_batches(_BATCH_ROWS, columns=columns):
                    count = batch.num_rows
                    paths = [one["path"] for one in batch.column(self.picture).to_pylist()] if self.has_path else []
                    words = [self._words(title, batch.column(title).to_pylist()) for title in self.labels]
                    for at in range(count):
                        name = (paths[at] if paths else None) or f"{self.path.stem}-{row + at:06}"
                        yield row + at, name, [column[at] for column in words]
                    row += count
        except (OSError, ValueError, pa.ArrowException) as e:
            raise _refused(self.path, str(e).partition("\n")[0][:200]) from e

    def _words(self, title: str, values: Sequence[object]) -> list[str]:
        names = self.labels[title]

        def word(value: object) -> str:
            if value is None:
                return ""
            if names and isinstance(value, int) and not isinstance(value, bool):
                return names[value] if 0 <= value < len(names) else ""
            return str(value).lower() if isinstance(value, bool) else str(value)

        return [word(value) for value in values]


@dataclass(frozen=True, slots=True)
class _Place:
    shard: _Shard
    row: int
    name: str
    """As the row gives it."""


class _Pictures:
    """The bytes of pictures; the row groups used last stay in memory, for all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[Path, int], list[bytes]] = OrderedDict()

    def content(self, place: _Place) -> bytes:
        ends = place.shard.group_ends
        group = next(at for at, end in enumerate(ends) if place.row < end)
        key = (place.shard.path, group)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = _read_group(place.shard, group)
                while len(self._kept) > _GROUPS_KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key][place.row - (ends[group - 1] if group else 0)]


def _read_group(shard: _Shard, group: int) -> list[bytes]:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    column = f"{shard.picture}.bytes" if shard.nested else shard.picture
    try:
        with ParquetFile(shard.path) as file:
            size = file.metadata.row_group(group).total_byte_size
            if size > _MOST_BYTES:
                raise _refused(shard.path, f"a row group in it has {size >> 20} MB; write it with smaller ones")
            values = file.read_row_group(group, columns=[column]).column(shard.picture).to_pylist()
    except (OSError, ValueError, IndexError, pa.ArrowException) as e:
        raise _refused(shard.path, str(e).partition("\n")[0][:200]) from e
    expected = shard.group_ends[group] - (shard.group_ends[group - 1] if group else 0)
    if len(values) != expected:
        raise _refused(shard.path, f"a row group has {len(values)} rows, not {expected}: it is damaged, or has changed")
    return [(value.get("bytes") if isinstance(value, dict) else value) or b"" for value in values]


def _features(metadata: Mapping[bytes, bytes]) -> dict[str, Any]:
    """The features of a data set of the Hugging Face hub, by column; empty for other files."""
    try:
        found = parse_json(metadata.get(b"huggingface", b"{}"))["info"]["features"]
    except (ValueError, KeyError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _class_names(feature: object) -> tuple[str, ...]:
    if not isinstance(feature, dict) or feature.get("_type") != "ClassLabel":
        return ()
    names = feature.get("names")
    return tuple(map(str, names)) if isinstance(names, list) else ()


def _holds_pictures(pa: Any, kind: Any) -> bool:
    if pa.types.is_struct(kind):
        at = kind.get_field_index("bytes")
        return at >= 0 and _is_binary(pa, kind.field(at).type)
    return _is_binary(pa, kind)


def _is_binary(pa: Any, kind: Any) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


def _state(path: Path, files: Sequence[Path]) -> str:
    told = [(str(file.relative_to(path)) if path.is_dir() else "", *_size_and_time(file)) for file in files]
    return hashed(told)


def _size_and_time(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_size, found.st_mtime_ns


def _refused(path: Path, reason: str) -> DataError:
    return DataError("data.format", path=path, reason=reason, expected=LAYOUT)

"""Pictures whose labels are in a JSON file beside them, as annotation tools export them: COCO and Label Studio."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from core.datasets import coco, label_studio
from core.datasets.archive import Files, open_files
from core.datasets.coco import Annotated
from core.datasets.dataset import SkippedRow
from core.datasets.raw_table import RawRow, RawTable, Row
from core.errors import DataError
from core.files import parse_json, read_ordinary

JSON: Final = ".json"
LAYOUT: Final = (
    "a JSON file of COCO (images, annotations and categories) or of Label Studio (a list of tasks) beside its pictures"
)
PICTURE: Final = "image"
_MOST_BYTES: Final = 512 << 20
_MOST_FILES: Final = 20
"""A folder with more JSON files has one per picture, of another format."""
_UPLOADED: Final = re.compile(r"[0-9a-f]{8}-(?=.)")
"""What Label Studio puts before the name of an uploaded file."""


def annotation_file(path: Path) -> RawTable:
    """The faces that the JSON file at `path` describes; its pictures are in its folder, or below that.

    Raises:
        DataError: It cannot be read, or is neither COCO nor Label Studio.
    """
    try:
        document = parse_json(read_ordinary(path, limit=_MOST_BYTES))
    except (OSError, ValueError) as e:
        reason = getattr(e, "strerror", None) or f"it is not valid JSON: {e}"
        raise DataError("data.format", path=path, reason=reason, expected=LAYOUT) from e
    described = _described(document)
    if described is None:
        raise DataError("data.format", path=path, reason="it is JSON of another kind", expected=LAYOUT)
    return _table(path, open_files(path.parent, expected=LAYOUT), {path.name: described})


def annotated_table(files: Files) -> RawTable | None:
    """The faces that the JSON files of a folder or archive describe; None if no file there does.

    Raises:
        DataError: One of them cannot be read.
    """
    names = [name for name in files.names if PurePosixPath(name).suffix.lower() == JSON]
    if not files.pictures or len(names) > _MOST_FILES:
        return None
    found = {}
    for name in names:
        try:
            content = files.read(name)
            described = _described(parse_json(content)) if len(content) <= _MOST_BYTES else None
        except ValueError:
            continue
        if described is not None:
            found[name] = described
    return _table(files.path, files, found) if found else None


class Pictures:
    """Finds the file of a picture by the path or address that an annotation tool wrote down.

    Args:
        names: The files.
        base: The folder of the JSON file, as the names state it.
    """

    def __init__(self, names: Sequence[str], base: str) -> None:
        self._names = frozenset(names)
        self._base = PurePosixPath(base)
        self._by_end: dict[str, list[str]] = {}
        for name in names:
            self._by_end.setdefault(PurePosixPath(name).name, []).append(name)

    def find(self, reference: str) -> str | None:
        """The name of the file; None if there is none, or if several are as likely."""
        path = PurePosixPath(_local(reference))
        for near in (self._base / path, self._base / "images" / path, path):
            if str(near) in self._names:
                return str(near)
        for end in (path.name, _UPLOADED.sub("", path.name, count=1)):
            found = self._by_end.get(end, [])
            # Of files with the same name, the one with more of the folders above it.
            for parts in range(len(path.parts), 0, -1):
                above = path.parts[-parts:-1]
                ending = [name for name in found if PurePosixPath(name).parts[-parts:-1] == above]
                if len(ending) == 1:
                    return ending[0]
        return None


def _local(reference: str) -> str:
    """The path in a reference such as `/data/local-files/?d=a/b.jpg`, `s3://bucket/a/b.jpg` or `a\\b.jpg`."""
    if "?d=" in reference:
        return parse_qs(urlsplit(reference).query).get("d", [""])[0]
    if "://" in reference:
        return unquote(urlsplit(reference).path).lstrip("/")
    return reference.replace("\\", "/").lstrip("/").removeprefix("./")


def _described(document: Any) -> Iterable[Annotated | SkippedRow] | None:
    found = coco.annotated(document)
    return label_studio.annotated(document) if found is None else found


def _table(path: Path, files: Files, described: dict[str, Iterable[Annotated | SkippedRow]]) -> RawTable:
    faces: list[Annotated | SkippedRow] = []
    for name, found in described.items():
        pictures, where = Pictures(files.pictures, str(PurePosixPath(name).parent)), f"{name}: "
        faces += [_placed(one, pictures, where if len(described) > 1 else "") for one in found]
    titles = tuple(dict.fromkeys(title for one in faces if isinstance(one, Annotated) for title in one.labels))

    def rows() -> Iterable[Row]:
        for one in faces:
            if isinstance(one, SkippedRow):
                yield one
            else:
                yield RawRow(one.where, (one.picture, *(one.labels.get(title, "") for title in titles)), one.box)

    return RawTable(
        path=path,
        expected=LAYOUT,
        header=(PICTURE, *titles),
        rows=rows,
        decode=files.picture,
        state=files.state,
        picture=PICTURE,
        content=files.read,
    )


def _placed(one: Annotated | SkippedRow, pictures: Pictures, where: str) -> Annotated | SkippedRow:
    """A face with the name of its picture's file."""
    if isinstance(one, SkippedRow):
        return SkippedRow(where + one.name, one.reason)
    found = pictures.find(one.picture)
    if found is None:
        return SkippedRow(where + one.where, f"there is no picture {one.picture[:200]}")
    return Annotated(where + one.where, found, one.labels, one.box)

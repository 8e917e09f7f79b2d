"""Pictures and the words beside them, as a file format has them, before its columns have a meaning."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Final, TypeAlias

import cv2
import numpy as np

from core.datasets.columns import NO_LABEL, ColumnMap, LabelTable, position
from core.datasets.dataset import OWN_TERMS, FaceDataset, SkippedRow, SkippedRows
from core.datasets.declared_sides import as_declared
from core.errors import DataError
from core.vision.faces import Box
from core.vision.imaging import RGB
from core.work import Progress, ShouldStop, stop_if

_WINDOW: Final = 2.0
"""Side of the picture around a box, in longer sides of the box: room for a detector, and for the framing."""
_SMALLEST_BOX_PX: Final = 4.0
_KEPT_PICTURES: Final = 2


@dataclass(frozen=True, slots=True)
class RawRow:
    """One picture, or one face in it."""

    where: str
    """Names the row in messages."""
    words: Sequence[str]
    """One per column; that of the picture is its name."""
    box: Box | None = None
    """Where the face is in the whole picture, in pixels: the row's picture is a window around it."""
    side: str = ""
    """The source's word for the side of its split; empty if it has none."""
    done: int = 0
    """How much of the source had been read when the row was returned."""


Row: TypeAlias = RawRow | SkippedRow


@dataclass(frozen=True, slots=True, eq=False)
class RawTable:
    """Rows of a data set, read as often as they are needed."""

    path: Path
    expected: str
    """The layout of the format, for error messages."""
    header: tuple[str, ...]
    rows: Callable[[], Iterable[Row]]
    """The rows in order; what cannot be one comes with the reason."""
    decode: Callable[[str], RGB]
    """Returns the picture that a row names."""
    state: str
    """Changes when the content changes."""
    picture: str | None = None
    """The column of the pictures, if the format has one."""
    content: Callable[[str], bytes] | None = None
    """Returns the bytes of the file that a row names."""
    missing: Callable[[str], str | None] = field(default=lambda name: None)
    """Why the picture that a row names cannot be used; None if it may be."""
    size: int = 0
    """Of the source, in the unit of `RawRow.done`."""
    title: str = ""
    """By default the name of the path."""
    terms: str = OWN_TERMS

    def refused(self, reason: str) -> DataError:
        """The error for this source."""
        return DataError("data.format", path=self.path, reason=reason, expected=self.expected)


def labelled(
    raw: RawTable,
    columns: ColumnMap,
    *,
    rows: Iterable[Row] | None = None,
    progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
) -> FaceDataset:
    """The faces of a table, with the labels that its words stand for.

    Args:
        raw: The table.
        columns: The meaning of its columns.
        rows: Some of its rows; by default all of them.
        progress: Called with how much of the source has been read, and its size.
        should_stop: Called for each row.

    Raises:
        DataError: No row can be used, or there is no such column.
        Stopped: `should_stop` returned True.
    """
    absent = [column for column in columns.wanted if position(raw.header, column) is None]
    if absent:
        raise raw.refused(f"it has no column {', '.join(absent)} (it has: {', '.join(raw.header[:12])})")
    picture_at = position(raw.header, columns.pixels if columns.picture is None else columns.picture)
    assert picture_at is not None  # it is wanted
    table, skipped = LabelTable(columns, raw.header), SkippedRows()
    kept: list[tuple[str, Box | None]] = []
    sides: list[str] = []
    for row in raw.rows() if rows is None else rows:
        stop_if(should_stop)
        if isinstance(row, SkippedRow):
            skipped.add(row.name, row.reason)
            continue
        labels, name = table.read(row.words), row.words[picture_at].strip()
        reason = labels if isinstance(labels, str) else raw.missing(name) or _wrong_box(row.box)
        if isinstance(labels, str) or reason:
            skipped.add(row.where, str(reason))
        else:
            kept.append((name, row.box))
            sides.append(row.side)
            table.add(labels, row.where)
        if progress and row.done:
            progress(row.done, raw.size)
    ages, found, unlabelled = table.finish()
    for where in unlabelled.values():
        skipped.add(where, NO_LABEL)
    used = np.setdiff1d(np.arange(len(kept)), np.array(sorted(unlabelled), np.int64))
    if not len(used):
        raise raw.refused(f"no row in it can be used ({skipped.first})" if skipped.count else "it has no rows")
    faces = [kept[at] for at in used.tolist()]
    boxed = any(box for _, box in faces)
    names = _names_of_faces(faces) if boxed else tuple(name for name, _ in faces)
    return FaceDataset(
        title=raw.title or raw.path.name,
        terms=raw.terms,
        names=names,
        ages=ages[used],
        columns={name: column.taken(used) for name, column in found.items()},
        skipped=skipped.rows,
        decode=_windows(raw, names, faces) if boxed else raw.decode,
        aligned=False,
        state=raw.state,
        own_sides=as_declared([sides[at] for at in used.tolist()]),
        content=None if boxed else raw.content,
        boxes=np.array([_in_window(box) for _, box in faces], np.float32) if boxed else None,
        column_map=columns,
        group_only=tuple(name for name in columns.groups if name in found),
    )


def hashed(state: object) -> str:
    """A `RawTable.state` of a value with a stable `repr`."""
    return hashlib.sha256(repr(state).encode("utf-8", "surrogateescape")).hexdigest()


class FreeNames:
    """Makes each name different from those before: `a.png`, `a~2.png`."""

    def __init__(self) -> None:
        self._uses: dict[str, int] = {}

    def __call__(self, name: str) -> str:
        path, free = PurePosixPath(name), name
        while free in self._uses:
            self._uses[name] += 1
            free = str(path.with_name(f"{path.stem}~{self._uses[name]}{path.suffix}"))
        self._uses[free] = 1
        return free


def _wrong_box(box: Box | None) -> str | None:
    if box is None:
        return None
    x0, y0, x1, y1 = box
    if not np.isfinite(box).all() or max(map(abs, box)) > 1e6:
        return f"its box {_shown(box)} is not in a picture"
    if min(x1 - x0, y1 - y0) < _SMALLEST_BOX_PX:
        return f"its box is {x1 - x0:.4g} x {y1 - y0:.4g} pixels, too small for a face"
    return None


def box_outside(box: Box, width: float, height: float) -> str | None:
    """Why a box cannot be one in a picture of this size: its centre lies outside; None if it can."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    if 0 <= x <= width and 0 <= y <= height:
        return None
    return f"its box {_shown(box)} lies outside its picture of {width:g} x {height:g} pixels"


def _shown(box: Box) -> str:
    return f"({', '.join(f'{value:.5g}' for value in box)})"


def _names_of_faces(faces: Sequence[tuple[str, Box | None]]) -> tuple[str, ...]:
    """The picture's name, with the face's box if it has one: `a.jpg#12,30,80,110`."""
    free = FreeNames()
    return tuple(
        free(name if box is None else f"{name}#{','.join(f'{value:.0f}' for value in box)}") for name, box in faces
    )


def _windows(raw: RawTable, names: Sequence[str], faces: Sequence[tuple[str, Box | None]]) -> Callable[[str], RGB]:
    of = dict(zip(names, faces, strict=True))
    whole = lru_cache(_KEPT_PICTURES)(raw.decode)  # faces of a picture follow one another

    def decode(name: str) -> RGB:
        picture, box = of[name]
        return raw.decode(picture) if box is None else _window(whole(picture), box)

    return decode


def _side(box: Box) -> int:
    return round(_WINDOW * max(box[2] - box[0], box[3] - box[1]))


def _in_window(box: Box | None) -> Box:
    """The box in the window around it: its middle."""
    if box is None:
        return (np.nan,) * 4
    half, width, height = _side(box) / 2, (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
    return half - width, half - height, half + width, half + height


def _window(rgb: RGB, box: Box) -> RGB:
    """The square around a box, black beyond the picture, so that the face stays in the middle."""
    side = _side(box)
    left, top = round((box[0] + box[2] - side) / 2), round((box[1] + box[3] - side) / 2)
    height, width = rgb.shape[:2]
    part = rgb[max(top, 0) : max(top + side, 0), max(left, 0) : max(left + side, 0)]
    if not part.size or side > 2 * _WINDOW * max(height, width):
        raise DataError("data.box", box=_shown(box), width=width, height=height)
    beyond = (max(-top, 0), max(top + side - height, 0), max(-left, 0), max(left + side - width, 0))
    return np.asarray(cv2.copyMakeBorder(part, *beyond, cv2.BORDER_CONSTANT), np.uint8)

"""Chips: small pictures of faces, cut from their photos away from the GUI thread."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from desktop.worker import Progress, ShouldStop, Worker

if TYPE_CHECKING:
    from core.vision.imaging import RGB

FACE_PX: Final = 48
"""The side of a chip in the table."""
CHIP_PX: Final = 2 * FACE_PX
"""The side as made: that of the grid, and for dense screens that of the table."""
_AROUND: Final = 1.4
"""How much of the photo is shown, in sides of the face's box."""
_MOST_WANTED: Final = 256
_THREADS: Final = 2


@dataclass(frozen=True, slots=True)
class Chip:
    """Which chip: a face of a photo or, without a box, the middle of the photo."""

    path: Path
    size: tuple[int, int]
    """Width and height of the upright photo."""
    box: tuple[float, float, float, float] | None
    quarter_turns: int = 0
    """How the user turned the photo, clockwise."""

    @property
    def side(self) -> float:
        """How many pixels of the photo it shows across."""
        if self.box is None:
            return float(min(self.size))
        x0, y0, x1, y1 = self.box
        return _AROUND * max(x1 - x0, y1 - y0, 1.0)


class ChipLoader(QObject):
    """Makes chips, those wanted last first; a photo is decoded once for all its chips that are wanted.

    What has scrolled out of view is dropped; the view asks again when it paints it.

    Args:
        content: The pictures that have no file, by the name that is their path.
    """

    loaded = Signal(object, object)
    """A `Chip` and its picture, which is null if the photo cannot be read."""

    def __init__(self, content: Mapping[str, bytes] = MappingProxyType({}), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._workers = [Worker("chips", self) for _ in range(_THREADS)]
        self._idle = list(self._workers)
        self._wanted: dict[Chip, None] = {}
        """In the order in which they were wanted."""
        self._loading: set[Chip] = set()

    def want(self, chip: Chip) -> None:
        if chip not in self._loading:
            self._wanted.pop(chip, None)
            self._wanted[chip] = None
            if len(self._wanted) > _MOST_WANTED:
                del self._wanted[next(iter(self._wanted))]
            self._start()

    def close(self) -> None:
        self._wanted.clear()
        for worker in self._workers:
            worker.close()

    def _start(self) -> None:
        while self._idle and self._wanted:
            newest = next(reversed(self._wanted))
            chips = [chip for chip in self._wanted if chip.path == newest.path]
            for chip in chips:
                del self._wanted[chip]
            self._load(self._idle.pop(), chips)

    def _load(self, worker: Worker, chips: Sequence[Chip]) -> None:
        self._loading.update(chips)
        content = self._content.get(str(chips[0].path))

        def work(progress: Progress, should_stop: ShouldStop) -> list[QImage]:
            return cut_chips(chips, content)

        def finish() -> None:
            self._loading.difference_update(chips)
            self._idle.append(worker)
            self._start()

        def show(images: Sequence[QImage]) -> None:
            for chip, image in zip(chips, images, strict=True):
                self.loaded.emit(chip, image)

        job = worker.submit(work)
        job.result.connect(show)
        job.failed.connect(lambda error: show([QImage()] * len(chips)))
        job.finished.connect(finish)


def cut_chips(chips: Sequence[Chip], content: bytes | None = None) -> list[QImage]:
    """Chips of one photo, which is decoded no larger than the smallest of them needs; `content` if it has no file.

    Raises:
        ImageError: The photo cannot be read.
    """
    import numpy as np

    from core.vision.imaging import decode_with_notes, read_thumbnail

    longest = max(chips[0].size)
    wanted_px = math.ceil(longest * CHIP_PX / max(1.0, min(chip.side for chip in chips)))
    size_px, path, turns = max(1, min(longest, wanted_px)), chips[0].path, chips[0].quarter_turns
    if content is None:
        rgb = read_thumbnail(path, size_px)
    else:
        rgb = decode_with_notes(content, name=str(path), size_px=size_px).rgb
    if turns:
        rgb = np.rot90(rgb, -turns)
    return [_cut(rgb, chip) for chip in chips]


def _cut(rgb: RGB, chip: Chip) -> QImage:
    from desktop.widgets.picture import to_image

    width, height = chip.size
    x0, y0, x1, y1 = chip.box or (0.0, 0.0, width, height)
    scale = max(rgb.shape[:2]) / max(width, height)
    left, top = round((x0 + x1 - chip.side) / 2 * scale), round((y0 + y1 - chip.side) / 2 * scale)
    across = max(1, round(chip.side * scale))
    # Only the part that is needed is converted; beyond the photo the chip is empty, so that the face stays centred.
    part = rgb[max(0, top) : max(0, top + across), max(0, left) : max(0, left + across)]
    picture = QImage() if not part.size else to_image(part.copy())
    cut = picture.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    cut = cut.copy(min(0, left), min(0, top), across, across)
    ways = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    made = cut.scaled(CHIP_PX, CHIP_PX, *ways)
    made.setDevicePixelRatio(CHIP_PX / FACE_PX)
    return made

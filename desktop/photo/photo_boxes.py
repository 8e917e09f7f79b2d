"""Boxes by hand of photos: looked up when a photo is read, and as they lie in the photo as it is turned."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop.app.opencv import import_opencv
from desktop.photo.photo import Photo

if TYPE_CHECKING:
    from core.corrections import HandBoxes, PictureBoxes
    from core.vision.hand_boxes import BoxEdit
    from core.vision.imaging import RGB


class PhotoBoxes:
    """`core.corrections.HandBoxes` for photos of the window, loaded late: importing them takes a moment."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._kept: HandBoxes | None = None

    @property
    def folder(self) -> Path | None:
        """Where boxes are kept beyond the session; None if they are not."""
        return self._folder

    @folder.setter
    def folder(self, folder: Path | None) -> None:
        self._folder = folder
        if self._kept is not None:
            self._kept.folder = folder

    def look_up(self, photo: Photo, rgb: RGB) -> None:
        """Set the boxes of a photo that was read as `rgb`, turned as the user wants it.

        Raises:
            DataError: Their file is damaged; the photo has none then.
        """
        import_opencv()
        import numpy as np

        from core.corrections import PictureBoxes, picture_key

        upright = np.rot90(rgb, photo.quarter_turns)
        photo.boxes = PictureBoxes(picture_key(upright))
        photo.boxes = self.kept.of(upright)

    def shown(self, photo: Photo, rgb: RGB) -> tuple[BoxEdit, ...]:
        """The edits of a photo that was looked up, in pixels of `rgb`, which is the photo as it is turned."""
        if photo.boxes is None:
            return ()
        height, width = rgb.shape[:2]
        upright = (height, width) if photo.quarter_turns % 2 else (width, height)
        return tuple(edit.turned(photo.quarter_turns, *upright) for edit in photo.boxes.edits)

    def note(self, boxes: PictureBoxes) -> None:
        """As `HandBoxes.note`."""
        self.kept.note(boxes)

    def save(self, boxes: PictureBoxes) -> None:
        """As `HandBoxes.save`."""
        self.kept.save(boxes)

    @property
    def kept(self) -> HandBoxes:
        """The boxes themselves; may be read in any thread."""
        from core.corrections import HandBoxes

        if self._kept is None:
            self._kept = HandBoxes(self._folder)
        return self._kept
